"""Writing listings at Shopify: one productSet for each product, with what stands there already left alone."""

import dataclasses
from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit import parsing
from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.records import ItemResult, ItemState
from tests.factories.provider import Provider, answer

_SETTINGS = {"shop": "magaza", "location_id": "7"}
_CREDENTIALS = {"client_id": "c", "client_secret": "s", "access_token": "shpat_1"}
_TAXONOMY = "gid://shopify/TaxonomyCategory/aa-1"
_DRAFT = ListingDraft(
    sku="SAL-K",
    barcode="8690000000017",
    group="SAL",
    title="Çiçekli Şal",
    description="<p>İpek</p>",
    brand="Oya",
    brand_external_id=None,
    category_external_id=_TAXONOMY,
    vat_rate=Decimal(10),
    price=Decimal("129.95"),
    list_price=Decimal("149.90"),
    currency="TRY",
    quantity=7,
    images=("https://cdn.example.com/on.jpg",),
)
_VARIANT = {
    "sku": "SAL-K",
    "barcode": "8690000000017",
    "price": "129.95",
    "compareAtPrice": "149.90",
    "optionValues": [{"optionName": "Title", "name": "Default Title"}],
    "inventoryItem": {"sku": "SAL-K", "tracked": True},
    "inventoryQuantities": [{"locationId": "gid://shopify/Location/7", "name": "available", "quantity": 7}],
}


class Shop:
    """Answers by the query's name, and keeps what was set."""

    def __init__(self, *, known: dict[str, str] | None = None, failure: str = "") -> None:
        self.known = known or {}
        self.failures = [{"field": ["input"], "message": failure, "code": "INVALID_INPUT"}] if failure else []
        self.set: list[dict[str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = parsing.load_json(request.content)
        name = body["query"].split("(")[0].split(" ")[1]
        return answer({"data": getattr(self, f"_{name}")(body["variables"])})

    def write(self, *drafts: ListingDraft) -> tuple[ItemResult, ...]:
        connector = Provider([self]).connector("shopify", _SETTINGS, _CREDENTIALS)
        items: tuple[ItemResult, ...] = connector.write_listings(drafts).items
        return items

    def _Shop(self, _: object) -> Any:  # noqa: ANN401, N802 - by the query's name
        return {"shop": {"name": "m", "currencyCode": "TRY"}}

    def _BySku(self, given: dict[str, str]) -> Any:  # noqa: ANN401, N802 - by the query's name
        sku = given["filter"].removeprefix("sku:'").removesuffix("'")
        found = [{"sku": sku, "product": {"legacyResourceId": self.known[sku]}}] if sku in self.known else []
        return {"productVariants": {"nodes": [*found, {"sku": f"{sku}-XL"}]}}

    def _Variants(self, _: object) -> Any:  # noqa: ANN401, N802 - by the query's name
        options = [{"name": "Renk", "value": "Mavi"}]
        nodes = [{"id": "gid://shopify/ProductVariant/3", "selectedOptions": options}]
        return {"product": {"variants": {"pageInfo": {"hasNextPage": False}, "nodes": nodes}}}

    def _SetProduct(self, given: dict[str, Any]) -> Any:  # noqa: ANN401, N802 - by the query's name
        self.set.append(given)
        return {"productSet": {"product": None, "userErrors": self.failures}}


def _draft(**changes: Any) -> ListingDraft:  # noqa: ANN401 - any field
    return dataclasses.replace(_DRAFT, **changes)


def test_new_product_is_set_whole() -> None:
    shop = Shop()

    found = shop.write(_DRAFT)

    assert found == (ItemResult("SAL-K", ItemState.ACCEPTED),)
    assert shop.set == [
        {
            "identifier": None,
            "input": {
                "title": "Çiçekli Şal",
                "descriptionHtml": "<p>İpek</p>",
                "vendor": "Oya",
                "category": _TAXONOMY,
                "files": [{"originalSource": "https://cdn.example.com/on.jpg", "contentType": "IMAGE"}],
                "productOptions": [{"name": "Title", "position": 1, "values": [{"name": "Default Title"}]}],
                "variants": [_VARIANT],
                "status": "ACTIVE",
            },
        }
    ]


def test_words_of_a_known_product_leave_its_variants_alone() -> None:
    shop = Shop()

    shop.write(_draft(external_id="5-6", external_parent_id="9", images=()))

    [told] = shop.set
    assert told["identifier"] == {"id": "gid://shopify/Product/9"}
    assert sorted(told["input"]) == ["category", "descriptionHtml", "title", "vendor"]


def test_article_that_a_lost_answer_left_there_is_not_made_again() -> None:
    shop = Shop(known={"SAL-K": "9"})

    shop.write(_DRAFT)

    [told] = shop.set
    assert (told["identifier"], "variants" in told["input"]) == ({"id": "gid://shopify/Product/9"}, False)


def test_new_variant_joins_those_that_are_there() -> None:
    shop = Shop(known={"SAL-M": "9"})
    blue, red = _draft(sku="SAL-M", options={"Renk": "Mavi"}), _draft(options={"Renk": "Kırmızı"})

    shop.write(blue, red)

    [told] = shop.set
    assert told["input"]["productOptions"] == [
        {"name": "Renk", "position": 1, "values": [{"name": "Mavi"}, {"name": "Kırmızı"}]}
    ]
    kept, new = told["input"]["variants"]
    assert kept == {
        "id": "gid://shopify/ProductVariant/3",
        "optionValues": [{"optionName": "Renk", "name": "Mavi"}],
    }
    assert (new["sku"], new["optionValues"]) == ("SAL-K", [{"optionName": "Renk", "name": "Kırmızı"}])


def test_product_the_shop_refuses_is_refused_with_all_its_variants() -> None:
    shop = Shop(failure="Image URL is invalid")

    found = shop.write(_draft(options={"Renk": "Mavi"}), _draft(sku="SAL-M", options={"Renk": "Mor"}))

    told = [(one.external_id, one.code, one.message) for one in found]
    sentence = "INVALID_INPUT: Image URL is invalid"
    assert told == [(sku, "shopify.item_refused", sentence) for sku in ("SAL-K", "SAL-M")]


@pytest.mark.parametrize("place", ["12", ""])
def test_category_that_is_none_of_the_taxonomy_is_left_out(place: str) -> None:
    shop = Shop()

    shop.write(_draft(category_external_id=place))

    assert "category" not in shop.set[0]["input"]


def test_price_in_another_currency_is_refused_before_it_is_written() -> None:
    shop = Shop()

    [found] = shop.write(_draft(currency="EUR"))

    assert (found.state, found.code, shop.set) == (ItemState.REJECTED, "shopify.currency", [])
