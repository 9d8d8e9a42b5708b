"""Messages: one goes out once, its report comes back, and nothing of it stays in a log."""

import dataclasses
import logging

import pytest
from structlog.testing import capture_logs

from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter
from prapazar.connector_kit.messages import MessageState
from prapazar.connector_kit.traffic import TrafficRecord
from tests.factories.receiver import Receiver
from tests.factories.silence import Silence
from tests.factories.stages import Stage
from tests.factories.stages.messages import TEXT, MessageStage

_ARRIVES = {"cut_off", "lost_answer", "hung_answer"}


@pytest.fixture
def provider(stage: Stage) -> MessageStage:
    if not isinstance(stage, MessageStage):
        pytest.skip("sends no messages")
    return stage


@pytest.mark.proves("errors_mapped")
def test_message_arrives_whole(provider: MessageStage) -> None:
    message = provider.message()

    external_id = provider.send(provider.unhurried(), message)

    [kept] = provider.kept(message)
    assert kept["id"] == external_id
    said = "siparis_yolda/tr/" + "|".join(message.params) if provider.slug == "whatsapp" else message.text
    assert kept["text"] == said


def test_advertising_is_marked_and_news_is_not(provider: MessageStage) -> None:
    if not provider.asks_registry:
        pytest.skip("knows no registry")
    connector = provider.unhurried()
    news, advertising = provider.message(), provider.message(is_commercial=True)

    for one in (news, advertising):
        provider.send(connector, one)

    marks = [provider.kept(one)[0]["iys"] for one in (news, advertising)]
    assert marks[0] == "0"
    assert marks[1] in {"1", "11"}


@pytest.mark.needs("follow_messages")
@pytest.mark.proves("errors_mapped")
def test_report_says_what_the_network_said(provider: MessageStage) -> None:
    connector = provider.unhurried()

    for word, state in provider.words.items():
        provider._sent = []  # noqa: SLF001 - the stage's own
        provider.carry(provider.send(connector, provider.message()), word)
        [report] = provider.records(connector)
        assert (report.state, report.provider_status, report.to) == (
            state,
            str(word),
            provider._sent[0].to,  # noqa: SLF001 - as above
        )
        assert (report.code != "") is (state is MessageState.FAILED)


@pytest.mark.needs("follow_messages")
def test_message_nobody_knows_has_no_report(provider: MessageStage) -> None:
    assert provider.records(provider.unhurried()) == []


@pytest.mark.needs("push_reports")
@pytest.mark.proves("webhooks_verified")
def test_pushed_report_says_what_the_network_said(provider: MessageStage, receiver: Receiver) -> None:
    connector = provider.unhurried()
    provider.listen(receiver.address)

    for word, state in provider.words.items():
        receiver.deliveries.clear()
        message = provider.message()
        external_id = provider.send(connector, message)
        provider.carry(external_id, word)
        provider.server.pull("POST", "/webhooks/deliver")
        assert {connector.verify(one, "").kind for one in receiver.deliveries} == {"messages"}
        found = [report for one in receiver.deliveries for report in connector.read_reports(one)]
        assert {(one.external_id, one.state, one.to) for one in found} == {(external_id, state, message.to)}


@pytest.mark.needs("push_reports")
@pytest.mark.proves("webhooks_verified")
def test_forged_report_is_refused(provider: MessageStage, receiver: Receiver) -> None:
    if not provider.signs:
        pytest.skip("its documents know no signature")
    connector = provider.unhurried()
    provider.listen(receiver.address)
    provider.carry(provider.send(connector, provider.message()), "delivered")
    provider.server.pull("POST", "/webhooks/deliver")

    forged = [one for given in receiver.deliveries for one in provider.forgeries(given)]
    for one in forged:
        with pytest.raises(AuthFailed):
            connector.verify(one, "")

    assert len(forged) >= 3


@pytest.mark.needs("push_reports")
def test_word_nobody_knows_is_unexpected(provider: MessageStage, receiver: Receiver) -> None:
    connector = provider.unhurried()
    provider.listen(receiver.address)
    provider.carry(provider.send(connector, provider.message()), provider.odd_word)
    provider.server.pull("POST", "/webhooks/deliver")

    with pytest.raises(UnexpectedAnswer) as raised:
        connector.read_reports(receiver.deliveries[0])

    assert raised.value.code == "connector.unknown_status"


@pytest.mark.proves("errors_mapped")
def test_number_that_is_none_is_rejected(provider: MessageStage) -> None:
    message = provider.message(to="+1202" if provider.takes_foreign else "+4915112345678")

    with pytest.raises(Rejected) as raised:
        provider.unhurried().send_message(message)

    assert raised.value.code == f"{provider.slug}.bad_recipient"


@pytest.mark.proves("errors_mapped")
def test_empty_account_is_rejected(provider: MessageStage) -> None:
    if not provider.has_credit:
        pytest.skip("is paid afterwards")
    provider.deed("credits", left=0)

    with pytest.raises(Rejected) as raised:
        provider.unhurried().send_message(provider.message())

    assert raised.value.code == f"{provider.slug}.no_credit"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("401", AuthFailed),
        ("429", RateLimited),
        ("500", Unavailable),
        ("503", Unavailable),
        ("html", Unavailable),
        ("cut_off", Unavailable),
        ("lost_answer", Unavailable),
        ("hung_answer", Unavailable),
        ("timeout", Unavailable),
    ],
)
@pytest.mark.proves("writes_not_repeated")
def test_message_is_sent_once_and_its_fault_says_whether_it_may_have_gone(
    provider: MessageStage, kind: str, expected: type[ConnectorError]
) -> None:
    message = provider.message()
    slept: list[float] = []
    limiter = LocalLimiter(now=lambda: sum(slept))
    connector = provider.connector(
        Wire(sleep=slept.append, limiter=limiter, around=Silence(provider.server, provider.slug), max_wait=60)
    )
    provider.fault(kind, method="POST", path=provider.send_path, options={"retry_after": 600})

    with pytest.raises(expected) as raised:
        connector.send_message(message)

    provider.server.pull("DELETE", "/faults")
    maybe_done = getattr(raised.value, "maybe_done", False)
    assert maybe_done is (kind not in {"401", "429", "503"})
    assert len(provider.kept(message)) == (1 if kind in _ARRIVES else 0)


@pytest.mark.proves("secrets_hidden")
def test_secrets_and_people_stay_out_of_logs(
    provider: MessageStage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    records: list[TrafficRecord] = []
    slept: list[float] = []
    limiter = LocalLimiter(now=lambda: sum(slept))
    connector = provider.connector(
        Wire(recorder=records.append, sleep=slept.append, limiter=limiter, max_wait=60)
    )
    message = provider.message()

    with capture_logs() as logs:
        connector.test_credentials()
        provider.send(connector, message)
        provider.records(connector)

    kept = f"{[dataclasses.asdict(record) for record in records]} {logs} {caplog.text}"
    hidden = [*provider.secrets, message.to, message.to[3:], TEXT, "Şule"]
    assert len(records) == 3
    assert [word for word in hidden if word in kept] == []
