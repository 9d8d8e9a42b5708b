"""PTT's refusals as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.wsdl import Envelope
from prapazar.connectors.ptt import errors


def _fault(code: str) -> Envelope:
    return Envelope({"Fault": {"faultcode": f"soapenv:{code}", "faultstring": "hata"}}, None)


@pytest.mark.parametrize(
    ("status", "content", "expected"),
    [
        (500, _fault("Server"), Unavailable),
        (500, _fault("Client"), Rejected),
        (500, None, Unavailable),
        (401, _fault("Server"), AuthFailed),
        (429, None, RateLimited),
        (503, _fault("Client"), Unavailable),
    ],
)
def test_error_is_one_of_the_five(status: int, content: object, expected: type[Exception]) -> None:
    assert type(errors.from_answer(Answer(status, {}, content))) is expected


def test_fault_with_a_good_status_is_one_and_an_answer_is_none() -> None:
    fault = errors.from_good_answer(Answer(200, {}, _fault("Receiver")))

    assert isinstance(fault, Unavailable)
    assert errors.from_good_answer(Answer(200, {}, Envelope({"kabulEkle2Response": {}}, None))) is None


@pytest.mark.parametrize(
    ("told", "expected", "code"),
    [
        ("KULLANICI ADI VEYA ŞİFRE HATALI", AuthFailed, "connector.auth_failed"),
        ("Kayıt bulunamadı", Rejected, "ptt.not_found"),
        ("İl kodu geçersiz", Rejected, "ptt.rejected"),
        (None, Rejected, "ptt.rejected"),
    ],
)
def test_refusal_is_known_by_its_words(told: str | None, expected: type[Exception], code: str) -> None:
    error = errors.refusal(-1, told)

    assert (type(error), error.code) == (expected, code)
