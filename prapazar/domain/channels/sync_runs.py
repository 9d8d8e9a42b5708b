"""Sync runs: "sync now" for chosen stores and kinds of work, with progress, never two at once for one kind."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import RunStatus, SyncKind, Topic
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.domain.channels.models import SyncRun
from prapazar.foundation import live, outbox
from prapazar.foundation.scope import Scope

SLICE = 2_000
"""Variants that wait in the outbox at least: a cancelled run sends them still."""
BATCHES = 2
"""Full requests that wait at least."""
AHEAD = 4
"""How many times what was sent between two steps waits at most, so that a quick channel never runs dry."""
PUSHED = {SyncKind.STOCK: Topic.PUSH_STOCK, SyncKind.PRICE: Topic.PUSH_PRICE}

_PARTS = text(
    "INSERT INTO sync_part (id, merchant_id, run_id, connection_id, kind, status, done, fed)"
    " SELECT gen_random_uuid(), c.merchant_id, :run, c.id, k, 'waiting', 0, 0"
    " FROM connection c CROSS JOIN unnest(CAST(:kinds AS text[])) k"
    " WHERE c.id = ANY(CAST(:ids AS uuid[])) AND c.status = 'active'"
    "  AND NOT coalesce(CAST(:cannot AS jsonb) -> c.connector ? k, false)"
    " ON CONFLICT (connection_id, kind) WHERE status IN ('waiting', 'running') DO NOTHING RETURNING id"
)


def start(
    session: Session,
    scope: Scope,
    connection_ids: Sequence[UUID],
    kinds: Sequence[SyncKind],
    cannot: Mapping[str, Collection[SyncKind]] | None = None,
) -> UUID:
    """What runs already for a store is left out, and what its connector cannot do (`cannot`, by slug).

    Where nothing is left, ConnectionInvalid.
    """
    scope.require("channels.write")
    run = SyncRun(merchant_id=scope.merchant_id, user_id=scope.user_id)
    session.add(run)
    session.flush()
    parts = session.execute(
        _PARTS,
        {
            "run": run.id,
            "kinds": [kind.value for kind in kinds],
            "ids": list(connection_ids),
            "cannot": json.dumps({slug: sorted(lacks) for slug, lacks in (cannot or {}).items()}),
        },
    ).scalars()
    made = list(parts)
    if not made:
        raise ConnectionInvalid("stores", "syncing.nothing_to_do")
    for part_id in made:
        outbox.append(session, scope.merchant_id, Topic.SYNC.value, part_id, part_id, {})
    live.tell(session, scope.merchant_id, "sync.changed")
    return run.id


def ask_cancel(session: Session, scope: Scope, run_id: UUID) -> None:
    """What is done stays; what waits is dropped, what works stops at its next step."""
    scope.require("channels.write")
    session.execute(text("UPDATE sync_run SET is_cancel_asked = true WHERE id = :id"), {"id": run_id})
    session.execute(
        text(
            "UPDATE sync_part SET status = 'cancelled', finished_at = now() WHERE run_id = :id AND status = 'waiting'"
        ),
        {"id": run_id},
    )
    live.tell(session, scope.merchant_id, "sync.changed")


@dataclass(frozen=True, slots=True)
class Part:
    """A part as its worker sees it."""

    id: UUID
    merchant_id: UUID
    connection_id: UUID
    kind: SyncKind
    is_cancel_asked: bool


def merchant_of(session: Session, part_id: UUID) -> UUID | None:
    """For the system role: a worker is handed the part's id."""
    found: UUID | None = session.execute(
        text("SELECT merchant_id FROM sync_part WHERE id = :id"), {"id": part_id}
    ).scalar()
    return found


def take(session: Session, scope: Scope, part_id: UUID) -> Part | None:
    """Begin it, or go on where its worker left it; None when it is over."""
    row = session.execute(
        text(
            "UPDATE sync_part p SET status = 'running', started_at = coalesce(p.started_at, now()) FROM sync_run r"
            " WHERE p.id = :id AND r.id = p.run_id AND p.status IN ('waiting', 'running')"
            " RETURNING p.id, p.merchant_id, p.connection_id, p.kind, r.is_cancel_asked"
        ),
        {"id": part_id},
    ).one_or_none()
    if row is None:
        return None
    live.tell(session, scope.merchant_id, "sync.changed")
    return Part(row[0], row[1], row[2], SyncKind(row[3]), row[4])


def advance(session: Session, scope: Scope, part_id: UUID, done: int) -> bool:
    """Progress of what counts as it goes. False when somebody asked to stop."""
    asked = session.execute(
        text(
            "UPDATE sync_part p SET done = p.done + :done FROM sync_run r WHERE p.id = :id AND r.id = p.run_id"
            " RETURNING r.is_cancel_asked"
        ),
        {"id": part_id, "done": done},
    ).scalar()
    live.tell(session, scope.merchant_id, "sync.changed")
    return not asked


