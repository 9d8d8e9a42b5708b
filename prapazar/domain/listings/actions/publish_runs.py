"""Publishing runs: choose products and a channel, send, cancel, and write what became of each article."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from prapazar.domain.access import audit
from prapazar.domain.catalog.queries.filters import Selection, selected
from prapazar.domain.channels.enums import Topic
from prapazar.domain.listings.enums import PublicationKind, PublishState
from prapazar.domain.listings.errors import RunMissing
from prapazar.domain.listings.models import PublicationBatch, PublishRun
from prapazar.foundation import live
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

MOST_ITEMS = 20_000
MOST_TRIES = 3
"""How often an article is told that the channel never speaks of again."""


def choose(session: Session, scope: Scope, selection: Selection) -> UUID:
    """A run of all active variants of these products, its channel still open."""
    scope.require("listings.write")
    run = PublishRun(merchant_id=scope.merchant_id, user_id=scope.user_id)
    session.add(run)
    session.flush()
    conditions, values = selected(selection)
    session.execute(
        text(
            "INSERT INTO publish_item (id, merchant_id, run_id, variant_id, state, is_new, tries, may_be_there)"
            " SELECT gen_random_uuid(), :merchant, :run, v.id, 'draft', true, 0, false FROM product p"
            f" JOIN variant v ON v.product_id = p.id AND v.is_active WHERE {conditions} ORDER BY p.id LIMIT :most"
        ),
        {**values, "merchant": scope.merchant_id, "run": run.id, "most": MOST_ITEMS},
    )
    return run.id


def choose_channel(session: Session, scope: Scope, run_id: UUID, connection_id: UUID) -> None:
    """Raises RunMissing where the run was sent already."""
    scope.require("listings.write")
    _changed(
        session.execute(
            text(
                "UPDATE publish_run SET connection_id = c.id FROM connection c WHERE c.id = :connection"
                " AND publish_run.id = :run AND publish_run.started_at IS NULL RETURNING publish_run.id"
            ),
            {"run": run_id, "connection": connection_id},
        ).scalar()
    )
    session.execute(
        text("UPDATE publish_item SET connection_id = :connection, missing = '[]' WHERE run_id = :run"),
        {"run": run_id, "connection": connection_id},
    )


_MISSING = text(
    "UPDATE publish_item i SET missing = n.missing, is_new = n.is_new,"
    "  state = CASE WHEN i.state IN ('draft', 'incomplete')"
    "   THEN CASE WHEN n.missing = '[]'::jsonb THEN 'draft' ELSE 'incomplete' END ELSE i.state END"
    " FROM jsonb_to_recordset(:rows) AS n(variant_id uuid, missing jsonb, is_new boolean)"
    " WHERE i.run_id = :run AND i.variant_id = n.variant_id"
).bindparams(bindparam("rows", type_=JSONB))


def write_missing(session: Session, run_id: UUID, rows: Sequence[Mapping[str, Any]]) -> None:
    """{variant_id, missing, is_new} of articles as they were checked."""
    if rows:
        session.execute(_MISSING, {"run": run_id, "rows": list(rows)})


_HELD = (
    " ON CONFLICT (partition, topic, coalesce_key) WHERE claimed_until IS NULL AND parked_at IS NULL"
    " DO UPDATE SET payload = excluded.payload WHERE false"
)
_WAIT = text(
    "INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload)"
    " SELECT i.merchant_id, :topic, i.connection_id, i.variant_id, '{}' FROM publish_item i"
    " JOIN variant v ON v.id = i.variant_id WHERE i.id = ANY(CAST(:ids AS uuid[]))"
    " ORDER BY v.product_id, i.variant_id" + _HELD
)


def send(session: Session, scope: Scope, run_id: UUID) -> int:
    """What is complete goes to the outbox; an older run's article that still waits is told with this one.

    Returns how many. Raises RunMissing where the run has no channel or was sent already.
    """
    scope.require("listings.write")
    _changed(
        session.execute(
            text(
                "UPDATE publish_run SET started_at = now(), user_id = coalesce(:user, user_id) WHERE id = :run"
                " AND started_at IS NULL AND connection_id IS NOT NULL RETURNING id"
            ),
            {"run": run_id, "user": scope.user_id},
        ).scalar()
    )
    ids = _move(session, "run_id = :run AND state = 'draft'", PublishState.WAITING, {"run": run_id})
    older = session.execute(
        text(
            "UPDATE publish_item old SET state = 'cancelled', code = 'publishing.superseded', answered_at = now()"
            " FROM publish_item new WHERE new.run_id = :run AND old.run_id <> :run AND old.state = 'waiting'"
            "  AND old.variant_id = new.variant_id AND old.connection_id = new.connection_id"
            "  AND new.state = 'waiting' RETURNING old.run_id"
        ),
        {"run": run_id},
    ).scalars()
    superseded = sorted(set(older))
    session.execute(_WAIT, {"topic": Topic.PUSH_CONTENT.value, "ids": ids})
    audit.append(session, scope, "listings.publish", run_id, {"count": len(ids)})
    finish_runs(session, scope, [run_id, *superseded])
    return len(ids)


def cancel(session: Session, scope: Scope, run_id: UUID) -> int:
    """What has not left yet stays here; what the channel has been told is still asked for."""
    scope.require("listings.write")
    _changed(
        session.execute(
            text(
                "UPDATE publish_run SET is_cancelled = true, started_at = coalesce(started_at, now())"
                " WHERE id = :run AND finished_at IS NULL RETURNING id"
            ),
            {"run": run_id},
        ).scalar()
    )
    gone = _move(
        session,
        "run_id = :run AND state IN ('draft', 'waiting')",
        PublishState.CANCELLED,
        {"run": run_id},
    )
    session.execute(
        text(
            "DELETE FROM outbox o USING publish_item i WHERE i.id = ANY(CAST(:ids AS uuid[])) AND o.topic = :topic"
            " AND o.partition = i.connection_id AND o.coalesce_key = i.variant_id AND o.claimed_until IS NULL"
        ),
        {"ids": gone, "topic": Topic.PUSH_CONTENT.value},
    )
    finish_runs(session, scope, [run_id])
    return len(gone)


def _move(session: Session, condition: str, state: PublishState, values: Mapping[str, Any]) -> list[UUID]:
    found = session.execute(
        text(f"UPDATE publish_item SET state = :state WHERE {condition} RETURNING id"),
        {**values, "state": state.value},
    )
    return list(found.scalars())


def _changed(found: object) -> None:
    if found is None:
        raise RunMissing


# what the pusher writes


@dataclass(frozen=True, slots=True)
class Item:
    """An article on its way."""

    id: UUID
    run_id: UUID
    variant_id: UUID
    tries: int


_OPEN = "(i.state = 'waiting' OR i.state = 'sent' AND i.batch_id IS NULL)"
_SUPERSEDE = (
    "UPDATE publish_item i SET state = 'cancelled', code = 'publishing.superseded', answered_at = now()"
    " WHERE i.connection_id = :connection AND i.variant_id = ANY(CAST(:variants AS uuid[]))"
    f"  AND NOT i.id = ANY(CAST(:kept AS uuid[])) AND {_OPEN} RETURNING i.run_id"
)


def take(session: Session, scope: Scope, connection_id: UUID, variant_ids: Sequence[UUID]) -> list[Item]:
    """The newest open article of each variant, older ones being told with it.

    One that a dead process had on its way is told again.
    """
    values = {"connection": connection_id, "variants": list(variant_ids)}
    found = session.execute(
        text(
            "SELECT DISTINCT ON (i.variant_id) i.id, i.run_id, i.variant_id, i.tries FROM publish_item i"
            " JOIN publish_run r ON r.id = i.run_id WHERE i.connection_id = :connection"
            f"  AND i.variant_id = ANY(CAST(:variants AS uuid[])) AND {_OPEN}"
            " ORDER BY i.variant_id, r.created_at DESC, i.id"
        ),
        values,
    )
    items = [Item(*row) for row in found]
    older = session.execute(text(_SUPERSEDE), {**values, "kept": [item.id for item in items]}).scalars()
    finish_runs(session, scope, sorted(set(older)))
    return items


def mark_sent(session: Session, names: Mapping[UUID, str]) -> None:
    """Before the call; `names`: what the channel's answer will call each article."""
    session.execute(
        text(
            "UPDATE publish_item i SET state = 'sent', external_id = n.name, sent_at = now(), tries = i.tries + 1,"
            " may_be_there = i.may_be_there OR i.state = 'sent', code = NULL, message = NULL,"
            " batch_id = NULL FROM unnest(CAST(:ids AS uuid[]),"
            " CAST(:names AS text[])) AS n(id, name) WHERE i.id = n.id"
        ),
        {"ids": list(names), "names": list(names.values())},
    )


