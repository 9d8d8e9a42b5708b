"""Templates: what they say of an article, and when they are suggested."""

from prapazar.domain.aftersales import rules
from prapazar.domain.aftersales.queries_questions import TemplateRow
from prapazar.foundation.ids import new_id


def _template(name: str, *topics: str, used: int = 0) -> TemplateRow:
    return TemplateRow(new_id(), name, "", list(topics), used)


def test_places_are_filled_with_facts_and_the_unknown_ones_stay_seen() -> None:
    facts = {"title": "Zeytinyağı 5 L", "stock": "12", "Menşei": "Ayvalık", "customer": ""}

    said = rules.filled("Merhaba {customer}, {Title} {MENŞEİ} ürünüdür; {stock} adet var.", facts)

    assert said == "Merhaba {customer}, Zeytinyağı 5 L Ayvalık ürünüdür; 12 adet var."
    assert rules.unknown(said) == ["customer"]


def test_templates_are_suggested_by_words_whatever_their_endings() -> None:
    cargo = _template("Kargo", "kargo", "ne zaman", used=3)
    returns = _template("İade", "iade", "değişim")
    stock = _template("Stok", "stokta")

    found = rules.suggested([stock, returns, cargo], "Kargoya ne zaman verilir, İADE edebilir miyim?")

    assert [one.name for one in found] == ["Kargo", "İade"]
    assert rules.suggested([stock, returns, cargo], "Rengi mavi mi?") == []
