"""What a scan means, and in which order one walks."""

from uuid import uuid4

import pytest

from prapazar.domain.packing import rules
from prapazar.domain.packing.enums import Verdict
from prapazar.domain.packing.rules import Decision, Item


def _item(sku: str, wanted: int, counted: int = 0) -> Item:
    return Item(uuid4(), uuid4(), sku, sku, sku, f"869{sku}", "", "", wanted, counted, is_part=False)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("8690001", ("8690001", 1)),
        (" 5*8690001 ", ("8690001", 5)),
        ("12 × A-1", ("A-1", 12)),
        ("0*8690001", ("0*8690001", 1)),
        ("5*", ("5*", 1)),
    ],
)
def test_multiplier_stands_before_the_code(text: str, meant: tuple[str, int]) -> None:
    assert rules.typed(text) == meant


def test_scan_is_right_wrong_too_many_or_the_last() -> None:
    tea, cup = _item("A1", 2, counted=1), _item("B2", 1)

    answers = [rules.decide([tea, cup], code, times) for code, times in (("869a1", 1), ("A1", 2), ("C3", 1))]
    last = rules.decide([tea], "A1", 1)

    assert answers == [
        Decision(Verdict.COUNTED, tea),
        Decision(Verdict.TOO_MANY, tea),
        Decision(Verdict.WRONG),
    ]
    assert last == Decision(Verdict.PACKED, tea)


def test_second_line_of_the_same_article_takes_what_the_first_has() -> None:
    full, empty = _item("A1", 1, counted=1), _item("A1", 1)

    assert rules.decide([full, empty], "A1", 1) == Decision(Verdict.PACKED, empty)


def test_shelves_are_walked_as_one_reads_their_numbers() -> None:
    assert sorted(["", "B-1", "A-10", "A-2", "A-2-3"], key=rules.walk) == ["A-2", "A-2-3", "A-10", "B-1", ""]


def test_box_of_a_trolley_is_known_by_its_code() -> None:
    code = rules.box_code("T000012", 3)

    assert (rules.box_of(code), rules.box_of("T000012"), rules.box_of("8690001")) == (
        ("T000012", 3),
        None,
        None,
    )
