"""PrestaShop's rows as our records: orders with those they name, the shop's clock, prices with tax."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.records import (
    Address,
    CategoryRecord,
    LineRecord,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
)
from prapazar.connectors.prestashop import content, mapper
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
_SHOP = mapper.shop({"status_cancelled": "6,8", "status_delivered": "5"})
_PARIS = ZoneInfo("Europe/Paris")


def _mapped(order: dict[str, Any] | None = None, **tables: object) -> Any:  # noqa: ANN401 - package or parked
    told = {**fixture(_HERE, "orders"), **tables}
    raw = {**told["orders"][0], **(order or {})}
    [found] = mapper.packages([raw], mapper.facts_of(told), _SHOP)
    return found


def _detail(**changes: object) -> dict[str, Any]:
    return {**fixture(_HERE, "orders")["order_details"][0], **changes}


def test_order_becomes_a_package() -> None:
    assert _mapped() == PackageRecord(
        external_id="12",
        order_external_id="12",
        order_number="XKBKNABJK",
        status=PackageStatus.NEW,
        provider_status="2",
        ordered_at=datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
        modified_at=datetime(2026, 11, 21, 12, 1, tzinfo=UTC),
        currency="TRY",
        total=Decimal("254.00"),
        discount=Decimal("10.00"),
        shipping=Decimal("24.00"),
        lines=(
            LineRecord(
                external_id="31",
                listing_external_id="5:9",
                sku="TISORT-M",
                barcode="8690000000017",
                title="Tişört (Beden : M)",
                quantity=2,
                unit_price=Decimal("120.00"),
                total=Decimal("240.00"),
                vat_rate=Decimal(20),
            ),
        ),
        buyer_name="Şule Iğdırlıoğlu",
        buyer_email="alici@example.com",
        buyer_phone="5321112233",
        shipping_address=Address(
            name="Şule Iğdırlıoğlu",
            line="Deneme Sokak 1 Kat 2",
            district="Kadıköy",
            city="İstanbul",
            postal_code="34710",
            country="TR",
            phone="5321112233",
            tax_number="11111111110",
        ),
        billing_address=Address(
            name="Can Iğdır",
            company="Iğdır GmbH",
            line="Weg 1",
            city="Berlin",
            postal_code="10115",
            country="DE",
            tax_number="DE123",
        ),
        carrier="Aras",
        note="Zil bozuk",
    )


@pytest.mark.parametrize(
    ("state", "status"),
    [("4", PackageStatus.SHIPPED), ("5", PackageStatus.DELIVERED), ("6", PackageStatus.CANCELLED)],
)
def test_status_is_the_merchants_word_or_the_states_own_flag(state: str, status: PackageStatus) -> None:
    assert _mapped({"current_state": state}).status is status


@pytest.mark.parametrize(
    ("order", "tables", "code"),
    [
        ({"current_state": "7"}, {}, "connector.unknown_status"),
        ({"id_currency": "9"}, {}, "connector.missing_field"),
        ({"date_upd": "0000-00-00 00:00:00"}, {}, "connector.odd_value"),
        ({}, {"order_details": []}, "connector.missing_field"),
        ({}, {"order_details": [_detail(product_quantity="0")]}, "connector.odd_value"),
        ({}, {"order_details": [_detail(product_quantity_refunded="3")]}, "connector.odd_value"),
        ({}, {"order_details": [_detail(associations={})]}, "connector.unknown_tax"),
    ],
)
def test_odd_order_is_parked(order: dict[str, Any], tables: dict[str, Any], code: str) -> None:
    found = _mapped(order, **tables)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("12", code)


@pytest.mark.parametrize(("state", "cancelled"), [("2", 1), ("4", 0), ("6", 2)])
def test_what_was_refunded_before_it_left_was_cancelled(state: str, cancelled: int) -> None:
    found = _mapped({"current_state": state}, order_details=[_detail(product_quantity_refunded="1")])

    assert found.lines[0].cancelled_quantity == cancelled


def test_hour_that_comes_twice_is_in_both_of_its_windows() -> None:
    """At 01:00 UTC of 25 October 2026 clocks in Paris went back from three to two."""
    first = (datetime(2026, 10, 25, 0, 20, tzinfo=UTC), datetime(2026, 10, 25, 0, 40, tzinfo=UTC))
    second = (datetime(2026, 10, 25, 1, 20, tzinfo=UTC), datetime(2026, 10, 25, 1, 40, tzinfo=UTC))

    assert [mapper.is_within("2026-10-25 02:30:00", *one, _PARIS) for one in (first, second)] == [True, True]
    assert not mapper.is_within("2026-10-25 03:30:00", *second, _PARIS)


def test_window_over_the_change_of_clocks_is_asked_for_wider() -> None:
    since, until = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 10, tzinfo=UTC)

    assert mapper.told_window(since, until, _PARIS) == ("2026-10-25 01:30:00", "2026-10-25 03:10:00")


def _product(**changes: object) -> dict[str, Any]:
    usual = {
        "id": "5",
        "id_tax_rules_group": "1",
        "id_category_default": "4",
        "manufacturer_name": "Oya",
        "reference": "TISORT",
        "ean13": "8690000000017",
        "price": "100.000000",
        "active": "1",
        "name": {"1": "Tişört", "2": "T-shirt"},
        "description": {"1": "", "2": "Soft"},
    }
    return {**usual, **changes}


def _special(**changes: str) -> dict[str, Any]:
    names = ("id_cart", "id_customer", "id_group", "id_country", "id_currency", "id_product_attribute")
    usual = {"price": "-1.000000", "from_quantity": "1", "reduction": "12.000000", "reduction_tax": "1"}
    never = dict.fromkeys(("from", "to"), "0000-00-00 00:00:00")
    return {**dict.fromkeys(names, "0"), **usual, **never, "reduction_type": "amount", "id": "1", **changes}


def _facts(**tables: Any) -> content.ShelfFacts:  # noqa: ANN401 - fields of the facts
    usual: dict[str, Any] = {
        "rates": {"1": Decimal(20), "3": None},
        "stocks": {"5": [{"id_product_attribute": "0", "quantity": "7"}]},
        "categories": {"4": {"name": {"1": "Giyim"}}},
    }
    return content.ShelfFacts(currency="TRY", **{**usual, **tables})


def _price(*specials: dict[str, Any]) -> Decimal | None:
    [found] = content.listings(_product(), _facts(specials={"5": specials}), _SHOP, _NOW)
    assert isinstance(found, ListingRecord)
    return found.price


def test_product_becomes_a_listing() -> None:
    assert content.listings(_product(), _facts(), _SHOP, _NOW) == [
        ListingRecord(
            external_id="5",
            external_parent_id=None,
            sku="TISORT",
            barcode="8690000000017",
            title="Tişört",
            parent_title="Tişört",
            options={},
            price=Decimal("120.00"),
            list_price=Decimal("120.00"),
            quantity=7,
            is_active=True,
            brand="Oya",
            category="Giyim",
            vat_rate=Decimal(20),
            description="Soft",
        )
    ]


@pytest.mark.parametrize(
    ("changes", "price"),
    [
        ({}, "108.00"),
        ({"reduction_tax": "0"}, "105.60"),
        ({"reduction_type": "percentage", "reduction": "0.250000"}, "90.00"),
        ({"price": "50.000000", "reduction": "0.000000"}, "60.00"),
        ({"from_quantity": "5"}, "120.00"),
        ({"id_group": "3"}, "120.00"),
        ({"from": "2026-11-21 14:00:00", "to": "2026-11-21 15:00:00"}, "120.00"),
        ({"from": "2026-11-21 14:00:00", "to": "2026-11-21 15:00:01"}, "108.00"),
        ({"id_product_attribute": "9"}, "120.00"),
        ({"id_currency": "1"}, None),
    ],
)
def test_specific_price_that_holds_is_what_is_paid(changes: dict[str, str], price: str | None) -> None:
    assert _price(_special(**changes)) == (Decimal(price) if price else None)


def test_two_specific_prices_are_for_the_shop_to_choose_from() -> None:
    assert _price(_special(), _special(id="2")) is None


def test_tax_rules_that_come_to_no_one_rate_park_the_product() -> None:
    [found] = content.listings(_product(id_tax_rules_group="3"), _facts(), _SHOP, _NOW)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("5", "prestashop.tax_rules")


def test_rate_is_the_only_tax_of_the_whole_country() -> None:
    def rule(group: str, tax: str, state: str = "0") -> dict[str, str]:
        return {"id": "1", "id_tax_rules_group": group, "id_tax": tax, "id_state": state}

    rules = [rule("1", "1"), rule("1", "2", "34"), rule("2", "1"), rule("2", "2")]

    found = content.rates(rules, [{"id": "1", "rate": "20.000"}, {"id": "2", "rate": "1.000"}])

    assert found == {"1": Decimal(20), "2": None}


def test_categories_hang_on_those_there_are() -> None:
    rows = [("1", "0", "Kök"), ("2", "1", "Ana sayfa"), ("3", "2", "Giyim")]
    raws = [{"id": one, "id_parent": above, "name": {"1": name}} for one, above, name in rows]

    assert content.categories(raws, _SHOP) == [
        CategoryRecord("2", None, "Ana sayfa", True),
        CategoryRecord("3", "2", "Giyim", True),
    ]


def test_features_are_chosen_from_values_that_are_for_all() -> None:
    values = [("7", "Pamuk", "0"), ("8", "El yapımı 1/1", "1")]
    rows = [{"id": one, "id_feature": "3", "value": {"1": name}, "custom": own} for one, name, own in values]

    found = content.features([{"id": "3", "name": {"1": "Kumaş"}}], rows, _SHOP)

    assert found == [
        AttributeRecord(
            "feature:3", "Kumaş", False, True, False, values=(AttributeValueRecord("7", "Pamuk"),)
        )
    ]
