"""Amazon fulfilling the contract: listings, product types, drafts, and answers that contradict themselves."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit import registry
from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.limits import LocalLimiter, Window
from prapazar.connector_kit.records import ListingRecord, ParkedRecord
from prapazar.connectors.amazon import auth, content, orders
from prapazar.connectors.amazon.schemas import MARKETPLACES
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_TURKEY = MARKETPLACES["TR"]


def _listing(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a listing
    return {**fixture(_HERE, "listing"), **changes}


def test_listing_is_mapped_whole() -> None:
    assert content.listings([_listing()], _TURKEY, {}) == [
        ListingRecord(
            external_id="SAL-1",
            external_parent_id=None,
            sku="SAL-1",
            barcode="8690000000017",
            title="Çiçekli Şal",
            parent_title="Çiçekli Şal",
            options={},
            price=Decimal("129.9"),
            list_price=None,
            quantity=5,
            is_active=True,
            brand="Oya",
            category="SCARF",
            images=("https://m.media-amazon.com/images/sal.jpg",),
            currency="TRY",
        )
    ]


def test_sold_out_listing_is_still_there_and_a_closed_one_is_not() -> None:
    summary = _listing()["summaries"][0]
    rows = [_listing(summaries=[{**summary, "status": status}]) for status in (["DISCOVERABLE"], [])]

    found = content.listings(rows, _TURKEY, {})

    assert [one.is_active for one in found if isinstance(one, ListingRecord)] == [True, False]


def test_listing_that_cannot_be_read_is_parked_alone() -> None:
    broken = _listing(fulfillmentAvailability=[{"fulfillmentChannelCode": "DEFAULT", "quantity": "many"}])

    first, second = content.listings([broken, _listing()], _TURKEY, {})

    assert isinstance(first, ParkedRecord)
    assert (first.external_id, first.code) == ("SAL-1", "connector.odd_value")
    assert isinstance(second, ListingRecord)


def test_attributes_of_a_schema_are_read_with_their_choices() -> None:
    value = {"title": "Renk", "anyOf": [{"type": "string"}, {"enum": ["red"], "enumNames": ["Kırmızı"]}]}
    measure = {"type": "array", "items": {"properties": {"unit": {}, "amount": {}}}}
    schema = {
        "required": ["brand", "material"],
        "properties": {
            "brand": {"title": "Marka", "items": {"properties": {"value": {}}}},
            "color": {"title": "Renk", "maxUniqueItems": 1, "items": {"properties": {"value": value}}},
            "material": {"items": {"properties": {"value": {"enum": ["silk"]}}}},
            "item_weight": measure,
            "odd": True,
            "variation_theme": {"items": {"properties": {"name": {"enum": ["COLOR", "COLOR/SIZE"]}}}},
        },
    }

    colour, material = content.attributes(schema)

    assert colour == AttributeRecord(
        "color", "Renk", False, True, True, values=(AttributeValueRecord("red", "Kırmızı"),)
    )
    assert material == AttributeRecord(
        "material", "material", True, False, False, True, (AttributeValueRecord("silk", "silk"),)
    )
    assert content.theme(schema, ["size", "color"]) == "COLOR/SIZE"
    assert content.theme(schema, ["material"]) is None


def test_token_lives_as_long_as_it_is_told() -> None:
    assert auth.token({"access_token": "a", "expires_in": 1800}).lives_seconds == 1800
    assert auth.token({"access_token": "a"}).lives_seconds == 3600
    with pytest.raises(UnexpectedAnswer):
        auth.token({"token_type": "bearer"})


def test_acknowledgement_names_order_and_lines() -> None:
    written = orders.acknowledgement("A1", "902-1-2", ["11", "12"], "NoInventory").decode()

    assert "<AmazonOrderID>902-1-2</AmazonOrderID><StatusCode>Failure</StatusCode>" in written
    assert written.count("<CancelReason>NoInventory</CancelReason>") == 2


@pytest.mark.parametrize("report", [b"no xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'])
def test_report_that_is_no_plain_xml_is_unexpected(report: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        orders.refusal(report)


def test_buckets_of_the_manifest_stay_below_the_published_plans() -> None:
    windows = registry.manifest("amazon").windows({})

    [search] = windows["orders"]
    assert search == Window(56, 10_000, 20)
    assert search.burst == pytest.approx(18)
    assert search.rate == pytest.approx(0.00504)
    limiter = LocalLimiter(now=lambda: 0.0)
    assert sum(limiter.take("x", [search]) == 0 for _ in range(30)) == 18


def test_pages_that_do_not_add_up_are_unexpected() -> None:
    def serve(request: Any) -> Any:  # noqa: ANN401 - httpx's request and response
        if request.url.host == "api.amazon.com":
            return answer({"access_token": "t", "expires_in": 3600})
        return answer({"numberOfResults": 3, "items": [_listing()]})

    settings = {"marketplace": "TR", "seller_id": "A1EXAMPLE"}
    credentials = {"client_id": "c", "client_secret": "s", "refresh_token": "r"}
    connector = Provider([serve]).connector("amazon", settings, credentials)

    with pytest.raises(UnexpectedAnswer) as raised:
        list(connector.fetch_listings())

    assert raised.value.code == "connector.pages_do_not_add_up"
