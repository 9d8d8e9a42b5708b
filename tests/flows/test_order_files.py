"""Order files: previewed, taken in, taken in again, with bad rows, from a closed platform."""

import zipfile
from decimal import Decimal
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from prapazar.domain.catalog.actions import runs
from prapazar.domain.channels.errors import ConnectionMissing
from prapazar.flows import file_runs, order_files
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from prapazar.foundation.sheets import SheetUnreadable, write_xlsx
from tests.factories import catalog as make
from tests.factories.files import HEAD, connected, counted, counts, errors, run, taken, uploaded

GOOD = [
    "S-1;20.11.2026 14:05;Yeni;CAY;Çay;2;1.234,50;Işıl Şahin;İstanbul;;",
    "S-2;21.11.2026;Yeni;TUZ;Tuz;1;10;Ali;Ankara;;",
    "S-1;20.11.2026 14:05;Yeni;TUZ;Tuz;3;10,25;Işıl Şahin;İstanbul;;",
]


@pytest.fixture
def shop(scope: Scope, redis_server: str) -> UUID:
    counted(scope, "CAY", 10)
    counted(scope, "TUZ", 10)
    return connected(scope)


def books(scope: Scope) -> list[tuple[object, ...]]:
    with db.transaction(scope) as session:
        found = session.execute(
            text(
                "SELECT number, status, total, buyer_name, line_count, unit_count FROM purchase_order ORDER BY number"
            )
        )
        return [tuple(row) for row in found]


def reserved(scope: Scope) -> dict[str, tuple[int, int]]:
    with db.transaction(scope) as session:
        found = session.execute(
            text("SELECT v.sku, s.on_hand, s.reserved FROM stock s JOIN variant v ON v.id = s.variant_id")
        )
        return {row.sku: (row.on_hand, row.reserved) for row in found}


def test_orders_come_in_with_their_lines_and_hold_units(scope: Scope, shop: UUID) -> None:
    found = taken(scope, shop, uploaded(scope, GOOD))

    assert counts(found) == ("done", 3, 2, 0, 0, 0)
    assert books(scope) == [
        ("S-1", "new", Decimal("2499.75"), "Işıl Şahin", 2, 5),
        ("S-2", "new", Decimal("10.00"), "Ali", 1, 1),
    ]
    assert reserved(scope) == {"CAY": (10, 2), "TUZ": (10, 4)}


def test_same_file_twice_changes_nothing(scope: Scope, shop: UUID) -> None:
    taken(scope, shop, uploaded(scope, GOOD))

    again = taken(scope, shop, uploaded(scope, GOOD))

    assert counts(again) == ("done", 3, 0, 0, 2, 0)
    assert reserved(scope) == {"CAY": (10, 2), "TUZ": (10, 4)}


def test_changed_status_is_taken_and_a_cancelled_order_gives_its_units_back(scope: Scope, shop: UUID) -> None:
    taken(scope, shop, uploaded(scope, GOOD))
    news = [line.replace("Yeni", "İPTAL EDİLDİ" if line.startswith("S-1") else "kargoda") for line in GOOD]

    changed = taken(scope, shop, uploaded(scope, news))

    assert counts(changed) == ("done", 3, 0, 2, 0, 0)
    assert [row[:2] for row in books(scope)] == [("S-1", "cancelled"), ("S-2", "shipped")]
    assert reserved(scope) == {"CAY": (10, 0), "TUZ": (9, 0)}


def test_one_cancelled_line_gives_back_its_own_units(scope: Scope, shop: UUID) -> None:
    taken(scope, shop, uploaded(scope, GOOD))

    taken(scope, shop, uploaded(scope, [GOOD[0].replace("Yeni", "İptal"), GOOD[2]]))

    assert reserved(scope) == {"CAY": (10, 0), "TUZ": (10, 4)}


