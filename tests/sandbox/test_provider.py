"""Requests as clients written by others send them; which clients, and when they were run: docs/foreign-clients.md."""

import base64
import uuid
from typing import Any

import httpx

_KEY = "8690000000017"
_BASKET = {"lines": [{"sku": _KEY, "barcode": _KEY, "quantity": 1}]}
_Row = tuple[str, str, Any]
"""Method, path, body."""


def _statuses(client: httpx.Client, rows: list[_Row]) -> list[int]:
    return [client.request(method, path, json=body).status_code for method, path, body in rows]


def _pull(client: httpx.Client, lever: str, body: object) -> Any:  # noqa: ANN401 - the lever's answer
    return client.post(f"/_control{lever}", json=body).raise_for_status().json()


def test_n11_answers_what_a_panel_in_python_asks(client: httpx.Client) -> None:
    """Its own service for questions is none of the WSDLs'."""
    _pull(client, "/n11/5001/products", [{"stockCode": _KEY, "quantity": 5, "salePrice": "40"}])
    client.headers.update({"appKey": "sandbox-app-key", "appSecret": "sandbox-app-secret"})
    price = {"stockCode": _KEY, "quantity": 6, "listPrice": 45.0, "salePrice": 41.5, "currencyType": "TL"}

    statuses = _statuses(
        client,
        [
            ("GET", "/n11/rest/delivery/v1/shipmentPackages?page=0&size=100&orderByDirection=DESC", None),
            ("GET", "/n11/ms/product-query?page=0&size=20", None),
            ("GET", "/n11/cdn/categories", None),
            ("GET", "/n11/cdn/category/1000001/attribute", None),
            ("POST", "/n11/ms/product/tasks/price-stock-update", _task(price)),
            (
                "POST",
                "/n11/ms/product/tasks/product-update",
                _task({"stockCode": _KEY, "status": "Suspended"}),
            ),
            (
                "POST",
                "/n11/ms/product/task-details/page-query",
                {"taskId": 1001, "pageable": {"page": 0, "size": 100}},
            ),
            ("POST", "/n11/ws/ProductQuestionService", None),
        ],
    )

    assert statuses == [200, 200, 200, 200, 200, 200, 200, 503]
    assert client.get(f"/_control/n11/5001/stock/{_KEY}").json()["price"] == "41.5"


def test_pazarama_answers_what_a_panel_in_python_asks(client: httpx.Client) -> None:
    """The list of all products by page is an older one, that the documents part into two by cursor."""
    _pull(client, "/pazarama/7001/products", [{"code": _KEY, "stockCount": 5, "salePrice": "40"}])
    token = client.post(
        "/pazarama/login/connect/token",
        data={"grant_type": "client_credentials", "scope": "merchantgatewayapi.fullaccess"},
        auth=("sandbox-client", "sandbox-client-secret"),
    ).json()
    client.headers["authorization"] = f"Bearer {token['access_token']}"
    period = {"pageSize": 50, "pageNumber": 1, "startDate": "2026-11-01", "endDate": "2026-11-22"}
    returned = {"requestStartDate": "2026-11-01", "requestEndDate": "2026-11-22"}

    statuses = _statuses(
        client,
        [
            ("GET", "/pazarama/brand/getBrands?Page=1&Size=100", None),
            ("GET", "/pazarama/category/getCategoryTree", None),
            ("POST", "/pazarama/product/getProductDetail", {"Code": _KEY}),
            ("POST", "/pazarama/product/updateStock-v2", {"items": [{"code": _KEY, "stockCount": 6}]}),
            ("POST", "/pazarama/order/getOrdersForApi", period),
            ("POST", "/pazarama/order/getRefund", {**returned, "pageNumber": 1, "pageSize": 100}),
            ("GET", "/pazarama/product/products?Page=1&Size=200&Approved=true", None),
        ],
    )

    assert statuses == [200, 200, 200, 200, 200, 200, 200]
    [product] = client.get("/pazarama/product/products?Approved=true&Page=1&Size=200").json()["data"]
    assert (product["code"], product["stockCount"]) == (_KEY, 6)


