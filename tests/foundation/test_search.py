"""Search text: the same key however Turkish letters were typed, and a query that cannot be broken."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.search import fold, prefix_query, tr_lower, tr_upper, words


@pytest.mark.parametrize(
    "spelling", ["IŞIK İstanbul", "ışık istanbul", "ISIK ISTANBUL", "Işık İSTANBUL", "isik i\u0307stanbul"]
)
def test_fold_gives_every_spelling_one_key(spelling: str) -> None:
    assert fold(spelling) == "isik istanbul"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("çğöşü ÇĞÖŞÜ", "cgosu cgosu"),
        ("Kâğıt 80 g/m²", "kagit 80 g/m2"),
        ("", ""),
        ("ﬁstık", "fistik"),
        ("Çay℠", "caysm"),
    ],
)
def test_fold_takes_marks_off_letters(written: str, expected: str) -> None:
    assert fold(written) == expected


@given(st.text())
def test_fold_of_a_folded_text_is_itself(anything: str) -> None:
    once = fold(anything)

    assert fold(once) == once


def test_words_are_what_stands_between_signs() -> None:
    assert words("Eti Cin: 3'lü (114 g)") == ["eti", "cin", "3", "lu", "114", "g"]


def test_prefix_query_asks_for_every_word_as_a_beginning() -> None:
    assert prefix_query("Süt YAĞ") == "sut:* & yag:*"


def test_prefix_query_of_nothing_is_none() -> None:
    assert (prefix_query(""), prefix_query(" !? ")) == (None, None)


def test_prefix_query_asks_for_eight_words_at_most() -> None:
    assert prefix_query("a b c d e f g h i j") == "a:* & b:* & c:* & d:* & e:* & f:* & g:* & h:*"


@given(st.text())
def test_prefix_query_holds_only_letters_digits_and_its_own_signs(anything: str) -> None:
    query = prefix_query(anything)

    assert query is None or set(query) <= set("abcdefghijklmnopqrstuvwxyz0123456789:*& ")


def test_folded_words_are_found_by_their_beginning(scope: Scope) -> None:
    found = text("SELECT to_tsvector('simple', :document) @@ to_tsquery('simple', :query)")
    document = " ".join(words("Ülker Çokoprens 8690504012345 10'lu"))
    with db.transaction(scope) as session:
        hits = {
            typed: session.execute(found, {"document": document, "query": prefix_query(typed)}).scalar()
            for typed in ("ÇOKO", "ulker çokop", "8690504", "prens", "ülker halley")
        }

    assert hits == {
        "ÇOKO": True,
        "ulker çokop": True,
        "8690504": True,
        "prens": False,
        "ülker halley": False,
    }


def test_cases_of_turkish_letters() -> None:
    assert (tr_upper("iğne ılık"), tr_lower("İĞNE ILIK")) == ("İĞNE ILIK", "iğne ılık")
