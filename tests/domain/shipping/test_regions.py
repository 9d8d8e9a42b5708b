"""Zones in which an address lies."""

import pytest

from prapazar.domain.shipping import regions
from prapazar.domain.shipping.regions import PROVINCES, Zone, place_key, zones_of

_OWN = (
    Zone("coast", frozenset(map(place_key, ("İzmir", "Muğla/Bodrum")))),
    Zone("east", frozenset({place_key("VAN")})),
)


def test_there_are_81_provinces_in_seven_regions() -> None:
    assert len(PROVINCES) == 81
    assert {one.region for one in PROVINCES.values()} == set(regions.REGIONS)


@pytest.mark.parametrize(
    ("sender", "to", "expected"),
    [
        ("İstanbul", "istanbul", "city"),
        ("İstanbul", "Kocaeli", "near"),
        ("İstanbul", "Bursa", "near"),
        ("İstanbul", "Ankara", "far"),
        ("ISTANBUL", "IĞDIR", "far"),
        ("İstanbul", "Atlantis", ""),
        ("", "Ankara", ""),
    ],
)
def test_distance_is_told_in_the_words_of_tariffs(sender: str, to: str, expected: str) -> None:
    assert regions.distance(sender, to) == expected


@pytest.mark.parametrize(
    ("province", "district", "expected"),
    [
        ("İstanbul", "Adalar", {"city", "region:marmara", "islands"}),
        ("Çanakkale", "Gökçeada", {"far", "region:marmara", "islands"}),
        ("Muğla", "BODRUM", {"far", "region:ege", "coast"}),
        ("Muğla", "Fethiye", {"far", "region:ege"}),
        ("İçel", "", {"far", "region:akdeniz"}),
        ("Van", "Edremit", {"far", "region:dogu_anadolu", "east"}),
        ("Lefkoşa", "", set()),
    ],
)
def test_address_lies_in_presets_and_in_zones_of_the_merchants_own(
    province: str, district: str, expected: set[str]
) -> None:
    assert zones_of("İstanbul", province, district, _OWN) == expected
