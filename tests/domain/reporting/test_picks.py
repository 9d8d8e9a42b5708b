"""What a dealer has picked from suppliers, counted by hand beside the books."""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import text

from prapazar.domain.reporting import picks
from prapazar.domain.reporting.picks import Picks
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog, supplying


def test_picks_are_articles_of_suppliers_and_of_ones_own_stores(scope: Scope) -> None:
    made = supplying.supplied(scope)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE variant SET cost = 90 WHERE id = :id"), {"id": made.tea})
        session.execute(text("UPDATE variant SET cost = 50 WHERE id = :id"), {"id": made.cup})
        store = catalog.connection(session, scope, "n11")
        catalog.listing(session, scope, store, made.cup, "BARDAK")

        everything = (picks.picks(session, scope), picks.thinnest(session, scope))
    with db.transaction(one := replace(scope, stores=frozenset({store}))) as session:
        own = (picks.picks(session, one), picks.thinnest(session, one))

    # 100 with 20 % VAT is 83.33 without.
    assert everything[0] == Picks(articles=2, on_sale=1, unpriced=0, below_cost=1)
    assert [(row.sku, row.supplier, round(row.left, 2), round(row.share, 3)) for row in everything[1]] == [
        ("CAY", "Ege Toptan", Decimal("-6.67"), Decimal("-0.080")),
        ("BARDAK", "Bursa Toptan", Decimal("33.33"), Decimal("0.400")),
    ]
    assert own[0] == Picks(articles=1, on_sale=1, unpriced=0, below_cost=0)
    assert [row.sku for row in own[1]] == ["BARDAK"]
