"""The order host: feeds in their dialects, packages made of lines, and what the status feeds tell."""

from typing import Any

import httpx
import pytest

from prapazar.sandbox.app import SandboxApp
from tests.sandbox.hepsiburada.conftest import MERCHANT, pull, rule

_ORDERS = f"/oms-external/orders/merchantid/{MERCHANT}"
_PACKAGES = f"/oms-external/packages/merchantid/{MERCHANT}"
_LINES = f"/oms-external/lineitems/merchantid/{MERCHANT}"


def _open(merchant: httpx.Client, **query: str) -> list[dict[str, Any]]:
    answer = merchant.get(_ORDERS, params={"offset": "0", "limit": "100", **query})
    rows: list[dict[str, Any]] = answer.json()["items"]
    return rows


def _pack(merchant: httpx.Client, *lines: dict[str, Any]) -> httpx.Response:
    requests = [{"id": one["id"], "quantity": one["quantity"]} for one in lines]
    return merchant.post(_PACKAGES, json={"lineItemRequests": requests, "parcelQuantity": 1, "deci": 1})


def test_every_line_of_an_order_is_a_row(merchant: httpx.Client, order: dict[str, Any]) -> None:
    rows = _open(merchant)

    assert [(one["orderNumber"], one["merchantSKU"], one["quantity"]) for one in rows] == [
        (order["orderNumber"], "CAY-1", 2),
        (order["orderNumber"], "SAL-1", 1),
    ]


def test_dates_are_turkish_minutes_and_others_find_nothing(
    app: SandboxApp, merchant: httpx.Client, order: dict[str, Any]
) -> None:
    day, hour = order["orderDate"].split("T")
    begin = f"{day} {hour[:5]}"

    found = [len(_open(merchant, begindate=one)) for one in (begin, f"{day}T{hour}", f"{day}T{hour}Z")]

    assert found == [2, 0, 0]


def test_limit_has_to_be_given_and_is_bounded(merchant: httpx.Client) -> None:
    without, too_much = merchant.get(_ORDERS), merchant.get(f"{_ORDERS}?limit=101")

    assert (without.status_code, without.json()) == (400, "LimitCannotBeEmpty")
    assert too_much.status_code == 400


@pytest.mark.parametrize(
    "path",
    [f"{_ORDERS}/cancelled", f"{_PACKAGES}/shipped", f"{_PACKAGES}/delivered", f"{_PACKAGES}/undelivered"],
)
def test_status_feeds_take_no_dates(merchant: httpx.Client, path: str) -> None:
    answer = merchant.get(path, params={"begindate": "2026-11-20 10:00", "enddate": "2026-11-20 11:00"})

    assert (answer.status_code, answer.json()) == (400, "WrongDateFormat")


@pytest.mark.usefixtures("order")
def test_packed_lines_leave_the_orders_and_stand_among_the_packages(merchant: httpx.Client) -> None:
    made = _pack(merchant, *_open(merchant))

    packages = merchant.get(_PACKAGES, params={"Offset": "0", "limit": "10"})
    assert (made.status_code, _open(merchant)) == (201, [])
    assert [one["packageNumber"] for one in packages.json()] == [made.json()["packageNumber"]]
    assert packages.headers["totalcount"] == "1"


@pytest.mark.usefixtures("order")
def test_line_is_packed_once(merchant: httpx.Client) -> None:
    lines = _open(merchant)
    _pack(merchant, *lines)

    assert _pack(merchant, lines[0]).status_code == 409


@pytest.mark.usefixtures("order")
def test_packages_of_more_than_a_day_are_refused(merchant: httpx.Client) -> None:
    dates = {"begindate": "2026-11-19 10:00", "enddate": "2026-11-20 10:01"}

    assert merchant.get(_PACKAGES, params={"Offset": "0", "limit": "10", **dates}).status_code == 400


def test_lines_of_another_buyer_may_not_join(merchant: httpx.Client, order: dict[str, Any]) -> None:
    other = pull(merchant, "orders", {"lines": [{"key": "8690001"}]})
    first, alien = order["items"][0], other["items"][0]

    mates = merchant.get(f"{_LINES}/packageablewith/lineitemid/{first['id']}").json()["lineItems"]

    assert [one["lineItemId"] for one in mates] == [order["items"][1]["id"]]
    assert _pack(merchant, first, alien).status_code == 400


