"""Reads of customers for people: the list with its filters, and two who may be one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import words

COUNT_LIMIT = 10_000
"""Beyond it a list says `10.000+`: counting a million rows would cost more than showing them."""
VIEWS = ("all", "new", "repeat", "asleep")
NEW_FOR, AWAKE_FOR = timedelta(days=30), timedelta(days=180)
BY_HAND = "none"
"""The channel of orders entered by a person, and of channels that are gone."""
_SORTS = {
    "last": ("c.last_order_at", "timestamptz"),
    "spent": ("c.spent", "numeric"),
    "orders": ("c.order_count", "int"),
    "name": ("c.folded_name", "text"),
}
_COLUMNS = (
    "c.id, c.name, c.company, c.email, c.phone, c.tax_number, c.city, c.district, c.tags, c.order_count, c.spent,"
    " c.currency, c.channels, c.first_order_at, c.last_order_at, c.folded_name"
)
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    view: str = "all"
    search: str = ""
    channel: str = ""
    """A connection's id, or BY_HAND."""
    city: str = ""
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class CustomerRow:
    id: UUID
    name: str
    company: str
    email: str | None
    phone: str | None
    tax_number: str | None
    city: str
    district: str
    tags: list[str]
    order_count: int
    spent: Decimal
    currency: str
    channels: list[str]
    first_order_at: datetime | None
    last_order_at: datetime
    folded_name: str = ""


def cursor(row: CustomerRow, sort: str = "-last") -> str:
    """For the page behind this row."""
    column = sort.removeprefix("-")
    values = {
        "last": row.last_order_at.isoformat(),
        "spent": str(row.spent),
        "orders": str(row.order_count),
        "name": row.folded_name,
    }
    return f"{values[column]}~{row.id}"


def page(
    session: Session,
    scope: Scope,
    wanted: CustomerFilter,
    *,
    after: str = "",
    limit: int = 50,
    sort: str = "-last",
) -> list[CustomerRow]:
    """The latest buyers first unless told otherwise; `-` before a sort: the largest first. Unknown sort: KeyError."""
    scope.require("customers.read")
    where, values = _where(scope, wanted)
    column, kind = _SORTS[sort.removeprefix("-")]
    direction, beyond = ("DESC", "<") if sort.startswith("-") else ("ASC", ">")
    if after:
        key, _, last = after.rpartition("~")
        where += f" AND ({column}, c.id) {beyond} (CAST(:key AS {kind}), CAST(:last AS uuid))"
        values |= {"key": key, "last": last}
    found = session.execute(
        text(
            f"SELECT {_COLUMNS} FROM customer c WHERE {where}"
            f" ORDER BY {column} {direction}, c.id {direction} LIMIT :limit"
        ),
        {**values, "limit": min(limit, 200)},
    )
    return [CustomerRow(*row) for row in found]


def count(session: Session, scope: Scope, wanted: CustomerFilter) -> int:
    """Up to COUNT_LIMIT + 1."""
    scope.require("customers.read")
    where, values = _where(scope, wanted)
    found: int = session.execute(
        text(f"SELECT count(*) FROM (SELECT 1 FROM customer c WHERE {where} LIMIT :most) n"),
        {**values, "most": COUNT_LIMIT + 1},
    ).scalar_one()
    return found


def search_query(scope: Scope, said: str, channel: str = "") -> str | None:
    """What a person may not see, nobody finds by it either: the weight of a word says what it is."""
    hidden = {"A": "buyer.name", "B": "buyer.email", "C": "buyer.phone"}
    open_ = "".join(weight for weight, field in hidden.items() if not scope.hides(field)) + "D"
    if scope.hides("buyer.tax_number"):
        open_ = open_.replace("B", "")
    parts = [_either(list(run), open_) for _, run in groupby(words(said)[:_MOST_WORDS], str.isdigit)]
    if channel:
        parts.append(f"ch{channel.replace('-', '')}:D")
    return " & ".join(parts) or None


