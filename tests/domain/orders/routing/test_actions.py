"""Writes of routing rules."""

from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from prapazar.domain.orders.routing import actions, queries
from prapazar.domain.orders.routing.actions import Draft, RuleInvalid
from prapazar.domain.orders.routing.queries import RuleRow
from prapazar.foundation import db
from prapazar.foundation.scope import Scope


def _rules(session: Session, scope: Scope) -> list[tuple[str, str, list[str], bool]]:
    found: list[RuleRow] = queries.rules(session, scope)
    return [(row.name, row.warehouse, row.provinces, row.needs_stock) for row in found]


def test_change_rule_writes_the_rule_anew_in_its_place(scope: Scope) -> None:
    with db.transaction(scope) as session:
        home = actions.add_place(session, scope, "İzmir", is_supplier=False)
        other = actions.add_place(session, scope, "Bursa", is_supplier=True)
        first = actions.add_rule(session, scope, Draft("Ege", home, provinces=("İzmir",)))
        actions.add_rule(session, scope, Draft("Rest", home))

        actions.change_rule(
            session, scope, first, Draft("Marmara", other, provinces=("Bursa", " "), needs_stock=True)
        )
        actions.change_rule(session, scope, uuid4(), Draft("Nobody's", other))

    with db.transaction(scope) as session:
        assert _rules(session, scope) == [
            ("Marmara", "Bursa", ["Bursa"], True),
            ("Rest", "İzmir", [], False),
        ]


def test_change_rule_refuses_what_lacks_a_name_or_a_known_place(scope: Scope) -> None:
    with db.transaction(scope) as session:
        home = actions.add_place(session, scope, "İzmir", is_supplier=False)
        rule = actions.add_rule(session, scope, Draft("Ege", home))

        with pytest.raises(RuleInvalid, match=r"routing\.name_missing"):
            actions.change_rule(session, scope, rule, Draft(" ", home))
        with pytest.raises(RuleInvalid, match=r"routing\.place_missing"):
            actions.change_rule(session, scope, rule, Draft("Ege", uuid4()))

        assert _rules(session, scope) == [("Ege", "İzmir", [], False)]
