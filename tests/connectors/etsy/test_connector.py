"""What the connector makes of several answers: halved windows, drafts step by step, pictures."""

import dataclasses
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.errors import Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import ItemResult, ItemState, PackageStatus
from prapazar.foundation.clock import ISTANBUL
from tests.connectors.etsy.shop import asked, page, recorded, shop
from tests.factories.provider import answer

_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 20, 0, 0, 4, tzinfo=UTC)
_SHOP = {"shop_name": "Şalcı", "currency_code": "TRY", "listing_active_count": 4}
_TERMS = (
    page([{"shipping_profile_id": 91, "is_deleted": False}, {"shipping_profile_id": 90, "is_deleted": True}]),
    page([{"return_policy_id": 92}]),
    page([{"readiness_state_id": 93}]),
)
_CREATED = {"listing_id": 1500000009}
_DRAFT = ListingDraft(
    sku="SAL-1",
    barcode="8690000000017",
    group="SAL",
    title="Oyalı Şal",
    description="<p>İğne <b>oyası</b></p><ul><li>pamuk</li><li>el işi</li></ul>",
    brand="",
    brand_external_id=None,
    category_external_id="1101",
    vat_rate=Decimal(10),
    price=Decimal("129.9"),
    list_price=None,
    currency="TRY",
    quantity=7,
    images=(),
)
_STATES = 5


def _draft(**changes: Any) -> ListingDraft:  # noqa: ANN401 - any field
    return dataclasses.replace(_DRAFT, **changes)


def _nothing_there() -> list[object]:
    return [page()] * _STATES


def _steps(provider: Any) -> list[str]:  # noqa: ANN401 - whoever was asked
    return [f"{method} {path.rpartition('/')[2]}" for method, path, _, _ in asked(provider)]


def test_window_with_more_than_can_be_paged_through_is_halved() -> None:
    connector, provider = shop(page(count=12_001), page(), page())

    assert list(connector.fetch_packages(_SINCE, _UNTIL)) == []
    windows = [
        (
            int(one.url.params["min_last_modified"]) - 1795132800,
            int(one.url.params["max_last_modified"]) - 1795132800,
        )
        for one in provider.requests
    ]
    assert windows == [(0, 3), (0, 1), (2, 3)]


def test_window_is_half_open_in_whole_seconds() -> None:
    connector, provider = shop(page())
    since = datetime(2026, 11, 20, 3, 0, 0, 500_000, tzinfo=ISTANBUL)

    list(connector.fetch_packages(since, datetime(2026, 11, 20, 3, 0, 2, 100_000, tzinfo=ISTANBUL)))

    asked_for = provider.requests[0].url.params
    assert (asked_for["min_last_modified"], asked_for["max_last_modified"]) == ("1795132800", "1795132802")


def test_pages_that_do_not_add_up_are_unexpected() -> None:
    connector, _ = shop(page(recorded("listings")["results"], count=2), page(count=2))

    with pytest.raises(UnexpectedAnswer):
        list(connector.fetch_listings())


def test_receipt_nobody_knows_is_none() -> None:
    connector, _ = shop(answer({"error": "Resource not found"}, 404))

    assert connector.fetch_package("1") == []


def test_cancelling_is_left_to_etsys_own_page() -> None:
    connector, provider = shop(page())

    with pytest.raises(Rejected) as raised:
        connector.report_unsupplied("1", {"1": 1}, "out_of_stock")

    assert (raised.value.code, provider.requests) == ("etsy.cancel_in_panel", [])


@pytest.mark.parametrize("step", [PackageStatus.PICKING, PackageStatus.PACKED])
def test_step_etsy_does_not_have_is_passed_over(step: PackageStatus) -> None:
    connector, _ = shop(page())

    with pytest.raises(Rejected) as raised:
        connector.report_status("1", step, {})

    assert raised.value.code == "connector.step_unknown"


def test_webhook_is_made_by_a_person() -> None:
    connector, _ = shop(page())

    with pytest.raises(Rejected) as raised:
        connector.register_webhook("https://panel.example/hook", "s")

    assert raised.value.code == "etsy.webhook_in_portal"


def test_new_article_becomes_a_draft_with_one_product() -> None:
    connector, provider = shop(_SHOP, *_nothing_there(), *_TERMS, _CREATED, recorded("inventory"))

    pushed = connector.write_listings([_DRAFT])

    assert pushed.items == (ItemResult("SAL-1", ItemState.ACCEPTED),)
    assert _steps(provider)[_STATES + 1 :] == [
        "GET shipping-profiles",
        "GET return",
        "GET readiness-state-definitions",
        "POST listings",
        "PUT inventory",
    ]
    form = {name: value[0] for name, value in parse_qs(provider.requests[-2].content.decode()).items()}
    assert form == {
        "title": "Oyalı Şal",
        "description": "İğne oyası\n\n- pamuk\n- el işi",
        "shipping_profile_id": "91",
        "return_policy_id": "92",
        "readiness_state_id": "93",
        "who_made": "i_did",
        "when_made": "made_to_order",
        "quantity": "7",
        "price": "129.90",
        "taxonomy_id": "1101",
        "type": "physical",
    }


