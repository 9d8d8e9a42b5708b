"""The steps by which Etsy's listings are written: read the whole inventory, change it, write it back."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TypeVar

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parsing import mapping
from prapazar.connector_kit.records import ItemResult, ItemState, PriceOffer, StockOffer
from prapazar.connectors.etsy import content, errors
from prapazar.connectors.etsy.client import EtsyClient
from prapazar.connectors.etsy.mapper import listing_of
from prapazar.connectors.etsy.schemas import Raw
from prapazar.foundation.money import rounded

_SOLD_OUT = "sold_out"
Offer = TypeVar("Offer", StockOffer, PriceOffer)


class Shelves:
    def __init__(self, client: EtsyClient, shop: int, *, renews: bool) -> None:
        self._client = client
        self._shop = shop
        self._renews = renews

    def stock(self, offers: Sequence[StockOffer]) -> list[ItemResult]:
        found: list[ItemResult] = []
        for listing, group in _by_listing(offers).items():
            found += self._tried(group, lambda: self._write_stock(listing, group))  # noqa: B023 - called at once
        return found

    def prices(self, offers: Sequence[PriceOffer], currency: str) -> list[ItemResult]:
        found = [_refused(one, "etsy.currency", currency) for one in offers if one.currency != currency]
        for listing, group in _by_listing([one for one in offers if one.currency == currency]).items():
            found += self._tried(group, lambda: self._write_prices(listing, group))  # noqa: B023 - called at once
        return found

    def _write_stock(self, listing: str, offers: Sequence[StockOffer]) -> list[ItemResult]:
        """One that was sold out is renewed first, which gives it one unit; then it gets its own."""
        raw = self._read(listing)
        products = content.matrix(raw)
        known = {one.external_id: one.quantity for one in offers if one.external_id in products}
        if known:
            content.set_quantities(products, known)
            made = content.apart(content.inventory(raw, products))
            if content.state(raw) == _SOLD_OUT and content.units(made):
                self._renew(listing)
            try:
                self._client.write_inventory(listing, made)
            except Rejected:
                if content.units(made) or content.state(raw) != "active":
                    raise
                self._client.update_listing(self._shop, listing, {"state": "inactive"})
        return _answers(offers, known)

    def _write_prices(self, listing: str, offers: Sequence[PriceOffer]) -> list[ItemResult]:
        raw = self._read(listing)
        products = content.matrix(raw)
        known = {one.external_id: rounded(one.price) for one in offers if one.external_id in products}
        if known:
            content.set_prices(products, known)
            self._client.write_inventory(listing, content.inventory(raw, products))
        return _answers(offers, known)

    def _read(self, listing: str) -> Raw:
        if not listing:
            raise Rejected("no listing of Etsy's is called so", code=errors.NOT_FOUND)
        return mapping(self._client.inventory(listing), "inventory")

    def _renew(self, listing: str) -> None:
        """Etsy takes its listing fee for it."""
        if not self._renews:
            raise Rejected(listing, code="etsy.not_renewed")
        self._client.update_listing(self._shop, listing, {"state": "active"})

    @staticmethod
    def _tried(offers: Sequence[Offer], write: Callable[[], list[ItemResult]]) -> list[ItemResult]:
        try:
            return write()
        except Rejected as error:
            return [_refused(one, error.code, error.detail) for one in offers]


def _by_listing(offers: Sequence[Offer]) -> dict[str, list[Offer]]:
    found: dict[str, list[Offer]] = {}
    for one in offers:
        found.setdefault(listing_of(one.external_id), []).append(one)
    return found


def _answers(
    offers: Sequence[StockOffer] | Sequence[PriceOffer], known: Mapping[str, int] | Mapping[str, Decimal]
) -> list[ItemResult]:
    return [
        ItemResult(one.external_id, ItemState.ACCEPTED)
        if one.external_id in known
        else _refused(one, errors.NOT_FOUND, "no such product in its listing")
        for one in offers
    ]


def _refused(offer: StockOffer | PriceOffer, code: str, message: str) -> ItemResult:
    return ItemResult(offer.external_id, ItemState.REJECTED, code, message)
