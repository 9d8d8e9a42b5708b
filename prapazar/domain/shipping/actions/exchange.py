"""Another carrier for a package under its channel's contract: what is offered, what was chosen, what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders.actions import timeline
from prapazar.domain.orders.enums import CargoBy, OrderStatus
from prapazar.domain.shipping.enums import ChangeState
from prapazar.domain.shipping.errors import ChangeRefused
from prapazar.foundation import live, outbox
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

STILL_HERE = frozenset({OrderStatus.NEW, OrderStatus.PICKING, OrderStatus.PACKED})
_UNDER_WAY = (ChangeState.LOOKING, ChangeState.ASKED, ChangeState.TOLD)
_PACKAGE = text(
    "SELECT p.id, p.order_id, p.connection_id, p.status, p.cargo_by, coalesce(p.carrier, '') AS carrier,"
    "  p.split_from_id, EXISTS (SELECT 1 FROM shipment s WHERE s.package_id = p.id AND s.direction = 'out'"
    "   AND s.status NOT IN ('cancelled', 'refused')) AS has_shipment"
    " FROM shipment_package p WHERE p.id = :id FOR UPDATE"
)
_WISH = text(
    "INSERT INTO carrier_change (id, merchant_id, package_id, order_id, connection_id, state, offers, chosen, was,"
    " code, detail, user_id)"
    " VALUES (:id, :merchant, :package, :order, :connection, 'looking', '[]', '', :was, '', '', :user)"
    " ON CONFLICT (package_id) DO UPDATE SET id = excluded.id, state = 'looking', offers = '[]', chosen = '',"
    "  was = excluded.was, code = '', detail = '', user_id = excluded.user_id, asked_at = now()"
)
_FIND = text(
    "SELECT c.id, c.package_id, c.order_id, c.connection_id, c.state, c.offers, c.chosen, c.was, p.external_id,"
    "  ARRAY(SELECT l.external_id FROM order_line l WHERE l.package_id = p.id AND l.quantity > l.cancelled_quantity"
    "   ORDER BY l.id) AS lines"
    " FROM carrier_change c JOIN shipment_package p ON p.id = c.package_id"
)
_BY_ID = text(f"{_FIND.text} WHERE c.id = :id FOR UPDATE OF c")
_BY_PACKAGE = text(f"{_FIND.text} WHERE c.package_id = :id FOR UPDATE OF c")
_STEP = text(
    "UPDATE carrier_change SET state = :state, code = :code, detail = :detail, offers = coalesce(:offers, offers),"
    " chosen = coalesce(:chosen, chosen) WHERE id = :id"
).bindparams(bindparam("offers", type_=JSONB(none_as_null=True)))


@dataclass(frozen=True, slots=True)
class Wish:
    """What its channel is asked for a package."""

    id: UUID
    package_id: UUID
    order_id: UUID
    connection_id: UUID
    state: ChangeState
    offers: tuple[tuple[str, str], ...]
    """Id and name of each carrier."""
    chosen: str
    was: str
    external_id: str
    """Of the package."""
    lines: tuple[str, ...]
    """By the channel's ids; those that are still to be sent."""

    @property
    def name(self) -> str:
        """Of the carrier that was chosen."""
        return dict(self.offers).get(self.chosen, "")


def look(session: Session, scope: Scope, package_id: UUID) -> UUID:
    """Have the channel say which carriers it offers for a package. Raises ChangeRefused."""
    scope.require("orders.write")
    package = _changeable(session, package_id)
    before = _found(session, _BY_PACKAGE, package_id)
    if before is not None and before.state in {ChangeState.ASKED, ChangeState.TOLD}:
        raise ChangeRefused("cargo_change.under_way")
    wish_id = new_id()
    values = {"package": package_id, "order": package.order_id, "connection": package.connection_id}
    session.execute(
        _WISH,
        {
            "id": wish_id,
            "merchant": scope.merchant_id,
            "was": package.carrier,
            "user": scope.user_id,
            **values,
        },
    )
    _tell(session, scope, package.connection_id, wish_id)
    live.tell(session, scope.merchant_id, "orders.changed")
    return wish_id


def choose(session: Session, scope: Scope, package_id: UUID, carrier: str) -> UUID:
    """Have the channel send it with one of those offered. Raises ChangeRefused."""
    scope.require("orders.write")
    _changeable(session, package_id)
    wish = _found(session, _BY_PACKAGE, package_id)
    if wish is None or wish.state not in {ChangeState.OFFERED, ChangeState.REFUSED, ChangeState.DONE}:
        raise ChangeRefused("cargo_change.not_offered" if wish is None else "cargo_change.under_way")
    if carrier not in dict(wish.offers):
        raise ChangeRefused("cargo_change.not_offered")
    _step(session, wish.id, ChangeState.ASKED, chosen=carrier)
    _tell(session, scope, wish.connection_id, wish.id)
    values = {"carrier": dict(wish.offers)[carrier], "package": wish.external_id}
    timeline.write(session, scope, [(wish.order_id, "carrier_asked", values)])
    live.tell(session, scope.merchant_id, "orders.changed")
    return wish.id


