"""Shopify fulfilling the contract: pages behind cursors, points, long orders, refused quantities."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit import parsing
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    AccountRecord,
    ItemResult,
    ItemState,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PushResult,
    StockOffer,
)
from prapazar.connectors.shopify import schemas
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_SETTINGS = {"shop": "magazam", "location_id": "1"}
_CREDENTIALS = {"client_id": "kimlik", "client_secret": "gizli", "access_token": "shpat_1"}
_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
_SHOP = {"data": {"shop": {"name": "Dükkân", "currencyCode": "TRY"}, "productVariantsCount": {"count": 3}}}


def _served(*answers: object) -> Provider:
    return Provider([answer(one) for one in answers])


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("shopify", _SETTINGS, _CREDENTIALS)


def _bodies(provider: Provider) -> list[Any]:
    return [parsing.load_json(one.content) for one in provider.requests]


def _order(**changes: object) -> dict[str, Any]:
    [order] = fixture(_HERE, "orders")["data"]["orders"]["nodes"]
    return {**order, **changes}


def _page(*orders: dict[str, Any], after: str | None = None) -> dict[str, Any]:
    told = {"hasNextPage": after is not None, "endCursor": after}
    return {"data": {"orders": {"pageInfo": told, "nodes": list(orders)}}}


def _line(number: int) -> dict[str, Any]:
    [line] = _order()["lineItems"]["nodes"]
    return {**line, "id": f"gid://shopify/LineItem/{number}"}


def _lines(*numbers: int, after: str | None = None) -> dict[str, Any]:
    told = {"hasNextPage": after is not None, "endCursor": after}
    return {"pageInfo": told, "nodes": [_line(number) for number in numbers]}


def _refused(*failures: tuple[int, str]) -> dict[str, Any]:
    rows = [
        {"field": ["input", "quantities", str(place), "quantity"], "message": "no", "code": code}
        for place, code in failures
    ]
    return {"data": {"inventorySetQuantities": {"userErrors": rows}}}


def test_credentials_test_tells_the_shop() -> None:
    assert _connector(_served(_SHOP)).test_credentials() == AccountRecord("Dükkân", "TRY", 3)


def test_pages_are_read_behind_their_cursors() -> None:
    provider = _served(_page(_order(), after="c-1"), _page(_order(legacyResourceId="502")))

    found = [one.external_id for page in _connector(provider).fetch_packages(_SINCE, _UNTIL) for one in page]

    assert found == ["501", "502"]
    assert [one["variables"]["after"] for one in _bodies(provider)] == [None, "c-1"]


def test_order_longer_than_a_page_is_read_to_its_last_line() -> None:
    provider = _served(
        {"data": {"order": _order(lineItems=_lines(1, after="l-1"))}},
        {"data": {"order": {"lineItems": _lines(2, after="l-2")}}},
        {"data": {"order": {"lineItems": _lines(3)}}},
    )

    [found] = _connector(provider).fetch_package("501")

    assert [line.external_id for line in found.lines] == ["1", "2", "3"]
    assert [one["variables"].get("after") for one in _bodies(provider)] == [None, "l-1", "l-2"]


def test_order_whose_last_lines_cannot_be_read_is_parked() -> None:
    provider = _served({"data": {"order": _order(lineItems=_lines(1, after="l-1"))}}, {"data": {"order": {}}})

    [found] = _connector(provider).fetch_package("501")

    assert isinstance(found, ParkedRecord)
    assert found.code == "connector.pages_do_not_add_up"


def test_order_sent_in_part_is_asked_what_was_sent() -> None:
    parcel = {"status": "SUCCESS", "displayStatus": "FULFILLED", "trackingInfo": []}
    line = {**_line(901), "currentQuantity": 1, "unfulfilledQuantity": 0}
    order = _order(fulfillments=[parcel], lineItems={**_lines(), "nodes": [line]})
    row = {"quantity": 1, "lineItem": {"id": "gid://shopify/LineItem/901"}}
    page = {"pageInfo": {"hasNextPage": False}, "nodes": [row]}
    sent = {"fulfillments": [{**parcel, "fulfillmentLineItems": page}]}
    provider = _served({"data": {"order": order}}, {"data": {"order": sent}})

    [found] = _connector(provider).fetch_package("501")

    assert isinstance(found, PackageRecord)
    assert found.lines[0].cancelled_quantity == 1
    assert [one["query"] for one in _bodies(provider)] == [schemas.ORDER, schemas.SENT]


def test_unknown_order_is_no_package_and_cannot_be_told() -> None:
    connector = _connector(_served({"data": {"order": None}}))

    assert connector.fetch_package("7") == []
    with pytest.raises(Rejected) as shipped:
        connector.report_status("7", PackageStatus.SHIPPED, {})
    with pytest.raises(Rejected) as unsupplied:
        connector.report_unsupplied("7", {}, "other")
    assert [shipped.value.code, unsupplied.value.code] == ["shopify.not_found"] * 2


def test_step_the_shop_does_not_know_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        _connector(_served(_SHOP)).report_status("501", PackageStatus.PACKED, {})

    assert raised.value.code == "connector.step_unknown"


def test_refused_quantities_are_left_out_of_the_second_try() -> None:
    provider = _served(_refused((1, "INVALID_INVENTORY_ITEM"), (2, "INVALID_QUANTITY_TOO_HIGH")), _refused())
    offers = [StockOffer(f"{number}-{number}", None, number) for number in (1, 2, 3)]

    found = _connector(provider).push_stock(offers)

    assert found == PushResult(
        items=(
            ItemResult("2-2", ItemState.REJECTED, "shopify.not_found", "INVALID_INVENTORY_ITEM: no"),
            ItemResult("3-3", ItemState.REJECTED, "shopify.item_refused", "INVALID_QUANTITY_TOO_HIGH: no"),
            ItemResult("1-1", ItemState.ACCEPTED),
        )
    )
    quantities = [one["variables"]["input"]["quantities"] for one in _bodies(provider)]
    assert [[one["quantity"] for one in sent] for sent in quantities] == [[1, 2, 3], [1]]


def test_quantities_refused_round_after_round_are_not_tried_for_ever() -> None:
    provider = _served(_refused((0, "INVALID_LOCATION")))
    offers = [StockOffer(f"{number}-{number}", None, number) for number in range(9)]

    found = _connector(provider).push_stock(offers).items

    assert {one.state for one in found} == {ItemState.REJECTED}
    assert (len(found), len(provider.requests)) == (9, 5)


def test_refusal_of_the_whole_push_is_rejected() -> None:
    failure = {"field": ["input", "reason"], "message": "The reason is invalid.", "code": "INVALID_REASON"}
    provider = _served({"data": {"inventorySetQuantities": {"userErrors": [failure]}}})

    with pytest.raises(Rejected) as raised:
        _connector(provider).push_stock([StockOffer("1-1", None, 1)])

    assert (raised.value.code, raised.value.field) == ("shopify.rejected", "input.reason")


def test_next_call_waits_for_its_points() -> None:
    status = {"maximumAvailable": 2000.0, "currentlyAvailable": 10, "restoreRate": 100.0}
    cost = {"requestedQueryCost": 310, "actualQueryCost": 310, "throttleStatus": status}
    provider = _served({**_SHOP, "extensions": {"cost": cost}}, _SHOP)
    connector = _connector(provider)

    for _ in range(2):
        connector.test_credentials()

    assert provider.slept == pytest.approx([3.0])


def test_webhooks_are_made_all_or_none() -> None:
    made = {"webhookSubscription": {"id": "gid://shopify/WebhookSubscription/8"}, "userErrors": []}
    taken = {"webhookSubscription": None, "userErrors": [{"field": ["uri"], "message": "taken"}]}
    provider = _served(
        {"data": {"webhookSubscriptions": {"nodes": []}}},
        {"data": {"webhookSubscriptionCreate": made}},
        {"data": {"webhookSubscriptionCreate": taken}},
        {"data": {"webhookSubscriptionDelete": {"userErrors": []}}},
    )

    with pytest.raises(Rejected):
        _connector(provider).register_webhook("https://p.example.com/h", "ours")

    assert _bodies(provider)[-1]["variables"] == {"id": "gid://shopify/WebhookSubscription/8"}


def test_list_without_a_page_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        list(_connector(_served({"data": {"orders": {"nodes": []}}})).fetch_packages(_SINCE, _UNTIL))
