"""Templates of messages, and which moments of an order set them off."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import rules
from prapazar.domain.messaging.enums import LANGUAGES, OrderMoment, Purpose, Way
from prapazar.domain.messaging.errors import MessageMissing, MessageRefused
from prapazar.domain.messaging.models import MessageTemplate
from prapazar.domain.orders import watches
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

PLACES = (
    *("number", "name", "first_name", "channel", "merchant", "total", "date", "carrier", "tracking_number"),
    "tracking_url",
    "coupon",
    "feedback_url",
    "ticket",
)
"""What a template may name: of an order, of a campaign (name, first_name, merchant, coupon), of a ticket."""
_KINDS: Mapping[OrderMoment, tuple[str, ...]] = {
    OrderMoment.NEW: ("imported", "created"),
    OrderMoment.PAID: ("payment_paid",),
}
"""The timeline's lines behind a moment; of all others it is the status of that name."""
_NOT_OF_ORDERS = frozenset({OrderMoment.TICKET_SOLVED})


def save_template(
    session: Session,
    scope: Scope,
    template_id: UUID | None,
    *,
    name: str,
    way: Way,
    purpose: Purpose,
    texts: Mapping[str, Mapping[str, str]],
    moments: Sequence[OrderMoment] = (),
    provider_name: str = "",
    is_active: bool = True,
) -> UUID:
    """Raises MessageMissing, MessageRefused with the field at fault."""
    scope.require("messages.write")
    clean = {
        language: {part: said.get(part, "").strip()[:5000] for part in ("subject", "body")}
        for language, said in texts.items()
        if language in LANGUAGES and said.get("body", "").strip()
    }
    _check(name, way, purpose, clean, moments, provider_name)
    _check_name(session, scope, template_id, name)
    row = (
        MessageTemplate(merchant_id=scope.merchant_id, name="", way="")
        if template_id is None
        else _locked(session, scope, template_id)
    )
    row.name, row.way, row.purpose = name.strip()[:80], way.value, purpose.value
    row.texts, row.provider_name = dict(clean), provider_name.strip()[:120]
    row.moments, row.is_active, row.updated_at = [one.value for one in moments], is_active, now()
    session.add(row)
    session.flush()
    _watch(session, scope)
    return row.id


def delete_template(session: Session, scope: Scope, template_id: UUID) -> None:
    """Messages that were made of it stay. Raises MessageMissing."""
    scope.require("messages.delete")
    session.delete(_locked(session, scope, template_id))
    session.flush()
    _watch(session, scope)


def _check(
    name: str,
    way: Way,
    purpose: Purpose,
    texts: Mapping[str, Mapping[str, str]],
    moments: Sequence[OrderMoment],
    provider_name: str,
) -> None:
    if not name.strip():
        raise MessageRefused("forms.required", "name")
    for field, code in rules.faults(way, texts, PLACES).items():
        raise MessageRefused(code, field)
    if way is Way.WHATSAPP and not provider_name.strip():
        raise MessageRefused("messages.provider_name_needed", "provider_name")
    if moments and purpose is Purpose.COMMERCIAL:
        raise MessageRefused("messages.moment_commercial", "moments")
    if purpose is Purpose.NOTICE:
        raise MessageRefused("messages.not_a_choice", "purpose")


def _check_name(session: Session, scope: Scope, template_id: UUID | None, name: str) -> None:
    taken = session.execute(
        text(
            "SELECT 1 FROM message_template WHERE merchant_id = :merchant AND name = :name"
            " AND id IS DISTINCT FROM CAST(:id AS uuid)"
        ),
        {"merchant": scope.merchant_id, "name": name.strip()[:80], "id": template_id},
    ).scalar()
    if taken:
        raise MessageRefused("messages.name_taken", "name")


def _locked(session: Session, scope: Scope, template_id: UUID) -> MessageTemplate:
    row = session.get(MessageTemplate, template_id, with_for_update=True, populate_existing=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise MessageMissing(template_id)
    return row


def _watch(session: Session, scope: Scope) -> None:
    """Orders tell only what a template waits for: an import of thousands pays nothing for the rest."""
    found = session.execute(
        text(
            "SELECT DISTINCT jsonb_array_elements_text(moments) FROM message_template"
            " WHERE merchant_id = :merchant AND is_active"
        ),
        {"merchant": scope.merchant_id},
    )
    moments = {OrderMoment(one) for one in found.scalars()}
    wanted = [(kind, "") for moment in moments for kind in _KINDS.get(moment, ())]
    wanted += [("status", moment.value) for moment in moments if moment not in {*_KINDS, *_NOT_OF_ORDERS}]
    watches.watch(session, scope, Topic.MESSAGE_EVENTS.value, sorted(wanted))


def moment_of(kind: str, status: str) -> OrderMoment | None:
    """Of a line of an order's timeline."""
    if kind == "status":
        return OrderMoment(status) if status in set(OrderMoment) else None
    return next((moment for moment, kinds in _KINDS.items() if kind in kinds), None)
