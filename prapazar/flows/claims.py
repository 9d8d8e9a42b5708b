"""Claims between channels and our books: read on a schedule, decided here, told to the channel once."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.aftersales import ClaimRecord
from prapazar.connector_kit.aftersales import ClaimStatus as Said
from prapazar.connector_kit.contract import AnswersClaims, ReadsClaims, SendsEvidence
from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable, UnexpectedAnswer
from prapazar.domain.aftersales import actions, queries
from prapazar.domain.aftersales.actions import windows
from prapazar.domain.aftersales.actions.decide import ManyDecided
from prapazar.domain.aftersales.enums import ClaimKind, ClaimStatus, Verdict
from prapazar.domain.aftersales.errors import ClaimRefused
from prapazar.domain.aftersales.records import Decision, Imported, IncomingClaim, IncomingClaimLine
from prapazar.domain.channels.enums import JobKind, Topic
from prapazar.domain.orders.enums import RepairKind
from prapazar.flows import aftersales, evidence, handing_back
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.foundation import db, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import PARK_AFTER_ATTEMPTS, Claim
from prapazar.foundation.scope import Scope

LEASE = timedelta(minutes=3)
AT_ONCE = 50
REASONS_LAST = timedelta(days=1)


def _take(session: Session, channel: Channel, records: Sequence[ClaimRecord]) -> Imported:
    return actions.take_claims(session, channel.scope, channel.id, [incoming(one) for one in records])


READING = aftersales.Reading(
    job=JobKind.CLAIMS,
    repair=RepairKind.CLAIM,
    first_look=timedelta(days=60),
    oldest=windows.oldest_open_claim,
    take=_take,
    permission="claims.read",
    link=aftersales.CLAIMS_LINK,
    reminder=windows.CLAIM_REMINDER,
)


def import_new(connection_id: UUID) -> int:
    return aftersales.import_new(connection_id, READING, _read)


def _read(channel: Channel) -> int:
    connector = channel.connector
    if not isinstance(connector, ReadsClaims):
        return 0
    news = aftersales.read(channel, READING, connector.fetch_claims)
    if isinstance(connector, AnswersClaims):
        _read_reasons(channel, connector)
    return news


def _read_reasons(channel: Channel, connector: AnswersClaims) -> None:
    with db.transaction(channel.scope) as session:
        seen: datetime | None = session.execute(
            text("SELECT max(seen_at) FROM claim_reason WHERE connection_id = :id"), {"id": channel.id}
        ).scalar()
    if seen is not None and now() - seen < REASONS_LAST:
        return
    reasons = connector.fetch_claim_reasons()
    with db.transaction(channel.scope) as session:
        actions.keep_reasons(session, channel.scope, channel.id, reasons)


def decide(session: Session, scope: Scope, decisions: Sequence[Decision]) -> ManyDecided:
    """Each for itself; a claim of a channel that is not told by us has to be decided in its own panel."""
    scope.require("claims.approve")
    untold = _untold(session, [one.claim_id for one in decisions])
    refused = [(untold[one.claim_id], "claims.in_the_panel") for one in decisions if one.claim_id in untold]
    ready: list[Decision] = []
    for one in decisions:
        try:
            ready += [] if one.claim_id in untold else [evidence.with_files(session, scope, one)]
        except ClaimRefused as refusal:
            refused.append((queries.order_number(session, one.claim_id), refusal.code))
    result = actions.decide_many(session, scope, ready)
    return ManyDecided(result.decided, (*result.refused, *refused))


def decide_one(session: Session, scope: Scope, decision: Decision) -> None:
    """Raises ClaimMissing, ClaimRefused."""
    scope.require("claims.approve")
    if _untold(session, [decision.claim_id]):
        raise ClaimRefused("claims.in_the_panel")
    actions.decide(session, scope, evidence.with_files(session, scope, decision))


def is_told(connector: str | None) -> bool:
    """Whether decisions about its claims can be made here; of claims entered by hand always."""
    return connector is None or "answer_claims" in registry.manifest(connector).capabilities


def _untold(session: Session, claim_ids: Sequence[UUID]) -> dict[UUID, str]:
    """Claim to its order's number, of those whose channel we cannot tell."""
    found = session.execute(
        text(
            "SELECT k.id, k.order_external_id, c.connector FROM claim k JOIN connection c ON c.id = k.connection_id"
            " WHERE k.id = ANY(CAST(:ids AS uuid[]))"
        ),
        {"ids": list(claim_ids)},
    )
    return {row.id: row.order_external_id for row in found if not is_told(row.connector)}


