"""A carrier's prices out of a spreadsheet: desi and amount, row by row, with what is wrong in each."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from prapazar.domain.shipping.actions.settings import TariffRow
from prapazar.domain.shipping.rules import Step
from prapazar.foundation.money import parse_amount
from prapazar.foundation.search import fold
from prapazar.foundation.sheets import open_sheet

MOST_ROWS = 2_000
_HEADINGS = {
    "desi": ("desi", "up to desi", "desiye kadar", "desi kg", "volumetric weight"),
    "amount": ("tutar", "ucret", "fiyat", "amount", "price", "tutar tl", "kdv dahil"),
    "zone": ("bolge", "zone", "mesafe"),
    "further": ("ek desi", "ilave desi", "further desi", "+1 desi", "sonraki desi"),
}
_ZONES = {
    "": "",
    "her yer": "",
    "everywhere": "",
    "sehir ici": "city",
    "city": "city",
    "yakin": "near",
    "yakin mesafe": "near",
    "near": "near",
    "uzak": "far",
    "uzak mesafe": "far",
    "far": "far",
}
_CENT = Decimal("0.01")
_LARGEST = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class RowFault:
    row: int
    """As the spreadsheet numbers it."""
    code: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class ReadTariff:
    rows: Sequence[TariffRow]
    faults: Sequence[RowFault]


def read(path: Path, carrier: str = "") -> ReadTariff:
    """All or nothing is saved, so everything wrong is told at once. Raises SheetUnreadable.

    A table of many carriers has a column for each: then that of `carrier` is taken.
    """
    sheet = open_sheet(path)
    places = {name: _place(sheet.headings, words) for name, words in _HEADINGS.items()}
    if places["amount"] is None and carrier:
        places["amount"] = _place(sheet.headings, (fold(carrier), fold(carrier).removesuffix(" kargo")))
    if missing := [name for name in ("desi", "amount") if places[name] is None]:
        return ReadTariff((), [RowFault(1, f"shipping.tariff_no_{name}") for name in missing])
    rows: list[TariffRow] = []
    faults: list[RowFault] = []
    last: dict[str, Step] = {}
    for number, cells in sheet.rows():
        if not any(cell.strip() for cell in cells):
            continue
        values = {name: _cell(cells, place) for name, place in places.items()}
        found = _row(number, values, last)
        if isinstance(found, RowFault):
            faults.append(found)
        else:
            rows.append(found)
            last[found.zone] = found.step
        if len(rows) > MOST_ROWS:
            break
    if not rows and not faults:
        faults.append(RowFault(1, "shipping.tariff_empty"))
    return ReadTariff(rows, faults)


def _row(number: int, values: dict[str, str], last: dict[str, Step]) -> TariffRow | RowFault:
    zone = _ZONES.get(fold(values["zone"]).strip())
    desi, amount = _number(values["desi"]), _number(values["amount"])
    further = _number(values["further"] or "0")
    if zone is None:
        return RowFault(number, "shipping.tariff_bad_zone", values["zone"])
    if desi is None or desi <= 0:
        return RowFault(number, "shipping.tariff_bad_desi", values["desi"])
    if amount is None or amount <= 0:
        return RowFault(number, "shipping.tariff_bad_amount", values["amount"])
    if further is None or further < 0:
        return RowFault(number, "shipping.tariff_bad_amount", values["further"])
    return _fitting(TariffRow(zone, Step(desi, amount, further)), number, last.get(zone))


def _fitting(row: TariffRow, number: int, before: Step | None) -> TariffRow | RowFault:
    """Each step above the one before it: a price that falls is a slip far oftener than a gift."""
    if before is not None and row.step.up_to_desi <= before.up_to_desi:
        return RowFault(number, "shipping.tariff_twice")
    if before is not None and row.step.amount < before.amount:
        return RowFault(number, "shipping.tariff_falls", str(row.step.amount))
    return row


def _number(text: str) -> Decimal | None:
    try:
        found = parse_amount(text).quantize(_CENT)
    except (ValueError, ArithmeticError):
        return None
    return found if found <= _LARGEST else None


def _place(headings: Sequence[str], words: Sequence[str]) -> int | None:
    folded = [" ".join(fold(one).replace("(", " ").replace(")", " ").split()) for one in headings]
    return next((folded.index(word) for word in words if word in folded), None)


def _cell(cells: Sequence[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""
