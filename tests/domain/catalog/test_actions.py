"""Products written one by one and in bulk, on a real PostgreSQL."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import text

from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions import (
    BulkChange,
    archive,
    bulk_edit,
    create_product,
    names,
    restore,
    update_product,
    update_variants,
)
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.enums import ProductStatus
from prapazar.domain.catalog.errors import CatalogRefused, ProductMissing
from prapazar.domain.catalog.queries.filters import ProductFilter, Selection
from prapazar.domain.orders.routing import actions as routing
from prapazar.foundation import db
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog as make

TEA = ProductDraft(
    name="Rize  Çayı",
    code="RZ",
    brand="Çaykur",
    category="Gıda > Çay",
    vat_rate=Decimal(1),
    description="Siyah çay",
    images=("https://img.example/1.jpg",),
    variants=(
        VariantDraft("RZ-500", "8690000000500", name="500 g", cost=Decimal(60), sale_price=Decimal("99.90")),
        VariantDraft("RZ-1000", "8690000001000", name="1 kg", cost=Decimal(110), sale_price=Decimal(189)),
    ),
)


def test_create_product_writes_all_of_it(scope: Scope) -> None:
    with db.transaction(scope) as session:
        product_id = create_product(session, scope, TEA)

    with db.transaction(scope) as session:
        found = queries.product(session, scope, product_id)
    variants = [(v.sku, v.barcode, v.name, v.cost, v.sale_price, v.on_hand) for v in found.variants]
    assert (found.name, found.code, found.brand, found.category, found.vat_rate) == (
        "Rize Çayı",
        "RZ",
        "Çaykur",
        "Gıda > Çay",
        Decimal(1),
    )
    assert (found.images, found.status) == (("https://img.example/1.jpg",), "active")
    assert variants == [
        ("RZ-500", "8690000000500", "500 g", Decimal("60.00"), Decimal("99.90"), 0),
        ("RZ-1000", "8690000001000", "1 kg", Decimal("110.00"), Decimal("189.00"), 0),
    ]


@pytest.mark.parametrize(
    ("draft", "refusal"),
    [
        (ProductDraft("X", (VariantDraft("RZ-500"),)), ("sku_taken", "sku", "RZ-500")),
        (
            ProductDraft("X", (VariantDraft("N", "8690000000500"),)),
            ("barcode_taken", "barcode", "8690000000500"),
        ),
        (ProductDraft("X", (VariantDraft("N"),), code="RZ"), ("code_taken", "code", "RZ")),
        (ProductDraft(" ", (VariantDraft("N"),)), ("missing", "name", "")),
        (ProductDraft("X"), ("missing", "sku", "")),
    ],
)
def test_create_product_refuses_and_writes_nothing(
    scope: Scope, draft: ProductDraft, refusal: tuple[str, str, str]
) -> None:
    with db.transaction(scope) as session:
        create_product(session, scope, TEA)

    with pytest.raises(CatalogRefused) as refused, db.transaction(scope) as session:
        create_product(session, scope, draft)

    with db.transaction(scope) as session:
        count = queries.total(session, scope, ProductFilter()).count
    assert ((refused.value.code, refused.value.field, refused.value.value), count) == (refusal, 1)


def test_create_product_needs_the_permission(scope: Scope) -> None:
    reader = Scope(scope.merchant_id, permissions=frozenset({"products.read"}))

    with pytest.raises(PermissionDenied), db.transaction(reader) as session:
        create_product(session, reader, TEA)

    with db.transaction(scope) as session:
        assert queries.total(session, scope, ProductFilter()).count == 0


def test_two_merchants_may_use_the_same_sku(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(scope) as session:
        mine = create_product(session, scope, TEA)
    with db.transaction(other_scope) as session:
        create_product(session, other_scope, TEA)

    with pytest.raises(ProductMissing), db.transaction(other_scope) as session:
        queries.product(session, other_scope, mine)


def test_update_product_rewrites_only_what_changed(scope: Scope) -> None:
    with db.transaction(scope) as session:
        product_id = create_product(session, scope, TEA)
        before = queries.product(session, scope, product_id)

    with db.transaction(scope) as session:
        same = update_product(session, scope, product_id, TEA)
        between = queries.product(session, scope, product_id)
        renamed = update_product(session, scope, product_id, ProductDraft(name="Ihlamur", brand=""))
        after = queries.product(session, scope, product_id)
        found = queries.page(session, scope, ProductFilter(text="ıhla"))

    assert (same, between) == (False, before)
    assert (renamed, after.name, after.brand, after.category, after.code) == (True, "Ihlamur", "", "", None)
    assert [row.id for row in found.rows] == [product_id]


def test_update_variants_adds_changes_and_removes(scope: Scope) -> None:
    with db.transaction(scope) as session:
        product_id = create_product(session, scope, TEA)
        half, _kilo = queries.product(session, scope, product_id).variants

    with db.transaction(scope) as session:
        ids = update_variants(
            session,
            scope,
            product_id,
            [
                VariantDraft(
                    "RZ-500Y", "8690000000500", name="Yarım kilo", id=half.id, sale_price=Decimal(1)
                ),
                VariantDraft("RZ-2000", sale_price=Decimal(300)),
            ],
        )
        found = queries.product(session, scope, product_id)
        by_new_sku = queries.page(session, scope, ProductFilter(text="rz 2000"))
        by_gone_sku = queries.page(session, scope, ProductFilter(text="8690000001000"))

    variants = [(v.id, v.sku, v.name, v.cost, v.sale_price) for v in found.variants]
    assert variants == [
        (half.id, "RZ-500Y", "Yarım kilo", None, Decimal("99.90")),
        (ids[1], "RZ-2000", "", None, Decimal("300.00")),
    ]
    assert ([row.id for row in by_new_sku.rows], by_gone_sku.rows) == ([product_id], ())


def test_update_variants_keeps_one_that_is_listed(scope: Scope) -> None:
    with db.transaction(scope) as session:
        product_id = create_product(session, scope, TEA)
        half, kilo = queries.product(session, scope, product_id).variants
        make.listing(session, scope, make.connection(session, scope), kilo.id, "8690000001000")

    with pytest.raises(CatalogRefused) as refused, db.transaction(scope) as session:
        update_variants(session, scope, product_id, [VariantDraft("RZ-500", id=half.id)])

    with db.transaction(scope) as session:
        found = queries.product(session, scope, product_id)
    assert (refused.value.code, refused.value.value) == ("variant_used", "RZ-1000")
    assert found.variants == (half, kilo)


def test_archive_hides_and_restore_shows(scope: Scope) -> None:
    with db.transaction(scope) as session:
        product_id = create_product(session, scope, TEA)

    with db.transaction(scope) as session:
        archived = archive(session, scope, [product_id])
        again = archive(session, scope, [product_id])
        hidden = queries.total(session, scope, ProductFilter()).count
        restored = restore(session, scope, [product_id])
        shown = queries.total(session, scope, ProductFilter()).count

    assert (archived, again, hidden, restored, shown) == (1, 0, 0, 1, 1)


def test_bulk_edit_changes_what_the_filter_finds(scope: Scope) -> None:
    with db.transaction(scope) as session:
        for number in range(3):
            draft = ProductDraft(f"Çay {number}", (VariantDraft(f"T{number}"),), brand="Eski")
            create_product(session, scope, draft)
        coffee = create_product(session, scope, ProductDraft("Kahve", (VariantDraft("K"),)))

    with db.transaction(scope) as session:
        chosen = Selection(filter=ProductFilter(text="çay"))
        change = BulkChange(brand="Yeni", category="Gıda > Çay", vat_rate=Decimal(10))
        first = bulk_edit(session, scope, chosen, change)
        second = bulk_edit(session, scope, chosen, change)
        by_brand = queries.total(session, scope, ProductFilter(text="yeni")).count
        by_category = queries.total(session, scope, ProductFilter(category="Gıda")).count
        untouched = queries.product(session, scope, coffee)

    assert (first, second, by_brand, by_category) == (3, 0, 3, 3)
    assert (untouched.brand, untouched.category, untouched.vat_rate) == ("", "", Decimal(20))


def test_bulk_edit_of_ids_archives_them_alone(scope: Scope) -> None:
    with db.transaction(scope) as session:
        ids = [
            create_product(session, scope, ProductDraft("Çay", (VariantDraft(f"T{n}"),))) for n in range(3)
        ]

    with db.transaction(scope) as session:
        none = bulk_edit(session, scope, Selection(), BulkChange(status=ProductStatus.ARCHIVED))
        two = bulk_edit(session, scope, Selection(tuple(ids[:2])), BulkChange(status=ProductStatus.ARCHIVED))
        rest = queries.page(session, scope, ProductFilter())

    assert (none, two, [row.id for row in rest.rows]) == (0, 2, [ids[2]])


def test_brands_that_fold_alike_are_one(scope: Scope) -> None:
    with db.transaction(scope) as session:
        found = names.ensure_brands(session, scope, ["Işık", "IŞIK", "isik ", ""])
        count = session.execute(text("SELECT count(*) FROM brand")).scalar_one()

    assert (len(set(found.values())), sorted(found), count) == (1, ["IŞIK", "Işık", "isik "], 1)


def test_categories_are_made_with_their_parents(scope: Scope) -> None:
    with db.transaction(scope) as session:
        first = names.ensure_categories(session, scope, ["Gıda > Süt > Peynir", "Gıda>Çay", ""])
        again = names.ensure_categories(session, scope, ["Gıda > Süt > Peynir", "Gıda>Çay"])
        rows = session.execute(
            text(
                "SELECT c.path, p.path FROM category c LEFT JOIN category p ON p.id = c.parent_id ORDER BY c.path"
            )
        ).all()

    assert first == again
    assert [tuple(row) for row in rows] == [
        ("Gıda", None),
        ("Gıda > Süt", "Gıda"),
        ("Gıda > Süt > Peynir", "Gıda > Süt"),
        ("Gıda > Çay", "Gıda"),
    ]


def test_update_of_a_product_that_is_not_there(scope: Scope) -> None:
    with pytest.raises(ProductMissing), db.transaction(scope) as session:
        update_product(session, scope, new_id(), TEA)


def test_a_product_names_its_supplier_until_it_is_taken_away(scope: Scope) -> None:
    with db.transaction(scope) as session:
        routing.add_place(session, scope, "Ege Toptan", is_supplier=True)
        product_id = create_product(session, scope, replace(TEA, supplier="ege toptan"))
        said = [queries.product(session, scope, product_id).supplier]
        for supplier in (None, ""):
            update_product(session, scope, product_id, replace(TEA, supplier=supplier))
            said.append(queries.product(session, scope, product_id).supplier)

    with pytest.raises(CatalogRefused) as refused, db.transaction(scope) as session:
        update_product(session, scope, product_id, replace(TEA, supplier="Depo"))

    assert said == ["Ege Toptan", "Ege Toptan", ""]
    assert (refused.value.code, refused.value.field) == ("supplier_unknown", "supplier")
