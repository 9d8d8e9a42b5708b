"""What Çiçeksepeti tells of items that were cancelled or are on their way back, and how it lets a seller decide."""

from datetime import timedelta
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import ClaimKind, ClaimStatus
from prapazar.connector_kit.records import PackageStatus
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Stage
from tests.factories.stages.ciceksepeti import CiceksepetiStage

_KEY, _OTHER, _THIRD = "8690000000017", "8690000000024", "8690000000031"


def _told(shop: Stage, prefix: str = "", *, days: int = 31, **more: object) -> Any:  # noqa: ANN401 - the provider's answer
    assert isinstance(shop, CiceksepetiStage)
    end = now() + timedelta(minutes=1)
    names = ("startDate", "endDate") if not prefix else (f"{prefix}StartDate", f"{prefix}EndDate")
    window = [(end - timedelta(days=days)).isoformat(), end.isoformat()]
    body = {"pageSize": 100, "page": 0, **dict(zip(names, window, strict=True)), **more}
    address = f"{shop.server.address}/ciceksepeti/api/v1/Order/getcanceledorders"
    return shop.server.http.post(address, json=body, headers={"x-api-key": shop.credentials["api_key"]})


@pytest.fixture
def cancelled(stage: Stage) -> Any:  # noqa: ANN401 - the provider's order
    """Of three items the first was cancelled and the last came back."""
    stage.seed([Article(_KEY), Article(_OTHER), Article(_THIRD)])
    order = stage.order((_KEY, 1), (_OTHER, 1))
    body = {"item": order["items"][0]["orderItemId"]}
    stage.server.pull("POST", f"/ciceksepeti/{stage.account}/cancel", body)
    stage.order((_THIRD, 1), status="20")
    return order


@pytest.mark.parametrize("by", ["", "cancellation"])
@pytest.mark.usefixtures("cancelled")
def test_cancelled_and_returned_items_are_told_by_either_day(stage: Stage, by: str) -> None:
    found = _told(stage, by).json()["orderItemList"]

    told = [(one["supplierProductCode"], one["cancelType"], one["cancelReasonId"]) for one in found]
    assert told == [(_KEY, 1, None), (_THIRD, 2, 1)]


@pytest.mark.usefixtures("cancelled")
def test_list_is_narrowed_by_status_and_paged_from_0(stage: Stage) -> None:
    answers = [
        _told(stage, orderItemStatusId=20),
        _told(stage, pageSize=1, page=1),
        _told(stage, pageSize=1, page=2),
    ]

    told = [[row["supplierProductCode"] for row in one.json()["orderItemList"]] for one in answers]
    assert told == [[_THIRD], [_THIRD], []]


def test_month_is_the_longest_period(stage: Stage) -> None:
    answers = [_told(stage, days=days).status_code for days in (31, 32)]

    assert answers == [200, 400]


def _claims(shop: Stage) -> list[tuple[Any, ClaimStatus]]:
    pages = shop.connector().fetch_claims(now() - timedelta(hours=1), now() + timedelta(minutes=1))
    return [(one.kind, one.status) for page in pages for one in page]


def _given_back(shop: Stage, **more: object) -> str:
    """A delivered item that the buyer wants to give back, and the goods are on their way."""
    shop.seed([Article(_KEY)])
    order = shop.order((_KEY, 1), status="7")
    number = str(order["items"][0]["orderItemId"])
    shop.server.pull("POST", f"/ciceksepeti/{shop.account}/claim", {"item": number, **more})
    return number


@pytest.mark.usefixtures("cancelled")
def test_what_was_cancelled_before_it_left_is_no_claim(stage: Stage) -> None:
    assert _claims(stage) == [(ClaimKind.RETURN, ClaimStatus.REQUESTED)]


def test_approved_exchange_is_the_same_package_anew(stage: Stage) -> None:
    number = _given_back(stage, exchange=True)

    stage.connector().approve_claim(number, [number])

    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    [[package]] = stage.connector().fetch_packages(*window)
    assert _claims(stage) == [(ClaimKind.EXCHANGE, ClaimStatus.ACCEPTED)]
    assert (package.status, [line.external_id for line in package.lines]) == (PackageStatus.NEW, [number])


@pytest.mark.parametrize("status", [7, 5])
@pytest.mark.parametrize("is_exchange", [False, True])
def test_what_is_refused_goes_back_to_the_buyer(stage: Stage, status: int, *, is_exchange: bool) -> None:
    number = _given_back(stage, exchange=is_exchange)
    stage.server.pull("PATCH", "/ciceksepeti/rules", {"refused_status": status})

    stage.connector().reject_claim(number, [number], "3", "")

    assert [status for _, status in _claims(stage)] == [ClaimStatus.REJECTED]
    stage.server.pull("PATCH", "/ciceksepeti/rules", {"refused_status": 7})


def test_deciding_says_that_the_goods_have_arrived(stage: Stage) -> None:
    number = _given_back(stage, status=20)
    before = _claims(stage)

    stage.connector().approve_claim(number, [number])

    assert (before, _claims(stage)) == (
        [(ClaimKind.RETURN, ClaimStatus.REQUESTED)],
        [(ClaimKind.RETURN, ClaimStatus.ACCEPTED)],
    )
