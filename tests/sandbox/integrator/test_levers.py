"""Tax numbers of sandbox accounts end in the digit that follows from the others."""

import pytest

from prapazar.sandbox.integrator.levers import checked, sellers_number
from prapazar.sandbox.integrator.office import REGISTERED


@pytest.mark.parametrize("number", ["0720039666", "4840847211", "1234567808"])
def test_last_digit_follows_from_the_others(number: str) -> None:
    assert checked(number[:9]) == number


def test_every_account_and_every_recipient_has_a_number_that_is_right() -> None:
    numbers = [*(sellers_number(account) for account in range(1, 200)), *(one[0] for one in REGISTERED)]

    assert [number for number in numbers if checked(number[:9]) != number] == []
    assert len(set(numbers)) == len(numbers)
