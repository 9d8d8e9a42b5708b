"""Reads of listings: where a variant is sold, what each channel was told and when."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.listings.offers import stock_offers
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class ListingRow:
    id: UUID
    connection_id: UUID
    connector: str
    channel: str
    variant_id: UUID
    external_id: str
    title: str
    url: str | None
    status: str
    buffer: int
    percent: int
    cap: int | None
    told_quantity: int | None
    told_quantity_at: datetime | None
    told_price: Decimal | None
    told_price_at: datetime | None
    problem: str | None
    state: str | None
    """Of the last stock publication: `sent`, `accepted`, `rejected`, `unknown`."""
    waiting: bool
    """A newer value is in the outbox."""
    wanted_quantity: int | None = None
    """What it should show by now; None while nobody has counted the variant."""


def listings_of(session: Session, scope: Scope, variant_ids: list[UUID]) -> list[ListingRow]:
    scope.require("stock.read")
    found = session.execute(
        text(
            "SELECT l.id, l.connection_id, c.connector, c.name, l.variant_id, l.external_id, l.title, l.url, l.status,"
            " coalesce(l.stock_buffer, c.stock_buffer), c.stock_percent, c.stock_cap, l.told_quantity,"
            " l.told_quantity_at, l.told_price, l.told_price_at, l.problem, p.state,"
            " EXISTS (SELECT 1 FROM outbox o WHERE o.partition = l.connection_id AND o.coalesce_key = l.variant_id"
            "  AND o.topic = 'listings.push_stock')"
            " FROM listing l JOIN connection c ON c.id = l.connection_id"
            " LEFT JOIN LATERAL (SELECT state FROM publication WHERE listing_id = l.id AND kind = 'stock'"
            "  ORDER BY id DESC LIMIT 1) p ON true"
            " WHERE l.variant_id = ANY(CAST(:variants AS uuid[])) AND l.match = 'matched'"
            " ORDER BY c.name, l.external_id"
        ),
        {"variants": variant_ids},
    ).all()
    wanted: dict[UUID, int] = {}
    for connection_id in {row.connection_id for row in found}:
        for offer in stock_offers(session, connection_id, variant_ids):
            wanted[offer.listing_id] = offer.quantity
    return [replace(ListingRow(*row), wanted_quantity=wanted.get(row.id)) for row in found]


@dataclass(frozen=True, slots=True)
class PublicationRow:
    id: UUID
    listing_id: UUID
    connector: str
    channel: str
    kind: str
    quantity: int | None
    price: Decimal | None
    state: str
    code: str | None
    message: str | None
    sent_at: datetime
    answered_at: datetime | None


_PUBLICATION = (
    "SELECT p.id, p.listing_id, c.connector, c.name, p.kind, p.quantity, p.price, p.state, p.code, p.message,"
    " p.sent_at, p.answered_at FROM publication p JOIN connection c ON c.id = p.connection_id"
)


def publications(
    session: Session, scope: Scope, variant_id: UUID, *, limit: int = 50
) -> list[PublicationRow]:
    """Newest first, over all channels."""
    scope.require("stock.read")
    found = session.execute(
        text(
            f"{_PUBLICATION} WHERE p.listing_id IN (SELECT id FROM listing WHERE variant_id = :variant)"
            " ORDER BY p.id DESC LIMIT :limit"
        ),
        {"variant": variant_id, "limit": limit},
    )
    return [PublicationRow(*row) for row in found]


def shown_at(session: Session, scope: Scope, variant_id: UUID, moment: datetime) -> list[PublicationRow]:
    """Per listing the last stock told before `moment` that was not refused: what the channel showed then.

    Sales on the channel itself lower its number until we tell it the next one.
    """
    scope.require("stock.read")
    found = session.execute(
        text(
            "SELECT s.* FROM listing l CROSS JOIN LATERAL"
            f" ({_PUBLICATION} WHERE p.listing_id = l.id AND p.kind = 'stock' AND p.sent_at <= :moment"
            "  AND p.state <> 'rejected' ORDER BY p.id DESC LIMIT 1) s WHERE l.variant_id = :variant ORDER BY s.name"
        ),
        {"variant": variant_id, "moment": moment},
    )
    return [PublicationRow(*row) for row in found]
