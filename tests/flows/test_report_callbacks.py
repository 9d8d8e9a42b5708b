"""Messages through the pretend providers: sent once, followed to the phone, whatever breaks in between."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.channels.models import Connection
from prapazar.domain.messaging import actions
from prapazar.domain.messaging.enums import Way
from prapazar.flows import messages, report_callbacks, webhooks
from prapazar.flows.faults import ProviderFault
from prapazar.flows.webhooks import WebhookRefused
from prapazar.foundation import db, secrets
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from tests.factories import messages as factory
from tests.factories.receiver import receiving
from tests.factories.stages import STAGES, Server
from tests.factories.stages.messages import MessageStage

_PHONE = "+905321112233"


class Died(Exception):
    """The worker is gone, between two steps."""


@pytest.fixture(autouse=True)
def _sandboxed(redis_server: str, sandbox: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    assert redis_server
    monkeypatch.setenv("PRAPAZAR_SANDBOX_PORT", sandbox.address.rpartition(":")[2])
    settings.cache_clear()
    yield
    sandbox.pull("DELETE", "/faults")
    settings.cache_clear()


def _account(scope: Scope, stage: Any, **more: str) -> UUID:  # noqa: ANN401 - any message stage
    with db.transaction(scope) as session:
        made = Connection(
            merchant_id=scope.merchant_id,
            connector=stage.slug,
            name=stage.slug,
            environment="sandbox",
            settings={**stage.settings, **more},
            credentials=b"",
            webhook_key=f"{stage.slug}-{scope.merchant_id.hex}",
        )
        made.credentials = secrets.box().seal_json(stage.credentials, made.id.bytes)
        session.add(made)
        session.flush()
        return made.id


def _opened(slug: str, server: Server, scope: Scope) -> MessageStage:
    found = STAGES[slug](server, f"mesaj{scope.merchant_id.hex[:8]}")
    assert isinstance(found, MessageStage)
    return found


def _taken(scope: Scope, connection_id: UUID, way: Way, key: str = "k1", **changes: object) -> UUID:
    with db.transaction(scope) as session:
        draft = factory.draft(key, way=way, address=_PHONE, connection_id=connection_id, **changes)
        return actions.take_down(session, scope, [draft])[key]


def _row(scope: Scope, message_id: UUID) -> tuple[object, ...]:
    with db.transaction(scope) as session:
        found = session.execute(
            text("SELECT status, code, units, cost, attempts FROM message WHERE id = :id"), {"id": message_id}
        ).one()
        return tuple(str(one) for one in found)


def _kept(stage: MessageStage) -> list[Any]:
    return list(stage.deed("kept", to=stage.number(_PHONE))["messages"])


def test_sms_is_paid_for_by_its_parts_and_followed_to_the_phone(scope: Scope, sandbox: Server) -> None:
    stage = _opened("netgsm", sandbox, scope)
    account = _account(scope, stage, unit_price="0,25")
    message_id = _taken(scope, account, Way.SMS, body="ş" * 100)

    messages.send(account)
    [kept] = _kept(stage)
    sent = _row(scope, message_id)
    stage.carry(kept["id"], 1)
    with db.transaction(scope) as session:
        session.execute(text("UPDATE message SET asked_at = now() - interval '1 hour'"))
    messages.follow(account)

    assert sent == ("sent", "", "2", "0.5000", "1")
    assert _row(scope, message_id) == ("delivered", "", "2", "0.5000", "1")


@pytest.mark.parametrize("kind", ["lost_answer", "500"])
def test_sms_that_may_have_gone_is_left_to_a_person(scope: Scope, sandbox: Server, kind: str) -> None:
    stage = _opened("netgsm", sandbox, scope)
    account = _account(scope, stage)
    message_id = _taken(scope, account, Way.SMS)
    stage.fault(kind, method="POST", path=stage.send_path)

    with pytest.raises(ProviderFault):
        messages.send(account)
    sandbox.pull("DELETE", "/faults")
    factory.due(scope)
    messages.send(account)

    assert _row(scope, message_id)[0] == "unclear"
    assert len(_kept(stage)) == (1 if kind == "lost_answer" else 0)


def test_sms_that_was_turned_away_goes_later_and_once(scope: Scope, sandbox: Server) -> None:
    stage = _opened("iletimerkezi", sandbox, scope)
    account = _account(scope, stage)
    message_id = _taken(scope, account, Way.SMS)
    stage.fault("503", method="POST", path=stage.send_path)

    with pytest.raises(ProviderFault):
        messages.send(account)
    waiting = _row(scope, message_id)[0]
    sandbox.pull("DELETE", "/faults")
    for _ in range(2):
        factory.due(scope)
        messages.send(account)

    assert (waiting, _row(scope, message_id)[0], len(_kept(stage))) == ("waiting", "sent", 1)


@pytest.mark.parametrize("step", ["record_sent", "begin"])
def test_killed_worker_never_sends_an_sms_twice(
    scope: Scope, sandbox: Server, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    stage = _opened("netgsm", sandbox, scope)
    account = _account(scope, stage)
    message_id = _taken(scope, account, Way.SMS)

    def die(*_: object, **__: object) -> None:
        raise Died

    with monkeypatch.context() as broken:
        broken.setattr(actions, step, die)
        with pytest.raises(Died):
            messages.send(account)
    for _ in range(2):
        factory.due(scope)
        messages.send(account)

    assert len(_kept(stage)) == 1
    assert _row(scope, message_id)[0] == ("unclear" if step == "record_sent" else "sent")


def test_refusal_is_final_and_says_why(scope: Scope, sandbox: Server) -> None:
    stage = _opened("netgsm", sandbox, scope)
    account = _account(scope, stage)
    stage.deed("credits", left=0)
    first, second = (_taken(scope, account, Way.SMS, key) for key in ("k1", "k2"))

    messages.send(account)

    assert [_row(scope, one)[:2] for one in (first, second)] == [("failed", "netgsm.no_credit")] * 2


def test_whatsapp_reports_come_by_signed_webhook_in_any_order(scope: Scope, sandbox: Server) -> None:
    stage = _opened("whatsapp", sandbox, scope)
    account = _account(scope, stage)
    key = f"whatsapp-{scope.merchant_id.hex}"
    message_id = _taken(
        scope, account, Way.WHATSAPP, provider_name="siparis_yolda", params=["Ayşe", "S-1", "TR1"]
    )
    messages.send(account)
    [kept] = _kept(stage)
    with receiving() as receiver:
        stage.listen(receiver.address)
        for word in ("read", "delivered", "sent"):
            stage.carry(kept["id"], word)
            sandbox.pull("POST", "/webhooks/deliver")
        deliveries = list(receiver.deliveries)

    for one in [*deliveries, *deliveries]:
        webhooks.receive("whatsapp", key, dict(one.headers), one.body)
    for forged in stage.forgeries(deliveries[1]):
        with pytest.raises(WebhookRefused):
            webhooks.receive("whatsapp", key, dict(forged.headers), forged.body)
    report_callbacks.take_in(account)

    assert kept["text"] == "siparis_yolda/tr/Ayşe|S-1|TR1"
    assert _row(scope, message_id)[0] == "read"
    asked = {
        "hub.mode": "subscribe",
        "hub.verify_token": stage.credentials["verify_token"],
        "hub.challenge": "42",
    }
    assert webhooks.handshake("whatsapp", key, asked) == "42"


def test_report_of_a_stranger_waits_and_then_ends_with_its_cause(scope: Scope, sandbox: Server) -> None:
    stage = _opened("iletimerkezi", sandbox, scope)
    account = _account(scope, stage)
    body = b'{"report": {"id": 7, "packet_id": 99, "status": "delivered", "to": "+905321112233"}}'
    webhooks.receive("iletimerkezi", f"iletimerkezi-{scope.merchant_id.hex}", {}, body)

    for _ in range(6):
        factory.due(scope)
        report_callbacks.take_in(account)

    with db.transaction(scope) as session:
        rows = session.execute(text("SELECT error, done_at IS NOT NULL FROM inbox")).all()
        left = session.execute(text("SELECT count(*) FROM outbox WHERE topic = 'messages.take_reports'"))
        assert ([tuple(row) for row in rows], left.scalar()) == ([("messages.unknown_report", True)], 0)
