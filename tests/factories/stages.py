"""Pretend providers to run the contract suite against: one stage for each connector that has a simulator."""

import contextlib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import httpx

from prapazar.connector_kit import registry
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.manifest import Environment

_LONGEST_START = 60.0


@dataclass(frozen=True, slots=True)
class Article:
    """What is put on the pretend shelf; `key` is its barcode and its SKU."""

    key: str
    title: str = "Çiçekli Şal, İğne Oyalı"
    price: Decimal = Decimal("129.90")
    quantity: int = 50


@dataclass
class Server:
    """The sandbox in a process of its own, and its control levers."""

    address: str
    http: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=30, trust_env=False))

    def pull(self, method: str, lever: str, body: object = None) -> Any:  # noqa: ANN401 - the lever's answer
        answer = self.http.request(method, f"{self.address}/_control{lever}", json=body)
        answer.raise_for_status()
        return answer.json()


class _Common:
    """A fresh account of one provider."""

    slug: str
    account: str
    server: Server
    environment: Environment
    settings: dict[str, str]
    credentials: dict[str, str]

    @property
    def secrets(self) -> list[str]:
        return list(self.credentials.values())

    def connector(self, wire: Wire | None = None, credentials: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401 - per provider
        return registry.build(
            self.slug,
            self.settings,
            {**self.credentials, **(credentials or {})},
            self.environment,
            wire or Wire(),
            sandbox_url=self.server.address,
        )

    def fault(
        self,
        kind: str,
        *,
        path: str = "*",
        times: int | None = None,
        options: Mapping[str, object] | None = None,
    ) -> None:
        body = {"kind": kind, "provider": self.slug, "account": self.account, "path": path, "times": times}
        self.server.pull("POST", "/faults", {**body, "options": options or {}})

    def order(self, *lines: tuple[str, int], at: str | None = None, status: str | None = None) -> Any:  # noqa: ANN401 - the provider's order
        buyer = {"first_name": "Şule", "last_name": "Iğdırlıoğlu", "phone": "5321112233"}
        body = {
            "lines": [{"key": key, "quantity": quantity} for key, quantity in lines],
            "buyer": buyer,
            "at": at,
            "status": status,
        }
        return self.server.pull("POST", f"/{self.slug}/{self.account}/orders", body)

    def move(self, order: str, status: str) -> None:
        self.server.pull("POST", f"/{self.slug}/{self.account}/orders/{order}/status", {"status": status})

    def shelf(self, key: str) -> Any:  # noqa: ANN401 - the lever's answer
        return self.server.pull("GET", f"/{self.slug}/{self.account}/stock/{key}")

    def refusals(self) -> int:
        """How many requests of this account were answered 429."""
        asked = self.server.pull("GET", f"/requests?provider={self.slug}&account={self.account}")
        return sum(request["status"] == httpx.codes.TOO_MANY_REQUESTS for request in asked)


class TrendyolStage(_Common):
    slug = "trendyol"
    environment: Environment = "sandbox"
    orders_path = "*/v2/orders"
    unknown_id = "0000000000000"

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        opened = server.pull("POST", "/trendyol/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {"seller_id": self.account}
        self.credentials = {"api_key": opened["api_key"], "api_secret": opened["api_secret"]}
        server.pull("PATCH", "/trendyol/rules", {"batch_ms": 0})

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "barcode": article.key,
                "title": article.title,
                "stockCode": article.key,
                "quantity": article.quantity,
                "salePrice": str(article.price),
            }
            for article in articles
        ]
        self.server.pull("POST", f"/trendyol/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["shipmentPackageId"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["orderNumber"])


class WooCommerceStage(_Common):
    slug = "woocommerce"
    environment: Environment = "live"
    orders_path = "*/orders"
    unknown_id = "999999"

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        opened = server.pull("POST", "/woocommerce/accounts", {"slug": name})
        self.account = opened["account"]
        [key] = opened["keys"]
        self.settings = {"shop_url": f"{server.address}{opened['path']}"}
        self.credentials = {
            "consumer_key": key["consumer_key"],
            "consumer_secret": key["consumer_secret"],
        }

    def seed(self, articles: Sequence[Article]) -> None:
        rows = [
            {
                "sku": article.key,
                "name": article.title,
                "regular_price": str(article.price),
                "stock_quantity": article.quantity,
            }
            for article in articles
        ]
        self.server.pull("POST", f"/woocommerce/{self.account}/products", rows)

    def package_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])

    def order_id(self, order: Any) -> str:  # noqa: ANN401 - the provider's order
        return str(order["id"])


Stage = TrendyolStage | WooCommerceStage
STAGES = {stage.slug: stage for stage in (TrendyolStage, WooCommerceStage)}


@contextlib.contextmanager
def sandbox() -> Iterator[Server]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "prapazar.sandbox", "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)  # noqa: S603 - our own module
    server = Server(f"http://127.0.0.1:{port}")
    try:
        _await(server, process)
        yield server
    finally:
        server.http.close()
        process.terminate()
        process.wait(10)


def _await(server: Server, process: "subprocess.Popen[bytes]") -> None:
    """Until it listens; a sandbox that ends instead is not waited for."""
    until = time.monotonic() + _LONGEST_START
    while time.monotonic() < until:
        with contextlib.suppress(httpx.TransportError):
            server.pull("GET", "/")
            return
        if process.poll() is not None:
            raise RuntimeError(f"the sandbox ended with {process.returncode}")
        time.sleep(0.05)
    raise RuntimeError("the sandbox does not listen")
