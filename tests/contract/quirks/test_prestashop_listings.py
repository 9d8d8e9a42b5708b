"""How PrestaShop's products are written: pictures as files, variants as combinations, rows in part or whole."""

import dataclasses
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.records import ItemState
from tests.factories.picture_host import PictureHost, hosting
from tests.factories.stages import Stage
from tests.factories.stages.prestashop import PrestashopStage

_KEY = "8690000000017"
_DRAFT = ListingDraft(
    sku=f"{_KEY}-M",
    barcode=_KEY,
    group="TISORT",
    title="Tişört, İnce & Uzun",
    description="<p>Pamuk</p>",
    brand="Oya",
    brand_external_id=None,
    category_external_id="4",
    vat_rate=Decimal(20),
    price=Decimal("99.99"),
    list_price=Decimal("149.99"),
    currency="TRY",
    quantity=7,
    images=(),
)


@pytest.fixture
def prestashop(stage: Stage) -> Iterator[PrestashopStage]:
    assert isinstance(stage, PrestashopStage)
    yield stage
    stage.server.pull("PATCH", "/prestashop/rules", {"has_patch": True})


@pytest.fixture
def host() -> Iterator[PictureHost]:
    with hosting() as found:
        yield found


def _rows(prestashop: PrestashopStage, resource: str, **params: str) -> list[dict[str, Any]]:
    asked = {"display": "full", "output_format": "JSON", **params}
    address = f"{prestashop.settings['shop_url']}/api/{resource}"
    auth = (prestashop.credentials["key"], "")
    told = prestashop.server.http.get(address, params=asked, auth=auth).json()
    return list(told[resource]) if told else []


def _listings(prestashop: PrestashopStage) -> list[Any]:
    return [one for page in prestashop.connector().fetch_listings() for one in page]


def test_variants_are_combinations_with_pictures_price_and_stock_of_their_own(
    prestashop: PrestashopStage, host: PictureHost
) -> None:
    front, back = f"{host.address}/on.png", f"{host.address}/arka.png"
    medium = dataclasses.replace(_DRAFT, options={"Beden": "M"}, images=(front, back))
    large = dataclasses.replace(
        _DRAFT,
        sku=f"{_KEY}-L",
        barcode=None,
        options={"beden": "L"},
        price=Decimal("129.90"),
        list_price=None,
        quantity=3,
        images=(front,),
    )

    answers = prestashop.connector().write_listings([medium, large]).items

    assert [one.state for one in answers] == [ItemState.ACCEPTED, ItemState.ACCEPTED]
    told = [
        (one.sku, one.options, one.price, one.list_price, one.quantity, one.vat_rate, one.brand)
        for one in _listings(prestashop)
    ]
    assert told == [
        (medium.sku, {"Beden": "M"}, medium.price, medium.list_price, 7, Decimal(20), "Oya"),
        (large.sku, {"Beden": "L"}, large.price, large.price, 3, Decimal(20), "Oya"),
    ]
    [product] = _rows(prestashop, "products")
    shown = [one["id"] for one in product["associations"]["images"]]
    forms = [
        [one["id"] for one in form["associations"]["images"]] for form in _rows(prestashop, "combinations")
    ]
    assert (product["reference"], product["state"], product["link_rewrite"]) == (
        "TISORT",
        "1",
        "tisort-ince-uzun",
    )
    assert (forms, sorted(host.asked)) == ([shown, shown[:1]], ["/arka.png", "/on.png"])


