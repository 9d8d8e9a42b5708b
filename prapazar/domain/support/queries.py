"""Reads of tickets: the list, its worklists, one with all that was said, those of a customer or an order."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.access import masking
from prapazar.domain.support.enums import EntryKind, Priority
from prapazar.domain.support.errors import TicketMissing
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import prefix_query

_UNSOLVED = "k.status IN ('new', 'open', 'waiting_us', 'waiting_customer')"
_OURS = "k.status IN ('new', 'open', 'waiting_us')"
_BROKEN = "(k.first_told = 'breached' OR k.solve_told = 'breached' OR least(k.first_due_at, k.solve_due_at) < now())"
VIEWS = {
    "open": _UNSOLVED,
    "mine": f"{_UNSOLVED} AND k.assignee_id = :me",
    "unassigned": f"{_UNSOLVED} AND k.assignee_id IS NULL",
    "today": f"{_OURS} AND least(k.first_due_at, k.solve_due_at) < :midnight",
    "breached": f"{_UNSOLVED} AND {_BROKEN}",
    "waiting": "k.status = 'waiting_customer'",
    "done": "k.status IN ('solved', 'closed')",
    "all": "true",
}
WORKLISTS = ("open", "mine", "unassigned", "today", "breached", "waiting")
_FIELDS = (
    "k.id, k.number, k.subject, k.status, k.priority, k.reason, k.origin, k.tags, k.name, k.email, k.phone,"
    " coalesce(k.customer_id, (SELECT w.customer_id FROM customer_order w WHERE w.order_id = k.order_id)),"
    " k.order_id, o.number AS order_number, k.claim_id, k.question_id, k.package_id, k.connection_id,"
    " c.connector, c.name AS channel, k.assignee_id, a.name AS assignee, k.merged_into_id, m.number AS merged_into,"
    " k.first_minutes, k.solve_minutes, k.warn_minutes, k.spent_seconds, k.clock_since, k.first_due_at,"
    " k.solve_due_at, k.first_told, k.solve_told, k.first_answer_at, k.first_answer_seconds, k.solved_at, k.reopened,"
    " k.said_at, k.created_at"
)
_FROM = (
    " FROM ticket k LEFT JOIN purchase_order o ON o.id = k.order_id LEFT JOIN connection c ON c.id = k.connection_id"
    " LEFT JOIN app_user a ON a.id = k.assignee_id LEFT JOIN ticket m ON m.id = k.merged_into_id"
    " WHERE k.merchant_id = :merchant"
)
SORTS = {
    "said": "k.said_at",
    "due": "coalesce(least(k.first_due_at, k.solve_due_at), 'infinity')",
    "created": "k.created_at",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketFilter:
    view: str = "open"
    search: str = ""
    priority: str = ""
    assignee: UUID | None = None
    reason: str = ""
    connection: UUID | None = None
    tag: str = ""
    ids: tuple[UUID, ...] = ()
    sort: str = "-said"


@dataclass(frozen=True, slots=True)
class TicketRow:
    """Names and addresses as they are, whoever shows them asks the scope's masks; what people wrote is masked."""

    id: UUID
    number: str
    subject: str
    status: str
    priority: str
    reason: str
    origin: str
    tags: list[str]
    name: str
    email: str
    phone: str
    customer_id: UUID | None
    order_id: UUID | None
    order_number: str | None
    claim_id: UUID | None
    question_id: UUID | None
    package_id: UUID | None
    connection_id: UUID | None
    connector: str | None
    channel: str | None
    assignee_id: UUID | None
    assignee: str | None
    merged_into_id: UUID | None
    merged_into: str | None
    first_minutes: int
    solve_minutes: int
    warn_minutes: int
    spent_seconds: int
    clock_since: datetime | None
    first_due_at: datetime | None
    solve_due_at: datetime | None
    first_told: str
    solve_told: str
    first_answer_at: datetime | None
    first_answer_seconds: int | None
    solved_at: datetime | None
    reopened: int
    said_at: datetime
    created_at: datetime

    @property
    def due_at(self) -> datetime | None:
        """Of the promise that is due first."""
        known = [one for one in (self.first_due_at, self.solve_due_at) if one is not None]
        return min(known, default=None)

    @property
    def is_broken(self) -> bool:
        return "breached" in (self.first_told, self.solve_told)


