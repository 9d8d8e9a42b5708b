"""What every feed promises: a file a strict reader takes whole, with every article told or its absence explained."""

import gzip
import re
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest

from prapazar.connector_kit import registry
from prapazar.domain.feeds import queries
from prapazar.flows import feeds
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog as make
from tests.factories import feeds as made
from tests.factories.feed_readers import READERS, Told

FEEDS = [
    pytest.param(one.slug, form, id=f"{one.slug}-{form}")
    for one in registry.all_manifests()
    if one.feed is not None
    for form in one.feed.formats
]
_HTML = '<p>Şifalı &amp; <b>ılık</b> ]]&gt; çay</p><script>alert("x")</script><p>"Tırnak", virgül;\tsekme</p>'
_AWKWARD: dict[str, tuple[str, dict[str, Any]]] = {
    "DUZ": ("Çiçekli Şal, İğne Oyalı ğüşöç", {}),
    "UZUN": ("Uzun " + "kelimelerle " * 40, {}),
    "BUYUK": ("ÇELİK IZGARA", {}),
    "ISARET": ('Kase & Tabak <6\'lı> "Set"\x0b', {}),
    "ACIKLAMA": ("Şal", {"description": _HTML}),
    "RESIMSIZ": ("Resimsiz", {"images": []}),
    "A/B %1": ("Boşluklu kod", {}),
}


def _written(scope: Scope, slug: str, form: str) -> tuple[UUID, list[Told]]:
    with db.transaction(scope) as session:
        for sku, (name, columns) in _AWKWARD.items():
            variant = make.variant(session, scope, sku, name=name, price="1299.05")
            made.complete(session, scope, variant, **columns)
        made.complete(session, scope, make.variant(session, scope, "YOK", price="1299.05"), quantity=0)
    connection_id = made.connect(scope, slug, **({"format": form} if _offers(slug) else {}))
    feeds.look(connection_id)
    return connection_id, READERS[slug](made.content(scope, connection_id), form)


def _offers(slug: str) -> bool:
    return len(feeds.formats(slug)) > 1


@pytest.mark.parametrize(("slug", "form"), FEEDS)
def test_every_article_is_in_the_file_or_in_the_report(scope: Scope, slug: str, form: str) -> None:
    connection_id, rows = _written(scope, slug, form)

    with db.transaction(scope) as session:
        address = urlsplit(feeds.address(queries.feed(session, connection_id)))
        [run] = queries.runs(session, scope, connection_id)
        remarks, _ = queries.remarks(session, scope, run.id)
    left_out = {one.sku for one in remarks if one.is_left_out}
    assert "RESIMSIZ" in left_out
    assert sorted([*left_out, *(row.sku for row in rows)]) == sorted([*_AWKWARD, "YOK"])
    assert (run.written, run.left_out) == (len(rows), len(left_out))
    assert {row.is_available for row in rows if row.sku == "YOK"} <= {False}
    assert {row.is_available for row in rows if row.sku != "YOK"} == {True}
    assert gzip.decompress(made.content(scope, connection_id, is_packed=True)) == made.content(
        scope, connection_id
    )
    assert re.fullmatch(rf"/feeds/[\w-]{{32}}\.{form}", address.path)


@pytest.mark.parametrize(("slug", "form"), FEEDS)
def test_told_is_exact_to_the_letter_and_the_kurus(scope: Scope, slug: str, form: str) -> None:
    _, rows = _written(scope, slug, form)

    found = {row.sku: row for row in rows}
    words, description = found["UZUN"].title.split(), found["ACIKLAMA"].description
    assert found["DUZ"].title.endswith("Çiçekli Şal, İğne Oyalı ğüşöç")
    assert found["BUYUK"].title.endswith("Çelik Izgara")
    assert found["ISARET"].title.endswith('Kase & Tabak <6\'lı> "Set"')
    assert set(words[words.index("Uzun") + 1 :]) == {"kelimelerle"}
    assert description is None or not re.search(r"<\w|alert", description)
    assert description is None or "Şifalı & ılık ]]> çay" in description
    assert {row.price for row in rows} == {Decimal("1299.05")}
    assert {row.shipping for row in rows} == {Decimal(0)}  # free from 500 on
    assert found["A/B %1"].link == "https://magaza.example/urun/A%2FB%20%251"
