"""What a profile makes of an article, and how it is written."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import tostring

import pytest
from defusedxml import ElementTree
from pydantic import ValidationError

from prapazar.connector_kit import feed_files, feed_text, feeds, registry
from prapazar.connector_kit.feeds import Cause, FeedItem, Profile, ProfileField
from prapazar.connector_kit.folder import folder_faults
from prapazar.connector_kit.manifest import Feed, FeedXml
from tests.factories.feed_item import ITEM


def _told(value: str, item: FeedItem = ITEM, **more: Any) -> object:  # noqa: ANN401 - any part of a field
    one = ProfileField(xml="x", value=value, **more)
    verdict = feeds.judged(Profile(fields=(one,)), (one,), item)
    return verdict.cause or next((told for _, told in verdict.told), None)


@pytest.mark.parametrize(
    ("value", "more", "expected"),
    [
        ("title", {}, "Çelik Izgara Büyük"),
        ("brand_title", {}, "Ege Çelik Izgara Büyük"),
        ("brand_title", {"longest": 16, "cut": True}, "Ege Çelik Izgara"),
        ("description", {}, "İyi"),
        ("price", {"form": "amount"}, "100.50"),
        ("full_price", {"form": "price"}, "120.00 TRY"),
        ("reduced_price", {"form": "price"}, "100.50 TRY"),
        ("gtin", {}, "8690000000012"),
        ("more_images", {}, ("https://c.example/3.jpg",)),
        ("color", {}, "Kırmızı"),
        ("size", {}, "L"),
        ("options", {"parts": ("name", "value")}, (("Renk", "Kırmızı"), ("Beden", "L"))),
        ("shipping", {"form": "price"}, "75.50 TRY"),
        ("shipping_table", {}, "TR:::75.50 TRY"),
        ("desi", {}, None),
        ("category", {}, "Ev > Mutfak"),
        ("link", {"longest": 10}, None),
        ("link", {"longest": 10, "required": True}, Cause("too_long", "link", "https://m.example/1")),
        ("channel_category", {"required": True}, Cause("missing", "channel_category")),
    ],
)
def test_value_is_told_as_its_field_says(value: str, more: dict[str, Any], expected: object) -> None:
    assert _told(value, **more) == expected


def test_price_that_is_not_reduced_has_no_second_one() -> None:
    same = replace(ITEM, list_price=ITEM.price)

    assert (_told("full_price", same, form="amount"), _told("reduced_price", same)) == ("100.50", None)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("8690000000012", True),
        ("8690000000017", False),
        ("96385074", True),
        ("036000291452", True),
        ("10012345678902", True),
        ("869000000001", False),
        ("869000000001A", False),
        ("", False),
    ],
)
def test_check_digit_of_a_gtin(code: str, expected: bool) -> None:
    assert feed_text.is_gtin(code) is expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("ÇELİK IZGARA", "Çelik Izgara"),
        ("IŞIK İNCİ", "Işık İnci"),
        ("Çelik IZGARA", "Çelik IZGARA"),
        ("LED", "LED"),
    ],
)
def test_title_that_shouts_is_calmed(title: str, expected: str) -> None:
    assert feed_text.calm(title) == expected


def test_article_is_written_as_a_parser_reads_it() -> None:
    fields = (
        ProfileField(xml="g:id", value="sku"),
        ProfileField(xml="more/img", value="more_images"),
        ProfileField(xml="more/note", constant="]]> & <"),
        ProfileField(xml="text", constant="a ]]> b", cdata=True),
    )
    xml = FeedXml(root="rss", within="channel", row="item", namespaces={"g": "urn:g"}, names_shop=True)
    written = feed_files.layout(
        Feed(formats=("xml",), fields="fields.toml", xml=xml), "xml", fields, "A & B", "https://m"
    )
    told = feeds.judged(Profile(fields=fields), fields, ITEM).told

    root = ElementTree.fromstring(written.head() + written.row(told) + written.foot())

    [item] = root.iter("item")
    assert [(one.tag, one.text) for one in item.iter()][1:] == [
        ("{urn:g}id", "S-1"),
        ("more", None),
        ("img", "https://c.example/3.jpg"),
        ("note", "]]> & <"),
        ("text", "a ]]> b"),
    ]
    assert (root.findtext("channel/title"), b"urn:g" in tostring(root)) == ("A & B", True)


def test_table_by_tabs_has_no_line_breaks_in_its_cells() -> None:
    fields = (ProfileField(table="a", constant="x\ty\nz"), ProfileField(table="b", value="options"))
    written = feed_files.layout(Feed(formats=("tsv",), fields="fields.toml"), "tsv", fields, "", "")

    row = written.row(feeds.judged(Profile(fields=fields), fields, ITEM).told)

    assert (written.head(), row) == ("a\tb\n", "x y z\t\n")


@pytest.mark.parametrize(
    "wrong",
    [
        {"xml": "a", "value": "nothing_of_ours"},
        {"xml": "a"},
        {"value": "sku"},
        {"xml": "a", "value": "sku", "constant": "x"},
    ],
)
def test_field_that_makes_no_sense_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        ProfileField.model_validate(wrong)


def test_folder_of_a_feed_is_checked_like_any_other(tmp_path: Path) -> None:
    folder = tmp_path / "akakce"
    folder.mkdir()
    for file in registry.folder("akakce").glob("*.*"):
        (folder / file.name).write_bytes(file.read_bytes())
    (folder / "fields.toml").write_text('[[fields]]\nxml = "a"\nvalue = "soul"\n')
    (folder / "client.py").write_text('"""Calls nobody."""\n')

    faults = folder_faults(folder)

    assert [fault.partition(":")[0] for fault in faults] == [
        "client.py has no place in a connector's folder",
        "fields.toml",
    ]
