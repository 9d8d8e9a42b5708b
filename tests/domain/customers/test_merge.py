"""Putting customers together, and taking them apart exactly as they were."""

from uuid import uuid4

import pytest

from prapazar.domain.customers import actions, queries, queries_one
from prapazar.domain.customers.errors import CustomerMissing, CustomerRefused
from prapazar.domain.customers.queries import CustomerFilter
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories.customers import MODA, arrive, bought, everything, ids, people


@pytest.fixture
def shop(scope: Scope) -> None:
    """Ayşe twice and Can, each with an order."""
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope)
    arrive(
        scope,
        store,
        bought("1", "Ayşe Yılmaz", email="a@x.com", address=MODA, quantity=2),
        bought("2", "Ayşe Demir", email="b@x.com", phone="05321234567", day=1),
        bought("3", "Can Er", email="c@x.com", day=2),
    )


@pytest.mark.usefixtures("shop")
def test_merged_customers_are_one_and_come_apart_as_they_were(scope: Scope) -> None:
    known = ids(scope)
    with db.transaction(scope) as session:
        before = everything(session)

    with db.transaction(scope) as session:
        merge = actions.merge(session, scope, known["Ayşe Yılmaz"], known["Ayşe Demir"])
        merged = queries_one.detail(session, scope, known["Ayşe Demir"])
    together, by_other_name = people(scope), people(scope, search="demir")
    with db.transaction(scope) as session:
        actions.unmerge(session, scope, merge)
        after = everything(session)

    assert together == {"Can Er": 1, "Ayşe Yılmaz": 2}
    assert by_other_name == {"Ayşe Yılmaz": 2}
    assert (merged.row.id, merged.emails) == (known["Ayşe Yılmaz"], ("a@x.com", "b@x.com"))
    assert after == before


@pytest.mark.usefixtures("shop")
def test_order_after_a_merge_goes_with_whom_its_keys_name_when_they_part(scope: Scope) -> None:
    known = ids(scope)
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope, "n11")
        merge = actions.merge(session, scope, known["Ayşe Yılmaz"], known["Ayşe Demir"])

    arrive(scope, store, bought("9", "Ayşe Demir", email="b@x.com", day=9))
    together = people(scope)
    with db.transaction(scope) as session:
        actions.unmerge(session, scope, merge)

    assert together == {"Ayşe Yılmaz": 3, "Can Er": 1}
    assert people(scope) == {"Ayşe Demir": 2, "Can Er": 1, "Ayşe Yılmaz": 1}


@pytest.mark.usefixtures("shop")
def test_merge_of_a_merge_comes_apart_from_the_last(scope: Scope) -> None:
    known = ids(scope)
    with db.transaction(scope) as session:
        before = everything(session)
        inner = actions.merge(session, scope, known["Ayşe Yılmaz"], known["Ayşe Demir"])
        outer = actions.merge(session, scope, known["Can Er"], known["Ayşe Yılmaz"])

        with pytest.raises(CustomerRefused, match="merged_further"):
            actions.unmerge(session, scope, inner)
    all_in_one = people(scope)
    with db.transaction(scope) as session:
        actions.unmerge(session, scope, outer)
    pair_left = people(scope)
    with db.transaction(scope) as session:
        actions.unmerge(session, scope, inner)
        after = everything(session)

    assert all_in_one == {"Can Er": 3}
    assert pair_left == {"Can Er": 1, "Ayşe Yılmaz": 2}
    assert after == before


@pytest.mark.usefixtures("shop")
def test_merge_that_cannot_be_is_refused_and_changes_nothing(scope: Scope, other_scope: Scope) -> None:
    known = ids(scope)
    first, second = known["Ayşe Yılmaz"], known["Ayşe Demir"]
    with db.transaction(scope) as session:
        before = everything(session)

    with db.transaction(scope) as session:
        with pytest.raises(CustomerRefused, match=r"customers\.same"):
            actions.merge(session, scope, first, first)
        with pytest.raises(CustomerMissing):
            actions.merge(session, scope, first, uuid4())
        with pytest.raises(CustomerMissing):
            actions.unmerge(session, scope, uuid4())
        assert everything(session) == before
    with db.transaction(other_scope) as session, pytest.raises(CustomerMissing):
        actions.merge(session, other_scope, first, second)
    with db.transaction(scope) as session:
        actions.merge(session, scope, first, second)
        with pytest.raises(CustomerRefused, match="merged_already"):
            actions.merge(session, scope, known["Can Er"], second)


@pytest.mark.usefixtures("shop")
def test_two_told_apart_are_not_suggested_again(scope: Scope) -> None:
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope, "n11")
    arrive(
        scope,
        store,
        bought("8", "Can Er", email="c@x.com", tax="1234567890", day=8),
        bought("9", "Er", email="a@x.com", tax="1234567890", day=9),
    )
    with db.transaction(scope) as session:
        pairs = queries.pairs(session, scope)
        actions.dismiss(session, scope, pairs[0].id)

    arrive(scope, store, bought("10", "Er", email="a@x.com", tax="1234567890", day=10))

    with db.transaction(scope) as session:
        assert [one.reason for one in pairs] == ["clash"]
        assert queries.pairs(session, scope) == []


@pytest.mark.usefixtures("shop")
def test_suggestion_is_settled_by_merging_its_two(scope: Scope) -> None:
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope, "n11")
    arrive(scope, store, bought("9", "Ayşe Yılmaz", email="b@x.com", phone="05321234567", buyer="7", day=9))
    arrive(scope, store, bought("10", "Ayşe Yılmaz", email="a@x.com", buyer="7", day=10))
    with db.transaction(scope) as session:
        pairs = queries.pairs(session, scope)
        actions.merge(session, scope, pairs[0].first.id, pairs[0].second.id)

        assert [one.reason for one in pairs] == ["clash"]
        assert queries.pairs(session, scope) == []
        assert queries.count_pairs(session, scope) == 0
        assert queries.count(session, scope, CustomerFilter()) == 2
