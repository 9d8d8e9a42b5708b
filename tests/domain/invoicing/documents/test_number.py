"""Numbers of documents."""

import pytest

from prapazar.domain.invoicing.documents import number
from prapazar.domain.invoicing.documents.number import BadNumber, DocumentNumber


def test_number_is_read_and_written() -> None:
    parsed = number.parse("CNR2026000000042")

    assert (parsed, str(parsed), str(parsed.following)) == (
        DocumentNumber("CNR", 2026, 42),
        "CNR2026000000042",
        "CNR2026000000043",
    )
    assert str(number.first("A1B", 2027)) == "A1B2027000000001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "cnr2026000000042",
        "CNR1926000000042",
        "CNR202600000042",
        "CNR20260000000420",
        "ÇNR2026000000042",
        "CNR2026000000000",
    ],
)
def test_number_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(BadNumber):
        number.parse(text)


def test_last_number_of_a_year_has_none_after_it() -> None:
    with pytest.raises(BadNumber):
        _ = DocumentNumber("CNR", 2026, 999_999_999).following


def test_gaps_are_found_within_a_series_and_year() -> None:
    numbers = [
        DocumentNumber(series, year, serial)
        for series, year, serial in (
            ("A00", 2026, 7),
            ("A00", 2026, 1),
            ("A00", 2026, 3),
            ("B00", 2026, 9),
            ("A00", 2027, 5),
        )
    ]

    assert [(str(one), str(other)) for one, other in number.gaps(numbers)] == [
        ("A002026000000002", "A002026000000002"),
        ("A002026000000004", "A002026000000006"),
    ]
    assert numbers[1].is_followed_by(DocumentNumber("A00", 2026, 2))
    assert not numbers[0].is_followed_by(DocumentNumber("A00", 2027, 8))
