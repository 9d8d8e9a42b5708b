"""Tax numbers of companies (VKN) and persons (TCKN): which one it is, and whether its check digits hold."""

FINAL_CONSUMER = "11111111111"
"""Stands for a buyer who gave no number; its check digits do not hold, and need not."""
FOREIGN_COMPANY = "2222222222"
"""Stands for a company abroad on an e-Arşiv, by practice of the trade; as above."""

_VKN_LENGTH = 10
_TCKN_LENGTH = 11


def scheme_of(number: str) -> str:
    """`VKN` or `TCKN`, by length; ValueError for anything else."""
    if number.isascii() and number.isdigit():
        if len(number) == _VKN_LENGTH:
            return "VKN"
        if len(number) == _TCKN_LENGTH:
            return "TCKN"
    raise ValueError(number)


def is_vkn(number: str) -> bool:
    """The number of companies abroad passes."""
    if number == FOREIGN_COMPANY:
        return True
    if not _is_digits(number, _VKN_LENGTH):
        return False
    total = 0
    for place, letter in enumerate(number[:9]):
        moved = (int(letter) + 9 - place) % 10
        total += 9 if moved == 9 else moved * 2 ** (9 - place) % 9  # noqa: PLR2004 - the rule counts in nines
    return (10 - total % 10) % 10 == int(number[9])


def is_tckn(number: str) -> bool:
    """The final consumer's number passes."""
    if number == FINAL_CONSUMER:
        return True
    if not _is_digits(number, _TCKN_LENGTH) or number[0] == "0":
        return False
    digits = [int(letter) for letter in number]
    tenth = (sum(digits[0:9:2]) * 7 - sum(digits[1:8:2])) % 10
    return digits[9] == tenth and digits[10] == sum(digits[:10]) % 10


def is_valid(number: str) -> bool:
    return is_vkn(number) or is_tckn(number)


def _is_digits(number: str, length: int) -> bool:
    return len(number) == length and number.isascii() and number.isdigit()
