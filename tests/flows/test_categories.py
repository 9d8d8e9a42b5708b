"""The category tree renamed, moved and merged, with all who know a category following."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.catalog.actions import categories as actions
from prapazar.domain.catalog.actions.names import ensure_categories
from prapazar.domain.catalog.errors import CatalogRefused
from prapazar.domain.catalog.queries import tree
from prapazar.domain.segments import actions as segments
from prapazar.domain.segments import queries, rules
from prapazar.flows import categories
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog

_TREE = ("Gıda > Çay > Yeşil", "Gıda > Kahve", "İçecek > Çay > Siyah", "İçecek > Çay > Yeşil")


@pytest.fixture
def made(scope: Scope) -> dict[str, UUID]:
    """Two trees with a branch of one name, and an article in each green tea."""
    with db.transaction(scope) as session:
        ensure_categories(session, scope, _TREE)
        known = {row.path: row.id for row in tree.category_tree(session, scope)}
        for sku, path in (("A", "Gıda > Çay > Yeşil"), ("B", "İçecek > Çay > Yeşil")):
            catalog.variant(session, scope, sku)
            session.execute(
                text(
                    "UPDATE product SET category_id = :category WHERE id ="
                    " (SELECT product_id FROM variant WHERE sku = :sku)"
                ),
                {"category": known[path], "sku": sku},
            )
    return known


def _tree(scope: Scope) -> dict[str, tuple[int, int]]:
    with db.transaction(scope) as session:
        found = tree.category_tree(session, scope)
    above = {row.id: row.path for row in found}
    assert all(
        row.path == (f"{above[row.parent_id]} > " if row.parent_id else "") + row.name for row in found
    )
    return {row.path: (row.products, row.below) for row in found}


def test_what_lies_below_goes_along_when_it_is_renamed_or_moved(scope: Scope, made: dict[str, UUID]) -> None:
    with db.transaction(scope) as session:
        categories.rename(session, scope, made["Gıda > Çay"], "Bitki çayı")
        categories.move(session, scope, made["İçecek > Çay"], made["Gıda"])

    assert _tree(scope) == {
        "Gıda": (0, 2),
        "Gıda > Bitki çayı": (0, 1),
        "Gıda > Bitki çayı > Yeşil": (1, 1),
        "Gıda > Kahve": (0, 0),
        "Gıda > Çay": (0, 1),
        "Gıda > Çay > Siyah": (0, 0),
        "Gıda > Çay > Yeşil": (1, 1),
        "İçecek": (0, 0),
    }


def test_merged_categories_keep_their_articles_and_whoever_asked_for_them(
    scope: Scope, made: dict[str, UUID]
) -> None:
    gone, kept = made["İçecek > Çay > Yeşil"], made["Gıda > Çay > Yeşil"]
    wanted: dict[str, Any] = {"parts": [{"fact": "category", "test": "is", "values": [str(gone)]}]}
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope)
        segment = segments.save(session, scope, None, "Yeşil çaycılar", rules.read(wanted))
        for key in (gone, kept, made["İçecek > Çay"]):
            session.execute(
                text(
                    "INSERT INTO mapping (id, merchant_id, connection_id, kind, place, key, label, target_id,"
                    " target_name, origin) VALUES (gen_random_uuid(), :merchant, :store, 'category', '', :key,"
                    " '', :value, '', '')"
                ),
                {"merchant": scope.merchant_id, "store": store, "key": str(key), "value": f"of {key}"},
            )
        categories.merge(session, scope, made["İçecek > Çay"], made["Gıda > Çay"])
        mapped = session.execute(text("SELECT key, target_id FROM mapping")).all()
        asked = queries.conditions(session, scope, segment).all_of_them

    assert _tree(scope) == {
        "Gıda": (0, 2),
        "Gıda > Kahve": (0, 0),
        "Gıda > Çay": (0, 2),
        "Gıda > Çay > Siyah": (0, 0),
        "Gıda > Çay > Yeşil": (2, 2),
        "İçecek": (0, 0),
    }
    assert {(row.key, row.target_id) for row in mapped} == {
        (str(kept), f"of {kept}"),
        (str(made["Gıda > Çay"]), f"of {made['İçecek > Çay']}"),
    }
    assert [one.values for one in asked] == [(str(kept),)]


def test_what_would_tear_the_tree_is_refused(scope: Scope, made: dict[str, UUID]) -> None:
    before = _tree(scope)
    tea, green = made["Gıda > Çay"], made["Gıda > Çay > Yeşil"]

    refused = []
    for work in (
        lambda session: actions.move_category(session, scope, tea, green),
        lambda session: actions.merge_category(session, scope, tea, green),
        lambda session: actions.move_category(session, scope, tea, made["İçecek"]),
        lambda session: actions.rename_category(session, scope, tea, "Kahve"),
        lambda session: actions.rename_category(session, scope, tea, "A > B"),
        lambda session: actions.delete_category(session, scope, green),
    ):
        with pytest.raises(CatalogRefused) as error, db.transaction(scope) as session:
            work(session)
        refused.append(error.value.code)

    assert refused == [
        *("category_within", "category_within", "category_taken", "category_taken", "category_sign"),
        "category_used",
    ]
    assert _tree(scope) == before
