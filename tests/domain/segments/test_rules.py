"""Conditions as values: what is read is what was written, and what cannot be meant is refused by its place."""

from typing import Any

import pytest

from prapazar.domain.segments import rules
from prapazar.domain.segments.enums import Fact, Join, Test
from prapazar.domain.segments.errors import SegmentInvalid
from prapazar.domain.segments.rules import Condition, Conditions, Group

_BRAND = "01890000-0000-7000-8000-000000000001"


def _one(fact: str, test: str, *values: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - as it is sent
    return {"fact": fact, "test": test, "values": list(values), **more}


def test_conditions_are_read_as_they_were_written() -> None:
    wanted = Conditions(
        Join.ANY,
        (
            Condition(Fact.SPENT, Test.AT_LEAST, ("1249.90",), 90),
            Group(
                Join.ALL,
                (
                    Condition(Fact.BRAND, Test.IS_NOT, (_BRAND,)),
                    Condition(Fact.CITY, Test.IS, ("İzmir", "Muğla")),
                ),
            ),
        ),
    )

    again = rules.read(rules.written(wanted))

    assert again == wanted


@pytest.mark.parametrize(
    ("written", "kept"), [("1.249,90", "1249.90"), ("1249.9", "1249.9"), ("3", "3"), ("1 000", "1000")]
)
def test_amount_is_read_as_people_write_it(written: str, kept: str) -> None:
    found = rules.read({"parts": [_one("spent", "at_least", written)]})

    assert found.parts == (Condition(Fact.SPENT, Test.AT_LEAST, (kept,)),)


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (_one("spent; DROP TABLE customer", "at_least", "1"), "segments.unknown"),
        (_one("orders", "is", "1"), "segments.unknown"),
        (_one("orders", "at_least"), "segments.value_needed"),
        (_one("orders", "at_least", "viele"), "segments.number_wrong"),
        (_one("orders", "at_least", "-1"), "segments.number_wrong"),
        (_one("spent", "at_least", "NaN"), "segments.number_wrong"),
        (_one("last", "within", "0"), "segments.days_wrong"),
        (_one("orders", "at_least", "1", days="99999"), "segments.days_wrong"),
        (_one("city", "is", "İzmir", days=30), "segments.unknown"),
        (_one("brand", "is", "no id"), "segments.unknown"),
        (_one("consent", "is", "fax"), "segments.unknown"),
        ({"join": "all", "parts": []}, "segments.group_empty"),
        (
            {"join": "all", "parts": [{"join": "any", "parts": [_one("tag", "is", "vip")]}]},
            "segments.unknown",
        ),
        ("orders", "segments.unknown"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_place(part: object, code: str) -> None:
    said = {"parts": [_one("tag", "is", "vip"), part]}

    with pytest.raises(SegmentInvalid) as refused:
        rules.read(said)

    assert (refused.value.code, refused.value.place.partition(".")[0]) == (code, "1")


def test_more_conditions_than_anybody_reads_are_refused() -> None:
    group = {"join": "any", "parts": [_one("tag", "is", str(n)) for n in range(11)]}

    with pytest.raises(SegmentInvalid) as refused:
        rules.read({"parts": [group, group]})

    assert refused.value.code == "segments.too_many"
