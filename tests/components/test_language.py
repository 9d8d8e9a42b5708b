"""Both languages are compiled into the page, and the reader's cookie chooses."""

import reflex as rx

from prapazar.components import language
from prapazar.foundation import texts
from prapazar.states.locale import LocaleState, spoken


def test_locale_var_is_the_one_of_the_state() -> None:
    var, of_state = language.LOCALE, LocaleState.locale

    assert (language.LOCALE_STATE, str(var)) == (LocaleState.get_full_name(), str(of_state))


def test_t_holds_both_sentences_and_the_values() -> None:
    code = str(language.t("lists.selected", count=3))

    assert [sentence in code for sentence in ('"3 selected"', '"3 se\\u00e7ili"')] == [True, True]


def test_t_chooses_between_one_and_many_where_the_number_is_known() -> None:
    code = str(language.t("orders.cancel_many", count=rx.Var("row.count", _var_type=int)))

    assert [part in code for part in ('? "order" : "orders"', "row.count", "{count")] == [True, True, False]


def test_words_has_a_case_for_every_code_of_the_subject() -> None:
    code = str(language.words("order_status", rx.Var("row.status", _var_type=str)))

    missing = [name for name in texts.names("order_status") if f'case JSON.stringify("{name}")' not in code]

    assert missing == []


def test_spoken_knows_only_our_languages() -> None:
    assert [spoken(locale) for locale in ("tr", "en", "de", "", "en\n")] == ["tr", "en", "tr", "tr", "tr"]
