"""İleti Merkezi's codes as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connectors.iletimerkezi import errors


@pytest.mark.parametrize(
    ("number", "expected", "code"),
    [
        (401, AuthFailed, "connector.auth_failed"),
        (402, Rejected, "iletimerkezi.no_credit"),
        (422, Rejected, "iletimerkezi.rejected"),
        (450, Rejected, "iletimerkezi.bad_header"),
        (451, Rejected, "iletimerkezi.repeated"),
        (452, Rejected, "iletimerkezi.bad_recipient"),
        (453, Rejected, "iletimerkezi.bad_text"),
        (454, Rejected, "iletimerkezi.bad_text"),
        (455, Rejected, "iletimerkezi.not_found"),
        (459, Rejected, "iletimerkezi.bad_header"),
        (460, Rejected, "iletimerkezi.bad_header"),
        (466, Rejected, "iletimerkezi.bad_recipient"),
        (467, Rejected, "iletimerkezi.documents"),
        (503, Unavailable, "connector.unavailable"),
    ],
)
def test_code_is_one_of_the_five_however_it_is_told(
    number: int, expected: type[Exception], code: str
) -> None:
    for said in (number, str(number)):
        content = {"response": {"status": {"code": said, "message": "x"}}}
        found = errors.from_answer(Answer(number, {}, content)), errors.from_failure(Answer(200, {}, content))

        assert [(type(one), one.code if one else "") for one in found] == [(expected, code)] * 2


@pytest.mark.parametrize("content", [{"response": {"status": {"code": "200"}}}, {"response": {}}, None])
def test_good_answers_are_no_failure(content: object) -> None:
    assert errors.from_failure(Answer(200, {}, content)) is None


@pytest.mark.parametrize(
    ("status", "expected"), [(403, AuthFailed), (422, Rejected), (429, RateLimited), (503, Unavailable)]
)
def test_status_alone_is_one_of_the_five(status: int, expected: type[Exception]) -> None:
    assert type(errors.from_answer(Answer(status, {}, None))) is expected
