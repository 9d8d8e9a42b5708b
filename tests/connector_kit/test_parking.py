"""One unreadable record never takes others with it."""

from collections.abc import Mapping
from typing import Any

import pytest

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import parked
from prapazar.connector_kit.records import ParkedRecord


def _id(raw: Mapping[str, Any]) -> str:
    return str(raw.get("id", ""))


def test_parked_returns_what_could_be_read() -> None:
    assert parked(lambda raw: raw["id"], {"id": 7}, _id) == 7


def test_parked_keeps_cause_and_payload() -> None:
    def read(_: Mapping[str, Any]) -> int:
        raise UnexpectedAnswer("Yolda", code="connector.unknown_status")

    found = parked(read, {"id": 7}, _id)

    assert found == ParkedRecord("7", "connector.unknown_status", "Yolda", {"id": 7})


@pytest.mark.parametrize("raw", [{"lines": 5}, {}])
def test_parked_takes_shapes_nobody_foresaw(raw: dict[str, Any]) -> None:
    found = parked(lambda r: [line["id"] for line in r["lines"]], raw, _id)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code, found.raw) == (None, "connector.odd_shape", raw)
