"""Who may call a route: `Depends(scope_with("orders.read"))`, `Depends(logged_in)` or `Depends(public)`."""

from collections.abc import Iterable
from dataclasses import dataclass

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from prapazar.api import browser
from prapazar.api.errors import Refused
from prapazar.domain.access import queries, sessions
from prapazar.domain.access.queries import SessionRow
from prapazar.foundation.scope import Scope

PUBLIC = "public"
ANYONE_INSIDE = "*"
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class Needs:
    """A dependency that yields the caller's scope after checking `permission`."""

    permission: str

    def __call__(self, request: Request) -> Scope:
        row = logged_in(request)
        if row.must_enroll:
            raise Refused(403, "access.enroll_first")
        scope = queries.scope_of(row)
        scope.require(self.permission)
        return scope


def scope_with(permission: str) -> Needs:
    return Needs(permission)


def public() -> None:
    """Anybody may call it, and somebody decided so."""


def logged_in(request: Request) -> SessionRow:
    """Whoever is logged in, whatever the merchant."""
    row = sessions.load(key_of(request))
    if row is None:
        raise Refused(401, "errors.signed_out")
    request.state.locale = row.locale
    if not _is_bearer(request) and request.method not in _SAFE and not browser.is_same_origin(request):
        raise Refused(403, "login_problem.origin")
    return row


def key_of(request: Request) -> str:
    """Of the `Authorization: Bearer` header, else of the cookie."""
    if _is_bearer(request):
        return request.headers["authorization"][len(_BEARER) :].strip()
    return request.cookies.get(sessions.COOKIE, "")


def _is_bearer(request: Request) -> bool:
    return request.headers.get("authorization", "").lower().startswith(_BEARER)


def need_of(route: APIRoute) -> str | None:
    """What the route declared; None: nothing, and then a test fails."""
    needs = [_need(dependant) for dependant in _all(route.dependant)]
    return next((need for need in needs if need is not None), None)


def _need(dependant: Dependant) -> str | None:
    if isinstance(dependant.call, Needs):
        return dependant.call.permission
    if dependant.call is logged_in:
        return ANYONE_INSIDE
    return PUBLIC if dependant.call is public else None


def _all(dependant: Dependant) -> Iterable[Dependant]:
    for one in dependant.dependencies:
        yield one
        yield from _all(one)
