"""Our offers as Magento's bodies, and what comes of them."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import ItemState, PriceOffer, StockOffer
from prapazar.connectors.magento import content

_NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)


def _offer(price: str, full: str | None = None, vat: str | None = None) -> PriceOffer:
    rate = Decimal(vat) if vat else None
    return PriceOffer("SAL-K", None, Decimal(price), Decimal(full) if full else None, "TRY", rate)


def test_stock_is_told_with_what_is_reserved() -> None:
    offers = [StockOffer("A", None, 5), StockOffer("B", None, 0), StockOffer("C", None, 0)]

    found = content.source_items(offers, "depo", {"A": 3, "B": 2})

    assert [(one["sku"], one["quantity"], one["status"]) for one in found] == [
        ("A", 8, 1),
        ("B", 2, 1),
        ("C", 0, 0),
    ]


def test_lower_price_begins_yesterday_for_every_time_zone() -> None:
    found = content.special_price(_offer("99.90", "149.90"), 2, _NOW, with_tax=True)

    assert found == {
        "price": Decimal("99.90"),
        "store_id": 2,
        "sku": "SAL-K",
        "price_from": "2026-11-20 00:00:00",
        "price_to": "2099-12-31 23:59:59",
    }
    assert content.special_price(_offer("99.90"), 2, _NOW, with_tax=True) is None


def test_price_without_tax_needs_the_rate() -> None:
    assert content.base_price(_offer("100", vat="20"), 0, with_tax=False)["price"] == Decimal("83.3333")
    with pytest.raises(Rejected):
        content.base_price(_offer("100"), 0, with_tax=False)


@pytest.mark.parametrize(
    "told",
    ['{"sourceItems":[{"sku":"A"}]}', '{"meta_information":"{\\"sourceItems\\":[{\\"sku\\":\\"A\\"}]}"}'],
)
@pytest.mark.parametrize(
    ("status", "state"),
    [
        (1, ItemState.ACCEPTED),
        (2, ItemState.REJECTED),
        (3, ItemState.REJECTED),
        (4, ItemState.PENDING),
        (5, ItemState.REJECTED),
    ],
)
def test_bulk_operation_is_answered_by_its_sku(told: str, status: int, state: ItemState) -> None:
    [found] = content.bulk_results([{"status": status, "serialized_data": told}])

    assert (found.external_id, found.state) == ("A", state)


@pytest.mark.parametrize(
    "raw", [{"status": 9, "serialized_data": '{"sku":"A"}'}, {"status": 1, "serialized_data": "x"}]
)
def test_bulk_operation_nobody_understands_is_unexpected(raw: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedAnswer):
        content.bulk_results([raw])


def test_price_problem_that_names_nobody_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        content.refused_by([{"message": "no", "parameters": ["B"]}], ["A"])
