"""Publish: what a channel was told, when, and what it finally answered. Unknown is not success."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.channels import fanout
from prapazar.domain.channels.enums import Topic
from prapazar.domain.listings.enums import PublicationKind
from prapazar.domain.listings.models import PublicationBatch
from prapazar.domain.listings.offers import PriceOfferRow, StockOfferRow
from prapazar.foundation import live
from prapazar.foundation.ids import new_ids
from prapazar.foundation.scope import Scope

Offers: TypeAlias = Sequence[StockOfferRow] | Sequence[PriceOfferRow]
PAUSE_AFTER_REJECTIONS = 3


@dataclass(frozen=True, slots=True)
class Answer:
    """A provider's final word about one offer."""

    external_id: str
    accepted: bool
    code: str | None = None
    message: str | None = None


_SEND = text(
    "INSERT INTO publication (id, merchant_id, connection_id, listing_id, variant_id, kind, quantity, price,"
    " list_price, state)"
    " SELECT n.id, :merchant, :connection, n.listing_id, n.variant_id, :kind, n.quantity, n.price, n.list_price, 'sent'"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:listings AS uuid[]), CAST(:variants AS uuid[]),"
    "  CAST(:quantities AS int[]), CAST(:prices AS numeric[]), CAST(:list_prices AS numeric[]))"
    "  AS n(id, listing_id, variant_id, quantity, price, list_price)"
)


def send(
    session: Session, scope: Scope, connection_id: UUID, kind: PublicationKind, offers: Offers
) -> list[UUID]:
    """Written before the call, so that a crash between call and answer leaves a trace. Ids in offer order."""
    ids = new_ids(len(offers))
    session.execute(
        _SEND,
        {
            "merchant": scope.merchant_id,
            "connection": connection_id,
            "kind": kind.value,
            "ids": ids,
            "listings": [o.listing_id for o in offers],
            "variants": [o.variant_id for o in offers],
            "quantities": [o.quantity if isinstance(o, StockOfferRow) else None for o in offers],
            "prices": [o.price if isinstance(o, PriceOfferRow) else None for o in offers],
            "list_prices": [o.list_price if isinstance(o, PriceOfferRow) else None for o in offers],
        },
    )
    return ids


def await_batch(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    kind: PublicationKind,
    publication_ids: Sequence[UUID],
    external_id: str,
    next_poll_at: datetime,
) -> UUID:
    """The provider took the batch and will answer later."""
    batch = PublicationBatch(
        merchant_id=scope.merchant_id,
        connection_id=connection_id,
        external_id=external_id,
        kind=kind.value,
        item_count=len(publication_ids),
        next_poll_at=next_poll_at,
    )
    session.add(batch)
    session.flush()
    session.execute(
        text("UPDATE publication SET batch_id = :batch WHERE id = ANY(CAST(:ids AS uuid[]))"),
        {"batch": batch.id, "ids": list(publication_ids)},
    )
    _tell_listings(session, publication_ids)
    return batch.id


# The newest value a channel was told and did not refuse. The listings are named before they are joined: with what the
# server knows of a publication table that was empty a moment ago, it would read all of them for each batch.
_TOLD = (
    "WITH told AS MATERIALIZED (SELECT listing_id, kind, quantity, price, sent_at FROM publication"
    "  WHERE id = ANY(CAST(:ids AS uuid[])){only})"
    " UPDATE listing l SET"
    " told_quantity = CASE WHEN p.kind = 'stock' THEN p.quantity ELSE l.told_quantity END,"
    " told_quantity_at = CASE WHEN p.kind = 'stock' THEN p.sent_at ELSE l.told_quantity_at END,"
    " told_price = CASE WHEN p.kind = 'price' THEN p.price ELSE l.told_price END,"
    " told_price_at = CASE WHEN p.kind = 'price' THEN p.sent_at ELSE l.told_price_at END"
    " FROM told p WHERE l.id = ANY(ARRAY(SELECT listing_id FROM told)) AND l.id = p.listing_id"
    " AND p.sent_at >= coalesce(CASE p.kind WHEN 'stock' THEN l.told_quantity_at ELSE l.told_price_at END, '-infinity')"
)
_TOLD_ALL = text(_TOLD.format(only=""))
_TOLD_ACCEPTED = text(_TOLD.format(only=" AND state = 'accepted'"))


