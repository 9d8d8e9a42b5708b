"""A merchant with two suppliers, an order that both send parts of, and articles of each."""

import json
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy import text

from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.routing import actions as routing
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, orders


@dataclass(frozen=True)
class Supplied:
    """`ours` sends package `mine`, the other one `theirs` of the same order; `house` goes from our own shelves."""

    ours: UUID
    other: UUID
    mine: UUID
    theirs: UUID
    house: UUID
    tea: UUID
    """An article of ours."""
    cup: UUID
    """One of the other's."""


def supplied(scope: Scope) -> Supplied:
    with db.transaction(scope) as session:
        shop = catalog.connection(session, scope)
        ours, other = (
            routing.add_place(session, scope, name, is_supplier=True)
            for name in ("Ege Toptan", "Bursa Toptan")
        )
        tea, cup = (catalog.variant(session, scope, sku, name=sku.title()) for sku in ("CAY", "BARDAK"))
        catalog.variant(session, scope, "KASIK")
        for variant, supplier in ((tea, ours), (cup, other)):
            session.execute(
                text(
                    "UPDATE product SET supplier_id = :supplier WHERE id ="
                    " (SELECT product_id FROM variant WHERE id = :variant)"
                ),
                {"supplier": supplier, "variant": variant},
            )
        import_packages(
            session,
            scope,
            shop,
            [
                orders.package("P1", orders.line("869CAY", 2), order="A"),
                orders.package("P2", orders.line("869BARDAK"), order="A"),
                orders.package("P3", orders.line("869KASIK"), order="B"),
            ],
        )
        address = {"name": "Ayşe Yılmaz", "line": "Moda Caddesi 1", "district": "Kadıköy", "city": "İstanbul"}
        session.execute(
            text("UPDATE purchase_order SET shipping_address = CAST(:address AS jsonb), ship_by_at = :at"),
            {"address": json.dumps(address), "at": orders.NOON},
        )
        found = session.execute(text("SELECT external_id, id FROM shipment_package")).all()
        ids = {row.external_id: row.id for row in found}
        routing.assign(session, scope, [ids["P1"]], ours)
        routing.assign(session, scope, [ids["P2"]], other)
    return Supplied(ours, other, ids["P1"], ids["P2"], ids["P3"], tea, cup)


def of(scope: Scope, supplier_id: UUID) -> Scope:
    """Somebody who works for the supplier."""
    may = frozenset({"dashboard.read", "supplies.read", "supplies.write", "notifications.read"})
    return replace(scope, supplier_id=supplier_id, permissions=may)
