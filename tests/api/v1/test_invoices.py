"""Invoices over REST, as a program sees them."""

from datetime import datetime
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import invoices
from prapazar.domain.invoicing import actions
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL
from prapazar.foundation.scope import Scope
from tests.factories import invoicing


@pytest.fixture
def client(scope: Scope) -> TestClient:
    app = FastAPI()
    app.include_router(invoices.router)
    errors.install(app)
    for permission in ("invoices.read", "invoices.write", "invoices.delete", "payments.write"):
        app.dependency_overrides[Needs(permission)] = lambda: scope
    return TestClient(app)


@pytest.fixture
def order(scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        invoicing.seller(session, scope)
        return invoicing.sold(session, scope)[0]


def test_order_becomes_an_invoice_with_papers_and_a_line_in_the_month_list(
    client: TestClient, scope: Scope, order: UUID
) -> None:
    made = client.post("/api/invoices", json={"order_id": str(order)})
    again = client.post("/api/invoices", json={"order_id": str(order), "issue": True})
    path = f"/api/invoices/{made.json()['id']}"
    with db.transaction(scope) as session:
        number = actions.number(session, scope, UUID(made.json()["id"]), alias=None)
        actions.record_sent(session, scope, UUID(made.json()["id"]), "x")
    twice = client.post("/api/invoices", json={"order_id": str(order)})
    listed = client.get("/api/invoices", params={"view": "sent", "search": number}).json()["invoices"]
    month = datetime.fromisoformat(listed[0]["issued_at"]).astimezone(ISTANBUL)
    sheet = client.get("/api/invoices/export.csv", params={"month": f"{month:%Y-%m}"}).text.splitlines()

    assert (made.status_code, again.json()) == (201, made.json())
    assert (twice.status_code, twice.json()["code"]) == (409, "invoicing.invoiced")
    assert [(one["number"], one["status"], one["payable"]) for one in listed] == [(number, "sent", "200.00")]
    assert client.get(f"{path}/document.pdf").content.startswith(b"%PDF-")
    assert f"<cbc:ID>{number}</cbc:ID>" in client.get(f"{path}/document.xml").text
    cells = dict(zip(sheet[0].lstrip("\ufeff").split(";"), sheet[1].split(";"), strict=True))
    wanted = ("Numara", "Tür", "Matrah %20", "KDV %20", "Matrah %10", "Ödenecek (TL)")
    assert [cells[name].strip('"') for name in wanted] == [
        number,
        "e-Arşiv",
        "166,67",
        "33,33",
        "0,00",
        "200,00",
    ]


def test_invoice_is_given_back_once_and_what_cannot_be_says_why(
    client: TestClient, scope: Scope, order: UUID
) -> None:
    invoice_id = UUID(client.post("/api/invoices", json={"order_id": str(order)}).json()["id"])
    path = f"/api/invoices/{invoice_id}"
    early = [client.post(f"{path}/returns", json={}), client.post(f"{path}/cancel", json={"reason": "x"})]
    with db.transaction(scope) as session:
        actions.number(session, scope, invoice_id, alias=None)
        actions.record_sent(session, scope, invoice_id, "x")

    paid = client.post(f"{path}/payments", json={"amount": "1"})
    part = client.post(f"{path}/returns", json={"quantities": {"0": "1"}})
    rest = client.post(f"{path}/returns", json={"credit_note": True})
    more = client.post(f"{path}/returns", json={})
    noted = client.post(f"/api/invoices/{rest.json()['id']}/issue").json()

    assert [one.json()["code"] for one in early] == ["invoicing.not_returnable", "invoicing.not_cancellable"]
    assert paid.json()["code"] == "payments.nothing_owed"
    assert (part.status_code, rest.status_code) == (201, 201)
    assert more.json()["code"] == "invoicing.too_much_returned"
    note = client.get(f"/api/invoices/{noted['id']}").json()["invoice"]
    assert (note["status"], note["type"], note["number"][:3], note["payable"]) == (
        "delivered",
        "IADE",
        "IAD",
        "100.00",
    )