def _tell_listings(session: Session, publication_ids: Sequence[UUID]) -> None:
    session.execute(_TOLD_ALL, {"ids": list(publication_ids)})


_ANSWER = text(
    "WITH answers AS (SELECT * FROM unnest(CAST(:externals AS text[]), CAST(:states AS text[]),"
    "  CAST(:codes AS text[]), CAST(:messages AS text[])) AS a(external_id, state, code, message)),"
    " answered AS (UPDATE publication p SET state = a.state, code = a.code, message = a.message, answered_at = now()"
    "  FROM answers a JOIN listing l ON l.external_id = a.external_id AND l.connection_id = :connection"
    "  WHERE p.listing_id = l.id AND p.id = ANY(CAST(:ids AS uuid[])) AND p.state = 'sent'"
    "  RETURNING p.listing_id, p.state, p.code)"
    " UPDATE listing l SET problem = CASE WHEN d.state = 'rejected' THEN d.code END,"
    "  rejections = CASE WHEN d.state <> 'rejected' THEN 0 WHEN l.problem IS NOT DISTINCT FROM d.code"
    "   THEN l.rejections + 1 ELSE 1 END,"
    "  status = CASE WHEN d.state = 'rejected' AND l.problem IS NOT DISTINCT FROM d.code"
    "   AND l.rejections + 1 >= :most AND l.status = 'active' THEN 'paused' ELSE l.status END"
    " FROM answered d WHERE l.id = d.listing_id RETURNING l.id, l.status, d.state"
)


def answer(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    publication_ids: Sequence[UUID],
    answers: Iterable[Answer],
) -> int:
    """Write final answers; the third identical rejection pauses the listing. Returns how many were rejected."""
    given = list(answers)
    if not given:
        return 0
    found = session.execute(
        _ANSWER,
        {
            "connection": connection_id,
            "ids": list(publication_ids),
            "externals": [a.external_id for a in given],
            "states": ["accepted" if a.accepted else "rejected" for a in given],
            "codes": [a.code for a in given],
            "messages": [(a.message or "")[:500] or None for a in given],
            "most": PAUSE_AFTER_REJECTIONS,
        },
    ).all()
    session.execute(_TOLD_ACCEPTED, {"ids": list(publication_ids)})
    live.tell(session, scope.merchant_id, "listings.answered", connection=str(connection_id))
    return sum(row.state == "rejected" for row in found)


def note_accepted(session: Session, connection_id: UUID, publication_ids: Sequence[UUID]) -> None:
    """The connection's last good stock or price; at most once a second, as a push has many batches."""
    session.execute(
        text(
            "UPDATE connection c SET last_stock_at = CASE k.kind WHEN 'stock' THEN now() ELSE c.last_stock_at END,"
            " last_price_at = CASE k.kind WHEN 'price' THEN now() ELSE c.last_price_at END"
            " FROM (SELECT kind FROM publication WHERE id = ANY(CAST(:ids AS uuid[])) AND state = 'accepted'"
            "  LIMIT 1) k WHERE c.id = :id AND coalesce(CASE k.kind WHEN 'stock' THEN c.last_stock_at"
            "  ELSE c.last_price_at END, '-infinity') < now() - interval '1 second'"
        ),
        {"id": connection_id, "ids": list(publication_ids)},
    )


