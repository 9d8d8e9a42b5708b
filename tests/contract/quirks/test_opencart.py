"""What only OpenCart does, seen in its simulator."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.records import (
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.foundation.clock import now
from tests.factories.answers import states
from tests.factories.stages import Article, Stage
from tests.factories.stages.opencart import OpencartStage

_KEY = "8690000000017"


@pytest.fixture
def opencart(stage: Stage) -> Iterator[OpencartStage]:
    assert isinstance(stage, OpencartStage)
    yield stage
    stage.server.pull("PATCH", "/opencart/rules", {"signed_fields": "cleaned"})


def _change(opencart: Stage, **profile: object) -> None:
    opencart.server.pull("PATCH", f"/opencart/accounts/{opencart.account}", profile)


def _put(opencart: Stage, **article: object) -> None:
    opencart.server.pull("POST", f"/opencart/{opencart.account}/products", [{"sku": _KEY, **article}])


def _listings(opencart: OpencartStage) -> list[Any]:
    return [one for page in opencart.connector().fetch_listings() for one in page]


@pytest.mark.parametrize("version", ["4.1", "4.0.2", "4.0.0"])
@pytest.mark.parametrize("signed", ["cleaned", "raw"])
def test_each_version_is_told_in_its_own_way(opencart: OpencartStage, version: str, signed: str) -> None:
    opencart.server.pull("PATCH", "/opencart/rules", {"signed_fields": signed})
    _change(opencart, version=version)
    opencart.settings["version"] = version
    opencart.seed([Article(_KEY)])
    number = opencart.package_id(opencart.order((_KEY, 1)))
    connector = opencart.connector()

    connector.test_credentials()
    connector.report_status(
        number, PackageStatus.SHIPPED, {}, carrier='Aras & "Ortak" <K>', tracking_number="726"
    )

    told = opencart.server.pull("GET", f"/opencart/{opencart.account}/orders/{number}")["history"][-1]
    assert told == {
        "order_status_id": "3",
        "comment": "Siparişiniz Aras + 'Ortak'  K  ile kargoya verildi. Takip numarası: 726",
        "notify": True,
    }


def test_shop_of_another_version_lets_nobody_in(opencart: OpencartStage) -> None:
    _change(opencart, version="4.0.2")

    with pytest.raises(AuthFailed) as raised:
        opencart.connector().test_credentials()

    assert raised.value.code == "opencart.no_permission"


@pytest.mark.parametrize("version", ["4.1", "4.0.2"])
def test_address_that_is_not_allowed_is_turned_away(opencart: OpencartStage, version: str) -> None:
    _change(opencart, ips=[], version=version)
    opencart.settings["version"] = version

    with pytest.raises(AuthFailed) as raised:
        opencart.connector().test_credentials()

    assert raised.value.code == "opencart.no_permission"


def test_shop_without_the_bridge_can_be_read_by_nobody(opencart: OpencartStage) -> None:
    _change(opencart, has_bridge=False)

    with pytest.raises(Rejected) as raised:
        _listings(opencart)

    assert raised.value.code == "opencart.bridge_missing"


def test_price_is_kept_without_tax_to_four_places(opencart: OpencartStage) -> None:
    _put(opencart, name="Şal", price="129.95", quantity=3, tax_class_id="9")
    [before] = _listings(opencart)
    connector = opencart.connector()
    offer = PriceOffer(before.external_id, None, Decimal("1234.05"), None, "TRY", Decimal(20))

    answers = states(connector, connector.push_price([offer]), [offer])

    [after] = _listings(opencart)
    assert (before.price, before.vat_rate) == (Decimal("129.95"), Decimal(20))
    assert (answers, after.price) == ({before.external_id: ItemState.ACCEPTED}, Decimal("1234.05"))


def test_special_price_is_what_is_paid_and_holds_until_it_ends(opencart: OpencartStage) -> None:
    _put(opencart, price="120", special="80.0000", tax_class_id="9")
    [listing] = _listings(opencart)
    connector = opencart.connector()
    offer = PriceOffer(listing.external_id, None, Decimal(150), None, "TRY", Decimal(20))

    [answer] = connector.push_price([offer]).items

    assert (listing.price, listing.list_price) == (Decimal("96.00"), Decimal("120.00"))
    assert (answer.state, answer.code) == (ItemState.REJECTED, "opencart.special_on")


def test_option_values_are_sold_and_counted_one_by_one(opencart: OpencartStage) -> None:
    sizes = [{"value": "M", "quantity": 4}, {"value": "XL", "quantity": 5, "price": "10.0000"}]
    _put(opencart, name="Tişört & Şort", price="50", quantity=9, options=sizes)
    medium, large = _listings(opencart)
    connector = opencart.connector()
    connector.push_stock([StockOffer(large.external_id, large.external_parent_id, 2)])
    order = opencart.order((f"{_KEY}/M", 1))

    [package] = connector.fetch_package(opencart.package_id(order))

    assert [(one.title, one.price) for one in (medium, large)] == [
        ("Tişört & Şort, M", Decimal("50.00")),
        ("Tişört & Şort, XL", Decimal("60.00")),
    ]
    assert [line.listing_external_id for line in package.lines] == [medium.external_id]
    assert [one.quantity for one in _listings(opencart)] == [3, 2]
    assert opencart.shelf(_KEY)["quantity"] == 5


def test_two_options_that_count_cannot_be_listed(opencart: OpencartStage) -> None:
    options = [
        {"value": "M", "product_option_id": "1"},
        {"value": "Mavi", "name": "Renk", "product_option_id": "2"},
    ]
    _put(opencart, options=options)

    [found] = _listings(opencart)

    assert isinstance(found, ParkedRecord)
    assert (found.code, found.detail) == ("opencart.several_options", "Beden, Renk")


def test_status_of_the_merchants_own_is_known_by_its_number(opencart: OpencartStage) -> None:
    opencart.seed([Article(_KEY)])
    number = opencart.package_id(opencart.order((_KEY, 1), status="17"))

    [parked] = opencart.connector().fetch_package(number)
    opencart.settings["status_returned"] = "17"
    [known] = opencart.connector().fetch_package(number)

    assert isinstance(parked, ParkedRecord)
    assert (parked.code, known.status) == ("connector.unknown_status", PackageStatus.RETURNED)


def test_order_that_was_never_confirmed_is_not_told(opencart: OpencartStage) -> None:
    opencart.seed([Article(_KEY)])
    opencart.order((_KEY, 1), status="0")

    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)

    assert [one for page in opencart.connector().fetch_packages(*window) for one in page] == []


def test_cancelled_order_gives_its_units_back_to_the_shop(opencart: OpencartStage) -> None:
    opencart.seed([Article(_KEY, quantity=5)])
    number = opencart.package_id(opencart.order((_KEY, 2)))
    connector = opencart.connector()
    [package] = connector.fetch_package(number)
    taken = opencart.shelf(_KEY)["quantity"]

    connector.report_unsupplied(number, {line.external_id: 2 for line in package.lines}, "out_of_stock")

    assert (taken, opencart.shelf(_KEY)["quantity"]) == (3, 5)


def test_order_in_another_currency_is_told_in_it(opencart: OpencartStage) -> None:
    opencart.seed([Article(_KEY, price=Decimal(100))])
    number = opencart.package_id(opencart.order((_KEY, 1)))
    amend = {"order": number, "currency_code": "EUR", "currency_value": "0.02000000"}
    opencart.server.pull("POST", f"/opencart/{opencart.account}/amend", amend)

    [found] = opencart.connector().fetch_package(number)

    assert isinstance(found, PackageRecord)
    assert (found.currency, found.total, found.lines[0].unit_price) == (
        "EUR",
        Decimal("2.00"),
        Decimal("2.00"),
    )


def test_text_is_read_as_it_was_written(opencart: OpencartStage) -> None:
    _put(opencart, name='Çay & "Kahve" <1 kg>', category="Şal & Eşarp")

    [found] = _listings(opencart)

    assert isinstance(found, ListingRecord)
    assert (found.title, found.category) == ('Çay & "Kahve" <1 kg>', "Şal & Eşarp")
