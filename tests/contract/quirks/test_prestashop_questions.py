"""How customers and a PrestaShop's staff write to each other in threads."""

from datetime import timedelta
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import QuestionStatus
from prapazar.connector_kit.errors import Rejected
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Stage
from tests.factories.stages.prestashop import PrestashopStage

_KEY = "8690000000017"


def _asked(stage: Stage) -> list[Any]:
    window = (now() - timedelta(days=1), now() + timedelta(minutes=1))
    return [one for page in stage.connector().fetch_questions(*window) for one in page]


def test_answer_stands_for_all_that_was_asked_in_its_thread_and_staff_keep_their_notes(stage: Stage) -> None:
    assert isinstance(stage, PrestashopStage)
    stage.seed([Article(_KEY)])
    stage.settings["employee_id"] = "7"
    first = stage.ask(_KEY, "Boyu kaç?")
    second = stage.server.pull(
        "POST", f"/prestashop/{stage.account}/ask", {"key": _KEY, "text": "Rengi?", "thread": "1"}
    )
    note = {"id_customer_thread": "1", "id_employee": "2", "message": "Zor müşteri", "private": "1"}
    stage.row("customer_messages", {**note, "date_add": second["date_add"]})
    before = [one.status for one in _asked(stage)]

    stage.connector().answer_question(first, "180, mavi")

    told = [(one.external_id, one.status, one.answer, one.provider_status) for one in _asked(stage)]
    assert before == [QuestionStatus.WAITING, QuestionStatus.WAITING]
    assert told == [
        (first, QuestionStatus.ANSWERED, "180, mavi", "closed"),
        (second["id"], QuestionStatus.ANSWERED, "180, mavi", "closed"),
    ]


def test_thread_the_staff_closed_without_a_word_waits_for_nobody(stage: Stage) -> None:
    assert isinstance(stage, PrestashopStage)
    stage.seed([Article(_KEY)])
    number = stage.ask(_KEY, "Boyu kaç?")
    stage.row("customer_threads", {"status": "closed"}, id="1")

    with pytest.raises(Rejected) as raised:
        stage.connector().answer_question(number, "180")

    [found] = _asked(stage)
    assert (raised.value.code, found.status) == ("prestashop.question_answered", QuestionStatus.EXPIRED)
    assert (found.customer_name, found.is_public, found.order_external_id) == (
        "Şule Iğdırlıoğlu",
        False,
        None,
    )
