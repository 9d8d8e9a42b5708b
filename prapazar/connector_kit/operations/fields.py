"""What a person types into an operation's form, and how it is read."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from prapazar.foundation.clock import ISTANBUL

_MOST_GOODS = 200
_PAIR = 2


class FieldKind(StrEnum):
    TEXT = "text"
    LONG_TEXT = "long_text"
    MOMENT = "moment"
    """As `datetime-local` writes it, in Turkish time, or with a zone of its own."""
    NUMBER = "number"
    MONEY = "money"
    CHOICE = "choice"
    IDS = "ids"
    """Several, parted by commas or lines."""
    GOODS = "goods"
    """A line each: SKU, barcode or the channel's id, then the figure."""
    LINES = "lines"
    """A line each: the id of an order's line, then how many units."""
    PAIRS = "pairs"
    """A line each: `attribute=value`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    name: str
    kind: FieldKind = FieldKind.TEXT
    is_required: bool = True
    default: str = ""
    """`-1d` and `now` stand for moments."""
    choices: tuple[str, ...] = ()


class FieldWrong(Exception):
    """What was typed into `field` cannot be used."""

    def __init__(self, field: str, code: str) -> None:
        super().__init__(f"{field}: {code}")
        self.field, self.code = field, code


@dataclass(frozen=True, slots=True)
class Goods:
    """A line of a `GOODS` field, found in the books."""

    external_id: str
    external_parent_id: str | None
    figure: Decimal


Find = Callable[[str], tuple[str, str | None]]
"""From what a person calls an article to its ids at the channel; LookupError where it has none there."""


def as_written(name: str) -> tuple[str, str | None]:
    """For callers without books: the channel's own ids, `id` or `parent/id`."""
    parent, _, own = name.rpartition("/")
    return own, parent or None


def read(field: Field, typed: str, find: Find) -> Any:  # noqa: ANN401 - by the field's kind
    if not typed:
        if field.is_required:
            raise FieldWrong(field.name, "field.required")
        return _EMPTY.get(field.kind)
    if field.kind is FieldKind.CHOICE and typed not in field.choices:
        raise FieldWrong(field.name, "field.not_a_choice")
    try:
        return (
            _READERS.get(field.kind, str)(typed) if field.kind is not FieldKind.GOODS else _goods(typed, find)
        )
    except LookupError:
        raise FieldWrong(field.name, "console.unknown_goods") from None
    except (ValueError, InvalidOperation):
        raise FieldWrong(field.name, "field.wrong_form") from None


def _moment(typed: str) -> datetime:
    read = datetime.fromisoformat(typed)
    return read if read.tzinfo else read.replace(tzinfo=ISTANBUL)


def _number(typed: str) -> int:
    read = int(typed)
    if read < 0:
        raise ValueError(typed)
    return read


def _money(typed: str) -> Decimal:
    read = Decimal(typed.replace(",", "."))
    if not read.is_finite() or read < 0:
        raise ValueError(typed)
    return read


def _ids(typed: str) -> list[str]:
    return [one.strip() for one in typed.replace("\n", ",").split(",") if one.strip()]


def _rows(typed: str) -> list[tuple[str, str]]:
    rows = [tuple(line.rsplit(maxsplit=1)) for line in typed.splitlines() if line.strip()]
    if len(rows) > _MOST_GOODS or any(len(row) != _PAIR for row in rows):
        raise ValueError(typed)
    return [(row[0], row[1]) for row in rows]


def _goods(typed: str, find: Find) -> list[Goods]:
    return [Goods(*find(name), _money(figure)) for name, figure in _rows(typed)]


def _lines(typed: str) -> dict[str, int]:
    return {name: _number(figure) for name, figure in _rows(typed)}


def _pairs(typed: str) -> list[tuple[str, str]]:
    rows = [line.partition("=") for line in typed.splitlines() if line.strip()]
    if any(not mark for _, mark, _ in rows):
        raise ValueError(typed)
    return [(name.strip(), value.strip()) for name, _, value in rows]


_READERS: dict[FieldKind, Callable[[str], Any]] = {
    FieldKind.MOMENT: _moment,
    FieldKind.NUMBER: _number,
    FieldKind.MONEY: _money,
    FieldKind.IDS: _ids,
    FieldKind.LINES: _lines,
    FieldKind.PAIRS: _pairs,
}
_EMPTY: dict[FieldKind, Any] = {FieldKind.IDS: [], FieldKind.LINES: {}, FieldKind.PAIRS: []}
