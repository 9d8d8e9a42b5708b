"""A merchant's spreadsheet: previewed, imported, imported again, cut off, cancelled, exported and back."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions import runs
from prapazar.domain.catalog.queries.filters import ProductFilter, Selection
from prapazar.domain.catalog.queries.runs import RunRow
from prapazar.domain.catalog.sheets import columns as sheet_columns
from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.stock import queries as stock
from prapazar.flows import catalog_sheets, list_sheets
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from prapazar.foundation.sheets import SheetUnreadable, open_sheet
from tests.factories import catalog as make

HEAD = "Stok kodu;Barkod;Model kodu;Ürün adı;Varyant;Marka;Kategori;KDV oranı;Maliyet;Satış fiyatı;Stok"
GOOD = [
    "CAY-500;8690000000500;CAY;Rize Çayı;500 g;Çaykur;Gıda > Çay;1;60;99,90;12",
    "CAY-1000;8690000001000;CAY;Rize Çayı;1 kg;Çaykur;Gıda > Çay;1;110;189;0",
    "TUZ;;;Tuz;;;;10;;1.234,50;",
]
_STAMPS = text(
    "SELECT id, updated_at FROM product UNION ALL SELECT id, updated_at FROM variant"
    " UNION ALL SELECT variant_id, at FROM movement ORDER BY id"
)


def uploaded(scope: Scope, lines: Iterable[str], name: str = "ürünler.csv") -> Path:
    path = catalog_sheets.upload_path(scope, name)
    path.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return path


def started(scope: Scope, path: Path) -> UUID:
    mapping = sheet_columns.guess(open_sheet(path).headings)
    with db.transaction(scope) as session:
        return catalog_sheets.start(session, scope, path, "ürünler.csv", mapping)


def imported(scope: Scope, path: Path) -> RunRow:
    run_id = started(scope, path)
    catalog_sheets.run_import(run_id)
    with db.transaction(scope) as session:
        run = queries.run(session, scope, run_id)
    assert run is not None
    return run


def counts(run: RunRow) -> tuple[str, int, int, int, int, int, int]:
    return run.status, run.total, run.done, run.created, run.updated, run.unchanged, run.failed


def books(scope: Scope) -> list[tuple[object, ...]]:
    with db.transaction(scope) as session:
        rows = session.execute(
            text(
                "SELECT v.sku, p.name, v.name, b.name, c.path, p.vat_rate, v.cost, v.sale_price, s.on_hand"
                " FROM variant v JOIN product p ON p.id = v.product_id LEFT JOIN brand b ON b.id = p.brand_id"
                " LEFT JOIN category c ON c.id = p.category_id LEFT JOIN stock s ON s.variant_id = v.id ORDER BY v.sku"
            )
        )
        return [tuple(row) for row in rows]


def test_import_writes_products_variants_prices_and_stock(scope: Scope) -> None:
    run = imported(scope, uploaded(scope, GOOD))

    tea = ("Çaykur", "Gıda > Çay", Decimal(1))
    assert counts(run) == ("done", 3, 3, 3, 0, 0, 0)
    assert books(scope) == [
        ("CAY-1000", "Rize Çayı", "1 kg", *tea, Decimal(110), Decimal(189), 0),
        ("CAY-500", "Rize Çayı", "500 g", *tea, Decimal(60), Decimal("99.90"), 12),
        ("TUZ", "Tuz", "", None, None, Decimal(10), None, Decimal("1234.50"), None),
    ]
    with db.transaction(scope) as session:
        found = queries.page(session, scope, ProductFilter(text="caykur 8690000001000")).rows
        waiting = session.execute(text("SELECT count(*) FROM outbox")).scalar_one()
    assert ([(row.name, row.variants) for row in found], waiting) == ([("Rize Çayı", 2)], 0)


def test_same_file_twice_changes_nothing(scope: Scope) -> None:
    imported(scope, uploaded(scope, GOOD))
    before = books(scope)
    with db.transaction(scope) as session:
        stamps = session.execute(_STAMPS).all()

    again = imported(scope, uploaded(scope, GOOD))

    with db.transaction(scope) as session:
        after = session.execute(_STAMPS).all()
    assert (counts(again), books(scope), after) == (("done", 3, 3, 0, 0, 3, 0), before, stamps)


def test_changed_cells_reach_books_history_and_channels(scope: Scope) -> None:
    imported(scope, uploaded(scope, GOOD))
    with db.transaction(scope) as session:
        tea = session.execute(text("SELECT id FROM variant WHERE sku = 'CAY-500'")).scalar_one()
        make.listing(session, scope, make.connection(session, scope), tea, "8690000000500")

    run = imported(
        scope,
        uploaded(
            scope,
            ["CAY-500;;;;Yarım kilo;;;;;109,90;7", "CAY-1000;8690000001000;;;;;;;;;"],
        ),
    )

    with db.transaction(scope) as session:
        topics = session.execute(text("SELECT topic FROM outbox ORDER BY topic")).scalars().all()
        history = session.execute(
            text("SELECT sale_price_before, sale_price, reason FROM price_change")
        ).all()
    assert counts(run) == ("done", 2, 2, 0, 1, 1, 0)
    assert books(scope)[1] == (
        *("CAY-500", "Rize Çayı", "Yarım kilo", "Çaykur", "Gıda > Çay", Decimal(1), Decimal(60)),
        *(Decimal("109.90"), 7),
    )
    assert topics == ["listings.push_price", "listings.push_stock"]
    assert [tuple(row) for row in history] == [(Decimal("99.90"), Decimal("109.90"), "spreadsheet")]


def test_bad_rows_are_named_and_good_ones_kept(scope: Scope) -> None:
    bad = [
        GOOD[0],
        "YOK;;;;;;;;;5;",
        "UCUZ;;;Ucuz;;;;;10;9;",
        "IKIZ;8690000000500;;İkiz;;;;;;5;",
        "FIYAT;;;Fiyat;;;;;;beş;x",
        GOOD[0],
        "CAY-2000;;CAY;Başka Çay;2 kg;;;;;300;",
        ";;;Anahtarsız;;;;;;;",
        GOOD[2],
    ]

    run = imported(scope, uploaded(scope, bad))

    assert counts(run) == ("done", 9, 9, 2, 0, 0, 7)
    assert [
        (e["row"], e["column"], e["code"], e["value"]) for e in sorted(run.errors, key=lambda e: e["row"])
    ] == [
        (3, "Ürün adı", "missing", ""),
        (4, "Satış fiyatı", "below_floor", "9.00"),
        (5, "Barkod", "twice", "8690000000500"),
        (6, "Satış fiyatı", "not_a_number", "beş"),
        (6, "Stok", "not_a_number", "x"),
        (7, "Stok kodu", "twice", "CAY-500"),
        (8, "Ürün adı", "differs_from_group", "Başka Çay"),
        (9, "", "no_key", ""),
    ]
    assert [row[0] for row in books(scope)] == ["CAY-500", "TUZ"]
    written = b"".join(
        catalog_sheets.error_csv(run, {"twice": "İki kez"}, ["Satır", "Sütun", "Neden", "Değer"])
    )
    assert "7;Stok kodu;İki kez;CAY-500" in written.decode()


def test_barcode_alone_finds_its_variant(scope: Scope) -> None:
    imported(scope, uploaded(scope, GOOD))

    run = imported(scope, uploaded(scope, [";8690000000500;;;;;;;;95;", ";8690000000777;;Yeni;;;;;;5;"]))

    prices = {row[0]: row[7] for row in books(scope)}
    assert counts(run) == ("done", 2, 2, 1, 1, 0, 0)
    assert (prices["CAY-500"], prices["8690000000777"]) == (Decimal(95), Decimal(5))


def test_preview_tells_and_writes_nothing(scope: Scope) -> None:
    imported(scope, uploaded(scope, GOOD[:1]))
    before = books(scope)

    found = catalog_sheets.preview(scope, uploaded(scope, [GOOD[0], GOOD[1], "YOK;;;;;;;;;0;"]))

    outcomes = [(row.row, row.outcome, row.sku, [e.code for e in row.errors]) for row in found.rows]
    assert outcomes == [
        (2, "unchanged", "CAY-500", []),
        (3, "created", "CAY-1000", []),
        (4, "failed", "", ["not_positive"]),
    ]
    assert (found.total, found.mapping["Satış fiyatı"], books(scope)) == (3, "sale_price", before)
    assert (found.checked, found.good) == (3, 2)


def test_preview_counts_good_rows_beyond_those_it_shows(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_sheets, "BATCH", 2)
    monkeypatch.setattr(catalog_sheets, "PREVIEWED", 1)

    found = catalog_sheets.preview(scope, uploaded(scope, [GOOD[0], GOOD[1], "YOK;;;;;;;;;0;", GOOD[0]]))

    assert ([row.row for row in found.rows], dict(found.outcomes)) == ([2], {"created": 2, "failed": 2})
    assert (found.total, found.checked, found.good) == (4, 4, 2)


def test_run_goes_on_where_a_worker_died(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog_sheets, "BATCH", 2)
    run_id = started(scope, uploaded(scope, [*GOOD, GOOD[0]]))
    real = catalog_sheets._import_batch  # noqa: SLF001 - the place where a worker may die

    def dies(scope: Scope, run: UUID, batch: list[tuple[int, list[str]]], *rest: object) -> None:
        if batch[0][0] > 2:
            raise KeyboardInterrupt
        real(scope, run, batch, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(catalog_sheets, "_import_batch", dies)
    with pytest.raises(KeyboardInterrupt):
        catalog_sheets.import_file(scope, run_id)
    monkeypatch.setattr(catalog_sheets, "_import_batch", real)
    halfway = [row[0] for row in books(scope)]

    catalog_sheets.import_file(scope, run_id)

    with db.transaction(scope) as session:
        run = queries.run(session, scope, run_id)
    assert run is not None
    assert (halfway, counts(run)) == (["CAY-1000", "CAY-500"], ("done", 4, 4, 3, 0, 0, 1))
    assert [error["code"] for error in run.errors] == ["twice"]


def test_cancel_stops_before_the_next_batch(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalog_sheets, "BATCH", 1)
    run_id = started(scope, uploaded(scope, GOOD))
    real = catalog_sheets._import_batch  # noqa: SLF001 - the place where a worker may die

    def cancels(*args: object) -> None:
        real(*args)  # type: ignore[arg-type]
        with db.transaction(scope) as session:
            runs.ask_cancel(session, scope, run_id)

    monkeypatch.setattr(catalog_sheets, "_import_batch", cancels)
    catalog_sheets.import_file(scope, run_id)

    with db.transaction(scope) as session:
        run = queries.run(session, scope, run_id)
    assert run is not None
    assert (counts(run), [row[0] for row in books(scope)]) == (("cancelled", 3, 1, 1, 0, 0, 0), ["CAY-500"])


def test_exported_file_imports_without_a_change(scope: Scope) -> None:
    imported(scope, uploaded(scope, GOOD))
    before = books(scope)
    every = Selection(filter=ProductFilter())
    as_csv, as_xlsx = catalog_sheets.upload_path(scope, "a.csv"), catalog_sheets.upload_path(scope, "a.xlsx")

    as_csv.write_bytes(b"".join(list_sheets.as_csv(catalog_sheets.sheet(scope, every))))
    with list_sheets.as_xlsx(catalog_sheets.sheet(scope, every)) as made:
        as_xlsx.write_bytes(made.read_bytes())

    runs_of_both = [counts(imported(scope, path)) for path in (as_csv, as_xlsx)]
    assert (runs_of_both, books(scope)) == ([("done", 3, 3, 0, 0, 3, 0)] * 2, before)
    assert not made.exists()


def test_price_columns_need_the_price_permission(scope: Scope) -> None:
    path = uploaded(scope, GOOD)
    clerk = Scope(scope.merchant_id, permissions=frozenset({"products.write", "stock.write"}))

    with pytest.raises(PermissionDenied):
        started(clerk, path)


def test_file_of_another_merchant_is_out_of_reach(scope: Scope, other_scope: Scope) -> None:
    theirs = uploaded(other_scope, GOOD)

    with pytest.raises(SheetUnreadable):
        catalog_sheets.preview(scope, theirs)


def test_stock_of_an_import_is_a_count_in_the_ledger(scope: Scope) -> None:
    imported(scope, uploaded(scope, GOOD))

    with db.transaction(scope) as session:
        tea = session.execute(text("SELECT id FROM variant WHERE sku = 'CAY-500'")).scalar_one()
        moves = stock.movements(session, scope, tea)

    assert [(move.kind, move.on_hand_after, move.note) for move in moves] == [("count", 12, "spreadsheet")]


def test_a_sheet_names_the_supplier_of_a_product_and_refuses_one_that_is_not_there(scope: Scope) -> None:
    with db.transaction(scope) as session:
        make.variant(session, scope, "CAY")
        routing.add_place(session, scope, "Ege Toptan", is_supplier=True)
        routing.add_place(session, scope, "Depo 2", is_supplier=False)
    path = catalog_sheets.upload_path(scope, "t.csv")
    path.write_text("Stok kodu;Tedarikçi\nCAY;ege  TOPTAN\n", "utf-8")
    first = imported(scope, path)
    path = catalog_sheets.upload_path(scope, "t.csv")
    path.write_text("Stok kodu;Tedarikçi\nCAY;Depo 2\n", "utf-8")

    second = imported(scope, path)

    with db.transaction(scope) as session:
        named = session.execute(
            text("SELECT w.name FROM product p JOIN warehouse w ON w.id = p.supplier_id")
        ).scalars()
        assert list(named) == ["Ege Toptan"]
    assert (counts(first), counts(second)) == (("done", 1, 1, 0, 1, 0, 0), ("done", 1, 1, 0, 0, 0, 1))
    assert second.errors[0]["code"] == "supplier_unknown"
