"""Decide: approve or reject claims whole or by line; the channel is told through the outbox."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.aftersales import queries
from prapazar.domain.aftersales.actions import timeline
from prapazar.domain.aftersales.actions.take_claims import count
from prapazar.domain.aftersales.enums import DECIDED, FIRST_TO_TELL, ClaimStatus, Verdict
from prapazar.domain.aftersales.errors import ClaimMissing, ClaimRefused
from prapazar.domain.aftersales.records import Decision
from prapazar.domain.channels.enums import Topic
from prapazar.foundation import live, outbox
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope

_CLAIM = text(
    "SELECT id, connection_id, number, status FROM claim WHERE id = :id AND merchant_id = :merchant FOR UPDATE"
)
_LINES = text(
    "SELECT id, external_id FROM claim_line WHERE claim_id = :claim AND status = 'waiting'"
    " AND deciding IS NULL AND (cardinality(CAST(:ids AS uuid[])) = 0 OR id = ANY(CAST(:ids AS uuid[])))"
    " ORDER BY id FOR UPDATE"
)
_UNTOLD = text("UPDATE claim_line SET deciding = :verdict WHERE id = ANY(CAST(:ids AS uuid[]))")
_DECIDED = text(
    "UPDATE claim_line SET status = :status, deciding = NULL WHERE id = ANY(CAST(:ids AS uuid[]))"
)
_STATUSES = text("SELECT DISTINCT status FROM claim_line WHERE claim_id = :claim")
_CLEARED = text(
    "UPDATE claim SET code = NULL, detail = '', updated_at = now(),"
    " note = coalesce(nullif(CAST(:note AS text), ''), note) WHERE id = :id"
)
_REFUSED = text("UPDATE claim SET code = :code, detail = :detail, updated_at = now() WHERE id = :id")
LONGEST_NOTE = 500


@dataclass(frozen=True, slots=True)
class ManyDecided:
    decided: int
    refused: tuple[tuple[str, str], ...]
    """Number of the claim, and the code of what was in the way."""


def decide(session: Session, scope: Scope, decision: Decision) -> None:
    """Raises ClaimMissing; ClaimRefused where nothing waits for a decision, or a rejection has no reason."""
    scope.require("claims.approve")
    claim = session.execute(_CLAIM, {"id": decision.claim_id, "merchant": scope.merchant_id}).one_or_none()
    if claim is None:
        raise ClaimMissing(decision.claim_id)
    verdict, note = decision.verdict, decision.note.strip()[:LONGEST_NOTE]
    if claim.status != ClaimStatus.WAITING:
        raise ClaimRefused("claims.past_deciding")
    if verdict is Verdict.REJECT and not (decision.reason or (claim.connection_id is None and note)):
        raise ClaimRefused("claims.reason_missing")
    lines = session.execute(_LINES, {"claim": claim.id, "ids": list(decision.line_ids)}).all()
    if not lines:
        raise ClaimRefused("claims.nothing_to_decide")
    session.execute(_CLEARED, {"id": claim.id, "note": note})
    if claim.connection_id is None:
        settle(session, scope, claim.id, [line.id for line in lines], verdict)
        return
    session.execute(_UNTOLD, {"ids": [line.id for line in lines], "verdict": verdict.value})
    payload = {
        "claim_id": str(claim.id),
        "verdict": verdict.value,
        "lines": [line.external_id for line in lines],
        "reason": decision.reason,
        "note": note,
        "files": [str(one) for one in decision.file_ids],
    }
    topic = Topic.DECIDE_CLAIMS.value
    outbox.append(session, scope.merchant_id, topic, claim.connection_id, new_id(), payload)
    count(session, [claim.id])
    told = {
        "lines": len(lines),
        "note": note,
        "reason": reason_name(session, claim.connection_id, decision),
        "files": len(decision.file_ids),
    }
    timeline.write(session, scope, [(claim.id, f"{verdict}_asked", told)])


def decide_many(session: Session, scope: Scope, decisions: Sequence[Decision]) -> ManyDecided:
    """Each for itself: what cannot be decided keeps the others from nothing."""
    scope.require("claims.approve")
    refused: list[tuple[str, str]] = []
    for decision in decisions:
        try:
            decide(session, scope, decision)
        except (ClaimRefused, ClaimMissing) as error:
            number = queries.order_number(session, decision.claim_id)
            refused.append((number, getattr(error, "code", "claims.missing")))
    return ManyDecided(len(decisions) - len(refused), tuple(refused))


def settle(
    session: Session, scope: Scope, claim_id: UUID, line_ids: Sequence[UUID], verdict: Verdict
) -> None:
    """It is so: of a claim no channel knows, or that its channel has accepted."""
    session.execute(_DECIDED, {"ids": list(line_ids), "status": DECIDED[verdict].value})
    standing = set(session.execute(_STATUSES, {"claim": claim_id}).scalars())
    status = next(one for one in FIRST_TO_TELL if one in standing)
    session.execute(
        text(
            "UPDATE claim SET status = CAST(:status AS text), code = NULL, detail = '', updated_at = now(),"
            " decided_at = CASE WHEN CAST(:status AS text) IN ('accepted', 'rejected')"
            "  THEN coalesce(decided_at, now()) END"
            " WHERE id = :id"
        ),
        {"status": status.value, "id": claim_id},
    )
    count(session, [claim_id])
    timeline.write(session, scope, [(claim_id, DECIDED[verdict].value, {"lines": len(line_ids)})])


def settle_told(
    session: Session, scope: Scope, claim_id: UUID, external_ids: Sequence[str], verdict: Verdict
) -> None:
    """The channel took the decision; its own words on it come with the next import."""
    ids = _told_lines(session, claim_id, external_ids)
    if ids:
        settle(session, scope, claim_id, ids, verdict)


def refuse_told(
    session: Session, scope: Scope, claim_id: UUID, external_ids: Sequence[str], code: str, detail: str
) -> None:
    """The channel did not take it: it waits again, with the cause."""
    ids = _told_lines(session, claim_id, external_ids)
    session.execute(
        text("UPDATE claim_line SET deciding = NULL WHERE id = ANY(CAST(:ids AS uuid[]))"), {"ids": ids}
    )
    session.execute(_REFUSED, {"id": claim_id, "code": code, "detail": detail[:300]})
    count(session, [claim_id])
    timeline.write(session, scope, [(claim_id, "refused", {"code": code, "detail": detail[:300]})])
    live.tell(session, scope.merchant_id, "claims.changed")


def _told_lines(session: Session, claim_id: UUID, external_ids: Sequence[str]) -> list[UUID]:
    found = session.execute(
        text(
            "SELECT id FROM claim_line WHERE claim_id = :claim AND deciding IS NOT NULL"
            " AND external_id = ANY(CAST(:ids AS text[])) ORDER BY id FOR UPDATE"
        ),
        {"claim": claim_id, "ids": list(external_ids)},
    )
    return list(found.scalars())


def reason_name(session: Session, connection_id: UUID, decision: Decision) -> str:
    if not decision.reason:
        return ""
    found: Any = session.execute(
        text("SELECT name FROM claim_reason WHERE connection_id = :connection AND external_id = :reason"),
        {"connection": connection_id, "reason": decision.reason},
    ).scalar()
    return str(found or decision.reason)


def keep_reasons(
    session: Session, scope: Scope, connection_id: UUID, reasons: Sequence[tuple[str, str]]
) -> None:
    """What the channel takes as reasons, in its order; those it no longer names go."""
    session.execute(
        text(
            "INSERT INTO claim_reason (id, merchant_id, connection_id, external_id, name, place, seen_at)"
            " SELECT gen_random_uuid(), :merchant, :connection, r.id, r.name, r.place, now()"
            " FROM unnest(CAST(:ids AS text[]), CAST(:names AS text[])) WITH ORDINALITY AS r(id, name, place)"
            " ON CONFLICT (connection_id, external_id)"
            " DO UPDATE SET name = excluded.name, place = excluded.place, seen_at = now()"
        ),
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "ids": [one for one, _ in reasons],
            "names": [name for _, name in reasons],
        },
    )
    session.execute(
        text("DELETE FROM claim_reason WHERE connection_id = :connection AND seen_at < now()"),
        {"connection": connection_id},
    )
