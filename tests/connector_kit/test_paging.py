"""Pages read to the end, each row once, none lost."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.paging import Page, Row, paged
from prapazar.connector_kit.parsing import required

_SIZE = 3


def _id(row: Row) -> int:
    number: int = row["id"]
    return number


def _rows(*numbers: int) -> list[Row]:
    return [{"id": number} for number in numbers]


def _served(*walks: list[list[Row]], total: int) -> Callable[[int, str | None], Page]:
    """Answers page by page; asking for the first page begins the next walk."""
    left = list(walks)
    current: list[list[Row]] = []

    def read(number: int, _: str | None) -> Page:
        nonlocal current
        if number == 0:
            current = left.pop(0)
        return Page(current[number] if number < len(current) else [], total)

    return read


@given(st.integers(0, 20))
def test_paged_yields_every_row_once(count: int) -> None:
    rows = _rows(*range(count))
    pages = [rows[start : start + _SIZE] for start in range(0, count, _SIZE)]

    found = [row for page in paged(_served(pages, total=count), _id) for row in page]

    assert found == rows


def test_paged_walks_again_when_a_row_slipped_between_pages() -> None:
    read = _served([_rows(1, 2), _rows(4)], [_rows(1, 2), _rows(3, 4)], total=4)

    found = list(paged(read, _id))

    assert found == [_rows(1, 2), _rows(4), _rows(3)]


def test_paged_does_not_count_a_row_twice() -> None:
    read = _served([_rows(1, 2), _rows(2, 3)], [_rows(1, 2), _rows(3, 4)], total=4)

    assert list(paged(read, _id)) == [_rows(1, 2), _rows(3), _rows(4)]


def test_paged_says_so_when_pages_never_add_up() -> None:
    short = [_rows(1, 2), _rows(3)]

    with pytest.raises(UnexpectedAnswer) as raised:
        list(paged(_served(short, short, short, total=5), _id))

    assert raised.value.code == "connector.pages_do_not_add_up"
    assert raised.value.detail == "3 of 5 rows after reading all pages 3 times"


def test_paged_hands_on_the_token_of_the_page_before() -> None:
    asked: list[tuple[int, str | None]] = []
    pages = [Page(_rows(1), 2, next="b"), Page(_rows(2), 2)]

    def read(number: int, token: str | None) -> Page:
        asked.append((number, token))
        return pages[len(asked) - 1]

    list(paged(read, _id, first=1))

    assert asked == [(1, None), (2, "b")]


def test_paged_walks_again_when_a_row_left_the_list_on_the_way() -> None:
    walks = [[Page(_rows(1, 2), 4), Page(_rows(4), 3)], [Page(_rows(2, 3), 3), Page(_rows(4), 3)]]
    pages = iter([page for walk in walks for page in walk])

    found = list(paged(lambda _, __: next(pages), _id))

    assert found == [_rows(1, 2), _rows(4), _rows(3)]


def test_rows_without_their_number_keep_nobody_from_being_read() -> None:
    odd: list[Row] = [{"id": "", "name": "a"}, {"name": "b"}, {"name": "c"}, {"id": "7"}]

    found = list(paged(_served([odd[:3], odd[3:]], total=4), lambda row: str(required(row, "id"))))

    assert found == [odd[:3], odd[3:]]
