"""Invoices handed to channels: once, by the address others can open, and whatever stands in the way is told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.connector_kit.einvoices import SharedInvoice
from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable
from prapazar.domain.invoicing import actions, queries, sending
from prapazar.flows import connections, invoice_desk, invoice_shares, invoicing
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from tests.factories import invoicing as factory
from tests.factories.invoicing import PretendProvider

pytestmark = pytest.mark.usefixtures("redis_server")


@dataclass
class _Channel:
    takes_invoice_files: bool = False
    faults: list[ConnectorError] = field(default_factory=list)
    taken: list[tuple[str, SharedInvoice]] = field(default_factory=list)

    def share_invoice(self, package_external_id: str, invoice: SharedInvoice) -> None:
        if self.faults:
            raise self.faults.pop(0)
        self.taken.append((package_external_id, invoice))

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def channel(monkeypatch: pytest.MonkeyPatch) -> _Channel:
    made, provider = _Channel(), PretendProvider()
    by_slug = {"pretend1": provider, "trendyol": made}
    monkeypatch.setattr(connections, "build", lambda account, *_, **__: by_slug[account.connector])
    return made


def _sent(scope: Scope) -> tuple[UUID, UUID]:
    """Invoice with its provider, and the channel that is to be told."""
    with db.transaction(scope) as session:
        [account] = factory.seller(session, scope)
        [order] = factory.sold(session, scope)
        invoice = actions.draft(session, scope, order)
        actions.issue(session, scope, invoice)
        store: UUID = session.execute(
            text("SELECT id FROM connection WHERE connector = 'trendyol'")
        ).scalar_one()
    invoicing.send(account)
    return invoice, store


def _share(store: UUID) -> str:
    with db.system_transaction() as session:
        session.execute(text("UPDATE outbox SET available_at = now(), claimed_until = NULL"))
    try:
        invoice_shares.share(store)
    except ConnectorError as error:
        return error.code
    return ""


def _stands(scope: Scope, invoice: UUID) -> Sequence[tuple[str, str | None, str]]:
    with db.transaction(scope) as session:
        found = queries.detail(session, scope, invoice)
        return [(one.status, one.code, one.link) for one in found.shares]


def test_channel_gets_the_address_once_and_whoever_has_it_reads_the_paper(
    scope: Scope, channel: _Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings(), "public_url", "https://panel.example.com")
    invoice, store = _sent(scope)

    said = _share(store), _share(store)

    with db.transaction(scope) as session:
        row = session.execute(text("SELECT number, paper_key FROM invoice")).one()
        session.execute(text("UPDATE outbox SET available_at = now()"))
    link = f"https://panel.example.com/papers/{row.paper_key}.pdf"
    [(package, told)] = channel.taken
    assert said == ("", "")
    assert (package, told.number, told.link, told.line_external_ids, told.may_be_there) == (
        "P0",
        row.number,
        link,
        ("1",),
        False,
    )
    assert told.pdf.startswith(b"%PDF")
    assert _stands(scope, invoice) == [("done", None, link)]
    assert invoice_desk.public_pdf(row.paper_key)[0] == f"{row.number}.pdf"
    with db.system_transaction() as session:
        assert sending.by_paper_key(session, "x" * 32) is None


def test_lost_answer_is_told_as_one_that_may_be_there_and_a_refusal_waits_for_somebody(
    scope: Scope, channel: _Channel
) -> None:
    invoice, store = _sent(scope)
    channel.takes_invoice_files = True
    channel.faults = [Unavailable("lost", maybe_done=True), Rejected("no", code="trendyol.rejected")]

    first = _share(store), _stands(scope, invoice)
    second = _share(store), _stands(scope, invoice)
    nothing = _share(store)
    with db.transaction(scope) as session:
        actions.share_again(session, scope, invoice)
    last = _share(store), _stands(scope, invoice)

    assert first == ("connector.unavailable", [("asked", "connector.unavailable", "")])
    assert second == ("", [("failed", "trendyol.rejected", "")])
    assert nothing == ""
    assert last == ("", [("done", None, "file")])
    assert [told.may_be_there for _, told in channel.taken] == [True]


def test_what_is_not_packed_yet_and_has_no_address_yet_is_tried_later(
    scope: Scope, channel: _Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoice, store = _sent(scope)
    with db.system_transaction() as session:
        session.execute(text("UPDATE connection SET environment = 'live' WHERE connector = 'trendyol'"))

    awaited = _share(store), _stands(scope, invoice)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE invoice SET url = 'https://fatura.example.com/1'"))
    channel.faults = [Rejected("loose", code="hepsiburada.not_packed")]
    unpacked = _share(store), _stands(scope, invoice)
    done = _share(store), _stands(scope, invoice)

    assert awaited == ("", [("waiting", "invoicing.link_awaited", "")])
    assert unpacked == ("", [("asked", "hepsiburada.not_packed", "")])
    assert done == ("", [("done", None, "https://fatura.example.com/1")])
