"""QNB's faults and result codes as our five errors."""

import pytest

from prapazar.connector_kit import soap
from prapazar.connector_kit.errors import AuthFailed, Rejected, Unavailable
from prapazar.connector_kit.http import Answer
from prapazar.connector_kit.wsdl import Envelope
from prapazar.connectors.qnb import errors
from tests.factories.soap import enveloped, fault


def _answer(status: int, body: str) -> Answer:
    content = enveloped(body).encode()
    return Answer(status, {}, Envelope(soap.read(content), None))


@pytest.mark.parametrize(
    ("sentence", "expected", "code"),
    [
        ("EF0556: kullanıcı doğrulanamadı", AuthFailed, "connector.auth_failed"),
        ("username.pwd.mismatch", AuthFailed, "connector.auth_failed"),
        ("ERP kayıt listesinde bulunamadı.", Rejected, "qnb.erp_unknown"),
        ("Alıcı etiketi bulunamadı.", Rejected, "qnb.recipient_unknown"),
        ("ETTN sistemde mevcut.", Rejected, "qnb.duplicate"),
        ("Belge daha önce gönderilmiş.", Rejected, "qnb.duplicate"),
        ("Kontör bakiyesi yetersiz", Rejected, "qnb.no_credit"),
        ("Schematron hatası", Rejected, "qnb.invalid_document"),
        ("Belge hash değeri uyuşmuyor.", Rejected, "qnb.invalid_document"),
        ("Gönderici VKN uyuşmuyor", Rejected, "qnb.sender_differs"),
        ("Belge bulunamadı", Rejected, "qnb.not_found"),
        ("Beklenmeyen bir hata oluştu.", Unavailable, "connector.unavailable"),
        ("NullPointerException", Unavailable, "connector.unavailable"),
    ],
)
def test_fault_is_one_of_the_five(sentence: str, expected: type[Exception], code: str) -> None:
    error = errors.from_answer(_answer(500, fault(sentence)))

    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize(
    ("result", "text", "expected", "code"),
    [
        ("AE00002", "", Rejected, "qnb.not_found"),
        ("AE00003", "", Rejected, "qnb.invalid_document"),
        ("AE00001", "e-Fatura mükellefidir", Rejected, "qnb.recipient_is_taxpayer"),
        ("AE00001", "Başka bir şey", Rejected, "qnb.rejected"),
        ("AE99999", "Beklenmeyen hata", Unavailable, "connector.unavailable"),
    ],
)
def test_result_code_within_a_good_answer_is_one_of_the_five(
    result: str, text: str, expected: type[Exception], code: str
) -> None:
    inner = f"<resultCode>{result}</resultCode><resultText>{text}</resultText>"

    error = errors.from_good_answer(_answer(200, f"<r><return>{inner}</return></r>"))

    assert error is not None
    assert (type(error), error.code) == (expected, code)


@pytest.mark.parametrize("body", ["<r><return><resultCode>AE00000</resultCode></return></r>", "<r/>"])
def test_good_answer_is_no_error(body: str) -> None:
    assert errors.from_good_answer(_answer(200, body)) is None
