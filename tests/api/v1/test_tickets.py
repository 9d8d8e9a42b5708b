"""Tickets, feedback and interactions over REST."""

from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import feedback, support, tickets
from prapazar.foundation.scope import Scope


@pytest.fixture
def client(scope: Scope) -> TestClient:
    app = FastAPI()
    app.include_router(tickets.router)
    app.include_router(feedback.router)
    app.include_router(support.router)
    errors.install(app)
    masked = replace(scope, masks=frozenset({"buyer.name", "buyer.email"}))
    for need in ("tickets.write", "settings.read", "settings.write", "customers.write"):
        app.dependency_overrides[Needs(need)] = lambda: scope
    app.dependency_overrides[Needs("tickets.read")] = lambda: masked
    return TestClient(app)


def test_ticket_goes_from_open_to_solved_and_masks_hold(client: TestClient) -> None:
    wanted = {
        "subject": "Kargo",
        "words": "Nerede?",
        "name": "Ayşe Er",
        "email": "a@x.com",
        "idempotency_key": "1",
    }

    made, again = (client.post("/api/tickets", json=wanted) for _ in range(2))
    path = f"/api/tickets/{made.json()['id']}"
    answered = client.post(f"{path}/answers", json={"words": "Yolda", "way": "spoken"}).json()
    back = client.post(f"{path}/messages", json={"words": "Gelmedi"}).json()
    noted = client.post(f"{path}/notes", json={"words": "Kargo arandı"}).json()
    solved = client.post(f"{path}/status", json={"status": "solved"}).json()
    refused = client.post(f"{path}/status", json={"status": "solved"})
    shown = client.get(path).json()
    listed = client.get("/api/tickets", params={"view": "done"}).json()["tickets"]

    assert (made.status_code, again.json()["id"]) == (201, made.json()["id"])
    assert [answered["status"], back["status"], noted["status"], solved["status"]] == [
        "waiting_customer",
        "waiting_us",
        "waiting_us",
        "solved",
    ]
    assert (refused.status_code, refused.json()["code"]) == (409, "tickets.stands_so")
    assert (shown["name"], shown["email"], shown["entries"][1]["author"]) == ("•••", "•••", "•••")
    assert [one["id"] for one in listed] == [made.json()["id"]]


def test_many_get_an_answer_each_and_the_desk_is_set_up(client: TestClient) -> None:
    first, second = (
        client.post("/api/tickets", json={"subject": word}).json()["id"] for word in ("Bir", "İki")
    )
    client.post(f"/api/tickets/{first}/status", json={"status": "closed"})
    week = [[480, 1020]] * 6 + [None]

    many = client.post("/api/tickets/bulk", json={"ids": [first, second], "status": "closed"}).json()
    saved = client.put("/api/support/settings", json={"week": week, "closed_days": ["2026-12-31"]})
    odd = client.put("/api/support/settings", json={"week": [None] * 7})
    promise = {"priority": "urgent", "first_minutes": 15, "solve_minutes": 60, "warn_minutes": 5}
    kept = client.put("/api/support/policies", json=promise)
    policies = client.get("/api/support/policies").json()

    assert {one["id"]: one["code"] for one in many} == {first: "tickets.stands_so", second: ""}
    assert (saved.status_code, odd.status_code, kept.status_code) == (204, 409, 204)
    assert client.get("/api/support/settings").json()["week"] == week
    assert policies[0] == {**promise, "connection_id": None}
    assert client.get("/api/feedback").json() == {"feedback": [], "next_cursor": None}
