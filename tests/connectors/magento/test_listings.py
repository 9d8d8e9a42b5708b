"""Writing listings at Magento: pictures, options, and products that are there already."""

import base64
import dataclasses
from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit import parsing
from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.errors import Unavailable
from prapazar.connector_kit.records import ItemResult, ItemState
from tests.factories.provider import Provider, answer

_CREDENTIALS = dict.fromkeys(("consumer_key", "consumer_secret", "access_token", "access_token_secret"), "x")
_SETTINGS = {"shop_url": "https://magaza.example.com", "store_code": "tr", "barcode_attribute": "ean"}
_JPEG = b"\xff\xd8\xff\xe0oya"
_PICTURE = "https://cdn.example.com/sal/on.jpg"
_COLOUR = {
    "attribute_id": 93,
    "attribute_code": "color",
    "default_frontend_label": "Renk",
    "frontend_input": "select",
    "scope": "global",
    "options": [{"value": "21", "label": "Kırmızı"}],
}
_DRAFT = ListingDraft(
    sku="SAL-K",
    barcode="8690000000017",
    group="SAL",
    title="Çiçekli Şal",
    description="<p>İpek</p>",
    brand="",
    brand_external_id=None,
    category_external_id="4",
    vat_rate=Decimal(10),
    price=Decimal("129.95"),
    list_price=None,
    currency="TRY",
    quantity=7,
    images=(),
)


class Shop:
    """Answers by address, and keeps what was written."""

    def __init__(self, *held: dict[str, Any], pictures: httpx.Response | None = None) -> None:
        self.held = list(held)
        self.pictures = pictures or httpx.Response(200, content=_JPEG)
        self.written: list[tuple[str, Any]] = []
        self.broken = ""

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "cdn.example.com":
            assert "authorization" not in request.headers
            return self.pictures
        path = request.url.path.removeprefix("/rest")
        if request.method == "POST":
            if path.endswith(self.broken or "\n"):
                return answer({"message": "down"}, 500)
            self.written.append((path, parsing.load_json(request.content)))
            return answer({"id": len(self.written), "sku": "x"} if path.endswith("/products") else "id_77")
        told: dict[str, object] = {
            "/tr/V1/products": {"items": self.held, "total_count": len(self.held)},
            "/tr/V1/products/attributes": {"items": [_COLOUR], "total_count": 1},
            "/tr/V1/categories": {"id": 4, "name": "Şallar", "children_data": []},
            "/tr/V1/store/storeConfigs": [{"code": "tr", "base_currency_code": "TRY"}],
        }
        return answer(told[path])

    def write(self, *drafts: ListingDraft) -> tuple[ItemResult, ...]:
        provider = Provider([self])
        items: tuple[ItemResult, ...] = (
            provider.connector("magento", _SETTINGS, _CREDENTIALS).write_listings(drafts).items
        )
        return items

    def products(self) -> list[dict[str, Any]]:
        return [body["product"] for path, body in self.written if path.endswith("/V1/products")]


def _draft(**changes: Any) -> ListingDraft:  # noqa: ANN401 - any field
    return dataclasses.replace(_DRAFT, **changes)


def _codes(product: dict[str, Any]) -> dict[str, str]:
    return {row["attribute_code"]: row["value"] for row in product["custom_attributes"]}


def test_new_product_belongs_to_every_view_with_an_address_of_its_own() -> None:
    shop = Shop()

    shop.write(_DRAFT)

    assert [path for path, _ in shop.written] == ["/all/V1/products", "/tr/V1/inventory/source-items"]
    [product] = shop.products()
    assert _codes(product) == {
        "description": "<p>İpek</p>",
        "ean": "8690000000017",
        "url_key": "cicekli-sal-sal-k",
    }
    assert (product["price"], product["visibility"], product["type_id"]) == (Decimal("129.95"), 4, "simple")


def test_product_that_is_there_gets_its_words_in_the_view_alone() -> None:
    shop = Shop({"id": 5, "sku": "SAL-K"})

    found = shop.write(_draft(external_id="SAL-K"))

    assert [(path, sorted(body["product"])) for path, body in shop.written] == [
        ("/tr/V1/products", ["custom_attributes", "extension_attributes", "name", "sku"])
    ]
    assert found == (ItemResult("SAL-K", ItemState.ACCEPTED),)


