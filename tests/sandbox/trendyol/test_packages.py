"""Picking, invoicing, failing to supply, splitting."""

from typing import Any

import httpx
import pytest

from prapazar.sandbox import trendyol
from prapazar.sandbox.app import SandboxApp

pytestmark = pytest.mark.usefixtures("tea")
_SELLER = "/trendyol/integration/order/sellers/1001"


@pytest.fixture
def package(seller: httpx.Client, app: SandboxApp) -> dict[str, Any]:
    """Four packets of tea and one of coffee."""
    trendyol.seed_product(
        app.sandbox.trendyol, 1001, {"barcode": "8690002", "quantity": 5, "salePrice": "80"}
    )
    lines = [{"barcode": "8690001", "quantity": 4}, {"barcode": "8690002"}]
    made: dict[str, Any] = seller.post("/_control/trendyol/1001/orders", json={"lines": lines}).json()
    return made


def _path(package: dict[str, Any]) -> str:
    return f"{_SELLER}/shipment-packages/{package['shipmentPackageId']}"


def _all(seller: httpx.Client) -> list[dict[str, Any]]:
    params = {"orderByField": "CreatedDate", "orderByDirection": "ASC"}
    content: list[dict[str, Any]] = seller.get(f"{_SELLER}/v2/orders", params=params).json()["content"]
    return content


def _lines(package: dict[str, Any]) -> list[dict[str, int]]:
    return [{"lineId": line["lineId"], "quantity": line["quantity"]} for line in package["lines"]]


def test_package_is_picked_then_invoiced(seller: httpx.Client, package: dict[str, Any]) -> None:
    lines = _lines(package)
    too_early = seller.put(_path(package), json={"lines": lines, "params": {}, "status": "Invoiced"})
    picking = seller.put(_path(package), json={"lines": lines, "params": {}, "status": "Picking"})
    invoiced = seller.put(
        _path(package),
        json={"lines": lines, "params": {"invoiceNumber": "ABC2026000000001"}, "status": "Invoiced"},
    )

    held = _all(seller)[0]
    assert (too_early.status_code, picking.status_code, picking.content, invoiced.status_code) == (
        400,
        200,
        b"",
        200,
    )
    assert (held["status"], held["invoiceNumber"]) == ("Invoiced", "ABC2026000000001")
    assert [entry["status"] for entry in held["packageHistories"]] == ["Created", "Picking", "Invoiced"]


def test_line_number_in_quotes_is_the_same_line(seller: httpx.Client, package: dict[str, Any]) -> None:
    lines = [{**line, "lineId": str(line["lineId"])} for line in _lines(package)]

    picking = seller.put(_path(package), json={"lines": lines, "params": {}, "status": "Picking"})

    assert (picking.status_code, _all(seller)[0]["status"]) == (200, "Picking")


def test_unknown_package_is_not_found(seller: httpx.Client, app: SandboxApp) -> None:
    body = {"lines": [], "params": {}, "status": "Picking"}
    first = seller.put(f"{_SELLER}/shipment-packages/1", json=body)
    app.sandbox.trendyol.rules.unknown_package_401 = True
    second = seller.put(f"{_SELLER}/shipment-packages/1", json=body)

    assert (first.status_code, first.json()["exception"]) == (
        404,
        "SellerIntegrationApiDomainNotFoundException",
    )
    assert second.status_code == 401


def test_nothing_supplied_ends_the_package(seller: httpx.Client, package: dict[str, Any]) -> None:
    answer = seller.put(
        f"{_path(package)}/items/unsupplied", json={"lines": _lines(package), "reasonId": 500}
    )

    assert (answer.status_code, [one["status"] for one in _all(seller)]) == (200, ["UnSupplied"])


def test_partial_supply_breaks_the_package(seller: httpx.Client, package: dict[str, Any]) -> None:
    missing = [{"lineId": package["lines"][0]["lineId"], "quantity": 1}]

    seller.put(f"{_path(package)}/items/unsupplied", json={"lines": missing, "reasonId": 501})

    old, new = _all(seller)
    assert (old["status"], [line["quantity"] for line in old["lines"]]) == ("UnSupplied", [1])
    assert (new["status"], [line["quantity"] for line in new["lines"]]) == ("Created", [3, 1])
    assert (new["orderNumber"], new["originPackageIds"]) == (old["orderNumber"], [old["shipmentPackageId"]])
    assert new["cargoTrackingNumber"] != old["cargoTrackingNumber"]
    assert (old["packageTotalPrice"], new["packageTotalPrice"]) == (39.9, 199.7)


