"""Suggestions by the words of a title."""

import pytest

from prapazar.domain.listings import matching
from prapazar.domain.listings.matching import Candidate
from prapazar.foundation.ids import new_id


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("Rize Çayı 500 g", "rize cayi 500 g", 1.0),
        ("Rize Çayı 500 g", "Rize Çayı 1000 g", 0.0),
        ("Rize Çayı", "Rize Çayı 1000 g", 0.5),
        ("Kahve", "Çay", 0.0),
        ("", "", 0.0),
    ],
)
def test_similarity(one: str, other: str, score: float) -> None:
    assert matching.similarity(matching.title_words(one), matching.title_words(other)) == score


def test_key_words_are_the_longest_names() -> None:
    assert matching.key_words("Çaykur Rize Turist 1000 gr") == ["caykur", "turist"]


def test_suggest_takes_the_likeliest_and_nothing_unlikely() -> None:
    half, kilo, coffee = new_id(), new_id(), new_id()
    tea_listing, lamp_listing = new_id(), new_id()
    candidates = [
        Candidate(half, matching.title_words("Rize Çayı 500 g")),
        Candidate(kilo, matching.title_words("Rize Çayı 1000 g")),
        Candidate(coffee, matching.title_words("Türk Kahvesi 100 g")),
    ]

    found = matching.suggest(
        {tea_listing: "Çaykur Rize Çayı 1000 g", lamp_listing: "Masa Lambası Kahve"}, candidates
    )

    assert found == {tea_listing: kilo}
