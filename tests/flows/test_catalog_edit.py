"""Saving a product as a whole: facts, variants, prices and floors go in together or not at all."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.catalog import queries
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.queries import ProductView
from prapazar.flows import catalog_edit
from prapazar.flows.catalog_edit import VariantRefused
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog as make

TEA = VariantDraft("CAY", "8690000000500", sale_price=Decimal(100), floor_price=Decimal(80))
DRAFT = ProductDraft("Rize Çayı", (TEA,))


def created(scope: Scope, variant: VariantDraft = TEA) -> tuple[UUID, VariantDraft]:
    with db.transaction(scope) as session:
        product_id = catalog_edit.create(session, scope, replace(DRAFT, variants=(variant,)))
        variant_id = queries.product(session, scope, product_id).variants[0].id
    return product_id, replace(variant, id=variant_id)


def saved(scope: Scope, product_id: UUID, variant: VariantDraft, name: str = "Rize Çayı") -> ProductView:
    with db.transaction(scope) as session:
        catalog_edit.save(session, scope, product_id, ProductDraft(name, (variant,)))
        return queries.product(session, scope, product_id)


def view(scope: Scope, product_id: UUID) -> ProductView:
    with db.transaction(scope) as session:
        return queries.product(session, scope, product_id)


def pushes(scope: Scope) -> list[str]:
    with db.transaction(scope) as session:
        return list(session.execute(text("SELECT topic FROM outbox ORDER BY topic")).scalars())


@pytest.mark.parametrize(("sale", "floor"), [("60", "50"), ("200", "150"), ("90", "80"), ("100", "90")])
def test_price_and_floor_move_together(scope: Scope, sale: str, floor: str) -> None:
    product_id, tea = created(scope)

    after = saved(scope, product_id, replace(tea, sale_price=Decimal(sale), floor_price=Decimal(floor)))

    assert (after.variants[0].sale_price, after.variants[0].floor_price) == (Decimal(sale), Decimal(floor))


def test_saving_what_stands_tells_nobody(scope: Scope) -> None:
    product_id, tea = created(scope)
    assert tea.id
    with db.transaction(scope) as session:
        make.listing(session, scope, make.connection(session, scope), tea.id, "8690000000500")
    before = view(scope, product_id)

    after = saved(scope, product_id, tea)

    assert (after, pushes(scope)) == (before, [])


def test_cost_lets_out_a_price_that_was_held_back(scope: Scope) -> None:
    product_id, tea = created(scope, replace(TEA, floor_price=None))
    assert tea.id
    with db.transaction(scope) as session:
        make.listing(session, scope, make.connection(session, scope), tea.id, "8690000000500")

    saved(scope, product_id, replace(tea, cost=Decimal(70)))

    assert pushes(scope) == ["listings.push_price"]


def test_refused_price_keeps_nothing_of_the_form(scope: Scope) -> None:
    product_id, tea = created(scope)
    before = view(scope, product_id)

    with pytest.raises(VariantRefused) as refused:
        saved(scope, product_id, replace(tea, sale_price=Decimal(79)), name="Yeni ad")

    assert (refused.value.place, refused.value.code, refused.value.field) == (0, "below_floor", "sale_price")
    assert view(scope, product_id) == before


def test_price_cannot_be_taken_away(scope: Scope) -> None:
    product_id, tea = created(scope)

    with pytest.raises(VariantRefused) as refused:
        saved(scope, product_id, replace(tea, sale_price=None))

    assert (refused.value.code, refused.value.field) == ("missing", "sale_price")


def test_prices_need_their_own_permission(scope: Scope) -> None:
    product_id, tea = created(scope)
    clerk = Scope(scope.merchant_id, permissions=frozenset({"products.read", "products.write"}))

    renamed = saved(clerk, product_id, tea, name="Başka ad")
    with pytest.raises(PermissionDenied):
        saved(clerk, product_id, replace(tea, sale_price=Decimal(110)))

    assert (renamed.name, view(scope, product_id)) == ("Başka ad", renamed)
