"""Akakçe: what has to be there, and where each value of an article goes."""

from prapazar.connector_kit import feeds, registry
from tests.factories.feed_item import ITEM

_FOLDER = registry.folder("akakce")


def test_article_is_told_field_by_field() -> None:
    profile, fields = feeds.fields_of(registry.manifest("akakce"), _FOLDER, "xml")

    verdict = feeds.judged(profile, fields, ITEM)

    assert verdict.cause is None
    assert [(one.xml, told) for one, told in verdict.told] == [
        ("sku", "S-1"),
        ("name", "Ege Çelik Izgara Büyük"),
        ("url", "https://m.example/1"),
        ("imgUrl", "https://c.example/1.jpg"),
        ("additionalimages/imgUrl", ("https://c.example/3.jpg",)),
        ("description", "İyi"),
        ("price", "100.50"),
        ("shipPrice", "75.50"),
        ("dayOfDelivery", "2"),
        ("quantity", "3"),
        ("productBrand", "Ege"),
        ("productCategory", "Ev > Mutfak"),
        ("barcode", "8690000000012"),
    ]


def test_required_fields_are_those_the_channel_asks_for() -> None:
    _, fields = feeds.fields_of(registry.manifest("akakce"), _FOLDER, "xml")

    assert {one.xml for one in fields if one.required} == {
        "sku",
        "name",
        "url",
        "imgUrl",
        "price",
        "quantity",
        "productBrand",
        "productCategory",
    }
