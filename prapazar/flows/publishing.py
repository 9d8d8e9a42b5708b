"""Publishing: checks what a channel needs, lists new articles or tells content anew, and follows it to the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.contract import WritesListings
from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.records import BatchAnswer, ItemResult, ItemState, PushResult
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import JobKind, Topic
from prapazar.domain.listings import articles as books
from prapazar.domain.listings import queries_publishing as queries
from prapazar.domain.listings.actions import publish
from prapazar.domain.listings.actions import publish_runs as runs
from prapazar.domain.listings.actions.publish import OpenBatch
from prapazar.domain.listings.actions.publish_runs import Item, ItemAnswer
from prapazar.domain.listings.completeness import Article, Needs, Ready, complete
from prapazar.domain.listings.enums import PublishState
from prapazar.domain.messaging import actions as messaging
from prapazar.flows import handing_back, mappings
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.foundation import db, outbox, routes
from prapazar.foundation.clock import now
from prapazar.foundation.outbox import PARK_AFTER_ATTEMPTS, Claim
from prapazar.foundation.scope import Scope

LEASE = timedelta(minutes=5)
MOST_ROUNDS = 20
CHECKED = 500
"""Articles at a time."""
UNAVAILABLE_RETRY = timedelta(seconds=30)
IDLE_RETRY = timedelta(minutes=1)
BATCH_LIFE = timedelta(hours=24)
"""A channel that has not said by then what became of an article is asked anew."""
NEVER_ANSWERED = "listings.never_answered"


def can_publish(connector: str) -> bool:
    return "write_listings" in set(registry.manifest(connector).capabilities)


def needs_of(connector: str) -> Needs:
    described = registry.manifest(connector)
    able = set(described.capabilities)
    return Needs("marketplace" in set(described.kinds), "read_categories" in able, "read_attributes" in able)


def check(scope: Scope, run_id: UUID) -> None:
    """Writes beside each article of a run what it lacks for the chosen channel."""
    with db.transaction(scope) as session:
        run = queries.run(session, scope, run_id)
        variants = queries.variants_of(session, run_id)
    if run.connection_id is None or run.connector is None:
        return
    needs = needs_of(run.connector)
    for start in range(0, len(variants), CHECKED):
        part = variants[start : start + CHECKED]
        with db.transaction(scope) as session:
            words = books.words(session, run.connection_id)
            found = books.articles(session, run.connection_id, part)
            if needs.has_attributes:
                unread = {words.categories.get(one.category_id, "") for one in found} - {"", *words.asked}
                mappings.ask_attributes(session, scope, run.connection_id, sorted(unread))
            runs.write_missing(session, run_id, [_checked(one, complete(one, needs, words)) for one in found])


def _checked(article: Article, outcome: object) -> dict[str, object]:
    missing = [one.as_dict() for one in outcome] if isinstance(outcome, list) else []
    return {
        "variant_id": str(article.variant_id),
        "missing": missing,
        "is_new": article.external_id is None,
    }


@dataclass(frozen=True, slots=True)
class _Load:
    """Claims on their way, with the article and the draft of each that is complete."""

    claims: list[Claim]
    items: list[Item]
    drafts: list[ListingDraft]

    @property
    def item_ids(self) -> list[UUID]:
        return [item.id for item in self.items]


def push(connection_id: UUID) -> int:
    """Tell the channel what waits, batch by batch; gives way to stock and prices. Returns articles sent."""
    with db.exclusive(f"{Topic.PUSH_CONTENT}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                return _push_all(channel)
        except ConnectionIdle:
            handing_back.put_off(connection_id, Topic.PUSH_CONTENT)
            return 0


def _push_all(channel: Channel) -> int:
    connector = channel.connector
    size = connector.listing_batch_size if isinstance(connector, WritesListings) else CHECKED
    sent = 0
    for _ in range(MOST_ROUNDS):
        with db.transaction(channel.scope) as session:
            claims = outbox.claim(session, Topic.PUSH_CONTENT.value, channel.id, size, LEASE)
        if not claims:
            break
        load = _load(channel, claims)
        _deliver(channel, load)
        sent += len(load.drafts)
        with db.transaction(channel.scope) as session:
            if len(claims) < size or queries.offers_wait(session, channel.id):
                break  # the relay starts the next round
    return sent


def _load(channel: Channel, claims: list[Claim]) -> _Load:
    """Books and mappings are read after the claim, so whatever was committed before it is in them."""
    variants = [claim.coalesce_key for claim in claims]
    needs = needs_of(channel.account.connector)
    with db.transaction(channel.scope) as session:
        open_items = {
            item.variant_id: item for item in runs.take(session, channel.scope, channel.id, variants)
        }
        words = books.words(session, channel.id)
        items, drafts, checked = [], [], dict[UUID, list[dict[str, object]]]()
        for article in books.articles(session, channel.id, list(open_items)):
            item = open_items[article.variant_id]
            outcome = complete(article, needs, words)
            checked.setdefault(item.run_id, []).append(_checked(article, outcome))
            if isinstance(outcome, Ready):
                items.append(item)
                drafts.append(draft_of(article, outcome))
        for run_id, rows in checked.items():
            runs.write_missing(session, run_id, rows)
        going = {item.id for item in items}
        incomplete = [item.id for item in open_items.values() if item.id not in going]
        runs.answer(session, channel.scope, [ItemAnswer(one, PublishState.INCOMPLETE) for one in incomplete])
        names = (_name(draft) for draft in drafts)
        runs.mark_sent(session, dict(zip((item.id for item in items), names, strict=True)))
    return _Load(claims, items, drafts)


def _name(draft: ListingDraft) -> str:
    return draft.external_id or draft.sku


def draft_of(article: Article, ready: Ready) -> ListingDraft:
    return ListingDraft(
        sku=article.sku,
        barcode=article.barcode,
        group=article.group,
        title=article.title,
        description=article.description,
        brand=ready.brand,
        brand_external_id=ready.brand_id,
        category_external_id=ready.category,
        vat_rate=article.vat_rate,
        price=article.price or Decimal(0),
        list_price=article.list_price,
        currency=article.currency,
        quantity=article.units or 0,
        images=article.images,
        attributes=tuple(AttributeChoice(*one) for one in ready.attributes),
        options=dict(article.options),
        desi=article.desi,
        external_id=article.external_id,
        external_parent_id=article.external_parent_id,
    )


def _deliver(channel: Channel, load: _Load) -> None:
    """Every way a call can end leaves the outbox and the articles saying so.

    Writing a listing twice lists it once, so what may have arrived is simply told again.
    """
    connector = channel.connector
    if not load.drafts or not isinstance(connector, WritesListings):
        _answered(channel, load, PushResult())
        return
    try:
        result = connector.write_listings(load.drafts)
    except RateLimited as error:
        _withdraw(channel, load, error, timedelta(seconds=error.retry_after))
        raise
    except AuthFailed as error:
        _withdraw(channel, load, error, IDLE_RETRY)
        raise
    except Unavailable as error:
        _withdraw(channel, load, error, UNAVAILABLE_RETRY)
        raise
    except UnexpectedAnswer as error:
        _not_understood(channel, load, error)
        raise
    except Rejected as error:
        _refused(channel, load, error)
        return
    _answered(channel, load, result)


def _withdraw(
    channel: Channel, load: _Load, error: ConnectorError, wait: timedelta, *, counts: bool = False
) -> None:
    until = now() + wait

    def withdraw(session: Session) -> None:
        runs.mark_waiting(session, load.item_ids, error.code, maybe_done=_maybe_done(error))
        outbox.give_back(session, [claim.id for claim in load.claims], error.code, until, counts=counts)

    db.retried(channel.scope, withdraw)


def _maybe_done(error: ConnectorError) -> bool:
    return error.maybe_done if isinstance(error, Unavailable) else isinstance(error, UnexpectedAnswer)


def _not_understood(channel: Channel, load: _Load, error: UnexpectedAnswer) -> None:
    """Tried again for a while; then the articles say that nobody knows what became of them."""
    tries = max(claim.attempts for claim in load.claims)
    if tries < PARK_AFTER_ATTEMPTS:
        _withdraw(channel, load, error, timedelta(seconds=min(600, 5 * 2**tries)), counts=True)
        return

    def give_up(session: Session) -> None:
        lost = [ItemAnswer(one, PublishState.UNKNOWN, error.code, error.detail) for one in load.item_ids]
        _write(session, channel, lost)
        outbox.finish(session, [claim.id for claim in load.claims])

    db.retried(channel.scope, give_up)


def _refused(channel: Channel, load: _Load, error: Rejected) -> None:
    """A batch refused as a whole is halved until the article that spoils it stands alone."""
    if len(load.drafts) == 1:
        refused = ItemResult(_name(load.drafts[0]), ItemState.REJECTED, error.code, error.detail)
        _answered(channel, load, PushResult(items=(refused,)))
        return
    half = len(load.drafts) // 2
    taken = {item.variant_id for item in load.items[:half]}
    parts = [
        _Load([c for c in load.claims if c.coalesce_key in taken], load.items[:half], load.drafts[:half]),
        _Load([c for c in load.claims if c.coalesce_key not in taken], load.items[half:], load.drafts[half:]),
    ]
    for place, part in enumerate(parts):
        try:
            _deliver(channel, part)
        except ConnectorError as fault:
            for later in parts[place + 1 :]:
                _withdraw(channel, later, fault, UNAVAILABLE_RETRY)
            raise


def _answered(channel: Channel, load: _Load, result: PushResult) -> None:
    """Answer and outbox in one transaction: whoever dies before it tells the articles again."""

    def write(session: Session) -> None:
        told = {item.id: _name(draft) for item, draft in zip(load.items, load.drafts, strict=True)}
        answers = _answers(told, result.items)
        answered = {one.item_id for one in answers}
        rest = [one for one in told if one not in answered]
        if result.batch_external_id and rest:
            runs.await_batch(session, channel.scope, channel.id, rest, result.batch_external_id)
        elif rest:
            answers += [ItemAnswer(one, PublishState.UNKNOWN, NEVER_ANSWERED) for one in rest]
        _write(session, channel, answers)
        outbox.finish(session, [claim.id for claim in load.claims])

    db.retried(channel.scope, write)


def _answers(told: dict[UUID, str], items: Sequence[ItemResult]) -> list[ItemAnswer]:
    """Channels write our SKUs in letters of their own size."""
    said = {one.external_id.casefold(): one for one in items if one.state is not ItemState.PENDING}
    found = []
    for item_id, name in told.items():
        one = said.get(name.casefold())
        if one is not None:
            is_in = one.state is ItemState.ACCEPTED
            state = PublishState.ACCEPTED if is_in else PublishState.REJECTED
            found.append(ItemAnswer(item_id, state, one.code, one.message))
    return found


def _write(session: Session, channel: Channel, answers: Sequence[ItemAnswer]) -> None:
    """What was newly listed is read back at once, so that stock and prices find it."""
    new, refused = runs.answer(session, channel.scope, answers)
    if new:
        channels.call_up_jobs(session, [channel.id], [JobKind.PRODUCTS])
    if refused:
        messaging.notify(
            session,
            channel.scope,
            "listings.rejected",
            permission="channels.read",
            level="warning",
            group_key=f"listings.rejected:{channel.id}",
            store=channel.id,
            values={"channel": channel.account.name},
            link=routes.PUBLISHING,
            count=refused,
        )


def take_answer(channel: Channel, batch: OpenBatch, answer: BatchAnswer) -> bool:
    """What a batch of articles said; true when it is closed."""
    is_lost = now() - batch.sent_at > BATCH_LIFE

    def write(session: Session) -> bool:
        told = runs.in_batch(session, batch.id)
        answers = _answers(told, answer.items)
        answered = {one.item_id for one in answers}
        rest = [one for one in told if one not in answered]
        is_closed = answer.is_final or is_lost or not rest
        if rest and answer.is_final and answer.unnamed is not None:
            is_in = answer.unnamed is ItemState.ACCEPTED
            state = PublishState.ACCEPTED if is_in else PublishState.REJECTED
            answers += [ItemAnswer(one, state) for one in rest]
        elif rest and is_closed:
            tries = runs.tries_of(session, rest)
            again = [one for one in rest if tries[one] < runs.MOST_TRIES]
            runs.tell_again(session, again)
            given_up = [one for one in rest if one not in again]
            answers += [ItemAnswer(one, PublishState.UNKNOWN, NEVER_ANSWERED) for one in given_up]
        _write(session, channel, answers)
        if is_closed:
            publish.close_batch(session, batch.id, "answered" if answer.is_final or not rest else "lost")
        return is_closed

    return db.retried(channel.scope, write)
