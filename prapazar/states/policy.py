"""What an event handler needs: `@rx.event` above, `@allow("orders.read")` below."""

from collections.abc import Callable
from typing import Any, Final, TypeVar

from reflex_base.registry import RegistrationContext

PUBLIC: Final = "public"
ANYONE_INSIDE: Final = "*"
_ATTRIBUTE = "__pp_policy__"
_INTERNAL = frozenset(
    {
        "hydrate",
        "hydrate_and_load",
        "set_is_hydrated",
        "on_load_internal",
        "update_vars_internal",
        "handle_frontend_exception",
    }
)
_F = TypeVar("_F", bound=Callable[..., Any])


def allow(*permissions: str) -> Callable[[_F], _F]:
    """Each named permission is needed; `"public"`: anybody, `"*"`: whoever is logged in."""

    def mark(handler: _F) -> _F:
        setattr(handler, _ATTRIBUTE, frozenset(permissions))
        return handler

    return mark


def policy_of(event_name: str) -> frozenset[str] | None:
    """None: nobody may call it."""
    registered = RegistrationContext.ensure_context().event_handlers.get(event_name)
    if registered is None:
        return None
    handler = registered.handler.fn
    if is_internal(event_name):
        return frozenset({PUBLIC})
    return getattr(handler, _ATTRIBUTE, None)


def is_internal(event_name: str) -> bool:
    """Reflex's own plumbing of a tab: setting up, navigating, telling of a crash."""
    state_name, _, handler_name = event_name.rpartition(".")
    return handler_name in _INTERNAL and state_name.rpartition(".")[2].startswith("reflex___")
