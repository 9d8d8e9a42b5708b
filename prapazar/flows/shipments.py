"""Shipments told to carriers, followed to the door, and taken back."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import (
    CancelsShipments,
    CreatesShipments,
    MakesLabels,
    NumbersParcels,
    TracksShipments,
)
from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.parcels import (
    LabelFormat,
    Parcel,
    ParcelStatus,
    Payer,
    ShipmentAnswer,
    ShipmentOrder,
    TrackingRecord,
)
from prapazar.connector_kit.records import Address, ParkedRecord
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import JobKind, Topic
from prapazar.domain.orders.actions.park import park, resolve_arrived
from prapazar.domain.orders.enums import RepairKind
from prapazar.domain.shipping import actions, queries
from prapazar.domain.shipping.actions import Movement, Seen
from prapazar.domain.shipping.enums import Direction, ShipmentStatus
from prapazar.domain.shipping.queries import ToldShipment
from prapazar.flows import handing_back
from prapazar.flows.connections import Channel, ConnectionIdle, opened, scope_of
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import PARK_AFTER_ATTEMPTS, Claim
from prapazar.foundation.scope import Scope

LEASE = timedelta(minutes=2)
AT_ONCE = 50
ASKED_AGAIN = timedelta(minutes=20)
"""A parcel is not asked for more often: carriers move it a few times a day."""
IDLE = "shipping.carrier_idle"
ENDINGS = {LabelFormat.PDF: "pdf", LabelFormat.ZPL: "zpl"}


def create(connection_id: UUID) -> int:
    """Tell a carrier of its new shipments. Returns how many got an answer, a refusal too."""
    return _work(connection_id, Topic.CREATE_SHIPMENTS, _try)


def cancel(connection_id: UUID) -> int:
    """Tell a carrier what it shall not wait for."""
    return _work(connection_id, Topic.CANCEL_SHIPMENTS, _cancel)


def track(connection_id: UUID) -> int:
    """Ask a carrier where its parcels are. Returns how many changed."""
    with db.exclusive(f"shipments.track:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id) as channel:
            return _track(channel)


def _track(channel: Channel) -> int:
    if not isinstance(channel.connector, TracksShipments):
        return 0
    with db.transaction(channel.scope) as session:
        channels.start_job(session, channel.id, JobKind.TRACKING)
    changed, code = 0, None
    try:
        for changes in _asked(channel, channel.connector):
            changed += changes
    except ConnectorError as error:
        code = error.code
        raise
    finally:
        with db.transaction(channel.scope) as session:
            channels.finish_job(
                session, channel.scope, channel.id, JobKind.TRACKING, count=changed, error=code
            )
    return changed


def _asked(channel: Channel, connector: TracksShipments) -> Iterator[int]:
    """Batch by batch, the longest unasked first; how many of each changed."""
    started = now()
    while True:
        with db.transaction(channel.scope) as session:
            asked = queries.on_the_way(
                session, channel.id, started - ASKED_AGAIN, connector.tracking_batch_size
            )
        if not asked:
            return
        found = connector.fetch_tracking(asked)
        yield db.retried(channel.scope, lambda session: _keep(session, channel, asked, found))  # noqa: B023 - called at once


def ask_again(channel: Channel, reference: str) -> None:
    """A parcel whose answer could not be read, now that somebody has said what it means."""
    if isinstance(channel.connector, TracksShipments):
        found = channel.connector.fetch_tracking([reference])
        db.retried(channel.scope, lambda session: _keep(session, channel, [reference], found))


def take_tracking(channel: Channel, records: Sequence[TrackingRecord]) -> int:
    """Of movements the carrier sent by itself. Returns how many shipments changed."""
    if not records:
        return 0
    seen = [_seen(one) for one in records]
    return db.retried(
        channel.scope, lambda session: actions.record_tracking(session, channel.scope, channel.id, seen)
    )


def _work(connection_id: UUID, topic: Topic, work: Any) -> int:  # noqa: ANN401 - one of the two below
    with db.exclusive(f"{topic}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                with db.transaction(channel.scope) as session:
                    claims = outbox.claim(session, topic.value, channel.id, AT_ONCE, LEASE)
                return handing_back.one_by_one(channel, claims, lambda claim: work(channel, claim))
        except ConnectionIdle:
            handing_back.put_off(connection_id, topic)
            _note_delay(scope_of(connection_id), connection_id, IDLE, "")
            return 0
        except ConnectorError as error:
            _note_delay(scope_of(connection_id), connection_id, error.code, error.detail)
            raise


def _note_delay(
    scope: Scope, connection_id: UUID, code: str, detail: str, shipment_id: UUID | None = None
) -> None:
    """What its carrier could not be told says why, and is tried again by itself."""
    db.retried(
        scope,
        lambda session: actions.record_delay(session, scope, connection_id, code, detail, shipment_id),
    )


def _try(channel: Channel, claim: Claim) -> None:
    """An answer nobody understands, again and again, is for a person to look at."""
    told = _told(channel, claim)
    if told is None or told.status != ShipmentStatus.WAITING:
        _finish(channel, claim)
        return
    try:
        _create(channel, claim, told)
    except UnexpectedAnswer as odd:
        if claim.attempts >= PARK_AFTER_ATTEMPTS:
            _refuse(channel, claim, told, odd)
            return
        _note_delay(channel.scope, channel.id, odd.code, odd.detail, told.id)
        raise
    except ConnectorError as error:
        _note_delay(channel.scope, channel.id, error.code, error.detail, told.id)
        raise


def _create(channel: Channel, claim: Claim, told: ToldShipment) -> None:
    connector = channel.connector
    if not isinstance(connector, CreatesShipments):
        _refuse(channel, claim, told, Rejected("carries nothing", code="shipping.not_a_carrier"))
        return
    try:
        answer = _taken(connector, _order(_numbered(channel, told)), is_again=_is_again(claim, told))
    except Rejected as refused:
        _refuse(channel, claim, told, refused)
        return
    label = answer.label

    def record(session: Session) -> None:
        outbox.finish(session, [claim.id])
        actions.record_answer(
            session,
            channel.scope,
            told.id,
            external_id=answer.external_id,
            tracking_number=answer.tracking_number,
            tracking_url=answer.tracking_url,
            barcodes=answer.barcodes,
            label=(f"{told.reference}.{ENDINGS[label.format]}", label.data) if label else None,
        )
        if label is None and isinstance(connector, MakesLabels):
            payload = {"shipment_id": str(told.id)}
            outbox.append(
                session, channel.scope.merchant_id, Topic.FETCH_LABELS.value, channel.id, told.id, payload
            )

    db.retried(channel.scope, record)


def _cancel(channel: Channel, claim: Claim) -> None:
    told = _told(channel, claim)
    if told is None or told.status == ShipmentStatus.CANCELLED:
        _finish(channel, claim)
        return
    connector = channel.connector
    refusal: Rejected | None = None
    if told.status == ShipmentStatus.CREATED and isinstance(connector, CancelsShipments):
        try:
            connector.cancel_shipment(told.reference, told.external_id or told.reference)
        except Rejected as refused:
            refusal = refused

    def record(session: Session) -> None:
        outbox.finish(session, [claim.id])
        if refusal is None:
            actions.record_cancelled(session, channel.scope, told.id)
        else:
            actions.record_not_cancelled(session, channel.scope, told.id, refusal.code, refusal.detail)

    db.retried(channel.scope, record)


def _is_again(claim: Claim, told: ToldShipment) -> bool:
    """Its carrier may have been told of it: a worker died on the way, or an answer was lost or refused."""
    return claim.attempts > 1 or told.code is not None or told.attempts > 0


def _taken(connector: CreatesShipments, order: ShipmentOrder, *, is_again: bool) -> ShipmentAnswer:
    """The answer of now, or what a lost answer of before must have been: two vans never come for one parcel."""
    try:
        return connector.create_shipment(order)
    except Rejected as refused:
        if not refused.code.endswith(".duplicate"):
            raise
        found = _had(connector, order)
        if found is None and is_again:
            # Some tell nothing of a parcel before they have it: who else would have used our own number?
            return ShipmentAnswer(order.reference)
        if found is None:
            raise
        return found
    except (Unavailable, UnexpectedAnswer) as lost:
        is_open = isinstance(lost, UnexpectedAnswer) or lost.maybe_done
        found = _had(connector, order) if is_open else None
        if found is None:
            raise
        return found


def _had(connector: CreatesShipments, order: ShipmentOrder) -> ShipmentAnswer | None:
    """What the carrier knows of a shipment whose answer was lost; None where it never heard of it."""
    if not isinstance(connector, TracksShipments):
        return None
    try:
        found = connector.fetch_tracking([order.reference])
    except ConnectorError:
        return None
    for one in found:
        if (
            isinstance(one, TrackingRecord)
            and one.reference == order.reference
            and one.status is not ParcelStatus.CANCELLED
        ):
            return ShipmentAnswer(
                one.tracking_number or order.reference, one.tracking_number, one.tracking_url
            )
    return None


def _numbered(channel: Channel, told: ToldShipment) -> ToldShipment:
    """With numbers of the carrier's range, kept before they are used: one that is tried again keeps its own."""
    connector = channel.connector
    fresh = [parcel for parcel in told.parcels if parcel["barcode"].startswith(told.reference)]
    if not isinstance(connector, NumbersParcels) or not fresh:
        return told
    with db.transaction(channel.scope) as session:
        last: int = session.execute(
            text(
                "INSERT INTO number_series (id, merchant_id, kind, last)"
                " VALUES (gen_random_uuid(), :merchant, :kind, :count) ON CONFLICT (merchant_id, kind)"
                " DO UPDATE SET last = number_series.last + :count RETURNING last"
            ),
            {"merchant": channel.scope.merchant_id, "kind": f"parcel:{channel.id}", "count": len(fresh)},
        ).scalar_one()
        for place, parcel in enumerate(fresh):
            barcode = connector.parcel_number(last - len(fresh) + place)
            session.execute(
                text("UPDATE shipment_parcel SET barcode = :barcode WHERE id = CAST(:id AS uuid)"),
                {"barcode": barcode, "id": parcel["id"]},
            )
        [numbered] = queries.told(session, [told.id])
    return numbered


