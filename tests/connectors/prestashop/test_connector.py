"""PrestaShop fulfilling the contract: what is written to the shop, in which order, and what is left alone."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import PackageStatus, StockOffer
from prapazar.connectors.prestashop import schemas
from tests.factories.provider import Provider, fixture

_HERE = Path(__file__).parent
_KEY = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"


class _Tables:
    """A shop that answers from the fixture's tables, whatever the filter, and takes what is written."""

    def __init__(self, **tables: object) -> None:
        self.tables = {**fixture(_HERE, "orders"), **tables}
        self.written: list[tuple[str, str, Any]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        resource = request.url.path.split("/")[2]
        if request.method == "GET":
            rows = self.tables.get(resource, [])
            if "filter[shipped]" in request.url.params:
                rows = [one for one in rows if one["shipped"] == "1"]
            one = schemas.LISTS[resource]
            inner = b"".join(_inner(schemas.written(one, row).content) for row in rows)
            name = resource.encode()
            return httpx.Response(
                200, content=b"<prestashop><" + name + b">" + inner + b"</" + name + b"></prestashop>"
            )
        self.written.append((request.method, request.url.path, schemas.read_one(request.content)))
        return httpx.Response(200, content=request.content)


def _inner(document: bytes) -> bytes:
    return document.partition(b"<prestashop>")[2].removesuffix(b"</prestashop>")


def _connector(shop: _Tables, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    usual = {"shop_url": "https://magaza.example", "status_cancelled": "6", "status_delivered": "5"}
    return Provider([shop]).connector("prestashop", {**usual, **settings}, {"key": _KEY})


def _order(**changes: object) -> dict[str, Any]:
    return {**fixture(_HERE, "orders")["orders"][0], **changes}


def test_tracking_number_goes_before_the_state_that_mails_it() -> None:
    shop = _Tables()

    _connector(shop).report_status("12", PackageStatus.SHIPPED, {"31": 2}, tracking_number="726 & Ç")

    carrier = {"id": "4", "id_order": "12", "id_carrier": "2", "tracking_number": "726 & Ç"}
    assert shop.written == [
        ("PUT", "/api/order_carriers/4", {"order_carrier": carrier}),
        ("POST", "/api/order_histories", {"order_history": {"id_order": "12", "id_order_state": "4"}}),
    ]


def test_order_that_left_with_this_number_is_not_told_again() -> None:
    shop = _Tables(orders=[_order(current_state="4", shipping_number="726")])

    _connector(shop).report_status("12", PackageStatus.SHIPPED, {"31": 2}, tracking_number="726")

    assert shop.written == []


def test_shipped_state_is_asked_for_where_several_say_so() -> None:
    states = [{"id": one, "shipped": "1", "paid": "1", "logable": "1"} for one in ("4", "22")]
    shop = _Tables(order_states=[*states, *fixture(_HERE, "orders")["order_states"][:1]])

    with pytest.raises(Rejected) as raised:
        _connector(shop).report_status("12", PackageStatus.SHIPPED, {"31": 2})

    assert (raised.value.code, raised.value.detail, shop.written) == ("prestashop.status_needed", "4, 22", [])


def test_merchants_own_shipped_state_is_entered() -> None:
    shop = _Tables()

    _connector(shop, status_shipped="22,4").report_status("12", PackageStatus.SHIPPED, {"31": 2})

    assert [one[2]["order_history"]["id_order_state"] for one in shop.written] == ["22"]


def test_order_without_a_carrier_takes_no_number() -> None:
    with pytest.raises(Rejected) as raised:
        _connector(_Tables(order_carriers=[])).report_status(
            "12", PackageStatus.SHIPPED, {"31": 2}, tracking_number="726"
        )

    assert raised.value.code == "prestashop.no_carrier"


def test_step_the_shop_does_not_have_is_unknown() -> None:
    with pytest.raises(Rejected) as raised:
        _connector(_Tables()).report_status("12", PackageStatus.PACKED, {})

    assert raised.value.code == "connector.step_unknown"


@pytest.mark.parametrize(
    ("settings", "lines", "reason", "code"),
    [
        ({}, {"31": 1}, "out_of_stock", "prestashop.cancel_in_panel"),
        ({"status_cancelled": ""}, {"31": 2}, "out_of_stock", "prestashop.status_needed"),
        ({}, {"31": 2}, "mood", "connector.reason_unknown"),
    ],
)
def test_what_cannot_be_cancelled_is_refused_and_nothing_changes(
    settings: dict[str, str], lines: dict[str, int], reason: str, code: str
) -> None:
    shop = _Tables()

    with pytest.raises(Rejected) as raised:
        _connector(shop, **settings).report_unsupplied("12", lines, reason)

    assert (raised.value.code, shop.written) == (code, [])


def test_order_that_is_cancelled_already_is_left() -> None:
    shop = _Tables(orders=[_order(current_state="6")])

    _connector(shop).report_unsupplied("12", {"31": 2}, "out_of_stock")

    assert shop.written == []


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "prestashop.not_found"),
        ([{"depends_on_stock": "1"}], "prestashop.depends_on_stock"),
        ([{"depends_on_stock": "0"}, {"depends_on_stock": "0"}], "prestashop.shop_needed"),
    ],
)
def test_stock_that_is_not_ours_to_write_is_refused(rows: list[dict[str, str]], code: str) -> None:
    named = {"id_product": "27", "id_product_attribute": "0", "quantity": "3"}
    shop = _Tables(stock_availables=[{"id": str(place), **named, **row} for place, row in enumerate(rows)])

    [answer] = _connector(shop).push_stock([StockOffer("27", None, 5)]).items

    assert (answer.code, shop.written) == (code, [])
