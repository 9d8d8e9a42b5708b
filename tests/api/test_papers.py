"""Invoices on their way to buyers: a letter over a real mail server, and the address in it."""

import re
from email.message import EmailMessage
from typing import cast
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from prapazar.api import papers
from prapazar.domain.invoicing import actions
from prapazar.flows import connections, invoice_mails, invoicing
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from tests.factories import invoicing as factory
from tests.factories.invoicing import PretendProvider
from tests.factories.letters import Letterbox


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> PretendProvider:
    made = PretendProvider()
    monkeypatch.setattr(connections, "build", lambda *_, **__: made)
    return made


def _sent(scope: Scope, count: int = 1) -> UUID:
    """The provider's account; its documents wait to be mailed."""
    with db.transaction(scope) as session:
        [account] = factory.seller(session, scope)
        for order in factory.sold(session, scope, count):
            actions.issue(session, scope, actions.draft(session, scope, order))
    invoicing.send(account)
    return account


def _body(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def test_invoice_is_mailed_with_its_paper_and_an_address_that_opens_without_a_log_in(
    client: TestClient,
    scope: Scope,
    provider: PretendProvider,
    letterbox: Letterbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = _sent(scope)
    monkeypatch.setattr(settings(), "public_url", "https://panel.example.com")

    told = invoice_mails.tell(account)

    [(to, letter)] = letterbox.letters
    with db.transaction(scope) as session:
        number = session.execute(text("SELECT number FROM invoice")).scalar_one()
    plain, html = _body(letter, "plain"), _body(letter, "html")
    [link] = re.findall(r"https://\S+\.pdf", plain)
    [attached] = letter.iter_attachments()
    read = client.get(link.removeprefix("https://panel.example.com"))
    assert (told, to, letter.get_content_type()) == (1, ["sule@example.com"], "multipart/mixed")
    assert letter["subject"] == f"Çınarlı Ev Tekstili Ltd. Şti.: {number} numaralı faturanız"
    assert f'<a href="{link}">' in html
    assert (attached.get_filename(), attached.get_content_type()) == (f"{number}.pdf", "application/pdf")
    assert cast("bytes", attached.get_content()).startswith(b"%PDF-")
    assert (read.status_code, read.headers["content-type"]) == (200, "application/pdf")
    assert read.content.startswith(b"%PDF-")
    assert provider.kept


def test_letters_go_in_a_measured_step_and_none_is_lost(
    scope: Scope,
    redis_server: str,
    provider: PretendProvider,
    letterbox: Letterbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    account = _sent(scope, 3)
    monkeypatch.setattr(invoice_mails, "A_MINUTE", 2)

    first, waiting = invoice_mails.tell(account), len(letterbox.letters)
    with db.system_transaction() as session:
        session.execute(text("UPDATE outbox SET available_at = now(), claimed_until = NULL"))
    monkeypatch.setattr(invoice_mails, "A_MINUTE", 100)
    second, third = invoice_mails.tell(account), invoice_mails.tell(account)

    assert (first, waiting, second, third) == (2, 2, 1, 0)
    assert len({letter["subject"] for _, letter in letterbox.letters}) == 3


def test_addresses_cannot_be_tried_out_one_after_the_other(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers, "READ_A_MINUTE", 2)

    tried = [client.get(f"/papers/{'x' * 30}{turn}.pdf") for turn in range(3)]

    assert [one.status_code for one in tried] == [404, 404, 429]
    assert tried[2].json()["code"] == "errors.too_fast"
