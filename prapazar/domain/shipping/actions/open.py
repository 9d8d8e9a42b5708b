"""Shipments opened for packages: carrier by rule, reference, parcels, and the carrier to be told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders import sales_marks
from prapazar.domain.orders.actions import timeline
from prapazar.domain.orders.enums import HOLDING, CargoBy, OrderStatus
from prapazar.domain.orders.places import is_missing
from prapazar.domain.shipping import queries, rules
from prapazar.domain.shipping.actions import answers
from prapazar.domain.shipping.actions.drafting import barcode, by_channel, by_us
from prapazar.domain.shipping.enums import Direction, ShipmentStatus
from prapazar.domain.shipping.errors import NoCarrier, ShipmentMissing, ShipmentNotOpen
from prapazar.domain.shipping.models import Shipment, ShipmentParcel
from prapazar.domain.shipping.queries import CarrierAccount, Unshipped
from prapazar.domain.shipping.rules import Choice, Load
from prapazar.foundation import live, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_SHIPPABLE = frozenset(HOLDING) - {OrderStatus.AWAITING_PAYMENT}
_WITH_THE_BUYER = frozenset(
    {
        ShipmentStatus.PICKED_UP,
        ShipmentStatus.IN_TRANSIT,
        ShipmentStatus.OUT_FOR_DELIVERY,
        ShipmentStatus.FAILED_ATTEMPT,
        ShipmentStatus.DELIVERED,
    }
)
"""Or on the way there: only then is there something to send back."""
MOST_PARCELS = 50


@dataclass(frozen=True, slots=True)
class Opened:
    """Shipments by package, and why the other packages got none: a code of foundation.texts.shipping."""

    shipments: Mapping[UUID, UUID]
    refused: Mapping[UUID, str]


def open_shipments(
    session: Session,
    scope: Scope,
    package_ids: Sequence[UUID],
    carriers: Sequence[CarrierAccount],
    *,
    connection_id: UUID | None = None,
    parcels: int = 1,
    desi: Decimal | None = None,
    weight: Decimal | None = None,
    cash_on_delivery: bool = False,
    drivers: Mapping[str, str] | None = None,
) -> Opened:
    """One for each package that may leave and has none; `connection_id` chooses the carrier by hand.

    A package whose channel chose carrier and number goes with these. `desi` and `weight` are of one parcel.
    `drivers`: names of carriers, as rules.driver_key makes them, to their connectors.
    """
    scope.require("fulfillment.write")
    known = {one.id: one for one in carriers}
    shipments: dict[UUID, UUID] = {}
    refused: dict[UUID, str] = {}
    made: list[Shipment] = []
    found = queries.unshipped(session, package_ids)
    if any(not _is_channels(package) for package in found):
        given_rules, tariffs, atlas = queries.rules(session), queries.tariffs(session), queries.atlas(session)
    references = _references(session, scope, len(found))
    for package, reference in zip(found, references, strict=True):
        if (code := _why_not(package)) is not None:
            refused[package.id] = code
            continue
        measured = replace(package, desi=desi * parcels) if desi is not None else package
        if _is_channels(package):
            shipment = by_channel(scope, measured, reference, drivers or {})
        else:
            load = atlas.load(measured, cash=cash_on_delivery)
            choice = _choice(load, connection_id, known, given_rules, tariffs)
            carrier = known[choice.connection_id] if choice else None
            if choice is None or carrier is None:
                refused[package.id] = "shipping.no_carrier"
                continue
            if carrier.is_called and is_missing(package.country, package.district):
                refused[package.id] = "shipping.district_missing"
                continue
            cash = package.total if cash_on_delivery else None
            shipment = by_us(scope, measured, reference, choice, carrier, cash, drivers or {})
        shipment.parcel_count = max(1, min(parcels, MOST_PARCELS))
        shipment.weight = weight * shipment.parcel_count if weight is not None else Decimal(0)
        made.append(shipment)
        shipments[package.id] = shipment.id
    _write(session, scope, made)
    return Opened(shipments, refused)


def open_return(
    session: Session,
    scope: Scope,
    shipment_id: UUID,
    carriers: Sequence[CarrierAccount],
    connection_id: UUID | None = None,
) -> UUID:
    """The same goods on their way back, from the buyer to our warehouse; by the carrier that brought them, if it can.

    Raises ShipmentMissing; ShipmentNotOpen as long as the goods have not left, or are on their way back already;
    NoCarrier.
    """
    scope.require("fulfillment.write")
    out = session.get(Shipment, shipment_id, with_for_update=True)
    if out is None or out.merchant_id != scope.merchant_id:
        raise ShipmentMissing(shipment_id)
    known = {one.id: one for one in carriers}
    if out.direction != Direction.OUT or out.status not in _WITH_THE_BUYER or _is_coming_back(session, out):
        raise ShipmentNotOpen(out.status)
    [package] = queries.unshipped(session, [out.package_id])
    wanted = connection_id or (out.connection_id if out.connection_id in known else None)
    load = queries.atlas(session).load(replace(package, desi=out.desi))
    choice = _choice(load, wanted, known, queries.rules(session), queries.tariffs(session))
    if choice is None:
        raise NoCarrier(shipment_id)
    [reference] = _references(session, scope, 1)
    made = by_us(scope, package, reference, choice, known[choice.connection_id], None, {})
    made.direction, made.desi, made.weight = Direction.BACK.value, out.desi, out.weight
    made.parcel_count = out.parcel_count
    _write(session, scope, [made])
    return made.id


def _is_coming_back(session: Session, out: Shipment) -> bool:
    found = session.execute(
        text(
            "SELECT 1 FROM shipment WHERE package_id = :package AND direction = 'back'"
            " AND status NOT IN ('cancelled', 'refused')"
        ),
        {"package": out.package_id},
    )
    return found.first() is not None


def try_again(session: Session, scope: Scope, shipment_id: UUID) -> None:
    """Have the carrier asked once more: after what it refused has been mended, or now instead of in a while."""
    scope.require("fulfillment.write")
    row = session.get(Shipment, shipment_id, with_for_update=True)
    if row is None or row.merchant_id != scope.merchant_id:
        raise ShipmentMissing(shipment_id)
    is_delayed = row.status == ShipmentStatus.WAITING and row.code is not None
    if row.connection_id is None or not (is_delayed or row.status == ShipmentStatus.REFUSED):
        raise ShipmentNotOpen(row.status)
    if not is_delayed:
        row.status, row.code, row.detail, row.updated_at = ShipmentStatus.WAITING.value, None, "", now()
    session.flush()
    _ask(session, scope, row)
    live.tell(session, scope.merchant_id, "shipments.changed")


def _why_not(package: Unshipped) -> str | None:
    if package.has_shipment:
        return "shipping.has_shipment"
    if package.is_being_split:
        return "packing.split_asked"
    if package.is_merged:
        return "shipping.in_another_parcel"
    if OrderStatus(package.status) not in _SHIPPABLE:
        return "shipping.not_shippable"
    if package.cargo_by == CargoBy.CHANNEL and not package.tracking_number:
        return "shipping.channel_number_waits"
    return None


def _is_channels(package: Unshipped) -> bool:
    """The channel has chosen carrier and number; a seller's own contract is never told with either."""
    return bool(package.channel_id and package.tracking_number) and package.cargo_by != CargoBy.SELLER


