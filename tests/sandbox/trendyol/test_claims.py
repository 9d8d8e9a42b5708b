"""Claims, questions and the current account."""

from typing import Any

import httpx
import pytest

from prapazar.sandbox.app import SandboxApp

pytestmark = pytest.mark.usefixtures("tea")
_CLAIMS = "/trendyol/integration/order/sellers/1001/claims"


@pytest.fixture
def claim(seller: httpx.Client) -> dict[str, Any]:
    body = {"lines": [{"barcode": "8690001", "quantity": 2}]}
    order = seller.post("/_control/trendyol/1001/orders", json=body).json()["orderNumber"]
    seller.post(f"/_control/trendyol/1001/orders/{order}/status", json={"status": "Delivered"})
    request = {"order": order, "lines": [{"barcode": "8690001", "quantity": 2}], "reason": 501}
    made: dict[str, Any] = seller.post("/_control/trendyol/1001/claims", json=request).json()
    return made


def _items(claim: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for group in claim["items"] for item in group["claimItems"]]


def _statuses(seller: httpx.Client) -> list[str]:
    claim = seller.get(_CLAIMS).json()["content"][0]
    return [item["claimItemStatus"]["name"] for item in _items(claim)]


def test_claim_has_one_item_per_unit(seller: httpx.Client, claim: dict[str, Any]) -> None:
    listed = seller.get(_CLAIMS, params={"claimIds": claim["id"]}).json()

    assert (listed["totalElements"], listed["content"][0]) == (1, claim)
    assert [item["customerClaimItemReason"]["code"] for item in _items(claim)] == ["UNFIT", "UNFIT"]


def test_approved_items_are_accepted_by_the_supplier(seller: httpx.Client, claim: dict[str, Any]) -> None:
    item = _items(claim)[0]["id"]
    path = f"{_CLAIMS}/{claim['id']}/items/approve"

    answers = [
        seller.put(path, json={"claimLineItemIdList": [item], "params": {}}).status_code for _ in range(2)
    ]

    audit = seller.get(f"{_CLAIMS}/items/{item}/audit").json()
    assert (answers, _statuses(seller)) == ([200, 400], ["Accepted", "WaitingInAction"])
    assert [
        (one["previousStatus"], one["newStatus"], one["userInfoDocument"]["executorApp"]) for one in audit
    ] == [("WaitingInAction", "Accepted", "SellerIntegrationApi")]


@pytest.mark.parametrize(("reason", "status"), [(451, 200), (201, 400), (9, 400)])
def test_dispute_needs_a_file_unless_the_reason_needs_none(
    seller: httpx.Client, claim: dict[str, Any], reason: int, status: int
) -> None:
    ids = ",".join(item["id"] for item in _items(claim))
    params = {"claimIssueReasonId": str(reason), "claimItemIdList": ids, "description": "Kullanılmış"}

    answer = seller.post(f"{_CLAIMS}/{claim['id']}/issue", params=params)

    expected = "Unresolved" if status == 200 else "WaitingInAction"
    assert (answer.status_code, _statuses(seller)) == (status, [expected] * 2)


def test_forgotten_claim_is_accepted_by_the_system_after_48_hours(
    seller: httpx.Client, claim: dict[str, Any]
) -> None:
    seller.post("/_control/clock", json={"advance_seconds": 48 * 3600})

    held = seller.get(_CLAIMS, params={"claimIds": claim["id"]}).json()["content"][0]

    assert [(one["acceptDetail"], one["autoAccepted"]) for one in _items(held)] == [("SYSTEM", True)] * 2


def test_sales_and_returns_stand_in_the_current_account(seller: httpx.Client, claim: dict[str, Any]) -> None:
    path = f"{_CLAIMS}/{claim['id']}/items/approve"
    seller.post("/_control/clock", json={"advance_seconds": 60})
    seller.put(path, json={"claimLineItemIdList": [_items(claim)[0]["id"]], "params": {}})

    account = "/trendyol/integration/finance/che/sellers/1001/settlements"
    rows = seller.get(account, params={"transactionTypes": "Sale,Return", "size": 500}).json()["content"]

    columns = ("transactionType", "credit", "debt", "commissionAmount", "sellerRevenue")
    assert [tuple(row[name] for name in columns) for row in rows] == [
        ("Satış", 39.9, 0.0, 5.99, 33.91),
        ("Satış", 39.9, 0.0, 5.99, 33.91),
        ("İade", 0.0, 39.9, 5.99, -33.91),
    ]