@pytest.mark.parametrize("lacks", ["", "shop", "key"])
def test_content_is_changed_in_part_or_whole_and_the_rest_is_kept(
    prestashop: PrestashopStage, host: PictureHost, lacks: str
) -> None:
    """Other languages, places, features, its address and what sells it; only the pictures are others."""
    languages = {"languages": ["1", "2"]}
    prestashop.server.pull("PATCH", f"/prestashop/accounts/{prestashop.account}", languages)
    feature = prestashop.row("product_features", {"name": {"1": "Kumaş", "2": "Fabric"}})
    choice = AttributeChoice(f"feature:{feature['id']}", text="Pamuk")
    first = dataclasses.replace(
        _DRAFT, category_external_id="3", attributes=(choice,), images=(f"{host.address}/eski.png",)
    )
    connector = prestashop.connector()
    connector.write_listings([first])
    [before], [made] = _rows(prestashop, "products"), _listings(prestashop)
    prestashop.server.pull("PATCH", "/prestashop/rules", {"has_patch": lacks != "shop"})
    rights = {"products": ["GET", "POST", "PUT"]} if lacks == "key" else {}
    prestashop.server.pull("PATCH", f"/prestashop/accounts/{prestashop.account}", {"rights": rights})
    second = dataclasses.replace(
        first,
        external_id=made.external_id,
        title="Tişört",
        category_external_id="4",
        vat_rate=Decimal(10),
        price=Decimal(1),
        images=(f"{host.address}/yeni.png",),
    )

    [answer] = connector.write_listings([second]).items

    [after] = _rows(prestashop, "products")
    changed = {name for name, value in after.items() if value != before[name]}
    places, pictures = after["associations"]["categories"], after["associations"]["images"]
    assert (answer.external_id, answer.state) == (made.external_id, ItemState.ACCEPTED)
    assert changed - {"date_upd"} == {"name", "id_category_default", "associations"}
    assert after["name"] == [{"id": 1, "value": "Tişört"}, {"id": 2, "value": first.title}]
    assert [one["id"] for one in places] == ["3", "4"]
    assert after["associations"]["product_features"] == before["associations"]["product_features"]
    assert (len(pictures), pictures == before["associations"]["images"]) == (1, False)
    assert [one["value"] for one in _rows(prestashop, "product_feature_values", language="1")] == ["Pamuk"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"vat_rate": Decimal(17)}, "prestashop.vat_unknown"),
        ({"category_external_id": "99"}, "prestashop.category_unknown"),
        ({"attributes": (AttributeChoice("feature:99", text="x"),)}, "prestashop.attribute_unknown"),
        ({"currency": "EUR"}, "prestashop.currency"),
        ({"title": "Tişört #1"}, "prestashop.rejected"),
        ({"options": {"Beden": "M"}, "barcode": "harf"}, "prestashop.rejected"),
    ],
)
def test_what_the_shop_cannot_take_leaves_nothing_behind(
    prestashop: PrestashopStage, changes: dict[str, Any], code: str
) -> None:
    draft = dataclasses.replace(_DRAFT, **changes)

    [answer] = prestashop.connector().write_listings([draft]).items

    assert (answer.external_id, answer.state, answer.code) == (draft.sku, ItemState.REJECTED, code)
    assert _rows(prestashop, "products") == []


def test_sku_with_a_word_of_filters_is_found_again(prestashop: PrestashopStage) -> None:
    draft = dataclasses.replace(_DRAFT, sku="T,1|2")
    connector = prestashop.connector()

    for _ in range(2):
        connector.write_listings([draft])

    assert [one.sku for one in _listings(prestashop)] == ["T,1|2"]


def test_variant_that_nothing_tells_apart_is_refused_alone(prestashop: PrestashopStage) -> None:
    medium = dataclasses.replace(_DRAFT, options={"Beden": "M"})
    same = dataclasses.replace(medium, sku="AYNI")
    bare = dataclasses.replace(_DRAFT, sku="YALIN")

    answers = prestashop.connector().write_listings([medium, same, bare]).items

    assert {one.external_id: one.code for one in answers} == {
        medium.sku: None,
        "AYNI": "prestashop.option_needed",
        "YALIN": "prestashop.option_needed",
    }
    assert [one.sku for one in _listings(prestashop)] == [medium.sku]
