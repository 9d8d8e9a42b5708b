"""Reports and exports over REST, as a program and as a browser see them."""

from io import BytesIO
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import exports as exports_api
from prapazar.api.v1 import orders as orders_api
from prapazar.api.v1 import reports as reports_api
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.planning.actions import add_task
from prapazar.domain.planning.rules import TaskDraft
from prapazar.domain.reporting.reports import summing
from prapazar.flows import exports
from prapazar.foundation import db
from prapazar.foundation.clock import now
from tests.factories import catalog, orders, people
from tests.factories.people import Member


@pytest.fixture
def owner(database: str) -> Member:
    """Who sold two today."""
    made = people.member(people.merchant())
    with db.transaction(made.scope) as session:
        shop = catalog.connection(session, made.scope)
        packages = [orders.package(name, orders.line("?"), ordered_at=now()) for name in "ab"]
        import_packages(session, made.scope, shop, packages)
        summing.sum_marked(session, made.scope)
    return made


@pytest.fixture
def client(owner: Member) -> TestClient:
    app = FastAPI()
    for router in (reports_api.router, exports_api.router, orders_api.router):
        app.include_router(router)
    errors.install(app)
    scope = owner.scope
    for permission in ("reports.read", "reports.write", "reports.delete", "orders.read", "calendar.read"):
        app.dependency_overrides[Needs(permission)] = lambda: scope
    app.dependency_overrides[exports_api._person] = lambda: scope  # noqa: SLF001 - as whoever is logged in
    return TestClient(app, follow_redirects=False)


def test_report_is_answered_opened_and_handed_over_as_a_file(client: TestClient) -> None:
    asked = urlencode({"period": "today", "rows": "province"})
    found = client.get(f"/api/reports/sales?{asked}").json()
    behind = client.get(f"/api/reports/sales/behind?{asked}&row=İstanbul").json()
    file = client.get(f"/api/reports/sales/file.xlsx?{asked}")
    paper = client.get(f"/api/reports/profit/file.pdf?{asked}")
    refused = client.get("/api/reports/sales?rows=age")

    row: dict[str, Any] = found["rows"][0]
    assert (row["label"], row["cells"][0], found["columns"][0]["label"]) == (
        "İstanbul",
        "200.0000",
        "Ürün satışı",
    )
    assert sorted(one["title"] for one in behind) == ["o-a", "o-b"]
    values = [list(line) for line in load_workbook(BytesIO(file.content)).worksheets[0].values]
    assert (values[0][0], [line[1] for line in values if line[0] in {"İstanbul", "Toplam"}]) == (
        "Satışlar",
        [200, 200],
    )
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")
    assert (refused.status_code, refused.json()["code"]) == (422, "reports.invalid")


def test_reports_are_kept_and_scheduled(client: TestClient) -> None:
    wanted = {"name": "Haftalık", "report": "sales", "query": {"period": "last_7"}}
    kept = client.post("/api/reports/saved", json=wanted)
    plan = {**wanted, "rhythm": "weekly", "weekday": 4, "people": ["a@x.com"]}
    made = client.post("/api/reports/schedules", json=plan)
    bad = client.post("/api/reports/schedules", json=plan | {"people": ["nobody"]})
    [saved], [planned] = (client.get(f"/api/reports/{name}").json() for name in ("saved", "schedules"))
    gone = client.delete(f"/api/reports/schedules/{planned['id']}")

    assert (kept.status_code, made.status_code, gone.status_code) == (201, 201, 204)
    assert (bad.status_code, bad.json()["code"]) == (422, "reports.bad_people")
    assert (saved["id"], saved["report"], saved["query"]) == (
        kept.json()["id"],
        "sales",
        {"period": "last_7"},
    )
    assert (planned["weekday"], planned["people"], planned["is_active"]) == (4, ["a@x.com"], True)
    assert client.get("/api/reports/schedules").json() == []


def test_list_of_the_desk_goes_out_with_the_columns_it_shows(client: TestClient, owner: Member) -> None:
    with db.transaction(owner.scope) as session:
        add_task(session, owner.scope, TaskDraft(title="Koliyi ara", note="Yurtiçi şube"))

    shown, whole = (client.get("/api/exports/tasks.csv", params=one) for one in ({"columns": "status"}, {}))

    assert shown.content.decode("utf-8-sig").split("\r\n") == ["Görev;Durum", "Koliyi ara;Yapılacak", ""]
    assert "Yurtiçi şube" in whole.text


def test_long_list_is_left_to_a_worker_and_fetched_afterwards(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get("/api/orders/export.csv")
    monkeypatch.setattr(exports, "AT_ONCE", 1)
    begun = client.get("/api/orders/export.csv?expected=2")
    waiting = client.get(f"/api/exports/{begun.json()['id']}").json()
    watched = client.get("/api/orders/export.csv", headers={"accept": "text/html"})
    path = f"/api/exports/{begun.json()['id']}"
    early = client.get(f"{path}/file")
    for one in client.get("/api/exports").json():
        exports.carry_out(UUID(one["id"]))
    done = client.get(path).json()
    fetched = client.get(f"{path}/file")

    assert (waiting["status"], waiting["rows"], waiting["expected"]) == ("waiting", 0, 2)
    assert (begun.status_code, watched.status_code, early.status_code) == (202, 303, 404)
    assert watched.headers["location"].startswith("/reports/exports?export=")
    assert (done["status"], done["rows"], done["is_kept"]) == ("done", 2, True)
    assert fetched.content == whole.content
