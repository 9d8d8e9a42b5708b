"""Two tickets about the same thing: put together, and taken apart again."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.support.actions import desk
from prapazar.domain.support.enums import TicketStatus
from prapazar.domain.support.errors import TicketRefused
from prapazar.domain.support.models import Ticket
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

_MOVE = text(
    "UPDATE ticket_entry SET ticket_id = :kept WHERE ticket_id = :gone AND kind <> 'event' RETURNING id"
)
_BACK = text(
    "UPDATE ticket_entry SET ticket_id = :gone WHERE ticket_id = :kept AND id = ANY(CAST(:ids AS uuid[]))"
)
_LAST = text(
    "SELECT id, values FROM ticket_entry WHERE ticket_id = :gone AND kind = 'event' AND body = 'merged'"
    " ORDER BY at DESC, id DESC LIMIT 1"
)


def merge(session: Session, scope: Scope, kept_id: UUID, gone_id: UUID) -> None:
    """All that was said stands in the kept one from now on. Raises TicketMissing, TicketRefused."""
    scope.require("tickets.write")
    kept, gone = _both(session, scope, kept_id, gone_id)
    if kept.merged_into_id is not None or gone.merged_into_id is not None or kept_id == gone_id:
        raise TicketRefused("tickets.cannot_merge")
    moved = session.execute(_MOVE, {"kept": kept_id, "gone": gone_id}).scalars().all()
    told = {"number": kept.number, "kept": str(kept_id), "status": gone.status}
    desk.happened(session, scope, gone, "merged", **told, entries=[str(one) for one in moved])
    desk.happened(session, scope, kept, "merged_in", number=gone.number, gone=str(gone_id))
    gone.merged_into_id, gone.status = kept_id, TicketStatus.CLOSED.value
    desk.wind(session, scope, gone, desk.hours(desk.setting(session, scope)), now())
    kept.said_at = max(kept.said_at, gone.said_at)
    kept.updated_at = now()
    desk.tell(session, scope)


def unmerge(session: Session, scope: Scope, gone_id: UUID) -> None:
    """As it was before; what was said since stays in the one it was put into. Raises TicketMissing, TicketRefused."""
    scope.require("tickets.write")
    kept_id = session.execute(
        text("SELECT merged_into_id FROM ticket WHERE id = :id"), {"id": gone_id}
    ).scalar()
    if kept_id is None:
        raise TicketRefused("tickets.not_merged")
    kept, gone = _both(session, scope, kept_id, gone_id)
    done = session.execute(_LAST, {"gone": gone_id}).one_or_none()
    if done is None or gone.merged_into_id != kept_id:
        raise TicketRefused("tickets.not_merged")
    session.execute(_BACK, {"gone": gone_id, "kept": kept_id, "ids": list(done.values["entries"])})
    gone.merged_into_id, gone.status = None, done.values["status"]
    desk.happened(session, scope, gone, "unmerged", number=kept.number)
    desk.happened(session, scope, kept, "unmerged", number=gone.number)
    desk.wind(session, scope, gone, desk.hours(desk.setting(session, scope)), now())
    desk.tell(session, scope)


def _both(session: Session, scope: Scope, kept_id: UUID, gone_id: UUID) -> tuple[Ticket, Ticket]:
    """Locked in the order of their ids."""
    rows = {one: desk.locked(session, scope, one) for one in sorted({kept_id, gone_id})}
    return rows[kept_id], rows[gone_id]