def test_variants_of_a_group_become_one_matrix_and_shared_answers_properties() -> None:
    materials = (AttributeChoice("507", "148"), AttributeChoice("507", "170"))
    drafts = [
        _draft(sku="SAL-1", options={"primary COLOR": "Red"}, attributes=materials),
        _draft(
            sku="SAL-2", options={"Primary color": ""}, attributes=(AttributeChoice("200", "1"),), quantity=0
        ),
    ]
    connector, provider = shop(
        _SHOP, *_nothing_there(), recorded("properties"), *_TERMS, _CREATED, recorded("inventory"), {}
    )

    pushed = connector.write_listings(drafts)

    assert [one.state for one in pushed.items] == [ItemState.ACCEPTED] * 2
    body = provider.requests[-2].content.decode()
    assert '"value_ids":[9],"values":["Red"]' in body
    assert '"value_ids":[1],"values":["Black"]' in body
    assert '"quantity_on_property":[200],"sku_on_property":[200]' in body
    method, path, _, form = asked(provider)[-1]
    assert (method, path) == ("PUT", "/shops/12000001/listings/1500000009/properties/507")
    assert parse_qs(form) == {"value_ids[]": ["148", "170"], "values[]": ["Cotton", "Silk"]}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"currency": "EUR"}, "etsy.currency"),
        ({"sku": "S" * 33}, "etsy.sku_long"),
        ({"quantity": 0}, "etsy.stock_needed"),
        ({"attributes": (AttributeChoice("200", "77"),)}, "etsy.value_unknown"),
    ],
)
def test_draft_etsy_would_not_take_is_refused_before_it_is_sent(changes: dict[str, Any], code: str) -> None:
    connector, provider = shop(_SHOP, *_nothing_there(), recorded("properties"), *_TERMS, _CREATED, page())

    [item] = connector.write_listings([_draft(**changes)]).items

    assert (item.state, item.code) == (ItemState.REJECTED, code)
    assert {one.method for one in provider.requests} == {"GET"}


@pytest.mark.parametrize(
    ("options", "code"),
    [({"Beden": "M"}, "etsy.option_unknown"), ({"Primary color": "Mor"}, "etsy.value_unknown")],
)
def test_option_the_category_does_not_have_is_refused(options: dict[str, str], code: str) -> None:
    connector, _ = shop(_SHOP, *_nothing_there(), recorded("properties"), *_TERMS)

    items = connector.write_listings([_draft(sku=sku, options=options) for sku in ("A", "B")]).items

    assert [(one.external_id, one.code) for one in items] == [("A", code), ("B", code)]


@pytest.mark.parametrize(
    ("wanted", "code"), [("", "etsy.choose_one"), ("94", None), ("95", "etsy.choose_one")]
)
def test_one_of_several_profiles_has_to_be_chosen(wanted: str, code: str | None) -> None:
    several = page([{"shipping_profile_id": 91}, {"shipping_profile_id": 94}])
    answers = [_SHOP, *_nothing_there(), several, *_TERMS[1:], _CREATED, recorded("inventory")]
    connector, _ = shop(*answers, shipping_profile_id=wanted)

    [item] = connector.write_listings([_DRAFT]).items

    assert item.code == code


@pytest.mark.parametrize(
    ("state", "sku", "expected"),
    [("draft", "SAL-1", None), ("draft", "", None), ("active", "SAL-1", "etsy.sku_exists")],
)
def test_listing_of_an_earlier_try_is_completed_and_one_on_sale_is_left(
    state: str, sku: str, expected: str | None
) -> None:
    known = recorded("listings")["results"][0]
    product = {**known["inventory"]["products"][0], "sku": sku}
    there = {**known, "state": state, "inventory": {**known["inventory"], "products": [product]}}
    listed = [page([there]), *[page()] * (_STATES - 1)]
    connector, provider = shop(_SHOP, *listed, *_TERMS, recorded("inventory"))

    [item] = connector.write_listings([_DRAFT]).items

    assert item.code == expected
    assert "POST listings" not in _steps(provider)
    assert ("PUT inventory" in _steps(provider)) is (expected is None)


def test_changed_article_keeps_its_matrix_and_gets_its_pictures() -> None:
    before = page([{"listing_image_id": number} for number in (1, 2, 3)])
    image = httpx.Response(200, content=b"\xff\xd8jpeg")
    connector, provider = shop(_SHOP, image, _CREATED, before, {"listing_image_id": 9}, httpx.Response(204))
    draft = _draft(external_id="1500000001-200.9", images=("https://cdn.example.com/on.jpg",))

    [item] = connector.write_listings([draft]).items

    assert item == ItemResult("1500000001-200.9", ItemState.ACCEPTED)
    assert _steps(provider)[1:] == [
        "GET on.jpg",
        "PATCH 1500000001",
        "GET images",
        "POST images",
        "DELETE 2",
        "DELETE 3",
    ]
    picture, upload = provider.requests[1], provider.requests[4]
    assert (str(picture.url), "authorization" in picture.headers) == ("https://cdn.example.com/on.jpg", False)
    assert "x-api-key" not in picture.headers
    assert b"\xff\xd8jpeg\r\n--" in upload.content
    assert upload.headers["content-type"].startswith("multipart/form-data; boundary=")


@pytest.mark.parametrize("found", [httpx.Response(404), httpx.Response(200), httpx.ConnectError("down")])
def test_picture_that_is_not_there_leaves_nothing_half_done(found: httpx.Response | Exception) -> None:
    connector, provider = shop(_SHOP, found)
    draft = _draft(external_id="1500000001", images=("https://cdn.example.com/on.jpg",))

    [item] = connector.write_listings([draft]).items

    assert (item.state, item.code) == (ItemState.REJECTED, "etsy.picture_missing")
    assert {one.method for one in provider.requests} == {"GET"}


def test_draft_whose_answer_is_lost_may_have_arrived() -> None:
    connector, _ = shop(_SHOP, *_nothing_there(), *_TERMS, httpx.ReadTimeout("late"))

    with pytest.raises(Unavailable) as raised:
        connector.write_listings([_DRAFT])

    assert raised.value.maybe_done
