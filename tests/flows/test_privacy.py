"""A person is forgotten: no table, file, log or memory names them, but the legal books do."""

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.access import audit
from prapazar.domain.customers import actions as customers
from prapazar.domain.orders.actions.import_packages import import_packages
from prapazar.domain.privacy import actions, queries
from prapazar.domain.privacy.actions import Asked, slices
from prapazar.domain.privacy.enums import AskedBy, Identity, RequestKind
from prapazar.domain.privacy.errors import RequestRefused
from prapazar.flows import connections, privacy, privacy_export, privacy_receipt
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import PermissionDenied, Scope, system_scope
from prapazar.foundation.search import fold
from tests.factories import books, catalog, forgotten
from tests.factories import people as people_factory
from tests.factories.customers import people
from tests.factories.forgotten import EMAIL, NAME, TAX, Everywhere
from tests.factories.invoicing import PretendProvider

pytestmark = pytest.mark.usefixtures("redis_server")


@pytest.fixture
def scope(database: str) -> Scope:
    """Of a merchant with people in it."""
    return system_scope(people_factory.merchant())


class Died(Exception):
    """The worker is gone, between two slices."""


@pytest.fixture
def person(scope: Scope, monkeypatch: pytest.MonkeyPatch) -> Iterator[Everywhere]:
    provider = PretendProvider()
    monkeypatch.setattr(connections, "build", lambda *_, **__: provider)
    put = forgotten.everywhere(scope)
    yield put
    for path in put.files:
        path.unlink(missing_ok=True)


@pytest.fixture
def buyer(scope: Scope) -> tuple[UUID, UUID]:
    """The person's two orders and nothing else: the store, and the customer they made."""
    return forgotten.ordered(scope)


def _asked(scope: Scope, customer_id: UUID, kind: RequestKind = RequestKind.ERASURE) -> UUID:
    with db.transaction(scope) as session:
        wanted = Asked(kind, customer_id, AskedBy.LETTER, Identity.DOCUMENT, "evrak 12")
        return actions.ask(session, scope, wanted)


def _erased(scope: Scope, customer_id: UUID) -> queries.RequestRow:
    request_id = _asked(scope, customer_id)
    with db.transaction(scope) as session:
        actions.approve(session, scope, request_id)
    assert privacy.work(request_id)
    with db.transaction(scope) as session:
        return queries.request(session, scope, request_id)


def test_person_leaves_no_trace_but_in_the_legal_books(
    scope: Scope, person: Everywhere, caplog: pytest.LogCaptureFixture
) -> None:
    before = forgotten.traces(scope)
    with db.transaction(scope) as session:
        faults, sums = books.faults(session), forgotten.sums(session)

    with caplog.at_level(logging.DEBUG):
        row = _erased(scope, person.customer_id)

    left = forgotten.traces(scope)
    assert len(before) > 25
    assert {name: hit for name, hit in left.items() if name not in forgotten.LEGAL} == {}
    assert "invoice" in left
    assert [one.name for one in person.files if one.exists() and one.suffix != ".eml"] == []
    with db.transaction(scope) as session:
        assert (books.faults(session), forgotten.sums(session)) == (faults, sums)
        assert audit.verify(session, scope) is None
        kinds = session.execute(text("SELECT DISTINCT subject, kind FROM stored_file")).all()
    assert {(one.subject, one.kind) for one in kinds} == {("invoice", "invoice")}
    logged = fold(" ".join(record.getMessage() for record in caplog.records))
    assert [trace for trace in forgotten.TRACES if trace in logged] == []
    assert row.status == "done"
    _receipt_is_right(row)
    _what_is_told_again_stays_nobodys(scope, person)


def _receipt_is_right(row: queries.RequestRow) -> None:
    said = fold(json.dumps(row.receipt, ensure_ascii=False))
    places = {one["place"]: one["rows"] for one in row.receipt["removed"]}
    kept = {(one["place"], one["reason"]) for one in row.receipt["kept"]}
    assert [trace for trace in forgotten.TRACES if trace in said] == []
    assert places["purchase_order"] == 3
    assert places["customer"] == 1
    assert {"stored_file", "message", "files", "memory"} <= set(places)
    masked = {one["place"] for one in row.receipt["masked"]}
    assert {"inbox", "take", "bench_run", "audit_entry", "notification", "task", "saved_view"} <= masked
    assert {("invoice", "tax"), ("purchase_order", "books")} <= kept
    assert actions.is_genuine(row.receipt, row.signature)
    assert not actions.is_genuine({**row.receipt, "removed": []}, row.signature)
    assert privacy_receipt.pdf(row, "Mağaza", "tr").startswith(b"%PDF-")


