"""Readers of each channel's file, written from what is known of the channel alone.

Strict, and ignorant of how a file is made: names and order of elements, lengths, forms of amounts.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from tests.factories.feeds import table_rows, values, xml_rows

_AMOUNT = re.compile(r"\d+\.\d{2}")
_PRICE = re.compile(r"\d+\.\d{2} TRY")


@dataclass(frozen=True, slots=True)
class Told:
    sku: str
    title: str
    description: str | None
    """None where the channel has no place for it."""
    link: str
    price: Decimal
    shipping: Decimal
    is_available: bool


def akakce(data: bytes, _form: str) -> list[Told]:
    assert data.startswith(b'<?xml version="1.0" encoding="utf-8"')
    found = []
    for element in xml_rows(data, "product"):
        row = values(element)
        needed = ("sku", "name", "url", "imgUrl", "price", "quantity", "productBrand", "productCategory")
        assert [name for name in needed if not row.get(name)] == []
        longest = {
            "name": 200,
            "url": 255,
            "imgUrl": 255,
            "productBrand": 60,
            "productCategory": 255,
            "barcode": 40,
        }
        assert [name for name, most in longest.items() if len(row.get(name, "")) > most] == []
        assert len(row.get("additionalimages/imgUrl", "").split("|")) <= 5
        assert _AMOUNT.fullmatch(row["price"])
        assert row["name"].startswith(row["productBrand"])
        assert int(row["quantity"]) > 0
        found.append(
            Told(
                row["sku"],
                row["name"],
                row["description"],
                row["url"],
                Decimal(row["price"]),
                Decimal(row["shipPrice"]),
                is_available=True,
            )
        )
    return found


def cimri(data: bytes, _form: str) -> list[Told]:
    found = []
    for element in xml_rows(data, "{http://www.cimri.com/schema/merchant/upload}MerchantItem"):
        row = values(element)
        needed = (
            "merchantItemId",
            "merchantItemCategoryId",
            "merchantItemCategoryName",
            "brand",
            "itemTitle",
        )
        assert [
            name for name in (*needed, "itemUrl", "itemImageUrl", "pricePlusTax") if not row.get(name)
        ] == []
        assert _AMOUNT.fullmatch(row["pricePlusTax"])
        assert row["stockStatus"] in {"0", "1"}
        assert (row["stockStatus"] == "1") is (int(row["stockDetail"]) > 0)
        found.append(
            Told(
                row["merchantItemId"],
                row["itemTitle"],
                None,
                row["itemUrl"],
                Decimal(row["pricePlusTax"]),
                Decimal(row["shippingFee"]),
                is_available=row["stockStatus"] == "1",
            )
        )
    return found


def google(data: bytes, form: str) -> list[Told]:
    longest = {"id": 50, "title": 150, "description": 5000}
    return _google_like(data, form, ("in_stock", "out_of_stock"), longest, ())


def meta(data: bytes, form: str) -> list[Told]:
    longest = {"id": 100, "title": 200, "description": 9999}
    return _google_like(data, form, ("in stock", "out of stock"), longest, ("brand", "condition"))


def _google_like(
    data: bytes, form: str, words: tuple[str, str], longest: dict[str, int], more: tuple[str, ...]
) -> list[Told]:
    if form == "xml":
        assert b'<rss xmlns:g="http://base.google.com/ns/1.0" version="2.0">' in data
        rows = [values(element) for element in xml_rows(data, "item")]
    else:
        rows = table_rows(data, "\t" if form == "tsv" else ",")
    found = []
    for row in rows:
        needed = ("id", "title", "description", "link", "image_link", "availability", "price", *more)
        assert [name for name in needed if not row.get(name)] == []
        assert [name for name, most in longest.items() if len(row[name]) > most] == []
        assert row["availability"] in words
        assert _PRICE.fullmatch(row["price"])
        assert form != "xml" or row["shipping/country"] == "TR"
        told = row["shipping/price"] if form == "xml" else row["shipping"].rpartition(":")[2]
        assert _PRICE.fullmatch(told)
        found.append(
            Told(
                row["id"],
                row["title"],
                row["description"],
                row["link"],
                Decimal(row["price"].split()[0]),
                Decimal(told.split()[0]),
                is_available=row["availability"] == words[0],
            )
        )
    return found


READERS: dict[str, Callable[[bytes, str], list[Told]]] = {
    "akakce": akakce,
    "cimri": cimri,
    "google_feed": google,
    "meta_feed": meta,
}
