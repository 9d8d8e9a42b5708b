"""Who is told beside an article whose own request a channel would refuse."""

from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from prapazar.domain.listings.company import chosen


@given(st.integers(min_value=1, max_value=6))
def test_every_turn_is_another_company_until_all_have_been(count: int) -> None:
    others = [uuid4() for _ in range(count)]

    turns = [frozenset(chosen(others, turn)) for turn in range(count * max(1, count - 1))]

    assert len(set(turns)) == len(turns)


def test_nobody_else_is_no_company() -> None:
    nobody: list[UUID] = []

    assert chosen(nobody, 3) == []
