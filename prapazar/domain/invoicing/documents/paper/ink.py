"""Letters, colours and measures of the paper, and how numbers and dates stand on it."""

from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from reportlab import rl_config
from reportlab.lib.colors import Color, HexColor
from reportlab.pdfbase import pdfmetrics

from prapazar.foundation import fonts
from prapazar.foundation.clock import ISTANBUL

PLAIN, BOLD = fonts.REGULAR, fonts.BOLD

INK = HexColor("#111827")
QUIET = HexColor("#5b6472")
HAIRLINE = HexColor("#d5d9e0")
SHADE = HexColor("#f4f5f8")
ACCENT = HexColor("#3730a3")
WHITE = Color(1, 1, 1)

_SWAPPED = str.maketrans(",.", ".,")
_NAMES = {"TRY": "TL"}


def load_fonts() -> None:
    rl_config.useA85 = 0  # streams stay binary: smaller, and written faster
    fonts.load()


@lru_cache(maxsize=20_000)
def width(text: str, font: str, size: float) -> float:
    return pdfmetrics.stringWidth(text, font, size)


def wrapped(text: str, font: str, size: float, most: float) -> list[str]:
    """Lines no wider than `most`; a word that is wider itself is cut."""
    lines: list[str] = []
    line, reach, space = "", 0.0, width(" ", font, size)
    for word in _short_enough(text.split(), font, size, most):
        grown = reach + space + width(word, font, size) if line else width(word, font, size)
        if not line or grown <= most:
            line, reach = (f"{line} {word}" if line else word), grown
        else:
            lines.append(line)
            line, reach = word, width(word, font, size)
    return [*lines, line] if line else lines


def amount(value: Decimal, places: int = 2) -> str:
    """`1.234,50`."""
    return f"{value:,.{places}f}".translate(_SWAPPED)


def money(value: Decimal, currency: str) -> str:
    return f"{amount(value)} {_NAMES.get(currency, currency)}"


def unit_price(value: Decimal) -> str:
    """Two places, or up to four where the price has more."""
    return amount(value, 2 if value == value.quantize(Decimal("0.01")) else 4)


def quantity(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return text.replace(".", ",")


def day(when: date | datetime) -> str:
    if isinstance(when, datetime):
        when = when.astimezone(ISTANBUL).date()
    return when.strftime("%d.%m.%Y")


def clock(when: datetime) -> str:
    return when.astimezone(ISTANBUL).strftime("%H:%M:%S")


def iban(text: str) -> str:
    bare = text.replace(" ", "")
    return " ".join(bare[place : place + 4] for place in range(0, len(bare), 4))


def _short_enough(words: list[str], font: str, size: float, most: float) -> list[str]:
    whole = []
    for word in words:
        rest = word
        while width(rest, font, size) > most and len(rest) > 1:
            cut = next(
                (end for end in range(len(rest) - 1, 0, -1) if width(rest[:end], font, size) <= most), 1
            )
            whole.append(rest[:cut])
            rest = rest[cut:]
        whole.append(rest)
    return whole