def _either(run: list[str], weights: str) -> str:
    """`0532 123 45` is three words as it is typed and one as it is kept."""
    parted = " & ".join(f"{word}:*{weights}" for word in run)
    if len(run) == 1 or not run[0].isdigit():
        return parted
    return f"({''.join(run)}:*{weights} | {parted})"


def _where(scope: Scope, wanted: CustomerFilter) -> tuple[str, dict[str, Any]]:
    parts = ["c.merchant_id = :merchant", "c.merged_into_id IS NULL"]
    values: dict[str, Any] = {"merchant": scope.merchant_id}
    query = search_query(scope, wanted.search, _channel(wanted.channel))
    if query:
        parts.append("c.search @@ to_tsquery('simple', :query)")
        values["query"] = query
    if wanted.city:
        parts.append("c.city = :city")
        values["city"] = wanted.city
    if wanted.ids:
        parts.append("c.id = ANY(CAST(:ids AS uuid[]))")
        values["ids"] = list(wanted.ids)
    return " AND ".join(parts + _view(wanted.view, values)), values


def _view(view: str, values: dict[str, Any]) -> list[str]:
    if view == "repeat":
        return ["c.order_count > 1"]
    if view == "new":
        values["since"] = now() - NEW_FOR
        # Whoever came then has bought since then: by it the index of last orders ends the search.
        return ["c.first_order_at >= :since", "c.last_order_at >= :since"]
    if view == "asleep":
        values["until"] = now() - AWAKE_FOR
        return ["c.last_order_at < :until"]
    return []


def _channel(said: str) -> str:
    if said == BY_HAND:
        return said
    try:
        return UUID(said).hex if said else ""
    except ValueError:
        return ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two customers who may be one."""

    id: UUID
    reason: str
    created_at: datetime
    first: CustomerRow
    second: CustomerRow


_PAIRS = text(
    "WITH pair AS (SELECT s.id, s.reason, s.created_at, coalesce(l.merged_into_id, l.id) AS low,"
    "  coalesce(h.merged_into_id, h.id) AS high FROM customer_suggestion s"
    "  JOIN customer l ON l.id = s.low_id JOIN customer h ON h.id = s.high_id"
    "  WHERE s.merchant_id = :merchant AND s.state = 'open'"
    "  AND (CAST(:customer AS uuid) IS NULL OR coalesce(l.merged_into_id, l.id) = :customer"
    "   OR coalesce(h.merged_into_id, h.id) = :customer)"
    "  AND coalesce(l.merged_into_id, l.id) <> coalesce(h.merged_into_id, h.id)"
    "  AND (CAST(:after AS uuid) IS NULL OR s.id < :after) ORDER BY s.id DESC LIMIT :limit)"
    f" SELECT p.id, p.reason, p.created_at, {_COLUMNS} FROM pair p JOIN customer c ON c.id IN (p.low, p.high)"
    " ORDER BY p.id DESC, c.order_count DESC, c.id"
)


def pairs(
    session: Session,
    scope: Scope,
    *,
    customer_id: UUID | None = None,
    after: UUID | None = None,
    limit: int = 50,
) -> list[Pair]:
    """Open suggestions, the newest first; of each pair the one who bought more stands first."""
    scope.require("customers.read")
    found = session.execute(
        _PAIRS,
        {
            "merchant": scope.merchant_id,
            "customer": customer_id,
            "after": after,
            "limit": min(limit, 200),
        },
    ).all()
    return [
        Pair(first[0], first[1], first[2], CustomerRow(*first[3:]), CustomerRow(*second[3:]))
        for first, second in zip(found[::2], found[1::2], strict=True)
    ]


def count_pairs(session: Session, scope: Scope) -> int:
    """Up to COUNT_LIMIT + 1."""
    scope.require("customers.read")
    found: int = session.execute(
        text(
            "SELECT count(*) FROM (SELECT 1 FROM customer_suggestion WHERE merchant_id = :merchant"
            " AND state = 'open' LIMIT :most) n"
        ),
        {"merchant": scope.merchant_id, "most": COUNT_LIMIT + 1},
    ).scalar_one()
    return found
