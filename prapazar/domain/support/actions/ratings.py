"""Ratings of orders and of our help: given once, changeable for a day; a low one is heard."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.messaging import actions as messaging
from prapazar.domain.orders.actions import timeline
from prapazar.domain.support import rules
from prapazar.domain.support.actions import desk
from prapazar.domain.support.actions.opening import TicketDraft, open_ticket
from prapazar.domain.support.enums import REASONS, LowRating, Origin, Priority
from prapazar.domain.support.errors import TicketMissing, TicketRefused
from prapazar.domain.support.models import Feedback
from prapazar.foundation import live, routes
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from prapazar.foundation.texts import say

BEST = 5


@dataclass(frozen=True, slots=True)
class Rated:
    """What a rating is about."""

    order_id: UUID | None = None
    ticket_id: UUID | None = None

    @property
    def key(self) -> str:
        return f"ticket:{self.ticket_id}" if self.ticket_id else f"order:{self.order_id}"


_ABOUT = text(
    "SELECT coalesce(o.number, k.number) AS number, o.id AS order_id, coalesce(o.connection_id, k.connection_id)"
    " AS connection_id, coalesce(k.customer_id, (SELECT customer_id FROM customer_order WHERE order_id = o.id))"
    " AS customer_id FROM (SELECT CAST(:order AS uuid) AS order_id, CAST(:ticket AS uuid) AS ticket_id) a"
    " LEFT JOIN ticket k ON k.id = a.ticket_id AND k.merchant_id = :merchant"
    " LEFT JOIN purchase_order o ON o.id = coalesce(a.order_id, k.order_id) AND o.merchant_id = :merchant"
    " WHERE k.id IS NOT NULL OR o.id IS NOT NULL"
)


def rate(
    session: Session, scope: Scope, about: Rated, rating: int, reasons: Sequence[str], words: str
) -> UUID:
    """Raises TicketMissing, TicketRefused for a rating there is none like, or one given long ago."""
    if not 1 <= rating <= BEST or any(one not in REASONS for one in reasons):
        raise TicketRefused("feedback.not_a_choice", "rating")
    found = session.execute(
        _ABOUT, {"order": about.order_id, "ticket": about.ticket_id, "merchant": scope.merchant_id}
    ).one_or_none()
    if found is None:
        raise TicketMissing(about.key)
    session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"feedback:{about.key}"}
    )
    row = session.query(Feedback).filter_by(merchant_id=scope.merchant_id, key=about.key).one_or_none()
    is_new = row is None
    if row is None:
        row = Feedback(
            merchant_id=scope.merchant_id,
            key=about.key,
            order_id=found.order_id,
            ticket_id=about.ticket_id,
            customer_id=found.customer_id,
            connection_id=found.connection_id,
            rating=rating,
        )
    elif not rules.is_changeable(row.created_at, now()):
        raise TicketRefused("feedback.given")
    row.rating, row.reasons, row.words = rating, list(dict.fromkeys(reasons)), words.strip()[:2000]
    row.updated_at = now()
    session.add(row)
    session.flush()
    if is_new and row.order_id is not None:
        timeline.write(session, scope, [(row.order_id, "feedback_given", {"rating": rating})])
    _hear(session, scope, row, found.number)
    live.tell(session, scope.merchant_id, "feedback.changed")
    return row.id


def _hear(session: Session, scope: Scope, row: Feedback, number: str) -> None:
    """A low one, as the desk wants it: a notice, or a ticket that is opened once."""
    setting = desk.setting(session, scope)
    if row.rating > setting.low_at or setting.low_rating == LowRating.NOTHING:
        return
    if setting.low_rating == LowRating.TICKET:
        subject = say(scope.locale, "feedback.ticket_subject", number=number, rating=row.rating)
        draft = TicketDraft(
            subject=subject,
            words=row.words,
            order_id=row.order_id,
            customer_id=row.customer_id,
            origin=Origin.FEEDBACK,
            priority=Priority.HIGH if row.rating == 1 else Priority.NORMAL,
            reason=_reason(row.reasons),
            key=f"feedback:{row.id}",
        )
        row.opened_id = open_ticket(session, scope, draft)
        return
    messaging.notify(
        session,
        scope,
        "tickets.low_rating",
        permission="tickets.read",
        level="warning",
        group_key=f"tickets.low_rating:{row.id}",
        values={"number": number, "rating": str(row.rating)},
        link=routes.with_query(routes.FEEDBACK, view="low"),
    )


def _reason(reasons: Sequence[str]) -> str:
    """What a rating and a ticket call alike."""
    known = {"delivery", "product", "packing", "service"}
    return next((one for one in reasons if one in known), "")
