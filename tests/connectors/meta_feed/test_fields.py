"""Meta kataloğu (dosya): what has to be there, and where each value of an article goes."""

from prapazar.connector_kit import feeds, registry
from tests.factories.feed_item import ITEM

_FOLDER = registry.folder("meta_feed")


def test_article_is_told_field_by_field() -> None:
    profile, fields = feeds.fields_of(registry.manifest("meta_feed"), _FOLDER, "csv")

    verdict = feeds.judged(profile, fields, ITEM)

    assert verdict.cause is None
    assert [(one.table, told) for one, told in verdict.told] == [
        ("id", "S-1"),
        ("title", "Çelik Izgara Büyük"),
        ("description", "İyi"),
        ("link", "https://m.example/1"),
        ("image_link", "https://c.example/1.jpg"),
        ("additional_image_link", ("https://c.example/3.jpg",)),
        ("availability", "in stock"),
        ("price", "120.00 TRY"),
        ("sale_price", "100.50 TRY"),
        ("condition", "new"),
        ("brand", "Ege"),
        ("gtin", "8690000000012"),
        ("item_group_id", "G"),
        ("product_type", "Ev > Mutfak"),
        ("color", "Kırmızı"),
        ("size", "L"),
        ("quantity_to_sell_on_facebook", "3"),
        ("shipping", "TR:::75.50 TRY"),
    ]


def test_required_fields_are_those_the_channel_asks_for() -> None:
    _, fields = feeds.fields_of(registry.manifest("meta_feed"), _FOLDER, "csv")

    assert {one.table for one in fields if one.required} == {
        "id",
        "title",
        "description",
        "link",
        "image_link",
        "availability",
        "price",
        "condition",
        "brand",
    }
