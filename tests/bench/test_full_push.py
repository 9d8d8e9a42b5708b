"""What limits dictate to a full push, and how the channels number what they list."""

from dataclasses import replace

import pytest

from bench.eight_stores import STORES, Store
from bench.full_push import Dictated, dictated, pace
from prapazar.foundation.ids import new_id

BY_SLUG = {provider.slug: provider for provider in STORES}


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("trendyol", Dictated(requests=100, earliest=10, even=19.8)),
        ("hepsiburada", Dictated(requests=100, earliest=0, even=33)),
        ("ciceksepeti", Dictated(requests=500, earliest=499, even=499)),
        ("pazarama", Dictated(requests=34, earliest=330, even=330)),
    ],
)
def test_limits_dictate_when_the_last_request_may_leave(slug: str, expected: Dictated) -> None:
    found = dictated(100_000, BY_SLUG[slug])

    assert replace(found, even=round(found.even, 6)) == expected


@pytest.mark.parametrize(("slug", "expected"), [("pazarama", 10), ("ciceksepeti", 1), ("idefix", 0.5)])
def test_sale_may_wait_for_one_request_of_the_limit(slug: str, expected: float) -> None:
    assert pace(BY_SLUG[slug]) == expected


@pytest.mark.parametrize(
    ("first", "place", "expected"),
    [("HBV00000000099", 1, "HBV00000000100"), ("99", 1, "100"), ("SKU00000001", 41, "SKU00000042")],
)
def test_articles_are_numbered_on_from_the_first(first: str, place: int, expected: str) -> None:
    store = Store(BY_SLUG["hepsiburada"], "account", new_id(), first)

    assert store.external_id(place) == expected