def test_picture_is_downloaded_and_sent_once() -> None:
    shop = Shop()
    shop.write(_draft(images=(_PICTURE,)))
    [entry] = shop.products()[0]["media_gallery_entries"]
    again = Shop(
        {
            "id": 5,
            "sku": "SAL-K",
            "media_gallery_entries": [{"id": 9, "file": f"/a/b/{entry['content']['name']}"}],
        }
    )

    again.write(_draft(images=(_PICTURE,), external_id="SAL-K"))

    assert base64.b64decode(entry["content"]["base64_encoded_data"]) == _JPEG
    assert (entry["content"]["type"], entry["types"]) == ("image/jpeg", ["image", "small_image", "thumbnail"])
    [kept] = again.products()[0]["media_gallery_entries"]
    assert (kept["id"], "content" in kept) == (9, False)


@pytest.mark.parametrize(
    "pictures",
    [httpx.Response(404), httpx.Response(200, content=b"<html>"), httpx.Response(200, content=b"")],
)
def test_draft_without_its_picture_is_refused(pictures: httpx.Response) -> None:
    shop = Shop(pictures=pictures)

    [found] = shop.write(_draft(images=(_PICTURE,)))

    assert (found.state, found.code, shop.written) == (ItemState.REJECTED, "magento.image_refused", [])


def test_variants_stand_under_a_configurable_and_a_missing_option_is_made() -> None:
    shop = Shop()
    red, purple = (
        _draft(sku=sku, options={"Renk": word}) for sku, word in (("SAL-K", "Kırmızı"), ("SAL-M", "Mor"))
    )

    shop.write(red, purple)

    first, second, parent = shop.products()
    assert [(one["visibility"], _codes(one)["color"]) for one in (first, second)] == [(1, "21"), (1, "77")]
    extension = parent["extension_attributes"]
    assert (parent["sku"], parent["type_id"], parent["visibility"]) == ("SAL", "configurable", 4)
    assert extension["configurable_product_links"] == [1, 3]
    assert extension["configurable_product_options"] == [
        {
            "attribute_id": "93",
            "label": "Renk",
            "position": 0,
            "values": [{"value_index": 21}, {"value_index": 77}],
        }
    ]


def test_new_variant_joins_those_that_are_there() -> None:
    option = {"attribute_id": "93", "label": "Renk", "values": [{"value_index": 20}]}
    extension = {"configurable_product_options": [option], "configurable_product_links": [50]}
    shop = Shop({"id": 4, "sku": "SAL", "type_id": "configurable", "extension_attributes": extension})

    shop.write(_draft(options={"Renk": "Kırmızı"}))

    told = shop.products()[-1]["extension_attributes"]
    assert told["configurable_product_links"] == [1, 50]
    assert told["configurable_product_options"][0]["values"] == [{"value_index": 20}, {"value_index": 21}]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"category_external_id": "9"}, "magento.category_unknown"),
        ({"options": {"Beden": "M"}}, "magento.attribute_unknown"),
        ({"attributes": (AttributeChoice("yok", text="a"),)}, "magento.attribute_unknown"),
        ({"attributes": (AttributeChoice("color", "99"),)}, "magento.attribute_unknown"),
        ({"currency": "EUR"}, "magento.currency"),
        ({"external_id": "SAL-K"}, "magento.not_found"),
    ],
)
def test_draft_the_shop_has_no_words_for_is_refused_before_it_is_written(
    changes: dict[str, Any], code: str
) -> None:
    shop = Shop()

    [found] = shop.write(_draft(**changes))

    assert (found.state, found.code, shop.written) == (ItemState.REJECTED, code, [])


def test_failure_after_the_first_write_leaves_the_push_done_in_part() -> None:
    shop = Shop()
    shop.broken = "/source-items"

    with pytest.raises(Unavailable) as raised:
        shop.write(_DRAFT)

    assert raised.value.maybe_done
