"""Google Merchant fulfilling the contract: each method is build, call, map."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import httpx

from prapazar.connector_kit import feed_text
from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    ItemResult,
    ItemState,
    ListingRecord,
    PriceOffer,
    PushResult,
    StockOffer,
)
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.google_merchant import auth, errors, mapper
from prapazar.connectors.google_merchant.client import GoogleClient

_MOST_PAGES = 10_000
_SOURCE_NAME = "PraPazar"


class Connector:
    def __init__(self, setup: Setup) -> None:
        self.stock_batch_size = setup.manifest.batches.stock
        self.price_batch_size = setup.manifest.batches.price
        self.listing_batch_size = setup.manifest.batches.listings
        said = setup.settings
        self._link_template = str(said.get("link_template", ""))
        self._language, self._label = str(said.get("language") or "tr"), str(said.get("feed_label") or "TR")
        self._store = str(said.get("store_code") or "")
        self._regions = mapper.regions(said.get("regions"))
        self._source = ""
        self._login = setup.caller(
            user_agent="PraPazar",
            auth=httpx.Auth(),  # what is asked for says who asks
            read_error=errors.from_login,
            base_url=setup.addresses["login"],
        )
        caller = setup.caller(
            user_agent="PraPazar",
            auth=setup.token_auth(lambda: auth.fetch(self._login, setup.credentials)),
            read_error=errors.from_answer,
        )
        self.client = GoogleClient(caller, str(said["account_id"]))

    def close(self) -> None:
        self.client.close()
        self._login.close()

    def test_credentials(self) -> AccountRecord:
        """Lists carry no count."""
        return AccountRecord(name=text(required(mapping(self.client.account(), "account"), "accountName")))

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        """To the page without a next one; a token that stands still would never end."""
        token = ""
        for _ in range(_MOST_PAGES):
            answer = mapping(self.client.products(token), "products")
            if answer and "products" not in answer and "nextPageToken" not in answer:
                raise UnexpectedAnswer("products is missing", raw=answer, code="connector.missing_field")
            found = rows(optional(answer, "products") or [], "products")
            if found:
                yield mapper.listings(found)
            before, token = token, text(optional(answer, "nextPageToken"))
            if not token:
                return
            if token == before:
                raise UnexpectedAnswer("a page that stands still", code="connector.pages_do_not_add_up")

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """What is refused at once is answered at once; the others are asked for when Google has processed them."""
        refused: list[ItemResult] = []
        waiting: dict[str, str] = {}
        for draft in drafts:
            name = draft.external_id or draft.sku
            try:
                waiting[self._written(draft)] = name
            except Rejected as error:
                refused.append(_refusal(name, error))
        return PushResult(tuple(refused), mapper.packed(waiting) if waiting else None)

    def delete_listings(self, external_ids: Sequence[str]) -> PushResult:
        return PushResult(tuple(_told(one, partial(self._delete, one)) for one in external_ids))

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        return PushResult(tuple(_told(offer.external_id, partial(self._stock, offer)) for offer in offers))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        return PushResult(tuple(_told(offer.external_id, partial(self._price, offer)) for offer in offers))

    def fetch_batch(self, batch_external_id: str) -> BatchAnswer:
        """A product that is not there yet is still being processed."""
        found = [self._verdict(one, name) for one, name in mapper.unpacked(batch_external_id).items()]
        return BatchAnswer(all(one.state is not ItemState.PENDING for one in found), tuple(found))

    def _written(self, draft: ListingDraft) -> str:
        codes = {"sku": draft.sku, "barcode": draft.barcode or ""}
        link = feed_text.filled(self._link_template, codes)
        if draft.external_id is not None:
            self.client.patch(self._place(), draft.external_id, mapper.CONTENT, mapper.content(draft, link))
            return draft.external_id
        answer = self.client.insert(
            self._place(),
            {
                "offerId": draft.sku,
                "contentLanguage": self._language,
                "feedLabel": self._label,
                "productAttributes": mapper.new_product(draft, link),
            },
        )
        return mapper.product_id(required(mapping(answer, "productInput"), "product"))

    def _stock(self, offer: StockOffer) -> None:
        self.client.patch(self._place(), offer.external_id, mapper.STOCK, mapper.stock(offer.quantity))
        if self._store:
            self.client.insert_local(offer.external_id, self._store, mapper.local_stock(offer.quantity))

        self._by_region(offer.external_id, lambda known: mapper.regional_stock(known, offer.quantity))

    def _price(self, offer: PriceOffer) -> None:
        self.client.patch(self._place(), offer.external_id, mapper.PRICE, mapper.prices(offer))
        self._by_region(offer.external_id, lambda known: mapper.regional_prices(known, offer))

    def _by_region(self, product_id: str, changed: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
        """A region is told whole, so that what it knew is read before."""
        if not self._regions:
            return
        known = self._regional(product_id)
        for region in self._regions:
            self.client.insert_regional(product_id, region, changed(known.get(region, {})))

    def _regional(self, product_id: str) -> dict[str, dict[str, Any]]:
        token, found = "", dict[str, dict[str, Any]]()
        for _ in range(_MOST_PAGES):
            answer = mapping(self.client.regional(product_id, token), "regionalInventories")
            page = rows(optional(answer, "regionalInventories") or [], "regionalInventories")
            found |= mapper.regional(page)
            token = text(optional(answer, "nextPageToken"))
            if not token:
                break
        return found

    def _delete(self, product_id: str) -> None:
        """What another data source sent is not ours to delete, and is there all the same."""
        try:
            self.client.delete(self._place(), product_id)
        except Rejected as error:
            if error.code != errors.NOT_FOUND:
                raise
            if self._is_there(product_id):
                raise Rejected(product_id, code=errors.OTHER_SOURCE) from error

    def _is_there(self, product_id: str) -> bool:
        try:
            self.client.product(product_id)
        except Rejected as error:
            if error.code != errors.NOT_FOUND:
                raise
            return False
        return True

    def _verdict(self, product_id: str, name: str) -> ItemResult:
        try:
            return mapper.verdict(name, mapping(self.client.product(product_id), "product"))
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return ItemResult(name, ItemState.PENDING)
            raise

    def _place(self) -> str:
        """The data source all writes go to; the first one that takes them, else one of our own."""
        if self._source:
            return self._source
        token, found = "", None
        for _ in range(_MOST_PAGES):
            found, token = mapper.source(self.client.data_sources(token), self._language, self._label)
            if found or not token:
                break
        if found is None:
            made = self.client.create_data_source(_SOURCE_NAME, self._language, self._label)
            found = text(required(mapping(made, "dataSource"), "name"))
        self._source = found
        return found


def _told(name: str, work: Callable[[], None]) -> ItemResult:
    """One call an item: what Google refuses is that item's own answer."""
    try:
        work()
    except Rejected as error:
        return _refusal(name, error)
    return ItemResult(name, ItemState.ACCEPTED)


def _refusal(name: str, error: Rejected) -> ItemResult:
    return ItemResult(name, ItemState.REJECTED, error.code, error.detail or error.code)
