"""Çiçeksepeti's returns as our records, and how they are asked for."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import ClaimKind, ClaimLine, ClaimRecord, ClaimStatus
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import ParkedRecord
from prapazar.connectors.ciceksepeti import claims
from prapazar.connectors.ciceksepeti.schemas import any_case
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_MOMENT = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
_TOLD = {
    "orderId": 61000001,
    "orderItemId": 88000001,
    "customerName": "Deneme Alıcı",
    "price": 290.90,
    "orderItemStatus": "İade Tedarikçide",
    "cancelReasonId": 1,
    "subCancelReasonId": 14,
    "cargoCompany": "Aras Kargo",
    "shipmentNumber": "",
    "partialNumber": "7001111-10",
    "cancelType": 2,
}


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("ciceksepeti", {"seller_id": "8001"}, {"api_key": "gizli"})


def _item(**changes: object) -> dict[str, Any]:
    return {**fixture(_HERE, "orders")["supplierOrderListWithBranch"][0], "orderItemStatusId": 22, **changes}


def _read(told: dict[str, Any], item: dict[str, Any] | None) -> Any:  # noqa: ANN401 - a record, or parked
    [found] = claims.claims([any_case(told)], {} if item is None else {"88000001": any_case(item)})
    return found


def test_claim_is_mapped_whole_from_list_and_order() -> None:
    assert _read(_TOLD, _item()) == ClaimRecord(
        external_id="88000001",
        kind=ClaimKind.RETURN,
        order_external_id="61000001",
        status=ClaimStatus.WAITING,
        provider_status="22",
        created_at=_MOMENT,
        modified_at=_MOMENT,
        lines=(
            ClaimLine(
                external_id="88000001",
                order_line_external_id="88000001",
                sku="SAL-1",
                barcode="8680000000017",
                title="Çiçekli Şal",
                quantity=2,
                reason="İade 14",
                status=ClaimStatus.WAITING,
                amount=Decimal("290.90"),
            ),
        ),
        buyer_name="Deneme Alıcı",
        carrier="Aras Kargo",
        tracking_number="7001111-10",
    )


@pytest.mark.parametrize(
    ("told", "item", "code"),
    [
        ({}, {"orderItemStatusId": 99}, "connector.unknown_status"),
        ({"cancelReasonId": 7}, {}, "connector.odd_value"),
        ({}, None, "connector.missing_field"),
    ],
)
def test_claim_that_cannot_be_read_is_parked(
    told: dict[str, Any], item: dict[str, Any] | None, code: str
) -> None:
    found = _read({**_TOLD, **told}, None if item is None else _item(**item))

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("88000001", code)


def test_claims_are_asked_for_by_the_month_and_their_orders_one_by_one() -> None:
    order = {**fixture(_HERE, "orders"), "supplierOrderListWithBranch": [_item()], "orderListCount": 1}
    provider = Provider(
        [
            answer({"orderItemList": [_TOLD, {**_TOLD, "cancelType": 1}]}),
            answer(order),
            answer({"orderItemList": []}),
        ]
    )

    pages = list(_connector(provider).fetch_claims(_MOMENT - timedelta(days=40), _MOMENT))

    assert [[one.external_id for one in page] for page in pages] == [["88000001"]]
    bodies = [one.body for one in provider.asked]
    assert [body.get("cancellationEndDate") for body in bodies] == [
        "2026-11-11T10:05:00.000Z",
        None,
        "2026-11-21T16:05:00.000Z",
    ]
    assert bodies[1] == {"pageSize": 100, "orderNo": 61000001, "isOrderStatusActive": True, "page": 0}


@pytest.mark.parametrize(
    ("lines", "reason", "code"),
    [(["88000002"], "3", "ciceksepeti.not_found"), (["88000001"], "1", "ciceksepeti.rejected")],
)
def test_decision_that_cannot_be_told_is_refused_before_it_is_sent(
    lines: list[str], reason: str, code: str
) -> None:
    provider = Provider([answer({})])

    with pytest.raises(Rejected) as raised:
        _connector(provider).reject_claim("88000001", lines, reason, "")

    assert (raised.value.code, provider.requests) == (code, [])
