"""How alike names are, and which answer an attribute gets: on plain values."""

import pytest

from prapazar.domain.mappings.enums import Reason
from prapazar.domain.mappings.rules import (
    LIKELY,
    STATUSES,
    Answered,
    Asked,
    Gap,
    Suggester,
    Suggestion,
    Target,
    answer,
    found_in,
    is_source,
    own_source,
    text_source,
    value_source,
)
from prapazar.domain.orders.enums import OrderStatus

_TREE = [
    Target("1", "Çay", "Süpermarket > İçecek > Çay"),
    Target("2", "Bardak", "Ev > Mutfak > Bardak"),
    Target("3", "Kupalar", "Ev > Mutfak > Kupalar"),
    Target("4", "Erkek Çocuk Bot", "Çocuk > Ayakkabı > Erkek Çocuk Bot"),
    Target("5", "Çaydanlık", "Ev > Mutfak > Çaydanlık"),
]
_COLOUR = Asked("47", "Renk", True, False, (("10", "Kırmızı"), ("11", "Mavi")))


@pytest.mark.parametrize(
    ("ours", "wanted"),
    [
        ("Gıda > İçecek > ÇAY", "1"),
        ("Mutfak > Kupa", "3"),
        ("Çocuk > Erkek çocuk botları", "4"),
        ("Mutfak > çaydanlıklar", "5"),
        ("Bahçe > Hortum", None),
    ],
)
def test_category_that_is_called_alike_is_suggested(ours: str, wanted: str | None) -> None:
    found = Suggester(_TREE).best(ours)

    assert (found.target_id if found else None) == wanted


def test_suggestion_tells_its_words_and_is_sure_only_when_all_are_equal() -> None:
    suggester = Suggester(_TREE)

    alike, equal = suggester.best("İçecek > Çay"), suggester.best("süpermarket > içecek > ÇAY")

    assert alike is not None
    assert LIKELY <= alike.score < 100
    assert (alike.reason, alike.detail) == (Reason.WORDS, "cay")
    assert equal == Suggestion("1", "Süpermarket > İçecek > Çay", 100, Reason.EQUAL)


def test_names_without_a_tree_are_sure_when_equal() -> None:
    found = Suggester([Target("Paşabahçe", "Paşabahçe"), Target("Pasa", "Pasa")]).best("PAŞABAHÇE")

    assert found == Suggestion("Paşabahçe", "Paşabahçe", 100, Reason.EQUAL)


def test_typed_words_find_targets_by_their_beginnings() -> None:
    assert [one.id for one in found_in(_TREE, "mut kup", 5)] == ["3"]
    assert [one.id for one in found_in(_TREE, "ca", 5)] == ["1", "5"]
    assert [one.id for one in found_in([Target(one, one) for one in STATUSES], "", 3)] == list(STATUSES[:3])


@pytest.mark.parametrize(
    ("asked", "source", "own", "values", "wanted"),
    [
        (_COLOUR, None, {"renk": "KIRMIZI"}, {}, Answered("10", None)),
        (_COLOUR, own_source("Ürün rengi"), {"urun rengi": "Lacivert"}, {"lacivert": "11"}, Answered("11", None)),
        (_COLOUR, None, {"renk": "Lacivert"}, {}, Gap("value_unmapped", "Lacivert")),
        (_COLOUR, None, {}, {}, Gap("attribute_missing")),
        (_COLOUR, value_source("11"), {}, {}, Answered("11", None)),
        (Asked("5", "Menşei", False, True), None, {}, {}, None),
        (Asked("5", "Menşei", True, True), text_source("Türkiye"), {}, {}, Answered(None, "Türkiye")),
        (Asked("5", "Materyal", True, True, (("1", "Cam"),)), None, {"materyal": "Kil"}, {}, Answered(None, "Kil")),
    ],
)  # fmt: skip
def test_attribute_is_answered_by_what_is_known_and_never_guessed(
    asked: Asked, source: str | None, own: dict[str, str], values: dict[str, str], wanted: object
) -> None:
    assert answer(asked, source, own, values) == wanted


def test_fixed_answers_are_among_what_the_channel_takes() -> None:
    assert [is_source(one, _COLOUR) for one in ("value:10", "value:99", "text:Mor", "own:renk", "own:")] == [
        True,
        False,
        False,
        True,
        False,
    ]


def test_a_word_can_mean_every_status_but_an_unpacked_package() -> None:
    assert set(STATUSES) == {status.value for status in OrderStatus} - {OrderStatus.UNPACKED.value}