def _order(told: ToldShipment) -> ShipmentOrder:
    goods = ", ".join(told.goods)
    ours, buyers = _address(told.sender), _address({"phone": told.recipient_phone, **_filled(told.recipient)})
    is_out = told.direction == Direction.OUT
    return ShipmentOrder(
        reference=told.reference,
        sender=ours if is_out else buyers,
        recipient=buyers if is_out else ours,
        parcels=tuple(
            Parcel(one["barcode"], Decimal(one["desi"]), Decimal(one["weight"]), goods[:100])
            for one in told.parcels
        ),
        payer=Payer(told.payer),
        recipient_email=told.recipient_email if is_out else None,
        order_number=told.order_number,
        invoice_number=told.invoice_number,
        description=goods[:200],
        cash_on_delivery=told.cash_on_delivery,
        currency=told.currency,
    )


def _filled(address: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in address.items() if value}


def _address(kept: Mapping[str, Any]) -> Address:
    return Address(
        name=str(kept.get("name") or ""),
        company=str(kept.get("company") or ""),
        line=str(kept.get("line") or ""),
        district=str(kept.get("district") or ""),
        city=str(kept.get("city") or ""),
        postal_code=str(kept.get("postal_code") or ""),
        country=str(kept.get("country") or "TR"),
        phone=kept.get("phone"),
        tax_number=kept.get("tax_number"),
        tax_office=kept.get("tax_office"),
    )


