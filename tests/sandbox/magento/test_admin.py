"""An administrator's token, and what a client written for shops without sources does with it."""

import base64
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest

from prapazar.sandbox.app import SandboxApp

_REST = "/magento/rest/V1"
_SKU = "CAY-1"


@pytest.fixture
def opened(client: httpx.Client) -> Any:  # noqa: ANN401 - the lever's answer
    account = client.post("/_control/magento/accounts", json={"slug": "acik"}).json()
    tea = {"sku": _SKU, "name": "Çay", "price": "39.90", "quantity": 10}
    client.post("/_control/magento/acik/products", json=[tea])
    return account


@pytest.fixture
def admin(client: httpx.Client, opened: dict[str, Any]) -> httpx.Client:
    client.headers["authorization"] = f"Bearer {_token(client, opened['admin_password']).json()}"
    return client


def _token(client: httpx.Client, password: str) -> httpx.Response:
    given = {"username": "acik-admin", "password": password}
    return client.post(f"{_REST}/integration/admin/token", json=given)


def test_token_is_a_json_string_of_a_jwt_for_an_hour(client: httpx.Client, opened: dict[str, Any]) -> None:
    answer = _token(client, opened["admin_password"])

    _, claims, _ = answer.json().split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    assert (told["utypid"], told["exp"] - told["iat"]) == (2, 3600)


def test_wrong_password_is_refused(client: httpx.Client, opened: dict[str, Any]) -> None:
    assert _token(client, "wrong").status_code == 401


def test_token_ends_after_an_hour(app: SandboxApp, admin: httpx.Client) -> None:
    before = admin.get(f"{_REST}/store/websites").status_code
    app.sandbox.ground.clock.advance(timedelta(hours=1))

    assert (before, admin.get(f"{_REST}/store/websites").status_code) == (200, 401)


def test_integration_token_is_still_no_bearer(client: httpx.Client, opened: dict[str, Any]) -> None:
    client.headers["authorization"] = f"Bearer {opened['access_token']}"

    assert client.get(f"{_REST}/store/websites").status_code == 401


@pytest.mark.parametrize("name", ["stockItem", "stock_item"])
def test_stock_item_is_written_under_either_name(admin: httpx.Client, name: str) -> None:
    item = admin.get(f"{_REST}/products/{_SKU}").json()["extension_attributes"]["stock_item"]["item_id"]

    answer = admin.put(
        f"{_REST}/products/{_SKU}/stockItems/{item}", json={name: {"qty": 7, "is_in_stock": True}}
    )

    shown = admin.get("/_control/magento/acik/stock").json()
    assert (answer.json(), shown) == (item, {_SKU: 7})


def test_attribute_is_read_by_its_code(admin: httpx.Client) -> None:
    read = admin.get(f"{_REST}/products/attributes/color").json()

    assert (read["attribute_code"], read["position"], len(read["options"])) == ("color", 0, 4)
