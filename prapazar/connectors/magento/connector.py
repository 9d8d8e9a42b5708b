"""Magento fulfilling the contract: each method is build, call, map."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

import httpx

from prapazar.connector_kit.breaker import LocalBreaker
from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.oauth1 import OAuth1
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import required, text, whole
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    CategoryRecord,
    ItemResult,
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    PushResult,
    StockOffer,
)
from prapazar.connector_kit.setup import Setup
from prapazar.connector_kit.traffic import record_nothing
from prapazar.connectors.magento import content, errors
from prapazar.connectors.magento.client import GLOBAL, MagentoClient, PictureClient, among
from prapazar.connectors.magento.content import ShopFacts
from prapazar.connectors.magento.listings import ListingWriter, WriteFacts, parent_sku
from prapazar.connectors.magento.orders import Orders
from prapazar.connectors.magento.schemas import Filter, Raw, SourceItem
from prapazar.foundation import clock

_SOLD = ((Filter("type_id", "simple,virtual", "in"),),)
_CONFIGURABLE = ((Filter("type_id", "configurable"),),)
_SKUS_AT_ONCE = 50
"""A SKU may have 64 letters, and addresses are not endless."""
_SYNC_SIZE = 20
"""Entities a shop with input limits takes in one call."""


class Connector:
    def __init__(self, setup: Setup) -> None:
        self._is_async = setup.settings.get("async_bulk") == "yes"
        self.stock_batch_size = setup.manifest.batches.stock if self._is_async else _SYNC_SIZE
        self.price_batch_size = setup.manifest.batches.price
        self._shop = str(setup.settings.get("shop_url") or setup.base_url)
        self._store = str(setup.settings.get("store_code") or GLOBAL)
        self._source = str(setup.settings.get("source_code") or "default")
        self._stock_id = str(setup.settings.get("stock_id") or "1")
        self._barcode = str(setup.settings.get("barcode_attribute") or "")
        self._with_tax = setup.settings.get("prices_with_tax", "yes") == "yes"
        keys = setup.credentials
        auth = OAuth1(
            keys["consumer_key"],
            keys["consumer_secret"],
            token=keys["access_token"],
            token_secret=keys["access_token_secret"],
        )
        caller = setup.caller(user_agent="PraPazar", auth=auth, read_error=errors.from_answer)
        self.client = MagentoClient(caller, self._store)
        self._orders = Orders(self.client, self._source)
        self.listing_batch_size = setup.manifest.batches.listings
        # Pictures lie elsewhere: their host's failures are not the shop's, and their bytes are in no record.
        apart = replace(setup.wire, breaker=LocalBreaker(), recorder=record_nothing, circuit=None)
        pictures = replace(setup, wire=apart)
        self._pictures = PictureClient(
            pictures.caller(user_agent="PraPazar", auth=httpx.Auth(), read_error=errors.from_answer)
        )

    def close(self) -> None:
        self.client.close()
        self._pictures.close()

    def test_credentials(self) -> AccountRecord:
        page = self.client.products(1, _SOLD, size=1)
        return AccountRecord(name=self._shop, detail=_currency(self._config()), listing_count=page.total)

    def fetch_listings(self) -> Iterator[list[Parsed[ListingRecord]]]:
        facts, units = self._facts(), self._orders.open_units()
        for raws in paged(lambda number, _: self.client.products(number, _SOLD), _sku, first=1):
            skus = [_sku(raw) for raw in raws]
            yield content.listings(raws, facts, self._quantities(skus, units))

    def fetch_categories(self) -> list[CategoryRecord]:
        return content.categories(self.client.categories())

    def fetch_attributes(self, category_external_id: str) -> list[AttributeRecord]:
        """Those of the shop: they are the same for every category it has."""
        if category_external_id not in {one.external_id for one in self.fetch_categories()}:
            raise Rejected(category_external_id, code="magento.category_unknown", field="category")
        pages = paged(lambda number, _: self.client.attributes(number), _attribute_code, first=1)
        found = (row for page in pages for row in page if content.is_asked(row, self._barcode))
        return [content.attribute(row) for row in found]

    def write_listings(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """New products for every store view; of those that are there the words of the view we work for."""
        facts = self._write_facts(drafts)
        writer = ListingWriter(self.client, self._pictures, facts)
        return PushResult(items=tuple(writer.write(drafts)))

    def fetch_packages(self, since: datetime, until: datetime) -> Iterator[list[Parsed[PackageRecord]]]:
        yield from self._orders.fetch(since, until)

    def fetch_package(self, external_id: str) -> list[Parsed[PackageRecord]]:
        return self._orders.one(external_id)

    def count_packages(self, since: datetime, until: datetime) -> int:
        return self._orders.count(since, until)

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        """What the shop is to sell, on top of what it has sold and not sent."""
        known = self._known([one.external_id for one in offers])
        refused = [_unknown(one.external_id) for one in offers if one.external_id.lower() not in known]
        taken = [one for one in offers if one.external_id.lower() in known]
        if not taken:
            return PushResult(items=tuple(refused))
        held = self._held([one.external_id for one in taken], self._orders.open_units())
        items = content.source_items(taken, self._source, held)
        if self._is_async:
            uuid = self.client.queue_source_items(items)
            return PushResult(items=tuple(refused), batch_external_id=uuid)
        return PushResult(items=(*refused, *self._save(items)))

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        """The base price, and the lower one as special price without an end; tier prices stay."""
        store_id, found = self._store_id(), []
        taken: list[PriceOffer] = []
        for offer in offers:
            try:
                content.base_price(offer, store_id, with_tax=self._with_tax)
                taken.append(offer)
            except Rejected as error:
                found.append(ItemResult(offer.external_id, ItemState.REJECTED, error.code))
        return PushResult(items=(*found, *self._save_prices(taken, store_id)))

    def fetch_batch(self, batch_external_id: str) -> BatchAnswer:
        """Operations are kept by the shop for as long as its administrator says; gone means unknown."""
        try:
            items = content.bulk_results(self.client.bulk_status(batch_external_id))
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return BatchAnswer(is_final=True, items=())
            raise
        is_final = bool(items) and all(item.state is not ItemState.PENDING for item in items)
        return BatchAnswer(is_final, tuple(items))

    def report_status(
        self,
        package_external_id: str,
        status: PackageStatus,
        line_quantities: dict[str, int],
        *,
        invoice_number: str | None = None,  # noqa: ARG002 - Magento numbers its invoices itself
        carrier: str | None = None,
        tracking_number: str | None = None,
    ) -> None:
        self._orders.report(package_external_id, status, line_quantities, carrier, tracking_number)

    def report_unsupplied(
        self, package_external_id: str, line_quantities: dict[str, int], reason: str
    ) -> None:
        self._orders.give_up(package_external_id, line_quantities, reason)

    def _facts(self) -> ShopFacts:
        config = self._config()
        parents: dict[int, Raw] = {}
        wanted: set[str] = set()
        for found in paged(lambda number, _: self.client.products(number, _CONFIGURABLE), _sku, first=1):
            for raw in found:
                parents.update({child: raw for child in content.children(raw) if child not in parents})
                wanted.update(content.option_attributes(raw))
        asked = (
            Filter("attribute_code", content.BRAND),
            *(among("attribute_id", sorted(wanted)) if wanted else ()),
        )
        pages = paged(lambda number, _: self.client.attributes(number, (asked,)), _attribute_code, first=1)
        zone = ZoneInfo(text(config.get("timezone")) or "UTC")
        return ShopFacts(
            currency=_currency(config),
            media_url=text(config.get("secure_base_media_url") or config.get("base_media_url")),
            today=clock.now().astimezone(zone).date(),
            with_tax=self._with_tax,
            barcode=self._barcode,
            attributes={_attribute_code(row): row for page in pages for row in page},
            categories={one.external_id: one.name for one in self.fetch_categories()},
            parents=parents,
        )

    def _write_facts(self, drafts: Sequence[ListingDraft]) -> WriteFacts:
        skus = {one.external_id or one.sku for one in drafts}
        skus |= {one.external_parent_id or parent_sku(one, drafts) for one in drafts}
        held = (
            row
            for part in _parts(sorted(skus))
            for row in self.client.products(1, (among("sku", part),), size=len(part)).rows
        )
        pages = paged(lambda number, _: self.client.attributes(number), _attribute_code, first=1)
        return WriteFacts(
            currency=_currency(self._config()),
            with_tax=self._with_tax,
            barcode=self._barcode,
            source=self._source,
            now=clock.now(),
            categories={one.external_id for one in self.fetch_categories()},
            attributes={_attribute_code(row): row for page in pages for row in page},
            held={_sku(row).lower(): row for row in held},
        )

    def _config(self) -> Row:
        """Of the store view we work for, or the first."""
        found = self.client.store_configs()
        own = [one for one in found if one.get("code") == self._store]
        if not found or (self._store != GLOBAL and not own):
            raise Rejected(self._store, code="magento.store_unknown", field="store_code")
        return own[0] if own else found[0]

    def _store_id(self) -> int:
        """0 is every store view."""
        if self._store == GLOBAL:
            return 0
        for view in self.client.store_views():
            if view.get("code") == self._store:
                return whole(required(view, "id"), "id")
        raise Rejected(self._store, code="magento.store_unknown", field="store_code")

    def _held(self, skus: Sequence[str], units: dict[str, int]) -> dict[str, int]:
        """What lies in the sources and is not to be sold, for SKUs with open orders."""
        asked = [sku for sku in skus if sku in units]
        lying = content.physical(row for row in self._source_items(asked))
        found: dict[str, int] = {}
        for sku in asked:
            if "/" in sku:  # most web servers refuse it in a path
                found[sku] = units[sku]
                continue
            salable = whole(self.client.salable_quantity(sku, self._stock_id), "salable")
            found[sku] = lying.get(sku, 0) - salable
        return found

    def _quantities(self, skus: Sequence[str], units: dict[str, int]) -> dict[str, int]:
        """What the source still sells; nothing of a SKU that it does not carry."""
        own = [row for row in self._source_items(skus) if row.get("source_code") == self._source]
        held = self._held(skus, units)
        in_stock = content.physical(own)
        return {_sku(row): in_stock.get(_sku(row), 0) - held.get(_sku(row), 0) for row in own}

    def _source_items(self, skus: Sequence[str]) -> Iterator[Row]:
        for part in _parts(skus):
            read = partial(self._source_page, part)
            yield from (row for found in paged(read, _place, first=1) for row in found)

    def _source_page(self, skus: Sequence[str], number: int, _: str | None) -> Page:
        return self.client.source_items(skus, number)

    def _known(self, skus: Sequence[str]) -> set[str]:
        """A shop takes source items of any SKU, so that we look first; it does not tell cases apart."""
        found = (row for part in _parts(skus) for row in self.client.known_skus(part).rows)
        return {_sku(row).lower() for row in found}

    def _save(self, items: Sequence[SourceItem]) -> list[ItemResult]:
        """A call is taken whole or not at all: one that is refused is sent again item by item."""
        try:
            self.client.save_source_items(items)
        except Rejected as error:
            if len(items) == 1:
                refused = ItemResult(
                    items[0]["sku"], ItemState.REJECTED, "magento.item_refused", error.detail
                )
                return [refused]
            return [found for item in items for found in self._save([item])]
        return [ItemResult(item["sku"], ItemState.ACCEPTED) for item in items]

    def _save_prices(self, offers: Sequence[PriceOffer], store_id: int) -> list[ItemResult]:
        if not offers:
            return []
        skus = [one.external_id for one in offers]
        base = [content.base_price(one, store_id, with_tax=self._with_tax) for one in offers]
        refused = content.refused_by(self.client.save_base_prices(base), skus)
        rest = [one for one in offers if one.external_id not in refused]
        try:
            refused |= self._save_specials(rest, store_id)
        except ConnectorError as error:
            raise Unavailable(error.detail, maybe_done=True, code=error.code) from error
        return [
            ItemResult(sku, ItemState.REJECTED, "magento.item_refused", refused[sku])
            if sku in refused
            else ItemResult(sku, ItemState.ACCEPTED)
            for sku in skus
        ]

    def _save_specials(self, offers: Sequence[PriceOffer], store_id: int) -> dict[str, str]:
        """A lower price beside the base price; one that is over is taken away as it stands."""
        now = clock.now()
        refused: dict[str, str] = {}
        made = {
            one.external_id: content.special_price(one, store_id, now, with_tax=self._with_tax)
            for one in offers
        }
        over = [sku for sku, special in made.items() if special is None]
        new = [special for special in made.values() if special is not None]
        if new:
            refused |= content.refused_by(self.client.save_special_prices(new), list(made))
        standing = self.client.special_prices(over) if over else []
        ended = [one for one in standing if one.get("store_id") == store_id]
        if ended:
            refused |= content.refused_by(self.client.delete_special_prices(ended), over)
        return refused


def _parts(skus: Sequence[str]) -> Iterable[Sequence[str]]:
    return [skus[start : start + _SKUS_AT_ONCE] for start in range(0, len(skus), _SKUS_AT_ONCE)]


def _unknown(sku: str) -> ItemResult:
    return ItemResult(sku, ItemState.REJECTED, errors.NOT_FOUND, sku)


def _currency(config: Raw) -> str:
    currency = text(config.get("base_currency_code"))
    if not currency:
        raise UnexpectedAnswer("base_currency_code is missing", raw=config, code="connector.missing_field")
    return currency


def _sku(row: Raw) -> str:
    return text(required(row, "sku"))


def _place(row: Raw) -> tuple[str, str]:
    return _sku(row), text(required(row, "source_code"))


def _attribute_code(row: Raw) -> str:
    return text(required(row, "attribute_code"))
