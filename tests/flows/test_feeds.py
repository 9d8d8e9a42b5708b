"""The file a channel fetches: what is in it, what is left out and why, and when it is written again."""

import gzip
import tracemalloc
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.channels import actions as channel_actions
from prapazar.domain.feeds import actions, queries
from prapazar.domain.pricing.actions import PriceLine, set_prices
from prapazar.flows import feeds
from prapazar.flows.connections import ConnectionIdle
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog as make
from tests.factories import feeds as made

_MEGABYTE = 1 << 20


def _article(
    scope: Scope, sku: str = "0000000017", name: str = "Çay 500 g", quantity: int = 7, **more: object
) -> UUID:
    with db.transaction(scope) as session:
        variant = make.variant(session, scope, sku, name=name)
        made.complete(session, scope, variant, quantity, **more)
    return variant


def _remarks(scope: Scope, connection_id: UUID, search: str = "") -> list[tuple[str, bool, str, str]]:
    with db.transaction(scope) as session:
        [run, *_] = queries.runs(session, scope, connection_id)
        found, _ = queries.remarks(session, scope, run.id, search=search)
    return [(one.sku, one.is_left_out, one.code, one.field) for one in found]


def _change(scope: Scope, statement: str, **values: object) -> None:
    with db.transaction(scope) as session:
        session.execute(text(statement), values)


def test_connecting_opens_a_feed_that_is_looked_at_by_a_job(scope: Scope) -> None:
    connection_id = made.connect(scope, "google_feed", format="tsv")

    with db.transaction(scope) as session:
        feed = queries.feed(session, connection_id)
        jobs = made.jobs(session, connection_id)

    assert (feed.format, feed.is_asked, feed.digest, jobs) == ("tsv", True, None, ["feed"])
    assert feeds.address(feed).endswith(f"/feeds/{feed.key}.tsv")
    assert len(feed.key) == 32


def test_article_is_told_exactly(scope: Scope) -> None:
    _article(scope)
    connection_id = made.connect(scope, "akakce")

    assert feeds.look(connection_id) == 1

    [row] = made.xml_rows(made.content(scope, connection_id), "product")
    assert made.values(row) == {
        "sku": "0000000017",
        "name": "Rize Çaycısı Çay 500 g",
        "url": "https://magaza.example/urun/0000000017",
        "imgUrl": "https://cdn.example/1.jpg",
        "additionalimages/imgUrl": "https://cdn.example/2.jpg",
        "description": "Şifalı & ılık çay\nİkinci satır",
        "price": "100.00",
        "shipPrice": "75.50",
        "dayOfDelivery": "2",
        "quantity": "7",
        "productBrand": "Rize Çaycısı",
        "productCategory": "Gıda > Çay",
        "barcode": "8690000000017",
    }


def test_packed_file_holds_the_same(scope: Scope) -> None:
    _article(scope)
    connection_id = made.connect(scope, "cimri")

    feeds.look(connection_id)

    plain = made.content(scope, connection_id)
    assert gzip.decompress(made.content(scope, connection_id, is_packed=True)) == plain
    assert {path.name.startswith(".new") for path in feeds.folder_of(connection_id).iterdir()} == {False}


def test_stock_follows_the_rules_of_the_connection(scope: Scope) -> None:
    _article(scope, quantity=20)
    connection_id = made.connect(scope, "akakce")
    with db.transaction(scope) as session:
        channel_actions.set_offer(session, scope, connection_id, buffer=3, percent=50, cap=6)

    feeds.look(connection_id)

    [row] = made.xml_rows(made.content(scope, connection_id), "product")
    assert made.values(row)["quantity"] == "6"


def test_every_article_that_is_left_out_has_its_cause(scope: Scope) -> None:
    _article(scope, "0000000017")
    _article(scope, "SIFIR", quantity=0)
    _article(scope, "RESIMSIZ", images=[])
    _article(scope, "UCUZ")
    _article(scope, "TABANSIZ")
    _article(scope, "EURO")
    _change(scope, "UPDATE variant SET sale_price = NULL WHERE sku = 'UCUZ'")
    _change(scope, "UPDATE variant SET floor_price = NULL WHERE sku = 'TABANSIZ'")
    _change(scope, "UPDATE variant SET currency = 'EUR' WHERE sku = 'EURO'")
    with db.transaction(scope) as session:
        make.variant(session, scope, "SAYILMAMIS")
    connection_id = made.connect(scope, "akakce")

    assert feeds.look(connection_id) == 1

    assert sorted(_remarks(scope, connection_id)) == [
        ("EURO", True, "currency", ""),
        ("RESIMSIZ", True, "missing", "image"),
        ("SAYILMAMIS", True, "not_counted", ""),
        ("SIFIR", True, "out_of_stock", ""),
        ("TABANSIZ", True, "no_floor", ""),
        ("UCUZ", True, "no_price", ""),
    ]
    with db.transaction(scope) as session:
        [run] = queries.runs(session, scope, connection_id)
    assert (run.status, run.total, run.done, run.written, run.left_out) == ("done", 7, 7, 1, 6)
    assert [sku for sku, *_ in _remarks(scope, connection_id, "sayilmamış")] == ["SAYILMAMIS"]


def test_wrong_check_digit_is_said_and_not_told(scope: Scope) -> None:
    _article(scope, "0000000018")
    connection_id = made.connect(scope, "google_feed")

    feeds.look(connection_id)

    [row] = made.xml_rows(made.content(scope, connection_id), "item")
    assert "gtin" not in made.values(row)
    assert _remarks(scope, connection_id) == [("0000000018", False, "gtin_wrong", "gtin")]