def _keep(
    session: Session, channel: Channel, asked: list[str], found: list[TrackingRecord | ParkedRecord]
) -> int:
    records = [one for one in found if isinstance(one, TrackingRecord)]
    for parked in (one for one in found if isinstance(one, ParkedRecord)):
        park(
            session,
            channel.scope,
            channel.id,
            RepairKind.UNREADABLE,
            parked.external_id or "",
            code=parked.code,
            values={"detail": parked.detail[:300]},
        )
    session.execute(
        text(
            "UPDATE shipment SET asked_at = now() WHERE connection_id = :connection"
            " AND reference = ANY(CAST(:references AS text[]))"
        ),
        {"connection": channel.id, "references": asked},
    )
    resolve_arrived(session, channel.scope, channel.id, [one.reference for one in records])
    return actions.record_tracking(session, channel.scope, channel.id, [_seen(one) for one in records])


def _seen(record: TrackingRecord) -> Seen:
    return Seen(
        reference=record.reference,
        status=ShipmentStatus(record.status.value),
        provider_status=record.provider_status,
        movements=[
            Movement(
                one.at,
                ShipmentStatus(one.status.value) if one.status else None,
                one.provider_status,
                one.text,
                one.place,
            )
            for one in record.events
        ],
        tracking_number=record.tracking_number,
        tracking_url=record.tracking_url,
        delivered_at=record.delivered_at,
        received_by=record.received_by,
        billed_amount=record.billed_amount,
        billed_desi=record.billed_desi,
    )


def _told(channel: Channel, claim: Claim) -> ToldShipment | None:
    with db.transaction(channel.scope) as session:
        found = queries.told(session, [UUID(claim.payload["shipment_id"])])
    return found[0] if found else None


def _refuse(channel: Channel, claim: Claim, told: ToldShipment, refused: ConnectorError) -> None:
    def record(session: Session) -> None:
        outbox.finish(session, [claim.id])
        actions.record_refusal(session, channel.scope, told.id, refused.code, refused.detail)

    db.retried(channel.scope, record)


def _finish(channel: Channel, claim: Claim) -> None:
    db.retried(channel.scope, lambda session: outbox.finish(session, [claim.id]))
