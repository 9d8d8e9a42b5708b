"""`feedparser` at the secret address of the file for Meta."""

from typing import Any

import pytest

from prapazar.foundation.scope import Scope
from tests.factories import feed_door, strangers

pytestmark = pytest.mark.foreign("feedparser")
_IN, _OUT = "in stock", "out of stock"


def test_reader_takes_every_product_and_comes_back_only_for_news(
    database: str, redis_server: str, scope: Scope
) -> None:
    path = feed_door.written(scope, "meta_feed", format="xml")

    with feed_door.opened() as address:
        told: dict[str, Any] = strangers.talk("feeds", {"address": f"{address}{path}"})

    assert told["read"] == [200, False, "rss20", "utf-8", "Dükkân & Oğulları"]
    assert (told["packed"], told["again"], told["stranger"]) == ("gzip", [304, 0, 304], 404)
    assert [(one["id"], one["title"], one["availability"]) for one in told["items"]] == [
        ("CAY-1", "Çay & Şeker", _IN),
        ("SAL-1", "Şal", _OUT),
    ]
    assert told["items"][0]["price"] == "1299.05 TRY"
    assert told["items"][0]["link"] == "https://magaza.example/urun/CAY-1"
