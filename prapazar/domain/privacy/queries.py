"""Reads of privacy: requests, what is held of a person and where, rules of keeping, the inventory as it is shown."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.customers import queries_one
from prapazar.domain.privacy import finders
from prapazar.domain.privacy.enums import DAYS, Kept
from prapazar.domain.privacy.errors import RequestMissing
from prapazar.domain.privacy.inventory import Place, inventory
from prapazar.domain.privacy.plan import steps
from prapazar.foundation.scope import Scope

_COLUMNS = (
    "r.id, r.kind, r.status, r.customer_id, r.way, r.identity, r.note, r.asked_at, r.due_at, r.approved_at,"
    " r.finished_at, r.number, r.step, r.counts, r.receipt, r.signature, r.content IS NOT NULL AS has_file,"
    " a.name AS asked_by, p.name AS approved_by, c.name AS person"
)
_FROM = (
    " FROM privacy_request r LEFT JOIN app_user a ON a.id = r.asked_by LEFT JOIN app_user p ON p.id = r.approved_by"
    " LEFT JOIN customer c ON c.id = r.customer_id"
)


@dataclass(frozen=True, slots=True)
class RequestRow:
    id: UUID
    kind: str
    status: str
    customer_id: UUID
    way: str
    identity: str
    note: str
    asked_at: datetime
    due_at: datetime
    approved_at: datetime | None
    finished_at: datetime | None
    number: str | None
    step: int
    counts: dict[str, int]
    receipt: dict[str, Any]
    signature: str
    has_file: bool
    asked_by: str | None
    approved_by: str | None
    person: str | None
    """As long as there is one; whoever shows it asks the scope's masks."""

    @property
    def share(self) -> int:
        """Percent of the steps that are done."""
        return 100 if self.status == "done" else self.step * 100 // len(steps())


def requests(
    session: Session,
    scope: Scope,
    *,
    status: str = "",
    customer_id: UUID | None = None,
    after: str = "",
    limit: int = 50,
) -> list[RequestRow]:
    """Newest first. `after`: see cursor. Raises ValueError for one that is none."""
    scope.require("privacy.read")
    moment, _, last = after.partition("~")
    found = session.execute(
        text(
            f"SELECT {_COLUMNS}{_FROM} WHERE r.merchant_id = :merchant AND (:status = '' OR r.status = :status)"
            " AND (CAST(:customer AS uuid) IS NULL OR r.customer_id = :customer)"
            " AND (CAST(:moment AS timestamptz) IS NULL OR (r.asked_at, r.id) < (:moment, CAST(:last AS uuid)))"
            " ORDER BY r.asked_at DESC, r.id DESC LIMIT :limit"
        ),
        {
            "merchant": scope.merchant_id,
            "status": status,
            "customer": customer_id,
            "moment": datetime.fromisoformat(moment) if moment else None,
            "last": UUID(last) if moment else None,
            "limit": limit,
        },
    )
    return [RequestRow(*row) for row in found]


def cursor(row: RequestRow) -> str:
    return f"{row.asked_at.isoformat()}~{row.id}"


def request(session: Session, scope: Scope, request_id: UUID) -> RequestRow:
    """Raises RequestMissing."""
    scope.require("privacy.read")
    row = session.execute(
        text(f"SELECT {_COLUMNS}{_FROM} WHERE r.id = :id AND r.merchant_id = :merchant"),
        {"id": request_id, "merchant": scope.merchant_id},
    ).one_or_none()
    if row is None:
        raise RequestMissing(request_id)
    return RequestRow(*row)


def by_number(session: Session, scope: Scope, number: str) -> RequestRow | None:
    scope.require("privacy.read")
    row = session.execute(
        text(f"SELECT {_COLUMNS}{_FROM} WHERE r.number = :number AND r.merchant_id = :merchant"),
        {"number": number.strip(), "merchant": scope.merchant_id},
    ).one_or_none()
    return None if row is None else RequestRow(*row)


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of a person in one place."""

    place: str
    rows: int
    becomes: str
    """`removed`, `anonymous` or `kept`."""
    reason: str = ""


def preview(session: Session, scope: Scope, customer_id: UUID) -> list[Held]:
    """Where rows of the person stand; free text and files are looked through by the work itself.

    Raises CustomerMissing.
    """
    scope.require("privacy.read")
    shown = queries_one.shown_id(session, scope, customer_id)
    members = list(session.execute(text(queries_one.MEMBERS), {"id": shown}).scalars())
    given = {"merchant": scope.merchant_id, "members": members, "addresses": _addresses(session, members)}
    found = [_held(session, place, given) for place in inventory().places if place.rows]
    return [one for one in found if one.rows]


def _held(session: Session, place: Place, given: dict[str, Any]) -> Held:
    where = finders.FINDERS[place.rows].replace(finders.ORDERS, finders.ORDERS_OF_MEMBERS)
    rows: int = session.execute(
        text(f'SELECT count(*) FROM "{place.table}" t WHERE t.merchant_id = :merchant AND {where}'), given
    ).scalar_one()
    becomes = "kept" if place.law else "removed" if place.deletes else "anonymous"
    return Held(place.name, rows, becomes, place.law)


def _addresses(session: Session, members: list[UUID]) -> list[str]:
    found = session.execute(
        text(
            "SELECT CASE kind WHEN 'phone' THEN '+' || split_part(value, ' ', 1) ELSE value END FROM customer_key"
            " WHERE kind IN ('email', 'phone') AND customer_id = ANY(CAST(:members AS uuid[]))"
        ),
        {"members": members},
    )
    return sorted(found.scalars())


@dataclass(frozen=True, slots=True)
class Rule:
    kind: Kept
    days: int
    least: int
    most: int


def retention(session: Session, scope: Scope) -> list[Rule]:
    scope.require("privacy.read")
    found = session.execute(
        text("SELECT kind, days FROM retention_rule WHERE merchant_id = :merchant"),
        {"merchant": scope.merchant_id},
    )
    said = {row.kind: row.days for row in found}
    return [
        Rule(kind, said.get(kind.value, usual), least, most) for kind, (least, most, usual) in DAYS.items()
    ]


@dataclass(frozen=True, slots=True)
class InventoryRow:
    """One table that can hold personal data of buyers."""

    place: str
    table: str
    columns: tuple[str, ...]
    becomes: str
    """`removed`, `anonymous`, `kept` or `masked`."""
    kept: tuple[tuple[str, str], ...]
    """(column, reason)."""


def inventory_rows(scope: Scope) -> list[InventoryRow]:
    scope.require("privacy.read")
    return [
        InventoryRow(
            place.name,
            place.table,
            tuple(sorted(place.personal)),
            _fate(place),
            tuple(sorted(place.kept.items())),
        )
        for place in inventory().places
    ]


def _fate(place: Place) -> str:
    if place.law:
        return "kept"
    if place.rows:
        return "removed" if place.deletes else "anonymous"
    return "masked"
