"""What e-invoice providers say of a document, in everyday words."""

import pytest

from prapazar.connectors.uyumsoft.mapper import _STATES
from prapazar.foundation.texts import knows
from prapazar.states import provider_words


@pytest.mark.parametrize(
    ("connector", "told", "expected"),
    [
        ("nilvera", "succeed NotReported", "Nilvera belgeyi işledi · GİB raporunda henüz yok"),
        ("nilvera", "succeed Reported cancelled", "Nilvera belgeyi işledi · GİB’e raporlandı · iptal edildi"),
        (
            "nilvera",
            "succeed 1300 waitingForApproval",
            "Nilvera belgeyi işledi · Tamamlandı · alıcının yanıtı bekleniyor",
        ),
        ("nilvera", "succeed Unheard", "succeed Unheard"),
        ("uyumsoft", "WaitingForAprovement", "Alıcının yanıtı bekleniyor"),
        ("uyumsoft", "Melted", "Melted"),
        ("qnb", "3/4/-1", "QNB belgeyi işledi · alıcıya ulaştı · yanıt beklenmez"),
        ("qnb", "3/9/0", "3/9/0"),
        ("qnb", "AE00000", "e-Arşiv kesildi"),
        ("qnb", "iptal 20261121", "İptal edildi: 20261121"),
        ("foriba", "1300", "Tamamlandı"),
        ("foriba", "100", "100"),
        ("foriba", "", ""),
        ("elsewhere", "succeed", "succeed"),
    ],
)
def test_word_of_a_provider_is_told_in_ours_or_as_it_was_said(
    connector: str, told: str, expected: str
) -> None:
    assert provider_words.of_document(connector, told, "tr") == expected


def test_every_state_uyumsoft_documents_has_words() -> None:
    assert [word for word in _STATES if not knows(f"provider_words.uyumsoft_{word}")] == []


@pytest.mark.parametrize(
    ("code", "expected"), [("1200", "1200 · Processed, sent to the recipient"), ("1999", "1999")]
)
def test_code_of_gib_keeps_its_number(code: str, expected: str) -> None:
    assert provider_words.of_gib(code, "en") == expected
