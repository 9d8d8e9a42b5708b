"""Listing packages: the shape, the clocks, the windows and the stream."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from prapazar.sandbox.app import SandboxApp

pytestmark = pytest.mark.usefixtures("tea")
_V2 = "/trendyol/integration/order/sellers/1001/v2/orders"
_STREAM = "/trendyol/integration/order/sellers/1001/orders/stream"
_DAY_MS = 86_400_000


def _order(seller: httpx.Client, quantity: int = 1, at: str | None = None) -> dict[str, Any]:
    request = {"lines": [{"barcode": "8690001", "quantity": quantity}], "at": at}
    package: dict[str, Any] = seller.post("/_control/trendyol/1001/orders", json=request).json()
    return package


def test_package_has_the_documented_fields(seller: httpx.Client) -> None:
    _order(seller, 2)

    listed = seller.get(_V2).json()

    package = listed["content"][0]
    line = package.pop("lines")[0]
    created = package["lastModifiedDate"]
    shipment, invoice = package.pop("shipmentAddress"), package.pop("invoiceAddress")
    assert {key: listed[key] for key in listed if key != "content"} == {
        "page": 0,
        "size": 50,
        "totalPages": 1,
        "totalElements": 1,
    }
    assert package == {
        "orderNumber": "10236923056",
        "shipmentPackageId": 3330111111,
        "shipmentNumber": 3330111111,
        "supplierId": 1001,
        "customerId": 99000001,
        "customerFirstName": "Ayşe",
        "customerLastName": "Yılmaz",
        "customerEmail": "pf+3330111111@trendyolmail.com",
        "identityNumber": "11111111111",
        "taxNumber": None,
        "packageGrossAmount": 79.8,
        "packageSellerDiscount": 0.0,
        "packageTyDiscount": 0.0,
        "packageTotalDiscount": 0.0,
        "packageTotalPrice": 79.8,
        "discountDisplays": [],
        "currencyCode": "TRY",
        "paymentMethod": "CREDIT_CARD",
        "cargoTrackingNumber": 7330010000000001,
        "cargoTrackingLink": "https://kargotakip.trendyol.com/?orderNumber=7330010000000001",
        "cargoSenderNumber": "7330010000000001",
        "cargoProviderName": "Trendyol Express Marketplace",
        "cargoDeci": 1,
        "packageHistories": [{"createdDate": created, "status": "Created"}],
        "status": "Created",
        "shipmentPackageStatus": "Created",
        "orderDate": created + 3 * 3_600_000,
        "lastModifiedDate": created,
        "originShipmentDate": created,
        "agreedDeliveryDate": created + 2 * _DAY_MS,
        "estimatedDeliveryStartDate": created + 2 * _DAY_MS,
        "estimatedDeliveryEndDate": created + 4 * _DAY_MS,
        "deliveryType": "normal",
        "deliveryAddressType": "Shipment",
        "timeSlotId": 0,
        "fastDelivery": False,
        "fastDeliveryType": "",
        "deliveredByService": False,
        "warehouseId": None,
        "commercial": False,
        "micro": False,
        "etgbNo": None,
        "etgbDate": None,
        "hsCode": None,
        "giftBoxRequested": False,
        "3pByTrendyol": False,
        "containsDangerousProduct": False,
        "isCod": False,
        "createdBy": "order-creation",
        "originPackageIds": None,
        "invoiceLink": None,
        "invoiceNumber": None,
        "invoiceStatus": "NotInvoiced",
        "invoiceRejectedReasonKeys": [],
        "channelId": 1,
        "orderCountryCode": "TR",
    }
    detail = {"lineItemPrice": 39.9, "lineItemSellerDiscount": 0, "lineItemTyDiscount": 0}
    assert line == {
        "lineId": 4765000001,
        "quantity": 2,
        "barcode": "8690001",
        "stockCode": "8690001",
        "contentId": 70000001,
        "sellerId": 1001,
        "productName": "Çay",
        "productSize": "Tek Ebat",
        "productColor": "",
        "productOrigin": "",
        "productCategoryId": 411,
        "salesCampaignId": 1,
        "lineGrossAmount": 39.9,
        "lineSellerDiscount": 0,
        "lineTyDiscount": 0,
        "lineTotalDiscount": 0,
        "lineUnitPrice": 39.9,
        "discountDetails": [detail, detail],
        "vatRate": 20,
        "commission": 15.0,
        "currencyCode": "TRY",
        "orderLineItemStatusName": "Created",
        "fastDeliveryOptions": [],
        "businessUnit": "",
        "cancelledBy": None,
        "cancelReason": None,
        "cancelReasonCode": None,
        "laborCost": None,
    }
    extra = {"taxOffice": "", "taxNumber": "", "isEInvoiceAvailable": False}
    assert invoice == {**shipment, "id": shipment["id"] + 1, **extra}


def test_sold_out_order_is_refused_and_changes_nothing(seller: httpx.Client) -> None:
    answer = seller.post(
        "/_control/trendyol/1001/orders", json={"lines": [{"barcode": "8690001", "quantity": 11}]}
    )

    assert (answer.status_code, answer.json()["kind"]) == (409, "SoldOut")
    assert seller.get("/_control/trendyol/1001/stock/8690001").json()["quantity"] == 10
    assert seller.get(_V2).json()["totalElements"] == 0


def test_listing_without_dates_shows_the_last_week(seller: httpx.Client) -> None:
    old = (datetime.now(UTC) - timedelta(days=8)).isoformat()
    _order(seller, at=old)
    _order(seller)

    assert seller.get(_V2).json()["totalElements"] == 1


def test_listing_refuses_more_than_14_days(seller: httpx.Client) -> None:
    now = int(datetime.now(UTC).timestamp() * 1000)

    within = seller.get(_V2, params={"startDate": now - 14 * _DAY_MS, "endDate": now})
    beyond = seller.get(_V2, params={"startDate": now - 14 * _DAY_MS - 1, "endDate": now})

    assert (within.status_code, beyond.status_code) == (200, 400)


@pytest.mark.parametrize(("page", "size", "status"), [(49, 200, 200), (50, 200, 429), (0, 201, 400)])
def test_listing_ends_after_10000_records(seller: httpx.Client, page: int, size: int, status: int) -> None:
    assert seller.get(_V2, params={"page": page, "size": size}).status_code == status


def test_listing_filters_by_status_number_and_package(seller: httpx.Client) -> None:
    first, second = _order(seller), _order(seller)
    seller.post(f"/_control/trendyol/1001/orders/{second['orderNumber']}/status", json={"status": "Shipped"})

    def found(**params: Any) -> list[int]:  # noqa: ANN401  query values of any kind
        return [one["shipmentPackageId"] for one in seller.get(_V2, params=params).json()["content"]]

    ids = first["shipmentPackageId"], second["shipmentPackageId"]
    assert found(status="Shipped") == [ids[1]]
    assert found(status="Shipped,Created", orderByField="CreatedDate", orderByDirection="ASC") == [*ids]
    assert found(orderNumber=first["orderNumber"]) == [ids[0]]
    assert found(shipmentPackageIds=f"{ids[0]},{ids[1]}", orderByDirection="ASC") == [*ids]


def test_stream_is_read_to_its_end_with_the_cursor(seller: httpx.Client) -> None:
    numbers = [_order(seller)["shipmentPackageId"] for _ in range(3)]

    first = seller.get(_STREAM, params={"size": 2}).json()
    second = seller.get(_STREAM, params={"size": 2, "nextCursor": first["nextCursor"]}).json()

    assert [one["id"] for one in first["content"] + second["content"]] == numbers
    assert (first["hasMore"], second["hasMore"], second["nextCursor"]) == (True, False, None)
    assert "shipmentPackageId" not in first["content"][0]


def test_stream_cursor_belongs_to_its_filters(seller: httpx.Client) -> None:
    for _ in range(2):
        _order(seller)
    cursor = seller.get(_STREAM, params={"size": 1}).json()["nextCursor"]

    answer = seller.get(_STREAM, params={"size": 1, "nextCursor": cursor, "packageItemStatuses": "Created"})

    assert answer.status_code == 400


def test_old_names_replace_or_join_the_new_ones(seller: httpx.Client, app: SandboxApp) -> None:
    package = _order(seller)

    app.sandbox.trendyol.rules.order_names = "old"
    old = seller.get(_V2).json()["content"][0]
    app.sandbox.trendyol.rules.order_names = "both"
    both = seller.get(_V2).json()["content"][0]

    assert (old["id"], old["totalPrice"], "shipmentPackageId" in old) == (
        package["shipmentPackageId"],
        39.9,
        False,
    )
    assert (old["lines"][0]["merchantSku"], old["lines"][0]["price"]) == ("8690001", 39.9)
    assert (both["id"], both["shipmentPackageId"]) == (package["shipmentPackageId"],) * 2
