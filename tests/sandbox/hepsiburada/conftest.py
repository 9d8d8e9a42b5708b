"""A merchant at the pretend Hepsiburada with two articles, and a client that speaks to it as a stranger would."""

from typing import Any

import httpx
import pytest

from prapazar.sandbox.app import SandboxApp

MERCHANT = "8f1d2c3b-4a59-4e6f-9a7b-0c1d2e3f4a5b"
CONTROL = f"/_control/hepsiburada/{MERCHANT}"


@pytest.fixture
def merchant(app: SandboxApp, client: httpx.Client) -> httpx.Client:
    rules: Any = app.sandbox.providers["hepsiburada"].desk.rules
    rules.upload_ms = rules.import_ms = 0
    client.auth = httpx.BasicAuth(MERCHANT, "sandboxanahtar")
    client.headers["user-agent"] = "prapazar_dev"
    client.base_url = httpx.URL("http://127.0.0.1:8124/hepsiburada")
    articles = [
        {"merchantSku": "cay-1", "barcode": "8690001", "title": "Çay", "price": "40", "quantity": 10},
        {"merchantSku": "SAL-1", "barcode": "8690002", "title": "Şal", "price": "129.90", "quantity": 10},
    ]
    pull(client, "products", articles)
    return client


def pull(client: httpx.Client, lever: str, body: object, method: str = "POST") -> Any:  # noqa: ANN401 - the lever's answer
    answer = client.request(method, f"http://127.0.0.1:8124{CONTROL}/{lever}", json=body)
    answer.raise_for_status()
    return answer.json()


def rule(client: httpx.Client, **rules: object) -> None:
    client.patch("http://127.0.0.1:8124/_control/hepsiburada/rules", json=rules).raise_for_status()


@pytest.fixture
def order(merchant: httpx.Client) -> dict[str, Any]:
    """Two packets of tea and a shawl."""
    lines = [{"key": "8690001", "quantity": 2}, {"key": "8690002", "quantity": 1}]
    made: dict[str, Any] = pull(merchant, "orders", {"lines": lines})
    return made
