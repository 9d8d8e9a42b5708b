"""Çiçeksepeti's categories and attributes as our records, and drafts as its products."""

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.content import (
    AttributeChoice,
    AttributeRecord,
    AttributeValueRecord,
    ListingDraft,
)
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import CategoryRecord, ItemResult, ItemState, PushResult
from prapazar.connectors.ciceksepeti import content
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_DRAFT = ListingDraft(
    sku="SAL-2",
    barcode="8680000000024",
    group="SAL",
    title="Oyalı Şal",
    description="<p>Pamuk</p>",
    brand="Deneme Marka",
    brand_external_id=None,
    category_external_id="12005",
    vat_rate=Decimal(10),
    price=Decimal("129.95"),
    list_price=Decimal("149.90"),
    currency="TRY",
    quantity=7,
    images=("https://cdn.example.com/sal.jpg",),
    attributes=(AttributeChoice("2361", "902"),),
)
_RED = AttributeValueRecord("901", "Kırmızı")


def _row(**changes: object) -> dict[str, Any]:
    [row] = fixture(_HERE, "products")["products"]
    return {**row, "attributes": [{"id": 2361, "valueId": 901, "textLength": 0}], **changes}


def _connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("ciceksepeti", {"seller_id": "8001", **settings}, {"api_key": "gizli"})


def _known(sku: str = "SAL-1") -> ListingDraft:
    return dataclasses.replace(_DRAFT, sku=sku, external_id=sku, quantity=999)


def test_tree_becomes_a_list_with_parents() -> None:
    assert list(content.categories(fixture(_HERE, "categories")["categories"])) == [
        CategoryRecord("12000", None, "Giyim", is_leaf=False),
        CategoryRecord("12005", "12000", "Şal & Fular", is_leaf=True),
        CategoryRecord("13000", None, "Gurme", is_leaf=True),
    ]


def test_attributes_come_without_what_the_buyer_writes() -> None:
    assert content.READERS["attributes"](fixture(_HERE, "attributes")) == [
        AttributeRecord(
            "2361", "Renk", True, False, True, False, (_RED, AttributeValueRecord("902", "Mavi"))
        ),
        AttributeRecord(
            "2362", "Materyal", False, False, False, False, (AttributeValueRecord("911", "Pamuk"),)
        ),
    ]


def test_flag_that_is_none_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        content.attributes(
            [{"attributeId": 1, "attributeName": "Renk", "required": "evet", "varianter": True}]
        )


def test_new_product_is_written_whole() -> None:
    assert content.new_product(_DRAFT, 18) == {
        "productName": "Oyalı Şal",
        "mainProductCode": "SAL",
        "stockCode": "SAL-2",
        "categoryId": 12005,
        "stockQuantity": 7,
        "salesPrice": Decimal("129.95"),
        "listPrice": Decimal("149.90"),
        "description": "<p>Pamuk</p>",
        "images": ["https://cdn.example.com/sal.jpg"],
        "deliveryType": 2,
        "deliveryMessageType": 18,
        "barcode": "8680000000024",
        "Attributes": [{"Id": 2361, "ValueId": 902, "TextLength": 0}],
    }


def test_new_product_without_barcode_and_list_price_leaves_them_out() -> None:
    product = content.new_product(dataclasses.replace(_DRAFT, barcode=None, list_price=None), 5)

    assert {"barcode", "listPrice"} & set(product) == set()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "EUR"}, "ciceksepeti.currency"),
        ({"category_external_id": "giyim"}, "ciceksepeti.rejected"),
        ({"attributes": (AttributeChoice("2361", text="Mor"),)}, "ciceksepeti.value_needed"),
    ],
)
def test_draft_that_cannot_be_written_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejected) as raised:
        content.new_product(dataclasses.replace(_DRAFT, **changes), 5)

    assert raised.value.code == code


def test_change_keeps_what_the_draft_does_not_say() -> None:
    safety = {
        "operatorContacts": [{"name": "Üretici"}],
        "safetyInfo": "Ateşten uzak tutun",
        "isActive": False,
    }

    assert content.changed_product(_known(), _row(**safety)) == {
        "productName": "Oyalı Şal",
        "mainProductCode": "SAL",
        "stockCode": "SAL-1",
        "categoryId": 12005,
        "description": "<p>Pamuk</p>",
        "images": ["https://cdn.example.com/sal.jpg"],
        "deliveryType": 2,
        "deliveryMessageType": 5,
        "barcode": "8680000000017",
        "mediaLink": None,
        "Attributes": [{"Id": 2361, "ValueId": 901, "TextLength": 0}],
        **safety,
    }


def test_new_and_changed_are_two_batches_under_one_name() -> None:
    row = answer({"totalCount": 1, "products": [_row()]})
    provider = Provider([row, answer({"batchId": "u-1"}), answer({"batchId": "c-1"})])

    pushed = _connector(provider, delivery_message="18").write_listings([_DRAFT, _known()])

    assert pushed == PushResult(batch_external_id="u-1+c-1")
    assert [(one.method, one.query.get("StockCode")) for one in provider.asked] == [
        ("GET", "SAL-1"),
        ("PUT", None),
        ("POST", None),
    ]
    assert provider.asked[-1].body["products"][0]["deliveryMessageType"] == 18


def test_listing_that_is_gone_is_answered_at_once() -> None:
    provider = Provider([answer({"totalCount": 0, "products": []})])

    pushed = _connector(provider).write_listings([_known("YOK")])

    assert pushed == PushResult((ItemResult("YOK", ItemState.REJECTED, "ciceksepeti.not_found"),))


def test_two_batches_are_final_together() -> None:
    done = answer(fixture(_HERE, "batch_status"))
    item = {"data": {"stockCode": "SAL-2"}, "status": "Pending", "failureReasons": []}
    waiting = answer({"batchId": "c-1", "itemCount": 1, "items": [item]})

    found = _connector(Provider([done, waiting])).fetch_batch("u-1+c-1")

    assert (found.is_final, len(found.items)) == (False, 4)


def test_options_have_the_names_of_their_category() -> None:
    products = answer({"totalCount": 2, "products": [_row(), _row(stockCode="SAL-2")]})
    provider = Provider([products, answer(fixture(_HERE, "attributes"))])

    [page] = _connector(provider).fetch_listings()

    assert [one.options for one in page] == [{"Renk": "Kırmızı"}] * 2
    assert len(provider.requests) == 2


def test_category_that_was_given_up_names_nothing() -> None:
    products = answer({"totalCount": 1, "products": [_row()]})
    provider = Provider([products, answer({"Message": "Category not found!"}, 400)])

    [[listing]] = _connector(provider).fetch_listings()

    assert listing.options == {}
