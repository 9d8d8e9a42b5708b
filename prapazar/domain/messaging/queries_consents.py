"""Reads of consents: how a person can be reached and what they said of it, what was said before, all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody; `state` is empty where they never said anything."""

    way: str
    address: str
    state: str
    source: str
    at: datetime | None


def contacts(session: Session, scope: Scope, wanted: Sequence[tuple[str, str]]) -> list[Contact]:
    """In the order asked for."""
    scope.require("messages.read")
    found = session.execute(
        text(
            "SELECT w.way, w.address, coalesce(c.state, ''), coalesce(c.source, ''), c.at"
            " FROM unnest(CAST(:ways AS text[]), CAST(:addresses AS text[])) WITH ORDINALITY AS w(way, address, i)"
            " LEFT JOIN contact_consent c ON c.merchant_id = :merchant AND c.way = w.way AND c.address = w.address"
            " ORDER BY w.i"
        ),
        {
            "merchant": scope.merchant_id,
            "ways": [way for way, _ in wanted],
            "addresses": [address for _, address in wanted],
        },
    )
    return [Contact(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Said:
    way: str
    address: str
    state: str
    source: str
    text_version: str
    proof: str
    person: str | None
    """Who took it down."""
    at: datetime


def history(
    session: Session, scope: Scope, wanted: Sequence[tuple[str, str]], *, limit: int = 50
) -> list[Said]:
    """Newest first."""
    scope.require("messages.read")
    found = session.execute(
        text(
            "SELECT e.way, e.address, e.state, e.source, e.text_version, e.proof, u.name, e.at FROM consent_event e"
            " JOIN unnest(CAST(:ways AS text[]), CAST(:addresses AS text[])) AS w(way, address)"
            "  ON w.way = e.way AND w.address = e.address"
            " LEFT JOIN app_user u ON u.id = e.user_id WHERE e.merchant_id = :merchant"
            " ORDER BY e.at DESC, e.id DESC LIMIT :limit"
        ),
        {
            "merchant": scope.merchant_id,
            "ways": [way for way, _ in wanted],
            "addresses": [address for _, address in wanted],
            "limit": limit,
        },
    )
    return [Said(*row) for row in found]


@dataclass(frozen=True, slots=True)
class Written:
    """One consent as a file has it."""

    id: UUID
    way: str
    address: str
    state: str
    source: str
    text_version: str
    proof: str
    at: datetime


def every(
    session: Session, scope: Scope, *, after: UUID | None = None, limit: int = 1000
) -> Iterator[Written]:
    """A page of all, by id."""
    scope.require("messages.read")
    found = session.execute(
        text(
            "SELECT id, way, address, state, source, text_version, proof, at FROM contact_consent"
            " WHERE merchant_id = :merchant AND (CAST(:after AS uuid) IS NULL OR id > :after) ORDER BY id LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "after": after, "limit": limit},
    )
    return (Written(*row) for row in found)


@dataclass(frozen=True, slots=True)
class Standing:
    """One consent, as the registry has to know it."""

    id: UUID
    way: str
    address: str
    state: str
    source: str
    at: datetime
    iys_at: datetime | None
    iys_source: str
    recipient_kind: str


_VIEWS = {
    "open": " AND iys_at IS NULL",
    "overdue": " AND iys_at IS NULL AND at < :overdue",
    "all": "",
}
STANDING_VIEWS = tuple(_VIEWS)


def standings(
    session: Session,
    scope: Scope,
    view: str,
    *,
    overdue: datetime,
    until: datetime | None = None,
    after: str = "",
    limit: int = 50,
) -> list[Standing]:
    """The oldest word first. `until`: what was in the books by then. Raises ValueError for a cursor that is none."""
    scope.require("messages.read")
    moment, _, last = after.partition("~")
    found = session.execute(
        text(
            "SELECT id, way, address, state, source, at, iys_at, iys_source, recipient_kind FROM contact_consent"
            " WHERE merchant_id = :merchant AND way IN ('email', 'sms', 'call')"
            f"{_VIEWS[view]} AND (CAST(:until AS timestamptz) IS NULL OR noted_at <= :until)"
            " AND (CAST(:moment AS timestamptz) IS NULL OR (at, id) > (:moment, CAST(:last AS uuid)))"
            " ORDER BY at, id LIMIT :limit"
        ),
        {
            "merchant": scope.merchant_id,
            "overdue": overdue,
            "until": until,
            "moment": datetime.fromisoformat(moment) if moment else None,
            "last": UUID(last) if moment else None,
            "limit": limit,
        },
    )
    return [Standing(*row) for row in found]


def standing_cursor(row: Standing) -> str:
    return f"{row.at.isoformat()}~{row.id}"


@dataclass(frozen=True, slots=True)
class Registry:
    """How many the registry knows, and how many it does not."""

    told: int
    open: int
    overdue: int


def registry(session: Session, scope: Scope, *, overdue: datetime) -> Registry:
    scope.require("messages.read")
    row = session.execute(
        text(
            "SELECT count(*) FILTER (WHERE iys_at IS NOT NULL) AS told, count(*) FILTER (WHERE iys_at IS NULL) AS open,"
            " count(*) FILTER (WHERE iys_at IS NULL AND at < :overdue) AS overdue FROM contact_consent"
            " WHERE merchant_id = :merchant AND way IN ('email', 'sms', 'call')"
        ),
        {"merchant": scope.merchant_id, "overdue": overdue},
    ).one()
    return Registry(row.told, row.open, row.overdue)
