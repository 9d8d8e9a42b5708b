"""Shopify's returns as our claims, found by their orders and decided whole."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import ClaimKind, ClaimLine, ClaimRecord, ClaimStatus
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import ParkedRecord
from prapazar.connectors.shopify import claims
from tests.factories.provider import Provider, telling

_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)
_END = {"hasNextPage": False, "endCursor": None}
_PARCEL = {"deliverable": {"tracking": {"carrierName": "Yurtiçi Kargo", "number": "IADE1"}}}
_RETURN = {
    "id": "gid://shopify/Return/71",
    "name": "#1001-R1",
    "status": "REQUESTED",
    "createdAt": "2026-11-20T10:00:00Z",
    "decline": None,
    "order": {
        "legacyResourceId": "41",
        "updatedAt": "2026-11-20T11:00:00Z",
        "currencyCode": "TRY",
        "shippingAddress": {"name": "Şule Iğdırlıoğlu"},
    },
    "returnLineItems": {
        "pageInfo": {"hasNextPage": False},
        "nodes": [
            {
                "id": "gid://shopify/ReturnLineItem/81",
                "quantity": 2,
                "returnReason": "SIZE_TOO_SMALL",
                "returnReasonNote": "",
                "customerNote": "Dar geldi.",
                "returnReasonDefinition": {"name": "Too small"},
                "withCodeDiscountedTotalPriceSet": {"shopMoney": {"amount": "259.90"}},
                "fulfillmentLineItem": {
                    "lineItem": {"id": "gid://shopify/LineItem/51", "title": "Şal", "sku": "SAL-1"}
                },
            }
        ],
    },
    "reverseFulfillmentOrders": {"nodes": [{"reverseDeliveries": {"nodes": [_PARCEL]}}]},
}


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    credentials = {"client_id": "c", "client_secret": "s", "access_token": "shpat_gizli"}
    return provider.connector("shopify", {"shop": "deneme", "location_id": "1"}, credentials)


def _with_line(**changes: object) -> dict[str, Any]:
    page: Any = _RETURN["returnLineItems"]
    return {**_RETURN, "returnLineItems": {**page, "nodes": [{**page["nodes"][0], **changes}]}}


def test_return_is_mapped_whole() -> None:
    assert claims.claims([_RETURN]) == [
        ClaimRecord(
            external_id="71",
            kind=ClaimKind.RETURN,
            order_external_id="41",
            status=ClaimStatus.WAITING,
            provider_status="REQUESTED",
            created_at=datetime(2026, 11, 20, 10, tzinfo=UTC),
            modified_at=datetime(2026, 11, 20, 11, tzinfo=UTC),
            lines=(
                ClaimLine(
                    external_id="81",
                    order_line_external_id="51",
                    sku="SAL-1",
                    barcode=None,
                    title="Şal",
                    quantity=2,
                    reason="Too small",
                    status=ClaimStatus.WAITING,
                    note="Dar geldi.",
                    amount=Decimal("259.90"),
                ),
            ),
            buyer_name="Şule Iğdırlıoğlu",
            carrier="Yurtiçi Kargo",
            tracking_number="IADE1",
        )
    ]


def test_line_nobody_has_checked_has_no_article() -> None:
    odd = _with_line(fulfillmentLineItem=None, withCodeDiscountedTotalPriceSet=None)

    [found] = claims.claims([{**odd, "reverseFulfillmentOrders": {"nodes": []}}])

    assert isinstance(found, ClaimRecord)
    assert (found.lines[0].order_line_external_id, found.lines[0].amount) == (None, None)
    assert found.tracking_number is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "LOST"}, "connector.unknown_status"),
        (
            {"returnLineItems": {"pageInfo": {"hasNextPage": True}, "nodes": []}},
            "connector.pages_do_not_add_up",
        ),
    ],
)
def test_return_that_cannot_be_read_is_parked(changes: dict[str, Any], code: str) -> None:
    [found] = claims.claims([{**_RETURN, **changes}])

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("71", code)


def test_more_returns_of_one_order_are_asked_for() -> None:
    first = {
        "nodes": [{"id": "gid://shopify/Return/71"}],
        "pageInfo": {"hasNextPage": True, "endCursor": "x"},
    }
    rest = {"nodes": [{"id": "gid://shopify/Return/72"}], "pageInfo": _END}
    order = {"id": "gid://shopify/Order/41", "returns": first}
    provider = telling(
        {"data": {"orders": {"pageInfo": _END, "nodes": [order]}}},
        {"data": {"return": _RETURN}},
        {"data": {"order": {"returns": rest}}},
        {"data": {"return": None}},
    )

    pages = list(_connector(provider).fetch_claims(_SINCE, _UNTIL))

    assert [[one.external_id for one in page] for page in pages] == [["71"]]
    assert provider.asked[0].body["variables"]["filter"] == (
        "updated_at:>='2026-11-20T00:00:00Z' AND updated_at:<'2026-11-21T00:00:00Z'"
    )


@pytest.mark.parametrize(
    ("lines", "reason", "code"),
    [
        (["81"], "UGLY", "shopify.rejected"),
        ([], "OTHER", "shopify.return_is_whole"),
        (["81", "82"], "OTHER", "shopify.return_is_whole"),
    ],
)
def test_return_is_declined_whole_and_for_a_reason_of_theirs(
    lines: list[str], reason: str, code: str
) -> None:
    provider = telling({"data": {"return": _RETURN}})

    with pytest.raises(Rejected) as raised:
        _connector(provider).reject_claim("71", lines, reason, "")

    assert raised.value.code == code
