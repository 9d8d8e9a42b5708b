"""What goes through the bridge alone: listings with pictures and values of an option, returns in the shop's words."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import ClaimStatus
from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import ItemState, StockOffer
from prapazar.foundation.clock import now
from tests.factories.picture_host import PictureHost, hosting
from tests.factories.stages import Article, Stage

_KEY = "8690000000017"
_DRAFT = ListingDraft(
    sku=f"{_KEY}-M",
    barcode=_KEY,
    group="TISORT",
    title='Tişört, "İnce" & Uzun',
    description="<p>Pamuk</p>",
    brand="Oya & Ko",
    brand_external_id=None,
    category_external_id="27",
    vat_rate=Decimal(20),
    price=Decimal("99.99"),
    list_price=None,
    currency="TRY",
    quantity=7,
    images=(),
)


@pytest.fixture
def host() -> Iterator[PictureHost]:
    with hosting() as found:
        yield found


def _listings(stage: Stage) -> list[Any]:
    return [one for page in stage.connector().fetch_listings() for one in page]


def test_variants_are_values_of_one_option_with_codes_the_bridge_keeps(
    stage: Stage, host: PictureHost
) -> None:
    front, back = f"{host.address}/on.png", f"{host.address}/arka.png"
    chosen = (AttributeChoice("option:11", "32"), AttributeChoice("attribute:4", text="Saten & ipek"))
    medium = dataclasses.replace(_DRAFT, options={"Beden": "M"}, attributes=chosen, images=(front, back))
    huge = dataclasses.replace(
        _DRAFT, sku=f"{_KEY}-4", barcode=None, options={"beden": "4XL"}, price=Decimal("89.90"), quantity=3
    )
    connector = stage.connector()

    answers = connector.write_listings([medium, huge]).items

    found = _listings(stage)
    [parent] = {one.external_parent_id for one in found}
    connector.push_stock([StockOffer(found[1].external_id, parent, 1)])
    assert {one.state for one in answers} == {ItemState.ACCEPTED}
    assert [(one.sku, one.barcode, one.options, one.price, one.quantity) for one in found] == [
        (medium.sku, _KEY, {"Beden": "M"}, medium.price, 7),
        (huge.sku, None, {"Beden": "4XL"}, huge.price, 3),
    ]
    assert {(one.parent_title, one.brand, len(one.images)) for one in found} == {
        (_DRAFT.title, _DRAFT.brand, 2)
    }
    assert [one.quantity for one in _listings(stage)] == [7, 1]


def test_picture_that_was_sent_once_is_not_fetched_again(stage: Stage, host: PictureHost) -> None:
    draft = dataclasses.replace(_DRAFT, images=(f"{host.address}/on.png",))
    connector = stage.connector()
    connector.write_listings([draft])
    [before] = _listings(stage)

    connector.write_listings([dataclasses.replace(draft, external_id=before.external_id, title="Yeni")])

    [after] = _listings(stage)
    assert (after.title, after.images, host.asked) == ("Yeni", before.images, ["/on.png"])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"vat_rate": Decimal(17)}, "opencart.vat_unknown"),
        ({"category_external_id": "99"}, "opencart.category_unknown"),
        ({"attributes": (AttributeChoice("attribute:9", text="x"),)}, "opencart.attribute_unknown"),
        ({"options": {"Beden": "M", "Renk": "Mavi"}}, "opencart.several_options"),
        ({"external_id": "999"}, "opencart.not_found"),
        ({"external_parent_id": "40"}, "opencart.option_needed"),
        ({"currency": "EUR"}, "opencart.currency"),
        ({"images": ("http://127.0.0.1:1/yok.png",)}, "connector.picture_refused"),
    ],
)
def test_what_the_shop_cannot_take_leaves_nothing_behind(
    stage: Stage, changes: dict[str, Any], code: str
) -> None:
    draft = dataclasses.replace(_DRAFT, **changes)

    [answer] = stage.connector().write_listings([draft]).items

    assert (answer.state, answer.code) == (ItemState.REJECTED, code)
    assert _listings(stage) == []


def test_return_is_refused_only_where_the_shop_has_a_word_for_it(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    number = stage.claim(stage.order((_KEY, 2)), [(_KEY, 1)])
    window = (now() - timedelta(days=1), now() + timedelta(minutes=1))
    del stage.settings["return_rejected"]

    with pytest.raises(Rejected) as raised:
        stage.connector().reject_claim(number, [number], "note", "Kullanılmış")

    [[found]] = stage.connector().fetch_claims(*window)
    assert (raised.value.code, found.status) == ("opencart.status_needed", ClaimStatus.WAITING)
    assert (found.lines[0].reason, found.lines[0].note) == ("Kusurlu", "Dikişi sökük & lekeli")


def test_variant_that_nothing_tells_apart_is_refused_alone(stage: Stage) -> None:
    medium = dataclasses.replace(_DRAFT, options={"Beden": "M"})
    same = dataclasses.replace(medium, sku="AYNI")
    bare = dataclasses.replace(_DRAFT, sku="YALIN")

    answers = stage.connector().write_listings([medium, same, bare]).items

    assert {one.external_id: one.code for one in answers} == {
        medium.sku: None,
        "AYNI": "opencart.option_needed",
        "YALIN": "opencart.option_needed",
    }
    assert [one.sku for one in _listings(stage)] == [medium.sku]
