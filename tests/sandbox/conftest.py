"""A sandbox in memory, and clients that speak to it as strangers would."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import httpx
import pytest

from prapazar.sandbox import trendyol, woocommerce
from prapazar.sandbox.app import SandboxApp, create_app
from prapazar.sandbox.woocommerce.models import Key
from prapazar.sandbox.woocommerce.models import Shop as WooShop

BASE = "http://127.0.0.1:8124"


class LoopTransport(httpx.BaseTransport):
    """Serves the application on an event loop of its own thread, so that webhooks fly while tests wait."""

    def __init__(self, app: SandboxApp) -> None:
        self._inner = httpx.ASGITransport(app)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return asyncio.run_coroutine_threadsafe(self._answer(request), self._loop).result(120)

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        response = await self._inner.handle_async_request(request)
        body = await response.aread()
        return httpx.Response(response.status_code, headers=response.headers, content=body)

    def finish(self, app: SandboxApp) -> None:
        asyncio.run_coroutine_threadsafe(app.sandbox.close(), self._loop).result(120)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()


@pytest.fixture
def app() -> SandboxApp:
    """Its clock stands still and its webhooks wait, until a test says otherwise."""
    made = create_app()
    made.sandbox.ground.clock.stop()
    made.sandbox.ground.courier.paused = True
    rules = made.sandbox.trendyol.rules
    rules.batch_ms = rules.approval_ms = 0
    return made


@pytest.fixture
def client(app: SandboxApp) -> Iterator[httpx.Client]:
    """Without credentials; also the way to the levers."""
    transport = LoopTransport(app)
    yield httpx.Client(transport=transport, base_url=BASE)
    transport.finish(app)


@pytest.fixture
def seller(client: httpx.Client) -> httpx.Client:
    """A client of the seller 1001 with his key."""
    client.auth = httpx.BasicAuth("sandbox-key", "sandbox-secret")
    client.headers["user-agent"] = "1001 - SelfIntegration"
    return client


@pytest.fixture
def shop(app: SandboxApp) -> WooShop:
    return app.sandbox.woocommerce.shop("default")


@pytest.fixture
def key(shop: WooShop) -> Key:
    return next(iter(shop.keys.values()))


@pytest.fixture
def keeper(client: httpx.Client, key: Key) -> httpx.Client:
    """A client of the default shop over (what it takes for) https."""
    client.auth = httpx.BasicAuth(key.consumer_key, key.consumer_secret)
    client.headers["x-forwarded-proto"] = "https"
    return client


@pytest.fixture
def tea(app: SandboxApp) -> None:
    """Ten packets of tea in both shops."""
    sandbox = app.sandbox
    article = {"barcode": "8690001", "title": "Çay", "quantity": 10, "salePrice": "39.90", "listPrice": "45"}
    trendyol.seed_product(sandbox.trendyol, 1001, article)
    goods = {"sku": "CAY-1", "name": "Çay", "regular_price": "39.90", "stock_quantity": 10}
    woocommerce.seed_product(sandbox.woocommerce, "default", goods)


@dataclass
class Received:
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    url: str = ""
    status: int = 200
    received: list[Received] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver of webhooks on loopback that remembers what came and answers what it is told."""
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            state.received.append(
                Received({name.lower(): value for name, value in self.headers.items()}, body)
            )
            self.send_response(state.status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            """Tests speak for themselves."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield state
    server.shutdown()
    thread.join()
    server.server_close()
