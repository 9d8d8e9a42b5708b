"""A channel's listings come in: matched, suggested, refused, adopted, gone again; twice changes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.connector_kit.errors import Unavailable
from prapazar.connector_kit.records import ListingRecord, ParkedRecord
from prapazar.domain.catalog import queries
from prapazar.domain.catalog.actions import create_product, runs
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.catalog.enums import ImportKind
from prapazar.domain.catalog.queries.filters import ProductFilter
from prapazar.domain.catalog.queries.runs import RunRow
from prapazar.domain.listings import queries_matching
from prapazar.domain.listings.actions.adopt import create_products_from
from prapazar.domain.listings.actions.match import (
    accept_suggestions,
    heed,
    ignore,
    match,
    unmatch,
)
from prapazar.domain.listings.enums import MatchState
from prapazar.domain.listings.errors import ListingMissing, VariantMissing
from prapazar.flows import catalog
from prapazar.foundation import db
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog as make

Page = list[ListingRecord | ParkedRecord]


@dataclass
class Shop:
    """A channel in memory that hands out its listings page by page."""

    pages: Sequence[Page]
    breaks_after: int | None = None

    def fetch_listings(self) -> Iterator[Page]:
        for number, page in enumerate(self.pages):
            if number == self.breaks_after:
                raise Unavailable("away")
            yield list(page)


def record(code: str, *, parent: str | None = None, sku: str | None = None, title: str = "") -> ListingRecord:
    return ListingRecord(
        external_id=code,
        external_parent_id=parent,
        sku=sku,
        barcode=code,
        title=title or f"Ürün {code}",
        parent_title="Pamuklu Tişört" if parent else "",
        options={"Beden": code[-1]} if parent else {},
        price=Decimal("149.90"),
        list_price=Decimal(199),
        quantity=4,
        is_active=True,
        brand="Mavi Su",
        category="Giyim > Tişört",
        vat_rate=Decimal(10),
        description="Yumuşak",
        images=(f"https://img.example/{code}.jpg",),
        desi=Decimal("0.5"),
    )


def imported(scope: Scope, connection_id: UUID, shop: Shop) -> RunRow:
    with db.transaction(scope) as session:
        run_id = runs.start_run(session, scope, ImportKind.CHANNEL, "mağaza", connection_id=connection_id)
    catalog.read_all(scope, connection_id, shop, run_id)
    return finished(scope, run_id)


def finished(scope: Scope, run_id: UUID) -> RunRow:
    with db.transaction(scope) as session:
        run = queries.run(session, scope, run_id)
    assert run is not None
    return run


def counts(run: RunRow) -> tuple[str, int, int, int, int, int]:
    return run.status, run.done, run.created, run.updated, run.unchanged, run.failed


def states(scope: Scope) -> dict[str, tuple[str, UUID | None, UUID | None]]:
    with db.transaction(scope) as session:
        rows = session.execute(
            text("SELECT external_id, match, variant_id, suggested_variant_id FROM listing")
        )
        return {row.external_id: (row.match, row.variant_id, row.suggested_variant_id) for row in rows}


def ids(scope: Scope) -> dict[str, UUID]:
    with db.transaction(scope) as session:
        return {
            row.external_id: row.id for row in session.execute(text("SELECT external_id, id FROM listing"))
        }


def waiting(scope: Scope) -> list[tuple[UUID, UUID]]:
    with db.transaction(scope) as session:
        rows = session.execute(
            text(
                "SELECT partition, coalesce_key FROM outbox WHERE topic = 'listings.push_stock' ORDER BY coalesce_key"
            )
        )
        return [tuple(row) for row in rows]


@pytest.fixture
def channel(scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        return make.connection(session, scope)


def test_import_matches_by_barcode_then_sku_and_tells_the_stock(scope: Scope, channel: UUID) -> None:
    with db.transaction(scope) as session:
        tea, salt = make.variant(session, scope, "CAY"), make.variant(session, scope, "TUZ", name="Tuz")

    run = imported(scope, channel, Shop([[record("869CAY"), record("X1", sku="TUZ")], [record("X2")]]))

    found = states(scope)
    assert counts(run) == ("done", 3, 3, 0, 0, 0)
    assert found == {
        "869CAY": ("matched", tea, None),
        "X1": ("matched", salt, None),
        "X2": ("unmatched", None, None),
    }
    assert waiting(scope) == [(channel, tea), (channel, salt)]


def test_second_import_rewrites_nothing(scope: Scope, channel: UUID) -> None:
    shop = Shop([[record("A"), record("B")]])
    imported(scope, channel, shop)
    with db.transaction(scope) as session:
        before = session.execute(text("SELECT id, xmin::text, seen_at FROM listing ORDER BY id")).all()

    run = imported(scope, channel, shop)

    with db.transaction(scope) as session:
        after = session.execute(text("SELECT id, xmin::text, seen_at FROM listing ORDER BY id")).all()
    assert (counts(run), after) == (("done", 2, 0, 0, 2, 0), before)


def test_changed_and_vanished_listings_are_noticed(scope: Scope, channel: UUID) -> None:
    imported(scope, channel, Shop([[record("A"), record("B"), record("C")]]))

    changed = replace(record("A"), price=Decimal(99), quantity=0)
    run = imported(scope, channel, Shop([[changed, replace(record("B"), is_active=False)]]))

    with db.transaction(scope) as session:
        rows = session.execute(
            text("SELECT external_id, status, seen_price FROM listing ORDER BY external_id")
        )
        seen = [tuple(row) for row in rows]
    assert counts(run) == ("done", 2, 0, 2, 0, 0)
    assert seen == [
        ("A", "active", Decimal(99)),
        ("B", "inactive", Decimal("149.90")),
        ("C", "inactive", Decimal("149.90")),
    ]


def test_listing_back_on_sale_hears_its_stock_and_a_paused_one_stays_paused(
    scope: Scope, channel: UUID
) -> None:
    with db.transaction(scope) as session:
        tea, salt = make.variant(session, scope, "CAY"), make.variant(session, scope, "TUZ")
    both: Page = [record("869CAY"), record("869TUZ")]
    imported(scope, channel, Shop([both]))
    with db.transaction(scope) as session:
        session.execute(text("UPDATE listing SET status = 'inactive' WHERE variant_id = :v"), {"v": tea})
        session.execute(text("UPDATE listing SET status = 'paused' WHERE variant_id = :v"), {"v": salt})
        session.execute(text("DELETE FROM outbox"))

    run = imported(scope, channel, Shop([both]))

    with db.transaction(scope) as session:
        rows = session.execute(text("SELECT status FROM listing ORDER BY external_id")).scalars().all()
    assert (counts(run), rows, waiting(scope)) == (
        ("done", 2, 0, 1, 1, 0),
        ["active", "paused"],
        [(channel, tea)],
    )


def test_doubt_goes_to_review(scope: Scope, channel: UUID) -> None:
    with db.transaction(scope) as session:
        tea, salt = make.variant(session, scope, "CAY"), make.variant(session, scope, "TUZ")

    imported(
        scope,
        channel,
        Shop([[record("869CAY", sku="TUZ"), record("X1", sku="TUZ"), record("X2", sku="TUZ")]]),
    )

    assert states(scope) == {
        "869CAY": ("suggested", None, tea),
        "X1": ("matched", salt, None),
        "X2": ("suggested", None, salt),
    }


def test_title_makes_a_suggestion_only(scope: Scope, channel: UUID) -> None:
    with db.transaction(scope) as session:
        product = create_product(
            session,
            scope,
            ProductDraft(
                "Çaykur Rize Turist Çayı",
                (VariantDraft("R5", name="500 g"), VariantDraft("R10", name="1000 g")),
            ),
        )
        _, kilo = queries.product(session, scope, product).variants

    title = "ÇAYKUR Rize Turist Çayı 1000 G"
    imported(scope, channel, Shop([[record("X", title=title), record("Y", title="Masa Lambası")]]))

    assert states(scope) == {"X": ("suggested", None, kilo.id), "Y": ("unmatched", None, None)}


def test_parked_record_blocks_nothing_and_is_named(scope: Scope, channel: UUID) -> None:
    parked = ParkedRecord("BAD", "vat_unknown", "KDV 7", {})

    run = imported(scope, channel, Shop([[record("A"), parked, record("B")]]))

    assert counts(run) == ("done", 3, 2, 0, 0, 1)
    assert run.errors == [{"row": 0, "column": "BAD", "code": "vat_unknown", "value": "KDV 7"}]


def test_broken_channel_fails_the_run_and_marks_nothing_gone(scope: Scope, channel: UUID) -> None:
    imported(scope, channel, Shop([[record("A"), record("B")]]))

    with db.transaction(scope) as session:
        run_id = runs.start_run(session, scope, ImportKind.CHANNEL, "m", connection_id=channel)
    with pytest.raises(Unavailable):
        catalog.read_all(scope, channel, Shop([[record("A")], [record("B")]], breaks_after=1), run_id)

    with db.transaction(scope) as session:
        active = session.execute(text("SELECT count(*) FROM listing WHERE status = 'active'")).scalar_one()
    run = finished(scope, run_id)
    assert (run.status, [e["code"] for e in run.errors], active) == ("failed", ["connector.unavailable"], 2)


def test_siblings_become_one_product_with_stock_brand_and_category(scope: Scope, channel: UUID) -> None:
    imported(scope, channel, Shop([[record("T-S", parent="T"), record("T-M", parent="T"), record("K")]]))

    done = catalog.adopt_all(scope, channel)

    with db.transaction(scope) as session:
        shirts = queries.page(session, scope, ProductFilter(text="tişört")).rows
        shirt = queries.product(session, scope, shirts[0].id)
    assert (done.products, done.variants, done.refused) == (2, 3, ())
    assert (len(shirts), shirt.name, shirt.brand, shirt.category, shirt.vat_rate) == (
        1,
        "Pamuklu Tişört",
        "Mavi Su",
        "Giyim > Tişört",
        Decimal(10),
    )
    variants = [(v.sku, v.barcode, v.name, v.sale_price, v.list_price, v.on_hand) for v in shirt.variants]
    assert sorted(variants) == [
        ("T-M", "T-M", "M", Decimal("149.90"), Decimal(199), 4),
        ("T-S", "T-S", "S", Decimal("149.90"), Decimal(199), 4),
    ]
    assert {state for state, _, _ in states(scope).values()} == {"matched"}


def test_late_sibling_joins_the_product(scope: Scope, channel: UUID) -> None:
    imported(scope, channel, Shop([[record("T-S", parent="T")]]))
    catalog.adopt_all(scope, channel)
    imported(scope, channel, Shop([[record("T-S", parent="T"), record("T-M", parent="T")]]))

    done = catalog.adopt_all(scope, channel)

    with db.transaction(scope) as session:
        rows = queries.page(session, scope, ProductFilter()).rows
    assert ((done.products, done.variants), [row.variants for row in rows]) == ((0, 1), [2])


def test_what_cannot_be_adopted_is_named(scope: Scope, channel: UUID) -> None:
    with db.transaction(scope) as session:
        tea = make.variant(session, scope, "CAY")
    records: Page = [record("A", sku="CAY"), record("B", sku="CAY"), record("C")]
    imported(scope, channel, Shop([records]))
    listings = ids(scope)

    with db.transaction(scope) as session:
        done = create_products_from(session, scope, list(listings.values()))

    refused = [(item.listing_id, item.code, item.value) for item in done.refused]
    assert ((done.products, done.variants), refused) == ((1, 1), [(listings["B"], "sku_taken", "CAY")])
    assert states(scope)["B"] == ("suggested", None, tea)


def test_refused_listings_do_not_stand_in_the_way(scope: Scope, channel: UUID) -> None:
    blank = [replace(record(f"A{n}"), title=" ") for n in range(3)]
    imported(scope, channel, Shop([[*blank, record("Z")]]))

    first, has_more = catalog.adopt_some(scope, channel, [], most=3)
    passed = [one.listing_id for one in first.refused]
    second, has_still_more = catalog.adopt_some(scope, channel, passed, most=3)

    assert (first.variants, [one.code for one in first.refused], has_more) == (0, ["missing"] * 3, True)
    assert (second.variants, second.refused, has_still_more) == (1, (), False)


def test_second_channel_matches_what_the_first_brought(scope: Scope, channel: UUID) -> None:
    with db.transaction(scope) as session:
        other = make.connection(session, scope, "woocommerce")
    imported(scope, channel, Shop([[record("869", sku="S1")]]))
    catalog.adopt_all(scope, channel)

    imported(scope, other, Shop([[replace(record("57"), barcode=None, sku="S1", quantity=9)]]))

    found = states(scope)
    with db.transaction(scope) as session:
        row = queries.page(session, scope, ProductFilter()).rows[0]
    assert (found["57"], [c.connector for c in row.channels], row.on_hand) == (
        ("matched", found["869"][1], None),
        ["trendyol", "woocommerce"],
        4,
    )


def test_product_made_later_is_matched_by_the_next_import(scope: Scope, channel: UUID) -> None:
    shop = Shop([[record("869CAY")]])
    imported(scope, channel, shop)
    with db.transaction(scope) as session:
        tea = make.variant(session, scope, "CAY")

    imported(scope, channel, shop)

    assert states(scope) == {"869CAY": ("matched", tea, None)}


def test_person_matches_by_hand_and_the_import_respects_it(scope: Scope, channel: UUID) -> None:
    with db.transaction(scope) as session:
        tea, salt = make.variant(session, scope, "CAY"), make.variant(session, scope, "TUZ")
    imported(scope, channel, Shop([[record("869CAY")]]))
    listing = ids(scope)["869CAY"]

    with db.transaction(scope) as session:
        match(session, scope, listing, salt)
    imported(scope, channel, Shop([[replace(record("869CAY"), quantity=1)]]))

    assert states(scope)["869CAY"] == ("matched", salt, None)
    assert waiting(scope) == [(channel, tea), (channel, salt)]


def test_unmatched_by_a_person_stays_a_suggestion(scope: Scope, channel: UUID) -> None:
    with db.transaction(scope) as session:
        tea = make.variant(session, scope, "CAY")
    imported(scope, channel, Shop([[record("869CAY")]]))
    listing = ids(scope)["869CAY"]

    with db.transaction(scope) as session:
        unmatch(session, scope, [listing])
    imported(scope, channel, Shop([[replace(record("869CAY"), quantity=1)]]))
    undone = states(scope)["869CAY"]
    with db.transaction(scope) as session:
        accepted = accept_suggestions(session, scope, [listing])

    assert (undone, accepted, states(scope)["869CAY"]) == (
        ("suggested", None, tea),
        1,
        ("matched", tea, None),
    )


def test_ignored_listing_stays_ignored_until_heeded(scope: Scope, channel: UUID) -> None:
    shop = Shop([[record("869CAY")]])
    imported(scope, channel, shop)
    listing = ids(scope)["869CAY"]
    with db.transaction(scope) as session:
        ignored = ignore(session, scope, [listing])
        tea = make.variant(session, scope, "CAY")
    imported(scope, channel, shop)
    kept = states(scope)["869CAY"]

    with db.transaction(scope) as session:
        heeded = heed(session, scope, [listing])
    imported(scope, channel, shop)

    assert (ignored, kept, heeded) == (1, ("ignored", None, None), 1)
    assert states(scope)["869CAY"] == ("matched", tea, None)


def test_match_refuses_what_is_not_ours(scope: Scope, other_scope: Scope, channel: UUID) -> None:
    with db.transaction(other_scope) as session:
        theirs = make.variant(session, other_scope, "CAY")
    with db.transaction(scope) as session:
        mine = make.variant(session, scope, "TUZ")
    imported(scope, channel, Shop([[record("A")]]))
    listing = ids(scope)["A"]

    with pytest.raises(VariantMissing), db.transaction(scope) as session:
        match(session, scope, listing, theirs)
    with pytest.raises(ListingMissing), db.transaction(scope) as session:
        match(session, scope, new_id(), mine)
    reader = Scope(scope.merchant_id, permissions=frozenset({"listings.read"}))
    with pytest.raises(PermissionDenied), db.transaction(reader) as session:
        match(session, reader, listing, mine)

    assert states(scope)["A"] == ("unmatched", None, None)


def test_review_shows_listings_beside_their_suggestion(scope: Scope, channel: UUID) -> None:
    with db.transaction(scope) as session:
        make.variant(session, scope, "TUZ", name="Deniz Tuzu")
    imported(scope, channel, Shop([[record("869TUZ", sku="YOK"), record("X2", sku="TUZ"), record("Y")]]))

    with db.transaction(scope) as session:
        rows = queries_matching.listings_by_match(session, scope, MatchState.SUGGESTED)
        counted = queries_matching.match_counts(session, scope, channel)
        choices = queries_matching.variant_choices(session, scope, "deniz")

    assert [(r.external_id, r.suggested_sku, r.suggested_name, r.price) for r in rows] == [
        ("X2", "TUZ", "Deniz Tuzu", Decimal("149.90"))
    ]
    assert counted == {
        MatchState.MATCHED: 1,
        MatchState.SUGGESTED: 1,
        MatchState.UNMATCHED: 1,
        MatchState.IGNORED: 0,
    }
    assert choices == []
