"""A supplier's articles: what it told of them, and when."""

from sqlalchemy import text

from prapazar.domain.dropship import goods
from prapazar.domain.dropship.goods import Shelf, ToldRow
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import supplying


def test_tell_sets_what_is_its_own_and_reports_the_rest(scope: Scope) -> None:
    made = supplying.supplied(scope)
    wrong = {"row": 5, "column": "units", "code": "not_a_number", "value": "çok"}
    own = supplying.of(scope, made.ours)
    with db.transaction(own) as session:
        before = (goods.shelf(session, own), [row.told_at for row in goods.feeds(session, own)])

    with db.transaction(scope) as session:
        rows = [ToldRow(2, "CAY", 30), ToldRow(3, "BARDAK", 9), ToldRow(4, "YOK", 1)]
        told = goods.tell(session, scope, made.ours, rows, [wrong], source="stok.xlsx")
        stock = session.execute(
            text(
                "SELECT v.sku, s.on_hand FROM stock s JOIN variant v ON v.id = s.variant_id WHERE s.warehouse_id = :w"
            ),
            {"w": made.ours},
        ).all()

    with db.transaction(own) as session:
        shelf, [row], [feed] = goods.shelf(session, own), goods.goods(session, own), goods.feeds(session, own)
    assert before == (Shelf(articles=1, units=0, gone=0, untold=1), [None])
    assert (told.rows, told.changed, told.failed) == (4, 1, 3)
    assert [(one["row"], one["code"], one["value"]) for one in told.errors] == [
        (3, "sku_unknown", "BARDAK"),
        (4, "sku_unknown", "YOK"),
        (5, "not_a_number", "çok"),
    ]
    assert [tuple(one) for one in stock] == [("CAY", 30)]
    assert shelf == Shelf(articles=1, units=30, gone=0, untold=0)
    assert (row.sku, row.supplier, row.on_hand, row.reserved) == ("CAY", "Ege Toptan", 30, 2)
    assert (feed.name, feed.source, feed.rows, feed.failed) == ("Ege Toptan", "stok.xlsx", 4, 3)


def test_goods_are_paged_by_name(scope: Scope) -> None:
    supplying.supplied(scope)

    with db.transaction(scope) as session:
        [first] = goods.goods(session, scope, limit=1)
        behind = goods.goods(session, scope, cursor=goods.cursor(first))

    assert [first.sku, *(row.sku for row in behind)] == ["BARDAK", "CAY"]


def test_feeds_stand_with_who_never_told_before_the_others(scope: Scope) -> None:
    made = supplying.supplied(scope)
    with db.transaction(scope) as session:
        goods.tell(session, scope, made.other, [ToldRow(2, "BARDAK", 1)], source="b.csv")

        assert [(row.name, row.source) for row in goods.feeds(session, scope)] == [
            ("Ege Toptan", ""),
            ("Bursa Toptan", "b.csv"),
        ]