def finish(
    session: Session, scope: Scope, part_id: UUID, status: RunStatus, error: str | None = None
) -> None:
    session.execute(
        text(
            "UPDATE sync_part SET status = :status, error = :error, finished_at = now() WHERE id = :id"
            " AND status IN ('waiting', 'running')"
        ),
        {"id": part_id, "status": status.value, "error": error},
    )
    live.tell(session, scope.merchant_id, "sync.changed")


_LISTED = "connection_id = :connection AND variant_id IS NOT NULL AND match = 'matched' AND status = 'active'"


class Fed(StrEnum):
    MORE = "more"
    ENOUGH = "enough"
    """What waits still keeps the channel busy."""
    ALL = "all"
    """Everything is sent."""


def feed(session: Session, scope: Scope, part: Part, batch_size: int = 1) -> Fed:
    """Hand over to the outbox what keeps the channel busy until the next step.

    Full batches wait at least, or a channel of few large requests would send half-empty ones.
    """
    topic = PUSHED[part.kind]
    state = session.execute(
        text("SELECT cursor, fed, done, total FROM sync_part WHERE id = :id FOR UPDATE"), {"id": part.id}
    ).one()
    total = state.total
    if total is None:
        total = session.execute(
            text(f"SELECT count(DISTINCT variant_id) FROM listing WHERE {_LISTED}"),
            {"connection": part.connection_id},
        ).scalar_one()
    left = session.execute(
        text("SELECT count(*) FROM outbox WHERE partition = :id AND topic = :topic AND parked_at IS NULL"),
        {"id": part.connection_id, "topic": topic.value},
    ).scalar_one()
    fed, cursor, handed = state.fed, state.cursor, Fed.ENOUGH
    most = max(SLICE, BATCHES * batch_size, AHEAD * (fed - left - state.done))
    if left <= most // 2 and not part.is_cancel_asked:
        found = session.execute(
            text(
                f"SELECT DISTINCT variant_id FROM listing WHERE {_LISTED}"
                " AND (CAST(:cursor AS uuid) IS NULL OR variant_id > :cursor) ORDER BY variant_id LIMIT :limit"
            ),
            {"connection": part.connection_id, "cursor": cursor, "limit": most - left},
        )
        variants = list(found.scalars())
        if variants:
            fanout.append_to(session, topic, part.connection_id, variants, is_bulk=True)
            fed, cursor, left = fed + len(variants), variants[-1], left + len(variants)
            handed = Fed.MORE
    session.execute(
        text(
            "UPDATE sync_part SET total = :total, fed = :fed, cursor = :cursor, done = :done WHERE id = :id"
        ),
        {
            "id": part.id,
            "total": max(total, fed),
            "fed": fed,
            "cursor": cursor,
            "done": max(0, fed - left),
        },
    )
    live.tell(session, scope.merchant_id, "sync.changed")
    return Fed.ALL if left == 0 else handed


@dataclass(frozen=True, slots=True)
class PartRow:
    id: UUID
    run_id: UUID
    connector: str
    store: str
    kind: str
    status: str
    total: int | None
    done: int
    error: str | None
    started_at: datetime | None
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class RunRow:
    id: UUID
    created_at: datetime
    is_cancel_asked: bool
    parts: tuple[PartRow, ...]

    @property
    def is_open(self) -> bool:
        return any(part.status in {RunStatus.WAITING, RunStatus.RUNNING} for part in self.parts)


def latest(session: Session, scope: Scope, limit: int = 5) -> list[RunRow]:
    scope.require("channels.read")
    heads = session.execute(
        text(
            "SELECT id, created_at, is_cancel_asked FROM sync_run WHERE merchant_id = :merchant"
            " ORDER BY created_at DESC LIMIT :limit"
        ),
        {"merchant": scope.merchant_id, "limit": limit},
    ).all()
    found = session.execute(
        text(
            "SELECT p.id, p.run_id, c.connector, c.name, p.kind, p.status, p.total, p.done, p.error, p.started_at,"
            " p.finished_at FROM sync_part p JOIN connection c ON c.id = p.connection_id"
            " WHERE p.run_id = ANY(CAST(:runs AS uuid[])) ORDER BY c.name, p.kind"
        ),
        {"runs": [head.id for head in heads]},
    )
    parts = [PartRow(*row) for row in found]
    return [
        RunRow(head.id, head.created_at, head.is_cancel_asked, tuple(p for p in parts if p.run_id == head.id))
        for head in heads
    ]
