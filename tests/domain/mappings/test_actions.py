"""Mapping, accepting suggestions above a share, undoing, and what one connection remembers for the next."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.catalog.actions import create_product
from prapazar.domain.catalog.drafts import ProductDraft, VariantDraft
from prapazar.domain.channels import actions as channels
from prapazar.domain.mappings import actions, queries, suggestions
from prapazar.domain.mappings.actions import Choice
from prapazar.domain.mappings.enums import MappingKind, Reason
from prapazar.domain.mappings.errors import MappingInvalid
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories import catalog as make

_TREE = [
    ("1", None, "Ev", False),
    ("2", "1", "Kupalar", True),
    ("3", "1", "Bardak", True),
    ("9", None, "Şal", True),
]
CATEGORY, VALUE = MappingKind.CATEGORY, MappingKind.VALUE


def _channel(session: Session, scope: Scope, connector: str = "trendyol") -> UUID:
    connection_id = make.connection(session, scope, connector)
    channels.replace_categories(session, scope, connection_id, _TREE)
    return connection_id


def _product(session: Session, scope: Scope, sku: str, category: str, **options: str) -> None:
    variant = VariantDraft(sku, f"869{sku}", options=options)
    create_product(session, scope, ProductDraft(f"Ürün {sku}", (variant,), category=category))


def _shown(
    session: Session, scope: Scope, connection_id: UUID, kind: MappingKind
) -> list[tuple[str, str, str]]:
    """(label, view, target) of every line."""
    found = []
    for line in suggestions.lines(session, scope, connection_id, kind):
        title = (
            line.mapping.target_name
            if line.mapping
            else line.suggestion.target_name
            if line.suggestion
            else ""
        )
        found.append((line.key.label, line.view, title))
    return found


def test_suggestions_above_a_share_are_accepted_and_taken_back(scope: Scope) -> None:
    with db.transaction(scope) as session:
        channel = _channel(session, scope)
        for sku, category in (("1", "Ev > Kupa"), ("2", "Şal"), ("3", "Hırdavat")):
            _product(session, scope, sku, category)
        before = _shown(session, scope, channel, CATEGORY)

        sure = actions.accept(session, scope, channel, CATEGORY, share=100)
        rest = actions.accept(session, scope, channel, CATEGORY, share=50)
        after = _shown(session, scope, channel, CATEGORY)
        actions.remove(session, scope, channel, [*sure, *rest])

    assert before == [
        ("Ev > Kupa", "suggested", "Ev > Kupalar"),
        ("Hırdavat", "open", ""),
        ("Şal", "suggested", "Şal"),
    ]
    assert (len(sure), len(rest)) == (1, 1)
    assert [view for _, view, _ in after] == ["mapped", "open", "mapped"]
    with db.transaction(scope) as session:
        assert _shown(session, scope, channel, CATEGORY) == before


def test_next_connection_of_the_same_channel_is_offered_what_was_mapped(scope: Scope) -> None:
    with db.transaction(scope) as session:
        first, second, stranger = (_channel(session, scope, one) for one in ("trendyol", "trendyol", "n11"))
        _product(session, scope, "1", "Hırdavat")
        key = queries.keys(session, first, CATEGORY)[0].key
        actions.map_keys(session, scope, first, CATEGORY, [Choice("", key, "3")])

        [line] = suggestions.lines(session, scope, second, CATEGORY)
        [unknown] = suggestions.lines(session, scope, stranger, CATEGORY)
        actions.accept(session, scope, second, CATEGORY, only=[("", key)])
        origin = session.execute(
            text("SELECT origin FROM mapping WHERE connection_id = :id"), {"id": second}
        ).scalar_one()

    assert line.suggestion is not None
    assert (line.suggestion.target_name, line.suggestion.reason) == ("Ev > Bardak", Reason.SAME_CONNECTOR)
    assert (unknown.view, origin) == ("open", "remembered")


def test_products_that_stand_on_the_channel_tell_their_category(scope: Scope) -> None:
    with db.transaction(scope) as session:
        channel = _channel(session, scope)
        _product(session, scope, "1", "Hırdavat")
        variant = session.execute(text("SELECT id FROM variant")).scalar_one()
        listing = make.listing(session, scope, channel, variant, "1")
        session.execute(
            text("UPDATE listing SET raw = jsonb_build_object('category', 'BARDAK') WHERE id = :id"),
            {"id": listing},
        )

        [line] = suggestions.lines(session, scope, channel, CATEGORY)

    assert line.suggestion is not None
    assert (line.suggestion.target_id, line.suggestion.reason) == ("3", Reason.LISTED_THERE)


def test_values_and_attributes_of_a_mapped_category_are_asked_for(scope: Scope) -> None:
    with db.transaction(scope) as session:
        channel = _channel(session, scope)
        _product(session, scope, "1", "Şal", Renk="Kırmızı")
        _product(session, scope, "2", "Şal", Renk="Bordo")
        actions.accept(session, scope, channel, CATEGORY)
        asked = {
            "external_id": "47", "place": 0, "name": "Renk", "is_required": True, "allows_custom": False,
            "is_variant": True, "choices": [{"id": "10", "name": "kırmızı"}, {"id": "11", "name": "Mor"}],
        }  # fmt: skip
        channels.replace_attributes(session, scope, channel, "9", [asked])

        attributes = _shown(session, scope, channel, MappingKind.ATTRIBUTE)
        values = _shown(session, scope, channel, VALUE)
        actions.map_keys(session, scope, channel, VALUE, [Choice("9/47", "bordo", "11")])
        actions.map_attribute(session, scope, channel, "9", "47", "own:renk")
        mapped = _shown(session, scope, channel, MappingKind.ATTRIBUTE) + _shown(
            session, scope, channel, VALUE
        )

    assert attributes == [("Renk", "suggested", "Renk")]
    assert values == [("Bordo", "open", "")]
    assert mapped == [("Renk", "mapped", "Renk"), ("Bordo", "mapped", "Mor")]


@pytest.mark.parametrize("wrong", [Choice("", "nobody", "3"), Choice("", "", "1")])
def test_target_that_is_no_leaf_or_key_that_is_not_ours_is_refused(scope: Scope, wrong: Choice) -> None:
    with db.transaction(scope) as session:
        channel = _channel(session, scope)
        _product(session, scope, "1", "Şal")
        key = wrong.key or queries.keys(session, channel, CATEGORY)[0].key

        with pytest.raises(MappingInvalid):
            actions.map_keys(session, scope, channel, CATEGORY, [Choice("", key, wrong.target_id)])

        assert session.execute(text("SELECT count(*) FROM mapping")).scalar_one() == 0


def test_other_merchants_neither_see_nor_remember_a_mapping(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(scope) as session:
        channel = _channel(session, scope)
        _product(session, scope, "1", "Hırdavat")
        key = queries.keys(session, channel, CATEGORY)[0].key
        actions.map_keys(session, scope, channel, CATEGORY, [Choice("", key, "3")])
    with db.transaction(other_scope) as session:
        theirs = _channel(session, other_scope)
        _product(session, other_scope, "1", "Hırdavat")

        assert _shown(session, other_scope, theirs, CATEGORY) == [("Hırdavat", "open", "")]
        assert queries.mapped(session, channel, CATEGORY) == {}


def test_mapping_needs_the_permission_to_change_channels(scope: Scope) -> None:
    reader = Scope(scope.merchant_id, permissions=frozenset({"channels.read"}))
    with db.transaction(scope) as session:
        channel = _channel(session, scope)
        _product(session, scope, "1", "Şal")

        with pytest.raises(PermissionDenied):
            actions.accept(session, reader, channel, CATEGORY)

        assert session.execute(text("SELECT count(*) FROM mapping")).scalar_one() == 0
