"""The steps by which listings are read, their stock and prices pushed, and their content written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from prapazar.connector_kit.content import ListingDraft
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
    def __init__(self, client: EbayClient, markets: Sequence[str], settings: Mapping[str, Any]) -> None:
        self._client = client
        self._markets = markets
        self._policy_name = text(settings.get("policy_name"))
        self._location_key = text(settings.get("location_key"))
        self._known_terms: dict[str, Raw] = {}

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

    def write(self, drafts: Sequence[ListingDraft]) -> PushResult:
        """Draft by draft; variants of one product are published together. Answers name a new one by its SKU."""
        found: list[ItemResult] = []
        for group in _by_group(drafts):
            found += self._write_group(group) if _varies(group) else [self._write_one(one) for one in group]
        return PushResult(items=tuple(found))

    def _write_one(self, draft: ListingDraft) -> ItemResult:
        try:
            number, is_published = self._write_offer(draft)
            if not is_published:
                self._client.publish(number)
        except Rejected as error:
            return _refused(draft, error)
        return ItemResult(draft.external_id or draft.sku, ItemState.ACCEPTED)

    def _write_group(self, drafts: Sequence[ListingDraft]) -> list[ItemResult]:
        """What is refused before publishing is left out; publishing itself stands or falls for all."""
        found, written, is_new = [], [], False
        for draft in drafts:
            try:
                _, is_published = self._write_offer(draft)
            except Rejected as error:
                found.append(_refused(draft, error))
                continue
            written.append(draft)
            is_new = is_new or not is_published
        if not written:
            return found
        marketplace, _ = _category(written[0])
        key, language = written[0].external_parent_id or written[0].group, MARKETS[marketplace].language
        try:
            self._client.put_group(key, content.group(written, self._group(key)), language)
            if is_new:
                self._client.publish_group(key, marketplace)
        except Rejected as error:
            return [*found, *(_refused(draft, error) for draft in written)]
        done = (ItemResult(draft.external_id or draft.sku, ItemState.ACCEPTED) for draft in written)
        return [*found, *done]

    def _write_offer(self, draft: ListingDraft) -> tuple[str, bool]:
        """The item and its offer; answers the offer's id and whether it is published."""
        marketplace, category = _category(draft)
        language = MARKETS[marketplace].language
        known = mapper.place(draft.external_id or "")
        if known is not None and known[0] != marketplace:
            raise Rejected(draft.category_external_id, code="ebay.category", field="category")
        if known is None and draft.currency != MARKETS[marketplace].currency:
            raise Rejected(draft.currency, code="ebay.currency", field="currency")
        sku = known[1] if known else draft.sku
        old = self._item(sku)
        self._client.put_item(sku, content.item(draft, old), language)
        for one in self.offers(sku):
            if one.get("marketplaceId") == marketplace:
                number = text(required(one, "offerId"))
                changed = content.changed_offer(draft, one, marketplace, category)
                self._client.put_offer(number, changed, language)
                return number, one.get("status") == _PUBLISHED
        offer = content.offer(draft, marketplace, category, self._terms(marketplace))
        made = mapping(self._client.create_offer(offer, language), "offer")
        return text(required(made, "offerId")), False

    def _terms(self, marketplace: str) -> Raw:
        """Asked for once: the seller's policies of a marketplace, and the place goods leave from."""
        if marketplace not in self._known_terms:
            policies = {
                f"{kind}PolicyId": content.policy(
                    mapping(self._client.policies(kind, marketplace), "policies"), kind, self._policy_name
                )
                for kind in ("fulfillment", "payment", "return")
            }
            place = content.location(mapping(self._client.locations(), "locations"), self._location_key)
            self._known_terms[marketplace] = {"listingPolicies": policies, "merchantLocationKey": place}
        return self._known_terms[marketplace]

    def _item(self, sku: str) -> Raw | None:
        return _or_none(lambda: self._client.item(sku))

    def _group(self, key: str) -> Raw | None:
        return _or_none(lambda: self._client.group(key))

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


def _by_group(drafts: Sequence[ListingDraft]) -> list[list[ListingDraft]]:
    groups: dict[tuple[str, str], list[ListingDraft]] = {}
    for draft in drafts:
        marketplace = draft.category_external_id.partition(":")[0]
        groups.setdefault((marketplace, draft.external_parent_id or draft.group), []).append(draft)
    return list(groups.values())


def _varies(drafts: Sequence[ListingDraft]) -> bool:
    return any(draft.options for draft in drafts)


def _category(draft: ListingDraft) -> tuple[str, str]:
    """A category belongs to a marketplace, and says which one a draft is for."""
    found = mapper.place(draft.category_external_id)
    if found is None:
        raise Rejected(draft.category_external_id, code="ebay.category", field="category")
    return found


def _refused(draft: ListingDraft, error: Rejected) -> ItemResult:
    return ItemResult(draft.external_id or draft.sku, ItemState.REJECTED, error.code, error.detail or None)


def _or_none(ask: Callable[[], object]) -> Raw | None:
    try:
        return mapping(ask(), "answer")
    except Rejected as error:
        if error.code == errors.NOT_FOUND:
            return None
        raise


def _unknown(external_id: str) -> ItemResult:
    return ItemResult(external_id, ItemState.REJECTED, errors.NOT_FOUND)
