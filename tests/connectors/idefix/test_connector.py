"""İdefix fulfilling the contract: windows, pages with and without a count, batches, shipments."""

import dataclasses
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    ItemResult,
    ItemState,
    ListingRecord,
    PackageStatus,
    ParkedRecord,
    PushResult,
    StockOffer,
)
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_CREDENTIALS = {"api_key": "anahtar", "api_secret": "gizli"}
_NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_LINE = "21440001"
_BRAND = {"id": 7001, "title": "Deneme Marka"}
_REASONS = [{"id": 11, "name": "Stok tükendi"}]


def _served(*answers: object) -> Provider:
    return Provider([one if isinstance(one, httpx.Response) else answer(one) for one in answers])


def _connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("idefix", {"vendor_id": "9001", **settings}, _CREDENTIALS)


def _shipment(
    number: int, updated: object = "2026-11-21T14:30:00+03:00", **changes: object
) -> dict[str, Any]:
    [raw] = fixture(_HERE, "shipments")["items"]
    return {**raw, "id": number, "updatedAt": updated, **changes}


def _page(*rows: dict[str, Any], total: int | None = None) -> dict[str, Any]:
    return {"totalCount": len(rows) if total is None else total, "items": list(rows)}


def test_credentials_test_tells_the_vendor() -> None:
    found = _connector(_served(fixture(_HERE, "pool"))).test_credentials()

    assert found == AccountRecord("İdefix", detail="9001")


def test_shipments_are_cut_to_the_window_by_their_own_date() -> None:
    told = ("2026-11-21T13:59:59+03:00", "2026-11-21T14:00:00+03:00", "2026-11-21T15:00:00+03:00")
    rows = [_shipment(number, moment) for number, moment in enumerate(told)]

    [page] = _connector(_served(_page(*rows))).fetch_packages(_NOON - _HOUR, _NOON)

    assert [one.external_id for one in page] == ["1"]


def test_change_within_the_second_a_window_begins_in_is_not_lost() -> None:
    row = _shipment(1, "2026-11-21T14:00:00+03:00")
    since = _NOON - _HOUR + timedelta(milliseconds=700)

    [[found]] = _connector(_served(_page(row))).fetch_packages(since, _NOON)

    assert found.external_id == "1"


@pytest.mark.parametrize("told", [None, "dün"])
def test_shipment_that_cannot_be_dated_is_not_lost(told: object) -> None:
    row = _shipment(1, told, statusUpdatedAt="dün")

    [[found]] = _connector(_served(_page(row))).fetch_packages(_NOON - _HOUR, _NOON)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == ("1", "connector.odd_value")


def test_pages_are_counted_from_one_to_the_total() -> None:
    provider = _served(_page(_shipment(1), total=2), _page(_shipment(2), total=2))

    pages = list(_connector(provider).fetch_packages(_NOON - _HOUR, _NOON))

    assert [[one.external_id for one in page] for page in pages] == [["1"], ["2"]]
    assert [one.url.params["page"] for one in provider.requests] == ["1", "2"]


def test_pages_that_do_not_add_up_are_unexpected() -> None:
    provider = _served(_page(_shipment(1), total=2), _page(total=2), _page(_shipment(1), total=2))

    with pytest.raises(UnexpectedAnswer) as raised:
        list(_connector(provider).fetch_packages(_NOON - _HOUR, _NOON))

    assert raised.value.code == "connector.pages_do_not_add_up"


def test_window_is_asked_for_on_istanbuls_clock() -> None:
    provider = _served(_page())

    list(_connector(provider).fetch_packages(datetime(2026, 11, 20, 22, tzinfo=UTC), _NOON))

    [request] = provider.requests
    assert request.url.params["lastUpdatedAt"] == "2026/11/21 01:00:00"


def test_listings_are_read_to_a_page_that_brings_nothing() -> None:
    pool = fixture(_HERE, "pool")
    none: dict[str, Any] = {"products": []}
    attributes = fixture(_HERE, "category_attribute")
    provider = _served(fixture(_HERE, "inventory"), {"items": []}, pool, _BRAND, attributes, none)

    [page] = _connector(provider).fetch_listings()

    shown = [(one.barcode, one.quantity, one.brand) for one in page if isinstance(one, ListingRecord)]
    assert shown == [("8680000000017", 7, "Deneme Marka"), ("8680000000024", 9, "Deneme Marka")]
    asked = [(one.url.path.rsplit("/", 2)[1:], one.url.params.get("page")) for one in provider.requests]
    assert asked == [
        (["inventory", "list"], "1"),
        (["inventory", "list"], "2"),
        (["9001", "list"], "1"),
        (["brand", "7001"], None),
        (["category-attribute", "1012"], None),
        (["9001", "list"], "2"),
    ]


def test_brand_and_category_nobody_knows_any_more_are_left_out() -> None:
    gone = httpx.Response(404)
    provider = _served({"items": []}, fixture(_HERE, "pool"), gone, gone, {"products": []})

    [page] = _connector(provider).fetch_listings()

    shown = [(one.brand, one.options) for one in page if isinstance(one, ListingRecord)]
    assert shown == [(None, {}), (None, {})]


def test_list_that_knows_no_pages_is_read_once() -> None:
    offers, pool = fixture(_HERE, "inventory"), fixture(_HERE, "pool")

    attributes = fixture(_HERE, "category_attribute")
    provider = _served(offers, offers, pool, _BRAND, attributes, pool)

    pages = list(_connector(provider).fetch_listings())

    assert [len(page) for page in pages] == [2]