def mark_waiting(session: Session, item_ids: Sequence[UUID], code: str, *, maybe_done: bool) -> None:
    """The call came to nothing; the outbox holds another try. One cancelled meanwhile stays so."""
    session.execute(
        text(
            "UPDATE publish_item i SET state = CASE WHEN r.is_cancelled THEN 'cancelled' ELSE 'waiting' END,"
            " code = :code, may_be_there = i.may_be_there OR :maybe FROM publish_run r WHERE r.id = i.run_id"
            " AND i.state = 'sent' AND i.id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"ids": list(item_ids), "code": code, "maybe": maybe_done},
    )


def await_batch(
    session: Session, scope: Scope, connection_id: UUID, item_ids: Sequence[UUID], external_id: str
) -> None:
    batch = PublicationBatch(
        merchant_id=scope.merchant_id,
        connection_id=connection_id,
        external_id=external_id,
        kind=PublicationKind.CONTENT.value,
        item_count=len(item_ids),
        next_poll_at=now(),
    )
    session.add(batch)
    session.flush()
    session.execute(
        text("UPDATE publish_item SET batch_id = :batch WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"batch": batch.id, "ids": list(item_ids)},
    )


def in_batch(session: Session, batch_id: UUID) -> dict[UUID, str]:
    """Articles of a batch that wait for their answer, and what it calls them."""
    found = session.execute(
        text("SELECT id, external_id FROM publish_item WHERE batch_id = :batch AND state = 'sent'"),
        {"batch": batch_id},
    )
    return {row.id: row.external_id for row in found}


@dataclass(frozen=True, slots=True)
class ItemAnswer:
    item_id: UUID
    state: PublishState
    code: str | None = None
    message: str | None = None


_ANSWER = text(
    "UPDATE publish_item i SET state = CASE WHEN a.state = 'rejected' AND i.is_new AND i.may_be_there THEN 'unknown'"
    "  ELSE a.state END, code = a.code, message = a.message, answered_at = now()"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:states AS text[]), CAST(:codes AS text[]), CAST(:messages AS text[]))"
    "  AS a(id, state, code, message) WHERE i.id = a.id AND i.state IN ('waiting', 'sent')"
    " RETURNING i.run_id, i.state, i.is_new"
)


