"""Meta's catalogue fulfilling the contract: each method is build, call, map."""

from collections.abc import Iterator, Sequence

from prapazar.connector_kit import feed_text
from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    ListingRecord,
    PriceOffer,
    PushResult,
    StockOffer,
)
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.meta import errors, mapper
from prapazar.connectors.meta.auth import GraphAuth
from prapazar.connectors.meta.client import MetaClient
from prapazar.connectors.meta.schemas import ItemRequest

_MOST_PAGES = 10_000


class Connector:
    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        self._link_template = str(setup.settings.get("link_template", ""))
        caller = setup.caller(
            user_agent="PraPazar",
            auth=GraphAuth(setup.credentials["access_token"], setup.credentials.get("app_secret", "")),
            read_error=errors.from_answer,
        )
        self.client = MetaClient(caller, str(setup.settings["catalog_id"]))

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        catalog = mapping(self.client.catalog(), "catalog")
        count = optional(catalog, "product_count")
        return AccountRecord(
            name=text(required(catalog, "name")),
            detail=text(optional(catalog, "vertical")),
            listing_count=None if count is None else whole(count, "product_count"),
        )

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        """To the last cursor; one that does not move on would never end."""
        after: str | None = None
        for _ in range(_MOST_PAGES):
            answer = mapping(self.client.products(after), "products")
            found = rows(required(answer, "data"), "data")
            if found:
                yield mapper.listings(found)
            paging = mapping(optional(answer, "paging") or {}, "paging")
            if not found or not optional(paging, "next"):
                return
            cursor = text(required(mapping(required(paging, "cursors"), "cursors"), "after"))
            if cursor == after:
                raise UnexpectedAnswer("a cursor that stands still", code="connector.pages_do_not_add_up")
            after = cursor

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """Answers name an item by its number at Meta, which for new ones is the SKU."""
        requests = [
            mapper.new_item(draft, self._link(draft))
            if draft.external_id is None
            else mapper.changed_item(draft, self._link(draft))
            for draft in drafts
        ]
        return self._batch(requests, allow_upsert=True)

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        return self._batch(mapper.stock_items(offers), allow_upsert=False)

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        return self._batch(mapper.price_items(offers), allow_upsert=False)

    def fetch_batch(self, batch_external_id: str) -> BatchAnswer:
        return mapper.batch(self.client.batch_status(batch_external_id))

    def _batch(self, requests: Sequence[ItemRequest], *, allow_upsert: bool) -> PushResult:
        answer = self.client.items_batch(requests, allow_upsert=allow_upsert)
        return PushResult(tuple(mapper.refusals(answer)), mapper.handle(answer))

    def _link(self, draft: ListingDraft) -> str:
        return feed_text.filled(self._link_template, {"sku": draft.sku, "barcode": draft.barcode or ""})