def test_push_hands_out_the_batch() -> None:
    provider = _served({"batchRequestId": "b-1", "items": []})

    found = _connector(provider).push_stock([StockOffer("868", None, 1)])

    assert found == PushResult(batch_external_id="b-1")


def test_push_without_a_number_is_no_success() -> None:
    with pytest.raises(UnexpectedAnswer):
        _connector(_served({"items": []})).push_stock([StockOffer("868", None, 1)])


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (httpx.Response(404), BatchAnswer(is_final=True, items=())),
        (answer({"message": "BATCH_NOT_EXIST"}, 400), BatchAnswer(is_final=True, items=())),
        ({"items": []}, BatchAnswer(is_final=False, items=())),
    ],
)
def test_batch_without_items_answers_for_none(told: object, expected: BatchAnswer) -> None:
    assert _connector(_served(told)).fetch_batch("b-1") == expected


def test_batch_with_an_item_on_its_way_is_not_final() -> None:
    assert not _connector(_served(fixture(_HERE, "inventory_result"))).fetch_batch("b-1").is_final


def _draft(sku: str, **changes: Any) -> ListingDraft:  # noqa: ANN401 - any field of a draft
    draft = ListingDraft(
        sku=sku,
        barcode="868",
        group="OYA-1",
        title="Şal",
        description="<p>Şal</p>",
        brand="Deneme Marka",
        brand_external_id="7001",
        category_external_id="1012",
        vat_rate=Decimal(10),
        price=Decimal(100),
        list_price=None,
        currency="TRY",
        quantity=1,
        images=(),
    )
    return dataclasses.replace(draft, **changes)


def test_product_that_is_there_is_not_written() -> None:
    provider = _served({})

    found = _connector(provider).write_listings([_draft("A", external_id="868")])

    assert found == PushResult((ItemResult("868", ItemState.REJECTED, "idefix.content_fixed"),))
    assert provider.requests == []


def test_draft_of_an_unknown_brand_is_refused_alone() -> None:
    provider = _served(
        [{"id": 302, "addressType": "shipping"}, {"id": 304, "addressType": "return"}],
        [{"id": 5, "title": "Aras Kargo"}],
        [],
        httpx.Response(404),
        {"batchRequestId": "b-7"},
    )
    drafts = [_draft("A", brand_external_id=None, brand="Yok"), _draft("B")]

    found = _connector(provider, cargo_company="Aras").write_listings(drafts)

    refused = ItemResult("A", ItemState.REJECTED, "idefix.brand_unknown", "Yok")
    assert found == PushResult((refused,), batch_external_id="pool:b-7")


def test_new_product_needs_its_cargo_company() -> None:
    provider = _served([])

    with pytest.raises(Rejected) as raised:
        _connector(provider).write_listings([_draft("A")])

    assert (raised.value.code, raised.value.field) == ("idefix.cargo_needed", "cargo_company")
    assert provider.requests == []


def test_batch_of_new_products_is_asked_for_at_its_own_place() -> None:
    provider = _served(fixture(_HERE, "batch_result"))

    found = _connector(provider).fetch_batch("pool:b-7")

    assert found.is_final
    assert [one.url.path for one in provider.requests] == ["/pim/pool/9001/batch-result/b-7"]


@pytest.mark.parametrize(
    ("operation", "code"),
    [
        (lambda c: c.report_status("1", PackageStatus.DELIVERED, {_LINE: 1}), "connector.step_unknown"),
        (lambda c: c.report_status("1", PackageStatus.PACKED, {_LINE: 1}), "idefix.invoice_needed"),
        (lambda c: c.report_status("1", PackageStatus.SHIPPED, {_LINE: 1}), "idefix.tracking_needed"),
        (
            lambda c: c.report_status("1", PackageStatus.SHIPPED, {_LINE: 1}, tracking_number="726"),
            "idefix.address_needed",
        ),
        (lambda c: c.report_unsupplied("1", {_LINE: 2}, "out_of_stock"), "idefix.whole_rows_only"),
        (lambda c: c.report_unsupplied("1", {"7": 1}, "out_of_stock"), "idefix.whole_rows_only"),
        (lambda c: c.report_unsupplied("1", {_LINE: 1}, "weather"), "connector.reason_unknown"),
    ],
)
def test_what_cannot_be_told_is_refused_before_anything_is_written(operation: Any, code: str) -> None:  # noqa: ANN401 - any call
    provider = _served(fixture(_HERE, "shipments"), _REASONS)

    with pytest.raises(Rejected) as raised:
        operation(_connector(provider))

    assert raised.value.code == code
    assert [one.method for one in provider.requests if one.method == "POST"] == []


def test_shipment_that_is_gone_or_unreadable_is_not_given_up() -> None:
    gone, unread = _served(_page()), _served(_page(_shipment(1, status="?")))

    with pytest.raises(Rejected) as missing:
        _connector(gone).report_unsupplied("1", {_LINE: 1}, "other")
    with pytest.raises(UnexpectedAnswer) as unknown:
        _connector(unread).report_unsupplied("1", {_LINE: 1}, "other")

    assert (missing.value.code, unknown.value.code) == ("idefix.not_found", "connector.unknown_status")
