"""What a client of the shop's own API of 4.1 puts together, call by call, until it is an order."""

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

_DOOR = "/opencart/acik/index.php"
_BUYER = {"firstname": "Ayşe", "lastname": "Yılmaz", "email": "ayse@example.com", "telephone": "5550000000"}
_PLACE = {"address_1": "Deneme Sokak 1", "city": "Kadıköy", "zone_id": "3354", "country_id": "215"}
_ADDRESSES = {
    f"{kind}_{name}": value
    for kind in ("payment", "shipping")
    for name, value in {**_BUYER, **_PLACE}.items()
    if name not in {"email", "telephone"}
}


@pytest.fixture
def key(client: httpx.Client) -> str:
    account = client.post("/_control/opencart/accounts", json={"slug": "acik"}).json()
    articles = [
        {"sku": "CAY-1", "name": "Çay", "price": "39.90", "quantity": 10},
        {"sku": "YOK-1", "name": "Yok", "price": "10", "quantity": 0},
    ]
    client.post("/_control/opencart/acik/products", json=articles)
    return str(account["key"])


def _call(client: httpx.Client, key: str, call: str, **fields: str) -> Any:  # noqa: ANN401 - the shop's answer
    body = urlencode(fields)
    asked = {
        "username": "PraPazar",
        "store_id": "0",
        "language": "en-gb",
        "currency": "TRY",
        "time": "1795270443",
    }
    lines = ["api/order", call, "PraPazar", "127.0.0.1:8124", "/opencart/acik/", "0", "en-gb", "TRY"]
    lines += [hashlib.md5(body.encode()).hexdigest(), asked["time"]]  # noqa: S324 - the shop's own
    made = hmac.digest(key.encode(), "".join(f"{line}\n" for line in lines).encode(), "sha1")
    query = {"route": "api/order", "call": call, **asked, "signature": base64.b64encode(made).decode()}
    form = {"content-type": "application/x-www-form-urlencoded"}
    return client.post(_DOOR, params=query, content=body, headers=form).json()


def test_confirmed_cart_is_an_order_that_took_its_units(client: httpx.Client, key: str) -> None:
    cart = {"product[0][product_id]": "40", "product[0][quantity]": "2", **_BUYER, **_ADDRESSES}
    methods = _call(client, key, "shipping_methods", **cart)["shipping_methods"]["flat"]["quote"]["flat"]
    chosen = {f"shipping_method[{name}]": str(value) for name, value in methods.items()}
    paying = _call(client, key, "payment_methods", **cart)["payment_methods"]["cod"]["option"]["cod"]
    chosen |= {f"payment_method[{name}]": str(value) for name, value in paying.items()}

    done = _call(client, key, "confirm", **cart, **chosen, order_status_id="2")

    assert [done["success"], [one["model"] for one in done["products"]]] == [
        "Success: You have modified orders!",
        ["CAY-1"],
    ]
    assert [one["value"] for one in done["totals"]][-1] == 79.8
    assert client.get("/_control/opencart/acik/stock").json() == {"CAY-1": 8, "YOK-1": 0}
    kept = client.get(f"/_control/opencart/acik/orders/{done['order_id']}").json()
    assert (kept["order_status"], kept["shipping_city"]) == ("Processing", "Kadıköy")


def test_what_is_missing_is_named_and_nothing_is_ordered(client: httpx.Client, key: str) -> None:
    none = _call(client, key, "confirm")
    unknown = _call(client, key, "product_add", quantity="1")
    empty = _call(client, key, "product_add", product_id="41", quantity="1")
    words = _call(client, key, "product_add", product_id="40", quantity="abc")

    assert sorted(none["error"]) == ["customer", "payment_address", "payment_method", "product"]
    assert unknown["error"] == {"warning": "Warning: Product could not be found!"}
    assert empty["error"] == {"warning": "Product not available in the desired quantity or not in stock!"}
    assert (words["success"], words["products"][0]["quantity"]) == (
        "Success: You have modified your shopping cart!",
        "0",
    )