def _choice(
    load: Load,
    wanted: UUID | None,
    known: Mapping[UUID, CarrierAccount],
    given: Sequence[rules.Rule],
    tariffs: Mapping[UUID, rules.Tariff],
) -> Choice | None:
    if wanted is None:
        return rules.choose(load, given, tariffs, list(known))
    if wanted not in known:
        return None
    return Choice(wanted, "sender", rules.expected(load, tariffs.get(wanted), "sender"), None)


def _write(session: Session, scope: Scope, made: Sequence[Shipment]) -> None:
    if not made:
        return
    session.execute(
        text(
            "UPDATE shipment SET status = 'cancelled', updated_at = now() WHERE status = 'refused'"
            " AND direction = :direction AND package_id = ANY(CAST(:packages AS uuid[]))"
        ),
        {"packages": [one.package_id for one in made], "direction": made[0].direction},
    )
    session.add_all(made)
    session.flush()
    sales_marks.mark(session, {shipment.order_id for shipment in made})
    for shipment in made:
        share = shipment.parcel_count
        session.add_all(
            ShipmentParcel(
                merchant_id=scope.merchant_id,
                shipment_id=shipment.id,
                place=place,
                barcode=barcode(shipment, place),
                desi=shipment.desi / share,
                weight=shipment.weight / share,
            )
            for place in range(1, share + 1)
        )
    session.flush()
    for shipment in made:
        if shipment.status == ShipmentStatus.WAITING:
            _ask(session, scope, shipment)
        elif shipment.payer != "channel" and shipment.direction == Direction.OUT:
            answers.tell_package(session, shipment)
    timeline.write(
        session,
        scope,
        [
            (
                one.order_id,
                "shipment" if one.direction == Direction.OUT else "shipment_back",
                {"carrier": one.carrier, "reference": one.reference},
            )
            for one in made
        ],
    )
    live.tell(session, scope.merchant_id, "shipments.changed")


def _ask(session: Session, scope: Scope, shipment: Shipment) -> None:
    if shipment.connection_id is None:
        return
    payload = {"shipment_id": str(shipment.id)}
    outbox.append(
        session, scope.merchant_id, Topic.CREATE_SHIPMENTS.value, shipment.connection_id, shipment.id, payload
    )


def _references(session: Session, scope: Scope, count: int) -> list[str]:
    """Ours alone, whatever account they are used at: the merchant's own letters, then a number."""
    if not count:
        return []
    last: int = session.execute(
        text(
            "INSERT INTO number_series (id, merchant_id, kind, last) VALUES (:id, :merchant, 'shipment', :count)"
            " ON CONFLICT (merchant_id, kind) DO UPDATE SET last = number_series.last + :count RETURNING last"
        ),
        {"id": new_id(), "merchant": scope.merchant_id, "count": count},
    ).scalar_one()
    head = _head(scope.merchant_id)
    return [f"PZ{head}{number:08d}" for number in range(last - count + 1, last + 1)]


def _head(merchant_id: UUID) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
    number = merchant_id.int % len(letters) ** 4
    return "".join(letters[number // len(letters) ** place % len(letters)] for place in range(4))
