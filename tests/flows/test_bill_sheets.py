"""A carrier's bill as its spreadsheet tells it."""

from decimal import Decimal
from pathlib import Path

import pytest

from prapazar.domain.shipping.actions.billed import BilledRow
from prapazar.flows import bill_sheets


@pytest.mark.parametrize(
    ("text", "rows", "faults"),
    [
        (
            "Takip No;Desi/Kg;KDV Dahil Tutar\nA1;2,5;1.234,50\nA2;;-20\n",
            [
                BilledRow(2, "A1", Decimal("1234.50"), Decimal("2.50")),
                BilledRow(3, "A2", Decimal("-20.00")),
            ],
            [],
        ),
        ("Referans,KDV Haric Tutar\nA1,100.00\n", [BilledRow(2, "A1", Decimal("120.00"))], []),
        (
            "Barkod;Tutar\n;5\nA1;beş\n",
            [],
            [(2, "billing.no_key", ""), (3, "billing.bad_amount", "beş")],
        ),
        ("Adı;Tutar\nA;5\n", [], [(1, "billing.no_key_column", "")]),
        ("Barkod;Desi\nA;5\n", [], [(1, "billing.no_amount_column", "")]),
    ],
)
def test_bill_is_read_row_by_row(
    tmp_path: Path, text: str, rows: list[BilledRow], faults: list[tuple[int, str, str]]
) -> None:
    path = tmp_path / "bill.csv"
    path.write_text(text, encoding="utf-8")

    found, wrong = bill_sheets.read(path)

    assert (found, [(one.row, one.code, one.value) for one in wrong]) == (rows, faults)
