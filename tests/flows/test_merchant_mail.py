"""Letters over a merchant's own mail server: each once, whatever it says; else over the installation's."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.channels.models import Connection
from prapazar.domain.messaging import actions
from prapazar.domain.messaging.enums import Way
from prapazar.domain.messaging.errors import MessageRefused
from prapazar.flows import merchant_mail, message_accounts, messages, notify_desk
from prapazar.flows.faults import ProviderFault
from prapazar.foundation import db, secrets
from prapazar.foundation.mail import MailNotSent
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.settings import settings
from tests.factories import messages as factory
from tests.factories import people
from tests.factories.letters import Letterbox
from tests.factories.stages import Server
from tests.factories.stages.smtp import SmtpStage

_TO = ("ayse@example.com", "mehmet@example.com")


@pytest.fixture(autouse=True)
def _sandboxed(redis_server: str, sandbox: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    assert redis_server
    monkeypatch.setenv("PRAPAZAR_SANDBOX_PORT", sandbox.address.rpartition(":")[2])
    settings.cache_clear()
    yield
    sandbox.pull("DELETE", "/faults")
    sandbox.pull("PATCH", "/smtp/rules", {"greylists": False})
    settings.cache_clear()


@pytest.fixture
def mailbox(scope: Scope, sandbox: Server) -> SmtpStage:
    return SmtpStage(sandbox, f"posta{scope.merchant_id.hex[:8]}")


def _account(scope: Scope, mailbox: SmtpStage, **changes: str) -> UUID:
    with db.transaction(scope) as session:
        made = Connection(
            merchant_id=scope.merchant_id,
            connector="smtp",
            name="E-posta",
            environment="sandbox",
            settings={**mailbox.settings, "per_minute": "1000", **changes},
            credentials=b"",
            webhook_key=f"smtp-{scope.merchant_id.hex}",
        )
        made.credentials = secrets.box().seal_json(mailbox.credentials, made.id.bytes)
        session.add(made)
        session.flush()
        return made.id


def _taken(scope: Scope, account: UUID) -> None:
    with db.transaction(scope) as session:
        drafts = [
            factory.draft(f"k{place}", address=to, subject=f"Konu {place}", connection_id=account)
            for place, to in enumerate(_TO)
        ]
        actions.take_down(session, scope, drafts)


def _kept(mailbox: SmtpStage, to: str) -> list[Any]:
    return list(mailbox.deed("kept", to=to)["messages"])


def _tries(scope: Scope) -> list[tuple[str, str, int]]:
    with db.transaction(scope) as session:
        found = session.execute(text("SELECT status, code, attempts FROM message ORDER BY key"))
        return [(row.status, row.code, row.attempts) for row in found]


def test_unknown_mailbox_ends_its_own_letter_alone(scope: Scope, mailbox: SmtpStage) -> None:
    account = _account(scope, mailbox)
    mailbox.deed("refuse", to=_TO[0])
    _taken(scope, account)

    messages.send(account)

    assert _tries(scope) == [("failed", "smtp.bad_recipient", 1), ("sent", "", 1)]
    assert [len(_kept(mailbox, to)) for to in _TO] == [0, 1]


def test_greylisted_letter_goes_later_and_keeps_no_other_waiting(
    scope: Scope, sandbox: Server, mailbox: SmtpStage
) -> None:
    account = _account(scope, mailbox)
    sandbox.pull("PATCH", "/smtp/rules", {"greylists": True})
    _taken(scope, account)

    messages.send(account)
    first = _tries(scope)
    messages.send(account)
    too_soon = _tries(scope)
    factory.due(scope)
    messages.send(account)

    assert first == too_soon == [("waiting", "smtp.greylisted", 1)] * 2
    assert _tries(scope) == [("sent", "", 2)] * 2
    assert [len(_kept(mailbox, to)) for to in _TO] == [1, 1]


def test_letter_whose_answer_is_lost_is_unclear_and_never_sent_again(
    scope: Scope, mailbox: SmtpStage
) -> None:
    account = _account(scope, mailbox)
    _taken(scope, account)
    mailbox.fault("lost_answer", method="POST", path="/letters", times=1)

    for _ in range(3):
        try:
            messages.send(account)
        except ProviderFault:
            factory.due(scope)

    assert sorted(row[0] for row in _tries(scope)) == ["sent", "unclear"]
    assert [len(_kept(mailbox, to)) for to in _TO] == [1, 1]


def test_refused_log_in_fails_no_letter(scope: Scope, mailbox: SmtpStage) -> None:
    account = _account(scope, mailbox)
    _taken(scope, account)
    mailbox.fault("401")

    with pytest.raises(ProviderFault) as raised:
        messages.send(account)

    assert raised.value.code == "smtp.login_refused"
    assert [row[0] for row in _tries(scope)] == ["waiting", "waiting"]


def test_letter_of_a_merchant_goes_over_its_own_server_with_its_paper(
    scope: Scope, mailbox: SmtpStage, letterbox: Letterbox
) -> None:
    merchant_mail.send(scope, _TO[0], "Fatura", "Ekte", reference="f1", attached=("F-1.pdf", b"%PDF"))
    _account(scope, mailbox)
    merchant_mail.send(scope, _TO[0], "Fatura", "Ekte", reference="f1", attached=("F-1.pdf", b"%PDF"))

    [kept] = _kept(mailbox, _TO[0])
    assert (kept["subject"], kept["files"], kept["id"]) == ("Fatura", ["F-1.pdf"], "<f1@example.com>")
    assert [to for to, _ in letterbox.letters] == [[_TO[0]]]  # before there was one


@pytest.mark.parametrize(
    ("kind", "is_final", "maybe_done"), [("lost_answer", False, True), ("401", False, False)]
)
def test_letter_that_did_not_go_says_whether_it_may_have(
    scope: Scope, mailbox: SmtpStage, kind: str, is_final: bool, maybe_done: bool
) -> None:
    _account(scope, mailbox)
    mailbox.fault(kind, method="POST", path="/letters")

    with pytest.raises(MailNotSent) as raised:
        merchant_mail.send(scope, _TO[0], "Fatura", "Ekte", reference="f1")

    assert (raised.value.is_final, raised.value.maybe_done) == (is_final, maybe_done)


def test_test_letter_goes_to_whoever_asks_even_where_the_store_is_broken(
    database: str, sandbox: Server
) -> None:
    assert database
    ayse = people.member(people.merchant())
    scope = replace(system_scope(ayse.merchant_id), user_id=ayse.user_id)
    mailbox = SmtpStage(sandbox, f"posta{scope.merchant_id.hex[:8]}")
    account = _account(scope, mailbox)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE connection SET status = 'broken' WHERE id = :id"), {"id": account})

    to = merchant_mail.try_out(scope, account)

    [kept] = _kept(mailbox, to)
    assert kept["subject"] == "PraPazar deneme e-postası"


def test_test_letter_asked_for_over_rest_is_in_the_log(database: str, sandbox: Server) -> None:
    assert database
    ayse = people.member(people.merchant())
    scope = replace(system_scope(ayse.merchant_id), user_id=ayse.user_id)
    account = _account(scope, SmtpStage(sandbox, f"posta{scope.merchant_id.hex[:8]}"))
    with db.transaction(scope) as session:
        other = factory.connection(session, scope)
        notify_desk.test_mail(session, scope, account)

    messages.send(account)

    assert factory.log(scope) == [("email", "sent", ayse.email, "PraPazar deneme e-postası", "")]
    with pytest.raises(MessageRefused), db.transaction(scope) as session:
        notify_desk.test_mail(session, scope, other)


def test_messages_take_the_merchants_own_server_by_themselves(scope: Scope, mailbox: SmtpStage) -> None:
    with db.transaction(scope) as session:
        before = message_accounts.account(session, scope, Way.EMAIL)
    account = _account(scope, mailbox)
    with db.transaction(scope) as session:
        after = message_accounts.account(session, scope, Way.EMAIL)

    assert (before, after) == (None, account)