def _what_is_told_again_stays_nobodys(scope: Scope, person: Everywhere) -> None:
    again = [replace(one, modified_at=now(), payload_hash=b"new") for one in person.packages]
    split = replace(forgotten.bought("P1b"), order_external_id="o-P1", order_number="o-P1")
    never_seen = forgotten.bought("P7")
    back = replace(forgotten.bought("P8"), ordered_at=now())

    with db.transaction(scope) as session:
        import_packages(session, scope, person.store, [*again, split, never_seen])
        customers.gather(session, scope)
    left = set(forgotten.traces(scope))
    with db.transaction(scope) as session:
        import_packages(session, scope, person.store, [back])
        customers.gather(session, scope)

    assert left <= forgotten.LEGAL
    assert people(scope) == {NAME: 1}  # who buys again later is a customer again


def test_killed_worker_is_followed_by_one_that_goes_on(
    scope: Scope, person: Everywhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slices, "ROWS", 1)
    request_id = _asked(scope, person.customer_id)
    with db.transaction(scope) as session:
        actions.approve(session, scope, request_id)
    whole, steps = actions.advance, []

    def dying(*args: object) -> actions.Progress:
        progress = whole(*args)  # type: ignore[arg-type]  # as it was called
        steps.append(progress.step)
        if len(steps) % 40 == 0:
            raise Died
        return progress

    monkeypatch.setattr(actions, "advance", dying)
    turns = 0
    while not privacy.work(request_id):
        turns += 1
        with db.transaction(scope) as session:
            session.execute(text("UPDATE outbox SET available_at = now(), claimed_until = NULL"))

    assert turns > 1
    assert steps == sorted(steps)
    assert set(forgotten.traces(scope)) <= forgotten.LEGAL


def test_others_keep_what_is_theirs(scope: Scope, other_scope: Scope, buyer: tuple[UUID, UUID]) -> None:
    store, customer_id = buyer
    other = replace(
        forgotten.bought("X1"),
        buyer_name="Ayşe Yılmaz",
        buyer_email="ayse@example.com",
        buyer_phone="0532 000 11 22",
        buyer_external_id="B2",
        shipping_address={"name": "Ayşe Yılmaz", "line": "Moda Cad. 5", "city": "İstanbul"},
        billing_address={},
        note="",
    )
    with db.transaction(scope) as session:
        import_packages(session, scope, store, [other])
        customers.gather(session, scope)
    with db.transaction(other_scope) as session:
        theirs = catalog.connection(session, other_scope)
        import_packages(session, other_scope, theirs, [forgotten.bought("P1")])
        customers.gather(session, other_scope)

    _erased(scope, customer_id)

    assert people(scope) == {"Ayşe Yılmaz": 1}
    assert people(other_scope) == {NAME: 1}


def test_preview_and_copy_have_what_is_held(scope: Scope, person: Everywhere) -> None:
    with db.transaction(scope) as session:
        shown = queries.preview(session, scope, person.customer_id)
    previewed = {one.place: (one.rows, one.becomes) for one in shown}
    request_id = _asked(scope, person.customer_id, RequestKind.EXPORT)

    assert privacy.work(request_id)

    with zipfile.ZipFile(io.BytesIO(privacy_export.fetch(scope, request_id))) as archive:
        held = json.loads(archive.read("veriler.json"))
        page = archive.read("oku.html").decode()
        names = archive.namelist()
    assert held["customer"][0]["email"] == EMAIL
    assert {"purchase_order", "shipment", "invoice", "message", "question", "claim", "ticket", "deal"} <= set(
        held
    )
    assert (NAME in page, TAX in page) == (True, True)
    assert len([name for name in names if name.startswith("dosyalar/")]) == 4
    assert people(scope) == {NAME: 3}
    assert [previewed[name] for name in ("customer", "purchase_order", "invoice", "invoice_draft")] == [
        (1, "removed"),
        (3, "anonymous"),
        (1, "kept"),
        (1, "removed"),
    ]


def test_erasure_waits_for_whoever_may_approve(scope: Scope, buyer: tuple[UUID, UUID]) -> None:
    _, customer_id = buyer
    clerk = replace(scope, permissions=frozenset({"privacy.read", "privacy.write", "customers.read"}))
    request_id = _asked(clerk, customer_id)
    with pytest.raises(RequestRefused) as twice:
        _asked(clerk, customer_id)

    with pytest.raises(PermissionDenied), db.transaction(clerk) as session:
        actions.approve(session, clerk, request_id)
    with db.transaction(scope) as session:
        actions.refuse(session, scope, request_id)
    with pytest.raises(RequestRefused) as late, db.transaction(scope) as session:
        actions.approve(session, scope, request_id)

    assert (twice.value.code, late.value.code) == ("privacy.asked_already", "privacy.decided_already")
    assert not privacy.work(request_id)
    assert people(scope) == {NAME: 2}
