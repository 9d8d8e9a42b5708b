"""Hepsiburada fulfilling the contract: feeds that name orders, windows, counts, packages made of lines."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import RateLimited, Rejected
from prapazar.connector_kit.records import (
    AccountRecord,
    BatchAnswer,
    CarrierOffer,
    ItemState,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PushResult,
    StockOffer,
)
from tests.connectors.hepsiburada.site import (
    FIRST,
    LINES,
    LISTINGS,
    MERCHANT,
    ORDER,
    ORDERS,
    PACKAGE,
    PACKAGES,
    SECOND,
    connector,
    recorded,
    site,
)
from tests.connectors.hepsiburada.test_client import draft
from tests.factories.provider import Provider, answer

_SINCE, _UNTIL = datetime(2026, 11, 20, 8, 0, tzinfo=UTC), datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def _read(provider: Provider, since: datetime = _SINCE, until: datetime = _UNTIL) -> list[Any]:
    return [one for page in connector(provider).fetch_packages(since, until) for one in page]


def _feed(*rows: dict[str, Any]) -> dict[str, Any]:
    return {"totalCount": len(rows), "limit": 50, "offset": 0, "pageCount": 1, "items": list(rows)}


def test_credentials_test_names_the_merchant() -> None:
    assert connector(site()).test_credentials() == AccountRecord(MERCHANT, listing_count=2)


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (ORDERS, "open_lines"),
        (PACKAGES, "packages"),
        (f"{PACKAGES}/shipped", "shipped"),
    ],
)
def test_order_named_by_any_feed_is_read_as_it_stands(path: str, name: str) -> None:
    [found] = _read(site({path: recorded(name)}))

    assert isinstance(found, PackageRecord)
    assert (found.external_id, found.status) == (ORDER, PackageStatus.NEW)


def test_order_named_by_several_feeds_is_read_once() -> None:
    provider = site({ORDERS: recorded("open_lines"), f"{PACKAGES}/shipped": recorded("shipped")})

    assert len(_read(provider)) == 1
    assert sum(asked.path == f"{ORDERS}/ordernumber/{ORDER}" for asked in provider.asked) == 1


def test_cancelled_line_names_its_order() -> None:
    detail = {f"{ORDERS}/ordernumber/4100000002": recorded("order_open")}

    assert len(_read(site({f"{ORDERS}/cancelled": recorded("cancelled_lines"), **detail}))) == 1


def test_package_that_was_broken_up_makes_us_look_at_all_open_lines() -> None:
    provider = site({f"{PACKAGES}/status/unpacked": recorded("unpacked"), ORDERS: recorded("open_lines")})

    found = _read(provider, datetime(2026, 11, 20, 9, 30, tzinfo=UTC))

    asked = [one.query for one in provider.asked if one.path == ORDERS]
    assert ["begindate" in query for query in asked] == [True, False]
    assert found == []  # its lines were touched before the window


def test_window_is_half_open_to_the_second() -> None:
    line = recorded("open_lines")["items"][0]
    at = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    provider = site({ORDERS: _feed(line)})

    second = timedelta(seconds=1)
    assert [len(_read(provider, at - second, at)), len(_read(provider, at, at + second))] == [0, 1]


def test_row_whose_date_cannot_be_read_is_looked_at() -> None:
    line = {**recorded("open_lines")["items"][0], "orderDate": "dün", "createdDate": None}

    assert len(_read(site({ORDERS: _feed(line)}))) == 1


def test_order_a_feed_names_and_nobody_knows_is_parked() -> None:
    provider = site({ORDERS: recorded("open_lines"), f"{ORDERS}/ordernumber/{ORDER}": 404})

    [found] = _read(provider)

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == (ORDER, "hepsiburada.order_gone")


def test_order_nobody_knows_is_no_package() -> None:
    assert connector(site({f"{ORDERS}/ordernumber/{ORDER}": 404})).fetch_package(ORDER) == []


def test_package_nobody_knows_leaves_the_orders_own_word() -> None:
    provider = site(
        {
            f"{ORDERS}/ordernumber/{ORDER}": recorded("order_packed"),
            f"{PACKAGES}/packagenumber/{PACKAGE}": 404,
        }
    )

    [found] = connector(provider).fetch_package(ORDER)

    assert (found.status, found.tracking_number) == (PackageStatus.PACKED, None)


def test_packages_are_asked_for_day_by_day() -> None:
    provider = site()

    _read(provider, _UNTIL - timedelta(days=3), _UNTIL)

    dates = [(one.query["begindate"], one.query["enddate"]) for one in provider.asked if one.path == PACKAGES]
    assert dates == [
        ("2026-11-17 15:00", "2026-11-18 15:00"),
        ("2026-11-18 15:00", "2026-11-19 15:00"),
        ("2026-11-19 15:00", "2026-11-20 15:00"),
    ]


@pytest.mark.parametrize(("is_newest_first", "pages"), [(True, 1), (False, 3)])
def test_feed_without_dates_is_left_when_it_is_behind_the_window(
    *, is_newest_first: bool, pages: int
) -> None:
    """Sixty old rows a page, one in the window; a feed that tells the old ones first is read to its end."""
    start = datetime(2026, 11, 1, tzinfo=UTC)
    rows = [
        {
            "PackageNumber": str(number),
            "OrderNumbers": [ORDER],
            "ShippedDate": (start + timedelta(minutes=number)).isoformat(),
        }
        for number in range(119)
    ]
    rows.append({"PackageNumber": "n", "OrderNumbers": [ORDER], "ShippedDate": "2026-11-20T10:00:00Z"})
    if is_newest_first:
        rows.reverse()

    def shipped(request: httpx.Request) -> httpx.Response:
        first = int(request.url.params["offset"])
        return answer({"totalCount": len(rows), "items": rows[first : first + 50]})

    usual = site().answers[0]
    assert callable(usual)
    provider = Provider(
        [lambda request: shipped(request) if request.url.path.endswith("/shipped") else usual(request)]
    )

    assert len(_read(provider)) == 1
    assert sum(one.path == f"{PACKAGES}/shipped" for one in provider.asked) == pages


def test_count_is_by_order_date() -> None:
    provider = site({ORDERS: recorded("open_lines"), f"{PACKAGES}/shipped": recorded("shipped")})
    conn = connector(provider)

    assert conn.count_packages(_SINCE, _UNTIL) == 1
    assert conn.count_packages(_SINCE - timedelta(days=1), _SINCE) == 0


def test_push_is_answered_with_a_batch_of_its_kind() -> None:
    pushed = connector(site()).push_stock([StockOffer("HBV1", None, 5)])

    assert pushed == PushResult(batch_external_id="stock:u-1")


def test_upload_without_an_id_has_to_wait() -> None:
    provider = site({f"{LISTINGS}/stock-uploads": {"message": "Too many uploads"}})

    with pytest.raises(RateLimited) as raised:
        connector(provider).push_stock([StockOffer("HBV1", None, 5)])

    assert (raised.value.retry_after, raised.value.code) == (10, "hepsiburada.too_many_uploads")


def test_batch_that_is_gone_is_final_and_says_nothing() -> None:
    provider = site({f"{LISTINGS}/stock-uploads/id/u-1": 404})

    assert connector(provider).fetch_batch("stock:u-1") == BatchAnswer(is_final=True, items=())


def test_batch_of_new_and_changed_products_is_answered_as_one() -> None:
    answered = connector(site()).fetch_batch("import:t-1+ticket:t-2")

    assert {item.external_id: item.state for item in answered.items} == {
        "SAL-1": ItemState.REJECTED,
        "HBV00000100001": ItemState.ACCEPTED,
        "HBV9": ItemState.REJECTED,
    }


def test_draft_that_could_only_be_refused_is_refused_alone() -> None:
    pushed = connector(site()).write_listings([draft(sku="ŞAL"), draft()])

    assert [(item.external_id, item.code) for item in pushed.items] == [("ŞAL", "hepsiburada.sku_form")]
    assert pushed.batch_external_id == "import:t-1"


def test_change_is_asked_for_under_the_other_path() -> None:
    provider = site(
        {
            "/ticket-api/api/integrator/import": 404,
            "/api/integrator/import": {"success": True, "data": {"trackingId": "t-9"}},
        }
    )

    pushed = connector(provider).write_listings([draft(external_id="HBV1")])

    assert pushed.batch_external_id == "ticket:t-9"


def test_lines_that_may_not_travel_together_are_packed_apart() -> None:
    provider = site({f"{LINES}/packageablewith/lineitemid/{FIRST}": {"lineItems": []}})

    connector(provider).report_status(ORDER, PackageStatus.PACKED, {FIRST: 2, SECOND: 1})

    packed = [one.body["lineItemRequests"] for one in provider.asked if one.method == "POST"]
    assert packed == [[{"id": FIRST, "quantity": 2}], [{"id": SECOND, "quantity": 1}]]


def test_carriers_are_those_that_all_parts_of_an_order_may_go_with() -> None:
    offered = connector(site()).fetch_carriers(ORDER, [FIRST, SECOND])

    assert offered == [CarrierOffer("ARAS", "Aras Kargo")]


def test_carrier_of_a_packed_order_is_its_packages() -> None:
    waits = {**recorded("tracking"), "status": "Packaged"}
    packages = {f"{PACKAGES}/packagenumber/{PACKAGE}": waits}
    provider = site({f"{ORDERS}/ordernumber/{ORDER}": recorded("order_packed"), **packages})

    connector(provider).change_carrier(ORDER, [FIRST, SECOND], "ARAS")

    changed = [(one.path, one.body) for one in provider.asked if one.method == "PUT"]
    path = f"{PACKAGES}/packagenumber/{PACKAGE}/changecargocompany"
    assert changed == [(path, {"CargoCompanyShortName": "ARAS"})]


def test_order_packed_already_is_not_packed_again() -> None:
    provider = site({f"{ORDERS}/ordernumber/{ORDER}": recorded("order_packed")})

    connector(provider).report_status(ORDER, PackageStatus.PACKED, {FIRST: 2, SECOND: 1})

    assert [one for one in provider.asked if one.method == "POST"] == []


@pytest.mark.parametrize("status", [PackageStatus.PICKING, PackageStatus.DELIVERED])
def test_step_hepsiburada_does_not_know_is_refused(status: PackageStatus) -> None:
    with pytest.raises(Rejected) as raised:
        connector(site()).report_status(ORDER, status, {FIRST: 2})

    assert raised.value.code == "connector.step_unknown"


def test_shipping_by_an_own_carrier_needs_a_number() -> None:
    parcel = {**recorded("tracking"), "cargoCompany": "Mağaza Hesabı"}
    provider = site(
        {
            f"{ORDERS}/ordernumber/{ORDER}": recorded("order_packed"),
            f"{PACKAGES}/packagenumber/{PACKAGE}": parcel,
        }
    )

    with pytest.raises(Rejected) as raised:
        connector(provider).report_status(ORDER, PackageStatus.SHIPPED, {FIRST: 2})

    assert raised.value.code == "hepsiburada.tracking_missing"


def test_reason_hepsiburada_does_not_know_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        connector(site()).report_unsupplied(ORDER, {FIRST: 2}, "moonlight")

    assert raised.value.code == "connector.reason_unknown"


def test_claims_name_their_products() -> None:
    provider = site({f"/claims/merchantId/{MERCHANT}/status/AwaitingAction": recorded("claims")})

    [found] = [one for page in connector(provider).fetch_claims(_SINCE, _UNTIL) for one in page]

    assert found.lines[0].title == "Pamuklu Tişört"


def test_claim_reasons_are_the_documents() -> None:
    reasons = connector(site()).fetch_claim_reasons()

    assert len(dict(reasons)) == len(reasons) == 22
