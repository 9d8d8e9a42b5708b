"""The shipping desk: which carriers there are, shipments opened, cancelled and tried again, for many at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.manifest import Capability, Kind
from prapazar.domain.channels.enums import Topic
from prapazar.domain.shipping import actions, queries, queries_one, rules
from prapazar.domain.shipping.errors import ShipmentMissing, ShipmentNotOpen
from prapazar.domain.shipping.queries import CarrierAccount, Unshipped
from prapazar.domain.shipping.rules import Choice, Load, Tried
from prapazar.flows import standing
from prapazar.foundation import db, outbox
from prapazar.foundation.scope import Scope

MOST = 1_000
"""Shipments in one go."""
_AT_ONCE = 100
"""In one transaction: a desk of many people must not wait for one that opens a thousand."""


def carrier_slugs() -> tuple[list[str], list[str]]:
    """Connectors of carriers that are called, and of those nobody can call."""
    called, by_hand = [], []
    for manifest in registry.all_manifests():
        if Capability.CREATE_SHIPMENTS in manifest.capabilities:
            called.append(manifest.slug)
        elif Kind.CARRIER in manifest.kinds:
            by_hand.append(manifest.slug)
    return called, by_hand


@lru_cache(maxsize=1)
def drivers() -> Mapping[str, str]:
    """Carriers' names, as rules.driver_key makes them, to their connectors: one driver fetches for all contracts."""
    made: dict[str, str] = {}
    for manifest in registry.all_manifests():
        if Kind.CARRIER in manifest.kinds and Capability.CREATE_SHIPMENTS in manifest.capabilities:
            plain, _, also = manifest.name.partition("(")
            made |= {
                rules.driver_key(name): manifest.slug
                for name in (manifest.slug, plain, also)
                if name.strip(" )")
            }
    return made


def carriers(session: Session) -> list[CarrierAccount]:
    """Accounts that take shipments."""
    return queries.carriers(session, *carrier_slugs())


def carriers_of(scope: Scope) -> list[CarrierAccount]:
    scope.require("fulfillment.read")
    with db.transaction(scope) as session:
        return carriers(session)


@dataclass(frozen=True, slots=True)
class Wish:
    """How shipments are to be opened; None: by rule, and by the desi of the goods."""

    connection_id: UUID | None = None
    parcels: int = 1
    desi: Decimal | None = None
    weight: Decimal | None = None
    cash_on_delivery: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What became of each one: its shipment, or why not (a code of foundation.texts.shipping)."""

    done: Mapping[UUID, UUID]
    refused: Mapping[UUID, str]


def open_shipments(scope: Scope, package_ids: Sequence[UUID], wish: Wish | None = None) -> Done:
    """For each package that may leave; the carriers hear of them from a worker."""
    scope.require("fulfillment.write")
    asked = list(dict.fromkeys(package_ids))[:MOST]
    done: dict[UUID, UUID] = {}
    refused: dict[UUID, str] = {}
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        opened = db.retried(scope, lambda session: open_now(session, scope, part, wish))  # noqa: B023 - called at once
        done |= opened.shipments
        refused |= opened.refused
    refused |= {one: "shipping.no_package" for one in asked if one not in done and one not in refused}
    return Done(done, refused)


def open_now(
    session: Session, scope: Scope, package_ids: Sequence[UUID], wish: Wish | None = None
) -> actions.Opened:
    """The same within a transaction of the caller's: at the packing table, or one order of many."""
    wish = wish or Wish()
    opened = actions.open_shipments(
        session,
        scope,
        package_ids,
        carriers(session),
        connection_id=wish.connection_id,
        parcels=wish.parcels,
        desi=wish.desi,
        weight=wish.weight,
        cash_on_delivery=wish.cash_on_delivery,
        drivers=drivers(),
    )
    _ask_for_labels(session, scope, list(opened.shipments.values()))
    return opened


def _ask_for_labels(session: Session, scope: Scope, shipment_ids: Sequence[UUID]) -> None:
    """Of those the channel pays for, where its connector fetches what the channel's carrier wants to see."""
    found = session.execute(
        text(
            "SELECT s.id, s.connection_id, c.connector FROM shipment s JOIN connection c ON c.id = s.connection_id"
            " WHERE s.id = ANY(CAST(:ids AS uuid[])) AND s.payer = 'channel' ORDER BY s.id"
        ),
        {"ids": list(shipment_ids)},
    )
    for row in found:
        if "make_labels" in standing.duties(row.connector):
            payload = {"shipment_id": str(row.id)}
            outbox.append(
                session, scope.merchant_id, Topic.FETCH_LABELS.value, row.connection_id, row.id, payload
            )


