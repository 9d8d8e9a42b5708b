"""Between Meta's shapes and our records."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.records import (
    BatchAnswer,
    ItemResult,
    ItemState,
    ListingRecord,
    ParkedRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.connectors.meta import mapper
from tests.factories.provider import fixture

_HERE = Path(__file__).parent


def _item(**changes: object) -> dict[str, Any]:
    item: dict[str, Any] = {**fixture(_HERE, "products")["data"][0], **changes}
    return item


def test_item_is_our_listing() -> None:
    assert mapper.listings([_item()]) == [
        ListingRecord(
            external_id="SAL-1",
            external_parent_id="SAL",
            sku="SAL-1",
            barcode="8690000000012",
            title="Çiçekli Şal",
            parent_title="Çiçekli Şal",
            options={"color": "Kırmızı"},
            price=Decimal("1299.05"),
            list_price=Decimal("1500.10"),
            quantity=7,
            is_active=True,
            brand="Oya",
            description="<p>İğne oyası</p>",
            images=("https://c.example/1.jpg", "https://c.example/2.jpg"),
            currency="TRY",
            url="https://m.example/SAL-1",
        )
    ]


@pytest.mark.parametrize("told", ["1500.10 TRY", "₺1,500.10", "1.500,10 TL", "₺1500.10"])
def test_price_is_read_in_every_form(told: str) -> None:
    [found] = mapper.listings([_item(price=told, sale_price=None)])

    assert isinstance(found, ListingRecord)
    assert (found.price, found.list_price) == (Decimal("1500.10"), Decimal("1500.10"))


@pytest.mark.parametrize(
    ("review", "visibility", "expected"),
    [
        ("pending", "published", True),
        ("", "published", True),
        ("rejected", "published", False),
        ("approved", "staging", False),
    ],
)
def test_review_and_visibility_decide_who_is_active(review: str, visibility: str, expected: bool) -> None:
    [found] = mapper.listings([_item(review_status=review, visibility=visibility)])

    assert isinstance(found, ListingRecord)
    assert found.is_active is expected


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"review_status": "kuşkulu"}, "connector.unknown_status"),
        ({"price": "bedava"}, "connector.odd_value"),
        ({"name": None}, "connector.missing_field"),
    ],
)
def test_item_nobody_understands_is_parked_alone(changes: dict[str, object], code: str) -> None:
    found = mapper.listings([_item(**changes), _item()])

    assert isinstance(found[0], ParkedRecord)
    assert (found[0].external_id, found[0].code, type(found[1])) == ("SAL-1", code, ListingRecord)


def test_stock_is_told_with_its_word() -> None:
    items = mapper.stock_items([StockOffer("A", None, 3), StockOffer("B", None, 0)])

    assert [one["data"] for one in items] == [
        {"id": "A", "availability": "in stock", "quantity_to_sell_on_facebook": 3},
        {"id": "B", "availability": "out of stock", "quantity_to_sell_on_facebook": 0},
    ]


@pytest.mark.parametrize(
    ("list_price", "expected"),
    [
        (Decimal("1500.1"), {"price": "1500.10 TRY", "sale_price": "1234.05 TRY"}),
        (Decimal("1234.05"), {"price": "1234.05 TRY", "sale_price": ""}),
        (None, {"price": "1234.05 TRY", "sale_price": ""}),
    ],
)
def test_lower_price_is_the_sale_price(list_price: Decimal | None, expected: dict[str, str]) -> None:
    [item] = mapper.price_items([PriceOffer("A", None, Decimal("1234.05"), list_price, "TRY")])

    assert item == {"method": "UPDATE", "data": {"id": "A", **expected}}


def _batch(status: str = "finished", **more: object) -> dict[str, Any]:
    return {"data": [{"handle": "h", "status": status, "errors": [], "errors_total_count": 0, **more}]}


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (_batch(), BatchAnswer(True, (), ItemState.ACCEPTED)),
        (_batch("in_progress"), BatchAnswer(False, ())),
        (_batch("error"), BatchAnswer(True, ())),
        ({"data": []}, BatchAnswer(True, ())),
        (
            _batch(errors=[{"line": 1, "id": "A", "message": "yok"}], errors_total_count=1),
            BatchAnswer(
                True, (ItemResult("A", ItemState.REJECTED, "meta.rejected", "yok"),), ItemState.ACCEPTED
            ),
        ),
        (
            _batch(errors_total_count=1, ids_of_invalid_requests=["A"]),
            BatchAnswer(
                True, (ItemResult("A", ItemState.REJECTED, "meta.rejected", "rejected"),), ItemState.ACCEPTED
            ),
        ),
        (_batch(errors_total_count=2), BatchAnswer(True, ())),
    ],
)
def test_batch_accepts_those_it_does_not_name_only_when_it_names_all_others(
    answer: dict[str, Any], expected: BatchAnswer
) -> None:
    assert mapper.batch(answer) == expected


def test_batch_of_an_unknown_status_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.batch(_batch("dreaming"))
