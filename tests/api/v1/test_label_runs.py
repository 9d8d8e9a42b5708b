"""Many labels over REST: asked for, worked off, fetched."""

from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import label_runs as routes
from prapazar.api.v1 import shipments
from prapazar.flows import channels, label_runs, shipment_desk
from prapazar.flows.shipment_desk import Wish
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import files, paper_carrier

HERE = "/api/shipments/labels/runs"


@pytest.fixture
def client(scope: Scope) -> TestClient:
    app = FastAPI()
    for module in (routes, shipments):
        app.include_router(module.router)
    errors.install(app)
    app.dependency_overrides[Needs("fulfillment.read")] = lambda: scope
    return TestClient(app, base_url="http://shop.example")


@pytest.fixture
def shipment_ids(scope: Scope) -> list[str]:
    with db.transaction(scope) as session:
        channels.connect(
            session, scope, connector="own_courier", name="Kuryemiz", environment="live", values=files.USUAL
        )
        packages = paper_carrier.packages(session, scope, 3)
    return [str(one) for one in shipment_desk.open_shipments(scope, packages, Wish()).done.values()]


def test_print_out_is_asked_for_by_filter_or_ids_and_fetched(
    client: TestClient, shipment_ids: list[str]
) -> None:
    begun = [
        client.post(HERE, json={"view": "ready", "format": "zpl"}),
        client.post(HERE, json={"ids": ",".join(shipment_ids[:2]), "format": "a4", "start": 4}),
    ]
    first, second = (one.json()["id"] for one in begun)
    early = client.get(f"{HERE}/{first}/file").status_code
    label_runs.work(UUID(first))
    label_runs.work(UUID(second))

    told = [client.get(f"{HERE}/{one}").json() for one in (first, second)]
    fetched = [client.get(f"{HERE}/{one}/file") for one in (first, second)]

    assert ([one.status_code for one in begun], early) == ([202, 202], 404)
    assert [(one["status"], one["done"], one["total"], one["kind"]) for one in told] == [
        ("done", 3, 3, "zpl"),
        ("done", 2, 2, "a4"),
    ]
    assert [(one.headers["content-type"], one.content[:3]) for one in fetched] == [
        ("application/zpl", b"^XA"),
        ("application/pdf", b"%PD"),
    ]
    assert [one["id"] for one in client.get(HERE).json()] == [second, first]


def test_what_is_over_or_unknown_is_not_stopped(client: TestClient, shipment_ids: list[str]) -> None:
    begun = [client.post(HERE, json={"ids": shipment_ids[0]}).json()["id"] for _ in range(2)]
    label_runs.work(UUID(begun[0]))

    stopped = [client.post(f"{HERE}/{one}/cancel").json()["status"] for one in begun]
    unknown = client.post(f"{HERE}/{uuid4()}/cancel")
    none = client.post(HERE, json={"view": "delivered"})

    assert stopped == ["done", "cancelled"]
    assert [(one.status_code, one.json()["code"]) for one in (unknown, none)] == [
        (404, "printing.missing"),
        (409, "shipping.no_label"),
    ]


def test_more_than_is_answered_at_once_is_refused(
    client: TestClient, shipment_ids: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(label_runs, "AT_ONCE", 2)

    answers = [
        client.get("/api/shipments/labels", params=asked)
        for asked in ({"view": "ready"}, {"ids": ",".join(shipment_ids[:2])})
    ]

    assert [one.status_code for one in answers] == [409, 200]
    assert answers[0].json()["code"] == "printing.too_many"
