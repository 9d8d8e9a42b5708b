"""From an order's moment to the letter box: once, whatever dies in between."""

import smtplib
from email.message import EmailMessage
from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.messaging import actions, queries_messages
from prapazar.domain.messaging.enums import ConsentState, OrderMoment, Purpose, Way
from prapazar.domain.messaging.errors import MessageRefused
from prapazar.domain.orders.enums import OrderStatus
from prapazar.flows import message_events, messages, opting_out
from prapazar.foundation import db, mail, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories import messages as factory
from tests.factories.letters import Letterbox


class Died(Exception):
    """The worker is gone, between two steps."""


@pytest.fixture
def store(scope: Scope) -> UUID:
    with db.transaction(scope) as session:
        return catalog.connection(session, scope)


def _taken(scope: Scope, key: str = "k1", **changes: object) -> UUID:
    with db.transaction(scope) as session:
        return actions.take_down(session, scope, [factory.draft(key, **changes)])[key]  # type: ignore[arg-type]


def _letters(box: Letterbox) -> list[tuple[list[str], str, str]]:
    return [(to, str(one["Subject"]), one.get_content().strip()) for to, one in box.letters]


def test_moment_of_an_order_becomes_one_letter_however_often_it_is_told(
    scope: Scope, store: UUID, letterbox: Letterbox
) -> None:
    factory.template(scope, OrderMoment.NEW, OrderMoment.SHIPPED)
    factory.ordered(scope, store, "S-1")

    message_events.compose(scope.merchant_id)
    messages.send_mail(scope.merchant_id)
    factory.moved(scope, store, "S-1", OrderStatus.SHIPPED, 1)
    factory.moved(scope, store, "S-1", OrderStatus.DELIVERED, 2)
    for _ in range(2):
        message_events.compose(scope.merchant_id)
        messages.send_mail(scope.merchant_id)

    said = (["ayse@example.com"], "S-1 yolda", "Merhaba Ayşe, S-1 yolda: -")
    assert _letters(letterbox) == [said, said]  # of NEW and of SHIPPED; DELIVERED has no template
    assert {row[1] for row in factory.log(scope)} == {"sent"}


def test_orders_nobody_waits_for_write_nothing(scope: Scope, store: UUID) -> None:
    factory.template(scope, OrderMoment.DELIVERED)

    factory.ordered(scope, store, "S-1")

    with db.transaction(scope) as session:
        told = session.execute(text("SELECT count(*) FROM outbox WHERE topic = 'messages.event'")).scalar()
    assert told == 0


def test_history_that_is_fetched_writes_to_nobody(scope: Scope, store: UUID) -> None:
    factory.template(scope, OrderMoment.NEW)
    factory.ordered(scope, store, "S-1", at=now().replace(year=now().year - 1, day=1))

    message_events.compose(scope.merchant_id)

    assert factory.log(scope) == []


def test_buyer_without_an_address_is_in_the_log_with_the_reason(scope: Scope, store: UUID) -> None:
    factory.template(scope, OrderMoment.NEW)
    factory.ordered(scope, store, "S-1", email="")

    message_events.compose(scope.merchant_id)

    assert factory.log(scope) == [("email", "blocked", "", "S-1 yolda", "messages.no_address")]


