"""Customers over REST, as a program sees them."""

from dataclasses import replace
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import customers
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories.customers import MODA, arrive, bought


def _client(scope: Scope) -> TestClient:
    app = FastAPI()
    app.include_router(customers.router)
    errors.install(app)
    for permission in ("customers.read", "customers.write"):
        app.dependency_overrides[Needs(permission)] = lambda: scope
    return TestClient(app)


@pytest.fixture
def client(scope: Scope) -> TestClient:
    """Two who may be one, and Can."""
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope)
    arrive(
        scope,
        store,
        bought("1", "Ayşe Yılmaz", email="a@x.com", phone="05321234567", address=MODA, quantity=2),
        bought("2", "Ayşe Yılmaz", email="b@x.com", address=MODA, day=1),
        bought("3", "Can Er", email="c@x.com", day=2),
    )
    return _client(scope)


def test_customers_are_paged_searched_and_read(client: TestClient) -> None:
    first = client.get("/api/customers", params={"limit": 2}).json()
    second = client.get("/api/customers", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    found = client.get("/api/customers", params={"search": "can"}).json()["customers"]
    one = client.get(f"/api/customers/{second['customers'][0]['id']}").json()

    assert [row["email"] for row in first["customers"]] == ["c@x.com", "b@x.com"]
    assert ([row["email"] for row in second["customers"]], second["next_cursor"]) == (["a@x.com"], None)
    assert [row["name"] for row in found] == ["Can Er"]
    assert (one["emails"], one["phones"], one["spent"]) == (["a@x.com"], ["905321234567"], "200.00")
    assert [place["district"] for place in one["addresses"]] == ["Kadıköy"]
    assert [
        client.get("/api/customers", params=bad).status_code for bad in ({"cursor": "x"}, {"sort": "id"})
    ] == [
        422,
        422,
    ]
    assert client.get(f"/api/customers/{uuid4()}").json()["code"] == "customers.missing"


def test_suggested_pair_is_merged_split_and_told_apart(client: TestClient) -> None:
    (pair,) = client.get("/api/customers/suggestions").json()
    kept, gone = pair["first"]["id"], pair["second"]["id"]
    merged = client.post(f"/api/customers/{kept}/merges", json={"customer_id": gone})
    again = client.post(f"/api/customers/{kept}/merges", json={"customer_id": gone})
    moved = client.get(f"/api/customers/{gone}").json()
    told = client.get(f"/api/customers/{kept}/timeline").json()["happened"]
    split = client.delete(f"/api/customers/merges/{merged.json()['merges'][0]['id']}")

    assert (merged.status_code, merged.json()["order_count"], sorted(merged.json()["emails"])) == (
        201,
        2,
        ["a@x.com", "b@x.com"],
    )
    assert (again.status_code, again.json()["code"]) == (409, "customers.merged_already")
    assert moved["id"] == kept
    assert [row["number"] for row in told] == ["o-2", "o-1"]
    assert (split.json()["id"], split.json()["order_count"]) == (gone, 1)
    assert client.get("/api/customers/suggestions").json() == []


def test_pair_of_two_people_is_not_asked_again(client: TestClient) -> None:
    (pair,) = client.get("/api/customers/suggestions").json()

    codes = [client.delete(f"/api/customers/suggestions/{pair['id']}").status_code for _ in range(2)]

    assert codes == [204, 404]
    assert client.get("/api/customers/suggestions").json() == []


def test_notes_and_tags_are_kept_and_exported(client: TestClient) -> None:
    row = client.get("/api/customers", params={"search": "can"}).json()["customers"][0]

    changed = client.patch(
        f"/api/customers/{row['id']}", json={"tags": ["bayi"], "note": "Salı arayın"}
    ).json()
    sheet = client.get("/api/customers/export.csv", params={"search": "can"}).text.splitlines()

    assert (changed["name"], changed["tags"], changed["note"]) == ("Can Er", ["bayi"], "Salı arayın")
    assert (len(sheet), sheet[1].split(";")[0], sheet[1].split(";")[-1]) == (2, "Can Er", "bayi")


@pytest.mark.usefixtures("client")
def test_what_a_person_may_not_see_is_null_everywhere(scope: Scope) -> None:
    masks = frozenset({"buyer.name", "buyer.email", "buyer.phone", "buyer.address", "buyer.tax_number"})
    blind = _client(replace(scope, masks=masks))

    listed = blind.get("/api/customers", params={"sort": "name", "limit": 1})
    one = blind.get(f"/api/customers/{listed.json()['customers'][0]['id']}")
    pairs = blind.get("/api/customers/suggestions")

    told = (listed.text + one.text + pairs.text).casefold()
    assert listed.json()["customers"][0]["name"] is None
    personal = ("ayşe", "ayse", "can er", "@x.com", "5321234567", "123 45 67", "moda")
    assert [word for word in personal if word in told] == []
