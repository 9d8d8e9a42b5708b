"""Where provinces lie: zones every seller knows by name, and how far a province is from where drivers fetch."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from prapazar.foundation.search import fold

NEAR_KM = 200
"""What carriers call near; as the crow flies between the provinces' chief towns."""
_EARTH_KM = 6371
REGIONS = ("marmara", "ege", "akdeniz", "ic_anadolu", "karadeniz", "dogu_anadolu", "guneydogu")
DISTANCES = ("city", "near", "far")
ISLANDS = "islands"
PRESETS = (*DISTANCES, ISLANDS, *(f"region:{one}" for one in REGIONS))
"""Zones by name that every merchant has; own ones are known by their id."""
_ISLANDS = frozenset(
    {("istanbul", "adalar"), ("canakkale", "gokceada"), ("canakkale", "bozcaada"), ("balikesir", "marmara")}
)
# fmt: off
_CHIEF_TOWNS = """
Adana 2 37.00 35.32|Adıyaman 6 37.76 38.28|Afyonkarahisar 1 38.76 30.54|Ağrı 5 39.72 43.05|Aksaray 3 38.37 34.03
Amasya 4 40.65 35.83|Ankara 3 39.93 32.86|Antalya 2 36.89 30.71|Ardahan 5 41.11 42.70|Artvin 4 41.18 41.82
Aydın 1 37.85 27.84|Balıkesir 0 39.65 27.88|Bartın 4 41.64 32.34|Batman 6 37.89 41.13|Bayburt 4 40.26 40.22
Bilecik 0 40.14 29.98|Bingöl 5 38.88 40.50|Bitlis 5 38.40 42.11|Bolu 4 40.74 31.61|Burdur 2 37.72 30.29
Bursa 0 40.18 29.06|Çanakkale 0 40.15 26.41|Çankırı 3 40.60 33.61|Çorum 4 40.55 34.96|Denizli 1 37.78 29.09
Diyarbakır 6 37.91 40.24|Düzce 4 40.84 31.16|Edirne 0 41.68 26.56|Elazığ 5 38.68 39.22|Erzincan 5 39.75 39.49
Erzurum 5 39.90 41.27|Eskişehir 3 39.78 30.52|Gaziantep 6 37.07 37.38|Giresun 4 40.91 38.39|Gümüşhane 4 40.46 39.48
Hakkari 5 37.58 43.74|Hatay 2 36.20 36.16|Iğdır 5 39.92 44.05|Isparta 2 37.76 30.55|İstanbul 0 41.01 28.98
İzmir 1 38.42 27.14|Kahramanmaraş 2 37.58 36.93|Karabük 4 41.20 32.63|Karaman 3 37.18 33.22|Kars 5 40.60 43.10
Kastamonu 4 41.38 33.78|Kayseri 3 38.72 35.49|Kilis 6 36.72 37.12|Kırıkkale 3 39.85 33.52|Kırklareli 0 41.73 27.22
Kırşehir 3 39.15 34.16|Kocaeli 0 40.77 29.94|Konya 3 37.87 32.49|Kütahya 1 39.42 29.98|Malatya 5 38.35 38.31
Manisa 1 38.61 27.43|Mardin 6 37.31 40.74|Mersin 2 36.81 34.64|Muğla 1 37.22 28.36|Muş 5 38.73 41.49
Nevşehir 3 38.62 34.71|Niğde 3 37.97 34.68|Ordu 4 40.98 37.88|Osmaniye 2 37.07 36.25|Rize 4 41.02 40.52
Sakarya 0 40.78 30.40|Samsun 4 41.29 36.33|Siirt 6 37.93 41.94|Sinop 4 42.03 35.15|Sivas 3 39.75 37.02
Şanlıurfa 6 37.16 38.79|Şırnak 6 37.52 42.46|Tekirdağ 0 40.98 27.51|Tokat 4 40.31 36.55|Trabzon 4 41.00 39.72
Tunceli 5 39.11 39.55|Uşak 1 38.67 29.41|Van 5 38.49 43.38|Yalova 0 40.65 29.27|Yozgat 3 39.82 34.81
Zonguldak 4 41.45 31.79
"""
# fmt: on
_OTHER_NAMES = {"icel": "mersin", "afyon": "afyonkarahisar", "maras": "kahramanmaras", "urfa": "sanliurfa"}


@dataclass(frozen=True, slots=True)
class Province:
    name: str
    region: str
    north: float
    east: float


def _read() -> dict[str, Province]:
    found = {}
    for row in _CHIEF_TOWNS.replace("\n", "|").split("|"):
        if row:
            name, region, north, east = row.split()
            found[fold(name)] = Province(name, REGIONS[int(region)], float(north), float(east))
    return found


PROVINCES: Mapping[str, Province] = _read()


def province(name: str) -> Province | None:
    """None for what is no province of Türkiye."""
    folded = fold(name).strip()
    return PROVINCES.get(_OTHER_NAMES.get(folded, folded))


def distance(sender: str, to: str) -> str:
    """One of DISTANCES; empty where either is no province."""
    here, there = province(sender), province(to)
    if here is None or there is None:
        return ""
    if here == there:
        return "city"
    return "near" if _kilometres(here, there) <= NEAR_KM else "far"


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone of the merchant's own: provinces, and districts written `Province/District`."""

    key: str
    places: frozenset[str]

    def holds(self, name: str, district: str) -> bool:
        return bool({place_key(name), place_key(f"{name}/{district}")} & self.places)


def place_key(place: str) -> str:
    """A province, or `province/district`, folded."""
    name, _, district = place.partition("/")
    known = province(name)
    parts = (fold(known.name if known else name).strip(), fold(district).strip())
    return "/".join(one for one in parts if one)


def zones_of(sender: str, name: str, district: str, own: tuple[Zone, ...] = ()) -> frozenset[str]:
    """Every zone in which an address lies: presets, and the merchant's own."""
    found = {zone.key for zone in own if zone.holds(name, district)}
    if far := distance(sender, name):
        found.add(far)
    if known := province(name):
        found.add(f"region:{known.region}")
        if (fold(known.name), fold(district).strip()) in _ISLANDS:
            found.add(ISLANDS)
    return frozenset(found)


def _kilometres(one: Province, other: Province) -> float:
    """Great circle."""
    north, south = radians(one.north), radians(other.north)
    half = sin((south - north) / 2) ** 2
    half += cos(north) * cos(south) * sin(radians(other.east - one.east) / 2) ** 2
    return 2 * _EARTH_KM * asin(sqrt(half))
