"""Saved views belong to one person in one merchant."""

from dataclasses import replace
from uuid import uuid4

import pytest

from prapazar.domain.access import actions, views
from prapazar.domain.access.errors import AccessInvalid
from prapazar.foundation import db
from prapazar.foundation.scope import Scope


@pytest.fixture
def person(scope: Scope) -> Scope:
    with db.system_transaction() as session:
        access = actions.create_merchant(session, "Marmara")
        inside = replace(scope, merchant_id=access)
        user_id = actions.add_member(
            session, inside, email="a@b.example", name="Ada", password="uzun-parola-1", role_key="admin"
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