def answer(session: Session, scope: Scope, answers: Sequence[ItemAnswer]) -> tuple[int, int]:
    """Write final answers. Returns (articles to be looked for among the listings, articles refused).

    A refusal of one that may be there already decides nothing: reading the listings does.
    """
    if not answers:
        return 0, 0
    found = session.execute(
        _ANSWER,
        {
            "ids": [one.item_id for one in answers],
            "states": [one.state.value for one in answers],
            "codes": [one.code for one in answers],
            "messages": [(one.message or "")[:1000] or None for one in answers],
        },
    ).all()
    finish_runs(session, scope, sorted({row.run_id for row in found}))
    known = {PublishState.ACCEPTED, PublishState.UNKNOWN}
    return sum(row.state in known and row.is_new for row in found), sum(
        row.state == PublishState.REJECTED for row in found
    )


def accept_listed(session: Session, scope: Scope, connection_id: UUID) -> None:
    """Articles nobody heard an answer about, and the channel lists them: they have arrived."""
    found = session.execute(
        text(
            "UPDATE publish_item i SET state = 'accepted', code = NULL, message = NULL"
            " WHERE i.connection_id = :connection AND i.state = 'unknown' AND i.is_new AND EXISTS (SELECT 1"
            "  FROM listing l WHERE l.connection_id = i.connection_id AND l.variant_id = i.variant_id"
            "  AND l.match = 'matched') RETURNING i.run_id"
        ),
        {"connection": connection_id},
    ).scalars()
    finish_runs(session, scope, sorted(set(found)))


def tell_again(session: Session, item_ids: Sequence[UUID]) -> None:
    """The batch never spoke of these articles: they go into the outbox once more."""
    session.execute(
        text(
            "UPDATE publish_item SET state = 'waiting', batch_id = NULL WHERE id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"ids": list(item_ids)},
    )
    session.execute(_WAIT, {"topic": Topic.PUSH_CONTENT.value, "ids": list(item_ids)})


def tries_of(session: Session, item_ids: Sequence[UUID]) -> dict[UUID, int]:
    found = session.execute(
        text("SELECT id, tries FROM publish_item WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"ids": list(item_ids)},
    )
    return {row.id: row.tries for row in found}


def finish_runs(session: Session, scope: Scope, run_ids: Sequence[UUID]) -> None:
    """Runs of which nothing is open any more are finished; screens look again either way."""
    session.execute(
        text(
            "UPDATE publish_run r SET finished_at = now() WHERE id = ANY(CAST(:ids AS uuid[])) AND finished_at IS NULL"
            " AND started_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM publish_item i WHERE i.run_id = r.id"
            "  AND i.state IN ('waiting', 'sent'))"
        ),
        {"ids": list(run_ids)},
    )
    for run_id in run_ids:
        live.tell(session, scope.merchant_id, "publishing.changed", run=str(run_id))
