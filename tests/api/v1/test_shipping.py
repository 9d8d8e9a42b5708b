"""Rules, zones, movement files and bills over REST, with a courier nobody can call."""

from uuid import UUID

import pytest
from fastapi import FastAPI

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import shipping
from prapazar.domain.shipping.actions.settings import save_sender
from prapazar.flows import channels, shipment_desk
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.api.v1.test_shipments import Client
from tests.factories import files, paper_carrier

_SENDER = {"name": "Depo", "line": "Sanayi 1", "district": "Kadıköy", "city": "İstanbul", "phone": "0216"}


@pytest.fixture
def client(scope: Scope) -> Client:
    app = FastAPI()
    app.include_router(shipping.router)
    errors.install(app)
    for permission in ("fulfillment.read", "fulfillment.write", "settings.read", "settings.write"):
        app.dependency_overrides[Needs(permission)] = lambda: scope
    return Client(app)


@pytest.fixture
def courier(scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        made = channels.connect(
            session,
            scope,
            connector="own_courier",
            name="Kuryemiz",
            environment="live",
            values=files.USUAL,
        )
        paper_carrier.packages(session, scope, 3)
        save_sender(session, scope, _SENDER)
    return made


def test_order_says_which_rule_won_and_why(scope: Scope, client: Client, courier: UUID) -> None:
    with db.transaction(scope) as session:
        number = session.connection().exec_driver_sql("SELECT number FROM purchase_order LIMIT 1").scalar()
    zone = client(
        "POST", "/api/shipping/zones", json={"name": "Boğaz", "places": ["İstanbul/Kadıköy"]}
    ).json()
    wrong = client("POST", "/api/shipping/zones", json={"name": "Yok", "places": ["Atlantis"]})
    for rule in ({"name": "Uzak", "zones": ["far", "islands"]}, {"name": "Boğaz", "zones": [zone["id"]]}):
        client("POST", "/api/shipping/rules", json={**rule, "connection_id": str(courier)})

    [found] = client("GET", f"/api/shipping/choice?order={number}").json()
    with db.transaction(scope) as session:
        ids = list(session.connection().exec_driver_sql("SELECT id FROM shipment_package").scalars())
    shipment_desk.open_shipments(scope, ids)
    [shipped] = client("GET", f"/api/shipping/choice?order={number}").json()
    used = client("DELETE", f"/api/shipping/zones/{zone['id']}")

    assert (wrong.status_code, wrong.json()["title"]) == (422, "Böyle bir il yok: Atlantis")
    assert (found["carrier"], set(found["zones"])) == ("Kuryemiz", {"city", "region:marmara", zone["id"]})
    assert [(one["name"], one["misses"]) for one in found["tried"]] == [("Uzak", ["region"]), ("Boğaz", [])]
    assert shipped == found  # the number it has now is of our own carrier
    assert used.status_code == 422


def test_day_list_goes_out_and_movements_and_bill_come_back(
    scope: Scope, client: Client, courier: UUID
) -> None:
    with db.transaction(scope) as session:
        ids = list(session.connection().exec_driver_sql("SELECT id FROM shipment_package").scalars())
    shipment_desk.open_shipments(scope, ids)
    with db.transaction(scope) as session:
        run = session.connection().exec_driver_sql
        run("UPDATE shipment SET expected_amount = 50")
        first, second, _ = run("SELECT reference FROM shipment ORDER BY reference").scalars()

    listed = client("GET", f"/api/shipments/movements/{courier}.xlsx")
    told = f"Gönderi No;Durum;Tarih\n{first};Teslim edildi;20.11.2026 14:00\n{second};Uçtu;\n"
    moved = client("POST", f"/api/shipments/movements/{courier}", files={"file": ("g.csv", told.encode())})
    bill = f"Gönderi No;Desi;Genel Toplam\n{first};2;50,00\n{second};9;80,00\nYOK;1;10,00\n"
    billed = client(
        "POST", f"/api/shipping/bills/{courier}", files={"file": ("F7.csv", bill.encode())}
    ).json()
    here = f"/api/shipping/bills/{billed['bill_id']}"
    [differing] = client("GET", f"{here}/shipments").json()
    marked = client("POST", "/api/shipping/disputes", json={"shipments": [differing["id"]], "note": "2 desi"})
    export = client("GET", f"{here}/export.csv?view=disputed").content.decode("utf-8-sig").splitlines()

    assert (listed.status_code, listed.content[:2]) == (200, b"PK")
    assert (moved.json()["taken"], [one["code"] for one in moved.json()["faults"]]) == (
        1,
        ["movements.bad_status"],
    )
    assert (billed["taken"], [one["message"] for one in billed["faults"]]) == (
        2,
        ["Bu taşıyıcıda böyle bir gönderimiz yok: YOK"],
    )
    assert (differing["reference"], differing["difference"]) == (second, "30.00")
    assert (marked.json(), len(export), second in export[1]) == ({"changed": 1}, 2, True)
    assert client("GET", here).json()["disputed_over"] == "30.00"
