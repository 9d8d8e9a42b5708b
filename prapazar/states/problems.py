"""What becomes of an error no handler caught: a sentence for the person, the whole of it in the log."""

import uuid

import reflex as rx
import structlog
from reflex_base.event import EventSpec

from prapazar.domain.access.errors import NotOwnAccount
from prapazar.domain.access.queries import NoMerchantChosen
from prapazar.flows.own_account import TooManyTries
from prapazar.foundation import routes
from prapazar.foundation.scope import PermissionDenied
from prapazar.foundation.texts import say
from prapazar.states import toast
from prapazar.states.policy import allow
from prapazar.states.session import LoggedOut, session_row
from prapazar.states.toast import ToastState

log = structlog.get_logger(__name__)
_TOLD = (
    "errors.permission_denied",
    "access.no_merchant",
    "access.not_own_account",
    "login_problem.throttled",
    "errors.unexpected",
)


class ProblemState(rx.State):
    """Answers for handlers that failed; it keeps nothing."""

    @rx.event
    @allow("public")
    async def tell(self, key: str, reference: str) -> None:
        row = await session_row(self.router_data)
        if key in _TOLD:
            sentence = say(row.locale if row else "tr", key, code=str(reference)[:8])
            await toast.toast(self, "error", sentence)

    @rx.event
    @allow("public")
    async def leave(self) -> None:
        bridge = await self.get_state(ToastState)
        bridge._push("leave", routes.LOGIN)  # noqa: SLF001 - hidden from browsers


def answer(exception: Exception) -> EventSpec:
    """Reflex's backend exception handler."""
    if isinstance(exception, LoggedOut):
        return ProblemState.leave()
    if isinstance(exception, PermissionDenied):
        return ProblemState.tell("errors.permission_denied", "")
    if isinstance(exception, NoMerchantChosen):
        return ProblemState.tell("access.no_merchant", "")
    if isinstance(exception, NotOwnAccount | TooManyTries):
        return ProblemState.tell(exception.code, "")
    reference = uuid.uuid4().hex[:8]
    log.error("event handler failed", code=reference, exc_info=exception)
    return ProblemState.tell("errors.unexpected", reference)
