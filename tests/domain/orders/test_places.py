"""Province and district out of what buyers type; a name that may be a street's is none."""

import pytest

from prapazar.domain.orders import places
from prapazar.domain.orders.places import Place


def test_all_provinces_have_their_districts() -> None:
    names = [places.districts(one) for one in ("İSTANBUL", "istanbul", "Bolu", "Afyon", "Kadıköy")]

    assert [len(one) for one in names] == [39, 39, 9, 18, 0]
    assert sum(len(one.districts) for one in places._PROVINCES.values()) == 973  # noqa: SLF001 - the whole table
    assert len(places._PROVINCES) == 81  # noqa: SLF001 - as above


@pytest.mark.parametrize(
    ("city", "district", "line", "place"),
    [
        pytest.param("İstanbul", "Kadıköy", "", Place("İstanbul", "Kadıköy"), id="complete"),
        pytest.param("İstanbul", "Moda", "Kadıköy", Place("İstanbul", "Moda"), id="said otherwise"),
        pytest.param("İstanbul", "", "Moda Cad. 5 KADIKOY", Place("İstanbul", "Kadıköy"), id="in the line"),
        pytest.param(
            "Istanbul", "İstanbul", "Moda Cad. 5/3 Kadıköy", Place("Istanbul", "Kadıköy"), id="city twice"
        ),
        pytest.param(
            "İstanbul", "İstanbul", "Moda Cad. 5", Place("İstanbul", ""), id="city twice, no district"
        ),
        pytest.param("Bolu", "Bolu", "İzzet Baysal Cad. 5", Place("Bolu", "Merkez"), id="the chief town"),
        pytest.param("Bolu", "", "Aktaş Mah. No 5 Merkez", Place("Bolu", "Merkez"), id="Merkez at the end"),
        pytest.param("Bolu", "", "Merkez Mah. 5", Place("Bolu", ""), id="a quarter called Merkez"),
        pytest.param(
            "Bolu", "", "Aktaş Mah. No 5 Merkez/Bolu", Place("Bolu", "Merkez"), id="Merkez by the city"
        ),
        pytest.param(
            "İstanbul",
            "",
            "Fatih Mah. 3. Sk. Sancaktepe",
            Place("İstanbul", "Sancaktepe"),
            id="quarter's name",
        ),
        pytest.param("İstanbul", "", "Fatih Caddesi 12", Place("İstanbul", ""), id="only a street's name"),
        pytest.param("İstanbul", "", "Üsküdar sahil Beşiktaş yanı", Place("İstanbul", ""), id="two names"),
        pytest.param(
            "İstanbul",
            "",
            "Üsküdar sahil, Beşiktaş/İstanbul",
            Place("İstanbul", "Beşiktaş"),
            id="one by the city",
        ),
        pytest.param("Kadıköy", "", "Moda Cad. 5", Place("İstanbul", "Kadıköy"), id="a district for a city"),
        pytest.param(
            "Kadıköy / İstanbul", "", "Moda 5", Place("İstanbul", "Kadıköy"), id="both in one field"
        ),
        pytest.param("İzmir Konak", "", "", Place("İzmir", "Konak"), id="both without a stroke"),
        pytest.param("Edremit", "", "Akçay Mah. 5", Place("Edremit", ""), id="in two provinces"),
        pytest.param("Edremit", "", "Akçay, Balıkesir", Place("Balıkesir", "Edremit"), id="which of the two"),
        pytest.param("Merkez", "", "Çarşı 5 Bolu", Place("Merkez", ""), id="Merkez alone"),
        pytest.param("Berlin", "", "Kadıköy Str. 5", Place("Berlin", ""), id="not a place of ours"),
        pytest.param("", "", "", Place("", ""), id="nothing"),
    ],
)
def test_address_is_completed(city: str, district: str, line: str, place: Place) -> None:
    assert places.completed(city, district, line) == place


@pytest.mark.parametrize(
    ("country", "district", "is_missing"),
    [("TR", "", True), ("", " ", True), ("TR", "Kadıköy", False), ("DE", "", False)],
)
def test_district_is_missing_within_turkiye_alone(country: str, district: str, is_missing: bool) -> None:
    assert places.is_missing(country, district) is is_missing


def test_district_is_known_however_it_is_typed() -> None:
    typed = [places.known_district("istanbul", one) for one in ("KADIKOY", "kadıköy", "Konak", "")]

    assert typed == ["Kadıköy", "Kadıköy", None, None]
