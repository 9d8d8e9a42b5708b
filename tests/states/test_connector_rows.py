"""The wizard's list: by kind, searched in words, narrowed by country."""

from prapazar.flows import channels
from prapazar.states import connector_rows

_ALL = channels.connectors("tr")


def _slugs(**narrowed: str) -> list[str]:
    wanted = {"search": "", "kind": "", "country": "", **narrowed}
    return [row["slug"] for row in connector_rows.listed(_ALL, "tr", **wanted)]


def test_every_connector_is_listed_once_by_kind_and_name() -> None:
    rows = connector_rows.listed(_ALL, "tr", search="", kind="", country="")
    headings = [row["heading"] for row in rows if row["heading"]]

    assert sorted(_slugs()) == sorted(card.slug for card in _ALL)
    assert headings[:2] == ["Pazaryeri", "Kendi mağazanız"]
    assert [row["slug"] for row in rows if row["kind"] == "marketplace"][:2] == ["amazon", "ciceksepeti"]


def test_row_says_where_how_proven_and_what_it_can() -> None:
    [row] = connector_rows.listed(_ALL, "tr", search="shopify", kind="", country="")

    assert row["about"].startswith("Dünya geneli · ")
    assert row["can"] == (
        "sipariş, stok, fiyat, kargo bildirimi, parça parça gönderim, ilan açma, kategori, özellik, iade yanıtlama, "
        "hesap kesimi, anında bildirim"
    )


def test_channel_by_files_stands_after_those_that_work_by_themselves_and_says_so() -> None:
    rows = connector_rows.listed(_ALL, "tr", search="", kind="marketplace", country="")
    slugs = [row["slug"] for row in rows]
    [beymen] = connector_rows.listed(_ALL, "tr", search="beymen", kind="", country="")
    [closed] = connector_rows.listed(_ALL, "tr", search="gittigidiyor", kind="", country="")

    assert slugs.index("allesgo") > slugs.index("trendyol")
    assert beymen["about"].startswith("Türkiye · Dosyayla · ")
    assert (beymen["can"], closed["can"]) == (
        "ürün dosyası, sipariş dosyası, kargo dosyası",
        "yalnızca geçmiş siparişler",
    )


def test_search_takes_any_spelling_and_what_a_connector_can() -> None:
    assert _slugs(search="CICEK") == ["ciceksepeti"]
    assert _slugs(search="çiçek kargo") == ["ciceksepeti"]
    assert "etsy" not in _slugs(search="iade yanıtlama")
    assert _slugs(search="no such channel") == []


def test_filters_narrow_by_kind_and_country() -> None:
    assert "shopify" in _slugs(kind="shop", country=connector_rows.EVERYWHERE)
    assert "trendyol" not in _slugs(country=connector_rows.EVERYWHERE)
    assert {"trendyol", "n11"} <= set(_slugs(country="TR", kind="marketplace"))
    assert {"value": "TR", "label": "Türkiye"} in connector_rows.countries(_ALL, "tr")
