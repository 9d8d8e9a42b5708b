"""The audit trail looked through: by person, action, record, days and words, page after page."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from prapazar.domain.access import audit, audit_queries
from prapazar.domain.access.audit_queries import AuditFilter
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import PermissionDenied, Scope
from tests.factories.tabs import person

RECORD = uuid4()
EVERYTHING = AuditFilter()


@pytest.fixture
def scope(database: str) -> Scope:
    """Five entries: two of Ayşe's, three of the product's own; the first two are forty days old."""
    made = person()
    with db.system_transaction() as session:
        ayse: UUID = session.execute(text("SELECT id FROM app_user")).scalar_one()
    acting = replace(made.scope, user_id=ayse, origin="10.0.0.7")
    with db.transaction(made.scope) as session:
        audit.append(session, made.scope, "schedules.run", RECORD, {"job": "orders"})
        audit.append(session, acting, "roles.save", None, {"name": "Gişe"})
        audit.append(session, made.scope, "shipping.rule", None, {"name": "Ağır koli"})
        audit.append(session, acting, "schedules.run", RECORD, {"job": "listings"})
        audit.append(session, made.scope, "shipping.zone", None, {"name": "Adalar"})
    with db.system_transaction() as session:
        session.execute(text("UPDATE audit_entry SET at = at - interval '40 days' WHERE number <= 2"))
    return acting


def _numbers(scope: Scope, wanted: AuditFilter = EVERYTHING, **paged: int) -> list[int]:
    with db.transaction(scope) as session:
        found = audit_queries.entries(
            session, scope, paged.get("limit", 100), before=paged.get("before"), wanted=wanted
        )
        assert audit_queries.count(session, scope, wanted) >= len(found)
    return [row.number for row in found]


def test_entries_are_found_by_what_is_asked(scope: Scope) -> None:
    week = now() - timedelta(days=7)
    found = {
        "all": _numbers(scope),
        "person": _numbers(scope, AuditFilter(user_id=scope.user_id)),
        "action": _numbers(scope, AuditFilter(action="schedules.run")),
        "record": _numbers(scope, AuditFilter(subject_id=RECORD)),
        "since": _numbers(scope, AuditFilter(since=week)),
        "until": _numbers(scope, AuditFilter(until=week)),
        "value": _numbers(scope, AuditFilter(search="agir kol")),
        "words": _numbers(scope, AuditFilter(search="rol kaydedildi")),
        "english": _numbers(scope, AuditFilter(search="carrier")),
        "together": _numbers(scope, AuditFilter(subject_id=RECORD, user_id=scope.user_id, since=week)),
        "nothing": _numbers(scope, AuditFilter(since=now() + timedelta(days=1))),
    }

    assert found == {
        "all": [5, 4, 3, 2, 1],
        "person": [4, 2],
        "action": [4, 1],
        "record": [4, 1],
        "since": [5, 4, 3],
        "until": [2, 1],
        "value": [3],
        "words": [2],
        "english": [5, 3],
        "together": [4],
        "nothing": [],
    }


def test_pages_go_on_where_the_last_one_ended(scope: Scope) -> None:
    pages = [_numbers(scope, limit=2), _numbers(scope, limit=2, before=4), _numbers(scope, limit=2, before=2)]

    assert pages == [[5, 4], [3, 2], [1]]


def test_choices_and_names_are_those_of_the_trail(scope: Scope, other_scope: Scope) -> None:
    with db.transaction(other_scope) as session:
        audit.append(session, other_scope, "goals.set", None, {})

    with db.transaction(scope) as session:
        kinds = audit_queries.kinds(session, scope)
        people = audit_queries.people(session, scope)
        names = audit_queries.names(session, scope, [scope.user_id or RECORD, RECORD])

    assert kinds == ["roles.save", "schedules.run", "shipping.rule", "shipping.zone"]
    assert people == [(scope.user_id, "Ayşe Yılmaz")]
    assert names == {scope.user_id: "Ayşe Yılmaz"}


def test_trail_is_read_by_who_may_and_bears_the_address(scope: Scope) -> None:
    blind = replace(scope, permissions=frozenset({"orders.read"}))
    with db.transaction(scope) as session:
        row = audit_queries.entries(session, scope, 1, before=5)[0]
        whole = audit.verify(session, scope)

    with pytest.raises(PermissionDenied), db.transaction(blind) as session:
        audit_queries.entries(session, blind)

    assert row.values == {"job": "listings", "ip": "10.0.0.7"}
    assert whole == 1  # its day was changed above


def test_chain_is_checked_part_by_part(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "CHECKED_AT_ONCE", 2)
    scope = person().scope
    with db.transaction(scope) as session:
        for place in range(5):
            audit.append(session, scope, "goals.set", None, {"stores": place})
        done, seen = audit.Checked(), []

        while not done.is_over:
            done = audit.verify_next(session, scope, done)
            seen.append(done.number)

    assert (seen, done.first_altered) == ([2, 4, 5], None)
