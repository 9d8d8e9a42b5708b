"""Targets and buy boxes over REST."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from prapazar.api import errors
from prapazar.api.door import Needs, logged_in
from prapazar.api.v1 import performance, performance_targets
from prapazar.domain.access import queries
from prapazar.domain.listings.actions.buyboxes import SeenBox, take
from prapazar.foundation import db
from tests.factories import catalog, people
from tests.factories.people import Member

NOON = datetime(2026, 11, 20, 9, tzinfo=UTC)
_PATH = "/api/channels/performance"


@pytest.fixture
def boss(database: str, redis_server: str) -> Member:
    return people.member(people.merchant())


@pytest.fixture
def client(boss: Member) -> TestClient:
    app = FastAPI()
    app.include_router(performance_targets.router)
    app.include_router(performance.router)
    errors.install(app)
    with db.system_transaction() as session:
        row = queries.session_by_key(session, boss.key)
    assert row is not None
    app.dependency_overrides[logged_in] = lambda: row
    scope = replace(queries.scope_of(row), permissions=frozenset({"*"}))
    for permission in ("channels.read", "channels.write"):
        app.dependency_overrides[Needs(permission)] = lambda: scope
    return TestClient(app)


def test_targets_are_set_and_stand_beside_the_rates(client: TestClient, boss: Member) -> None:
    with db.transaction(boss.scope) as session:
        shop = str(catalog.connection(session, boss.scope))

    sent = client.put(f"{_PATH}/{shop}/targets", json={"targets": {"late": "0.03", "buybox": "0.8"}})
    wrong = client.put(f"{_PATH}/{shop}/targets", json={"targets": {"late": "3"}})
    foreign = client.put(f"{_PATH}/{uuid4()}/targets", json={"targets": {"late": "0.1"}})
    kept = client.get(f"{_PATH}/{shop}/targets").json()["targets"]
    (rates,) = client.get(_PATH).json()

    assert (sent.status_code, wrong.status_code, foreign.status_code) == (204, 422, 404)
    assert wrong.json()["code"] == "performance.target_bounds"
    assert {name: share for name, share in kept.items() if share} == {"late": "0.0300", "buybox": "0.8000"}
    assert (rates["rates"]["late"]["target"], rates["rates"]["returned"]["target"]) == ("0.0300", None)


def test_boxes_are_listed_page_by_page_and_exported(client: TestClient, boss: Member) -> None:
    with db.transaction(boss.scope) as session:
        shop = catalog.connection(session, boss.scope)
        names = ["a", "b", "c"]
        for name in names:
            catalog.listing(session, boss.scope, shop, catalog.variant(session, boss.scope, name), name)
        seen = [SeenBox(name, 2, Decimal(90), Decimal(100), has_rivals=True) for name in names]
        take(session, shop, names, seen, NOON)

    first = client.get(f"{_PATH}/buyboxes", params={"view": "lost", "limit": 2}).json()
    rest = client.get(
        f"{_PATH}/buyboxes", params={"view": "lost", "limit": 2, "cursor": first["next_cursor"]}
    ).json()
    file = client.get(f"{_PATH}/buyboxes/export.csv", params={"view": "lost"})
    odd = client.get(f"{_PATH}/buyboxes", params={"cursor": "yesterday"})

    boxes = [*first["boxes"], *rest["boxes"]]
    assert (sorted(one["sku"] for one in boxes), rest["next_cursor"]) == (names, None)
    assert {(one["state"], one["rank"], one["above"]) for one in boxes} == {("lost", 2, "10.00")}
    assert (len(file.text.splitlines()), odd.status_code) == (4, 422)
