"""Answers that leave by the message log or through the question, and what a solved ticket sets off."""

from uuid import UUID

import pytest
from sqlalchemy import text

from prapazar.domain.files.errors import FileRefused
from prapazar.domain.messaging import actions as messaging
from prapazar.domain.messaging.enums import ConsentState, OrderMoment, Purpose, Way
from prapazar.domain.support import actions, queries
from prapazar.domain.support.actions import ContactDraft, Rated, TicketDraft
from prapazar.domain.support.enums import AnswerWay, InteractionKind, TicketStatus
from prapazar.domain.support.errors import TicketRefused
from prapazar.domain.support.queries import TicketDetail
from prapazar.flows import customer_desk, rating_links, ticket_messages, tickets
from prapazar.flows.tickets import Answer
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope
from tests.factories import catalog
from tests.factories.customers import arrive, bought, ids

_PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def _open(scope: Scope, **values: object) -> UUID:
    draft = TicketDraft(subject="Kargo", **{"name": "Ayşe Er", "email": "ayse@example.com", **values})  # type: ignore[arg-type]
    with db.transaction(scope) as session:
        return actions.open_ticket(session, scope, draft)


def _answer(scope: Scope, ticket: UUID, way: AnswerWay, status: str = "waiting_customer") -> None:
    said = Answer(words="Yarın orada", way=way, status=TicketStatus(status))
    with db.transaction(scope) as session:
        tickets.answer(session, scope, ticket, said)


def _detail(scope: Scope, ticket: UUID) -> TicketDetail:
    with db.transaction(scope) as session:
        return queries.detail(session, scope, ticket)


def _log(scope: Scope) -> list[tuple[str, str, str, str]]:
    with db.transaction(scope) as session:
        found = session.execute(
            text("SELECT recipient, subject, body, status FROM message ORDER BY created_at")
        )
        return [tuple(row) for row in found]


def test_answer_leaves_by_the_message_log_and_is_stopped_by_an_opt_out(scope: Scope) -> None:
    ticket = _open(scope)
    _answer(scope, ticket, AnswerWay.EMAIL)
    with db.transaction(scope) as session:
        messaging.record_consents(session, scope, Way.EMAIL, ["ayse@example.com"], ConsentState.BLOCKED)

    _answer(scope, ticket, AnswerWay.EMAIL)

    said = [(one.body, one.message_status) for one in _detail(scope, ticket).entries if one.kind == "answer"]
    assert said == [("Yarın orada", "waiting"), ("Yarın orada", "blocked")]
    assert _log(scope) == [
        ("ayse@example.com", "[T-1001] Kargo", "Yarın orada", "waiting"),
        ("ayse@example.com", "[T-1001] Kargo", "Yarın orada", "blocked"),
    ]


@pytest.mark.parametrize(
    ("way", "code"),
    [(AnswerWay.CHANNEL, "tickets.no_question"), (AnswerWay.SMS, "messages.to_needed")],
    ids=["no question", "no telephone"],
)
def test_answer_that_cannot_leave_is_not_kept(scope: Scope, way: AnswerWay, code: str) -> None:
    ticket = _open(scope)

    with pytest.raises(TicketRefused) as refused:
        _answer(scope, ticket, way)

    assert refused.value.code == code
    assert [one.kind for one in _detail(scope, ticket).entries] == ["event"]
    assert _log(scope) == []


