"""Splits of packages: a channel that breaks them up itself is asked once, and its new packages are taken in whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.contract import SplitsPackages
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.manifest import Capability
from prapazar.connector_kit.records import PackageRecord, PackageStatus, ParkedRecord
from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.packing import actions
from prapazar.domain.packing.actions import asking
from prapazar.domain.packing.enums import SplitState
from prapazar.domain.packing.errors import SplitRefused
from prapazar.flows import handing_back, orders
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.foundation import db, outbox, routes
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Scope

AT_ONCE = 50
LOOK_AGAIN = timedelta(seconds=20)
LOST_AFTER = 600.0
"""Seconds after which a channel that said yes, and did nothing, is asked once more."""
_CONNECTOR = text(
    "SELECT c.connector FROM shipment_package p JOIN connection c ON c.id = p.connection_id WHERE p.id = :id"
)


class Way(StrEnum):
    """Who knows of a split."""

    CHANNEL = "channel"
    """The channel breaks the package up itself; each part gets its own id and label there."""
    PARTS = "parts"
    """It keeps one order, and is told of each parcel with what lies in it."""
    OWN = "own"
    """Our books alone."""


@dataclass(frozen=True, slots=True)
class Begun:
    way: Way
    id: UUID
    """The new package, or what the channel is asked."""


def way_of(connector: str | None) -> Way:
    able = registry.manifest(connector).capabilities if connector in registry.slugs() else ()
    if Capability.SPLIT_PACKAGES in able:
        return Way.CHANNEL
    return Way.PARTS if Capability.SHIP_PARTS in able else Way.OWN


_UNITS = text(
    "SELECT l.id, l.quantity - l.cancelled_quantity AS units FROM order_line l WHERE l.package_id = :package"
)


def split(session: Session, scope: Scope, package_id: UUID, parts: Mapping[UUID, int]) -> Begun:
    """So many units of each line into a new package, here or by the channel. Raises SplitRefused."""
    connector = session.execute(_CONNECTOR, {"id": package_id}).scalar()
    way = way_of(connector)
    if connector is not None and way is Way.PARTS and registry.manifest(connector).ships_whole_lines:
        units = {row.id: row.units for row in session.execute(_UNITS, {"package": package_id})}
        if any(0 < wanted < units.get(line_id, 0) for line_id, wanted in parts.items()):
            raise SplitRefused("packing.split_whole_lines")
    begin = actions.ask if way is Way.CHANNEL else actions.split
    return Begun(way, begin(session, scope, package_id, parts))


def split_asked(connection_id: UUID) -> int:
    """Ask the channel for what waits. Returns how many are done with, for good or refused."""
    with db.exclusive(f"{Topic.SPLIT}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                return _ask_all(channel)
        except ConnectionIdle:
            handing_back.put_off(connection_id, Topic.SPLIT)
            return 0


def _ask_all(channel: Channel) -> int:
    with db.transaction(channel.scope) as session:
        claims = outbox.claim(
            session, Topic.SPLIT.value, channel.id, AT_ONCE, orders.LEASE, in_order_of=asking.ONE_PACKAGE
        )
    waiting: list[int] = []
    done = handing_back.one_by_one(channel, claims, lambda claim: _ask(channel, claim, waiting))
    return done - len(waiting)


def _ask(channel: Channel, claim: Claim, waiting: list[int]) -> None:
    """The row stays until the parts are in the books: whatever dies in between, somebody looks again."""
    split_id = UUID(claim.payload["split_id"])
    with db.transaction(channel.scope) as session:
        wish = asking.wish(session, split_id)
    if wish is not None and wish.state in {SplitState.ASKED, SplitState.TOLD}:
        refusal = _tell(channel, wish)
        if refusal is not None:
            _refused(channel, wish, refusal)
    with db.transaction(channel.scope) as session:
        wish = asking.wish(session, split_id)
        if wish is not None and wish.state in {SplitState.ASKED, SplitState.TOLD}:
            waiting.append(claim.id)
            outbox.give_back(session, [claim.id], "", now() + LOOK_AGAIN, counts=False)
        else:
            outbox.finish(session, [claim.id])


def _refused(channel: Channel, wish: asking.Wish, refusal: Rejected) -> None:
    def record(session: Session) -> None:
        asking.refused(session, channel.scope, wish.id, refusal.code, refusal.detail)
        messaging.notify(
            session,
            channel.scope,
            "orders.split_refused",
            permission="orders.write",
            level="warning",
            group_key=f"orders.split_refused:{wish.id}",
            store=channel.id,
            values={"channel": channel.account.name, "package": wish.external_id},
            link=routes.order(wish.order_id),
        )

    db.retried(channel.scope, record)


def _tell(channel: Channel, wish: asking.Wish) -> Rejected | None:
    """The refusal, if it was one. What may have been told before is looked for first."""
    connector = channel.connector
    if not isinstance(connector, SplitsPackages):
        return Rejected(wish.external_id, code="packing.split_not_there")
    found = connector.fetch_siblings(wish.external_id)
    if not _is_broken_up(found, wish.external_id) and _is_to_ask(wish):
        try:
            connector.split_package(wish.external_id, wish.parts)
        except Rejected as refusal:
            found = connector.fetch_siblings(wish.external_id)
            if not _is_broken_up(found, wish.external_id):
                return refusal
        db.retried(channel.scope, lambda session: asking.told(session, channel.scope, wish.id))
        found = connector.fetch_siblings(wish.external_id)
    orders.take_records(channel, found)
    return None


def _is_to_ask(wish: asking.Wish) -> bool:
    return wish.state is SplitState.ASKED or (wish.seconds_told or 0) > LOST_AFTER


def _is_broken_up(found: Sequence[PackageRecord | ParkedRecord], external_id: str) -> bool:
    return any(
        one.status is PackageStatus.UNPACKED
        for one in found
        if isinstance(one, PackageRecord) and one.external_id == external_id
    )
