"""The levers of the sandbox."""

import httpx
import pytest


def test_accounts_are_listed_with_their_keys(client: httpx.Client) -> None:
    client.post("/_control/trendyol/accounts", json={"seller_id": 77, "name": "İkinci"})

    accounts = client.get("/_control/accounts").json()

    named = [(one["provider"], one["account"]) for one in accounts]
    assert {("trendyol", "1001"), ("trendyol", "77"), ("woocommerce", "default")} <= set(named)
    assert accounts[named.index(("trendyol", "77"))] == {
        "provider": "trendyol",
        "account": "77",
        "name": "İkinci",
        "seller_id": 77,
        "api_key": "sandbox-key-77",
        "api_secret": "sandbox-secret-77",
        "expired": False,
        "path": "/trendyol",
    }


@pytest.mark.usefixtures("tea")
def test_stock_is_read_at_both_shops(client: httpx.Client) -> None:
    trendyol = client.get("/_control/trendyol/1001/stock/8690001").json()
    shop = client.get("/_control/woocommerce/default/stock/CAY-1").json()

    assert {key: trendyol[key] for key in ("quantity", "price", "list_price")} == {
        "quantity": 10,
        "price": "39.90",
        "list_price": "45",
    }
    assert {key: shop[key] for key in ("id", "quantity", "price", "list_price")} == {
        "id": 11,
        "quantity": 10,
        "price": "39.90",
        "list_price": "39.90",
    }


@pytest.mark.usefixtures("tea")
def test_reset_forgets_everything(client: httpx.Client) -> None:
    client.post("/_control/faults", json={"kind": "500"})

    client.post("/_control/reset")

    left = [client.get(path).json() for path in ("/_control/faults", "/_control/trendyol/1001/stock")]
    assert left == [[], {}]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/_control/faults", {"kind": "earthquake"}, 400),
        ("PATCH", "/_control/trendyol/rules", {"gravity": 1}, 400),
        ("GET", "/_control/trendyol/9/stock/x", None, 404),
        ("GET", "/_control/amazon/9/stock/x", None, 404),
        ("POST", "/_control/trendyol/1001/orders", {"lines": [{"barcode": "nothing"}]}, 409),
        ("DELETE", "/_control/accounts", None, 405),
    ],
)
def test_wrong_lever_says_so(
    client: httpx.Client, method: str, path: str, body: dict[str, object] | None, status: int
) -> None:
    answer = client.request(method, path, json=body)

    assert (answer.status_code, "error" in answer.json()) == (status, True)