@pytest.mark.parametrize(
    ("params", "status"), [({"size": 500}, 500), ({"transactionType": "Sale", "size": 50}, 400)]
)
def test_current_account_is_strict_about_its_parameters(
    seller: httpx.Client, params: dict[str, Any], status: int
) -> None:
    path = "/trendyol/integration/finance/che/sellers/1001/settlements"

    assert seller.get(path, params=params).status_code == status


def test_question_is_answered_once(seller: httpx.Client) -> None:
    asked = seller.post(
        "/_control/trendyol/1001/questions", json={"barcode": "8690001", "text": "Kaç gram?"}
    ).json()
    path = f"/trendyol/integration/qna/sellers/1001/questions/{asked['id']}"

    short = seller.post(f"{path}/answers", json={"text": "1 kg"}).status_code
    first = seller.post(f"{path}/answers", json={"text": "Paket 1000 gramdır."})
    second = seller.post(f"{path}/answers", json={"text": "Paket 1000 gramdır."}).status_code

    held = seller.get(path).json()
    assert (short, first.json(), second) == (400, {"answerId": 900001}, 400)
    assert (held["status"], held["answer"]["text"]) == ("ANSWERED", "Paket 1000 gramdır.")


def test_stage_order_is_placed_and_sent_back(seller: httpx.Client) -> None:
    body = {
        "customer": {"customerFirstName": "Ali", "customerLastName": "Can"},
        "lines": [{"barcode": "8690001", "quantity": 1, "discountPercentage": 10}],
        "seller": {"sellerId": 1001},
        "shippingAddress": {"addressText": "Sokak 1", "city": "Ankara", "district": "Çankaya"},
    }
    test_base = "/trendyol/integration/test/order"
    number = seller.post(f"{test_base}/orders/core", json=body, headers={"SellerID": "1001"}).json()[
        "orderNumber"
    ]
    package = seller.get(
        "/trendyol/integration/order/sellers/1001/v2/orders", params={"orderNumber": number}
    ).json()
    package_id = package["content"][0]["shipmentPackageId"]

    sent = seller.put(
        f"{test_base}/sellers/1001/claims/waiting-in-action", json={"shipmentPackageId": package_id}
    ).status_code

    assert (package["content"][0]["packageTotalPrice"], sent, _statuses(seller)) == (
        35.91,
        200,
        ["WaitingInAction"],
    )


def test_revenue_of_a_return_may_be_told_without_its_sign(
    seller: httpx.Client, app: SandboxApp, claim: dict[str, Any]
) -> None:
    app.sandbox.trendyol.rules.signed_revenue = False
    path = f"{_CLAIMS}/{claim['id']}/items/approve"
    seller.put(path, json={"claimLineItemIdList": [_items(claim)[0]["id"]], "params": {}})

    account = "/trendyol/integration/finance/che/sellers/1001/settlements"
    rows = seller.get(account, params={"transactionTypes": "Return", "size": 500}).json()["content"]

    assert [(row["debt"], row["sellerRevenue"]) for row in rows] == [(39.9, 33.91)]


@pytest.mark.parametrize("is_signed", [True, False])
def test_payment_is_the_balance_of_what_is_due(
    seller: httpx.Client,
    app: SandboxApp,
    claim: dict[str, Any],
    is_signed: bool,
) -> None:
    rules = app.sandbox.trendyol.rules
    rules.payment_days, rules.signed_revenue = 0, is_signed
    path = f"{_CLAIMS}/{claim['id']}/items/approve"
    seller.put(path, json={"claimLineItemIdList": [_items(claim)[0]["id"]], "params": {}})

    account = "/trendyol/integration/finance/che/sellers/1001/otherfinancials"
    rows = seller.get(account, params={"transactionType": "PaymentOrder", "size": 500}).json()["content"]

    assert [row["debt"] for row in rows] == [33.91]
