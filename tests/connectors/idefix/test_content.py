"""İdefix's categories and attributes as our records, and our drafts as its products."""

import dataclasses
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord, ListingDraft
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import BatchAnswer, CategoryRecord, ItemResult, ItemState
from prapazar.connectors.idefix import content
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_TERMS = content.Terms(
    cargo_company=5, shipment_address=302, return_address=304, origin_country=792, delivery_days=2
)
_DRAFT = ListingDraft(
    sku="ŞAL-1",
    barcode="868",
    group="OYA-1",
    title="Şal",
    description="<p>Şal</p>",
    brand="Deneme Marka",
    brand_external_id=None,
    category_external_id="1012",
    vat_rate=Decimal(10),
    price=Decimal("129.905"),
    list_price=None,
    currency="TRY",
    quantity=7,
    images=tuple(f"https://cdn.example.com/{number}.jpg" for number in range(10)),
    desi=Decimal("2.5"),
)
_REFUSED = ItemResult(
    "ÇAY-9",
    ItemState.REJECTED,
    "idefix.item_refused",
    "CATEGORY_MANDATORY_ATTRIBUTE_MISSED, BRAND_NOT_EXIST",
)
_DECLINED = ItemResult("TAS-1", ItemState.REJECTED, "idefix.item_refused", "platform_declined")


def _batch(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a batch
    return {**fixture(_HERE, "batch_result"), **changes}


def test_tree_is_told_flat() -> None:
    assert list(content.categories(fixture(_HERE, "product_category"))) == [
        CategoryRecord("1010", None, "Giyim", is_leaf=False),
        CategoryRecord("1012", "1010", "Şal & Fular", is_leaf=True),
        CategoryRecord("1020", None, "Çay", is_leaf=True),
    ]


def test_attributes_are_mapped_with_their_values() -> None:
    values = (AttributeValueRecord("2101", "Kırmızı"), AttributeValueRecord("2102", "Mavi"))

    assert content.attributes(fixture(_HERE, "category_attribute")) == [
        AttributeRecord("21", "Renk", is_required=True, allows_custom=False, is_variant=True, values=values),
        AttributeRecord("22", "Materyal", is_required=False, allows_custom=True, is_variant=False),
    ]


def test_draft_becomes_a_product_with_the_merchants_terms() -> None:
    made = content.product(_DRAFT, "7001", _TERMS)

    prices = made["price"], made["comparePrice"]
    assert prices == (Decimal("129.91"), Decimal("129.91"))
    assert (made["desi"], made["weight"]) == (Decimal("2.5"), Decimal("2.5"))
    assert (made["originCountryId"], made["deliveryDuration"], len(made["images"])) == (792, 2, 8)


def test_country_nobody_knows_is_not_told() -> None:
    made = content.product(_DRAFT, "7001", dataclasses.replace(_TERMS, origin_country=None))

    assert "originCountryId" not in made


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"currency": "EUR"}, "idefix.currency"), ({"barcode": None}, "idefix.barcode_needed")],
)
def test_draft_idefix_could_never_take_is_refused(changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Rejected) as raised:
        content.product(dataclasses.replace(_DRAFT, **changes), "7001", _TERMS)

    assert raised.value.code == code


def test_usual_address_of_its_kind_is_taken() -> None:
    rows = [
        {"id": 1, "addressType": "return", "isDefault": False},
        {"id": 2, "addressType": "return", "isDefault": True},
        {"id": 3, "addressType": "shipping"},
    ]

    assert [content.address(rows, kind) for kind in ("return", "shipping")] == [2, 3]
    with pytest.raises(Rejected) as raised:
        content.address(rows, "invoice")
    assert raised.value.code == "idefix.addresses_needed"


@pytest.mark.parametrize("name", ["title", "name"])
def test_carrier_is_known_by_its_name(name: str) -> None:
    rows = [{"id": 5, name: "Aras Kargo"}, {"id": 6, name: "Yurtiçi Kargo"}]

    assert [content.cargo_company(rows, told) for told in ("ARAS", "yurtiçi kargo")] == [5, 6]
    with pytest.raises(Rejected) as raised:
        content.cargo_company(rows, "PTT")
    assert (raised.value.code, raised.value.field) == ("idefix.cargo_unknown", "cargo_company")


def test_products_of_a_batch_get_their_own_answers() -> None:
    taken = ItemResult("ŞAL-1", ItemState.ACCEPTED)

    assert content.batch_answer(_batch()) == BatchAnswer(is_final=True, items=(taken, _REFUSED, _DECLINED))


@pytest.mark.parametrize("status", ["created", "running"])
def test_batch_that_is_worked_on_says_nothing_yet(status: str) -> None:
    assert content.batch_answer(_batch(status=status)) == BatchAnswer(is_final=False, items=())


@pytest.mark.parametrize("status", ["failed", "cancelled"])
def test_batch_that_came_to_nothing_accepts_nobody(status: str) -> None:
    found = content.batch_answer(_batch(status=status))

    assert found == BatchAnswer(is_final=True, items=(_REFUSED, _DECLINED))


@pytest.mark.parametrize(
    "changes", [{"status": "teleported"}, {"products": [{"barcode": "868", "status": "teleported"}]}]
)
def test_state_nobody_knows_is_unexpected(changes: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedAnswer):
        content.batch_answer(_batch(**changes))
