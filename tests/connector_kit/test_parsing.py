"""Strict reading: exact numbers, instants, and no guesses."""

import json
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prapazar.connector_kit import parsing
from prapazar.connector_kit.errors import UnexpectedAnswer

_AMOUNTS = st.decimals(min_value=-(10**9), max_value=10**9, places=2)
_PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(_AMOUNTS)
def test_amount_survives_writing_and_reading(amount: Decimal) -> None:
    written = parsing.dump_json({"price": amount}).encode()

    assert parsing.amount(parsing.load_json(written)["price"], "price") == amount


@given(_PLAIN)
def test_dump_json_writes_what_json_writes(value: object) -> None:
    assert json.loads(parsing.dump_json(value)) == value


def test_load_json_keeps_decimals_exact_and_ignores_a_byte_order_mark() -> None:
    assert parsing.load_json(b'\xef\xbb\xbf{"a": 129.90, "b": 1}') == {"a": Decimal("129.90"), "b": 1}


@pytest.mark.parametrize("text", [b'{"a": NaN}', b"{", b"<html>", b"\xff\xfe"])
def test_load_json_refuses_what_is_not_json(text: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parsing.load_json(text)


@pytest.mark.parametrize("value", ["12,5", "", True, None, [], 1.5, "NaN", Decimal("Infinity")])
def test_amount_refuses_what_is_no_exact_number(value: object) -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        parsing.amount(value, "price")

    assert raised.value.code == "connector.odd_value"


def test_whole_takes_a_number_without_fraction_only() -> None:
    assert [parsing.whole(value, "n") for value in (3, "3", Decimal("3.00"))] == [3, 3, 3]
    with pytest.raises(UnexpectedAnswer):
        parsing.whole(Decimal("2.5"), "n")


def test_required_takes_the_first_name_that_is_there() -> None:
    assert parsing.required({"new": None, "old": 0}, "new", "old") == 0


def test_required_names_what_is_missing() -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        parsing.required({}, "lineId", "id")

    assert (raised.value.code, raised.value.detail) == ("connector.missing_field", "lineId is missing")


def test_millis_is_an_aware_instant() -> None:
    assert parsing.millis(1_763_700_000_123, "at") == datetime(2025, 11, 21, 4, 40, 0, 123_000, UTC)


@pytest.mark.parametrize("value", [0, 1_763_700_000, 10**17, "soon"])
def test_millis_refuses_what_is_no_time_in_milliseconds(value: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        parsing.millis(value, "at")


@pytest.mark.parametrize(
    "value", ["2026-11-21T01:12:45", "2026-11-21T01:12:45Z", "2026-11-21T04:12:45+03:00"]
)
def test_iso_utc_reads_with_and_without_a_zone(value: str) -> None:
    assert parsing.iso_utc(value, "at") == datetime(2026, 11, 21, 1, 12, 45, tzinfo=UTC)


@pytest.mark.parametrize("value", ["21.11.2026", None, 5])
def test_iso_utc_refuses_other_forms(value: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        parsing.iso_utc(value, "at")


def test_recorded_rows_takes_a_page_a_list_or_one_object() -> None:
    row = {"id": 1}

    found = [parsing.recorded_rows(value, "content") for value in ({"content": [row]}, [row], row)]

    assert found == [[row], [row], [row]]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("IŞIK", "ışık", True),
        ("İnci", " inci ", True),
        ("Ege  Bal", "ege bal", True),
        ("ılık", "ilik", False),
    ],
)
def test_names_are_compared_in_turkish(one: str, other: str, is_same: bool) -> None:
    assert (parsing.folded(one) == parsing.folded(other)) is is_same