def test_solved_ticket_sends_its_rating_link_once(scope: Scope) -> None:
    texts = {"tr": {"subject": "{ticket} çözüldü", "body": "Merhaba {first_name}: {feedback_url}"}}
    with db.transaction(scope) as session:
        messaging.save_template(
            session,
            scope,
            None,
            name="Nasıldı",
            way=Way.EMAIL,
            purpose=Purpose.TRANSACTIONAL,
            texts=texts,
            moments=[OrderMoment.TICKET_SOLVED],
        )
    ticket = _open(scope)
    _answer(scope, ticket, AnswerWay.SPOKEN, "solved")

    first = ticket_messages.tell_solved(scope.merchant_id)
    with db.transaction(scope) as session:
        actions.move(session, scope, ticket, TicketStatus.OPEN)
        actions.move(session, scope, ticket, TicketStatus.SOLVED)
    ticket_messages.tell_solved(scope.merchant_id)

    ((to, subject, body, status),) = _log(scope)
    link = body.rpartition("/")[2]
    assert (first, to, subject, status) == (1, "ayse@example.com", "T-1001 çözüldü", "waiting")
    assert body.startswith("Merhaba Ayşe: http")
    assert rating_links.rate(link, "here", 5, ["service"], "Sağ olun", "tr")
    assert not rating_links.rate(link[:-4] + "AAAA", "here", 5, [], "", "tr")
    assert str(ticket) not in body
    assert ticket.hex not in body


def test_link_tells_nothing_and_is_another_one_each_time(scope: Scope) -> None:
    about = Rated(order_id=UUID(int=7))

    first, second = (rating_links.token(scope.merchant_id, about) for _ in range(2))

    assert first != second
    assert rating_links.shown("x" * 80, "here") is None
    assert rating_links.shown("", "here") is None


def test_files_stay_with_what_was_said_last(scope: Scope) -> None:
    ticket = _open(scope, words="Ezik geldi")
    with db.transaction(scope) as session:
        tickets.keep_file(session, scope, ticket, "kutu.png", _PNG)
    with db.transaction(scope) as session, pytest.raises(FileRefused):
        tickets.keep_file(session, scope, ticket, "a.html", b"<script>")

    entries = _detail(scope, ticket).entries
    with db.transaction(scope) as session:
        kept = tickets.kept_files(session, scope, [one.id for one in entries])
    assert [(one.name, one.subject_id, one.kind.value) for one in kept] == [
        ("kutu.png", entries[-1].id, "picture")
    ]


def test_customers_timeline_tells_of_tickets_ratings_and_calls(scope: Scope) -> None:
    with db.transaction(scope) as session:
        store = catalog.connection(session, scope)
    arrive(scope, store, bought("1", "Ayşe Er", email="ayse@example.com"))
    customer = ids(scope)["Ayşe Er"]
    with db.transaction(scope) as session:
        order = session.execute(text("SELECT id FROM purchase_order")).scalar_one()
    ticket = _open(scope, order_id=order)
    draft = ContactDraft(kind=InteractionKind.CALL, body="Konuşuldu", at=now(), next_step="Teklif gönder")
    with db.transaction(scope) as session:
        actions.rate(session, scope, Rated(order_id=order), 4, ["product"], "Güzel")
        actions.add_contact(session, scope, customer, draft)

    with db.transaction(scope) as session:
        told = customer_desk.timeline(session, scope, customer)
        one = customer_desk.timeline(session, scope, customer, kind="ticket")
        rest = customer_desk.timeline(session, scope, customer, after=customer_desk.cursor(told[0]))
        task = session.execute(text("SELECT title, link_kind, link_id FROM task")).one()
        events = session.execute(
            text("SELECT kind FROM order_event WHERE kind LIKE 'ticket%' OR kind LIKE 'feed%'")
        )
        kinds = sorted(events.scalars())
    row = _detail(scope, ticket).row
    assert sorted(f"{one.kind} {one.status}" for one in told if one.kind != "order") == [
        "feedback 4",
        "interaction call",
        "ticket new",
    ]
    assert [(one.number, one.order_id) for one in one] == [("T-1001", order)]
    assert rest == told[1:]
    assert (row.customer_id, row.connection_id, row.name) == (customer, store, "Ayşe Er")
    assert tuple(task) == ("Teklif gönder", "customer", customer)
    assert kinds == ["feedback_given", "ticket_opened"]
