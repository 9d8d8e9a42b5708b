"""Documents sent by providers that fail in every way: one document, one provider, one number."""

from collections.abc import Callable, Sequence
from uuid import UUID

import pytest
from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from prapazar.connector_kit.einvoices import DocumentState, DocumentStatus, OutgoingDocument
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, Rejected, Unavailable, UnexpectedAnswer
from prapazar.domain.invoicing import actions, gaps
from prapazar.flows import connections, invoice_mails, invoicing, invoicing_runs
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import invoicing as factory
from tests.factories.invoicing import PretendProvider
from tests.factories.letters import Letterbox

pytestmark = pytest.mark.usefixtures("redis_server")
Providers = tuple[PretendProvider, PretendProvider]


@pytest.fixture
def providers(monkeypatch: pytest.MonkeyPatch) -> Providers:
    made = (PretendProvider(), PretendProvider())
    by_slug = {"pretend1": made[0], "pretend2": made[1]}
    monkeypatch.setattr(connections, "build", lambda account, *_, **__: by_slug[account.connector])
    return made


def _asked(scope: Scope, count: int = 1, providers: int = 2) -> tuple[list[UUID], list[UUID]]:
    """Accounts, and documents that wait for the first of them."""
    with db.transaction(scope) as session:
        accounts = factory.seller(session, scope, providers)
        drafts = [actions.draft(session, scope, order) for order in factory.sold(session, scope, count)]
        for one in drafts:
            actions.issue(session, scope, one)
    return accounts, drafts


def _send(*accounts: UUID) -> list[str]:
    """Codes of what was raised, by each account asked in turn, whatever waits until later."""
    said = []
    for account in accounts:
        with db.system_transaction() as session:
            session.execute(text("UPDATE outbox SET available_at = now(), claimed_until = NULL"))
        try:
            invoicing.send(account)
        except ConnectorError as error:
            said.append(error.code)
    return said


def _rows(scope: Scope) -> Sequence[tuple[str, str | None, str]]:
    with db.transaction(scope) as session:
        found = session.execute(
            text(
                "SELECT i.status, i.code, c.connector FROM invoice i JOIN connection c ON c.id = i.connection_id"
                " ORDER BY i.id"
            )
        )
        return [tuple(row) for row in found]


def test_document_is_numbered_sent_followed_and_told(
    scope: Scope, providers: Providers, letterbox: Letterbox
) -> None:
    [account, _], _ = _asked(scope)

    _send(account)
    invoice_mails.tell(account)
    providers[0].states = dict.fromkeys(providers[0].kept, DocumentState.DELIVERED)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE invoice SET asked_at = NULL"))
    invoicing.follow(account)

    assert _rows(scope) == [("delivered", None, "pretend1")]
    [document] = providers[0].kept.values()
    with db.transaction(scope) as session:
        row = session.execute(text("SELECT number, told_buyer_at IS NOT NULL AS told FROM invoice")).one()
        package = session.execute(text("SELECT invoice_number FROM shipment_package")).scalar()
        files = list(session.execute(text("SELECT name FROM stored_file ORDER BY name")).scalars())
        events = list(session.execute(text("SELECT kind FROM invoice_event ORDER BY id")).scalars())
    assert (document.number, package, row.told) == (row.number, row.number, True)
    assert files == [f"{row.number}.pdf", f"{row.number}.xml"]
    assert events == ["drafted", "asked", "numbered", "sent", "told_buyer", "status"]
    assert [to for to, _ in letterbox.letters] == [["sule@example.com"]]


