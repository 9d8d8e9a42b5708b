"""What a transaction has to tell is joined before it leaves, and never told to others than it is for."""

import json
from functools import lru_cache
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from prapazar.foundation import live

MERCHANT = uuid4()


class _Wire:
    """Stands where Redis does."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def pipeline(self, *, transaction: bool) -> "_Wire":
        assert not transaction
        return self

    def publish(self, _channel: str, message: str) -> None:
        self.sent.append(json.loads(message))

    def execute(self) -> None:
        """Sent already."""


def _left(monkeypatch: pytest.MonkeyPatch, *events: dict[str, Any]) -> list[dict[str, Any]]:
    """What is published of these."""
    wire, session = _Wire(), Session()
    monkeypatch.setattr(live, "_client", lru_cache(lambda: wire))
    for event in events:
        live.tell(session, MERCHANT, **event)
    live.publish_collected(session)
    return [{name: value for name, value in event.items() if name != "merchant"} for event in wire.sent]


@pytest.fixture(autouse=True)
def _redis(redis_server: str) -> None:
    assert redis_server


def test_many_changes_of_a_kind_leave_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    left = _left(monkeypatch, *({"kind": "orders.changed", "order": one} for one in ("a", "b", "c")))

    assert left == [{"kind": "orders.changed", "order": "c", "count": 3}]


def test_units_of_joined_notifications_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    news = {"kind": "notifications.new", "text": "orders.new", "permission": "orders.read"}

    left = _left(monkeypatch, {**news, "units": 3, "v_number": "7"}, {**news, "units": 1, "v_number": "8"})

    assert left == [{**news, "units": 4, "v_number": "8", "count": 2}]


def test_notes_to_different_people_never_swallow_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    news = {"kind": "notifications.new", "text": "calendar.reminder", "units": 1}

    left = _left(monkeypatch, {**news, "only": "ayse"}, {**news, "only": "murat"})

    assert left == [{**news, "only": "ayse", "count": 1}, {**news, "only": "murat", "count": 1}]
