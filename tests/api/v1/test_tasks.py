"""Tasks over REST."""

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import calendar, tasks
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog


@pytest.fixture
def client(scope: Scope) -> TestClient:
    app = FastAPI()
    app.include_router(calendar.router)
    app.include_router(tasks.router)
    errors.install(app)
    for verb in ("read", "write", "delete"):
        app.dependency_overrides[Needs(f"calendar.{verb}")] = lambda: scope
    return TestClient(app)


def test_task_about_a_store_is_written_moved_ticked_off_and_removed(client: TestClient, scope: Scope) -> None:
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope)
    wanted = {
        "title": "Kampanyayı kontrol et",
        "due_at": "2040-01-02T20:59:00Z",
        "checklist": [{"text": "fiyat"}, {"text": "görsel"}],
        "about": {"kind": "store", "id": str(store)},
    }

    made = client.post("/api/tasks", json=wanted)
    path = f"/api/tasks/{made.json()['id']}"
    moved = client.post(f"{path}/move", json={"status": "doing"}).json()
    ticked = client.post(f"{path}/tick", json={"place": 1}).json()
    about = client.get("/api/tasks", params={"about_id": str(store)}).json()["tasks"]
    gone = client.delete(path)

    assert (made.status_code, made.json()["about"], made.json()["due_at"]) == (
        201,
        wanted["about"],
        wanted["due_at"],
    )
    assert (moved["status"], [step["done"] for step in ticked["checklist"]]) == ("doing", [False, True])
    assert [one["id"] for one in about] == [made.json()["id"]]
    assert (gone.status_code, client.get(path).status_code) == (204, 404)


def test_task_about_nothing_there_is_refused(client: TestClient, scope: Scope) -> None:
    about = {"kind": "order", "id": str(scope.merchant_id)}

    refused = client.post("/api/tasks", json={"title": "Ara", "about": about})

    assert (refused.status_code, refused.json()["code"]) == (422, "tasks.link_unknown")
    assert client.get("/api/tasks").json() == {"tasks": [], "next_cursor": None}


def test_tasks_come_page_by_page(client: TestClient) -> None:
    for title in "ABC":
        client.post("/api/tasks", json={"title": title})

    first = client.get("/api/tasks", params={"limit": 2}).json()
    rest = client.get("/api/tasks", params={"limit": 2, "cursor": first["next_cursor"]}).json()
    broken = client.get("/api/tasks", params={"cursor": "çok~uzak"})

    assert [one["title"] for one in (*first["tasks"], *rest["tasks"])] == ["A", "B", "C"]
    assert (rest["next_cursor"], broken.status_code) == (None, 422)