def test_bad_rows_are_answered_and_stop_nothing_else(scope: Scope, shop: UUID) -> None:
    bad = [
        "S-3;20.11.2026;Uçtu;CAY;Çay;1;5;Can;İzmir;;",
        "S-4;2026-11-20;Yeni;CAY;Çay;0;5;Can;İzmir;;",
        "S-5;31.02.2026;Yeni;;Çay;1;çok;Can;İzmir;;",
        "S-6;20.11.2026;Yeni;CAY;Çay;1;5;Can;İzmir;;",
        "S-6;20.11.2026;Yeni;TUZ;Tuz;1,5;5;Can;İzmir;;",
        ";20.11.2026;Yeni;TUZ;Tuz;1;5;Can;İzmir;;",
    ]

    found = taken(scope, shop, uploaded(scope, [*bad, GOOD[1]]))

    assert counts(found) == ("done", 7, 1, 0, 0, 6)
    assert sorted(errors(found)) == [
        (2, "Durum", "status_unknown", "Uçtu"),
        (3, "Adet", "not_positive", "0"),
        (4, "Birim Fiyat", "not_a_number", "çok"),
        (4, "Sipariş Tarihi", "not_a_date", "31.02.2026"),
        (4, "Stok Kodu", "missing", ""),
        (5, "", "other_row", "S-6"),
        (6, "Adet", "not_whole", "1,5"),
        (7, "Sipariş No", "missing", ""),
    ]
    assert [row[0] for row in books(scope)] == ["S-2"]


def test_preview_says_what_would_become_of_each_row_and_writes_nothing(scope: Scope, shop: UUID) -> None:
    taken(scope, shop, uploaded(scope, GOOD[1:2]))

    seen = order_files.preview(scope, shop, uploaded(scope, [*GOOD, "S-9;;Yeni;CAY;Çay;1;5;;;;"]))

    assert [(row.row, row.outcome, row.number) for row in seen.rows] == [
        (3, "known", "S-2"),
        (2, "created", "S-1"),
        (4, "created", "S-1"),
        (5, "failed", "S-9"),
    ]
    assert (seen.total, seen.orders, dict(seen.outcomes)) == (4, 2, {"created": 2, "known": 1, "failed": 1})
    assert [row[0] for row in books(scope)] == ["S-2"]


def test_columns_chosen_once_are_remembered_for_the_channel(scope: Scope, shop: UUID) -> None:
    head = "X1;X2;X3;X4;X5"
    lines = ["S-1;20.11.2026;CAY;1;12,5"]
    chosen = {"X1": "order_number", "X2": "ordered_at", "X3": "sku", "X4": "quantity", "X5": "line_total"}
    unknown = order_files.preview(scope, shop, uploaded(scope, lines, head=head))

    taken(scope, shop, uploaded(scope, lines, head=head), chosen)

    assert (unknown.mapping, unknown.lacking[0]) == ({}, "order_number")
    assert order_files.preview(scope, shop, uploaded(scope, lines, head=head)).mapping == chosen
    assert order_files.preview(scope, connected(scope), uploaded(scope, lines, head=head)).mapping == {}


def test_windows_page_point_and_prices_without_vat_are_read_as_the_channel_says(
    scope: Scope, redis_server: str
) -> None:
    shop = connected(
        scope, encoding="windows1254", decimal="point", vat="excluded", status_words="Onaylandı Sevk=picking"
    )
    head = "Sipariş No,Sipariş Tarihi,Durum,Stok Kodu,Adet,Birim Fiyat,KDV Oranı,Alıcı"
    path = uploaded(
        scope,
        ['S-1,20/11/2026 09:30,onaylandi sevk,ŞEKER,2,"1,234.500",%20,Çiğdem'],
        head=head,
        encoding="cp1254",
    )

    found = taken(scope, shop, path)

    assert errors(found) == []
    assert books(scope) == [("S-1", "picking", Decimal("2962.80"), "Çiğdem", 1, 2)]


def test_order_of_no_known_article_waits_in_the_repair_queue(scope: Scope, shop: UUID) -> None:
    taken(scope, shop, uploaded(scope, [GOOD[1].replace("TUZ", "YOK")]))

    with db.transaction(scope) as session:
        parked = session.execute(text("SELECT kind, external_id FROM repair")).all()

    assert [tuple(row) for row in parked] == [("unmapped_line", "S-2/YOK")]


