"""Çiçeksepeti's questions as our records, and our answers as its bodies."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import QuestionRecord, QuestionStatus
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import ParkedRecord
from prapazar.connectors.ciceksepeti import aftersales
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_SINCE, _UNTIL = datetime(2026, 11, 21, 8, tzinfo=UTC), datetime(2026, 11, 21, 12, tzinfo=UTC)


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("ciceksepeti", {"seller_id": "8001"}, {"api_key": "gizli"})


def test_questions_are_mapped_whole() -> None:
    assert aftersales.READERS["questions"](fixture(_HERE, "questions")) == [
        QuestionRecord(
            external_id="5000001",
            status=QuestionStatus.WAITING,
            provider_status="answered false, action none",
            asked_at=datetime(2026, 11, 21, 12, 22, 30, 500_000, tzinfo=UTC),
            text="Boyu kaç santim?",
            topic="Çiçekli Şal",
        ),
        QuestionRecord(
            external_id="5000002",
            status=QuestionStatus.ANSWERED,
            provider_status="answered true, action 1",
            asked_at=datetime(2026, 11, 21, 10, 0, tzinfo=UTC),
            text="İpek mi?",
            topic="Çiçekli Şal",
            answer="Evet, ipektir.",
            answered_at=datetime(2026, 11, 21, 11, 0, tzinfo=UTC),
        ),
        QuestionRecord(
            external_id="5000003",
            status=QuestionStatus.REPORTED,
            provider_status="answered false, action 3",
            asked_at=datetime(2026, 11, 21, 7, 0, tzinfo=UTC),
            text="…",
        ),
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"answered": "evet"}, "connector.unknown_status"),
        ({"questionDate": "dün"}, "connector.odd_value"),
        ({"question": None}, "connector.missing_field"),
    ],
)
def test_question_that_cannot_be_read_is_parked(changes: dict[str, Any], code: str) -> None:
    [found] = aftersales.questions([{**fixture(_HERE, "questions")["items"][0], **changes}])

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("5000001", code)


def test_questions_are_asked_for_with_hours_to_spare_and_told_without() -> None:
    provider = Provider([answer(fixture(_HERE, "questions"))])

    [page] = _connector(provider).fetch_questions(_SINCE, _UNTIL)

    assert [one.external_id for one in page] == ["5000002"]
    assert [one.query for one in provider.asked] == [
        {
            "Page": "1",
            "CreateStartDate": "2026-11-21T05:00:00.000Z",
            "CreateEndDate": "2026-11-21T15:00:00.000Z",
        }
    ]


def test_pages_of_questions_are_read_to_the_last_and_each_comes_once() -> None:
    content = fixture(_HERE, "questions")
    provider = Provider([answer({**content, "hasNextPage": True}), answer(content)])

    pages = list(_connector(provider).fetch_questions(_SINCE, _UNTIL))

    assert ([len(page) for page in pages], len(provider.requests)) == ([1], 2)


@pytest.mark.parametrize("content", [["x"], {"items": []}, {"hasNextPage": False}])
def test_questions_of_another_shape_are_unexpected(content: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        list(_connector(Provider([answer(content)])).fetch_questions(_SINCE, _UNTIL))


def test_answer_is_public() -> None:
    provider = Provider([answer({"isSuccess": True})])

    _connector(provider).answer_question("5000001", "180 santim.")

    assert [(one.method, one.path, one.body) for one in provider.asked] == [
        ("PUT", "/api/v1/sellerquestions/5000001", {"answer": "180 santim.", "branchActionId": 1})
    ]


def test_method_that_is_not_meant_is_followed_by_the_other() -> None:
    provider = Provider([answer({"Message": "x"}, 405), answer({"isSuccess": True})])

    _connector(provider).answer_question("5000001", "180 santim.")

    assert [one.method for one in provider.requests] == ["PUT", "POST"]


@pytest.mark.parametrize(
    ("number", "words", "code"),
    [("5000001", "  ", "ciceksepeti.answer_empty"), ("x", "Evet.", "ciceksepeti.not_found")],
)
def test_answer_that_cannot_be_given_is_refused_before_it_is_sent(number: str, words: str, code: str) -> None:
    provider = Provider([answer({})])

    with pytest.raises(Rejected) as raised:
        _connector(provider).answer_question(number, words)

    assert (raised.value.code, provider.requests) == (code, [])
