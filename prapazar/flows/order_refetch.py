"""Parked records read again: by their number, or where they have none with what changed around them."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from uuid import UUID

from prapazar.connector_kit.contract import ReadsOrders
from prapazar.connector_kit.records import ParkedRecord
from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders.actions.park import resolve_arrived
from prapazar.flows import handing_back, orders, parking, shipments
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import now


def refetch(connection_id: UUID) -> int:
    """Read parked packages from the channel again; what can be read now leaves the repair queue."""
    try:
        with opened(connection_id) as channel:
            return _refetch_all(channel)
    except ConnectionIdle:
        handing_back.put_off(connection_id, Topic.REFETCH)
        return 0


def _refetch_all(channel: Channel) -> int:
    connector = channel.connector
    with db.transaction(channel.scope) as session:
        claims = outbox.claim(session, Topic.REFETCH.value, channel.id, 50, orders.LEASE)
    around = _Around(channel, [claim for claim in claims if "since" in claim.payload])

    def work(claim: outbox.Claim) -> None:
        if isinstance(connector, ReadsOrders) and "since" in claim.payload:
            around.settle(connector, claim)
        else:
            _read_again(channel, connector, claim)

    return handing_back.one_by_one(channel, claims, work, order=around.place)


def _read_again(channel: Channel, connector: object, claim: outbox.Claim) -> None:
    if isinstance(connector, ReadsOrders):
        orders.take_records(channel, connector.fetch_package(claim.payload["external_id"]))
    else:
        shipments.ask_again(channel, str(claim.payload["external_id"]))
    with db.transaction(channel.scope) as session:
        outbox.finish(session, [claim.id])


class _Around:
    """Records that have no number to ask for: what changed around them is read once, for all of them."""

    def __init__(self, channel: Channel, claims: Sequence[outbox.Claim]) -> None:
        self._channel = channel
        since = [datetime.fromisoformat(claim.payload["since"]) for claim in claims]
        self._since = min(since, default=now())
        self._still: set[str] | None = None

    def place(self, claim: outbox.Claim) -> Hashable:
        return "around" if "since" in claim.payload else claim.id

    def settle(self, connector: ReadsOrders, claim: outbox.Claim) -> None:
        """What comes as unreadable as before stays; what does not has come as an order, or as another record."""
        if self._still is None:
            self._still = self._read(connector)
        external_id = str(claim.payload["external_id"])
        with db.transaction(self._channel.scope) as session:
            if external_id not in self._still:
                resolve_arrived(session, self._channel.scope, self._channel.id, [external_id])
            outbox.finish(session, [claim.id])

    def _read(self, connector: ReadsOrders) -> set[str]:
        still: set[str] = set()
        for records in connector.fetch_packages(self._since, now()):
            orders.take_records(self._channel, records, self._since)
            still.update(parking.known_as(record) for record in records if isinstance(record, ParkedRecord))
        return still
