"""What Çiçeksepeti tells of items that were cancelled or are on their way back, seen in its simulator."""

from datetime import timedelta
from typing import Any

import pytest

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
