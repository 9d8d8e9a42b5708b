"""Pushes stock and prices to channels, and asks for the final answers of their batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.contract import AnswersBatches, PushesPrice, PushesStock
from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.records import (
    BatchAnswer,
    ItemResult,
    ItemState,
    PriceOffer,
    PushResult,
    StockOffer,
)
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import JobKind, Topic
from prapazar.domain.listings import offers as listing_offers
from prapazar.domain.listings.actions import publish
from prapazar.domain.listings.actions.publish import Answer, OpenBatch
from prapazar.domain.listings.company import company_for
from prapazar.domain.listings.enums import PublicationKind
from prapazar.domain.listings.offers import PriceOfferRow, StockOfferRow
from prapazar.domain.messaging import actions as messaging
from prapazar.flows import handing_back, pacing, publishing
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.foundation import db, outbox, routes
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import Claim

LEASE = timedelta(minutes=3)
MOST_ROUNDS = 50
"""Batches in one task; the relay starts the next one."""
IDLE_RETRY = timedelta(minutes=1)
UNAVAILABLE_RETRY = timedelta(seconds=20)
REPEATED_RETRY = timedelta(minutes=15)
"""Trendyol refuses an identical request for that long."""
FIRST_POLL = timedelta(seconds=2)
BATCH_LIFE = timedelta(hours=3, minutes=45)
"""Batch results are kept for four hours at Trendyol, the only provider with batches here."""
PATIENT_FOR = timedelta(minutes=10)
"""So long the answer of a batch lets pushes go first, where the channel counts both against one limit."""
LEFT_TO_PUSHES = 0.5
NEVER_ANSWERED = "listings.never_answered"

Rows = list[StockOfferRow] | list[PriceOfferRow]


@dataclass(frozen=True, slots=True)
class _Load:
    """Claims on their way to one channel, and the trace each offer left before the call."""

    claims: list[Claim]
    rows: Rows
    publication_ids: list[UUID]
    is_accompanied: bool = False
    """Told beside other articles, so that a channel that remembers the same request hears a new one."""


def push(connection_id: UUID, topic: Topic) -> int:
    """Send what waits, batch by batch, until nothing is due. Returns offers sent.

    One pusher per connection and topic: two could overtake each other and leave the older number standing.
    Raises NotYet where the channel's limits make it wait.
    """
    try:
        with opened(connection_id) as channel:
            topics = _at_once(channel, topic)
            with db.exclusive(f"{'+'.join(topics)}:{connection_id}") as is_mine:
                return sum(_push_all(channel, one) for one in topics) if is_mine else 0
    except ConnectionIdle:
        handing_back.put_off(connection_id, topic)
        return 0


def _at_once(channel: Channel, topic: Topic) -> tuple[Topic, ...]:
    """Where stock and price share a row, whoever comes first sends both; the other finds the door closed."""
    if registry.manifest(channel.account.connector).batches.shares_rows:
        return Topic.PUSH_STOCK, Topic.PUSH_PRICE
    return (topic,)


def _push_all(channel: Channel, topic: Topic) -> int:
    sent = 0
    size = _batch_size(channel, topic)
    for _ in range(MOST_ROUNDS):
        pacing.await_turn(channel.limiter, channel.id, topic.value)
        with pacing.lane(channel.id):
            with db.transaction(channel.scope) as session:
                claims = outbox.claim(session, topic.value, channel.id, size, LEASE)
            if not claims:
                break
            load = _load(channel, topic, claims)
        _deliver(channel, topic, load)
        sent += len(load.rows)
        if len(claims) < size:
            break  # what comes meanwhile gathers to a batch of its own
    return sent


def _batch_size(channel: Channel, topic: Topic) -> int:
    connector = channel.connector
    if topic is Topic.PUSH_STOCK and isinstance(connector, PushesStock):
        return connector.stock_batch_size
    if topic is Topic.PUSH_PRICE and isinstance(connector, PushesPrice):
        return connector.price_batch_size
    return 100


def _load(channel: Channel, topic: Topic, claims: list[Claim], beside: Sequence[UUID] = ()) -> _Load:
    """Values are read after the claim, so whatever was committed before it is in them."""
    variants = list(dict.fromkeys([*(claim.coalesce_key for claim in claims), *beside]))
    with db.transaction(channel.scope) as session:
        rows: Rows
        if topic is Topic.PUSH_STOCK:
            rows = listing_offers.stock_offers(session, channel.id, variants)
        else:
            rows = listing_offers.price_offers(session, channel.id, variants)
        if any(claim.attempts > 1 for claim in claims):
            publish.forget_unanswered(session, channel.id, _kind(topic), variants, NEVER_ANSWERED)
        ids = publish.send(session, channel.scope, channel.id, _kind(topic), rows) if rows else []
    return _Load(claims, rows, ids, is_accompanied=bool(beside))


def _kind(topic: Topic) -> PublicationKind:
    return PublicationKind.STOCK if topic is Topic.PUSH_STOCK else PublicationKind.PRICE


def _deliver(channel: Channel, topic: Topic, load: _Load) -> None:
    """Every way a call can end leaves the outbox and the publications saying so."""
    if not load.rows:
        _finish(channel, load)
        return
    try:
        result = _call(channel, topic, load.rows)
    except RateLimited as error:
        _withdraw(channel, load, error.code, timedelta(seconds=error.retry_after))
        raise
    except AuthFailed as error:
        _withdraw(channel, load, error.code, IDLE_RETRY)
        raise
    except Unavailable as error:
        _withdraw(channel, load, error.code, UNAVAILABLE_RETRY, maybe_done=error.maybe_done)
        raise
    except UnexpectedAnswer as error:
        _withdraw(channel, load, error.code, _back_off(load.claims), maybe_done=True, counts=True)
        raise
    except Rejected as error:
        _refused(channel, topic, load, error)
        return
    _answered(channel, topic, load, result)


def _call(channel: Channel, topic: Topic, rows: Rows) -> PushResult:
    connector = channel.connector
    if topic is Topic.PUSH_STOCK and isinstance(connector, PushesStock):
        return connector.push_stock(
            [
                StockOffer(r.external_id, r.external_parent_id, r.quantity)
                for r in rows
                if isinstance(r, StockOfferRow)
            ]
        )
    if topic is Topic.PUSH_PRICE and isinstance(connector, PushesPrice):
        return connector.push_price(
            [
                PriceOffer(r.external_id, r.external_parent_id, r.price, r.list_price, r.currency, r.vat_rate)
                for r in rows
                if isinstance(r, PriceOfferRow)
            ]
        )
    return PushResult()


def _back_off(claims: Sequence[Claim]) -> timedelta:
    tries = max(claim.attempts for claim in claims)
    return timedelta(seconds=min(600, 5 * 2**tries))


def _finish(channel: Channel, load: _Load) -> None:
    with db.transaction(channel.scope) as session:
        outbox.finish(session, [claim.id for claim in load.claims])


def _withdraw(
    channel: Channel,
    load: _Load,
    code: str,
    wait: timedelta,
    *,
    maybe_done: bool = False,
    counts: bool = False,
) -> None:
    until = now() + wait

    def withdraw(session: Session) -> None:
        if maybe_done:
            publish.forget(session, load.publication_ids, code)
        else:
            publish.withdraw(session, load.publication_ids)
        outbox.give_back(session, [claim.id for claim in load.claims], code, until, counts=counts)

    db.retried(channel.scope, withdraw)


def _refused(channel: Channel, topic: Topic, load: _Load, error: Rejected) -> None:
    """A batch refused as a whole is halved until the offer that spoils it stands alone."""
    if load.is_accompanied:
        _withdraw(channel, load, error.code, REPEATED_RETRY, maybe_done=True)
    elif len(load.rows) > 1:
        with db.transaction(channel.scope) as session:
            publish.withdraw(session, load.publication_ids)
        half = len(load.claims) // 2 or 1
        _deliver_parts(channel, topic, [load.claims[:half], load.claims[half:]])
    elif error.code.endswith("repeated_request"):
        _repeat(channel, topic, load, error)
    else:
        refused = ItemResult(load.rows[0].external_id, ItemState.REJECTED, error.code, error.detail)
        _answered(channel, topic, load, PushResult(items=(refused,)))


def _deliver_parts(channel: Channel, topic: Topic, parts: Sequence[list[Claim]]) -> None:
    """A part that meets a fault is withdrawn by itself; those after it wait as long."""
    for place, part in enumerate(parts):
        try:
            if part:
                _deliver(channel, topic, _load(channel, topic, part))
        except ConnectorError as error:
            left = [claim for later in parts[place + 1 :] for claim in later]
            handing_back.hand_back(channel, left, error, counts=False)
            raise


def _repeat(channel: Channel, topic: Topic, load: _Load, error: Rejected) -> None:
    """The channel has heard this very request lately, but perhaps another number since: it must hear it again."""
    with db.transaction(channel.scope) as session:
        publish.forget(session, load.publication_ids, error.code)
        variants = [claim.coalesce_key for claim in load.claims]
        beside = company_for(session, channel.id, variants, load.publication_ids)
    if beside:
        _deliver(channel, topic, _load(channel, topic, load.claims, beside))
    else:
        _withdraw(channel, load, error.code, REPEATED_RETRY, maybe_done=True)


def _answered(channel: Channel, topic: Topic, load: _Load, result: PushResult) -> None:
    """Answer and outbox in one transaction: whoever dies before it tells the numbers again."""

    def write(session: Session) -> None:
        if result.batch_external_id:
            publish.await_batch(
                session,
                channel.scope,
                channel.id,
                _kind(topic),
                load.publication_ids,
                result.batch_external_id,
                now() + FIRST_POLL,
            )
        outbox.finish(session, [claim.id for claim in load.claims])
        _write_answers(session, channel, load.publication_ids, result.items)

    with pacing.lane(channel.id):
        db.retried(channel.scope, write)


def _write_answers(
    session: Session, channel: Channel, publication_ids: list[UUID], items: Sequence[ItemResult]
) -> None:
    answers = [
        Answer(item.external_id, item.state is ItemState.ACCEPTED, item.code, item.message)
        for item in items
        if item.state is not ItemState.PENDING
    ]
    rejected = publish.answer(session, channel.scope, channel.id, publication_ids, answers)
    if rejected < len(answers):
        publish.note_accepted(session, channel.id, publication_ids)
    if rejected:
        messaging.notify(
            session,
            channel.scope,
            "listings.rejected",
            permission="channels.read",
            level="warning",
            group_key=f"listings.rejected:{channel.id}",
            store=channel.id,
            values={"channel": channel.account.name},
            link=routes.channel(channel.id),
            count=rejected,
        )


def poll_batches(connection_id: UUID) -> int:
    """Ask for the answers of open batches. Returns how many were closed.

    A batch whose answer cannot be read is asked for again later, and stops no other.
    """
    with opened(connection_id) as channel:
        connector = channel.connector
        if not isinstance(connector, AnswersBatches):
            return 0
        with db.transaction(channel.scope) as session:
            batches = publish.take_open_batches(session, channel.id)
            if batches:
                channels.start_job(session, channel.id, JobKind.BATCHES)
            else:
                channels.end_lost_job(session, channel.id, JobKind.BATCHES)
        if not batches:
            return 0
        if now() - min(batch.sent_at for batch in batches) < PATIENT_FOR:
            channel.limiter.leaving = LEFT_TO_PUSHES
        closed, code = 0, None
        try:
            closed, unreadable = _ask_all(channel, connector, batches)
            if unreadable:
                raise unreadable
        except ConnectorError as error:
            code = error.code
            raise
        finally:
            with db.transaction(channel.scope) as session:
                channels.finish_job(
                    session, channel.scope, channel.id, JobKind.BATCHES, count=closed, error=code
                )
        return closed


def _ask_all(
    channel: Channel, connector: AnswersBatches, batches: Sequence[OpenBatch]
) -> tuple[int, ConnectorError | None]:
    """(how many were closed, what could not be read)."""
    closed, unreadable = 0, None
    for batch in batches:
        try:
            closed += _take(channel, batch, connector.fetch_batch(batch.external_id))
        except RateLimited as error:
            if error.is_settled and not channel.limiter.leaving:
                raise
            break  # pushes go first; each batch is asked for again later
        except (UnexpectedAnswer, Rejected) as error:
            unreadable = error
            closed += _take(channel, batch, BatchAnswer(is_final=False, items=()))
    return closed, unreadable


def _take(channel: Channel, batch: OpenBatch, answer: BatchAnswer) -> bool:
    if batch.kind == PublicationKind.CONTENT:
        return publishing.take_answer(channel, batch, answer)
    return _take_answer(channel, batch, answer)


def _take_answer(channel: Channel, batch: OpenBatch, answer: BatchAnswer) -> bool:
    """True when the batch is closed: answered, or too old for the channel to remember it."""
    is_lost = now() - batch.sent_at > BATCH_LIFE

    def write(session: Session) -> bool:
        publication_ids = publish.publications_of(session, batch.id)
        _write_answers(session, channel, publication_ids, answer.items)
        if answer.is_final and answer.unnamed is not None:
            rest = publish.unanswered(session, publication_ids)
            _write_answers(
                session, channel, publication_ids, [ItemResult(one, answer.unnamed) for one in rest]
            )
        if not answer.is_final and not is_lost:
            return False
        # What the batch never answered is not known to have arrived, so it is told again.
        publish.forget(session, publication_ids, NEVER_ANSWERED)
        publish.tell_again(session, channel.id, batch.kind, publication_ids)
        publish.close_batch(session, batch.id, "answered" if answer.is_final else "lost")
        return True

    with pacing.lane(channel.id):
        return db.retried(channel.scope, write)
