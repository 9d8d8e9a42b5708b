"""The provinces of Türkiye by the plate number that carriers know them by."""

from prapazar.connector_kit.parsing import folded

# fmt: off
_NAMES = (
    "Adana", "Adıyaman", "Afyonkarahisar", "Ağrı", "Amasya", "Ankara", "Antalya", "Artvin", "Aydın",
    "Balıkesir", "Bilecik", "Bingöl", "Bitlis", "Bolu", "Burdur", "Bursa", "Çanakkale", "Çankırı",
    "Çorum", "Denizli", "Diyarbakır", "Edirne", "Elazığ", "Erzincan", "Erzurum", "Eskişehir",
    "Gaziantep", "Giresun", "Gümüşhane", "Hakkari", "Hatay", "Isparta", "Mersin", "İstanbul",
    "İzmir", "Kars", "Kastamonu", "Kayseri", "Kırklareli", "Kırşehir", "Kocaeli", "Konya",
    "Kütahya", "Malatya", "Manisa", "Kahramanmaraş", "Mardin", "Muğla", "Muş", "Nevşehir", "Niğde",
    "Ordu", "Rize", "Sakarya", "Samsun", "Siirt", "Sinop", "Sivas", "Tekirdağ", "Tokat", "Trabzon",
    "Tunceli", "Şanlıurfa", "Uşak", "Van", "Yozgat", "Zonguldak", "Aksaray", "Bayburt", "Karaman",
    "Kırıkkale", "Batman", "Şırnak", "Bartın", "Ardahan", "Iğdır", "Yalova", "Karabük", "Kilis",
    "Osmaniye", "Düzce",
)
# fmt: on
_OTHERWISE = {
    "Afyon": 3,
    "Antep": 27,
    "Antakya": 31,
    "İçel": 33,
    "Maraş": 46,
    "K.Maraş": 46,
    "Urfa": 63,
    "Ş.Urfa": 63,
    "İzmit": 41,
    "Adapazarı": 54,
    "Hakkâri": 30,
}
_PLATES = {
    folded(name): plate
    for plate, name in [*enumerate(_NAMES, 1), *((plate, name) for name, plate in _OTHERWISE.items())]
}
"""By the name as Turkish folds it, and by the name a keyboard without Turkish letters makes of it."""
_WITHOUT = str.maketrans("çğıöşüâ", "cgiosua")
_PLATES |= {name.translate(_WITHOUT): plate for name, plate in _PLATES.items()}


def plate(city: str) -> int | None:
    """None for a city that is no province."""
    name = folded(city)
    return _PLATES.get(name) or _PLATES.get(name.translate(_WITHOUT))