def open_return(scope: Scope, shipment_id: UUID, connection_id: UUID | None = None) -> UUID:
    """Of the goods of a shipment; its carrier hears of it from a worker.

    Raises ShipmentMissing, ShipmentNotOpen, NoCarrier.
    """
    return db.retried(
        scope,
        lambda session: actions.open_return(session, scope, shipment_id, carriers(session), connection_id),
    )


def cancel(scope: Scope, shipment_ids: Sequence[UUID]) -> Done:
    """Where the carrier knows of one it is asked first, by a worker."""
    scope.require("fulfillment.write")
    with db.transaction(scope) as session:
        by_hand = {one.id for one in carriers(session) if not one.is_called}
    return _each(
        scope, shipment_ids, lambda session, scope, key: actions.cancel(session, scope, key, by_hand)
    )


def try_again(scope: Scope, shipment_ids: Sequence[UUID]) -> Done:
    return _each(scope, shipment_ids, actions.try_again)


def hand_over(scope: Scope, shipment_ids: Sequence[UUID]) -> Done:
    """Given to the driver without scanning each of them."""

    def one(session: Session, scope: Scope, shipment_id: UUID) -> None:
        if not actions.hand_over(session, scope, [shipment_id]):
            raise ShipmentNotOpen("")

    return _each(scope, shipment_ids, one)


def _each(scope: Scope, shipment_ids: Sequence[UUID], work: Callable[[Session, Scope, UUID], object]) -> Done:
    """Each in its own transaction: one that cannot does not hold the others up."""
    scope.require("fulfillment.write")
    done: dict[UUID, UUID] = {}
    refused: dict[UUID, str] = {}
    for shipment_id in list(dict.fromkeys(shipment_ids))[:MOST]:
        try:
            db.retried(scope, lambda session: work(session, scope, shipment_id))  # noqa: B023 - called at once
            done[shipment_id] = shipment_id
        except ShipmentNotOpen:
            refused[shipment_id] = "shipping.not_open"
        except ShipmentMissing:
            refused[shipment_id] = "shipping.missing"
    return Done(done, refused)


@dataclass(frozen=True, slots=True)
class Explained:
    """Who takes a package by the rules as they stand, and what became of each rule that was asked."""

    load: Load
    district: str
    package_id: UUID | None
    choice: Choice | None
    carrier: str
    """Name of the account; empty where nobody takes it."""
    tried: Sequence[tuple[str, Tried]]
    """With the rules' names."""
    is_by_channel: bool = False
    """The channel has chosen and pays: no rule is asked."""


def would_take(
    scope: Scope,
    channel_id: UUID | None,
    province: str,
    district: str,
    desi: Decimal,
    total: Decimal,
    *,
    cash: bool,
) -> Explained:
    """Which carrier the rules choose for such a package."""
    scope.require("settings.read")
    with db.transaction(scope) as session:
        atlas = queries.atlas(session)
        load = atlas.at(province, district, channel_id, desi, total, cash=cash)
        return _explained(session, scope, load, district)


def explain_order(scope: Scope, number: str) -> list[Explained]:
    """The same for each package of an order, by the number people know it by; none where there is no such order."""
    scope.require("fulfillment.read")
    with db.transaction(scope) as session:
        ids = queries.packages_of_number(session, scope.merchant_id, number.strip())
        atlas = queries.atlas(session)
        return [
            _explained(session, scope, atlas.load(one), one.district, one)
            for one in queries.unshipped(session, ids)
        ]


def _explained(
    session: Session, scope: Scope, load: Load, district: str, package: Unshipped | None = None
) -> Explained:
    if package is not None and package.channel_id and package.tracking_number and not package.is_ours:
        return Explained(load, district, package.id, None, package.carrier or "", (), is_by_channel=True)
    usable = {one.id: one.name for one in carriers(session)}
    choice, tried = rules.explained(load, queries.rules(session), queries.tariffs(session), list(usable))
    names = {row.id: row.name for row in queries_one.rule_names(session, scope)}
    return Explained(
        load,
        district,
        package.id if package else None,
        choice,
        usable[choice.connection_id] if choice else "",
        [(names.get(one.rule_id, ""), one) for one in tried],
    )
