"""Split by the channel: it is asked to break a package up, and what it answers is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.orders.actions import timeline
from prapazar.domain.packing.actions.splitting import checked, open_units
from prapazar.domain.packing.enums import SplitState
from prapazar.domain.packing.errors import SplitRefused
from prapazar.foundation import live, outbox
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

ONE_PACKAGE = "package_id"
"""The field of a row's payload within which order is kept."""
_INSERT = text(
    "INSERT INTO package_split (id, merchant_id, package_id, order_id, connection_id, state, parts, was_picking,"
    " code, detail, user_id) VALUES (:id, :merchant, :package, :order, :connection, 'asked', :parts, :was_picking,"
    " '', '', :user)"
).bindparams(bindparam("parts", type_=JSONB))
_DROP_REFUSED = text(
    "UPDATE package_split SET state = 'dropped' WHERE package_id = :package AND state = 'refused'"
)
_STEP = text(
    "UPDATE package_split SET state = CAST(:state AS text), code = :code, detail = :detail,"
    " told_at = CASE WHEN CAST(:state AS text) = 'told' THEN now() ELSE told_at END"
    " WHERE id = :id AND state = ANY(CAST(:out_of AS text[])) RETURNING package_id, order_id, connection_id"
)


def ask(session: Session, scope: Scope, package_id: UUID, parts: Mapping[UUID, int]) -> UUID:
    """Have its channel put so many units of each line into a new package. Raises SplitRefused."""
    scope.require("orders.write")
    package, lines, moving = checked(session, package_id, parts)
    if package.connection_id is None:
        raise SplitRefused("packing.split_missing")
    units = {row.id: open_units(row) for row in lines.values()}
    rest = {line_id: left for line_id in units if (left := units[line_id] - moving.get(line_id, 0)) > 0}
    session.execute(_DROP_REFUSED, {"package": package_id})
    split_id = new_id()
    session.execute(
        _INSERT,
        {
            "id": split_id,
            "merchant": scope.merchant_id,
            "package": package_id,
            "order": package.order_id,
            "connection": package.connection_id,
            "parts": [_part(lines, moving), _part(lines, rest)],
            "was_picking": package.status == "picking",
            "user": scope.user_id,
        },
    )
    _tell(session, scope, package.connection_id, split_id, package_id)
    values = {"package": package.external_id, "quantity": sum(moving.values())}
    timeline.write(session, scope, [(package.order_id, "split_asked", values)])
    live.tell(session, scope.merchant_id, "orders.changed")
    return split_id


def _part(lines: Mapping[UUID, Any], units: Mapping[UUID, int]) -> dict[str, Any]:
    goods: dict[str, int] = {}
    for line_id, quantity in units.items():
        article = lines[line_id].article
        goods[article] = goods.get(article, 0) + quantity
    return {
        "lines": {lines[line_id].external_id: quantity for line_id, quantity in units.items()},
        "goods": goods,
    }


def _tell(session: Session, scope: Scope, connection_id: UUID, split_id: UUID, package_id: UUID) -> None:
    payload = {"split_id": str(split_id), ONE_PACKAGE: str(package_id)}
    outbox.append(session, scope.merchant_id, Topic.SPLIT.value, connection_id, new_id(), payload)


def ask_again(session: Session, scope: Scope, split_id: UUID) -> bool:
    """Of one the channel refused; False when it is none."""
    scope.require("orders.write")
    row = _step(session, split_id, SplitState.ASKED, SplitState.REFUSED)
    if row is None:
        return False
    _tell(session, scope, row.connection_id, split_id, row.package_id)
    timeline.write(session, scope, [(row.order_id, "split_again", {})])
    live.tell(session, scope.merchant_id, "orders.changed")
    return True


def drop(session: Session, scope: Scope, split_id: UUID) -> bool:
    """The package stays whole; False when it was not refused."""
    scope.require("orders.write")
    row = _step(session, split_id, SplitState.DROPPED, SplitState.REFUSED)
    if row is not None:
        live.tell(session, scope.merchant_id, "orders.changed")
    return row is not None


def told(session: Session, scope: Scope, split_id: UUID) -> None:
    if _step(session, split_id, SplitState.TOLD, SplitState.ASKED, SplitState.TOLD) is not None:
        live.tell(session, scope.merchant_id, "orders.changed")


def refused(session: Session, scope: Scope, split_id: UUID, code: str, detail: str) -> None:
    out_of = (SplitState.ASKED, SplitState.TOLD)
    row = _step(session, split_id, SplitState.REFUSED, *out_of, code=code, detail=detail[:300])
    if row is None:
        return
    values = {"code": code, "detail": detail[:300]}
    timeline.write(session, scope, [(row.order_id, "split_refused", values)])
    live.tell(session, scope.merchant_id, "orders.changed")


def _step(
    session: Session, split_id: UUID, state: SplitState, *out_of: SplitState, code: str = "", detail: str = ""
) -> Any:  # noqa: ANN401 - a row, or None where it stands elsewhere
    values = {"id": split_id, "state": state.value, "out_of": [one.value for one in out_of]}
    return session.execute(_STEP, {**values, "code": code, "detail": detail}).one_or_none()


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the channel."""

    id: UUID
    order_id: UUID
    external_id: str
    """Of the package."""
    state: SplitState
    parts: tuple[dict[str, int], ...]
    """Units by line; what none of them has stays together."""
    seconds_told: float | None
    """Since the channel said yes."""


def wish(session: Session, split_id: UUID) -> Wish | None:
    row = session.execute(
        text(
            "SELECT s.id, s.order_id, p.external_id, s.state, s.parts, extract(epoch FROM now() - s.told_at) AS seconds"
            " FROM package_split s JOIN shipment_package p ON p.id = s.package_id WHERE s.id = :id"
        ),
        {"id": split_id},
    ).one_or_none()
    if row is None:
        return None
    seconds = None if row.seconds is None else float(row.seconds)
    parts = tuple(part["lines"] for part in row.parts[:-1])
    return Wish(row.id, row.order_id, row.external_id, SplitState(row.state), parts, seconds)
