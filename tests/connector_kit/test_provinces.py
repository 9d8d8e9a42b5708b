"""Provinces and their plate numbers, however a buyer writes them."""

import pytest

from prapazar.connector_kit.provinces import plate


@pytest.mark.parametrize(
    ("city", "expected"),
    [
        ("Adana", 1),
        ("İSTANBUL", 34),
        ("istanbul", 34),
        ("ISTANBUL", 34),
        ("Istanbul", 34),
        (" IĞDIR ", 76),
        ("Sanliurfa", 63),
        ("AFYON", 3),
        ("Düzce", 81),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_plate_is_found_however_the_province_is_written(city: str, expected: int | None) -> None:
    assert plate(city) == expected