def tell_decisions(connection_id: UUID) -> int:
    """Tell a channel what was decided. Returns how many it answered, a refusal too."""
    with db.exclusive(f"{Topic.DECIDE_CLAIMS}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                with db.transaction(channel.scope) as session:
                    rows = outbox.claim(
                        session,
                        Topic.DECIDE_CLAIMS.value,
                        channel.id,
                        AT_ONCE,
                        LEASE,
                        in_order_of="claim_id",
                    )
                return handing_back.one_by_one(
                    channel, rows, lambda row: _tell(channel, row), lambda row: row.payload["claim_id"]
                )
        except ConnectionIdle:
            handing_back.put_off(connection_id, Topic.DECIDE_CLAIMS)
            return 0


def _tell(channel: Channel, row: Claim) -> None:
    """Told once: after an answer that was lost, the channel is asked how it stands before it is told again."""
    with db.transaction(channel.scope) as session:
        told = queries.told(session, UUID(row.payload["claim_id"]), row.payload["lines"])
    if told is None:
        _done(channel, row)
        return
    if row.attempts > 1 and _is_decided(channel, told):
        _done(channel, row)
        return
    try:
        _say(channel, row, told)
    except (Rejected, UnexpectedAnswer) as refused:
        if _is_decided(channel, told):
            _done(channel, row)
        elif isinstance(refused, Rejected) or row.attempts >= PARK_AFTER_ATTEMPTS:
            _refused(channel, row, refused)
        else:
            raise
    except Unavailable as lost:
        if not (lost.maybe_done and _is_decided(channel, told)):
            raise
        _done(channel, row)
    else:
        _done(channel, row)


def _say(channel: Channel, row: Claim, told: queries.ToldClaim) -> None:
    connector = channel.connector
    if not isinstance(connector, AnswersClaims):
        raise Rejected("decided in its own panel only", code="claims.in_the_panel")
    if Verdict(row.payload["verdict"]) is Verdict.APPROVE:
        connector.approve_claim(told.external_id, row.payload["lines"])
        return
    reason, note, lines = row.payload["reason"], row.payload["note"], row.payload["lines"]
    with db.transaction(channel.scope) as session:
        files = evidence.read(session, channel.scope, row.payload)
    if files and isinstance(connector, SendsEvidence):
        connector.reject_with_evidence(told.external_id, lines, reason, note, files)
    else:
        connector.reject_claim(told.external_id, lines, reason, note)


def _is_decided(channel: Channel, told: queries.ToldClaim) -> bool:
    """What the channel says of it now, taken into the books; a channel that does not answer says nothing."""
    connector = channel.connector
    if not isinstance(connector, ReadsClaims):
        return False
    try:
        for records in connector.fetch_claims(told.created_at - timedelta(minutes=1), now()):
            for record in records:
                if isinstance(record, ClaimRecord) and record.external_id == told.external_id:
                    aftersales.take_records(channel, READING, [record])
                    waiting = {line.external_id for line in record.lines if line.status is Said.WAITING}
                    return not waiting.intersection(told.line_external_ids)
    except ConnectorError:
        return False
    return False


def _done(channel: Channel, row: Claim) -> None:
    def work(session: Session) -> None:
        outbox.finish(session, [row.id])
        verdict = Verdict(row.payload["verdict"])
        claim_id = UUID(row.payload["claim_id"])
        actions.settle_told(session, channel.scope, claim_id, row.payload["lines"], verdict)

    db.retried(channel.scope, work)


def _refused(channel: Channel, row: Claim, error: ConnectorError) -> None:
    def work(session: Session) -> None:
        outbox.finish(session, [row.id])
        claim_id = UUID(row.payload["claim_id"])
        actions.refuse_told(session, channel.scope, claim_id, row.payload["lines"], error.code, error.detail)

    db.retried(channel.scope, work)


def incoming(record: ClaimRecord) -> IncomingClaim:
    return IncomingClaim(
        external_id=record.external_id,
        kind=ClaimKind(record.kind.value),
        status=ClaimStatus(record.status.value),
        order_external_id=record.order_external_id,
        created_at=record.created_at,
        modified_at=record.modified_at,
        lines=tuple(
            IncomingClaimLine(
                external_id=line.external_id,
                title=line.title,
                quantity=line.quantity,
                status=ClaimStatus(line.status.value),
                order_line_external_id=line.order_line_external_id,
                sku=line.sku,
                barcode=line.barcode,
                reason=line.reason,
                note=line.note,
                amount=line.amount,
            )
            for line in record.lines
        ),
        provider_status=record.provider_status,
        buyer_name=record.buyer_name,
        due_at=record.due_at,
        carrier=record.carrier,
        tracking_number=record.tracking_number,
        currency=record.currency,
    )
