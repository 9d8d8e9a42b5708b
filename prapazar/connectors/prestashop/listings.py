"""The steps by which products are read, and stock and prices written: whole rows, read before they are replaced."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed
from prapazar.connector_kit.parsing import required, text
from prapazar.connector_kit.records import ItemResult, ItemState, ListingRecord, PriceOffer, StockOffer
from prapazar.connectors.prestashop import content, errors, mapper
from prapazar.connectors.prestashop.client import PrestashopClient
from prapazar.connectors.prestashop.content import ShelfFacts
from prapazar.connectors.prestashop.mapper import Shop
from prapazar.connectors.prestashop.schemas import Raw, writable

_ALWAYS = "0000-00-00 00:00:00"


class Shelf:
    def __init__(self, client: PrestashopClient, shop: Shop, country: str, currency: str) -> None:
        self._client = client
        self._shop = shop
        self._country = country
        self._currency = currency

    def rates(self) -> dict[str, Decimal | None]:
        countries = self._client.all("countries", iso_code=self._country)
        if len(countries) != 1:
            raise Rejected(self._country, code="prestashop.country_unknown", field="country")
        rules = self._client.all("tax_rules", id_country=text(required(countries[0], "id")))
        return content.rates(rules, self._client.all("taxes"))

    def listings(self, now: datetime) -> Iterator[list[Parsed[ListingRecord]]]:
        rates = self.rates()
        for products in self._client.walked("products"):
            facts = self._facts(products, rates)
            yield [one for product in products for one in content.listings(product, facts, self._shop, now)]

    def _facts(self, products: Sequence[Raw], rates: dict[str, Decimal | None]) -> ShelfFacts:
        ask, ids = self._client.among, [text(one.get("id")) for one in products]
        forms = ask("combinations", "id_product", ids)
        named = [row for form in forms for row in mapper.associated(form, "product_option_values")]
        values = ask("product_option_values", "id", [text(one.get("id")) for one in named])
        options = ask("product_options", "id", [text(one.get("id_attribute_group")) for one in values])
        categories = ask("categories", "id", [text(one.get("id_category_default")) for one in products])
        return ShelfFacts(
            currency=self._currency,
            rates=rates,
            combinations=mapper.grouped(forms, "id_product"),
            stocks=mapper.grouped(ask("stock_availables", "id_product", ids), "id_product"),
            specials=mapper.grouped(ask("specific_prices", "id_product", ids), "id_product"),
            values=mapper.by_id(values),
            options=mapper.by_id(options),
            categories=mapper.by_id(categories),
        )

    def push_stock(self, offers: Sequence[StockOffer]) -> Iterator[ItemResult]:
        products = [one.external_id.partition(":")[0] for one in offers]
        found = mapper.grouped(self._client.among("stock_availables", "id_product", products), "id_product")
        for offer in offers:
            product, _, attribute = offer.external_id.partition(":")
            own = [
                row
                for row in found.get(product, [])
                if text(required(row, "id_product_attribute")) == (attribute or "0")
            ]
            yield self._set_stock(offer, own)

    def _set_stock(self, offer: StockOffer, found: Sequence[Raw]) -> ItemResult:
        if len(found) != 1:
            return _refused(offer.external_id, errors.NOT_FOUND if not found else "prestashop.shop_needed")
        if text(required(found[0], "depends_on_stock")) == "1":
            return _refused(offer.external_id, "prestashop.depends_on_stock")
        return self._replaced(
            offer.external_id, "stock_availables", {**found[0], "quantity": str(offer.quantity)}
        )

    def push_price(self, offers: Sequence[PriceOffer], now: datetime) -> Iterator[ItemResult]:
        numbers = [one.external_id.partition(":") for one in offers]
        products = [product for product, _, _ in numbers]
        known = mapper.by_id(self._client.among("products", "id", products))
        forms = mapper.by_id(self._client.among("combinations", "id", [form for _, _, form in numbers]))
        specials = mapper.grouped(self._client.among("specific_prices", "id_product", products), "id_product")
        rates = self.rates()
        for offer, (product, _, form) in zip(offers, numbers, strict=True):
            if offer.currency != self._currency:
                yield _refused(offer.external_id, "prestashop.currency", offer.currency)
            elif product not in known or (form and form not in forms):
                yield _refused(offer.external_id, errors.NOT_FOUND)
            else:
                found = content.specials(specials.get(product, []), form or "0")
                yield self._set_price(offer, known[product], forms.get(form), found, rates, now)

    def _set_price(
        self,
        offer: PriceOffer,
        product: Raw,
        form: Raw | None,
        specials: Sequence[Raw],
        rates: dict[str, Decimal | None],
        now: datetime,
    ) -> ItemResult:
        """First what it was, then what it is: in between it is dearer, never cheaper than meant."""
        own = [one for one in specials if content.is_plain(one) and _belongs(one, form)]
        others = [one for one in specials if one not in own and content.holds(one, self._shop, now)]
        if others or len(own) > 1:
            return _refused(offer.external_id, "prestashop.special_on")
        try:
            rate = content.rate_of(product, rates)
        except UnexpectedAnswer as error:
            return _refused(offer.external_id, error.code, error.detail)
        before = max(offer.list_price or offer.price, offer.price)
        result = self._set_base(offer.external_id, product, form, content.without_tax(before, rate))
        if result.state is ItemState.REJECTED:
            return result
        return self._set_special(offer.external_id, product, form, own, before - offer.price) or result

    def _set_base(self, name: str, product: Raw, form: Raw | None, net: Decimal) -> ItemResult:
        if form is None:
            row = {**writable("products", product), "price": content.six_places(net)}
            return self._replaced(name, "products", row)
        impact = net - content.net_price(product, None)
        row = {**writable("combinations", form), "price": content.six_places(impact)}
        return self._replaced(name, "combinations", row)

    def lower(self, product: Raw, form: Raw | None, reduction: Decimal) -> None:
        """Of a new listing: what it was stands beside what it is."""
        self._client.create("specific_prices", _reduced(product, form, reduction))

    def _set_special(
        self, name: str, product: Raw, form: Raw | None, own: Sequence[Raw], reduction: Decimal
    ) -> ItemResult | None:
        """None where nothing was refused."""
        try:
            if own and reduction:
                self._client.replace("specific_prices", {**own[0], **_terms(reduction)})
            elif own:
                self._client.delete("specific_prices", text(required(own[0], "id")))
            elif reduction:
                self.lower(product, form, reduction)
        except Rejected as error:
            return _refused(name, error.code, error.detail)
        return None

    def _replaced(self, name: str, resource: str, row: Raw) -> ItemResult:
        try:
            self._client.replace(resource, row)
        except Rejected as error:
            return _refused(name, error.code, error.detail)
        return ItemResult(name, ItemState.ACCEPTED)


def _belongs(special: Raw, form: Raw | None) -> bool:
    """A product's own is not its combination's."""
    number = text(form.get("id")) if form else "0"
    return (text(special.get("id_product_attribute")) or "0") == number


def _terms(reduction: Decimal) -> dict[str, str]:
    told = content.six_places(reduction)
    return {"price": "-1", "reduction": told, "reduction_tax": "1", "reduction_type": "amount"}


def _reduced(product: Raw, form: Raw | None, reduction: Decimal) -> dict[str, str]:
    """A specific price without conditions."""
    free = ("id_shop", "id_cart", "id_currency", "id_country", "id_group", "id_customer")
    return {
        **dict.fromkeys(free, "0"),
        "id_product": text(product.get("id")),
        "id_product_attribute": text(form.get("id")) if form else "0",
        "from_quantity": "1",
        "from": _ALWAYS,
        "to": _ALWAYS,
        **_terms(reduction),
    }


def _refused(name: str, code: str, message: str | None = None) -> ItemResult:
    return ItemResult(name, ItemState.REJECTED, code, message)