def test_formula_markup_and_odd_signs_are_refused_or_kept_as_text(scope: Scope, shop: UUID) -> None:
    path = uploaded(
        scope,
        [GOOD[1].replace("Ali", "<script>alert(1)</script>"), "S-8\x07;20.11.2026;Yeni;CAY;Çay;1;5;;;;"],
    )
    book = path.with_suffix(".xlsx")
    write_xlsx(
        book,
        HEAD.split(";"),
        [["S-7", "20.11.2026", "Yeni", "CAY", "=1+1", 1, Decimal("5.5"), "", "", "", ""]],
    )

    first = taken(scope, shop, path)
    second = taken(scope, shop, book)

    assert errors(first) == [(3, "Sipariş No", "bad_signs", "S-8·")]
    assert (errors(second), counts(second)) == ([], ("done", 1, 1, 0, 0, 0))
    assert [(row[0], row[3]) for row in books(scope)] == [("S-2", "<script>alert(1)</script>"), ("S-7", "")]


def test_bomb_and_nonsense_are_refused(scope: Scope, shop: UUID, tmp_path: Path) -> None:
    bomb = uploaded(scope, [], name="bomba.xlsx")
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(1_001):
            archive.writestr(f"xl/part{number}.xml", "0")
    elsewhere = tmp_path / "passwd"
    elsewhere.write_text("root")

    for path, code in (
        (bomb, "file_too_large"),
        (elsewhere, "file_missing"),
        (uploaded(scope, [], head=""), "empty"),
    ):
        with pytest.raises(SheetUnreadable) as refused:
            order_files.preview(scope, shop, path)
        assert refused.value.code == code


def test_run_cut_off_goes_on_where_it_stood(
    scope: Scope, shop: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [f"S-{number:04};20.11.2026;Yeni;TUZ;Tuz;1;10;;;;" for number in range(7)]
    path = uploaded(scope, [*lines, "S-0000;20.11.2026;Yeni;CAY;Çay;1;10;;;;"])
    monkeypatch.setattr(order_files, "BATCH", 3)
    mapping = order_files.preview(scope, shop, path).mapping
    run_id = order_files.start(scope, shop, path, "s.csv", mapping)
    advance, calls = runs.advance, []

    def dies_third_time(*args: object, **named: object) -> None:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        advance(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(runs, "advance", dies_third_time)
    with pytest.raises(KeyboardInterrupt):
        file_runs.read(run_id)
    stood = run(scope, run_id).done
    file_runs.read(run_id)

    assert stood == 6
    assert counts(run(scope, run_id)) == ("done", 8, 7, 0, 0, 0)
    assert reserved(scope) == {"CAY": (10, 1), "TUZ": (10, 7)}


def test_orders_of_a_closed_platform_are_history(scope: Scope, shop: UUID) -> None:
    closed = connected(scope, "gittigidiyor")
    old = [line.replace(".2026", ".2021").replace("14:05", "") for line in GOOD]
    old[1] = old[1].replace("Yeni", "İade edildi")

    found = taken(scope, closed, uploaded(scope, [*old, "S-3;20.11.2026;Yeni;CAY;Çay;1;5;;;;"]))
    again = taken(scope, closed, uploaded(scope, old))

    with db.transaction(scope) as session:
        tags = session.execute(text("SELECT number, status, tags FROM purchase_order ORDER BY number")).all()
        parked = session.execute(text("SELECT count(*) FROM repair")).scalar_one()
    assert counts(found) == ("done", 4, 2, 0, 0, 1)
    assert counts(again) == ("done", 3, 0, 0, 2, 0)
    assert errors(found) == [(5, "Sipariş Tarihi", "after_closing", "2022-12-31")]
    assert [tuple(row) for row in tags] == [("S-1", "delivered", ["geçmiş"]), ("S-2", "returned", ["geçmiş"])]
    assert (reserved(scope), parked) == ({"CAY": (10, 0), "TUZ": (10, 0)}, 0)


def test_whoever_may_not_write_orders_takes_none_in(scope: Scope, shop: UUID) -> None:
    reader = Scope(scope.merchant_id, uuid4(), frozenset({"channels.read", "orders.read"}))
    path = uploaded(scope, GOOD)

    with pytest.raises(PermissionDenied):
        order_files.preview(reader, shop, path)
    with pytest.raises(PermissionDenied):
        order_files.start(reader, shop, path, "s.csv", order_files.preview(scope, shop, path).mapping)
    with pytest.raises(ConnectionMissing):
        order_files.preview(scope, connected_by_calls(scope), path)

    assert books(scope) == []


def connected_by_calls(scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        return make.connection(session, scope)
