"""The pretend Amazon as any client meets it: envelopes, usage plans, signed addresses, restricted data."""

import gzip
import json
from typing import Any

import httpx
import pytest

_TURKEY = "A33AVAJ2PDY3EV"
_SELLER = "A7001PRAPAZAR"
_CLIENT = {
    "client_id": "amzn1.application-oa2-client.sandbox7001",
    "client_secret": "amzn1.oa2-cs.v1.sandbox-secret-7001",
}
_REFRESH = {"grant_type": "refresh_token", "refresh_token": "Atzr|sandbox-refresh-7001"}
_ITEMS = f"/amazon/eu/listings/2021-08-01/items/{_SELLER}"
_PLACE = {"marketplaceIds": _TURKEY}
_FEEDS = "/amazon/eu/feeds/2021-06-30"


@pytest.fixture
def amazon(client: httpx.Client) -> httpx.Client:
    client.patch("/_control/amazon/rules", json={"settled_ms": 0, "feed_ms": 0})
    client.post(
        f"/_control/amazon/{_SELLER}/products", json=[{"sku": "SAL-1", "price": "129.90", "quantity": 9}]
    )
    token = client.post("/amazon/lwa/auth/o2/token", data={**_CLIENT, **_REFRESH}).json()
    client.headers["x-amz-access-token"] = token["access_token"]
    return client


def _ordered(amazon: httpx.Client) -> str:
    buyer = {"first_name": "Şule", "last_name": "Iğdırlıoğlu"}
    body = {"lines": [{"key": "SAL-1", "quantity": 2}], "buyer": buyer}
    return str(amazon.post(f"/_control/amazon/{_SELLER}/orders", json=body).json()["orderId"])


def _errors(answer: httpx.Response) -> tuple[int, str, str]:
    [error] = answer.json()["errors"]
    return answer.status_code, error["code"], error["details"]


def test_log_in_answers_as_documented(amazon: httpx.Client) -> None:
    given = amazon.post("/amazon/lwa/auth/o2/token", data={**_CLIENT, **_REFRESH}).json()

    assert given.pop("access_token").startswith("Atza|")
    assert given == {
        "token_type": "bearer",
        "expires_in": 3600,
        "refresh_token": "Atzr|sandbox-refresh-7001",
    }


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({**_CLIENT, **_REFRESH, "refresh_token": "x"}, 400, "invalid_grant"),
        ({**_CLIENT, **_REFRESH, "client_secret": "x"}, 401, "invalid_client"),
        ({**_CLIENT, "grant_type": "authorization_code", "code": "x"}, 400, "invalid_grant"),
        ({**_CLIENT, "grant_type": "password"}, 400, "unsupported_grant_type"),
    ],
)
def test_log_in_is_refused_in_its_own_words(
    amazon: httpx.Client, form: dict[str, str], status: int, error: str
) -> None:
    answer = amazon.post("/amazon/lwa/auth/o2/token", data=form)

    assert (answer.status_code, answer.json()["error"]) == (status, error)


def test_expired_token_is_a_403(amazon: httpx.Client) -> None:
    amazon.post(f"/_control/amazon/{_SELLER}/tokens", json={})

    answer = amazon.get(f"{_ITEMS}/SAL-1", params=_PLACE)

    assert _errors(answer) == (403, "Unauthorized", "The access token you provided has expired.")


def test_empty_bucket_is_refused_without_a_word_on_the_wait(amazon: httpx.Client) -> None:
    asked = {"lastUpdatedAfter": "2026-01-01T00:00:00Z"}

    *answers, refused = [amazon.get("/amazon/eu/orders/2026-01-01/orders", params=asked) for _ in range(21)]

    assert [one.status_code for one in answers] == [200] * 20
    assert answers[0].headers["x-amzn-ratelimit-limit"] == "0.0056"
    assert _errors(refused) == (429, "QuotaExceeded", "")
    assert {"retry-after", "x-amzn-ratelimit-limit"} & set(refused.headers) == set()


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("/orders/2026-01-01/orders", {}),
        ("/orders/2026-01-01/orders", {"createdAfter": "2026-01-01", "lastUpdatedAfter": "2026-01-01"}),
        (
            "/orders/2026-01-01/orders",
            {"createdAfter": "2026-01-02T00:00:00Z", "createdBefore": "2026-01-01T00:00:00Z"},
        ),
        ("/orders/2026-01-01/orders", {"createdAfter": "2026-01-01", "maxResultsPerPage": "101"}),
        ("/orders/2026-01-01/orders/4711", {}),
        (f"/listings/2021-08-01/items/{_SELLER}", {**_PLACE, "pageSize": "21"}),
    ],
)
def test_request_beyond_the_documents_is_invalid(
    amazon: httpx.Client, path: str, params: dict[str, str]
) -> None:
    assert _errors(amazon.get(f"/amazon/eu{path}", params=params))[:2] == (400, "InvalidInput")