def forget(session: Session, publication_ids: Sequence[UUID], code: str) -> None:
    """No answer came: the values are marked unknown; the outbox tells them again."""
    session.execute(
        text(
            "UPDATE publication SET state = 'unknown', code = :code, answered_at = now()"
            " WHERE id = ANY(CAST(:ids AS uuid[])) AND state = 'sent'"
        ),
        {"ids": list(publication_ids), "code": code},
    )


def forget_unanswered(
    session: Session, connection_id: UUID, kind: PublicationKind, variant_ids: Sequence[UUID], code: str
) -> None:
    """What a process that died had told, perhaps. Only its successor knows that nobody awaits the answer."""
    session.execute(
        text(
            "UPDATE publication SET state = 'unknown', code = :code, answered_at = now() WHERE state = 'sent'"
            " AND batch_id IS NULL AND connection_id = :connection AND kind = :kind"
            " AND variant_id = ANY(CAST(:variants AS uuid[]))"
        ),
        {"connection": connection_id, "kind": kind.value, "variants": list(variant_ids), "code": code},
    )


def withdraw(session: Session, publication_ids: Sequence[UUID]) -> None:
    """The call never left: nothing was told."""
    session.execute(
        text("DELETE FROM publication WHERE id = ANY(CAST(:ids AS uuid[])) AND state = 'sent'"),
        {"ids": list(publication_ids)},
    )


@dataclass(frozen=True, slots=True)
class OpenBatch:
    id: UUID
    external_id: str
    kind: str
    polls: int
    sent_at: datetime


def take_open_batches(session: Session, connection_id: UUID, limit: int = 20) -> list[OpenBatch]:
    """Batches to ask for now; each is put off so that no other worker asks for it meanwhile."""
    found = session.execute(
        text(
            "WITH due AS (SELECT id FROM publication_batch WHERE connection_id = :connection AND closed_at IS NULL"
            "  AND next_poll_at <= now() ORDER BY next_poll_at LIMIT :limit FOR UPDATE SKIP LOCKED)"
            " UPDATE publication_batch b SET polls = polls + 1,"
            "  next_poll_at = now() + make_interval(secs => least(300, 2 * power(1.6, b.polls)))"
            " FROM due WHERE b.id = due.id RETURNING b.id, b.external_id, b.kind, b.polls, b.sent_at"
        ),
        {"connection": connection_id, "limit": limit},
    )
    return [OpenBatch(*row) for row in found]


def publications_of(session: Session, batch_id: UUID) -> list[UUID]:
    found = session.execute(text("SELECT id FROM publication WHERE batch_id = :id"), {"id": batch_id})
    return list(found.scalars())


def unanswered(session: Session, publication_ids: Sequence[UUID]) -> list[str]:
    """The channel's names of the listings whose publications still wait for their answer."""
    found = session.execute(
        text(
            "SELECT l.external_id FROM publication p JOIN listing l ON l.id = p.listing_id"
            " WHERE p.id = ANY(CAST(:ids AS uuid[])) AND p.state = 'sent'"
        ),
        {"ids": list(publication_ids)},
    )
    return list(found.scalars())


def close_batch(session: Session, batch_id: UUID, outcome: str) -> None:
    session.execute(
        text("UPDATE publication_batch SET closed_at = now(), outcome = :outcome WHERE id = :id"),
        {"id": batch_id, "outcome": outcome},
    )


def tell_again(session: Session, connection_id: UUID, kind: str, publication_ids: Sequence[UUID]) -> None:
    """Put the variants of these publications back into the outbox, at their newest value."""
    variants = session.execute(
        text(
            "SELECT DISTINCT variant_id FROM publication WHERE id = ANY(CAST(:ids AS uuid[])) AND state = 'unknown'"
        ),
        {"ids": list(publication_ids)},
    ).scalars()
    topic = Topic.PUSH_STOCK if kind == PublicationKind.STOCK else Topic.PUSH_PRICE
    fanout.append_to(session, topic, connection_id, list(variants))
