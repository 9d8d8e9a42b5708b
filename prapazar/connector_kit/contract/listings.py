"""What a channel's goods ask for: listings, categories, stock and prices."""

from collections.abc import Iterator, Sequence
from typing import Protocol, runtime_checkable

from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.records import (
    BatchAnswer,
    BuyBoxRecord,
    CategoryRecord,
    ListingRecord,
    ParkedRecord,
    PriceOffer,
    PushResult,
    StockOffer,
)


@runtime_checkable
class ReadsListings(Protocol):
    def fetch_listings(self) -> Iterator[list[ListingRecord | ParkedRecord]]:
        """Every listing, page by page; raises UnexpectedAnswer when pages do not add up to the count."""
        ...


@runtime_checkable
class ReadsCategories(Protocol):
    def fetch_categories(self) -> list[CategoryRecord]: ...


@runtime_checkable
class ReadsAttributes(Protocol):
    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        """What a category asks for, with the values it offers; Rejected where the category is no leaf."""
        ...


@runtime_checkable
class WritesListings(Protocol):
    listing_batch_size: int

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """New listings, or the content of those there are; answers name a new one by its SKU.

        Stock and price of a listing that is there already are not touched.
        """
        ...


@runtime_checkable
class DeletesListings(Protocol):
    def delete_listings(self, external_ids: Sequence[str]) -> PushResult:
        """Takes listings off the channel for good; one that is gone already counts as deleted."""
        ...


@runtime_checkable
class ReadsBuyBoxes(Protocol):
    buybox_batch_size: int

    def fetch_buyboxes(self, external_ids: Sequence[str]) -> list[BuyBoxRecord | ParkedRecord]:
        """How these listings stand among the offers of others; one the channel says nothing of is left out."""
        ...


@runtime_checkable
class PushesStock(Protocol):
    stock_batch_size: int

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult: ...


@runtime_checkable
class PushesPrice(Protocol):
    price_batch_size: int

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult: ...


@runtime_checkable
class AnswersBatches(Protocol):
    def fetch_batch(self, batch_external_id: str) -> BatchAnswer: ...
