"""What a written address means."""

import pytest

from prapazar.foundation import places
from prapazar.foundation.places import Place, placed


@pytest.mark.parametrize(
    ("city", "district", "line", "found"),
    [
        ("İstanbul", "Kadıköy", "", Place("İstanbul", "Kadıköy", "", True)),
        (
            "ISTANBUL",
            "KADIKOY",
            "CAFERAGA MAH. Moda Cad. 12",
            Place("İstanbul", "Kadıköy", "Caferağa Mah", True),
        ),
        ("Kadıköy / İstanbul", "", "", Place("İstanbul", "Kadıköy", "", True)),
        ("Kadıköy", "İstanbul", "", Place("İstanbul", "Kadıköy", "", True)),
        ("34", "Üsküdar", "", Place("İstanbul", "Üsküdar", "", True)),
        ("Afyon", "Merkez", "", Place("Afyonkarahisar", "Merkez", "", True)),
        ("İçel", "Tarsus", "", Place("Mersin", "Tarsus", "", True)),
        ("K.Maraş", "Elbistan", "", Place("Kahramanmaraş", "Elbistan", "", True)),
        ("Ankara", "Bilinmez", "", Place("Ankara", "Bilinmez", "", True)),
        ("Berlin", " Mitte ", "", Place("Berlin", "Mitte")),
        ("", "", "", Place("", "")),
    ],
)
def test_address_means_a_place_or_stays_as_written(city: str, district: str, line: str, found: Place) -> None:
    assert placed(city, district, line) == found


def test_tree_holds_every_province_and_district() -> None:
    provinces = places.provinces()
    counts = [len(places.districts(one)) for one in provinces]

    assert (len(provinces), sum(counts)) == (81, 973)
    assert sorted(one.plate for one in provinces) == list(range(1, 82))
    assert [one.name for one in provinces[:3]] == ["Adana", "Adıyaman", "Afyonkarahisar"]
