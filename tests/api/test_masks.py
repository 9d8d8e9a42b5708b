"""Who may not see buyers' personal data finds none of it at any REST path."""

import re
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from sqlalchemy import text

from prapazar.api import app as api
from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.domain.access.permissions import ALL, PERSONAL_FIELDS
from prapazar.flows import connections
from prapazar.foundation import db
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.search import fold
from tests.factories import forgotten, people
from tests.factories.invoicing import PretendProvider

pytestmark = pytest.mark.usefixtures("redis_server")
_PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")
_TABLES = {
    "order_id": "purchase_order",
    "customer_id": "customer",
    "shipment_id": "shipment",
    "invoice_id": "invoice",
    "payment_id": "payment",
    "claim_id": "claim",
    "message_id": "message",
    "question_id": "question",
    "connection_id": "connection",
    "package_id": "shipment_package",
    "task_id": "task",
    "template_id": "message_template",
}
_HIDDEN = tuple(trace for trace in forgotten.TRACES if trace != "gumushacikoy")
"""The district is a place where thousands live, and shown."""
_OURS = frozenset({"/api/tasks", "/api/tasks/{task_id}"})
"""What the merchant's own people say to each other."""
_PAPERS = frozenset({"document.pdf", "document.xml", "label.pdf", "label.zpl"})
"""What has to name its buyer; whoever may fetch it is asked for more than to read."""


@pytest.fixture
def blind(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scope]:
    """Everything may be read, but no personal field; the person stands everywhere."""
    provider = PretendProvider()
    monkeypatch.setattr(connections, "build", lambda *_, **__: provider)
    scope = system_scope(people.merchant())
    put = forgotten.everywhere(scope)
    readable = frozenset(one for one in ALL if one.endswith(".read"))
    yield replace(scope, permissions=readable, masks=frozenset(PERSONAL_FIELDS))
    for path in put.files:
        path.unlink(missing_ok=True)


def test_no_rest_path_shows_a_masked_role_who_bought(blind: Scope) -> None:
    made = FastAPI()
    errors.install(made)
    for router in api.ROUTERS:
        made.include_router(router)
    for permission in ALL:
        made.dependency_overrides[Needs(permission)] = lambda: blind
    ids = _ids(blind)
    found: dict[str, list[str]] = {}
    answered = 0
    with TestClient(made, raise_server_exceptions=False) as client:
        for path in _paths(api.build()):
            answer = client.get(_PLACE.sub(lambda place: str(ids.get(place[1], uuid4())), path))
            answered += answer.is_success
            said = fold(answer.text)
            if hit := [trace for trace in _HIDDEN if trace in said]:
                found[path] = hit

    assert (found, answered > 40) == ({}, True)


def _paths(made: FastAPI) -> list[str]:
    paths = {
        route.path for route in made.routes if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    }
    return sorted(path for path in paths - _OURS if path.rpartition("/")[2] not in _PAPERS)


def _ids(scope: Scope) -> dict[str, UUID]:
    with db.transaction(scope) as session:
        return {
            name: session.execute(text(f'SELECT id FROM "{table}" ORDER BY id LIMIT 1')).scalar() or uuid4()
            for name, table in _TABLES.items()
        }
