"""Magento fulfilling the contract: what it does where the shop's answers leave it no simple way."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import ItemState, ParkedRecord, PriceOffer, StockOffer
from tests.factories.provider import Provider, answer

_CREDENTIALS = dict.fromkeys(("consumer_key", "consumer_secret", "access_token", "access_token_secret"), "x")
_NONE = {"items": [], "total_count": 0}
_OFFERS = [PriceOffer(sku, None, Decimal(9), Decimal(10), "TRY") for sku in ("A", "B")]


def _connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("magento", {"shop_url": "https://magaza.example.com", **settings}, _CREDENTIALS)


def test_nothing_is_written_where_no_sku_is_known() -> None:
    provider = Provider([answer(_NONE)])

    pushed = _connector(provider).push_stock([StockOffer("A", None, 1)])

    assert [(one.external_id, one.state) for one in pushed.items] == [("A", ItemState.REJECTED)]
    assert [one.method for one in provider.requests] == ["GET"]


def test_sku_is_known_in_any_case() -> None:
    provider = Provider([answer({"items": [{"sku": "Sal-K"}], "total_count": 1}), answer(_NONE), answer([])])

    pushed = _connector(provider).push_stock([StockOffer("SAL-K", None, 1)])

    assert [(one.external_id, one.state) for one in pushed.items] == [("SAL-K", ItemState.ACCEPTED)]


def test_special_price_that_fails_after_the_base_price_leaves_the_push_done_in_part() -> None:
    provider = Provider([answer([]), answer({"message": "no"}, 400)])

    with pytest.raises(Unavailable) as raised:
        _connector(provider).push_price(_OFFERS)

    assert raised.value.maybe_done


def test_special_price_is_not_sent_for_a_refused_base_price() -> None:
    problem = {"message": "Row ID: SKU = %SKU", "parameters": ["A", "0"]}
    provider = Provider([answer([problem]), answer([])])

    pushed = _connector(provider).push_price(_OFFERS)

    assert [(one.external_id, one.state) for one in pushed.items] == [
        ("A", ItemState.REJECTED),
        ("B", ItemState.ACCEPTED),
    ]
    assert [row["sku"] for row in provider.asked[1].body["prices"]] == ["B"]


def test_special_price_of_another_view_is_left_alone() -> None:
    standing = [{"sku": "A", "price": 8, "store_id": 2, "price_from": "x", "price_to": "y"}]
    provider = Provider([answer([]), answer(standing)])

    _connector(provider).push_price([PriceOffer("A", None, Decimal(9), None, "TRY")])

    assert [one.url.path.rpartition("/")[2] for one in provider.requests] == [
        "base-prices",
        "special-price-information",
    ]


def test_pages_that_do_not_add_up_are_unexpected() -> None:
    """A shop that says two and repeats one, as it does past the end."""
    order = {"entity_id": 1, "items": []}
    known = {"items": [{"sku": "A"}], "total_count": 1}
    provider = Provider([answer(known), answer({"items": [order], "total_count": 2})])

    with pytest.raises(UnexpectedAnswer):
        _connector(provider).push_stock([StockOffer("A", None, 1)])


def test_category_the_shop_does_not_have_is_refused() -> None:
    provider = Provider([answer({"id": 2, "name": "Kök", "children_data": []})])

    with pytest.raises(Rejected) as raised:
        _connector(provider).fetch_attributes("9")

    assert raised.value.code == "magento.category_unknown"


def test_odd_order_is_parked_alone() -> None:
    odd = [
        {"entity_id": 1, "items": "?"},
        {"entity_id": 2, "items": [{"qty_shipped": "çok"}]},
        {"entity_id": 3},
    ]
    provider = Provider([answer({"items": odd, "total_count": 3})])
    day = datetime(2026, 11, 21, tzinfo=UTC)

    [found] = _connector(provider).fetch_packages(day, day)

    assert [(type(one), one.external_id) for one in found] == [(ParkedRecord, n) for n in ("1", "2", "3")]
