"""Pazarama fulfilling the contract: days, pages without a count, cursors, batches, items."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit import parsing
from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    ItemState,
    ListingRecord,
    PackageStatus,
    PushResult,
    StockOffer,
)
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_CREDENTIALS = {"client_id": "müşteri", "client_secret": "gizli"}
_NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
_LINE = "5516bd97-5344-4d22-a346-0f263c0f51ca"


def _served(*answers: object) -> Provider:
    told = [one if isinstance(one, httpx.Response) else answer(one) for one in answers]

    def serve(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/connect/token":
            return answer({"access_token": "t-1", "expires_in": 3600})
        return told.pop(0) if len(told) > 1 else told[0]

    return Provider([serve])


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("pazarama", {}, _CREDENTIALS)


def _bodies(provider: Provider) -> list[Any]:
    return [parsing.load_json(one.content) for one in provider.requests if one.url.path != "/connect/token"]


def _order(number: int, told: str = "2026-11-21 14:00") -> dict[str, Any]:
    [order] = fixture(_HERE, "orders")["data"]
    return {**order, "orderNumber": number, "orderDate": told}


def _page(*orders: dict[str, Any]) -> dict[str, Any]:
    return {"data": list(orders), "success": True}


def test_credentials_test_tells_no_count() -> None:
    found = _connector(_served(fixture(_HERE, "products"))).test_credentials()

    assert found == AccountRecord("Pazarama")


def test_long_period_is_asked_for_in_days_side_by_side() -> None:
    provider = _served(_page())

    list(_connector(provider).fetch_packages(_NOON - timedelta(days=5), _NOON))

    spans = [(body["startDate"], body["endDate"]) for body in _bodies(provider)]
    assert spans == [("2026-10-17", "2026-11-14"), ("2026-11-14", "2026-11-22")]


def test_late_evening_in_istanbul_is_the_next_day() -> None:
    provider = _served(_page())

    _connector(provider).count_packages(datetime(2026, 11, 20, 22, tzinfo=UTC), _NOON)

    assert [body["startDate"] for body in _bodies(provider)] == ["2026-11-21"]


def test_orders_are_read_to_an_empty_page_and_come_once() -> None:
    first, second = _page(_order(1), _order(2)), _page(_order(2), _order(3))
    provider = _served(_page(), first, second, _page())

    pages = list(_connector(provider).fetch_packages(_NOON - timedelta(days=1), _NOON))

    assert [[one.external_id for one in page] for page in pages] == [["1", "2"], ["3"]]


def test_order_from_after_the_window_is_left_for_the_next() -> None:
    provider = _served(_page(), _page(_order(1, "2026-11-21 14:59"), _order(2, "2026-11-21 15:00")), _page())

    [page] = _connector(provider).fetch_packages(_NOON - timedelta(days=1), _NOON)

    assert [one.external_id for one in page] == ["1"]


def test_count_is_of_the_window_by_the_minute() -> None:
    orders = [_order(1, "2026-11-21 13:59"), _order(2, "2026-11-21 14:00"), {**_order(3), "currency": "?"}]
    provider = _served(_page(*orders), _page())

    assert _connector(provider).count_packages(_NOON - timedelta(hours=1), _NOON) == 2


def test_products_are_read_along_the_cursor_approved_and_not() -> None:
    content = fixture(_HERE, "products")
    more = {**content, "data": {**content["data"], "nextCursor": "Mg=="}}
    provider = _served(more, content, content)

    pages = list(_connector(provider).fetch_listings())

    shown = [one.is_active for page in pages for one in page if isinstance(one, ListingRecord)]
    asked = [
        (one.url.path.rsplit("/")[-1], one.url.params.get("Cursor"))
        for one in provider.requests
        if one.url.path != "/connect/token"
    ]
    assert shown == [True, True, False]
    assert asked == [("approved", None), ("approved", "Mg=="), ("unapproved", None)]


def test_cursor_that_leads_in_a_circle_is_unexpected() -> None:
    content = fixture(_HERE, "products")
    circle = {**content, "data": {**content["data"], "nextCursor": "Mg=="}}

    with pytest.raises(UnexpectedAnswer) as raised:
        list(_connector(_served(circle)).fetch_listings())

    assert raised.value.code == "connector.pages_do_not_add_up"


def test_push_hands_out_the_batch() -> None:
    provider = _served({"data": "b-1", "success": True})

    assert _connector(provider).push_stock([StockOffer("868", None, 1)]) == PushResult(
        batch_external_id="b-1"
    )


def test_push_without_a_number_is_no_success() -> None:
    with pytest.raises(UnexpectedAnswer):
        _connector(_served({"data": None, "success": True})).push_stock([StockOffer("868", None, 1)])


def test_second_push_within_ten_seconds_waits_for_its_turn() -> None:
    provider = _served({"data": "b-1", "success": True})
    connector = provider.connector("pazarama", {}, _CREDENTIALS)
    connector.push_stock([StockOffer("868", None, 1)])

    with pytest.raises(Exception, match="our own limit for stock_price"):
        connector.push_stock([StockOffer("868", None, 2)])

    assert len(_bodies(provider)) == 1


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (httpx.Response(404), BatchAnswer(is_final=True, items=())),
        ({"data": [], "success": True}, BatchAnswer(is_final=False, items=())),
    ],
)
def test_batch_without_items_answers_for_none(told: object, expected: BatchAnswer) -> None:
    assert _connector(_served(told)).fetch_batch("b-1") == expected


def test_batch_with_an_item_on_its_way_is_not_final() -> None:
    assert not _connector(_served(fixture(_HERE, "projections"))).fetch_batch("b-1").is_final


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (lambda c: c.report_status("1", PackageStatus.PACKED, {_LINE: 1}), "connector.step_unknown"),
        (lambda c: c.report_status("1", PackageStatus.SHIPPED, {_LINE: 1}), "pazarama.tracking_needed"),
        (lambda c: c.report_status("x", PackageStatus.PICKING, {_LINE: 1}), "pazarama.not_found"),
        (lambda c: c.report_unsupplied("1", {_LINE: 1}, "out_of_stock"), "pazarama.whole_items_only"),
        (lambda c: c.report_unsupplied("1", {_LINE: 2}, "weather"), "connector.reason_unknown"),
    ],
)
def test_what_cannot_be_told_is_refused_before_anything_is_written(operation: Any, code: str) -> None:  # noqa: ANN401 - any call
    provider = _served(fixture(_HERE, "orders"))

    with pytest.raises(Rejected) as raised:
        operation(_connector(provider))

    assert raised.value.code == code
    assert [one.method for one in provider.requests if one.method == "PUT"] == []


def test_order_that_is_gone_or_unreadable_is_not_cancelled() -> None:
    gone, unread = _served(_page()), _served(_page({**_order(1), "currency": "?"}))

    with pytest.raises(Rejected) as missing:
        _connector(gone).report_unsupplied("1", {_LINE: 2}, "defective")
    with pytest.raises(UnexpectedAnswer) as unknown:
        _connector(unread).report_unsupplied("1", {_LINE: 2}, "defective")

    assert (missing.value.code, unknown.value.code) == ("pazarama.not_found", "connector.unknown_currency")


def test_name_that_is_no_number_is_no_order() -> None:
    assert _connector(_served(_page())).fetch_package("x") == []


def _draft(sku: str, external_id: str | None = None) -> ListingDraft:
    return ListingDraft(
        sku=sku,
        barcode=sku,
        group=sku,
        title="Çiçekli Şal, İğne Oyalı",
        description="<p>El işi</p>",
        brand="İğne Oyası",
        brand_external_id=None,
        category_external_id="k-2",
        vat_rate=Decimal(10),
        price=Decimal(1),
        list_price=None,
        currency="TRY",
        quantity=1,
        images=(),
        external_id=external_id,
    )


def test_new_listing_looks_its_brand_up_and_is_asked_for_where_creations_are() -> None:
    provider = _served(
        {"data": [{"id": "b-1", "name": "İğne Oyası"}], "success": True},
        {"data": {"batchRequestId": "g-1"}, "success": True},
        {"data": {"status": 1}, "success": True},
    )
    connector = _connector(provider)

    pushed = connector.write_listings([_draft("868")])
    answer = connector.fetch_batch(pushed.batch_external_id)

    asked = [(one.method, one.url.path, one.url.params.get("name")) for one in provider.requests[1:]]
    assert asked == [
        ("GET", "/brand/getBrands", "İğne Oyası"),
        ("POST", "/product/create", None),
        ("GET", "/product/getProductBatchResult", None),
    ]
    assert (pushed, answer.is_final) == (PushResult(batch_external_id="new:g-1"), False)


def test_content_of_a_known_listing_is_not_changed_and_says_so() -> None:
    provider = _served(_page())
    connector = _connector(provider)

    refused = connector.write_listings([_draft("868", "868")])
    with pytest.raises(Rejected) as mixed:
        connector.write_listings([_draft("868", "868"), _draft("869")])

    assert [(one.external_id, one.state, one.code) for one in refused.items] == [
        ("868", ItemState.REJECTED, "pazarama.content_fixed")
    ]
    assert (mixed.value.code, provider.requests) == ("pazarama.content_fixed", [])


def test_returns_and_cancellations_are_read_by_days_and_kept_to_the_window() -> None:
    returns = fixture(_HERE, "returns")
    since, until = datetime(2026, 10, 16, tzinfo=UTC), datetime(2026, 10, 16, 6, 46, tzinfo=UTC)
    provider = _served(returns)

    before = list(_connector(provider).fetch_claims(since, until))
    within = list(_connector(_served(returns)).fetch_claims(since, until + timedelta(minutes=1)))

    search = {
        "pageSize": 100,
        "pageNumber": 1,
        "refundStatus": None,
        "requestStartDate": "2026-10-16",
        "requestEndDate": "2026-10-17",
    }
    assert _bodies(provider) == [search, search]
    paths = [one.url.path for one in provider.requests[1:]]
    assert paths == ["/order/getRefund", "/order/api/cancel/items"]
    assert before == []
    assert [one.external_id[:8] for page in within for one in page] == ["ef2affaf", "cancel:e"]


@pytest.mark.parametrize(
    ("operation", "method", "path", "body"),
    [
        (
            lambda c: c.approve_claim("g-1", ["g-1"]),
            "POST",
            "/order/updateRefund",
            {"refundId": "g-1", "status": 2},
        ),
        (
            lambda c: c.reject_claim("g-1", ["g-1"], "5", "Etiketi kopuk"),
            "POST",
            "/order/updateRefund",
            {"refundId": "g-1", "status": 3, "refundRejectType": 5, "description": "Etiketi kopuk"},
        ),
        (
            lambda c: c.approve_claim("cancel:g-1", ["cancel:g-1"]),
            "PUT",
            "/order/api/cancel",
            {"refundId": "g-1", "status": 2},
        ),
        (
            lambda c: c.reject_claim("cancel:g-1", ["cancel:g-1"], "12", "Yola çıktı"),
            "PUT",
            "/order/api/cancel",
            {"refundId": "g-1", "status": 3},
        ),
        (
            lambda c: c.answer_question("q-1", "180 santim."),
            "PUT",
            "/QuestionAnswer/sellerAnswer",
            {"questionId": "q-1", "text": "180 santim."},
        ),
    ],
)
def test_decision_goes_where_its_kind_is_decided(
    operation: Any,  # noqa: ANN401 - any call
    method: str,
    path: str,
    body: dict[str, Any],
) -> None:
    provider = _served({"data": None, "success": True})

    operation(_connector(provider))

    [request] = [one for one in provider.requests if one.url.path != "/connect/token"]
    assert (request.method, request.url.path, parsing.load_json(request.content)) == (method, path, body)


def test_reason_that_is_none_of_the_list_is_refused_before_it_is_sent() -> None:
    provider = _served(_page())

    with pytest.raises(Rejected):
        _connector(provider).reject_claim("g-1", ["g-1"], "99", "x")

    assert provider.requests == []


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [("12:22:16", "12:22:17", 1), ("12:22:17", "13:00:00", 0), ("12:00:00", "12:22:16", 0)],
)
def test_questions_are_asked_for_wider_and_kept_to_the_window(since: str, until: str, expected: int) -> None:
    provider = _served(fixture(_HERE, "questions"))
    start, end = (datetime.fromisoformat(f"2026-11-20T{clock}+00:00") for clock in (since, until))

    found = [one for page in _connector(provider).fetch_questions(start, end) for one in page]

    [body] = _bodies(provider)
    asked = datetime.fromisoformat(body["questionStartDate"]), datetime.fromisoformat(body["questionEndDate"])
    assert asked == (start - timedelta(hours=3), end + timedelta(hours=3))
    assert len(found) == expected