@dataclass(frozen=True, slots=True)
class EntryRow:
    id: UUID
    kind: str
    body: str
    values: dict[str, Any]
    way: str
    author: str
    by: str | None
    user_id: UUID | None
    at: datetime
    message_status: str | None
    message_code: str | None


@dataclass(frozen=True, slots=True)
class MergedRow:
    id: UUID
    number: str
    subject: str


@dataclass(frozen=True, slots=True)
class TicketDetail:
    row: TicketRow
    entries: list[EntryRow] = field(default_factory=list)
    merged: list[MergedRow] = field(default_factory=list)
    """Put into this one."""


def cursor(row: TicketRow, sort: str) -> str:
    name = sort.removeprefix("-")
    moment = {"said": row.said_at, "created": row.created_at}.get(name, row.due_at)
    return f"{moment.isoformat() if moment else 'infinity'}~{row.id}"


def page(
    session: Session, scope: Scope, wanted: TicketFilter, *, after: str = "", limit: int = 50
) -> list[TicketRow]:
    """`after`: the cursor of the last row before. Raises ValueError for one that is none."""
    return [_shown(scope, row) for row in _page(session, scope, wanted, after, limit)]


def as_written(session: Session, scope: Scope, ticket_id: UUID) -> TicketRow:
    """With its words, whoever asks: for what goes out to the buyer who wrote them. Raises TicketMissing."""
    rows = _page(session, scope, TicketFilter(view="all", ids=(ticket_id,)), "", 1)
    if not rows:
        raise TicketMissing(ticket_id)
    return rows[0]


def _page(session: Session, scope: Scope, wanted: TicketFilter, after: str, limit: int) -> list[TicketRow]:
    scope.require("tickets.read")
    sort = wanted.sort if wanted.sort.removeprefix("-") in SORTS else "-said"
    by, is_down = SORTS[sort.removeprefix("-")], sort.startswith("-")
    where, values = _where(scope, wanted)
    if after:
        moment, _, last = after.partition("~")
        values |= {"moment": moment, "last": UUID(last)}
        if moment != "infinity":
            datetime.fromisoformat(moment)
        where += (
            f" AND ({by}, k.id) {'<' if is_down else '>'} (CAST(:moment AS timestamptz), CAST(:last AS uuid))"
        )
    down = " DESC" if is_down else ""
    found = session.execute(
        text(f"SELECT {_FIELDS}{_FROM}{where} ORDER BY {by}{down}, k.id{down} LIMIT :limit"),
        {**values, "limit": limit},
    )
    return [TicketRow(*row) for row in found]


def count(session: Session, scope: Scope, wanted: TicketFilter) -> int:
    scope.require("tickets.read")
    where, values = _where(scope, wanted)
    found: int = session.execute(text(f"SELECT count(*){_FROM}{where}"), values).scalar_one()
    return found


def worklists(session: Session, scope: Scope) -> dict[str, int]:
    scope.require("tickets.read")
    parts = ", ".join(f"count(*) FILTER (WHERE {VIEWS[name]})" for name in WORKLISTS)
    row = session.execute(
        text(f"SELECT {parts} FROM ticket k WHERE k.merchant_id = :merchant AND {_UNSOLVED}"), _base(scope)
    ).one()
    return dict(zip(WORKLISTS, row, strict=True))


def waiting(session: Session, scope: Scope) -> int:
    """For the badge: the next word is ours, and it is mine or nobody's."""
    scope.require("tickets.read")
    found: int = session.execute(
        text(
            f"SELECT count(*) FROM ticket k WHERE k.merchant_id = :merchant AND {_OURS}"
            " AND (k.assignee_id IS NULL OR k.assignee_id = :me)"
        ),
        _base(scope),
    ).scalar_one()
    return found


def detail(session: Session, scope: Scope, ticket_id: UUID) -> TicketDetail:
    """Raises TicketMissing."""
    rows = page(session, scope, TicketFilter(view="all", ids=(ticket_id,)), limit=1)
    if not rows:
        raise TicketMissing(ticket_id)
    keys = {"id": ticket_id}
    entries = session.execute(
        text(
            "SELECT e.id, e.kind, e.body, e.values, e.way, e.author, u.name, e.user_id, e.at, g.status, g.code"
            " FROM (SELECT * FROM ticket_entry WHERE ticket_id = :id ORDER BY at DESC, id DESC LIMIT 400) e"
            " LEFT JOIN app_user u ON u.id = e.user_id LEFT JOIN message g ON g.id = e.message_id"
            " ORDER BY e.at, e.id"
        ),
        keys,
    )
    merged = session.execute(
        text("SELECT id, number, subject FROM ticket WHERE merged_into_id = :id ORDER BY number LIMIT 50"),
        keys,
    )
    return TicketDetail(
        rows[0],
        [_entry(scope, EntryRow(*row)) for row in entries],
        [masking.row(scope, MergedRow(*row), "subject") for row in merged],
    )


