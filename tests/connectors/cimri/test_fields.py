"""Cimri: what has to be there, and where each value of an article goes."""

from prapazar.connector_kit import feeds, registry
from tests.factories.feed_item import ITEM

_FOLDER = registry.folder("cimri")


def test_article_is_told_field_by_field() -> None:
    profile, fields = feeds.fields_of(registry.manifest("cimri"), _FOLDER, "xml")

    verdict = feeds.judged(profile, fields, ITEM)

    assert verdict.cause is None
    assert [(one.xml, told) for one, told in verdict.told] == [
        ("merchantItemId", "S-1"),
        ("merchantItemCategoryId", "1"),
        ("merchantItemCategoryName", "Ev > Mutfak"),
        ("brand", "Ege"),
        ("itemTitle", "Ege Çelik Izgara Büyük"),
        ("itemUrl", "https://m.example/1"),
        ("itemUrlMobile", "https://m.example/1"),
        ("itemImageUrl", "https://c.example/1.jpg"),
        ("pricePlusTax", "100.50"),
        ("priceEft", "100.50"),
        ("shippingFee", "75.50"),
        ("stockStatus", "1"),
        ("stockDetail", "3"),
        ("shippingDay", "2"),
        ("eans/ean", "8690000000012"),
        ("specs/spec", (("Renk", "Kırmızı"), ("Beden", "L"))),
    ]


def test_required_fields_are_those_the_channel_asks_for() -> None:
    _, fields = feeds.fields_of(registry.manifest("cimri"), _FOLDER, "xml")

    assert {one.xml for one in fields if one.required} == {
        "merchantItemId",
        "merchantItemCategoryId",
        "merchantItemCategoryName",
        "brand",
        "itemTitle",
        "itemUrl",
        "itemImageUrl",
        "pricePlusTax",
        "stockStatus",
    }
