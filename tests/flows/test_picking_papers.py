"""Picking lists as they come out of the printer, read back by a scanner's library."""

import zxingcpp
from sqlalchemy import text

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.packing import actions
from prapazar.domain.shipping.labels.files import pictures
from prapazar.domain.stock import actions as stock
from prapazar.flows import picking_papers
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders


def _read(document: bytes) -> list[str]:
    pages = [zxingcpp.read_barcodes(page) for page in pictures(document, 200)]
    return sorted({code.text for page in pages for code in page})


def test_bars_of_articles_and_boxes_are_read_back_on_every_page(scope: Scope) -> None:
    with db.transaction(scope) as session:
        channel = catalog.connection(session, scope)
        variants = [
            catalog.variant(session, scope, f"01234567{n:02}", name="Şölen Ğüçlü Çikolata") for n in range(20)
        ]
        stock.set_on_hand(session, scope, [stock.StockCount(one, 9) for one in variants])
        packages = [orders.package(f"P{n}", orders.line(f"86901234567{n:02}")) for n in range(20)]
        import_packages(session, scope, channel, packages)
        ids = session.execute(text("SELECT id FROM purchase_order")).scalars()
        made = actions.make_list(session, scope, list(ids))

        by_shelf = picking_papers.pdf(session, scope, made, "shelf")
        by_order = picking_papers.pdf(session, scope, made, "order")

    articles = [f"86901234567{n:02}" for n in range(20)]
    assert _read(by_shelf) == articles
    assert _read(by_order) == sorted([*articles, *(f"T000001-{n}" for n in range(1, 21))])
