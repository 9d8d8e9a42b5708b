"""Categories, attributes, brands and carriers: what every seller reads and nobody changes."""

import csv
import gzip
import io
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from prapazar.sandbox.jsontext import Json

CARGO_PROVIDERS = {
    "SENDEOMP": (38, "Kolay Gelsin Marketplace", 736),
    "BORMP": (30, "Borusan Lojistik Marketplace", 737),
    "DHLECOMMP": (10, "DHL eCommerce Marketplace", 728),
    "PTTMP": (19, "PTT Kargo Marketplace", 734),
    "SURATMP": (9, "Sürat Kargo Marketplace", 727),
    "TEXMP": (17, "Trendyol Express Marketplace", 733),
    "HOROZMP": (6, "Horoz Kargo Marketplace", 884),
    "CEVAMP": (20, "CEVA Marketplace", 735),
    "YKMP": (4, "Yurtiçi Kargo Marketplace", 725),
    "ARASMP": (7, "Aras Kargo Marketplace", 726),
}
"""Code -> id, name, first digits of the tracking numbers."""

CHANGEABLE_CARGO = frozenset(
    {"YKMP", "ARASMP", "SURATMP", "HOROZMP", "DHLECOMMP", "PTTMP", "CEVAMP", "TEXMP", "UPSMP"}
    | {"KOLAYGELSINMP", "CEVATEDARIK"}
)

_SIZED = {522, 403}
"""Top categories (clothing, shoes) whose products come in sizes."""


@dataclass(slots=True)
class Category:
    category_id: int
    name: str
    parent_id: int | None
    children: list["Category"] = field(default_factory=list)

    def tree(self) -> Json:
        node: Json = {"id": self.category_id, "name": self.name}
        if self.parent_id is not None:
            node["parentId"] = self.parent_id
        node["subCategories"] = [child.tree() for child in self.children]
        return node


@cache
def categories() -> dict[int, Category]:
    packed = files("prapazar.sandbox").joinpath("data", "trendyol_categories.csv.gz").read_bytes()
    rows = csv.DictReader(io.StringIO(gzip.decompress(packed).decode()))
    found: dict[int, Category] = {}
    for row in rows:
        parent_id = int(row["parent_id"]) if row["parent_id"] else None
        category = Category(int(row["id"]), row["name"], parent_id)
        found[category.category_id] = category
        if parent_id is not None:
            found[parent_id].children.append(category)
    return found


def is_leaf(category_id: int) -> bool:
    category = categories().get(category_id)
    return category is not None and not category.children


def category_name(category_id: int) -> str:
    category = categories().get(category_id)
    return category.name if category else ""


def top_category(category_id: int) -> int:
    category = categories()[category_id]
    while category.parent_id is not None:
        category = categories()[category.parent_id]
    return category.category_id


@dataclass(frozen=True, slots=True)
class Attribute:
    attribute_id: int
    name: str
    values: tuple[tuple[int, str], ...]
    required: bool = False
    allow_custom: bool = False
    varianter: bool = False
    slicer: bool = False
    several: bool = False

    def value_name(self, value_id: int) -> str | None:
        return next((name for number, name in self.values if number == value_id), None)

    def described(self, category_id: int) -> Json:
        return {
            "categoryId": category_id,
            "attribute": {"id": self.attribute_id, "name": self.name},
            "required": self.required,
            "allowCustom": self.allow_custom,
            "varianter": self.varianter,
            "slicer": self.slicer,
            "allowMultipleAttributeValues": self.several,
        }


_COLORS = (
    "Beyaz",
    "Siyah",
    "Mavi",
    "Kırmızı",
    "Yeşil",
    "Sarı",
    "Gri",
    "Kahverengi",
    "Mor",
    "Pembe",
    "Çok Renkli",
)
_COLOR = Attribute(47, "Renk", (), allow_custom=True, slicer=True)
_WEB_COLOR = Attribute(348, "Web Color", tuple(enumerate(_COLORS, 686230)))
_SIZES = ("XS", "S", "M", "L", "XL", "XXL", "36", "37", "38", "39", "40", "41", "42", "43", "44", "Tek Ebat")
_SIZE = Attribute(338, "Beden", tuple(enumerate(_SIZES, 6980)), required=True, varianter=True)
_GENDER = Attribute(
    343, "Cinsiyet", ((4294, "Erkek"), (4295, "Kadın / Kız"), (4296, "Unisex")), required=True
)
_AGE = Attribute(346, "Yaş Grubu", ((4290, "Bebek"), (4291, "Çocuk"), (4292, "Genç"), (4293, "Yetişkin")))
_SEASON = Attribute(2, "Sezon", ((22, "İlkbahar"), (23, "Yaz"), (24, "Sonbahar"), (25, "Kış")), several=True)
_WEIGHT = Attribute(31, "Ağırlık", (), allow_custom=True, varianter=True)

_CLOTHES = (_SIZE, _COLOR, _WEB_COLOR, _GENDER, _AGE, _SEASON)
_OTHERS = (_WEIGHT, _COLOR, _WEB_COLOR, _AGE)


def attributes(category_id: int) -> tuple[Attribute, ...]:
    return _CLOTHES if top_category(category_id) in _SIZED else _OTHERS


SLICERS = frozenset(one.attribute_id for one in (*_CLOTHES, *_OTHERS) if one.slicer)
"""Attributes that put a variant on a product card of its own."""
VARIANTERS = frozenset(one.attribute_id for one in (*_CLOTHES, *_OTHERS) if one.varianter)
"""Attributes that tell the variants of one card apart."""


def attribute(category_id: int, attribute_id: int) -> Attribute | None:
    return next((one for one in attributes(category_id) if one.attribute_id == attribute_id), None)


class Brands:
    """Brands are known by being used: a seeded product brings its brand."""

    def __init__(self, keep: Callable[[int, str], None]) -> None:
        self._keep = keep
        self._names: dict[int, str] = dict(enumerate(_FIRST_BRANDS, 1001))
        self._ids = {name: number for number, name in self._names.items()}

    def name(self, brand_id: int) -> str:
        return self._names.get(brand_id) or self.add(f"Marka {brand_id}", brand_id)

    def is_known(self, brand_id: object) -> bool:
        return brand_id in self._names

    def id_of(self, name: str) -> int:
        """The same name has the same id in every run, whatever the order brands appear in."""
        known = self._ids.get(name)
        if known is not None:
            return known
        number = 200_000 + _stable_number(name) % 700_000
        while number in self._names:
            number += 1
        self.add(name, number)
        return number

    def add(self, name: str, brand_id: int) -> str:
        if self._names.get(brand_id) != name:
            self._names[brand_id] = name
            self._ids[name] = brand_id
            self._keep(brand_id, name)
        return name

    def listed(self) -> list[Json]:
        return [{"id": number, "name": name, "luxe": False} for number, name in sorted(self._names.items())]

    def by_name(self, part: str, *, is_exact: bool = False) -> list[Json]:
        """As seen live by any part in any case; as documented by the very name."""
        wanted = part.casefold()
        return [
            {"id": number, "name": name}
            for number, name in sorted(self._names.items())
            if (name == part if is_exact else wanted in name.casefold())
        ]


_FIRST_BRANDS = ("Deneme Marka", "Anadolu Çarşı", "Ege Bahçesi", "Kuzey Rüzgarı", "Toros Doğa")


def _stable_number(text: str) -> int:
    number = 0
    for letter in text.encode():
        number = (number * 131 + letter) % 1_000_003
    return number
