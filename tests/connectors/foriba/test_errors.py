"""Foriba's faults and refusals within good answers as our five errors."""

import pytest

from prapazar.connector_kit import soap
from prapazar.connector_kit.errors import AuthFailed, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.wsdl import Envelope
from prapazar.connectors.foriba import errors
from tests.factories.soap import enveloped, fault

_NESTED, _FLAT = "<Result><Result>FAIL</Result></Result>", "<Result>FAIL</Result>"


def _answer(status: int, body: str) -> Answer:
    return Answer(status, {}, Envelope(soap.read(enveloped(body).encode()), None))


@pytest.mark.parametrize(
    ("text", "message", "expected", "code"),
    [
        ("Unauthorized", "", AuthFailed, "connector.auth_failed"),
        ("Şema validasyon hatası", "cvc-complex-type", Rejected, "foriba.invalid_document"),
        ("İşlem hatası", "UUID sistemde mevcut", Rejected, "foriba.duplicate"),
        ("İşlem hatası", "Alıcı etiketi bulunamadı", Rejected, "foriba.recipient_unknown"),
        ("İşlem hatası", "Kontör yetersiz", Rejected, "foriba.no_credit"),
        ("İşlem hatası", "Gönderici yetkili değil", Rejected, "foriba.sender_differs"),
        ("Zarf bulunamadı", "", Rejected, "foriba.not_found"),
        ("Beklenmeyen bir hata oluştu", "", Unavailable, "connector.unavailable"),
        ("NullReferenceException", "", Unavailable, "connector.unavailable"),
    ],
)
def test_fault_is_one_of_the_five(text: str, message: str, expected: type[Exception], code: str) -> None:
    detail = f"<ProcessingFault><Code>1</Code><Message>{message}</Message></ProcessingFault>"

    error = errors.from_answer(_answer(500, fault(text, detail=detail)))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize("result", [_NESTED, _FLAT])
@pytest.mark.parametrize(
    ("sentence", "expected", "code"),
    [
        ("Alıcı e-Fatura mükellefidir", Rejected, "foriba.recipient_is_taxpayer"),
        ("Mükerrer belge", Rejected, "foriba.duplicate"),
        ("Başka bir şey", Rejected, "foriba.rejected"),
        ("Beklenmeyen bir hata oluştu", Unavailable, "connector.unavailable"),
    ],
)
def test_fail_within_a_good_answer_is_one_of_the_five(
    result: str, sentence: str, expected: type[Exception], code: str
) -> None:
    errors_told = f"<e><preCheckError><ErrorDesc>{sentence}</ErrorDesc></preCheckError></e>"

    error = errors.from_good_answer(_answer(200, f"<r><Detail>Hata</Detail>{result}{errors_told}</r>"))

    assert error is not None
    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize("body", ["<r><Result><Result>SUCCESS</Result></Result></r>", "<r/>"])
def test_good_answer_is_no_error(body: str) -> None:
    assert errors.from_good_answer(_answer(200, body)) is None