def test_recipient_of_e_invoices_gets_one_and_is_looked_up_right_before(
    scope: Scope, providers: Providers
) -> None:
    with db.transaction(scope) as session:
        [account, _] = factory.seller(session, scope, 2)
        billing = {"company": "Güneş Ofis A.Ş.", "tax_number": "9050301125", "tax_office": "Çankaya"}
        [order] = factory.sold(session, scope, billing=billing)
        draft = actions.draft(session, scope, order)
        actions.issue(session, scope, draft)
    providers[0].taxpayers["9050301125"] = "urn:mail:pk@gunes.com"

    _send(account)

    [document] = providers[0].kept.values()
    assert (document.kind, document.alias, document.number[:3]) == (
        "einvoice",
        "urn:mail:pk@gunes.com",
        "EFA",
    )
    assert b"<cbc:ProfileID>TEMELFATURA" in document.xml


REFUSED = Rejected("no credit", code="pretend.no_credit")
FAULTY = Rejected("schematron", code="pretend.invalid_document")
CLOSED = AuthFailed("who are you")
DOWN = Unavailable("connection refused")


@pytest.mark.parametrize(
    ("faults", "rounds", "rows", "kept"),
    [
        pytest.param([REFUSED], 1, [("sent", None, "pretend2")], (0, 1), id="refused"),
        pytest.param([FAULTY], 1, [("failed", FAULTY.code, "pretend1")], (0, 0), id="document wrong"),
        pytest.param([CLOSED], 1, [("sent", None, "pretend2")], (0, 1), id="log-in refused"),
        pytest.param([DOWN], 2, [("sent", None, "pretend1")], (1, 0), id="down for a moment"),
        pytest.param([DOWN] * 5, 3, [("sent", None, "pretend2")], (0, 1), id="down for long"),
    ],
)
def test_next_provider_is_asked_only_when_the_first_surely_has_nothing(
    scope: Scope,
    providers: Providers,
    faults: list[ConnectorError],
    rounds: int,
    rows: list[tuple[str, str | None, str]],
    kept: tuple[int, int],
) -> None:
    accounts, _ = _asked(scope)
    providers[0].faults = list(faults)

    for _ in range(rounds):
        _send(accounts[0])
    _send(accounts[1])

    assert _rows(scope) == rows
    assert (len(providers[0].kept), len(providers[1].kept)) == kept


@pytest.mark.parametrize("fault", [Unavailable("lost", maybe_done=True), REFUSED])
def test_document_whose_answer_was_lost_stays_with_the_provider_that_has_it(
    scope: Scope, providers: Providers, fault: ConnectorError
) -> None:
    accounts, _ = _asked(scope)
    providers[0].faults, providers[0].keeps_all_the_same = [fault], True

    _send(*accounts, *accounts)

    assert _rows(scope) == [("sent", None, "pretend1")]
    assert (providers[0].sent, providers[1].sent) == (1, 0)


def test_document_of_a_dead_worker_is_looked_up_before_it_is_sent_again(
    scope: Scope, providers: Providers
) -> None:
    [account, _], _ = _asked(scope)

    def die() -> None:
        raise KeyboardInterrupt

    providers[0].before_send = die
    with pytest.raises(KeyboardInterrupt):
        _send(account)
    asked_first = _rows(scope)
    providers[0].before_send = lambda: None
    _send(account)

    assert asked_first == [("sending", None, "pretend1")]
    assert _rows(scope) == [("sent", None, "pretend1")]
    assert (providers[0].sent, len(providers[0].kept)) == (1, 1)


def test_paused_provider_leaves_what_it_never_saw_to_the_next(scope: Scope, providers: Providers) -> None:
    accounts, _ = _asked(scope, 2)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE connection SET status = 'paused' WHERE id = :id"), {"id": accounts[0]})

    with pytest.raises(connections.ConnectionIdle):
        invoicing.send(accounts[0])
    _send(accounts[1])

    assert _rows(scope) == [("sent", None, "pretend2")] * 2
    assert (len(providers[0].kept), len(providers[1].kept)) == (0, 2)