def test_nothing_is_written_while_nothing_changes(scope: Scope) -> None:
    _article(scope)
    connection_id = made.connect(scope, "cimri")
    feeds.look(connection_id)
    past = "UPDATE {} SET updated_at = now() - interval '1 hour'"
    for table in ("product", "variant", "stock"):
        _change(scope, past.format(table))
    before = made.content(scope, connection_id)

    assert feeds.look(connection_id) == 0
    with db.transaction(scope) as session:
        set_prices(session, scope, [PriceLine("0000000017", Decimal(120), None, None)], reason="test")

    assert feeds.look(connection_id) == 1
    assert made.content(scope, connection_id) != before


def test_same_articles_make_the_same_bytes_and_keep_their_moment(scope: Scope) -> None:
    _article(scope)
    connection_id = made.connect(scope, "meta_feed")
    feeds.look(connection_id)
    with db.transaction(scope) as session:
        before = queries.feed(session, connection_id)

    feeds.write_now(scope, connection_id)
    feeds.look(connection_id)

    with db.transaction(scope) as session:
        after = queries.feed(session, connection_id)
        runs = queries.runs(session, scope, connection_id)
    assert (after.digest, after.changed_at) == (before.digest, before.changed_at)
    assert [run.is_changed for run in runs] == [False, True]


def test_new_rules_are_a_change(scope: Scope) -> None:
    _article(scope, quantity=20)
    connection_id = made.connect(scope, "cimri")
    feeds.look(connection_id)
    for table in ("product", "variant", "stock"):
        _change(scope, f"UPDATE {table} SET updated_at = now() - interval '1 hour'")

    with db.transaction(scope) as session:
        channel_actions.set_offer(session, scope, connection_id, buffer=0, percent=100, cap=1)

    assert feeds.look(connection_id) == 1


def test_category_is_mapped_by_the_nearest_above(scope: Scope) -> None:
    _article(scope, category="Gıda > Çay > Siyah")
    connection_id = made.connect(scope, "google_feed", format="tsv")
    with db.transaction(scope) as session:
        actions.map_category(session, scope, connection_id, "Gıda", "422")
        actions.map_category(session, scope, connection_id, "Gıda > Çay", "2073")

    feeds.look(connection_id)

    [row] = made.table_rows(made.content(scope, connection_id), "\t")
    assert (row["google_product_category"], row["product_type"]) == ("2073", "Gıda > Çay > Siyah")
    assert (row["shipping"], row["price"]) == ("TR:::75.50 TRY", "100.00 TRY")


def test_link_comes_from_the_connected_shop_where_there_is_no_pattern(scope: Scope) -> None:
    variant = _article(scope)
    with db.transaction(scope) as session:
        shop = make.connection(session, scope, "woocommerce")
        listing = make.listing(session, scope, shop, variant, "77")
        session.execute(
            text("UPDATE listing SET url = 'https://magaza.example/?p=77' WHERE id = :id"), {"id": listing}
        )
    connection_id = made.connect(scope, "cimri", link_template="")

    feeds.look(connection_id)

    rows = made.xml_rows(
        made.content(scope, connection_id), "{http://www.cimri.com/schema/merchant/upload}MerchantItem"
    )
    assert [made.values(row)["itemUrl"] for row in rows] == ["https://magaza.example/?p=77"]


def test_failed_writing_leaves_the_file_before_it(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> None:
    _article(scope)
    connection_id = made.connect(scope, "akakce")
    feeds.look(connection_id)
    before = made.content(scope, connection_id)
    feeds.write_now(scope, connection_id)

    def broken(*_: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as patch:
        patch.setattr(feeds, "item", broken)
        with pytest.raises(RuntimeError):
            feeds.look(connection_id)

    assert made.content(scope, connection_id) == before
    with db.transaction(scope) as session:
        [run, _] = queries.runs(session, scope, connection_id)
    assert (run.status, run.error) == ("failed", "feeds.failed")
    assert feeds.look(connection_id) == 1


def test_lost_file_is_written_again_and_one_without_a_feed_goes(scope: Scope) -> None:
    _article(scope)
    connection_id = made.connect(scope, "akakce")
    feeds.look(connection_id)
    for path in feeds.folder_of(connection_id).iterdir():
        path.unlink()

    assert feeds.look(connection_id) == 1
    with db.transaction(scope) as session:
        channel_actions.remove(session, scope, connection_id)
    assert feeds.remove_abandoned() >= 1
    assert not feeds.folder_of(connection_id).exists()


def test_paused_connection_writes_nothing(scope: Scope) -> None:
    connection_id = made.connect(scope, "akakce")
    with db.transaction(scope) as session:
        channel_actions.pause(session, scope, connection_id)

    with pytest.raises(ConnectionIdle):
        feeds.look(connection_id)


def test_articles_of_others_are_never_in_it(scope: Scope, other_scope: Scope) -> None:
    _article(other_scope, "BASKASININ")
    connection_id = made.connect(scope, "cimri")

    assert feeds.look(connection_id) == 0
    assert b"BASKASININ" not in made.content(scope, connection_id)


def test_thousands_of_articles_pass_through_a_bounded_memory(scope: Scope, database: str) -> None:
    with db.transaction(scope) as session:
        made.fill(session, scope, 8_000)
    made.analyze(database)
    connection_id = made.connect(scope, "google_feed")

    tracemalloc.start()
    written = feeds.look(connection_id)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    data = made.content(scope, connection_id)
    assert (written, len(made.xml_rows(data, "item"))) == (8_000, 8_000)
    assert len(data) > 7 * _MEGABYTE
    assert peak < 6 * _MEGABYTE
