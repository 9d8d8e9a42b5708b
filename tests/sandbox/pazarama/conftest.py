"""A seller of the pretend Pazarama, with a token."""

from collections.abc import Callable

import httpx
import pytest

FORM = {"grant_type": "client_credentials", "scope": "merchantgatewayapi.fullaccess"}
LogIn = Callable[[], str]


@pytest.fixture
def log_in(client: httpx.Client) -> LogIn:
    def fetch() -> str:
        login = ("sandbox-client", "sandbox-client-secret")
        answer = client.post("/pazarama/login/connect/token", auth=login, data=FORM)
        return str(answer.json()["access_token"])

    return fetch


@pytest.fixture
def pazarama(client: httpx.Client, log_in: LogIn) -> httpx.Client:
    client.patch("/_control/pazarama/rules", json={"batch_ms": 0, "push_gap_ms": 0, "create_gap_ms": 0})
    articles = [{"code": "869", "name": "Çiçekli Şal", "stockCount": 10, "salePrice": "129.95"}]
    client.post("/_control/pazarama/7001/products", json=articles)
    client.headers["authorization"] = f"Bearer {log_in()}"
    return client