def _shown(scope: Scope, row: TicketRow) -> TicketRow:
    return masking.row(scope, row, "subject", "tags")


def _entry(scope: Scope, row: EntryRow) -> EntryRow:
    """What happened is told by a code; everything else somebody wrote."""
    return row if row.kind == EntryKind.EVENT else masking.row(scope, row, "body")


def of_order(session: Session, scope: Scope, order_id: UUID) -> list[TicketRow]:
    return _about(session, scope, "k.order_id = :about", order_id)


def of_customer(session: Session, scope: Scope, customer_id: UUID) -> list[TicketRow]:
    return _about(session, scope, "k.customer_id = :about", customer_id)


def alike(session: Session, scope: Scope, row: TicketRow) -> list[TicketRow]:
    """Others of the same customer or order that are not solved: they may be about the same."""
    scope.require("tickets.read")
    found = session.execute(
        text(
            f"SELECT {_FIELDS}{_FROM} AND {_UNSOLVED} AND k.id <> :id AND (k.order_id = :order"
            " OR k.customer_id = :customer) ORDER BY k.said_at DESC, k.id LIMIT 6"
        ),
        {**_base(scope), "id": row.id, "order": row.order_id, "customer": row.customer_id},
    )
    return [_shown(scope, TicketRow(*one)) for one in found]


@dataclass(frozen=True, slots=True)
class PersonRow:
    id: UUID
    name: str


def members(session: Session, scope: Scope) -> list[PersonRow]:
    """Those a ticket can be given to."""
    scope.require("tickets.read")
    found = session.execute(
        text(
            "SELECT u.id, u.name FROM membership m JOIN app_user u ON u.id = m.user_id AND u.is_active"
            " JOIN role r ON r.id = m.role_id WHERE m.merchant_id = :merchant AND NOT m.is_suspended"
            " AND (r.permissions ? 'tickets.write' OR r.permissions ? '*') ORDER BY lower(u.name), u.id LIMIT 500"
        ),
        {"merchant": scope.merchant_id},
    )
    return [PersonRow(*row) for row in found]


def _about(session: Session, scope: Scope, which: str, about: UUID) -> list[TicketRow]:
    scope.require("tickets.read")
    found = session.execute(
        text(f"SELECT {_FIELDS}{_FROM} AND {which} ORDER BY k.said_at DESC, k.id LIMIT 50"),
        {**_base(scope), "about": about},
    )
    return [_shown(scope, TicketRow(*row)) for row in found]


def _base(scope: Scope) -> dict[str, Any]:
    tomorrow = now().astimezone(ISTANBUL).date() + timedelta(days=1)
    midnight = datetime.combine(tomorrow, time(), tzinfo=ISTANBUL)
    return {"merchant": scope.merchant_id, "me": scope.user_id, "midnight": midnight}


def _where(scope: Scope, wanted: TicketFilter) -> tuple[str, dict[str, Any]]:
    parts, values = [VIEWS.get(wanted.view, "true")], _base(scope)
    if wanted.ids:
        parts, values["ids"] = ["k.id = ANY(CAST(:ids AS uuid[]))"], list(wanted.ids)
    if wanted.priority in set(Priority):
        parts.append("k.priority = :priority")
        values["priority"] = wanted.priority
    for name, column, value in (
        ("assignee", "k.assignee_id", wanted.assignee),
        ("reason", "k.reason", wanted.reason),
        ("connection", "k.connection_id", wanted.connection),
    ):
        if value:
            parts.append(f"{column} = :{name}")
            values[name] = value
    if wanted.tag and not scope.masks:
        parts.append("k.tags ? :tag")
        values["tag"] = wanted.tag
    query = prefix_query(wanted.search)
    if query and scope.masks:
        # Who may not read the words finds nothing by them.
        parts.append("(k.number = upper(:said) OR o.number = :said)")
        values["said"] = wanted.search.strip()
    elif query:
        parts.append("k.search @@ to_tsquery('simple', :query)")
        values["query"] = query
    return "".join(f" AND {part}" for part in parts), values
