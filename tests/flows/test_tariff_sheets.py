"""A carrier's prices as spreadsheets have them."""

from decimal import Decimal
from pathlib import Path

from prapazar.flows.tariff_sheets import RowFault, read

_MANY = "Desi;Aras Kargo;PTT Kargo;Yurtiçi Kargo\n1;83,93;77,54;112,77\n2;83,93;77,54;112,77\n3;95,12;96,00;120,56\n"


def _file(folder: Path, content: str) -> Path:
    path = folder / "tarife.csv"
    path.write_text(content, encoding="utf8")
    return path


def test_steps_are_read_with_zones_and_what_a_further_desi_costs(tmp_path: Path) -> None:
    content = "Desi;Tutar;Bölge;Ek desi\n1;80,50;;\n5;1.120,00;;12,5\n1;70;Şehir içi;\n"

    found = read(_file(tmp_path, content))

    assert found.faults == []
    assert [
        (row.zone, row.step.up_to_desi, row.step.amount, row.step.per_further_desi) for row in found.rows
    ] == [
        ("", Decimal(1), Decimal("80.50"), Decimal(0)),
        ("", Decimal(5), Decimal("1120.00"), Decimal("12.50")),
        ("city", Decimal(1), Decimal(70), Decimal(0)),
    ]


def test_column_of_the_carrier_is_taken_from_a_table_of_many(tmp_path: Path) -> None:
    path = _file(tmp_path, _MANY)

    amounts = [[row.step.amount for row in read(path, name).rows] for name in ("Yurtiçi Kargo", "PTT Kargo")]

    assert amounts == [
        [Decimal("112.77"), Decimal("112.77"), Decimal("120.56")],
        [Decimal("77.54"), Decimal("77.54"), Decimal("96.00")],
    ]
    assert [one.code for one in read(path, "Sürat Kargo").faults] == ["shipping.tariff_no_amount"]


def test_every_row_that_cannot_be_read_is_named_with_its_cause(tmp_path: Path) -> None:
    content = "Desi;Tutar;Bölge\n1;80;\nbeş;90;\n5;;\n6;70;\n7;95;Ay\n1;81;\n"

    found = read(_file(tmp_path, content))

    assert found.faults == [
        RowFault(3, "shipping.tariff_bad_desi", "beş"),
        RowFault(4, "shipping.tariff_bad_amount", ""),
        RowFault(5, "shipping.tariff_falls", "70.00"),
        RowFault(6, "shipping.tariff_bad_zone", "Ay"),
        RowFault(7, "shipping.tariff_twice"),
    ]
