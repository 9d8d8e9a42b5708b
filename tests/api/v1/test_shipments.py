"""Shipments over REST, as a program sees them, by a carrier that nobody can call."""

import asyncio
from io import BytesIO
from uuid import UUID, uuid4

import httpx
import pypdfium2
import pytest
import zxingcpp
from fastapi import FastAPI

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import shipments
from prapazar.domain.shipping import actions
from prapazar.flows import channels
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import files, paper_carrier


class Client:
    """Calls the application in this process."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def __call__(self, method: str, path: str, **sent: object) -> httpx.Response:
        return asyncio.run(self._send(method, path, sent))

    async def _send(self, method: str, path: str, sent: dict[str, object]) -> httpx.Response:
        transport = httpx.ASGITransport(app=self._app)
        async with httpx.AsyncClient(transport=transport, base_url="http://shop.example") as client:
            return await client.request(method, path, **sent)  # type: ignore[arg-type]  # passed on as given


@pytest.fixture
def client(scope: Scope) -> Client:
    app = FastAPI()
    app.include_router(shipments.router)
    errors.install(app)
    for permission in ("fulfillment.read", "fulfillment.write"):
        app.dependency_overrides[Needs(permission)] = lambda: scope
    return Client(app)


@pytest.fixture
def packages(scope: Scope) -> list[UUID]:
    with db.transaction(scope) as session:
        channels.connect(
            session,
            scope,
            connector="own_courier",
            name="Kuryemiz",
            environment="live",
            values=files.USUAL,
        )
        return paper_carrier.packages(session, scope, 3)


def test_packages_get_shipments_whose_labels_a_scanner_reads(client: Client, packages: list[UUID]) -> None:
    unknown = str(uuid4())

    made = client(
        "POST", "/api/shipments", json={"packages": [*map(str, packages), unknown], "parcels": 2, "desi": "3"}
    )
    listed = client("GET", "/api/shipments", params={"limit": 2}).json()
    rest = client("GET", "/api/shipments", params={"limit": 2, "cursor": listed["next_cursor"]}).json()
    rows = listed["shipments"] + rest["shipments"]
    labels = client("GET", "/api/shipments/labels", params={"view": "ready", "format": "10x15"})

    assert (made.status_code, [one["code"] for one in made.json()["refused"]]) == (
        201,
        ["shipping.no_package"],
    )
    assert [(row["status"], row["carrier_name"], row["desi"]) for row in rows] == [
        ("created", "Kuryemiz", "6.00")
    ] * 3
    assert rest["next_cursor"] is None
    pages = [page.render(scale=200 / 72).to_pil() for page in pypdfium2.PdfDocument(BytesIO(labels.content))]
    read = {found.text for page in pages for found in zxingcpp.read_barcodes(page)}
    assert read == {f"{row['reference']}{place}" for row in rows for place in ("", "-2")}


def test_one_shipment_is_printed_cancelled_and_then_closed(client: Client, packages: list[UUID]) -> None:
    made = client("POST", "/api/shipments", json={"packages": [str(packages[0])]}).json()["done"]
    here = f"/api/shipments/{made[str(packages[0])]}"

    zpl = client("GET", f"{here}/label", params={"format": "zpl"})
    picture = client("GET", f"{here}/label.png")
    cancelled = client("POST", f"{here}/cancel").status_code
    told = client("GET", here).json()
    refusals = [
        client(method, path).status_code
        for method, path in (
            ("POST", f"{here}/cancel"),
            ("POST", f"{here}/retry"),
            ("GET", f"{here}/label"),
            ("GET", f"/api/shipments/{uuid4()}"),
            ("POST", f"/api/shipments/{uuid4()}/cancel"),
        )
    ]

    assert (zpl.content[:3], picture.content[1:4]) == (b"^XA", b"PNG")
    assert (cancelled, told["shipment"]["status"], told["shipment"]["printed_at"] is None) == (
        200,
        "cancelled",
        False,
    )
    assert refusals == [409, 409, 409, 404, 404]


def test_drivers_list_names_what_was_scanned(client: Client, scope: Scope, packages: list[UUID]) -> None:
    made = client("POST", "/api/shipments", json={"packages": [str(packages[0])]}).json()["done"]
    reference = client("GET", f"/api/shipments/{made[str(packages[0])]}").json()["shipment"]["reference"]
    with db.transaction(scope) as session:
        handover = actions.open_handover(session, scope, "Kuryemiz", None)
        actions.scan(session, scope, handover, reference)

    sheet = client("GET", f"/api/shipments/handovers/{handover}/list.pdf")
    missing = client("GET", f"/api/shipments/handovers/{uuid4()}/list.pdf").status_code

    text = pypdfium2.PdfDocument(BytesIO(sheet.content))[0].get_textpage().get_text_range()
    assert (reference in text, "Toplam 1 gönderi, 1 koli" in text, missing) == (True, True, 404)
