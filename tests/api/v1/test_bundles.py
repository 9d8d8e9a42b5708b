"""Bundles over REST, as a program sees them."""

from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import bundles
from prapazar.domain.stock.actions import StockCount, set_on_hand
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog as make


@pytest.fixture
def client(scope: Scope) -> TestClient:
    app = FastAPI()
    app.include_router(bundles.router)
    errors.install(app)
    for permission in ("products.read", "products.write"):
        app.dependency_overrides[Needs(permission)] = lambda: scope
    return TestClient(app)


@pytest.fixture
def box(scope: Scope) -> tuple[UUID, UUID]:
    """A variant to become a bundle, and a counted one for it."""
    with db.transaction(scope) as session:
        made = make.variant(session, scope, "BOX"), make.variant(session, scope, "TEA")
        set_on_hand(session, scope, [StockCount(made[1], 7)])
    return made


def test_components_are_set_read_and_taken_away(client: TestClient, box: tuple[UUID, UUID]) -> None:
    path, part = f"/api/variants/{box[0]}/components", {"variant_id": str(box[1]), "quantity": 2}

    put = client.put(path, json=[part])
    read = client.get(path)
    emptied = client.put(path, json=[])

    line = {**part, "sku": "TEA", "name": "Çay 500 g", "free": 7, "makes": 3}
    assert put.json() == {"available": 3, "cost": None, "components": [line]}
    assert (read.json(), emptied.json()) == (put.json(), {"available": None, "cost": None, "components": []})


@pytest.mark.parametrize(
    ("quantity", "is_known", "code"),
    [
        (0, True, "errors.invalid_fields"),
        (2000, True, "errors.invalid_fields"),
        (1, False, "catalog_problem.unknown_variant"),
    ],
)
def test_refused_components_change_nothing(
    client: TestClient, box: tuple[UUID, UUID], quantity: int, is_known: bool, code: str
) -> None:
    path = f"/api/variants/{box[0]}/components"
    part = {"variant_id": str(box[1] if is_known else uuid4()), "quantity": quantity}

    refused = client.put(path, json=[part])

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert client.get(path).json()["components"] == []
