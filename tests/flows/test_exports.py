"""Lists as files: few rows at once, many by a worker; masks hold, and the audit trail says who took what."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdfium2 import PdfDocument
from sqlalchemy import text

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.queries import OrderFilter
from prapazar.domain.reporting.reports import exports as books
from prapazar.flows import exports, list_papers
from prapazar.flows.list_sheets import ListSheet
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.sheets import Cell
from tests.factories import catalog, orders, people
from tests.factories.people import Member

NAMES = ("=cmd", "Ayşe")


@pytest.fixture
def owner(database: str) -> Member:
    """Of a shop with three orders."""
    made = people.member(people.merchant())
    with db.transaction(made.scope) as session:
        shop = catalog.connection(session, made.scope)
        packages = [
            replace(orders.package(name, orders.line("?", 2)), buyer_name=NAMES[name == "b"])
            for name in "abc"
        ]
        import_packages(session, made.scope, shop, packages)
    return made


def test_short_list_is_there_at_once_and_told_to_the_audit_trail(owner: Member) -> None:
    masked = replace(owner.scope, masks=frozenset({"buyer.name"}))

    found = exports.begin(masked, "orders", "csv", OrderFilter())

    assert isinstance(found, ListSheet)
    assert [row[4] for row in found.rows] == ["•••"] * 3
    assert _told(owner.scope) == [{"what": "orders", "form": "csv", "rows": 3}]


def test_long_list_is_written_by_a_worker_with_the_rights_of_its_person(
    owner: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    monkeypatch.setattr(exports, "STEP", 1)
    begun = exports.begin(owner.scope, "orders", "xlsx", OrderFilter(search="a"))
    assert not isinstance(begun, exports.Long)
    begun = exports.begin(owner.scope, "orders", "xlsx", OrderFilter())
    assert isinstance(begun, exports.Long)

    exports.carry_out(begun.export_id)
    exports.carry_out(begun.export_id)

    with db.transaction(owner.scope) as session:
        row = books.one(session, owner.scope, begun.export_id)
        note = session.execute(text("SELECT kind, link FROM notification")).one()
        left = session.execute(text("SELECT count(*) FROM outbox WHERE topic = 'reports.export'")).scalar()
    path = exports.path_of(row)
    assert path is not None
    sheet = _sheet(path)
    assert (row.status, row.done, row.name, left) == ("done", 3, "Siparişler.xlsx", 0)
    assert tuple(note) == ("exports.done", f"/reports/exports?export={row.id}")
    assert sorted(str(line[4]) for line in sheet[1:4]) == ["=cmd", "=cmd", "Ayşe"]
    assert (sheet[4][0], sheet[4][8]) == ("Toplam", 6)
    assert _told(owner.scope)[-1] == {"what": "orders", "form": "xlsx", "rows": 3}


def test_stopped_export_leaves_no_file(owner: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "AT_ONCE", 2)
    monkeypatch.setattr(exports, "STEP", 1)
    begun = exports.begin(owner.scope, "orders", "csv", OrderFilter())
    assert isinstance(begun, exports.Long)
    with db.transaction(owner.scope) as session:
        books.stop(session, owner.scope, begun.export_id)

    exports.carry_out(begun.export_id)

    with db.transaction(owner.scope) as session:
        row = books.one(session, owner.scope, begun.export_id)
    assert (row.status, row.file) == ("cancelled", None)


def test_paper_says_how_many_pages_there_are() -> None:
    rows: list[list[Cell]] = [[f"S-{number}", number] for number in range(100)]

    data = list_papers.pdf(ListSheet(["No", "Adet"], rows), "Siparişler – Ğğ İı Şş", "tr", "Çınar Gıda")

    pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(BytesIO(data))]
    assert [f"Sayfa {number} / {len(pages)}" in said for number, said in enumerate(pages, 1)] == [True] * 3
    assert ["Siparişler – Ğğ İı Şş" in said and "Çınar Gıda" in said for said in pages] == [
        True,
        False,
        False,
    ]


def test_paper_ends_with_sums_and_cuts_long_text_before_dates_and_numbers() -> None:
    at = datetime(2026, 11, 21, 11, 5, tzinfo=UTC)
    headings = ["Sipariş", "Tarih", *(f"Metin {number}" for number in range(4)), "Adet", "Tutar", "Birim"]
    row: list[Cell] = ["102369240012", at, *["uzun bir ürün adı " * 4] * 4, 2, Decimal("1204.50"), "TRY"]
    sheet = ListSheet(headings, [row, row], (6, 7), 8)

    mixed = replace(sheet, rows=[row, [*row[:-1], "EUR"]])

    said, of_two = (_words(list_papers.pdf(one, "Siparişler", "tr", "")) for one in (sheet, mixed))

    assert said.count("102369240012 21.11.2026 14:05") == 2
    assert (said.split("\r\n")[-1], of_two.split("\r\n")[-1]) == ("Toplam 4 2.409,00", "Toplam 4")


def _words(data: bytes) -> str:
    return "".join(page.get_textpage().get_text_bounded() for page in PdfDocument(BytesIO(data)))


def _sheet(path: Path) -> list[tuple[object, ...]]:
    return list(load_workbook(path).worksheets[0].iter_rows(values_only=True))


def _told(scope: Scope) -> list[dict[str, object]]:
    with db.transaction(scope) as session:
        found = session.execute(
            text("SELECT values FROM audit_entry WHERE action = 'exports.made' ORDER BY number")
        )
        return list(found.scalars())
