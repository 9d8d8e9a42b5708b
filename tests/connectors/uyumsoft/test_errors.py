"""Uyumsoft's sentences as our five errors."""

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected, Unavailable
from prapazar.connectors.uyumsoft import errors


@pytest.mark.parametrize(
    ("sentence", "expected", "code"),
    [
        ("Kullanıcı adı veya şifre hatalı.", AuthFailed, "connector.auth_failed"),
        ("KULLANICI ADI GEÇERSİZ", AuthFailed, "connector.auth_failed"),
        ("Beklenmeyen bir hata oluştu.", Unavailable, "connector.unavailable"),
        ("İşlem zaman aşımına uğradı", Unavailable, "connector.unavailable"),
        ("ETTN sistemde mevcut.", Rejected, "uyumsoft.duplicate"),
        ("FTR2026000000001 numaralı fatura daha önce gönderilmiş.", Rejected, "uyumsoft.duplicate"),
        ("Alıcı e-Fatura mükellefidir.", Rejected, "uyumsoft.recipient_is_taxpayer"),
        ("Alıcı e-Fatura mükellefi değil.", Rejected, "uyumsoft.recipient_unknown"),
        ("Kontör bakiyeniz yetersiz.", Rejected, "uyumsoft.no_credit"),
        ("Schematron hatası", Rejected, "uyumsoft.invalid_document"),
        ("Gönderici VKN uyuşmuyor", Rejected, "uyumsoft.sender_differs"),
        ("Fatura bulunamadı.", Rejected, "uyumsoft.not_found"),
        ("Yalnızca e-Arşiv faturalar iptal edilebilir.", Rejected, "uyumsoft.archive_only"),
        ("Başka bir şey", Rejected, "uyumsoft.rejected"),
        ("", Rejected, "uyumsoft.rejected"),
    ],
)
def test_sentence_is_one_of_the_five(sentence: str, expected: type[Exception], code: str) -> None:
    error = errors.said(sentence)

    assert (type(error), error.code) == (expected, code)


def test_detail_hides_people() -> None:
    assert errors.said("sule@example.com geçersiz").detail == "••• geçersiz"
