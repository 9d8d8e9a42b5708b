"""Reads of one customer: facts, addresses, merges, and whose an order is."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers.errors import CustomerMissing
from prapazar.domain.customers.queries import CustomerFilter, CustomerRow, page
from prapazar.foundation.scope import Scope

MOST_ADDRESSES = 50


@dataclass(frozen=True, slots=True)
class AddressRow:
    id: UUID
    name: str
    company: str
    line: str
    neighbourhood: str
    district: str
    city: str
    postal_code: str
    country: str
    is_billing: bool
    last_used_at: datetime


@dataclass(frozen=True, slots=True)
class MergeRow:
    id: UUID
    gone_id: UUID
    name: str
    order_count: int
    """Of the one merged in, when it was merged."""
    at: datetime
    by: str | None


@dataclass(frozen=True, slots=True)
class Spent:
    currency: str
    orders: int
    cancelled: int
    total: Decimal
    """Of orders neither cancelled nor returned."""


@dataclass(frozen=True, slots=True)
class CustomerDetail:
    row: CustomerRow
    note: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    addresses: tuple[AddressRow, ...] = ()
    merges: tuple[MergeRow, ...] = ()
    spent: tuple[Spent, ...] = ()
    channels: tuple[tuple[UUID, str, str], ...] = field(default=())
    """(connection, connector, name)."""


MEMBERS = "SELECT id FROM customer WHERE id = :id OR merged_into_id = :id"
"""All who are shown as the one."""


def shown_id(session: Session, scope: Scope, customer_id: UUID) -> UUID:
    """Where a merged one is shown. Raises CustomerMissing."""
    scope.require("customers.read")
    found: UUID | None = session.execute(
        text("SELECT coalesce(merged_into_id, id) FROM customer WHERE id = :id AND merchant_id = :merchant"),
        {"id": customer_id, "merchant": scope.merchant_id},
    ).scalar()
    if found is None:
        raise CustomerMissing(customer_id)
    return found


def detail(session: Session, scope: Scope, customer_id: UUID) -> CustomerDetail:
    """Of a merged one: the one it is shown as. Raises CustomerMissing."""
    shown = shown_id(session, scope, customer_id)
    keys = {"id": shown}
    row = page(session, scope, CustomerFilter(ids=(shown,)), limit=1)[0]
    own = session.execute(text("SELECT note, sums FROM customer WHERE id = :id"), keys).one()
    known = session.execute(
        text(f"SELECT kind, value FROM customer_key WHERE customer_id IN ({MEMBERS}) ORDER BY id LIMIT 200"),
        keys,
    ).all()
    return CustomerDetail(
        row,
        own.note,
        emails=tuple(one.value for one in known if one.kind == "email"),
        phones=tuple(dict.fromkeys(one.value.partition(" ")[0] for one in known if one.kind == "phone")),
        addresses=_addresses(session, keys),
        merges=_merges(session, keys),
        spent=tuple(
            Spent(one["currency"], one["orders"], one["cancelled"], Decimal(one["total"])) for one in own.sums
        ),
        channels=_channels(session, row),
    )


def of_order(session: Session, scope: Scope, order_id: UUID) -> UUID | None:
    """Who is shown for it; None while nobody has looked, and where the person may not see customers."""
    if not scope.can("customers.read"):
        return None
    found: UUID | None = session.execute(
        text(
            "SELECT coalesce(c.merged_into_id, c.id) FROM customer_order w JOIN customer c ON c.id = w.customer_id"
            " WHERE w.order_id = :id AND w.merchant_id = :merchant"
        ),
        {"id": order_id, "merchant": scope.merchant_id},
    ).scalar()
    return found


def _addresses(session: Session, keys: dict[str, UUID]) -> tuple[AddressRow, ...]:
    found = session.execute(
        text(
            "SELECT id, name, company, line, neighbourhood, district, city, postal_code, country, is_billing,"
            " last_used_at FROM (SELECT DISTINCT ON (digest) * FROM customer_address"
            f"  WHERE customer_id IN ({MEMBERS}) ORDER BY digest, last_used_at DESC) a"
            " ORDER BY last_used_at DESC, id LIMIT :most"
        ),
        {**keys, "most": MOST_ADDRESSES},
    )
    return tuple(AddressRow(*row) for row in found)


def _merges(session: Session, keys: dict[str, UUID]) -> tuple[MergeRow, ...]:
    """Those that can be taken apart now."""
    found = session.execute(
        text(
            "SELECT m.id, m.gone_id, g.name, g.order_count, m.at, u.name FROM customer_merge m"
            " JOIN customer g ON g.id = m.gone_id LEFT JOIN app_user u ON u.id = m.user_id"
            " WHERE m.kept_id = :id AND m.undone_at IS NULL AND g.merged_into_id = :id ORDER BY m.at DESC LIMIT 100"
        ),
        keys,
    )
    return tuple(MergeRow(*row) for row in found)


def _channels(session: Session, row: CustomerRow) -> tuple[tuple[UUID, str, str], ...]:
    found = session.execute(
        text(
            "SELECT id, connector, name FROM connection WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY name, id"
        ),
        {"ids": row.channels},
    )
    return tuple((one.id, one.connector, one.name) for one in found)