@pytest.mark.usefixtures("order")
def test_unpacked_package_gives_its_lines_back(merchant: httpx.Client) -> None:
    number = _pack(merchant, *_open(merchant)).json()["packageNumber"]

    merchant.post(f"{_PACKAGES}/packagenumber/{number}/unpack").raise_for_status()

    told = merchant.get(f"{_PACKAGES}/status/unpacked", params={"Offset": "0", "limit": "10"}).json()["items"]
    assert {one["status"] for one in _open(merchant)} == {"Unpacked"}
    assert [one["packageNumber"] for one in told] == [number]


def test_split_cancels_units_and_packs_the_rest_anew(merchant: httpx.Client, order: dict[str, Any]) -> None:
    tea, shawl = _open(merchant)
    number = _pack(merchant, tea, shawl).json()["packageNumber"]
    body = {
        "packageDetails": [
            {
                "lines": [
                    {"orderLineId": tea["id"], "quantity": 1},
                    {"orderLineId": shawl["id"], "quantity": 1},
                ]
            }
        ],
        "cancelledItems": [{"orderLineId": tea["id"], "quantity": 1, "cancelReasonId": 83}],
    }

    merchant.post(f"{_PACKAGES}/packagenumber/{number}/split", json=body).raise_for_status()

    lines = merchant.get(f"{_ORDERS}/ordernumber/{order['orderNumber']}").json()["items"]
    assert [(one["quantity"], one["status"]) for one in lines] == [
        (1, "Packaged"),
        (1, "Packaged"),
        (1, "Cancelled"),
    ]


def test_cancelled_line_returns_to_the_shelf(merchant: httpx.Client, order: dict[str, Any]) -> None:
    line = order["items"][0]["id"]

    wrong = merchant.post(f"{_LINES}/id/{line}/cancelbymerchant", json={"reasonId": 1})
    right = merchant.post(f"{_LINES}/id/{line}/cancelbymerchant", json={"reasonId": 83})

    [told] = merchant.get(f"{_ORDERS}/cancelled", params={"offset": "0", "limit": "50"}).json()["items"]
    assert (wrong.status_code, right.status_code) == (400, 200)
    assert (told["lineItemId"], told["cancelledBy"], told["quantity"]) == (line, "Merchant", 2)
    assert pull(merchant, "stock/8690001", None, "GET")["quantity"] == 10


@pytest.mark.usefixtures("order")
def test_contracted_carriers_package_is_not_shipped_by_the_merchant(merchant: httpx.Client) -> None:
    number = _pack(merchant, *_open(merchant)).json()["packageNumber"]

    answer = merchant.post(f"{_PACKAGES}/packagenumber/{number}/intransit", json={"trackingNumber": "726"})

    assert (answer.status_code, answer.json()) == (400, "PackageIsNotMerchantCargo")


def test_shipped_rows_are_thin_and_in_capitals(merchant: httpx.Client, order: dict[str, Any]) -> None:
    pull(merchant, f"orders/{order['orderNumber']}/status", {"status": "InTransit"})

    [row] = merchant.get(f"{_PACKAGES}/shipped", params={"offset": "0", "limit": "50"}).json()["items"]

    assert (row["OrderNumbers"], "orderNumber" in row) == ([order["orderNumber"]], False)


def test_status_feeds_forget_after_a_month(merchant: httpx.Client, order: dict[str, Any]) -> None:
    pull(merchant, f"orders/{order['orderNumber']}/status", {"status": "Delivered"})

    merchant.post("http://127.0.0.1:8124/_control/clock", json={"advance_seconds": 32 * 86_400})

    answer = merchant.get(f"{_PACKAGES}/delivered", params={"offset": "0", "limit": "50"})
    assert answer.json()["totalCount"] == 0


@pytest.mark.usefixtures("order")
def test_keys_may_begin_with_capitals(merchant: httpx.Client) -> None:
    rule(merchant, key_case="pascal")

    assert _open(merchant)[0]["OrderNumber"]
