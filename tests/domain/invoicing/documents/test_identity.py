"""Check digits of tax numbers."""

import pytest

from prapazar.domain.invoicing.documents import identity


@pytest.mark.parametrize("number", ["1234567890", "9050301125", "7210354823"])
def test_vkn_holds_and_no_neighbor_of_it_does(number: str) -> None:
    wrong = [f"{number[:9]}{digit}" for digit in range(10) if str(digit) != number[9]]

    assert (identity.is_vkn(number), [other for other in wrong if identity.is_vkn(other)]) == (True, [])


@pytest.mark.parametrize(
    ("number", "is_good"),
    [
        ("10000000146", True),
        ("10000000147", False),
        ("10000000156", False),
        ("01000000146", False),
        (identity.FINAL_CONSUMER, True),
        ("22222222222", False),
        ("1000000014x", False),
        ("١٠٠٠٠٠٠٠١٤٦", False),
    ],
)
def test_tckn_holds_by_both_digits(number: str, *, is_good: bool) -> None:
    assert identity.is_tckn(number) == is_good


def test_company_abroad_passes_without_a_check_digit() -> None:
    assert identity.is_valid(identity.FOREIGN_COMPANY)


def test_scheme_goes_by_length() -> None:
    assert [identity.scheme_of("1234567890"), identity.scheme_of("10000000146")] == ["VKN", "TCKN"]
    with pytest.raises(ValueError, match="123"):
        identity.scheme_of("123")
