"""The calendar over REST, and at its secret address."""

from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from icalendar import Calendar
from sqlalchemy import text

from prapazar.api import calendars, errors
from prapazar.api.door import Needs
from prapazar.api.v1 import calendar
from prapazar.foundation import db
from tests.factories import people
from tests.factories.people import Member

pytestmark = pytest.mark.usefixtures("database")
SINCE, UNTIL = "2040-01-01T00:00:00+03:00", "2040-02-01T00:00:00+03:00"
MEETING = {
    "title": "Sayım",
    "starts_at": "2040-01-02T09:00:00+03:00",
    "ends_at": "2040-01-02T10:00:00+03:00",
    "rule": "FREQ=WEEKLY",
}


@pytest.fixture
def who() -> Member:
    return people.member(people.merchant())


@pytest.fixture
def client(who: Member) -> TestClient:
    app = FastAPI()
    app.include_router(calendar.router)
    app.include_router(calendars.router)
    errors.install(app)
    for verb in ("read", "write", "delete"):
        app.dependency_overrides[Needs(f"calendar.{verb}")] = lambda: who.scope
    return TestClient(app)


def _titles(client: TestClient, *layers: str) -> list[tuple[str, str]]:
    asked = {"since": SINCE, "until": UNTIL, "layer": list(layers)}
    items = client.get("/api/calendar", params=asked).json()["items"]
    return [(one["title"], one["starts_at"][:10]) for one in items]


def test_series_is_written_shown_moved_once_and_removed(client: TestClient) -> None:
    made = client.post("/api/calendar/entries", json=MEETING)
    key = f"entry:{made.json()['id']}@2040-01-09"
    moved = client.post(
        "/api/calendar/move",
        json={"key": key, "starts_at": "2040-01-10T09:00:00+03:00", "ends_at": "2040-01-10T10:00:00+03:00"},
    )
    days = [day for _, day in _titles(client, "appointment")]
    kept = client.get(f"/api/calendar/entries/{made.json()['id']}").json()
    gone = client.delete(f"/api/calendar/entries/{made.json()['id']}")

    assert (made.status_code, moved.status_code, gone.status_code) == (201, 200, 204)
    assert days == ["2040-01-02", "2040-01-10", "2040-01-16", "2040-01-23", "2040-01-30"]
    assert (kept["skips"], kept["rule"]) == (["2040-01-09"], "FREQ=WEEKLY")
    assert _titles(client, "appointment") == [("Sayım", "2040-01-10")]


def test_window_has_sales_events_of_its_layer_only(client: TestClient) -> None:
    client.post("/api/calendar/entries", json=MEETING)

    assert [title for title, _ in _titles(client, "sales")] == ["Yılbaşı", "Kış indirimleri"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": " "}, "calendar.no_title"),
        ({"rule": "FREQ=SECONDLY"}, "calendar.rule_unknown"),
        ({"ends_at": "2039-01-02T10:00:00+03:00"}, "calendar.ends_before"),
        ({"kind": "price", "rule": ""}, "calendar.no_lines"),
        ({"kind": "stock", "rule": "", "lines": [{"sku": "A", "value": "1.5"}]}, "calendar.line_unreadable"),
    ],
    ids=["title", "rule", "end", "lines", "half a unit"],
)
def test_entry_that_does_not_fit_is_refused(client: TestClient, change: dict[str, object], code: str) -> None:
    refused = client.post("/api/calendar/entries", json=MEETING | change)

    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert _titles(client, "appointment", "price", "stock") == []


def test_window_of_years_and_foreign_keys_are_refused(client: TestClient) -> None:
    years = client.get("/api/calendar", params={"since": SINCE, "until": "2044-01-01T00:00:00+03:00"})
    wrong = client.post("/api/calendar/move", json={"key": "sale:x", "starts_at": SINCE, "ends_at": UNTIL})
    unknown = client.post("/api/calendar/move", json={"key": "entry:x", "starts_at": SINCE, "ends_at": UNTIL})

    assert [one.status_code for one in (years, wrong, unknown)] == [422, 422, 404]


def test_other_programs_read_the_calendar_until_the_address_is_replaced(
    client: TestClient, who: Member
) -> None:
    begins = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
    meeting = {
        "title": "Sayım; depo",
        "starts_at": begins.isoformat(),
        "rule": "FREQ=WEEKLY",
        "remind_minutes": 15,
    }
    client.post("/api/calendar/entries", json=meeting)
    none = client.get("/api/calendar/address")
    first = client.post("/api/calendar/address").json()["url"]
    path = first[first.index("/calendars/") :]
    answer = client.get(path)
    client.post("/api/calendar/address")

    events: list[Any] = Calendar.from_ical(answer.content).walk("VEVENT")
    (event,) = [one for one in events if str(one["SUMMARY"]) == "Sayım; depo"]
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/calendar; charset=utf-8")
    assert (event.decoded("DTSTART"), event["RRULE"]["FREQ"], len(event.walk("VALARM"))) == (
        begins,
        ["WEEKLY"],
        1,
    )
    assert (none.status_code, client.get(path).status_code) == (404, 404)


def test_address_of_somebody_who_left_is_closed(client: TestClient) -> None:
    url = client.post("/api/calendar/address").json()["url"]
    path = url[url.index("/calendars/") :]
    before = client.get(path).status_code
    with db.system_transaction() as session:
        session.execute(text("UPDATE membership SET is_suspended = true"))

    assert (before, client.get(path).status_code) == (200, 404)
