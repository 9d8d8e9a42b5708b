"""Meta's endpoints as they are called: method, address, query and body of every operation."""

import hashlib
import hmac
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected, Unavailable
from prapazar.connector_kit.records import PriceOffer, StockOffer
from prapazar.connectors.meta.client import ITEM_FIELDS
from tests.factories.drafts import draft
from tests.factories.provider import Asked, Provider, answer, fixture

_HERE = Path(__file__).parent
_SETTINGS = {"catalog_id": "440", "link_template": "https://m.example/{sku}"}
_CREDENTIALS = {"access_token": "gizli"}
_BATCH = {"handles": ["h-1"], "validation_status": []}
_ROOT = "/v25.0/440"


def _written(requests: list[dict[str, Any]], *, upsert: bool) -> Asked:
    body = {"item_type": "PRODUCT_ITEM", "allow_upsert": upsert, "requests": requests}
    return Asked("POST", f"{_ROOT}/items_batch", {}, body)


_CONTENT = {
    "title": "Çiçekli Şal",
    "description": "İğne oyası",
    "rich_text_description": "<p>İğne oyası</p>",
    "link": "https://m.example/SAL-1",
    "image_link": "https://c.example/1.jpg",
    "additional_image_link": ["https://c.example/2.jpg"],
    "brand": "Oya",
    "item_group_id": "SAL",
    "google_product_category": "2073",
    "gtin": "8690000000012",
}
_OFFERED = {
    "availability": "in stock",
    "quantity_to_sell_on_facebook": 7,
    "price": "1500.10 TRY",
    "sale_price": "1299.05 TRY",
}
OPERATIONS: dict[str, tuple[Callable[[Any], object], object, Asked]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        {"id": "440", "name": "Katalog", "product_count": 3},
        Asked("GET", _ROOT, {"fields": "name,vertical,product_count"}),
    ),
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        fixture(_HERE, "products"),
        Asked("GET", f"{_ROOT}/products", {"fields": ITEM_FIELDS, "limit": "500"}),
    ),
    "write_new": (
        lambda c: c.write_listings([draft()]),
        _BATCH,
        _written(
            [{"method": "CREATE", "data": {**_CONTENT, **_OFFERED, "id": "SAL-1", "condition": "new"}}],
            upsert=True,
        ),
    ),
    "write_known": (
        lambda c: c.write_listings([draft(external_id="SAL-1")]),
        _BATCH,
        _written([{"method": "UPDATE", "data": {**_CONTENT, "id": "SAL-1"}}], upsert=True),
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("SAL-1", None, 7)]),
        _BATCH,
        _written(
            [
                {
                    "method": "UPDATE",
                    "data": {"id": "SAL-1", "availability": "in stock", "quantity_to_sell_on_facebook": 7},
                }
            ],
            upsert=False,
        ),
    ),
    "push_price": (
        lambda c: c.push_price([PriceOffer("SAL-1", None, Decimal(5), None, "TRY")]),
        _BATCH,
        _written(
            [{"method": "UPDATE", "data": {"id": "SAL-1", "price": "5.00 TRY", "sale_price": ""}}],
            upsert=False,
        ),
    ),
    "fetch_batch": (
        lambda c: c.fetch_batch("h-1"),
        {"data": [{"handle": "h-1", "status": "finished"}]},
        Asked(
            "GET",
            f"{_ROOT}/check_batch_request_status",
            {"handle": "h-1", "load_ids_of_invalid_requests": "true"},
        ),
    ),
}
_WRITES = {"write_new", "write_known", "push_stock", "push_price"}


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_calls_its_endpoint_with_its_request(name: str) -> None:
    operation, content, asked = OPERATIONS[name]
    provider = Provider([answer(content)])

    operation(provider.connector("meta", _SETTINGS, _CREDENTIALS))

    assert provider.asked == [asked]
    assert provider.requests[0].headers["authorization"] == "Bearer gizli"


@pytest.mark.parametrize(("number", "expected"), [(190, AuthFailed), (100, Rejected), (2, Unavailable)])
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, number: int, expected: type[Exception]) -> None:
    provider = Provider([answer({"error": {"message": "x", "code": number}}, 400)])

    with pytest.raises(expected):
        OPERATIONS[name][0](provider.connector("meta", _SETTINGS, _CREDENTIALS))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    provider = Provider([httpx.ReadTimeout("slow")])

    with pytest.raises(Unavailable) as raised:
        OPERATIONS[name][0](provider.connector("meta", _SETTINGS, _CREDENTIALS))

    found = (raised.value.maybe_done, len(provider.asked))
    assert found == ((True, 1) if name in _WRITES else (False, 3))


def test_token_is_proven_where_there_is_a_secret() -> None:
    provider = Provider([answer({"id": "440", "name": "Katalog"})])

    provider.connector("meta", _SETTINGS, {**_CREDENTIALS, "app_secret": "s"}).test_credentials()

    expected = hmac.new(b"s", b"gizli", hashlib.sha256).hexdigest()
    assert provider.requests[0].url.params["appsecret_proof"] == expected