def leave(session: Session, scope: Scope, package_id: UUID) -> bool:
    """It stays with its carrier; False where the channel is being told otherwise already."""
    scope.require("orders.write")
    wish = _found(session, _BY_PACKAGE, package_id)
    if wish is None or wish.state in {ChangeState.ASKED, ChangeState.TOLD, ChangeState.DONE}:
        return False
    _step(session, wish.id, ChangeState.DROPPED)
    live.tell(session, scope.merchant_id, "orders.changed")
    return True


def wish(session: Session, wish_id: UUID) -> Wish | None:
    """None where another has taken its place, or nothing is to be asked any more."""
    found = _found(session, _BY_ID, wish_id)
    return found if found is not None and found.state in _UNDER_WAY else None


def offered(session: Session, scope: Scope, wish: Wish, offers: Sequence[tuple[str, str]]) -> None:
    kept = [{"id": key, "name": name} for key, name in offers]
    code = "" if kept else "cargo_change.none_offered"
    _step(session, wish.id, ChangeState.OFFERED if kept else ChangeState.REFUSED, code, offers=kept)
    live.tell(session, scope.merchant_id, "orders.changed")


def told(session: Session, scope: Scope, wish: Wish) -> None:
    _step(session, wish.id, ChangeState.TOLD)
    live.tell(session, scope.merchant_id, "orders.changed")


def done(session: Session, scope: Scope, wish: Wish) -> None:
    """Its carrier and number stand in the books again."""
    _step(session, wish.id, ChangeState.DONE)
    values = {"before": wish.was, "carrier": wish.name, "package": wish.external_id}
    timeline.write(session, scope, [(wish.order_id, "carrier_changed", values)])
    live.tell(session, scope.merchant_id, "orders.changed")


def refused(session: Session, scope: Scope, wish: Wish, code: str, detail: str) -> None:
    _step(session, wish.id, ChangeState.REFUSED, code, detail)
    if wish.chosen:
        values = {"carrier": wish.name, "code": code, "detail": detail[:300]}
        timeline.write(session, scope, [(wish.order_id, "carrier_refused", values)])
    live.tell(session, scope.merchant_id, "orders.changed")


def delayed(session: Session, scope: Scope, wish: Wish, code: str) -> None:
    """The channel could not be asked; it will be."""
    _step(session, wish.id, wish.state, code)
    live.tell(session, scope.merchant_id, "orders.changed")


def _changeable(session: Session, package_id: UUID) -> Any:  # noqa: ANN401 - a row
    package = session.execute(_PACKAGE, {"id": package_id}).one_or_none()
    if package is None or package.connection_id is None or package.split_from_id is not None:
        raise ChangeRefused("cargo_change.not_there")
    if package.cargo_by == CargoBy.SELLER:
        raise ChangeRefused("cargo_change.own_contract")
    if OrderStatus(package.status) not in STILL_HERE:
        raise ChangeRefused("cargo_change.too_late")
    if package.has_shipment:
        raise ChangeRefused("cargo_change.has_shipment")
    return package


def _found(session: Session, query: Any, key: UUID) -> Wish | None:  # noqa: ANN401 - a statement
    row = session.execute(query, {"id": key}).one_or_none()
    if row is None:
        return None
    return Wish(
        row.id,
        row.package_id,
        row.order_id,
        row.connection_id,
        ChangeState(row.state),
        tuple((one["id"], one["name"]) for one in row.offers),
        row.chosen,
        row.was,
        row.external_id,
        tuple(row.lines),
    )


def _step(
    session: Session,
    wish_id: UUID,
    state: ChangeState,
    code: str = "",
    detail: str = "",
    *,
    offers: list[dict[str, str]] | None = None,
    chosen: str | None = None,
) -> None:
    values = {"id": wish_id, "state": state.value, "code": code, "detail": detail[:300]}
    session.execute(_STEP, {**values, "offers": offers, "chosen": chosen})


def _tell(session: Session, scope: Scope, connection_id: UUID, wish_id: UUID) -> None:
    payload = {"wish_id": str(wish_id)}
    outbox.append(session, scope.merchant_id, Topic.CHANGE_CARRIER.value, connection_id, wish_id, payload)
