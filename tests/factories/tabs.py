"""A tab of somebody who is logged in, without a browser: states of one tree, and the events they handle."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

import reflex as rx
from reflex.state import State

from prapazar.domain.access import actions, sessions
from prapazar.foundation import db
from prapazar.foundation.scope import Scope, system_scope

_S = TypeVar("_S", bound=rx.State)
_PASSWORD = "kirmizi-Balik-42"


@dataclass(frozen=True)
class Person:
    merchant_id: UUID
    key: str
    scope: Scope
    """The product acting for the same merchant, for preparing and looking."""


def person(role_key: str = "admin") -> Person:
    """A merchant of their own, logged in."""
    with db.system_transaction() as session:
        merchant_id = actions.create_merchant(session, "Anadolu")
        scope = system_scope(merchant_id)
        email = f"{merchant_id.hex}@example.com"
        actions.add_member(
            session, scope, email=email, name="Ayşe Yılmaz", password=_PASSWORD, role_key=role_key
        )
        key = actions.log_in(session, email, _PASSWORD)
    sessions.forget_all()
    return Person(merchant_id, key, scope)


class Tab:
    def __init__(self, who: Person, path: str) -> None:
        self._root = State(_reflex_internal_init=True)
        data = {
            "pathname": path.partition("?")[0],
            "asPath": path,
            "headers": {"origin": "http://shop.example", "cookie": f"{sessions.COOKIE}={who.key}"},
        }
        self._root.router_data = self._root._update_router_vars(data, {})  # noqa: SLF001 - what an event does first

    async def state(self, kind: type[_S]) -> _S:
        found: _S = await self._root.get_state(kind)
        return found

    @staticmethod
    async def call(handler: Any, state: rx.State, *values: object) -> Any:  # noqa: ANN401 - Reflex types events as methods
        """Run an event as the browser would: `await tab.call(ProductsState.set_filter, state, "brand", "x")`."""
        function: Callable[..., Any] = handler.fn
        outcome = function(state, *values)
        return await outcome if hasattr(outcome, "__await__") else outcome
