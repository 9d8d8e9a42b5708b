"""From the first scan of a package to its shipment and label."""

from uuid import UUID

import pypdfium2
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.routing import actions as routing
from prapazar.domain.packing import actions
from prapazar.domain.packing.enums import Verdict
from prapazar.domain.shipping import actions as shipping
from prapazar.domain.shipping import labels_read
from prapazar.domain.shipping.models import CarrierRule
from prapazar.domain.stock import actions as stock
from prapazar.flows import packing, shipment_desk, shipment_labels
from prapazar.flows.shipment_labels import Print
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders


def _shop(session: Session, scope: Scope) -> dict[str, UUID]:
    """Two packages: tea and cup go into one, a set of two teas and a cup into the other."""
    channel, carrier = catalog.connection(session, scope), catalog.connection(session, scope, "yurtici")
    tea, cup = catalog.variant(session, scope, "TEA"), catalog.variant(session, scope, "CUP", name="Fincan")
    catalog.bundle(session, scope, "SET", {tea: 2, cup: 1})
    stock.set_on_hand(session, scope, [stock.StockCount(tea, 50), stock.StockCount(cup, 50)])
    session.add(CarrierRule(merchant_id=scope.merchant_id, place=1, name="hep", connection_id=carrier))
    session.flush()
    import_packages(
        session,
        scope,
        channel,
        [
            orders.package(
                "P1", orders.line("869TEA", 3), orders.line("869CUP", external_id="2"), order="N1"
            ),
            orders.package("P2", orders.line("869SET"), order="N2"),
        ],
    )
    found = session.execute(text("SELECT external_id, id FROM shipment_package"))
    return {row.external_id: row.id for row in found}


def _scan(scope: Scope, package_id: UUID | None, code: str) -> packing.Scanned:
    with db.transaction(scope) as session:
        return packing.scan(session, scope, package_id, code)


def test_last_item_packs_the_order_tells_the_channel_and_makes_the_label(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipment_desk, "carrier_slugs", lambda: (["yurtici"], []))
    with db.transaction(scope) as session:
        packages = _shop(session, scope)

    opened = _scan(scope, None, "N1")
    said = [
        _scan(scope, packages["P1"], code).verdict for code in ("869CUP", "869CUP", "4*869TEA", "869SET", "?")
    ]
    with db.transaction(scope) as session:
        undone = packing.undo(session, scope, packages["P1"])
        begun = packing.enter(session, scope)
    again = _scan(scope, packages["P1"], "cup")
    last = _scan(scope, packages["P1"], "3*869TEA")

    assert (opened.verdict, [(i.sku, i.wanted) for i in opened.items]) == (
        Verdict.OPENED,
        [("TEA", 3), ("CUP", 1)],
    )
    assert said == [Verdict.COUNTED, Verdict.TOO_MANY, Verdict.TOO_MANY, Verdict.WRONG, Verdict.UNKNOWN]
    assert (undone.verdict, undone.item and undone.item.counted) == (Verdict.UNDONE, 0)
    assert begun.box is None
    assert (again.verdict, last.verdict, last.refusal) == (Verdict.COUNTED, Verdict.PACKED, "")
    with db.transaction(scope) as session:
        state = session.execute(
            text(
                "SELECT o.status, s.carrier, s.status FROM purchase_order o JOIN shipment s ON s.order_id = o.id"
                " WHERE o.number = 'N1'"
            )
        ).one()
        told = session.execute(
            text("SELECT payload ->> 'status' FROM outbox WHERE topic = 'orders.report_status' ORDER BY id")
        ).scalars()
        before = labels_read.of_packages(session, list(packages.values()))[packages["P1"]]
        shipping.record_answer(
            session, scope, before.shipment_id, external_id="7", tracking_number="7330", tracking_url=None
        )
        after = labels_read.of_packages(session, [packages["P1"]])[packages["P1"]]
        assert tuple(state) == ("packed", "yurtici", "waiting")
        assert list(told) == ["picking", "packed"]
        assert (before.is_ready, before.is_refused, after.is_ready) == (False, False, True)
    label = shipment_labels.printed(scope, [after.shipment_id], Print.LABEL)
    assert label is not None
    assert len(pypdfium2.PdfDocument(label.data)) == 1
    assert _scan(scope, None, "P1").verdict is Verdict.NOT_OPEN


def test_bundle_asks_for_its_parts_and_a_stranger_says_who_wants_it(scope: Scope) -> None:
    with db.transaction(scope) as session:
        packages = _shop(session, scope)
        lonely = catalog.variant(session, scope, "LONE")
        assert lonely

    opened = _scan(scope, None, "P2")
    bundle = _scan(scope, packages["P2"], "869SET")
    lone = _scan(scope, packages["P2"], "869LONE")
    early = _scan(scope, None, "869CUP")

    assert [(item.sku, item.wanted, item.is_part) for item in opened.items] == [
        ("TEA", 2, True),
        ("CUP", 1, True),
    ]
    assert bundle.article is not None
    assert (bundle.verdict, bundle.article.is_bundle) == (Verdict.WRONG, True)
    assert lone.article is not None
    assert lone.article.wanted_by == ()
    assert early.article is not None
    assert (early.verdict, early.article.wanted_by) == (Verdict.NO_PACKAGE, ("N1", "N2"))


def test_article_on_an_empty_table_packs_the_order_that_was_fetched_and_wants_nothing_else(
    scope: Scope, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shipment_desk, "carrier_slugs", lambda: (["yurtici"], []))
    with db.transaction(scope) as session:
        channel, tea = catalog.connection(session, scope), catalog.variant(session, scope, "TEA")
        catalog.variant(session, scope, "CUP", name="Fincan")
        stock.set_on_hand(session, scope, [stock.StockCount(tea, 50)])
        import_packages(
            session,
            scope,
            channel,
            [
                orders.package("P1", orders.line("869TEA"), order="N1"),
                orders.package("P2", orders.line("869TEA", 3), order="N2"),
                orders.package(
                    "P3", orders.line("869TEA"), orders.line("869CUP", external_id="2"), order="N3"
                ),
            ],
        )
        early = packing.scan(session, scope, None, "869TEA").verdict
        list_id = actions.make_list(
            session, scope, list(session.execute(text("SELECT id FROM purchase_order")).scalars())
        )
        lines = list(session.execute(text("SELECT id FROM picking_line")).scalars())
        actions.pick(session, scope, list_id, lines, 99)

    said = [_scan(scope, None, code) for code in ("869TEA", "3*869TEA", "869TEA")]

    assert early is Verdict.NO_PACKAGE
    assert [(one.verdict, one.box.number if one.box else "") for one in said] == [
        (Verdict.PACKED, "N1"),
        (Verdict.PACKED, "N2"),
        (Verdict.NO_PACKAGE, ""),
    ]


def test_package_a_supplier_sends_is_refused_at_the_table_with_the_reason(scope: Scope) -> None:
    with db.transaction(scope) as session:
        packages = _shop(session, scope)
        supplier = routing.add_place(session, scope, "Ege Toptan", is_supplier=True)
        routing.assign(session, scope, [packages["P1"]], supplier)

    found = _scan(scope, None, "N1")

    assert (found.verdict, found.refusal, found.box) == (Verdict.NOT_OPEN, "packing.at_supplier", None)
