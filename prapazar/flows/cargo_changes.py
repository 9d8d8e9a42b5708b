"""Another of a channel's carriers for a package: the channel is asked which it offers, and told which it is to be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.contract import ChangesCarriers, ReadsOrders
from prapazar.connector_kit.errors import ConnectorError, Rejected
from prapazar.connector_kit.manifest import Capability
from prapazar.connector_kit.records import PackageRecord
from prapazar.domain.channels.enums import Topic
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.shipping import queries_exchange
from prapazar.domain.shipping.actions import exchange
from prapazar.domain.shipping.actions.exchange import Wish
from prapazar.domain.shipping.enums import ChangeState
from prapazar.domain.shipping.errors import ChangeRefused
from prapazar.domain.shipping.queries_exchange import ChangeRow
from prapazar.flows import handing_back, orders
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.foundation import db, outbox, routes
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Scope

AT_ONCE = 50
LEASE = timedelta(minutes=5)
_CONNECTOR = text(
    "SELECT c.connector FROM shipment_package p JOIN connection c ON c.id = p.connection_id WHERE p.id = :id"
)


def is_offered_by(connector: str | None) -> bool:
    able = registry.manifest(connector).capabilities if connector in registry.slugs() else ()
    return Capability.CHANGE_CARRIERS in able


@dataclass(frozen=True, slots=True)
class Standing:
    """How an order's packages stand with their carriers."""

    changeable: Mapping[UUID, str]
    """Packages whose channel may be asked for another, and what each goes with now."""
    changes: tuple[ChangeRow, ...]


_PACKAGES = text(
    "SELECT p.id, coalesce(p.carrier, '') AS carrier, c.connector FROM shipment_package p"
    " JOIN connection c ON c.id = p.connection_id WHERE p.order_id = :order AND p.split_from_id IS NULL"
    " AND p.status IN ('new', 'picking', 'packed') AND coalesce(p.cargo_by, 'channel') = 'channel' ORDER BY p.id"
)


def standing(session: Session, scope: Scope, order_id: UUID) -> Standing:
    scope.require("orders.read")
    packages = session.execute(_PACKAGES, {"order": order_id}).all()
    return Standing(
        {row.id: row.carrier for row in packages if is_offered_by(row.connector)},
        tuple(queries_exchange.of_order(session, scope, order_id)),
    )


def look(session: Session, scope: Scope, package_id: UUID) -> UUID:
    """Have the channel say which carriers it offers. Raises ChangeRefused."""
    if not is_offered_by(session.execute(_CONNECTOR, {"id": package_id}).scalar()):
        raise ChangeRefused("cargo_change.not_there")
    return exchange.look(session, scope, package_id)


def carry_out(connection_id: UUID) -> int:
    """Ask and tell the channel what waits. Returns how many are done with, for good or refused."""
    with db.exclusive(f"{Topic.CHANGE_CARRIER}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                with db.transaction(channel.scope) as session:
                    claims = outbox.claim(session, Topic.CHANGE_CARRIER.value, channel.id, AT_ONCE, LEASE)
                return handing_back.one_by_one(channel, claims, lambda claim: _carry_out(channel, claim))
        except ConnectionIdle:
            handing_back.put_off(connection_id, Topic.CHANGE_CARRIER)
            return 0


def _carry_out(channel: Channel, claim: Claim) -> None:
    with db.transaction(channel.scope) as session:
        wish = exchange.wish(session, UUID(claim.payload["wish_id"]))
    if wish is not None:
        try:
            _work(channel, wish)
        except Rejected as refusal:
            _refused(channel, wish, refusal.code, refusal.detail)
        except ConnectorError as error:
            code = error.code
            db.retried(channel.scope, lambda session: exchange.delayed(session, channel.scope, wish, code))
            raise
    with db.transaction(channel.scope) as session:
        outbox.finish(session, [claim.id])


def _work(channel: Channel, wish: Wish) -> None:
    connector = channel.connector
    if not isinstance(connector, ChangesCarriers) or not isinstance(connector, ReadsOrders):
        raise Rejected(wish.external_id, code="cargo_change.not_there")
    if wish.state is ChangeState.LOOKING:
        found = [
            (one.external_id, one.name) for one in connector.fetch_carriers(wish.external_id, wish.lines)
        ]
        db.retried(channel.scope, lambda session: exchange.offered(session, channel.scope, wish, found))
        return
    if wish.state is ChangeState.ASKED:
        try:
            connector.change_carrier(wish.external_id, wish.lines, wish.chosen)
        except Rejected:
            if not _is_changed(connector, wish):
                raise
        db.retried(channel.scope, lambda session: exchange.told(session, channel.scope, wish))
    orders.take_records(channel, connector.fetch_package(wish.external_id))
    db.retried(channel.scope, lambda session: exchange.done(session, channel.scope, wish))


def _is_changed(connector: ReadsOrders, wish: Wish) -> bool:
    """An answer of ours may have been lost: what it goes with now says whether the first telling was heard."""
    return any(
        isinstance(one, PackageRecord) and (one.carrier or "") != wish.was
        for one in connector.fetch_package(wish.external_id)
    )


def _refused(channel: Channel, wish: Wish, code: str, detail: str) -> None:
    def record(session: Session) -> None:
        exchange.refused(session, channel.scope, wish, code, detail)
        if wish.chosen:
            messaging.notify(
                session,
                channel.scope,
                "orders.carrier_refused",
                permission="orders.write",
                level="warning",
                group_key=f"orders.carrier_refused:{wish.id}",
                values={"channel": channel.account.name, "package": wish.external_id, "carrier": wish.name},
                link=routes.order(wish.order_id),
            )

    db.retried(channel.scope, record)