def test_worker_that_dies_before_the_commit_loses_and_doubles_nothing(
    scope: Scope, store: UUID, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    factory.template(scope, OrderMoment.NEW)
    factory.ordered(scope, store, "S-1")

    def die(*_: object) -> None:
        raise Died

    with monkeypatch.context() as broken:
        broken.setattr(outbox, "finish", die)
        with pytest.raises(Died):
            message_events.compose(scope.merchant_id)
    assert factory.log(scope) == []
    message_events.compose(scope.merchant_id)
    messages.send_mail(scope.merchant_id)

    assert len(letterbox.letters) == 1


def test_worker_that_dies_after_the_call_never_sends_again(
    scope: Scope, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    message_id = _taken(scope)

    def die(*_: object, **__: object) -> None:
        raise Died

    with monkeypatch.context() as broken:
        broken.setattr(actions, "record_sent", die)
        with pytest.raises(Died):
            messages.send_mail(scope.merchant_id)
    for _ in range(2):
        factory.due(scope)
        messages.send_mail(scope.merchant_id)

    assert len(letterbox.letters) == 1
    assert factory.log(scope) == [
        ("email", "unclear", "ayse@example.com", "Siparişiniz", "messages.answer_lost")
    ]
    with db.transaction(scope) as session:
        actions.send_again(session, scope, message_id)
    messages.send_mail(scope.merchant_id)
    assert (len(letterbox.letters), factory.log(scope)[0][1]) == (2, "sent")


def test_refused_letter_is_final_and_says_why(scope: Scope, letterbox: Letterbox) -> None:
    letterbox.refuses = True
    _taken(scope)

    messages.send_mail(scope.merchant_id)
    factory.due(scope)
    messages.send_mail(scope.merchant_id)

    assert factory.log(scope) == [
        ("email", "failed", "ayse@example.com", "Siparişiniz", "messages.mail_refused")
    ]


def test_letter_waits_while_no_server_answers(
    scope: Scope, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    _taken(scope)

    def nobody() -> smtplib.SMTP:
        raise ConnectionRefusedError

    with monkeypatch.context() as down:
        down.setattr(mail, "_server", nobody)
        assert messages.send_mail(scope.merchant_id) is False
    assert factory.log(scope)[0][1] == "waiting"
    factory.due(scope)
    assert messages.send_mail(scope.merchant_id) is True

    assert (len(letterbox.letters), factory.log(scope)[0][1]) == (1, "sent")


def test_connection_that_breaks_over_a_letter_is_left_to_a_person(
    scope: Scope, letterbox: Letterbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    _taken(scope)

    def breaks(_self: smtplib.SMTP, _message: EmailMessage) -> None:
        raise smtplib.SMTPServerDisconnected("gone")

    with monkeypatch.context() as broken:
        broken.setattr(smtplib.SMTP, "send_message", breaks)
        messages.send_mail(scope.merchant_id)
    factory.due(scope)
    messages.send_mail(scope.merchant_id)

    assert (letterbox.letters, factory.log(scope)[0][1]) == ([], "unclear")


def test_advertising_goes_to_those_who_agreed_and_names_the_way_out(
    scope: Scope, letterbox: Letterbox
) -> None:
    with db.transaction(scope) as session:
        actions.record_consents(session, scope, Way.EMAIL, ["evet@example.com"], ConsentState.GRANTED)
        actions.record_consents(session, scope, Way.EMAIL, ["hayir@example.com"], ConsentState.REFUSED)
    ids = {
        address: _taken(scope, address, address=address, purpose=Purpose.COMMERCIAL)
        for address in ("evet@example.com", "hayir@example.com", "kim@example.com")
    }

    messages.send_mail(scope.merchant_id)

    [(to, letter)] = letterbox.letters
    way_out = opting_out.address(scope.merchant_id, ids["evet@example.com"])
    assert (to, letter["List-Unsubscribe"], letter["List-Unsubscribe-Post"]) == (
        ["evet@example.com"],
        f"<{way_out}>",
        "List-Unsubscribe=One-Click",
    )
    assert [(row[1], row[4]) for row in factory.log(scope)] == [
        ("sent", ""),
        ("blocked", "messages.opted_out"),
        ("blocked", "messages.no_consent"),
    ]


def test_opting_out_stops_what_waits_and_leaves_news_of_orders(scope: Scope, letterbox: Letterbox) -> None:
    with db.transaction(scope) as session:
        actions.record_consents(session, scope, Way.EMAIL, ["ayse@example.com"], ConsentState.GRANTED)
    waiting = _taken(scope, "ad", purpose=Purpose.COMMERCIAL)
    _taken(scope, "news")

    token = opting_out.address(scope.merchant_id, waiting).rpartition("/")[2]
    assert (opting_out.opt_out(token), opting_out.opt_out(token[:-1] + "x"), opting_out.opt_out("")) == (
        True,
        False,
        False,
    )
    messages.send_mail(scope.merchant_id)

    assert [(row[1], row[4]) for row in factory.log(scope)] == [
        ("blocked", "messages.opted_out"),
        ("sent", ""),
    ]
    assert len(letterbox.letters) == 1


def test_what_was_sent_is_not_sent_again_by_hand(scope: Scope, letterbox: Letterbox) -> None:
    message_id = _taken(scope)
    messages.send_mail(scope.merchant_id)

    with pytest.raises(MessageRefused) as refused, db.transaction(scope) as session:
        actions.send_again(session, scope, message_id)

    assert (refused.value.code, len(letterbox.letters)) == ("messages.not_again", 1)


def test_log_of_one_merchant_is_closed_to_the_other(scope: Scope, other_scope: Scope) -> None:
    message_id = _taken(scope)

    with db.transaction(other_scope) as session:
        rows = queries_messages.page(session, other_scope, queries_messages.MessageFilter())
        assert (rows, actions.begin(session, other_scope, message_id)) == ([], None)


@pytest.fixture(autouse=True)
def _redis(redis_server: str) -> None:
    """Health and live events."""
    assert redis_server
