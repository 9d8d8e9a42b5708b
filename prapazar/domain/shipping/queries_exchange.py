"""Reads of packages that are to go with another of their channel's carriers."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class ChangeRow:
    package_id: UUID
    package: str
    state: str
    """See enums.ChangeState."""
    offers: Sequence[dict[str, str]]
    """`id` and `name` of each carrier."""
    chosen: str
    """The name of the one that was chosen."""
    code: str
    detail: str


_OF_ORDER = text(
    "SELECT c.package_id, p.external_id, c.state, c.offers,"
    "  coalesce((SELECT one ->> 'name' FROM jsonb_array_elements(c.offers) one WHERE one ->> 'id' = c.chosen), ''),"
    "  c.code, c.detail"
    " FROM carrier_change c JOIN shipment_package p ON p.id = c.package_id"
    " WHERE c.order_id = :order AND c.state <> 'dropped' ORDER BY c.asked_at, c.id"
)


def of_order(session: Session, scope: Scope, order_id: UUID) -> list[ChangeRow]:
    """What was asked for each of its packages, and how far that is."""
    scope.require("orders.read")
    return [ChangeRow(*row) for row in session.execute(_OF_ORDER, {"order": order_id})]
