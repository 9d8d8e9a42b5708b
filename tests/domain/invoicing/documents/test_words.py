"""Amounts in Turkish words."""

from decimal import Decimal

import pytest

from prapazar.domain.invoicing.documents import words


@pytest.mark.parametrize(
    ("amount", "currency", "said"),
    [
        ("120.00", "TRY", "YALNIZ YÜZYİRMİ TL"),
        ("0.05", "TRY", "YALNIZ SIFIR TL BEŞ KURUŞ"),
        ("1001.50", "TRY", "YALNIZ BİNBİR TL ELLİ KURUŞ"),
        ("1234567.89", "TRY", "YALNIZ BİRMİLYONİKİYÜZOTUZDÖRTBİNBEŞYÜZALTMIŞYEDİ TL SEKSENDOKUZ KURUŞ"),
        ("21000", "USD", "YALNIZ YİRMİBİRBİN ABD DOLARI"),
        ("10.01", "SAR", "YALNIZ ON SAR BİR SAR/100"),
    ],
)
def test_amount_is_said(amount: str, currency: str, said: str) -> None:
    assert words.of_amount(Decimal(amount), currency) == said


def test_number_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        words.of_number(-1)
