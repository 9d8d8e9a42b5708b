"""The steps by which listings are read, their stock and prices pushed, and their content written."""

from collections.abc import Iterator, Sequence
from typing import Any

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import (
    ItemResult,
    ItemState,
    ListingRecord,
    PriceOffer,
    PushResult,
    StockOffer,
)
from prapazar.connectors.ebay import content, errors, mapper
from prapazar.connectors.ebay.client import EbayClient
from prapazar.connectors.ebay.mapper import MARKETS, Wanted
from prapazar.connectors.ebay.schemas import Change, OfferChange, Raw

_PUBLISHED = "PUBLISHED"


class Listings:
    def __init__(self, client: EbayClient, markets: Sequence[str]) -> None:
        self._client = client
        self._markets = markets

    def count(self) -> int:
        return self._items(0, 1).total

    def fetch(self) -> Iterator[list[Parsed[ListingRecord]]]:
        """Items page by page; the offers of each are asked for one by one, eBay knows no other way."""
        for found in paged(lambda page, _: self._items(page), lambda row: text(required(row, "sku"))):
            listed = [one for item in found for one in self._listed(item)]
            if listed:
                yield listed

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        """Each offer gets its own share; the item has as much as the largest, so that none is cut short."""
        found: list[ItemResult] = []
        shares: dict[str, dict[str, OfferChange]] = {}
        known: dict[str, list[Row]] = {}
        wanted: list[Wanted] = []
        for one in offers:
            target = self._target(one.external_id, known)
            if target is None:
                found.append(_unknown(one.external_id))
                continue
            wanted.append(target)
            change: OfferChange = {"offerId": target.offer_id, "availableQuantity": one.quantity}
            shares.setdefault(target.sku, {})[target.offer_id] = change
        changes = [_stock_change(sku, known[sku], changed) for sku, changed in shares.items()]
        return self._pushed(found, changes, wanted)

    def push_price(self, offers: Sequence[PriceOffer]) -> PushResult:
        found: list[ItemResult] = []
        prices: dict[str, dict[str, OfferChange]] = {}
        known: dict[str, list[Row]] = {}
        wanted: list[Wanted] = []
        for one in offers:
            where = mapper.place(one.external_id)
            if where is not None and one.currency != MARKETS[where[0]].currency:
                found.append(ItemResult(one.external_id, ItemState.REJECTED, "ebay.currency"))
                continue
            target = self._target(one.external_id, known)
            if target is None:
                found.append(_unknown(one.external_id))
                continue
            wanted.append(target)
            price = mapper.priced(one.price, one.currency)
            prices.setdefault(target.sku, {})[target.offer_id] = {"offerId": target.offer_id, "price": price}
        changes: list[Change] = [
            {"sku": sku, "offers": list(changed.values())} for sku, changed in prices.items()
        ]
        return self._pushed(found, changes, wanted)

    def offers(self, sku: str) -> list[Row]:
        """Those at a fixed price; none for a SKU eBay does not sell."""
        try:
            answer = mapping(self._client.offers(sku), "offers")
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return []
            raise
        return rows(required(answer, "offers"), "offers")

    def _listed(self, item: Raw) -> list[Parsed[ListingRecord]]:
        offers = self.offers(text(required(item, "sku")))
        return content.listings(item, [one for one in offers if one.get("marketplaceId") in self._markets])

    def _items(self, page: int, limit: int | None = None) -> Page:
        answer: Any = self._client.items(page) if limit is None else self._client.items(page, limit)
        found = mapping(answer, "items")
        return Page(
            rows(optional(found, "inventoryItems") or [], "inventoryItems"),
            whole(required(found, "total"), "total"),
        )

    def _target(self, external_id: str, known: dict[str, list[Row]]) -> Wanted | None:
        where = mapper.place(external_id)
        if where is None:
            return None
        marketplace, sku = where
        if sku not in known:
            known[sku] = self.offers(sku)
        for offer in known[sku]:
            if offer.get("marketplaceId") == marketplace:
                return Wanted(external_id, sku, text(required(offer, "offerId")))
        return None

    def _pushed(
        self, found: list[ItemResult], changes: Sequence[Change], wanted: Sequence[Wanted]
    ) -> PushResult:
        if changes:
            found += mapper.push_results(self._client.update_price_quantity(changes), wanted)
        return PushResult(items=tuple(found))


def _stock_change(sku: str, offers: Sequence[Row], changed: dict[str, OfferChange]) -> Change:
    """What other marketplaces still offer of it stays covered."""
    others = [
        whole(one["availableQuantity"], "availableQuantity")
        for one in offers
        if text(one.get("offerId")) not in changed
        and one.get("status") == _PUBLISHED
        and optional(one, "availableQuantity") is not None
    ]
    total = max([one["availableQuantity"] for one in changed.values()] + others)
    return {
        "sku": sku,
        "shipToLocationAvailability": {"quantity": total},
        "offers": list(changed.values()),
    }


def _unknown(external_id: str) -> ItemResult:
    return ItemResult(external_id, ItemState.REJECTED, errors.NOT_FOUND)
