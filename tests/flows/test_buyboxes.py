"""Buy boxes of a pretend Trendyol in our books: read hourly in batches, lost and won, and parked where unreadable."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from prapazar.domain.listings.queries_buyboxes import BoxFilter, page
from prapazar.flows import buyboxes
from prapazar.foundation import db
from tests.factories.market import KEYS, Market, attempt
from tests.factories.stages import TrendyolStage

FIRST, SECOND, THIRD = KEYS
_PATH = "*/buybox-information"


@pytest.fixture
def stage(market: Market) -> TrendyolStage:
    """Every article is sold by us alone, but for the first, where somebody asks less."""
    stage = market.seller.stage
    assert isinstance(stage, TrendyolStage)
    stage.rivals(FIRST, "0.50")
    stage.rivals(SECOND)
    stage.rivals(THIRD)
    return stage


def _read(market: Market, *, hour_is_over: bool = True) -> object:
    if hour_is_over:
        with db.transaction(market.scope) as session:
            session.execute(text("UPDATE buy_box SET asked_at = asked_at - interval '1 hour'"))
    return attempt(lambda: buyboxes.read(market.seller.connection_id))


def _ranks(market: Market) -> dict[str, int | None]:
    with db.transaction(market.scope) as session:
        return {row.barcode: row.rank for row in page(session, market.scope, BoxFilter())}


def _job(market: Market) -> tuple[Any, ...]:
    [row] = market.rows("SELECT last_status, last_error, last_count FROM sync_job WHERE kind = 'buyboxes'")
    return tuple(row)


def _calls(market: Market) -> int:
    return len(market.rows("SELECT 1 FROM traffic_entry WHERE operation = 'buybox_information'"))


def test_boxes_are_read_once_an_hour_and_follow_the_channel(market: Market, stage: TrendyolStage) -> None:
    first = _read(market)
    before, share = _ranks(market), market.rows("SELECT listings, held FROM buy_box_day")
    again = _read(market, hour_is_over=False)
    calls = _calls(market)
    stage.rivals(FIRST, "999.00")
    later = _read(market)

    assert (first, again, later, calls) == (3, 0, 3, 1)
    assert before == {FIRST: 2, SECOND: 1, THIRD: 1}
    assert [tuple(row) for row in share] == [(3, 2)]
    assert _ranks(market) == dict.fromkeys(KEYS, 1)
    assert _job(market) == ("done", None, 3)


def test_listings_are_asked_about_in_the_channels_batches(
    market: Market, stage: TrendyolStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buyboxes, "KEPT", 2)
    monkeypatch.setattr(buyboxes, "AT_ONCE", 3)

    told = _read(market)

    assert (told, _calls(market)) == (3, 2)


def test_limit_of_the_channel_only_puts_the_rest_off(market: Market, stage: TrendyolStage) -> None:
    market.trouble(market.seller, "429", path=_PATH, options={"retry_after": 600})

    told = _read(market)
    [due] = market.rows(
        "SELECT next_run_at < now() + interval '11 minutes' FROM sync_job WHERE kind = 'buyboxes'"
    )

    assert (told, _ranks(market), _job(market), due[0]) == (0, {}, ("done", None, 0), True)


def test_answer_nobody_can_read_is_parked_and_over_once_it_can(market: Market, stage: TrendyolStage) -> None:
    odd = [{"barcode": FIRST, "buyboxOrder": "ilk", "buyboxPrice": 10, "hasMultipleSeller": True}]
    good = [{"barcode": SECOND, "buyboxOrder": 1, "buyboxPrice": 10, "hasMultipleSeller": False}]
    _says(market, [*odd, *good])

    told = _read(market)
    parked, ranks = market.repairs(), _ranks(market)
    market.clear_faults()
    _read(market)

    assert (told, parked, ranks) == (1, [("buybox", "connector.odd_value")], {SECOND: 1})
    assert (market.repairs(), _ranks(market)) == ([], {FIRST: 2, SECOND: 1, THIRD: 1})


def test_shape_nobody_knows_stops_the_run_and_says_so(market: Market, stage: TrendyolStage) -> None:
    _says(market, [{"barcode": FIRST, "place": 1}])

    told = _read(market)

    assert (told, _ranks(market)) == ("connector.missing_field", {})
    assert _job(market) == ("failed", "connector.missing_field", 0)


def _says(market: Market, boxes: list[dict[str, Any]]) -> None:
    said = {"status": 200, "body": json.dumps({"buyboxInfo": boxes}), "content_type": "application/json"}
    market.trouble(market.seller, "says", path=_PATH, options=said)
