"""Trendyol fulfilling the contract: windows, pages, batches, webhooks."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    ListingRecord,
    PackageRecord,
    ParkedRecord,
    PushResult,
    StockOffer,
    WebhookRegistration,
)
from prapazar.connectors.trendyol import mapper
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_START = datetime(2026, 10, 1, tzinfo=UTC)


def _connector(provider: Provider) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("trendyol", {"seller_id": "1001"}, {"api_key": "k", "api_secret": "s"})


def _raw(number: int) -> dict[str, Any]:
    return {**fixture(_HERE, "packages")["content"][0], "shipmentPackageId": number}


def _market(*raws: dict[str, Any]) -> Provider:
    """Serves packages by page and by lastModifiedDate, as Trendyol does."""

    def serve(request: httpx.Request) -> httpx.Response:
        asked = {name: int(value) for name, value in request.url.params.items() if value.isdigit()}
        fitting = [raw for raw in raws if asked["startDate"] <= raw["lastModifiedDate"] <= asked["endDate"]]
        first = asked["page"] * asked["size"]
        return answer({"totalElements": len(fitting), "content": fitting[first : first + asked["size"]]})

    return Provider([serve])


def test_credentials_test_names_the_seller() -> None:
    provider = Provider([answer({"totalElements": 12, "content": [{}]})])

    assert _connector(provider).test_credentials() == AccountRecord("1001", listing_count=12)


def test_listings_are_the_approved_and_the_others() -> None:
    provider = Provider(
        [answer(fixture(_HERE, "approved_products")), answer(fixture(_HERE, "unapproved_products"))]
    )

    pages = list(_connector(provider).fetch_listings())

    shown = [
        [(one.external_id, one.is_active) for one in page if isinstance(one, ListingRecord)] for page in pages
    ]
    assert shown == [[("8680000000017", True), ("8680000000018", False)], [("8680000000055", False)]]


def test_listings_beyond_ten_thousand_are_read_by_token() -> None:
    content = fixture(_HERE, "approved_products")["content"][0]
    first = {"totalElements": 2, "content": [content], "nextPageToken": "t-2"}
    second = {"totalElements": 2, "content": [{**content, "contentId": 9}], "nextPageToken": None}
    nothing = {"totalElements": 0, "content": []}
    provider = Provider([answer(first), answer(second), answer(nothing)])

    list(_connector(provider).fetch_listings())

    assert [asked.query for asked in provider.asked[:2]] == [
        {"page": "0", "size": "100"},
        {"nextPageToken": "t-2", "size": "100"},
    ]


def test_long_period_is_read_in_windows_of_fourteen_days() -> None:
    provider = _market()

    list(_connector(provider).fetch_packages(_START, _START + timedelta(days=30)))

    spans = [int(asked.query["endDate"]) - int(asked.query["startDate"]) + 1 for asked in provider.asked]
    day = 86_400_000
    assert spans == [14 * day, 14 * day, 2 * day]


def test_window_is_half_open() -> None:
    start = int(_START.timestamp() * 1000)
    provider = _market(
        {**_raw(1), "lastModifiedDate": start}, {**_raw(2), "lastModifiedDate": start + 60_000}
    )

    pages = list(_connector(provider).fetch_packages(_START, _START + timedelta(minutes=1)))

    assert [[one.external_id for one in page] for page in pages] == [["1"]]


def test_packages_are_read_page_by_page() -> None:
    start = int(_START.timestamp() * 1000)
    provider = _market(*({**_raw(number), "lastModifiedDate": start + number} for number in range(450)))

    pages = list(_connector(provider).fetch_packages(_START, _START + timedelta(days=1)))

    assert [len(page) for page in pages] == [200, 200, 50]
    assert len(provider.requests) == 3


def test_window_too_full_is_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prapazar.connectors.trendyol.connector.MOST_PACKAGES", 3)
    start = int(_START.timestamp() * 1000)
    provider = _market(
        *({**_raw(number), "lastModifiedDate": start + number * 60_000} for number in range(10))
    )

    pages = list(_connector(provider).fetch_packages(_START, _START + timedelta(minutes=10)))

    assert [one.external_id for page in pages for one in page] == [str(number) for number in range(10)]


def test_second_with_too_many_packages_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("prapazar.connectors.trendyol.connector.MOST_PACKAGES", 1)
    start = int(_START.timestamp() * 1000)
    provider = _market(*({**_raw(number), "lastModifiedDate": start} for number in range(3)))

    with pytest.raises(UnexpectedAnswer):
        list(_connector(provider).fetch_packages(_START, _START + timedelta(seconds=1)))


def test_one_unknown_status_parks_one_package() -> None:
    good, odd = _raw(1), {**_raw(2), "status": "Işınlandı", "shipmentPackageStatus": "Işınlandı"}
    provider = Provider([answer({"totalElements": 2, "content": [good, odd]})])

    [page] = _connector(provider).fetch_packages(_START, _START + timedelta(days=1))

    assert page[0] == mapper.package(good)
    assert page[1] == ParkedRecord("2", "connector.unknown_status", "Işınlandı", odd)


def test_count_adds_up_the_windows() -> None:
    provider = Provider([answer({"totalElements": number, "content": []}) for number in (7, 5)])

    assert _connector(provider).count_packages(_START, _START + timedelta(days=20)) == 12


def test_package_is_fetched_by_its_id() -> None:
    provider = Provider([answer(fixture(_HERE, "packages"))])

    [found] = _connector(provider).fetch_package("3330111111")

    assert isinstance(found, PackageRecord)
    assert found.external_id == "3330111111"


def test_push_is_answered_with_a_batch() -> None:
    provider = Provider([answer({"batchRequestId": "b-1"})])

    result = _connector(provider).push_stock([StockOffer("868", None, 5)])

    assert result == PushResult(batch_external_id="b-1")


def test_batch_that_is_gone_is_final_and_says_nothing() -> None:
    provider = Provider([answer({"errors": [{"key": "not.found"}]}, 404)])

    assert _connector(provider).fetch_batch("b-1") == BatchAnswer(is_final=True, items=())


def test_repeated_body_is_told_from_other_refusals() -> None:
    message = "Aynı isteği 15 dakika boyunca tekrarlayamazsınız."
    provider = Provider([answer({"errors": [{"key": "x", "message": message}]}, 400)])

    with pytest.raises(Rejected) as raised:
        _connector(provider).push_stock([StockOffer("868", None, 5)])

    assert raised.value.code == "trendyol.repeated_request"


def test_webhook_is_registered_and_removed_twice() -> None:
    provider = Provider([answer({"id": "w-1"}), httpx.Response(204), answer({"errors": []}, 404)])
    connector = _connector(provider)

    registration = connector.register_webhook("https://us.test/hook", "s3cret")
    connector.remove_webhook(registration.external_id)
    connector.remove_webhook(registration.external_id)

    assert registration == WebhookRegistration("w-1")
