"""Çiçeksepeti fulfilling the contract: windows, two questions for each, pages, batches, contracts."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit import parsing
from prapazar.connector_kit.errors import RateLimited, Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    PackageRecord,
    PackageStatus,
    PushResult,
    StockOffer,
)
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_NOON = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
_LINE = "88000001"


def _connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("ciceksepeti", {"seller_id": "8001", **settings}, {"api_key": "gizli"})


def _item(number: int, order: int = 1, **changes: object) -> dict[str, Any]:
    item = fixture(_HERE, "orders")["supplierOrderListWithBranch"][0]
    return {**item, "orderId": order, "orderItemId": number, **changes}


def _page(*items: dict[str, Any], count: int | None = None, pages: int = 1) -> httpx.Response:
    told = len(items) if count is None else count
    return answer({"orderListCount": told, "pageCount": pages, "supplierOrderListWithBranch": list(items)})


def _bodies(provider: Provider) -> list[Any]:
    return [parsing.load_json(one.content) for one in provider.requests]


def test_credentials_test_counts_the_listings() -> None:
    found = _connector(Provider([answer(fixture(_HERE, "products"))])).test_credentials()

    assert found == AccountRecord("Çiçeksepeti", listing_count=1)


def test_long_period_is_asked_for_in_windows_side_by_side() -> None:
    provider = Provider([_page()])

    list(_connector(provider).fetch_packages(_NOON - timedelta(days=10), _NOON))

    spans = [(body["startDate"][:10], body["endDate"][:10]) for body in _bodies(provider)]
    assert spans == [("2026-10-30", "2026-11-13")] * 2 + [("2026-11-13", "2026-11-21")] * 2


def test_usual_poll_takes_one_window() -> None:
    provider = Provider([_page()])

    list(_connector(provider).fetch_packages(_NOON - timedelta(hours=1), _NOON))

    assert [body["isOrderStatusActive"] for body in _bodies(provider)] == [True, False]


def test_order_is_one_package_over_pages_and_questions() -> None:
    first = [_item(number, order=number) for number in range(2, 101)]
    active = [_page(_item(1), *first, count=101, pages=2), _page(_item(101), count=101, pages=2)]
    provider = Provider([*active, _page(_item(102, isOrderStatusActive=False))])

    [found] = _connector(provider).fetch_packages(_NOON - timedelta(hours=1), _NOON)

    by_id = {one.external_id: [line.external_id for line in one.lines] for one in found}
    assert (len(by_id), by_id["1"]) == (100, ["1", "101", "102"])


def test_item_cancelled_between_the_two_questions_stands_once_and_cancelled() -> None:
    provider = Provider([_page(_item(1)), _page(_item(1, isOrderStatusActive=False))])

    [found] = _connector(provider).fetch_package("1")

    assert (found.status, len(found.lines)) == (PackageStatus.CANCELLED, 1)


def test_order_from_after_the_window_is_left_for_the_next() -> None:
    early, late = _item(1, order=1), _item(2, order=2, orderCreateTime="15:31")
    provider = Provider([_page(early, late), _page()])

    [page] = _connector(provider).fetch_packages(_NOON - timedelta(hours=1), _NOON)

    assert [one.external_id for one in page] == ["1"]


def test_count_is_of_orders_and_not_of_items() -> None:
    items = [_item(1), _item(2), _item(3, order=2), _item(4, order=3, orderCreateTime="14:00")]
    odd = _item(5, order=4, orderItemStatusId=99)
    provider = Provider([_page(*items, odd), _page()])

    assert _connector(provider).count_packages(_NOON - timedelta(hours=1), _NOON) == 3


@pytest.mark.parametrize(("counts", "pages"), [((250, 250, 250), 3), ((100, 100, 50), 3)])
def test_count_of_all_rows_and_of_the_pages_rows_are_both_read(counts: tuple[int, ...], pages: int) -> None:
    numbers = [range(100), range(100, 200), range(200, 250)]
    told = [
        _page(*[_item(one, order=one) for one in part], count=count, pages=pages)
        for part, count in zip(numbers, counts, strict=True)
    ]
    provider = Provider([*told, _page()])

    [found] = _connector(provider).fetch_packages(_NOON - timedelta(hours=1), _NOON)

    assert len(found) == 250


def test_pages_that_do_not_add_up_are_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        _connector(Provider([_page(_item(1), count=2)])).fetch_package("1")

    assert raised.value.code == "connector.pages_do_not_add_up"


def test_order_that_cannot_be_read_leaves_the_others() -> None:
    provider = Provider([_page(_item(1), _item(2, order=2, orderItemStatusId=99)), _page()])

    [found] = _connector(provider).fetch_packages(_NOON - timedelta(hours=1), _NOON)

    assert sorted((one.external_id, isinstance(one, PackageRecord)) for one in found) == [
        ("1", True),
        ("2", False),
    ]


def test_name_that_is_no_number_is_no_order() -> None:
    provider = Provider([_page()])

    assert (_connector(provider).fetch_package("x"), provider.requests) == ([], [])


def test_push_hands_out_the_batch() -> None:
    provider = Provider([answer({"BatchId": "b-1"})])

    assert _connector(provider).push_stock([StockOffer("SAL-1", None, 1)]) == PushResult(
        batch_external_id="b-1"
    )


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (httpx.Response(404), BatchAnswer(is_final=True, items=())),
        (answer({"batchId": "b", "itemCount": 1, "items": []}), BatchAnswer(is_final=False, items=())),
    ],
)
def test_batch_without_items_answers_for_none(told: httpx.Response, expected: BatchAnswer) -> None:
    assert _connector(Provider([told])).fetch_batch("b") == expected


@pytest.mark.parametrize(("changes", "is_final"), [({}, True), ({"itemCount": 4}, False)])
def test_batch_is_final_when_every_item_is(changes: dict[str, object], is_final: bool) -> None:
    content = {**fixture(_HERE, "batch_status"), **changes}

    assert _connector(Provider([answer(content)])).fetch_batch("b").is_final is is_final


@pytest.mark.parametrize(
    ("settings", "operation", "code"),
    [
        ({}, lambda c: c.report_status("1", PackageStatus.PICKING, {_LINE: 1}), "connector.step_unknown"),
        ({}, lambda c: c.report_status("1", PackageStatus.SHIPPED, {_LINE: 1}), "connector.step_unknown"),
        ({}, lambda c: c.report_status("1", PackageStatus.PACKED, {"x": 1}), "ciceksepeti.not_found"),
        (
            {"cargo": "own"},
            lambda c: c.report_status("1", PackageStatus.PACKED, {_LINE: 1}),
            "connector.step_unknown",
        ),
        (
            {"cargo": "own"},
            lambda c: c.report_status("1", PackageStatus.SHIPPED, {_LINE: 1}, carrier="Aras"),
            "ciceksepeti.tracking_needed",
        ),
        ({}, lambda c: c.report_unsupplied("1", {_LINE: 1}, "out_of_stock"), "ciceksepeti.cancel_in_panel"),
    ],
)
def test_what_cannot_be_told_is_refused_before_anything_is_written(
    settings: dict[str, str],
    operation: Any,  # noqa: ANN401 - any call
    code: str,
) -> None:
    provider = Provider([answer({})])

    with pytest.raises(Rejected) as raised:
        operation(_connector(provider, **settings))

    assert (raised.value.code, provider.requests) == (code, [])


def test_refusal_within_a_good_answer_is_raised() -> None:
    provider = Provider([answer({"isSuccess": False, "message": "Order not available for this status!"})])

    with pytest.raises(Rejected) as raised:
        _connector(provider).report_status("1", PackageStatus.PACKED, {_LINE: 1})

    assert raised.value.code == "ciceksepeti.wrong_status"


def test_equal_question_that_has_to_wait_ten_minutes_is_handed_on() -> None:
    provider = Provider([answer({"Message": "x"}, 429, {"retry-after": "600"})])

    with pytest.raises(RateLimited) as raised:
        _connector(provider).test_credentials()

    assert (raised.value.retry_after, provider.slept) == (600, [])
