"""Reads of the audit trail: pages by number, how many, who and what stands in it, what records are called."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import prefix_query

COUNTED = 10_000
"""Beyond it nobody reads how many there are."""
_SKEW = timedelta(hours=1)
"""By how much clocks of several machines may differ, and never do."""
_FROM = " FROM audit_entry a"
# Numbers grow with time, so days are a span of numbers: one step down an index at each end.
_SINCE = (
    "a.number >= coalesce((SELECT b.number FROM audit_entry b WHERE b.merchant_id = :merchant"
    " AND b.at >= :since_about ORDER BY b.at LIMIT 1), 2147483647) AND a.at >= :since"
)
_UNTIL = (
    "a.number <= coalesce((SELECT b.number FROM audit_entry b WHERE b.merchant_id = :merchant"
    " AND b.at < :until_about ORDER BY b.at DESC LIMIT 1), 0) AND a.at < :until"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    search: str = ""
    user_id: UUID | None = None
    action: str = ""
    subject_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class AuditRow:
    id: UUID
    number: int
    at: datetime
    user_id: UUID | None
    person: str | None
    action: str
    subject_id: UUID | None
    values: dict[str, Any]


def entries(
    session: Session,
    scope: Scope,
    limit: int = 100,
    *,
    before: int | None = None,
    wanted: AuditFilter = AuditFilter(),
) -> list[AuditRow]:
    """The newest first; with `before` those of smaller numbers."""
    scope.require("audit.read")
    where, values = _where(scope, wanted)
    if before is not None:
        where, values["before"] = f"{where} AND a.number < :before", before
    found = session.execute(
        text(
            "SELECT a.id, a.number, a.at, a.user_id, u.name, a.action, a.subject_id, a.values FROM"
            f" (SELECT *{_FROM} WHERE {where} ORDER BY a.number DESC LIMIT :limit) a"
            " LEFT JOIN app_user u ON u.id = a.user_id ORDER BY a.number DESC"
        ),
        {**values, "limit": limit},
    )
    return [_shown(scope, AuditRow(*row)) for row in found]


def _shown(scope: Scope, row: AuditRow) -> AuditRow:
    """Ids and codes for everybody; what people wrote for who may see buyers."""
    return replace(row, values=masking.values(scope, row.values)) if scope.masks else row


def count(session: Session, scope: Scope, wanted: AuditFilter) -> int:
    """At most one more than COUNTED."""
    scope.require("audit.read")
    where, values = _where(scope, wanted)
    found: int = session.execute(
        text(f"SELECT count(*) FROM (SELECT 1{_FROM} WHERE {where} LIMIT :most) c"),
        {**values, "most": COUNTED + 1},
    ).scalar_one()
    return found


def kinds(session: Session, scope: Scope) -> list[str]:
    """Those that stand in this trail: a step of the index for each."""
    scope.require("audit.read")
    found = session.execute(
        text(
            "WITH RECURSIVE k AS ((SELECT action FROM audit_entry WHERE merchant_id = :merchant ORDER BY action"
            "  LIMIT 1) UNION ALL SELECT (SELECT e.action FROM audit_entry e WHERE e.merchant_id = :merchant"
            "  AND e.action > k.action ORDER BY e.action LIMIT 1) FROM k WHERE k.action IS NOT NULL)"
            " SELECT action FROM k WHERE action IS NOT NULL"
        ),
        {"merchant": scope.merchant_id},
    ).scalars()
    return list(found)


def people(session: Session, scope: Scope) -> list[tuple[UUID, str]]:
    """Who stands in it and is, or was, of the merchant."""
    scope.require("audit.read")
    found = session.execute(
        text(
            "WITH RECURSIVE p AS ((SELECT user_id FROM audit_entry WHERE merchant_id = :merchant"
            "  AND user_id IS NOT NULL ORDER BY user_id LIMIT 1) UNION ALL SELECT (SELECT e.user_id FROM audit_entry e"
            "  WHERE e.merchant_id = :merchant AND e.user_id > p.user_id ORDER BY e.user_id LIMIT 1) FROM p"
            "  WHERE p.user_id IS NOT NULL)"
            " SELECT u.id, u.name FROM p JOIN app_user u ON u.id = p.user_id ORDER BY lower(u.name), u.id LIMIT 500"
        ),
        {"merchant": scope.merchant_id},
    )
    return [(row.id, row.name) for row in found]


def names(session: Session, scope: Scope, ids: Collection[UUID]) -> dict[UUID, str]:
    """What stores, people, roles and suppliers are called; of others nothing is said, they may be buyers."""
    scope.require("audit.read")
    found = session.execute(
        text(
            "SELECT id, name FROM connection WHERE merchant_id = :merchant AND id = ANY(CAST(:ids AS uuid[]))"
            " UNION ALL SELECT id, name FROM role WHERE merchant_id = :merchant AND id = ANY(CAST(:ids AS uuid[]))"
            " UNION ALL SELECT id, name FROM warehouse WHERE merchant_id = :merchant AND id = ANY(CAST(:ids AS uuid[]))"
            " UNION ALL SELECT u.id, u.name FROM app_user u WHERE u.id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"merchant": scope.merchant_id, "ids": sorted(set(ids))},
    )
    return {row.id: row.name for row in found}


def _where(scope: Scope, wanted: AuditFilter) -> tuple[str, dict[str, Any]]:
    parts, values = ["a.merchant_id = :merchant"], {"merchant": scope.merchant_id}
    known: dict[str, Any] = {}
    for name, column, value in (
        ("user", "a.user_id", wanted.user_id),
        ("action", "a.action", wanted.action),
        ("subject", "a.subject_id", wanted.subject_id),
    ):
        if value:
            parts.append(f"{column} = :{name}")
            known[name] = value
    if wanted.since:
        parts.append(_SINCE)
        known |= {"since": wanted.since, "since_about": wanted.since - _SKEW}
    if wanted.until:
        parts.append(_UNTIL)
        known |= {"until": wanted.until, "until_about": wanted.until + _SKEW}
    if wanted.ids:
        parts.append("a.id = ANY(CAST(:ids AS uuid[]))")
        known["ids"] = list(wanted.ids)
    query = prefix_query(wanted.search)
    if query and scope.masks:
        # Who may not read the words finds nothing by them, only entries by their number.
        parts.append("a.number = :number")
        known["number"] = int(wanted.search) if wanted.search.strip().isdecimal() else 0
    elif query:
        parts.append("a.search @@ to_tsquery('simple', :query)")
        known["query"] = query
    return " AND ".join(parts), {**values, **known}