def test_archive_invoice_is_cancelled_at_its_provider_and_the_order_can_be_invoiced_again(
    scope: Scope, providers: Providers
) -> None:
    [account, _], [invoice_id] = _asked(scope)
    _send(account)

    with db.transaction(scope) as session:
        actions.ask_cancel(session, scope, invoice_id, "Sipariş iptal")
    invoicing.cancel(account)

    assert _rows(scope) == [("cancelled", None, "pretend1")]
    with db.transaction(scope) as session:
        order = session.execute(text("SELECT id FROM purchase_order")).scalar_one()
        again = actions.draft(session, scope, order)
    assert (again == invoice_id, list(providers[0].states.values())) == (False, [DocumentState.CANCELLED])


def test_unknown_word_about_one_document_holds_up_no_other(
    scope: Scope, providers: Providers, monkeypatch: pytest.MonkeyPatch
) -> None:
    [account, _], _ = _asked(scope, 2)
    _send(account)
    odd = next(iter(providers[0].kept))
    usual = providers[0].fetch_document_status
    providers[0].states = dict.fromkeys(providers[0].kept, DocumentState.DELIVERED)

    def fetch(document: OutgoingDocument, external_id: str | None) -> DocumentStatus | None:
        if document.uuid == odd:
            raise UnexpectedAnswer("TELEPORTED", code="connector.unknown_status")
        return usual(document, external_id)

    monkeypatch.setattr(providers[0], "fetch_document_status", fetch)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE invoice SET asked_at = NULL"))
    with pytest.raises(UnexpectedAnswer):
        invoicing.follow(account)

    assert sorted(row[:2] for row in _rows(scope)) == [
        ("delivered", None),
        ("sent", "connector.unknown_status"),
    ]


def _died(before: Callable[[], None], at: int) -> Callable[[], None]:
    """Ends whoever calls it the `at`-th time."""
    calls = iter(range(1, 1_000))

    def call() -> None:
        if next(calls) == at:
            raise KeyboardInterrupt
        before()

    return call


def test_many_orders_are_invoiced_once_each_whatever_ends_the_run(
    scope: Scope, providers: Providers, monkeypatch: pytest.MonkeyPatch
) -> None:
    with db.transaction(scope) as session:
        [account] = factory.seller(session, scope)
        found = factory.sold(session, scope, 12)
        actions.draft(session, scope, found[3])
        session.execute(text("UPDATE purchase_order SET is_test = true WHERE id = :id"), {"id": found[7]})
        run = actions.start_run(session, scope, found)
        session.execute(
            text(
                "UPDATE purchase_order SET billing_address = billing_address || :wrong WHERE id = :id"
            ).bindparams(bindparam("wrong", type_=JSONB)),
            [
                {"wrong": {"company": "Güneş A.Ş.", "tax_number": "9050301126"}, "id": found[5]},
                {"wrong": {"company": "Deniz A.Ş.", "tax_number": "905"}, "id": found[9]},
            ],
        )
    usual, ends = actions.invoice_many, _died(lambda: None, 2)

    def invoice_many(*args: object) -> object:
        made = usual(*args)  # type: ignore[arg-type]  # passed on as they come
        ends()
        return made

    monkeypatch.setattr(actions, "invoice_many", invoice_many)
    monkeypatch.setattr(invoicing_runs, "AT_ONCE", 4)
    with pytest.raises(KeyboardInterrupt):
        invoicing_runs.work(run)
    with db.system_transaction() as session:
        session.execute(text("UPDATE outbox SET claimed_until = now() - interval '1 second'"))
    invoicing_runs.work(run)
    _send(account)

    with db.transaction(scope) as session:
        told = session.execute(text("SELECT status, total, done, failed FROM invoice_run")).one()
        rows = session.execute(text("SELECT status, code FROM invoice_run_row WHERE code IS NOT NULL")).all()
        assert tuple(told) == ("done", 12, 9, 3)
        assert sorted(tuple(row) for row in rows) == [
            ("failed", "invoicing.buyer_tax_number"),
            ("failed", "invoicing.faulty"),
            ("failed", "invoicing.test_order"),
        ]
        assert gaps.gaps(session, scope) == []
    assert [int(number[-9:]) for number in providers[0].numbers] == list(range(1, 10))