def test_document_takes_the_very_content_type_and_no_token(amazon: httpx.Client) -> None:
    kind = "application/json; charset=UTF-8"
    address = amazon.post(f"{_FEEDS}/documents", json={"contentType": kind}).json()["url"]
    bare = {"content-type": kind}

    def put(headers: dict[str, str]) -> int:
        request = amazon.build_request("PUT", _local(address), content=b"{}", headers=headers)
        if "x-amz-access-token" not in headers:
            del request.headers["x-amz-access-token"]
        return amazon.send(request).status_code

    assert (put(bare), put({"content-type": "application/json"})) == (200, 403)
    assert put({**bare, "x-amz-access-token": "t"}) == 403


def _local(address: str) -> str:
    return address[address.index("/amazon/") :]


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"operationType": "PATCH", "productType": "PRODUCT"}, "4000003"),
        ({"operationType": "DELETE", "productType": "PRODUCT"}, "4000003"),
        ({"operationType": "UPDATE", "productType": "ODD", "attributes": {}}, "4000001"),
    ],
)
def test_feed_refuses_messages_that_are_not_whole(
    amazon: httpx.Client, message: dict[str, Any], code: str
) -> None:
    document = amazon.post(f"{_FEEDS}/documents", json={"contentType": "application/json"}).json()
    content = {
        "header": {"sellerId": _SELLER, "version": "2.0"},
        "messages": [{"messageId": 7, "sku": "SAL-1", **message}],
    }
    request = amazon.build_request("PUT", _local(document["url"]), json=content)
    del request.headers["x-amz-access-token"]
    amazon.send(request)
    handed = {
        "feedType": "JSON_LISTINGS_FEED",
        "marketplaceIds": [_TURKEY],
        "inputFeedDocumentId": document["feedDocumentId"],
    }

    made = amazon.post(f"{_FEEDS}/feeds", json=handed)

    feed = amazon.get(f"{_FEEDS}/feeds/{made.json()['feedId']}").json()
    result = amazon.get(f"{_FEEDS}/documents/{feed['resultFeedDocumentId']}").json()
    fetch = amazon.build_request("GET", _local(result["url"]))
    del fetch.headers["x-amz-access-token"]
    report = json.loads(gzip.decompress(amazon.send(fetch).content))
    assert (made.status_code, feed["processingStatus"]) == (202, "DONE")
    assert [(one["messageId"], one["code"]) for one in report["issues"]] == [(7, code)]
    assert report["summary"]["messagesInvalid"] == 1


def test_older_orders_hide_people_from_all_but_a_restricted_token(amazon: httpx.Client) -> None:
    number = _ordered(amazon)
    asked = {"MarketplaceIds": _TURKEY, "LastUpdatedAfter": "2026-01-01T00:00:00Z"}
    resources = [
        {"method": "GET", "path": "/orders/v0/orders", "dataElements": ["buyerInfo", "shippingAddress"]}
    ]
    path = "/amazon/eu/orders/v0/orders"

    [bare] = amazon.get(path, params=asked).json()["payload"]["Orders"]
    token = amazon.post(
        "/amazon/eu/tokens/2021-03-01/restrictedDataToken", json={"restrictedResources": resources}
    ).json()["restrictedDataToken"]
    [whole] = amazon.get(path, params=asked, headers={"x-amz-access-token": token}).json()["payload"][
        "Orders"
    ]
    elsewhere = amazon.get(f"{path}/{number}", headers={"x-amz-access-token": token})

    assert (bare["AmazonOrderId"], bare["OrderStatus"], bare["FulfillmentChannel"]) == (
        number,
        "Unshipped",
        "MFN",
    )
    assert bare["OrderTotal"] == {"CurrencyCode": "TRY", "Amount": "259.80"}
    assert {"BuyerInfo", "ShippingAddress"} & set(bare) == set()
    assert whole["ShippingAddress"]["City"] == "İstanbul"
    assert whole["BuyerInfo"]["BuyerName"] == "Şule Iğdırlıoğlu"
    assert elsewhere.status_code == 403


def test_items_of_an_older_order_have_a_page_of_their_own(amazon: httpx.Client) -> None:
    number = _ordered(amazon)

    payload = amazon.get(f"/amazon/eu/orders/v0/orders/{number}/orderItems").json()["payload"]

    [item] = payload.pop("OrderItems")
    assert payload == {"AmazonOrderId": number}
    shown = (item["SellerSKU"], item["QuantityOrdered"], item["ItemPrice"], item["IsGift"])
    assert shown == ("SAL-1", 2, {"CurrencyCode": "TRY", "Amount": "259.80"}, "false")
