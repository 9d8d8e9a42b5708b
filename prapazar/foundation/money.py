"""Amounts: Decimal with two places for what people pay, never a float."""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

_CENT = Decimal("0.01")


def rounded(amount: Decimal) -> Decimal:
    """To the kuruş, halves away from zero, as invoices are."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def parse_amount(text: str) -> Decimal:
    """Reads `1.234,50`, `1,234.50`, `1234.5` and `₺1.234,50`.

    The last of `,` and `.` is the decimal mark, except where it is followed by exactly three digits
    and stands alone: `1.234` is one thousand two hundred and thirty-four, as a Turkish sheet means it.
    Raises ValueError.
    """
    cleaned = text.strip().replace("₺", "").replace("TL", "").replace("\u00a0", "").replace(" ", "")
    comma, dot = cleaned.rfind(","), cleaned.rfind(".")
    if comma > dot:
        cleaned = cleaned.replace(".", "").replace(",", ".")
    elif comma != -1 or cleaned.count(".") > 1:
        cleaned = cleaned.replace(",", "") if comma != -1 else cleaned.replace(".", "")
    elif dot != -1 and len(cleaned) - dot - 1 == 3:  # noqa: PLR2004 - a group of thousands
        cleaned = cleaned.replace(".", "")
    try:
        amount = Decimal(cleaned)
    except InvalidOperation:
        raise ValueError(text) from None
    if not amount.is_finite():
        raise ValueError(text)
    return amount
