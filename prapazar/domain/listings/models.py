"""Tables of listings, what was published to them, and the provider batches still unanswered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, text
from sqlmodel import Field

from prapazar.foundation.rows import MONEY, TenantRow, document, moment, stamped


class Listing(TenantRow, table=True):
    """A variant's presence on a channel, known by the channel's own ids."""

    __tablename__ = "listing"
    __table_args__ = (
        Index("uq_listing_external", "connection_id", "external_id", unique=True),
        Index("ix_listing_variant", "variant_id", "connection_id"),
        Index("ix_listing_barcode", "connection_id", "barcode"),
        Index("ix_listing_sku", "connection_id", "sku"),
        Index(
            "ix_listing_problem",
            "merchant_id",
            "variant_id",
            postgresql_where=text("problem IS NOT NULL"),
        ),
        Index("ix_listing_review", "merchant_id", "match", postgresql_where=text("match <> 'matched'")),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    variant_id: UUID | None = Field(default=None, foreign_key="variant.id")
    external_id: str
    """What stock and price are pushed by: Trendyol's barcode, WooCommerce's product or variation id."""
    external_parent_id: str | None = None
    sku: str | None = None
    barcode: str | None = None
    title: str
    url: str | None = None
    image: str | None = None
    status: str = "active"
    """See enums.ListingStatus."""
    match: str = "unmatched"
    """See enums.MatchState: `matched`, `suggested`, `unmatched`, `ignored`."""
    suggested_variant_id: UUID | None = Field(default=None, foreign_key="variant.id")
    raw: dict[str, Any] = document()
    """What creating a product from it needs: brand, category, vat_rate, description, images, desi."""
    seen_price: Decimal | None = Field(default=None, sa_type=MONEY)
    seen_quantity: int | None = None
    seen_at: datetime = stamped()
    stock_buffer: int | None = None
    """Overrides the connection's."""
    told_quantity: int | None = None
    """What the channel was last told and did not refuse."""
    told_quantity_at: datetime | None = moment()
    told_price: Decimal | None = Field(default=None, sa_type=MONEY)
    told_price_at: datetime | None = moment()
    problem: str | None = None
    """Code of the last rejection, while it stands."""
    rejections: int = 0
    """Identical ones in a row; the third pauses the listing."""
    created_at: datetime = stamped()


class BuyBox(TenantRow, table=True):
    """How a listing stood among the offers of others when its channel was last asked."""

    __tablename__ = "buy_box"
    __table_args__ = (
        Index("uq_buy_box_listing", "listing_id", unique=True),
        Index("ix_buy_box_store", "connection_id", "listing_id"),
        Index("ix_buy_box_since", "merchant_id", "since", "id"),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    listing_id: UUID = Field(foreign_key="listing.id", ondelete="CASCADE")
    rank: int | None = None
    """1 holds the box; None where the channel does not tell which offer is ours."""
    has_rivals: bool = False
    own_price: Decimal | None = Field(default=None, sa_type=MONEY)
    best_price: Decimal | None = Field(default=None, sa_type=MONEY)
    asked_at: datetime = stamped()
    checked_at: datetime | None = moment()
    """When it was last answered; an answer may leave a listing out."""
    since: datetime = stamped()
    """From then on the box has been held, or not."""


class BuyBoxDay(TenantRow, table=True):
    """How many of a store's listings held the box on a day, as of its last reading."""

    __tablename__ = "buy_box_day"
    __table_args__ = (Index("uq_buy_box_day", "connection_id", "day", unique=True),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    day: date
    listings: int = 0
    held: int = 0


class Publication(TenantRow, table=True):
    """One value told to one channel, and what became of it."""

    __tablename__ = "publication"
    __table_args__ = (
        Index("ix_publication_listing", "listing_id", "id"),
        Index("ix_publication_open", "sent_at", postgresql_where=text("state = 'sent' AND batch_id IS NULL")),
        Index("ix_publication_batch", "batch_id", postgresql_where=text("batch_id IS NOT NULL")),
    )

    connection_id: UUID
    listing_id: UUID
    variant_id: UUID | None = None
    kind: str
    """`stock` or `price`."""
    quantity: int | None = None
    price: Decimal | None = Field(default=None, sa_type=MONEY)
    list_price: Decimal | None = Field(default=None, sa_type=MONEY)
    state: str
    """See enums.PublicationState: `sent`, `accepted`, `rejected`, `unknown`."""
    batch_id: UUID | None = None
    code: str | None = None
    message: str | None = None
    sent_at: datetime = stamped()
    answered_at: datetime | None = moment()


class FileOffer(TenantRow, table=True):
    """What a channel's last product file said of a variant, so that the next may hold the changes alone."""

    __tablename__ = "file_offer"
    __table_args__ = (Index("uq_file_offer", "connection_id", "variant_id", unique=True),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    variant_id: UUID = Field(foreign_key="variant.id", ondelete="CASCADE")
    digest: bytes = Field(sa_type=LargeBinary, nullable=False)
    """Of the row as it was written."""


class PublicationBatch(TenantRow, table=True):
    """A provider's asynchronous batch, polled until every item has its final answer."""

    __tablename__ = "publication_batch"
    __table_args__ = (
        Index(
            "ix_publication_batch_open",
            "connection_id",
            "next_poll_at",
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    external_id: str
    kind: str
    item_count: int
    polls: int = 0
    sent_at: datetime = stamped()
    next_poll_at: datetime = stamped()
    closed_at: datetime | None = moment()
    outcome: str | None = None


class PublishRun(TenantRow, table=True):
    """Products a person chose to list on a channel, or whose content to tell it anew."""

    __tablename__ = "publish_run"
    __table_args__ = (Index("ix_publish_run_merchant", "merchant_id", "created_at"),)

    connection_id: UUID | None = Field(default=None, foreign_key="connection.id", ondelete="CASCADE")
    """None until the channel is chosen."""
    user_id: UUID | None = None
    created_at: datetime = stamped()
    started_at: datetime | None = moment()
    finished_at: datetime | None = moment()
    is_cancelled: bool = False


class PublishItem(TenantRow, table=True):
    """One variant of a publishing run, and what became of it."""

    __tablename__ = "publish_item"
    __table_args__ = (
        Index("uq_publish_item", "run_id", "variant_id", unique=True),
        Index("ix_publish_item_variant", "variant_id", "id"),
        Index("ix_publish_item_batch", "batch_id", postgresql_where=text("batch_id IS NOT NULL")),
    )

    run_id: UUID = Field(foreign_key="publish_run.id", ondelete="CASCADE")
    connection_id: UUID | None = None
    variant_id: UUID = Field(foreign_key="variant.id", ondelete="CASCADE")
    state: str = "draft"
    """See enums.PublishState."""
    is_new: bool = True
    """Not on the channel yet, as far as we know."""
    external_id: str | None = None
    """What answers name it by: the listing's id, or the SKU of a new one."""
    missing: list[dict[str, str]] = document("[]")
    """{code, name, place}: what keeps it from being sent."""
    tries: int = 0
    may_be_there: bool = False
    """Told before, and nobody heard the answer: a refusal may mean that it is listed already."""
    batch_id: UUID | None = None
    code: str | None = None
    message: str | None = None
    sent_at: datetime | None = moment()
    answered_at: datetime | None = moment()