def test_idefix_lists_by_barcode_what_another_vendor_sells(client: httpx.Client) -> None:
    other = _pull(client, "/idefix/accounts", {"name": "başka"})["account"]
    _pull(client, f"/idefix/{other}/products", [{"barcode": _KEY, "title": "Demlik"}])
    client.patch("/_control/idefix/rules", json={"batch_ms": 0})
    client.headers["x-api-key"] = base64.b64encode(b"sandbox-key:sandbox-secret").decode()
    rows = [{"barcode": one, "title": "x", "price": 30, "inventoryQuantity": 2} for one in (_KEY, "YOK-1")]

    batch = client.post("/idefix/pim/catalog/9001/fast-listing", json={"items": rows}).json()[
        "batchRequestId"
    ]
    result = f"/idefix/pim/catalog/9001/fast-listing-result/{batch}"
    told = client.post(result).json()
    taken = client.post("/idefix/pim/pool/9001/approve-item", json={"items": [{"barcode": _KEY}]})
    offers = client.get("/idefix/pim/catalog/9001/inventory/list").json()["items"]

    assert [(one["poolState"], one["failureReasons"]) for one in told["items"]] == [
        ("waiting_vendor_approve", []),
        (None, ["PRODUCT_BARCODE_NOT_EXIST"]),
    ]
    assert (told["status"], told["items"][0]["matchedProduct"]["name"]) == ("COMPLETED", "Demlik")
    assert taken.status_code == 200
    assert [(one["barcode"], one["inventoryQuantity"]) for one in offers] == [(_KEY, 2)]
    # Of the clients one reads the result by GET and one approves by a bare list: neither is documented.
    assert client.get(result).status_code in {404, 405}
    assert client.post("/idefix/pim/pool/9001/approve-item", json={"barcodes": [_KEY]}).status_code == 400


def test_hepsiburada_sends_with_another_carrier_and_prints_the_label(client: httpx.Client) -> None:
    merchant = _pull(client, "/hepsiburada/accounts", {"name": "yabanci"})["merchant_id"]
    opened = next(one for one in client.get("/_control/accounts").json() if one["account"] == merchant)
    _pull(
        client, f"/hepsiburada/{merchant}/products", [{"merchantSku": _KEY, "barcode": _KEY, "quantity": 5}]
    )
    _pull(client, f"/hepsiburada/{merchant}/orders", _BASKET)
    client.auth = (merchant, opened["service_key"])
    client.headers["user-agent"] = opened["user_agent"]
    base = "/hepsiburada/oms-external"
    [line] = client.get(f"{base}/orders/merchantId/{merchant}?offset=0&limit=10").json()["items"]

    for_line = client.get(
        f"{base}/delivery/changeablecargocompanies/merchantId/{merchant}/orderlineid/{line['id']}"
    ).json()
    packed = client.post(
        f"{base}/packages/merchantId/{merchant}",
        json={"lineItemRequests": [{"id": line["id"], "quantity": 1}], "parcelQuantity": 1, "deci": 1},
    ).json()
    package = f"{base}/packages/merchantId/{merchant}/packagenumber/{packed['packageNumber']}"
    changed = client.put(f"{package}/changecargocompany", json={"CargoCompanyShortName": "ARAS"})
    for_package = client.get(f"{package}/changablecargocompanies").json()
    label = client.get(f"{package}/labels?format=ZPL").json()
    matched = client.get(
        f"/hepsiburada/mpop/product/api/products/products-by-merchant-and-status?merchantId={merchant}"
        "&status=MATCHED"
    ).json()

    assert "HX" not in [one["ShortName"] for one in for_line]
    assert (changed.status_code, client.get(package).json()["cargoCompany"]) == (200, "Aras Kargo")
    assert "ARAS" not in [one["ShortName"] for one in for_package]
    drawn = f"^XA^FO40,40^BCN,160^FD{packed['barcode']}^FS^XZ"
    assert label == {"data": [drawn], "format": "ZPL", "hasMerchantMutualBarcode": False}
    assert [one["merchantSku"] for one in matched["data"]] == [_KEY]


def test_pttavm_answers_what_a_panel_in_javascript_asks(client: httpx.Client) -> None:
    """It counts pages from 0, and reads the result of a batch by GET."""
    opened = _pull(client, "/pttavm/accounts", {"name": "yabanci"})
    _pull(client, f"/pttavm/{opened['account']}/products", [{"barkod": _KEY, "miktar": 5}])
    client.patch("/_control/pttavm/rules", json={"batch_ms": 0})

    def ask(method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - any answer
        keys = {"Api-Key": opened["api_key"], "access-token": opened["access_token"]}
        headers = {**keys, "X-Correlation-Id": str(uuid.uuid4())}
        return client.request(method, f"/pttavm/api/v1{path}", headers=headers, json=body).json()

    filters = "categoryId=0&subCategoryId=0&isActive=&isInStock=&merchantCategoryId=0"
    pages = [ask("GET", f"/products/search?{filters}&searchPage={page}") for page in (0, 1, 2)]
    pushed = ask("POST", "/products/stock-prices", {"items": [{"barcode": _KEY, "quantity": 6}]})
    told = ask("GET", f"/products/tracking-result/{pushed['trackingId']}")

    assert [[row["barkod"] for row in page] for page in pages] == [[_KEY], [_KEY], []]
    assert (told["status"], client.get(f"/_control/pttavm/{opened['account']}/stock").json()) == (
        "Completed",
        {_KEY: 6},
    )


def _task(sku: dict[str, Any]) -> dict[str, Any]:
    return {"payload": {"integrator": "Deneme", "skus": [sku]}}
