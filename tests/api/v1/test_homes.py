"""The home, goals and performance over REST."""

from dataclasses import replace
from decimal import Decimal

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from prapazar.api import errors
from prapazar.api.door import Needs, logged_in
from prapazar.api.v1 import homes, performance
from prapazar.domain.access import queries
from prapazar.domain.reporting.homes import STARTS
from prapazar.foundation import db
from tests.factories import catalog, people
from tests.factories.people import Member


@pytest.fixture
def operator(database: str, redis_server: str) -> Member:
    return people.member(people.merchant(), "operator")


@pytest.fixture
def client(operator: Member) -> TestClient:
    app = FastAPI()
    app.include_router(homes.router)
    app.include_router(performance.router)
    errors.install(app)
    with db.system_transaction() as session:
        row = queries.session_by_key(session, operator.key)
    assert row is not None
    app.dependency_overrides[logged_in] = lambda: row
    boss = replace(queries.scope_of(row), permissions=frozenset({"*"}))
    for permission in ("dashboard.read", "reports.read", "reports.write", "channels.read"):
        app.dependency_overrides[Needs(permission)] = lambda: boss
    return TestClient(app)


def test_home_is_arranged_and_begun_again(client: TestClient) -> None:
    begun = [one["key"] for one in client.get("/api/home").json() if not one["is_hidden"]]
    sent = [{"key": "tasks", "size": 3}, {"key": "hours", "is_hidden": True}, {"key": "growth"}]
    arranged = client.put("/api/home", json=sent).json()
    refused = client.put("/api/home", json=[{"key": "nothing"}]).status_code
    gone = client.delete("/api/home").status_code
    again = [one["key"] for one in client.get("/api/home").json() if not one["is_hidden"]]

    assert begun == again == list(STARTS["operator"])
    assert arranged[0] == {"key": "tasks", "size": 3, "is_hidden": False}
    assert next(one for one in arranged if one["key"] == "hours")["is_hidden"] is True
    assert [one for one in arranged if one["key"] == "growth"] == []
    assert (refused, gone) == (422, 204)


def test_goals_and_performance_of_stores(client: TestClient, operator: Member) -> None:
    with db.transaction(operator.scope) as session:
        shop = str(catalog.connection(session, operator.scope, "amazon"))

    goals = client.put("/api/goals", json={shop: "1500.00"}).json()["stores"]
    refused = client.put("/api/goals", json={shop: "-1"})
    (rates,) = client.get("/api/channels/performance", params={"days": 7}).json()
    behind = client.get(f"/api/channels/performance/{shop}/late").json()
    today = client.get("/api/dashboard").json()["today"]

    assert [(one["connection_id"], Decimal(one["goal"])) for one in goals] == [(shop, Decimal(1500))]
    assert (refused.status_code, refused.json()["code"]) == (422, "homes.goal_bounds")
    assert (rates["rates"]["late"]["share"], rates["rates"]["late"]["limit"]["below"]) == (None, "0.04")
    assert rates["rates"]["returned"]["limit"] is None
    assert behind == {"records": [], "next_cursor": None}
    assert today["orders"] == 0
