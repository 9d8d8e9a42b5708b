"""Saved views belong to one person in one merchant."""

from dataclasses import replace
from uuid import uuid4

import pytest

from prapazar.domain.access import actions, views
from prapazar.domain.access.errors import AccessInvalid
from prapazar.foundation import db
from prapazar.foundation.scope import PermissionDenied, Scope


@pytest.fixture
def person(scope: Scope) -> Scope:
    with db.system_transaction() as session:
        inside = replace(scope, merchant_id=actions.create_merchant(session, "Marmara"))
    return _member(inside, "a@b.example")


def _member(inside: Scope, email: str) -> Scope:
    with db.system_transaction() as session:
        user_id = actions.add_member(
            session, inside, email=email, name="Ada", password="uzun-parola-1", role_key="admin"
        )
    return replace(inside, user_id=user_id)


def test_view_is_saved_replaced_and_deleted(person: Scope) -> None:
    with db.transaction(person) as session:
        first = views.save_view(session, person, "orders", " İzmir ", {"city": "İzmir"})
        again = views.save_view(session, person, "orders", "İzmir", {"city": "İzmir", "view": "new"})

        kept = views.views(session, person, "orders")
        views.delete_view(session, person, first)

        assert first == again
        assert kept == [views.View(first, "İzmir", {"city": "İzmir", "view": "new"})]
        assert views.views(session, person, "orders") == []


def test_view_of_another_person_is_neither_seen_nor_deleted(person: Scope) -> None:
    other = replace(person, user_id=uuid4())
    with db.transaction(person) as session:
        made = views.save_view(session, person, "orders", "Benim", {})

        views.delete_view(session, other, made)

        assert views.views(session, other, "orders") == []
        assert [view.name for view in views.views(session, person, "orders")] == ["Benim"]


def test_view_needs_a_name(person: Scope) -> None:
    with db.transaction(person) as session, pytest.raises(AccessInvalid):
        views.save_view(session, person, "orders", "  ", {})


def test_view_is_renamed_unless_the_name_is_taken(person: Scope) -> None:
    with db.transaction(person) as session:
        first = views.save_view(session, person, "stock", "Raf A", {"search": "a"})
        views.save_view(session, person, "stock", "Raf B", {})

        views.rename_view(session, person, first, " Raf C ")
        with pytest.raises(AccessInvalid) as refused:
            views.rename_view(session, person, first, "Raf B")

        assert refused.value.code == "lists.view_name_taken"
        assert [view.name for view in views.views(session, person, "stock")] == ["Raf B", "Raf C"]


def test_shared_view_is_everybodys_to_see_and_its_makers_to_change(person: Scope) -> None:
    other = _member(person, "b@b.example")
    with db.transaction(person) as session:
        made = views.save_view(session, person, "stock", "Ortak", {"search": "a"})
        views.share_view(session, person, made, is_shared=True)

        views.rename_view(session, other, made, "Benim")
        views.delete_view(session, other, made)
        views.share_view(session, other, made, is_shared=False)

        assert views.views(session, other, "stock") == [
            views.View(made, "Ortak", {"search": "a"}, is_shared=True, is_own=False)
        ]
        views.share_view(session, person, made, is_shared=False)
        assert views.views(session, other, "stock") == []


def test_sharing_needs_the_right_to_change_settings(person: Scope) -> None:
    clerk = replace(person, permissions=frozenset({"stock.read"}))
    with db.transaction(person) as session:
        made = views.save_view(session, person, "stock", "Ortak", {})

        with pytest.raises(PermissionDenied):
            views.share_view(session, clerk, made, is_shared=True)

        assert views.views(session, person, "stock") == [views.View(made, "Ortak", {})]
