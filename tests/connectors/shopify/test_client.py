"""Shopify's operations as they are asked for: query and variables of each, and what its failures become."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit import parsing
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.records import PackageStatus, PriceOffer, StockOffer
from prapazar.connectors.shopify import schemas, webhooks
from tests.factories.provider import Provider, answer, fixture, telling

_HERE = Path(__file__).parent
_SETTINGS = {"shop": "magazam", "location_id": "1"}
_CREDENTIALS = {"client_id": "kimlik", "client_secret": "gizli", "access_token": "shpat_1"}
_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
_WINDOW = ":>='2026-11-20T00:00:00Z' AND {0}:<'2026-11-21T00:00:00Z'"
_ORDER, _PLACE = "gid://shopify/Order/501", "gid://shopify/Location/1"
_SHOP = {"data": {"shop": {"name": "Dükkân", "currencyCode": "TRY"}, "productVariantsCount": {"count": 3}}}
_OK: dict[str, Any] = {"userErrors": []}
_WORK_LINE = {
    "id": "gid://shopify/FulfillmentOrderLineItem/7",
    "remainingQuantity": 2,
    "lineItem": {"id": "gid://shopify/LineItem/901"},
}
_WORK = {
    "id": "gid://shopify/FulfillmentOrder/6",
    "status": "OPEN",
    "supportedActions": [{"action": "CREATE_FULFILLMENT"}],
    "assignedLocation": {"location": {"id": _PLACE}},
    "lineItems": {"pageInfo": {"hasNextPage": False}, "nodes": [_WORK_LINE]},
}
_WORKS = {"pageInfo": {"hasNextPage": False, "endCursor": None}, "nodes": [_WORK]}

Sent = tuple[str, dict[str, Any]]
Operation = Callable[[Any], object]


def _order() -> dict[str, Any]:
    found: dict[str, Any] = {"data": {"order": fixture(_HERE, "orders")["data"]["orders"]["nodes"][0]}}
    return found


OPERATIONS: dict[str, tuple[Operation, list[object], list[Sent]]] = {
    "test_credentials": (lambda c: c.test_credentials(), [_SHOP], [(schemas.SHOP, {})]),
    "fetch_listings": (
        lambda c: list(c.fetch_listings()),
        [_SHOP, fixture(_HERE, "listings")],
        [(schemas.SHOP, {}), (schemas.LISTINGS, {"location": _PLACE, "after": None})],
    ),
    "fetch_packages": (
        lambda c: list(c.fetch_packages(_SINCE, _UNTIL)),
        [fixture(_HERE, "orders")],
        [(schemas.ORDERS, {"filter": "updated_at" + _WINDOW.format("updated_at"), "after": None})],
    ),
    "fetch_package": (lambda c: c.fetch_package("501"), [_order()], [(schemas.ORDER, {"id": _ORDER})]),
    "count_packages": (
        lambda c: c.count_packages(_SINCE, _UNTIL),
        [{"data": {"ordersCount": {"count": 4}}}],
        [(schemas.ORDERS_COUNT, {"filter": "created_at" + _WINDOW.format("created_at")})],
    ),
    "push_stock": (
        lambda c: c.push_stock([StockOffer("44-99", "33", 5)]),
        [{"data": {"inventorySetQuantities": _OK}}],
        [
            (
                schemas.SET_QUANTITIES,
                {
                    "input": {
                        "name": "available",
                        "reason": "correction",
                        "quantities": [
                            {
                                "inventoryItemId": "gid://shopify/InventoryItem/99",
                                "locationId": _PLACE,
                                "quantity": 5,
                                "changeFromQuantity": None,
                            }
                        ],
                    }
                },
            )
        ],
    ),
    "push_price": (
        lambda c: c.push_price([PriceOffer("44-99", "33", Decimal("129.90"), Decimal(150), "TRY")]),
        [_SHOP, {"data": {"productVariantsBulkUpdate": {"productVariants": [], **_OK}}}],
        [
            (schemas.SHOP, {}),
            (
                schemas.UPDATE_PRICES,
                {
                    "product": "gid://shopify/Product/33",
                    "variants": [
                        {"id": "gid://shopify/ProductVariant/44", "price": "129.90", "compareAtPrice": "150"}
                    ],
                },
            ),
        ],
    ),
    "report_shipped": (
        lambda c: c.report_status(
            "501", PackageStatus.SHIPPED, {"901": 2}, carrier="Aras", tracking_number="726"
        ),
        [
            {"data": {"order": {"fulfillments": [], "fulfillmentOrders": _WORKS}}},
            {"data": {"fulfillmentCreate": _OK}},
        ],
        [
            (schemas.WORK, {"id": _ORDER, "after": None}),
            (
                schemas.FULFILL,
                {
                    "fulfillment": {
                        "lineItemsByFulfillmentOrder": [
                            {
                                "fulfillmentOrderId": _WORK["id"],
                                "fulfillmentOrderLineItems": [{"id": _WORK_LINE["id"], "quantity": 2}],
                            }
                        ],
                        "trackingInfo": {"company": "Aras", "number": "726"},
                        "notifyCustomer": True,
                    }
                },
            ),
        ],
    ),
    "report_unsupplied": (
        lambda c: c.report_unsupplied("501", {"901": 2}, "out_of_stock"),
        [_order(), {"data": {"orderCancel": {"orderCancelUserErrors": [], **_OK}}}],
        [(schemas.ORDER, {"id": _ORDER}), (schemas.CANCEL, {"id": _ORDER, "reason": "INVENTORY"})],
    ),
    "register_webhook": (
        lambda c: c.register_webhook("https://p.example.com/h", "ours"),
        [
            {"data": {"webhookSubscriptions": {"nodes": []}}},
            {"data": {"webhookSubscriptionCreate": {"webhookSubscription": {"id": "gid://x/W/8"}, **_OK}}},
        ],
        [
            (
                schemas.WEBHOOKS,
                {"topics": ["ORDERS_CREATE", "ORDERS_UPDATED"], "uri": "https://p.example.com/h"},
            ),
            *(
                (
                    schemas.SUBSCRIBE,
                    {
                        "topic": topic,
                        "webhook": {
                            "uri": "https://p.example.com/h",
                            "format": "JSON",
                            "name": webhooks.name("ours"),
                        },
                    },
                )
                for topic in ("ORDERS_CREATE", "ORDERS_UPDATED")
            ),
        ],
    ),
    "remove_webhook": (
        lambda c: c.remove_webhook("8"),
        [{"data": {"webhookSubscriptionDelete": _OK}}],
        [(schemas.UNSUBSCRIBE, {"id": "gid://shopify/WebhookSubscription/8"})],
    ),
}
_WRITES = {"push_stock", "remove_webhook"}
"""Those that begin with a write."""


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("shopify", _SETTINGS, _CREDENTIALS)


def _sent(provider: Provider) -> list[Sent]:
    """The keys against repetition are another each time."""
    bodies = [parsing.load_json(one.content) for one in provider.requests]
    return [
        (one["query"], {name: value for name, value in one["variables"].items() if name != "key"})
        for one in bodies
    ]


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_asks_its_query(name: str) -> None:
    operation, contents, sent = OPERATIONS[name]
    provider = telling(*contents)

    operation(_connector(provider))

    assert _sent(provider) == sent
    assert {(one.method, str(one.url)) for one in provider.requests} == {
        ("POST", "https://magazam.myshopify.com/admin/api/2026-07/graphql.json")
    }


@pytest.mark.parametrize(
    ("status", "expected"),
    [(401, AuthFailed), (403, AuthFailed), (404, Rejected), (429, RateLimited), (500, Unavailable)],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, status: int, expected: type[Exception]) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = telling(answer({"errors": "x"}, status, {"retry-after": "60"}))

    with pytest.raises(expected):
        operation(_connector(provider))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    operation, _, _ = OPERATIONS[name]
    provider = telling(httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        operation(_connector(provider))

    found = (raised.value.maybe_done, len(provider.requests))
    assert found == ((True, 1) if name in _WRITES else (False, 3))


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("content", [["x"], "x", {"renamed": 1}, {"data": None}, {"data": {"x": 1}}])
def test_answer_of_another_shape_is_unexpected(name: str, content: object) -> None:
    operation, _, _ = OPERATIONS[name]

    with pytest.raises(UnexpectedAnswer):
        operation(_connector(telling(content)))


def test_key_against_repetition_is_another_for_each_write() -> None:
    provider = telling({"data": {"inventorySetQuantities": _OK}})
    connector = _connector(provider)

    for _ in range(2):
        connector.push_stock([StockOffer("44-99", "33", 5)])

    keys = {parsing.load_json(one.content)["variables"]["key"] for one in provider.requests}
    assert len(keys) == 2
