"""What only PrestaShop does, seen in its simulator."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.records import (
    ItemState,
    ListingRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    StockOffer,
)
from tests.factories.stages import Article, Stage
from tests.factories.stages.prestashop import PrestashopStage

_KEY = "8690000000017"
_SIZES = [
    {"reference": f"{_KEY}-M", "options": {"Beden": "M", "Renk": "Mavi"}, "quantity": 4},
    {"reference": f"{_KEY}-XL", "options": {"Beden": "XL", "Renk": "Mavi"}, "quantity": 5, "impact": "10"},
]


@pytest.fixture
def prestashop(stage: Stage) -> Iterator[PrestashopStage]:
    assert isinstance(stage, PrestashopStage)
    yield stage
    stage.server.pull("PATCH", "/prestashop/rules", {"unknown_object": "empty", "key_order": "code"})


def _change(prestashop: Stage, **profile: object) -> None:
    prestashop.server.pull("PATCH", f"/prestashop/accounts/{prestashop.account}", profile)


def _put(prestashop: Stage, **article: object) -> None:
    prestashop.server.pull(
        "POST", f"/prestashop/{prestashop.account}/products", [{"reference": _KEY, **article}]
    )


def _row(prestashop: Stage, resource: str, fields: dict[str, Any], **named: object) -> Any:  # noqa: ANN401 - the row
    body = {"resource": resource, "fields": fields, **named}
    return prestashop.server.pull("POST", f"/prestashop/{prestashop.account}/row", body)


def _shop(prestashop: PrestashopStage, path: str, **params: str) -> httpx.Response:
    auth = (prestashop.credentials["key"], "")
    address = f"{prestashop.settings['shop_url']}/api{path}"
    return prestashop.server.http.get(address, params=params, auth=auth)


def _listings(prestashop: PrestashopStage) -> list[Any]:
    return [one for page in prestashop.connector().fetch_listings() for one in page]


def _special(prestashop: PrestashopStage, **changes: str) -> None:
    names = (
        "id_shop",
        "id_cart",
        "id_currency",
        "id_country",
        "id_group",
        "id_customer",
        "id_product_attribute",
    )
    usual = {"price": "-1", "from_quantity": "1", "reduction": "0.100000", "reduction_tax": "1"}
    dates = {"from": "0000-00-00 00:00:00", "to": "0000-00-00 00:00:00", "reduction_type": "percentage"}
    product = _listings(prestashop)[0].external_id.partition(":")[0]
    fields = {**dict.fromkeys(names, "0"), **usual, **dates, "id_product": product, **changes}
    _row(prestashop, "specific_prices", fields)


def test_combinations_are_listings_with_stock_of_their_own(prestashop: PrestashopStage) -> None:
    _put(prestashop, name="Tişört", price="120", id_tax_rules_group="1", combinations=_SIZES)
    medium, large = _listings(prestashop)
    connector = prestashop.connector()

    connector.push_stock([StockOffer(large.external_id, large.external_parent_id, 2)])

    assert [(one.title, one.price, one.quantity, one.vat_rate) for one in (medium, large)] == [
        ("Tişört, M / Mavi", Decimal("120.00"), 4, Decimal(20)),
        ("Tişört, XL / Mavi", Decimal("132.00"), 5, Decimal(20)),
    ]
    assert [one.quantity for one in _listings(prestashop)] == [4, 2]
    totals = _shop(
        prestashop,
        "/stock_availables",
        **{"display": "full", "filter[id_product_attribute]": "[0]", "output_format": "JSON"},
    ).json()
    assert [one["quantity"] for one in totals["stock_availables"]] == ["6"]


def test_price_of_a_combination_is_what_it_adds_to_its_product(prestashop: PrestashopStage) -> None:
    _put(prestashop, price="120", id_tax_rules_group="1", combinations=_SIZES)
    medium, large = _listings(prestashop)
    offer = PriceOffer(
        large.external_id, large.external_parent_id, Decimal("99.99"), Decimal("149.99"), "TRY"
    )

    [answer] = prestashop.connector().push_price([offer]).items

    after = _listings(prestashop)
    assert answer.state is ItemState.ACCEPTED
    assert [(one.price, one.list_price) for one in after] == [
        (medium.price, medium.list_price),
        (Decimal("99.99"), Decimal("149.99")),
    ]


def test_price_is_kept_without_tax_to_six_places_and_comes_back_exact(prestashop: PrestashopStage) -> None:
    _put(prestashop, price="10", id_tax_rules_group="1")
    [listing] = _listings(prestashop)
    offer = PriceOffer(listing.external_id, None, Decimal("99.99"), None, "TRY")

    prestashop.connector().push_price([offer])

    told = _shop(prestashop, f"/products/{listing.external_id}", output_format="JSON").json()
    assert told["product"]["price"] == "83.325000"
    assert _listings(prestashop)[0].price == Decimal("99.99")


def test_product_is_put_back_whole(prestashop: PrestashopStage) -> None:
    """Its texts in every language, its categories and its combinations."""
    _change(prestashop, languages=["1", "2"])
    names = {"1": "Çay & Kahve", "2": "Tea & Coffee"}
    _put(prestashop, names=names, price="10", description='<b>"ince"</b> & uzun')
    [listing] = _listings(prestashop)
    before = _shop(prestashop, f"/products/{listing.external_id}", output_format="JSON").json()["product"]

    prestashop.connector().push_price([PriceOffer(listing.external_id, None, Decimal(20), None, "TRY")])

    after = _shop(prestashop, f"/products/{listing.external_id}", output_format="JSON").json()["product"]
    changed = {name for name, value in after.items() if value != before[name]}
    assert changed - {"date_upd"} == {"price"}
    assert after["name"] == [{"id": 1, "value": "Çay & Kahve"}, {"id": 2, "value": "Tea & Coffee"}]


def test_list_price_is_a_specific_price_that_goes_when_it_ends(prestashop: PrestashopStage) -> None:
    _put(prestashop, price="100")
    [listing] = _listings(prestashop)
    connector = prestashop.connector()
    seen = []

    for price, before in (("80", "100"), ("70", "100"), ("100", None)):
        list_price = Decimal(before) if before else None
        connector.push_price([PriceOffer(listing.external_id, None, Decimal(price), list_price, "TRY")])
        kept = _shop(prestashop, "/specific_prices", output_format="JSON").json()
        seen.append((_listings(prestashop)[0].price, len(kept["specific_prices"]) if kept else 0))

    assert seen == [(Decimal("80.00"), 1), (Decimal("70.00"), 1), (Decimal("100.00"), 0)]


@pytest.mark.parametrize("terms", [{"to": "2099-01-01 00:00:00"}, {"id_country": "1"}])
def test_specific_price_of_the_merchants_own_is_not_written_over(
    prestashop: PrestashopStage, terms: dict[str, str]
) -> None:
    _put(prestashop, price="100")
    _special(prestashop, **terms)
    [listing] = _listings(prestashop)

    [answer] = (
        prestashop.connector()
        .push_price([PriceOffer(listing.external_id, None, Decimal(50), None, "TRY")])
        .items
    )

    assert (answer.state, answer.code) == (ItemState.REJECTED, "prestashop.special_on")


def test_name_is_told_in_the_language_that_was_chosen(prestashop: PrestashopStage) -> None:
    _change(prestashop, languages=["1", "2"])
    _put(prestashop, names={"1": "Tea", "2": "Çay"})
    prestashop.settings["language_id"] = "2"

    [found] = _listings(prestashop)

    assert isinstance(found, ListingRecord)
    assert found.title == "Çay"


def test_moments_are_by_the_clock_of_the_shop(prestashop: PrestashopStage) -> None:
    _change(prestashop, time_zone="America/New_York")
    prestashop.settings["time_zone"] = "America/New_York"
    prestashop.seed([Article(_KEY)])
    moment = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
    number = prestashop.package_id(prestashop.order((_KEY, 1), at=moment.isoformat()))

    pages = prestashop.connector().fetch_packages(moment, moment + timedelta(seconds=1))

    assert [(one.external_id, one.ordered_at) for page in pages for one in page] == [(number, moment)]


def test_orders_of_one_second_are_all_read(prestashop: PrestashopStage) -> None:
    prestashop.seed([Article(_KEY, quantity=500)])
    moment = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
    numbers = [prestashop.package_id(prestashop.order((_KEY, 1), at=moment.isoformat())) for _ in range(120)]

    pages = prestashop.connector().fetch_packages(moment, moment + timedelta(seconds=1))

    assert sorted(one.external_id for page in pages for one in page) == sorted(numbers)


def test_tracking_number_and_state_are_in_the_shop(prestashop: PrestashopStage) -> None:
    prestashop.seed([Article(_KEY)])
    number = prestashop.package_id(prestashop.order((_KEY, 1)))

    prestashop.connector().report_status(number, PackageStatus.SHIPPED, {}, tracking_number="726")

    order = prestashop.server.pull("GET", f"/prestashop/{prestashop.account}/orders/{number}")
    assert (order["shipping_number"], order["current_state"]) == ("726", "4")
    [package] = prestashop.connector().fetch_package(number)
    assert (package.tracking_number, package.carrier) == ("726", "Aras")


def test_state_without_flags_or_the_merchants_word_is_parked(prestashop: PrestashopStage) -> None:
    prestashop.seed([Article(_KEY)])
    number = prestashop.package_id(prestashop.order((_KEY, 1), status="7"))

    [parked] = prestashop.connector().fetch_package(number)
    prestashop.settings["status_returned"] = "7"
    [known] = prestashop.connector().fetch_package(number)

    assert isinstance(parked, ParkedRecord)
    assert (parked.code, known.status) == ("connector.unknown_status", PackageStatus.RETURNED)


def test_order_that_is_paid_at_the_door_is_new(prestashop: PrestashopStage) -> None:
    prestashop.seed([Article(_KEY)])
    number = prestashop.package_id(prestashop.order((_KEY, 1), status="13"))

    [found] = prestashop.connector().fetch_package(number)

    assert found.status is PackageStatus.NEW


def test_refunded_units_of_an_open_order_are_cancelled(prestashop: PrestashopStage) -> None:
    prestashop.seed([Article(_KEY)])
    number = prestashop.package_id(prestashop.order((_KEY, 3)))
    [before] = prestashop.connector().fetch_package(number)
    _row(prestashop, "order_details", {"product_quantity_refunded": "1"}, id=before.lines[0].external_id)

    [after] = prestashop.connector().fetch_package(number)

    assert (before.lines[0].cancelled_quantity, after.lines[0].cancelled_quantity) == (0, 1)


@pytest.mark.parametrize(("rights", "status"), [([], 401), (["GET"], 405)])
def test_right_that_the_key_lacks_is_named(
    prestashop: PrestashopStage, rights: list[str], status: int
) -> None:
    prestashop.seed([Article(_KEY)])
    [listing] = _listings(prestashop)
    _change(prestashop, rights={"stock_availables": rights})

    with pytest.raises(AuthFailed) as raised:
        prestashop.connector().push_stock([StockOffer(listing.external_id, None, 1)])

    assert raised.value.code == "prestashop.right_missing"
    assert raised.value.detail.startswith(str(status))


def test_shop_number_the_key_is_not_good_for_is_refused(prestashop: PrestashopStage) -> None:
    prestashop.settings["shop_id"] = "7"

    with pytest.raises(Rejected) as raised:
        prestashop.connector().test_credentials()

    assert (raised.value.code, raised.value.field) == ("prestashop.shop_unknown", "shop_id")


def test_simulator_speaks_json_and_tells_no_count(prestashop: PrestashopStage) -> None:
    """As a client written by others would ask it."""
    prestashop.seed([Article(_KEY), Article("8690000000024")])

    plain = _shop(prestashop, "/products", output_format="JSON").json()
    none = _shop(
        prestashop, "/products", **{"filter[reference]": "[nothing]", "output_format": "JSON"}
    ).json()
    undated = _shop(
        prestashop, "/orders", **{"filter[date_upd]": "[2026-01-01 00:00:00,2027-01-01 00:00:00]"}
    )
    missing = _shop(prestashop, "/products/999999")

    assert (len(plain["products"]), set(plain["products"][0]), none) == (2, {"id"}, [])
    assert (undated.status_code, "<code>32</code>" in undated.text) == (400, True)
    assert (missing.status_code, missing.content) == (404, b"")
