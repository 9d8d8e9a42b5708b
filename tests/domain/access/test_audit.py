"""The audit trail: numbered, redacted, chained."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from prapazar.domain.access import audit, audit_queries
from prapazar.foundation import db
from prapazar.foundation.scope import Scope


def _write(scope: Scope, action: str, **values: object) -> None:
    with db.transaction(scope) as session:
        audit.append(session, scope, action, None, values)


def _first_altered(scope: Scope) -> int | None:
    with db.transaction(scope) as session:
        return audit.verify(session, scope)


def test_append_numbers_each_merchant_alone(scope: Scope, other_scope: Scope) -> None:
    _write(scope, "stock.set", sku="A-1", old=3, new=5)
    _write(other_scope, "stock.set")
    _write(scope, "stock.set", sku="A-2")

    with db.transaction(scope) as session:
        seen = [(row.number, row.action, row.values) for row in audit_queries.entries(session, scope)]
    assert seen == [(2, "stock.set", {"sku": "A-2"}), (1, "stock.set", {"sku": "A-1", "old": 3, "new": 5})]


def test_append_keeps_no_secret(scope: Scope) -> None:
    _write(scope, "channels.connect", api_secret="s3cret", name="Mağaza")

    with db.transaction(scope) as session:
        assert audit_queries.entries(session, scope)[0].values == {"api_secret": "•••", "name": "Mağaza"}


def test_append_from_many_at_once_leaves_no_gap(scope: Scope) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda place: _write(scope, "stock.set", place=place), range(40)))

    with db.transaction(scope) as session:
        numbers = [row.number for row in audit_queries.entries(session, scope)]
    assert (numbers, _first_altered(scope)) == (list(range(40, 0, -1)), None)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_entry SET values = '{\"new\": 9}' WHERE number = 2",
        "UPDATE audit_entry SET at = at - interval '1 hour' WHERE number = 2",
        "UPDATE audit_entry SET action = 'stock.read' WHERE number = 2",
        "DELETE FROM audit_entry WHERE number = 2",
    ],
)
def test_verify_names_the_first_entry_that_was_touched(scope: Scope, tampering: str) -> None:
    for place in range(3):
        _write(scope, "stock.set", new=place)

    with db.system_transaction() as session:
        session.execute(text(tampering))

    assert _first_altered(scope) == 2
