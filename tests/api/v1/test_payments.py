"""Payments over REST, as a program sees them."""

from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import payments
from prapazar.flows import payment_desk
from prapazar.flows.payment_desk import ProviderAccount
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import payments as factory


@pytest.fixture
def client(scope: Scope) -> TestClient:
    app = FastAPI()
    app.include_router(payments.router)
    errors.install(app)
    for permission in ("payments.read", "payments.write", "payments.approve"):
        app.dependency_overrides[Needs(permission)] = lambda: scope
    return TestClient(app)


@pytest.fixture
def order(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """With one account at a provider."""
    with db.transaction(scope) as session:
        account = factory.account(session, scope)
        made = factory.order(session, scope)
    monkeypatch.setattr(payment_desk, "accounts", lambda *_: [ProviderAccount(account, "till", "Kasa")])
    return made


def test_payment_is_asked_for_by_link_once_and_closed(client: TestClient, order: UUID) -> None:
    wanted = {"order_id": str(order), "amount": "120.00", "idempotency_key": "a"}
    made, again = (client.post("/api/payments", json=wanted) for _ in range(2))
    more = client.post("/api/payments", json={"order_id": str(order), "amount": "81"})
    own = client.post("/api/payments", json={"title": "Kapora", "amount": "75.50", "currency": "EUR"})
    path = f"/api/payments/{made.json()['id']}"
    closed = client.delete(path)
    listed = client.get("/api/payments", params={"view": "closed"}).json()

    assert (made.status_code, made.json()["id"]) == (201, again.json()["id"])
    assert made.json()["link"].startswith("http://localhost:8123/pay/")
    assert (more.status_code, more.json()["code"], more.json()["detail"]) == (
        409,
        "payments.already_asked",
        more.json()["detail"],
    )
    assert (own.json()["amount"], own.json()["currency"], own.json()["status"]) == ("75.50", "EUR", "open")
    assert closed.status_code == 204
    assert [one["id"] for one in listed["payments"]] == [made.json()["id"]]
    assert [one["kind"] for one in client.get(path).json()["events"]] == ["cancelled", "asked"]


def test_money_that_came_is_entered_refunded_and_exported(client: TestClient, order: UUID) -> None:
    made = client.post(
        "/api/payments", json={"order_id": str(order), "method": "transfer", "note": "dekont 42"}
    ).json()
    path = f"/api/payments/{made['id']}"
    once = {"amount": "50", "idempotency_key": "r"}
    back = [client.post(f"{path}/refunds", json=once).json() for _ in range(2)]
    over = client.post(f"{path}/refunds", json={"amount": "150.01"})
    rest = client.post(f"{path}/refunds", json={}).json()
    sheet = client.get("/api/payments/export.csv").text.splitlines()

    assert (made["amount"], made["status"], made["link"]) == ("200.00", "paid", None)
    assert [(one["status"], one["refunded"], one["refundable"]) for one in back] == [
        ("partly_refunded", "50.00", "150.00")
    ] * 2
    assert over.json()["code"] == "payments.refund_too_much"
    assert (rest["status"], [one["amount"] for one in rest["refunds"]]) == ("refunded", ["50.00", "150.00"])
    assert len(sheet) == 2
    assert sheet[1].split(";")[3:5] == ["İade edildi", "Havale/EFT"]


def test_nobodys_payment_and_odd_wishes_are_refused(client: TestClient, order: UUID) -> None:
    missing = client.get(f"/api/payments/{order}")
    odd = [
        client.post("/api/payments", json={"order_id": str(order), **wrong}).status_code
        for wrong in ({"amount": "-1"}, {"method": "gold"}, {"days": 0}, {"amount": "1.001"})
    ]

    assert (missing.status_code, missing.json()["code"]) == (404, "payments.missing")
    assert odd == [422] * 4
