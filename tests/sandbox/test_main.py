"""The sandbox as a process: killed and started again, cutting answers, holding them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.factories.ports import held_port
from tests.factories.running import awaited

pytestmark = pytest.mark.process
_APPROVED = "/trendyol/integration/product/sellers/1001/products/approved"
_ORDERS = "/trendyol/integration/order/sellers/1001/v2/orders"
_PUSH = "/trendyol/integration/inventory/sellers/1001/products/price-and-inventory"
_LONGEST = 180
"""Seconds; ends a wait for what never comes."""


class Process:
    def __init__(self, folder: Path) -> None:
        self.port = held_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> httpx.Client:
        command = [
            sys.executable,
            "-m",
            "prapazar.sandbox",
            "--port",
            str(self.port),
            "--data",
            str(self._folder),
        ]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  our own
        client = httpx.Client(
            base_url=f"http://127.0.0.1:{self.port}",
            auth=("sandbox-key", "sandbox-secret"),
            headers={"user-agent": "1001 - SelfIntegration"},
            trust_env=False,
            timeout=_LONGEST,
        )
        deadline = time.monotonic() + _LONGEST
        while True:
            try:
                client.get("/")
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return client

    def end(self, how: signal.Signals) -> int:
        assert self._process is not None
        os.kill(self._process.pid, how)
        return self._process.wait(_LONGEST)


@pytest.fixture
def process(tmp_path: Path) -> Iterator[Process]:
    made = Process(tmp_path)
    yield made
    made.end(signal.SIGKILL)


def _told(client: httpx.Client) -> list[object]:
    """Everything a client could have learned."""
    shop = client.get("/_control/woocommerce/default/orders/12").json()
    batch = client.get("/_control/requests").json()
    assert isinstance(batch, list)
    return [
        client.get(_APPROVED).json(),
        client.get(_ORDERS).json(),
        client.get("/_control/trendyol/1001/stock/8690001").json(),
        client.get("/_control/woocommerce/default/stock/CAY").json(),
        client.get("/_control/accounts").json(),
        client.get("/_control/trendyol/rules").json(),
        client.get("/trendyol/integration/webhook/sellers/1001/webhooks").json(),
        shop,
    ]


def test_killed_sandbox_remembers_what_it_told(process: Process) -> None:
    client = process.start()
    client.post(
        "/_control/trendyol/1001/products", json=[{"barcode": "8690001", "quantity": 9, "brand": "Öz"}]
    )
    client.post("/_control/woocommerce/default/products", json=[{"sku": "CAY", "stock_quantity": 5}])
    client.post("/_control/trendyol/1001/orders", json={"lines": [{"barcode": "8690001"}]})
    client.post("/_control/woocommerce/default/orders", json={"lines": [{"sku": "CAY"}]})
    client.patch("/_control/trendyol/rules", json={"tier": "75K", "batch_ms": 0})
    client.post("/trendyol/integration/webhook/sellers/1001/webhooks", json={"url": "http://127.0.0.1:9/x"})
    body = {"items": [{"barcode": "8690001", "quantity": 4, "salePrice": 9.5, "listPrice": 10}]}
    number = client.post(_PUSH, json=body).json()["batchRequestId"]
    path = f"/trendyol/integration/product/sellers/1001/products/batch-requests/{number}"
    before = [*_told(client), client.get(path).json()]

    process.end(signal.SIGKILL)
    client = process.start()

    assert [*_told(client), client.get(path).json()] == before
    assert client.post(_PUSH, json=body).status_code == 400


def test_new_numbers_go_on_after_a_kill(process: Process) -> None:
    client = process.start()
    client.post("/_control/trendyol/1001/products", json=[{"barcode": "8690001", "quantity": 9}])
    order = {"lines": [{"barcode": "8690001"}]}
    first = client.post("/_control/trendyol/1001/orders", json=order).json()

    process.end(signal.SIGKILL)
    second = process.start().post("/_control/trendyol/1001/orders", json=order).json()

    assert [second[name] - first[name] for name in ("shipmentPackageId", "cargoTrackingNumber")] == [1, 1]


@pytest.mark.parametrize("kind", ["cut_off", "lost_answer"])
def test_cut_off_answer_ends_before_its_announced_length(process: Process, kind: str) -> None:
    client = process.start()
    client.post("/_control/faults", json={"kind": kind, "times": 1})

    with pytest.raises(httpx.RemoteProtocolError):
        client.get(_APPROVED)

    assert client.get(_APPROVED).status_code == 200


def test_held_answer_lets_the_client_give_up_and_others_pass(process: Process) -> None:
    client = process.start()
    client.post("/_control/faults", json={"kind": "timeout", "times": 1})

    with pytest.raises(httpx.ReadTimeout):
        client.get(_APPROVED, timeout=0.2)

    assert client.get(_APPROVED).status_code == 200


def test_lost_answer_without_a_body_is_lost_too(process: Process) -> None:
    client = process.start()
    client.post("/_control/trendyol/1001/products", json=[{"barcode": "8690001", "quantity": 9}])
    package = client.post("/_control/trendyol/1001/orders", json={"lines": [{"barcode": "8690001"}]}).json()
    lines = [{"lineId": line["lineId"], "quantity": 1} for line in package["lines"]]
    client.post("/_control/faults", json={"kind": "lost_answer", "method": "PUT", "times": 1})
    path = f"/trendyol/integration/order/sellers/1001/shipment-packages/{package['shipmentPackageId']}"

    with pytest.raises(httpx.RemoteProtocolError):
        client.put(path, json={"lines": lines, "params": {}, "status": "Picking"})

    assert client.get(_ORDERS).json()["content"][0]["status"] == "Picking"


def test_hung_answer_was_carried_out(process: Process) -> None:
    client = process.start()
    client.post("/_control/trendyol/1001/products", json=[{"barcode": "8690001", "quantity": 9}])
    client.post("/_control/faults", json={"kind": "hung_answer", "method": "POST", "times": 1})
    body = {"items": [{"barcode": "8690001", "quantity": 4, "salePrice": 9.5, "listPrice": 10}]}

    with pytest.raises(httpx.ReadTimeout):
        client.post(_PUSH, json=body, timeout=0.5)

    shelf = awaited(lambda: client.get("/_control/trendyol/1001/stock").json(), {"8690001": 4})
    assert shelf == {"8690001": 4}


def test_asked_sandbox_ends_quietly(process: Process) -> None:
    process.start()

    assert process.end(signal.SIGTERM) == 0
    process.start()


def test_taken_port_is_told_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        command = [sys.executable, "-m", "prapazar.sandbox", "--port", str(port)]

        ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  our own

    told = ended.stderr.splitlines()[-1]
    expected = f"prapazar.sandbox: error: port {port} on 127.0.0.1 cannot be used: Address already in use"
    assert (ended.returncode, told) == (2, expected)
