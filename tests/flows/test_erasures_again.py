"""Books that are older than an erasure: the person is known again, and the list outside says nothing of them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from prapazar.domain.customers import actions as customers
from prapazar.domain.customers import erased
from prapazar.domain.customers.enums import KeyKind
from prapazar.domain.orders.actions.import_packages import import_packages
from prapazar.domain.privacy import actions, queries
from prapazar.domain.privacy.actions import Asked, Erasure
from prapazar.domain.privacy.enums import AskedBy, Identity, RequestKind
from prapazar.flows import erasure_list, erasures_again
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.settings import settings
from tests.factories import forgotten
from tests.factories import people as people_factory
from tests.factories.customers import people
from tests.factories.forgotten import EMAIL, NAME

pytestmark = pytest.mark.usefixtures("redis_server")


@pytest.fixture
def scope(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scope:
    """Of a merchant whose list of erasures is its own."""
    monkeypatch.setenv("PRAPAZAR_ERASURES_DIR", str(tmp_path / "erasures"))
    settings.cache_clear()
    return system_scope(people_factory.merchant())


def _told(scope: Scope, customer_id: UUID, prints: tuple[str, ...] = ()) -> Erasure:
    """As it was written an hour ago."""
    at = now() - timedelta(hours=1)
    number = "KVKK2026-00041"
    return Erasure(
        *(
            scope.merchant_id,
            uuid4(),
            customer_id,
            frozenset({customer_id}),
            frozenset(),
            prints,
            "letter",
            "kep",
        ),
        asked_at=at,
        erased_at=at,
        number=number,
        receipt={"number": number},
        signature="s",
        finished_at=at,
    )


def test_books_older_than_an_erasure_forget_the_person_again(scope: Scope) -> None:
    store, customer_id = forgotten.ordered(scope)
    told = _told(scope, customer_id)
    erasure_list.keep(told)

    again = [erasures_again.apply(), erasures_again.apply()]

    assert again == [1, 0]
    assert people(scope) == {}
    assert set(forgotten.traces(scope)) <= forgotten.LEGAL
    later = replace(forgotten.bought("P8"), ordered_at=now())
    with db.transaction(scope) as session:
        row = queries.request(session, scope, told.request_id)
        last = session.execute(
            text("SELECT last FROM number_series WHERE kind = 'privacy_2026'")
        ).scalar_one()
        import_packages(session, scope, store, [later])
        customers.gather(session, scope)
    assert (row.status, row.number, row.receipt, last) == ("done", told.number, told.receipt, 41)
    assert people(scope) == {NAME: 1}  # what they bought after the erasure is theirs


def test_person_whose_row_is_called_otherwise_here_is_known_by_their_fingerprint(scope: Scope) -> None:
    forgotten.ordered(scope)
    prints = tuple(one.hex() for one in erased.fingerprints(scope, [(KeyKind.EMAIL.value, EMAIL)]))
    erasure_list.keep(_told(scope, uuid4(), prints))

    erasures_again.apply()

    assert people(scope) == {}


def test_erasure_that_is_going_on_is_left_to_its_worker(scope: Scope) -> None:
    _, customer_id = forgotten.ordered(scope)
    with db.transaction(scope) as session:
        wanted = Asked(RequestKind.ERASURE, customer_id, AskedBy.LETTER, Identity.DOCUMENT)
        request_id = actions.ask(session, scope, wanted)
        actions.approve(session, scope, request_id)
    erasure_list.complete()

    again = erasures_again.apply()

    [told] = erasure_list.listed()
    assert (again, told.request_id, told.number, len(told.orders)) == (0, request_id, None, 2)
    assert people(scope) == {NAME: 2}


def test_erasure_at_a_merchant_these_books_do_not_know_keeps_nobody_from_being_forgotten(
    scope: Scope,
) -> None:
    _, customer_id = forgotten.ordered(scope)
    erasure_list.keep(replace(_told(scope, uuid4()), merchant_id=uuid4()))
    erasure_list.keep(_told(scope, customer_id))

    again = erasures_again.apply()

    assert (again, people(scope)) == (1, {})


def test_lists_beside_backups_grow_and_name_nobody(scope: Scope, tmp_path: Path) -> None:
    first, second = _told(scope, uuid4()), _told(scope, uuid4())
    erasure_list.keep(first)
    erasure_list.copy_beside(tmp_path)
    for path in (tmp_path / "erasures").rglob("*.json"):
        path.unlink()
    erasure_list.keep(second)

    beside = erasure_list.copy_beside(tmp_path)

    assert beside is not None
    assert {one.request_id for one in erasure_list.listed(beside)} == {first.request_id, second.request_id}
    assert oct(beside.stat().st_mode & 0o777) == "0o600"
    assert forgotten.found_in(beside.read_bytes()) == set()
