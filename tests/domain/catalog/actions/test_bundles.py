"""What a variant may be made of, and who is told when that changes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from prapazar.domain.catalog.actions.bundles import Component, set_components
from prapazar.domain.catalog.errors import ValueInvalid
from prapazar.domain.stock.actions import StockCount, set_on_hand
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog as make

Made = Callable[..., UUID]


@pytest.fixture
def made(scope: Scope) -> Made:
    def make_one(sku: str, of: Scope = scope) -> UUID:
        with db.transaction(of) as session:
            return make.variant(session, of, sku, name=f"Çay {sku}")

    return make_one


def put(scope: Scope, bundle: UUID, *parts: tuple[UUID, int]) -> bool:
    with db.transaction(scope) as session:
        return set_components(session, scope, bundle, [Component(*part) for part in parts])


def kept(scope: Scope) -> list[tuple[UUID, UUID, int]]:
    with db.transaction(scope) as session:
        found = session.execute(
            text("SELECT bundle_id, component_id, quantity FROM bundle_component ORDER BY quantity")
        )
        return [(row[0], row[1], row[2]) for row in found]


def told(scope: Scope) -> list[UUID]:
    with db.transaction(scope) as session:
        found = session.execute(text("SELECT coalesce_key FROM outbox WHERE topic = 'listings.push_stock'"))
        return list(found.scalars())


def test_set_components_replaces_all_and_says_whether_it_changed(scope: Scope, made: Made) -> None:
    box, tea, cup, salt = (made(sku) for sku in ("BOX", "TEA", "CUP", "SALT"))

    changed = [
        put(scope, box, (tea, 2), (cup, 1)),
        put(scope, box, (cup, 1), (tea, 2)),
        put(scope, box, (tea, 3), (salt, 5)),
    ]
    after = kept(scope)
    changed.append(put(scope, box))

    assert changed == [True, False, True, True]
    assert (after, kept(scope)) == ([(box, tea, 3), (box, salt, 5)], [])


def test_set_components_tells_the_bundles_channels_and_the_trail(scope: Scope, made: Made) -> None:
    box, tea = made("BOX"), made("TEA")
    with db.transaction(scope) as session:
        for variant in (box, tea):
            make.listing(session, scope, make.connection(session, scope), variant, f"L-{variant}")

    put(scope, box, (tea, 2))

    with db.transaction(scope) as session:
        trail = session.execute(text('SELECT action, subject_id, "values" FROM audit_entry')).all()
    assert told(scope) == [box]
    assert [tuple(row) for row in trail] == [("products.bundle", box, {"components": {str(tea): 2}})]


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        (lambda box, _tea: [(box, 1)], "bundle_of_itself"),
        (lambda _box, tea: [(tea, 0)], "bundle_quantity"),
        (lambda _box, tea: [(tea, -1)], "bundle_quantity"),
        (lambda _box, tea: [(tea, 1001)], "bundle_quantity"),
        (lambda _box, tea: [(tea, 1), (tea, 2)], "twice"),
        (lambda _box, _tea: [(uuid4(), 1)], "unknown_variant"),
        (lambda _box, _tea: [(uuid4(), 1) for _ in range(51)], "bundle_too_many"),
    ],
)
def test_set_components_refuses_and_writes_nothing(
    scope: Scope, made: Made, parts: Callable[[UUID, UUID], list[tuple[UUID, int]]], code: str
) -> None:
    box, tea = made("BOX"), made("TEA")

    with pytest.raises(ValueInvalid) as refused:
        put(scope, box, *parts(box, tea))

    assert (refused.value.code, kept(scope), told(scope)) == (code, [], [])


def test_set_components_refuses_another_merchants_variants(
    scope: Scope, other_scope: Scope, made: Made
) -> None:
    mine, theirs = made("BOX"), made("TEA", other_scope)

    for bundle, part in ((mine, theirs), (theirs, mine)):
        with pytest.raises(ValueInvalid) as refused:
            put(scope, bundle, (part, 1))
        assert refused.value.code == "unknown_variant"

    assert (kept(scope), kept(other_scope)) == ([], [])


def test_set_components_opens_bundles_once_only(scope: Scope, made: Made) -> None:
    box, tea, crate = made("BOX"), made("TEA"), made("CRATE")
    put(scope, box, (tea, 2))

    with pytest.raises(ValueInvalid) as inner:
        put(scope, crate, (box, 1))
    with pytest.raises(ValueInvalid) as outer:
        put(scope, tea, (crate, 1))

    assert (inner.value.code, inner.value.value) == ("bundle_in_bundle", "BOX")
    assert (outer.value.code, outer.value.value) == ("bundle_is_part", "BOX")
    assert kept(scope) == [(box, tea, 2)]


def test_two_edits_at_once_close_no_circle(scope: Scope, made: Made) -> None:
    first, second = made("A"), made("B")
    start = Barrier(2)

    def edit(bundle: UUID, part: UUID) -> str:
        start.wait(120)
        try:
            put(scope, bundle, (part, 1))
        except ValueInvalid as refused:
            return refused.code
        return ""

    with ThreadPoolExecutor(2) as pool:
        said = list(pool.map(edit, (first, second), (second, first)))

    assert (min(said), len(kept(scope))) == ("", 1)
    assert max(said) in {"bundle_in_bundle", "bundle_is_part"}


def test_variant_with_units_of_its_own_cannot_become_a_bundle(scope: Scope, made: Made) -> None:
    box, tea = made("BOX"), made("TEA")
    with db.transaction(scope) as session:
        set_on_hand(session, scope, [StockCount(box, 3)])

    with pytest.raises(ValueInvalid) as refused:
        put(scope, box, (tea, 1))
    with db.transaction(scope) as session:
        set_on_hand(session, scope, [StockCount(box, 0)])
    allowed = put(scope, box, (tea, 1))

    assert (refused.value.code, allowed) == ("bundle_has_stock", True)


def test_set_components_needs_the_right(scope: Scope, made: Made) -> None:
    box, tea = made("BOX"), made("TEA")

    with pytest.raises(PermissionDenied):
        put(replace(scope, permissions=frozenset({"products.read"})), box, (tea, 1))

    assert kept(scope) == []