def test_unknown_reason_changes_nothing(seller: httpx.Client, package: dict[str, Any]) -> None:
    answer = seller.put(
        f"{_path(package)}/items/unsupplied", json={"lines": _lines(package), "reasonId": 503}
    )

    assert (answer.status_code, [one["status"] for one in _all(seller)]) == (400, ["Created"])


@pytest.mark.parametrize(
    ("path", "body", "parts"),
    [
        ("split", '{"orderLineIds":[%(first)s]}', [[4], [1]]),
        ("multi-split", '{"splitGroups":[{"orderLineIds":[%(first)s]}]}', [[4], [1]]),
        (
            "quantity-split",
            '{"quantitySplit":[{"orderLineId":%(first)s,"quantities":[2,2]}]}',
            [[2], [2], [1]],
        ),
        (
            "split-packages",
            '{"splitPackages":[{"packageDetails":[{"orderLineId":%(first)s,"quantities":3}]}]}',
            [[3], [1, 1]],
        ),
    ],
)
def test_split_leaves_an_unpacked_package_and_new_ones(
    seller: httpx.Client, package: dict[str, Any], path: str, body: str, parts: list[list[int]]
) -> None:
    content = body % {"first": package["lines"][0]["lineId"]}

    answer = seller.post(f"{_path(package)}/{path}", content=content)

    old, *new = _all(seller)
    assert (answer.status_code, old["status"]) == (200, "UnPacked")
    assert [[line["quantity"] for line in one["lines"]] for one in new] == parts
    assert {one["createdBy"] for one in new} == {"split"}
    assert len({one["cargoTrackingNumber"] for one in (old, *new)}) == len(new) + 1


def test_carrier_changes_once_in_five_minutes(seller: httpx.Client, package: dict[str, Any]) -> None:
    path = f"{_path(package)}/cargo-providers"
    first = seller.put(path, json={"cargoProvider": "YKMP"}).status_code
    second = seller.put(path, json={"cargoProvider": "ARASMP"}).status_code
    seller.post("/_control/clock", json={"advance_seconds": 300})
    third = seller.put(path, json={"cargoProvider": "ARASMP"}).status_code

    held = _all(seller)[0]
    assert (first, second, third) == (200, 400, 200)
    assert (held["cargoProviderName"], str(held["cargoTrackingNumber"])[:3]) == (
        "Aras Kargo Marketplace",
        "726",
    )


@pytest.mark.parametrize("word", ["manual-deliver", "manual-invoice-delivery"])
def test_manual_delivery_has_two_spellings(seller: httpx.Client, package: dict[str, Any], word: str) -> None:
    answer = seller.put(f"{_path(package)}/{word}")

    assert (answer.status_code, _all(seller)[0]["status"]) == (200, "Delivered")


def test_label_is_asked_for_then_read(seller: httpx.Client, package: dict[str, Any]) -> None:
    path = f"/trendyol/integration/sellers/1001/common-label/{package['cargoTrackingNumber']}"
    early = seller.post(path, json={"format": "ZPL"}).status_code
    seller.put(_path(package), json={"lines": _lines(package), "params": {}, "status": "Picking"})
    asked = seller.post(path, json={"format": "ZPL"}).status_code

    labels = seller.get(path).json()["data"]

    assert (early, asked, [label["format"] for label in labels]) == (400, 200, ["ZPL"])
    assert labels[0]["label"].startswith("^XA")
    assert str(package["cargoTrackingNumber"]) in labels[0]["label"]


def test_invoice_link_is_taken_once(seller: httpx.Client, package: dict[str, Any]) -> None:
    path = "/trendyol/integration/sellers/1001/seller-invoice-links"
    link = {
        "invoiceLink": "https://example.com/f.pdf",
        "shipmentPackageId": package["shipmentPackageId"],
        "invoiceDateTime": 1_790_000_000,
        "invoiceNumber": "ABC2026000000001",
    }
    statuses = [seller.post(path, json=link).status_code for _ in range(2)]
    body = {"serviceSourceId": package["shipmentPackageId"], "channelId": 1, "customerId": 1}
    statuses.append(seller.post(f"{path}/delete", json=body).status_code)
    statuses.append(seller.post(path, json=link).status_code)

    assert statuses == [201, 409, 202, 201]


def test_cancelled_order_gives_its_units_back(seller: httpx.Client, package: dict[str, Any]) -> None:
    seller.post(
        f"/_control/trendyol/1001/orders/{package['orderNumber']}/status", json={"status": "Cancelled"}
    )

    assert seller.get("/_control/trendyol/1001/stock").json() == {"8690001": 10, "8690002": 5}
