"""Every sentence exists in both languages and takes the same values."""

from string import Formatter

import pytest

from prapazar.foundation import texts


def _values(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name}


def test_catalog_every_sentence_has_both_languages() -> None:
    missing = [key for key, (tr, en) in texts.catalog().items() if not tr.strip() or not en.strip()]

    assert missing == []


def test_catalog_both_languages_take_the_same_values() -> None:
    differing = [key for key, (tr, en) in texts.catalog().items() if _values(tr) != _values(en)]

    assert differing == []


def test_catalog_no_sentence_shouts() -> None:
    shouting = [key for key, both in texts.catalog().items() if any("!" in sentence for sentence in both)]

    assert shouting == []


def test_say_speaks_the_asked_language_with_values() -> None:
    spoken = [texts.say(locale, "lists.selected", count=3) for locale in ("tr", "en")]

    assert spoken == ["3 seçili", "3 selected"]


def test_say_english_has_one_and_many() -> None:
    spoken = [texts.say("en", "orders.accept_done", count=count) for count in (1, "1", 2, "1,234")]

    assert spoken == [
        "1 order accepted.",
        "1 order accepted.",
        "2 orders accepted.",
        "1,234 orders accepted.",
    ]


def test_pair_of_an_unknown_key_is_refused() -> None:
    with pytest.raises(texts.TextMissing):
        texts.pair("lists.no_such_sentence")


def test_names_are_the_codes_a_subject_has_words_for() -> None:
    assert texts.names("order_status")[:3] == ["awaiting_payment", "new", "picking"]
