"""Questions of a channel in our books, and answers that reach it once, whatever goes wrong on the way."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest

from prapazar.domain.aftersales import actions, queries_questions
from prapazar.domain.aftersales.errors import QuestionRefused
from prapazar.flows import questions
from prapazar.foundation import db
from tests.factories.market import KEYS, Market, attempt

KEY, _, _ = KEYS
ASKED, SAID = "Bu ürün iade edilebilir mi?", "Evet, 15 gün içinde iade edebilirsiniz."


@dataclass
class Inbox:
    market: Market
    external_id: str

    @property
    def question_id(self) -> UUID:
        found: UUID = self.market.value("SELECT id FROM question")
        return found

    def read(self) -> object:
        return attempt(lambda: questions.import_new(self.market.seller.connection_id))

    def answer(self, words: str = SAID, wait: timedelta = timedelta(0)) -> None:
        with db.transaction(self.market.scope) as session:
            questions.answer(session, self.market.scope, self.question_id, words, wait=wait)

    def tell(self) -> object:
        return attempt(lambda: questions.tell_answers(self.market.seller.connection_id))

    def stands(self) -> tuple[str, str | None, bool, str | None]:
        [row] = self.market.rows("SELECT status, answer, is_sending, code FROM question")
        return (row[0], row[1], row[2], row[3])

    def told(self) -> int:
        return len(self.market.rows("SELECT 1 FROM traffic_entry WHERE operation = 'answer_question'"))


@pytest.fixture
def inbox(market: Market) -> Inbox:
    made = Inbox(market, market.seller.stage.ask(KEY, ASKED))
    made.read()
    return made


def test_question_is_read_once_with_its_article_and_answered_once(inbox: Inbox) -> None:
    scope = inbox.market.scope
    with db.transaction(scope) as session:
        found = queries_questions.detail(session, scope, inbox.question_id)

    inbox.answer()
    told = (inbox.tell(), inbox.tell())
    again = inbox.read()

    assert (found.question.body, found.question.variant_id) == (ASKED, inbox.market.variants[KEY])
    assert (told, again, inbox.told()) == ((1, 0), 1, 1)
    assert inbox.stands() == ("answered", SAID, False, None)


def test_answer_is_undone_while_it_has_not_left(inbox: Inbox) -> None:
    scope = inbox.market.scope
    inbox.answer(wait=timedelta(minutes=1))
    with pytest.raises(QuestionRefused):
        inbox.answer("Hayır, iade edilemez.")

    with db.transaction(scope) as session:
        actions.take_back(session, scope, inbox.question_id)

    assert (inbox.tell(), inbox.told()) == (0, 0)
    assert inbox.stands() == ("waiting", None, False, None)


@pytest.mark.parametrize("kind", ["lost_answer", "500", "429", "html"])
def test_answer_of_a_bad_hour_is_told_once_it_is_over(inbox: Inbox, kind: str) -> None:
    inbox.answer()
    inbox.market.trouble(inbox.market.seller, kind, path="*/answers")

    inbox.tell()
    during = inbox.stands()
    inbox.market.clear_faults()
    inbox.tell()

    over = ("answered", SAID, False, None)
    assert (inbox.stands(), inbox.market.rows("SELECT 1 FROM outbox WHERE topic = 'questions.answer'")) == (
        over,
        [],
    )
    assert (during == over, inbox.told() == 1) == (kind == "lost_answer",) * 2
    with db.transaction(inbox.market.scope) as session, pytest.raises(QuestionRefused):
        actions.take_back(session, inbox.market.scope, inbox.question_id)


def test_refused_answer_stays_with_its_cause_and_can_be_mended(inbox: Inbox) -> None:
    inbox.answer("Bize whatsapp üzerinden yazın.")

    inbox.tell()
    refused = inbox.stands()
    draft = inbox.market.value("SELECT draft FROM question")
    inbox.answer()
    inbox.tell()

    assert (refused[:3], refused[3] is not None) == (("waiting", None, False), True)
    assert draft == "Bize whatsapp üzerinden yazın."
    assert inbox.stands() == ("answered", SAID, False, None)
