"""What only N11 does, seen in its simulator."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.records import ItemState, PackageRecord, PackageStatus, PriceOffer
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Server, Stage
from tests.factories.stages.n11 import N11Stage

_KEY = "8690000000017"
_OTHER = "8690000000024"
_USUAL = {
    "task_ms": 0,
    "end_is_within": True,
    "page_count_is_rows": True,
    "history_has_space": True,
    "package_id_missing": False,
    "barcodes": True,
    "spelling": "usual",
    "orders_status": 400,
    "cancel_needs_split": False,
    "claim_field": "any",
    "questions_ms": 0,
    "question_dates": "iso",
    "reasons_wrapped": False,
}


@pytest.fixture
def n11(stage: Stage) -> Iterator[N11Stage]:
    if not isinstance(stage, N11Stage):
        pytest.skip("a quirk of N11's")
    yield stage
    _rule(stage.server, **_USUAL)


def _rule(server: Server, **rules: object) -> None:
    server.pull("PATCH", "/n11/rules", rules)


def _packages(n11: N11Stage) -> list[Any]:
    window = now() - timedelta(hours=1), now() + timedelta(seconds=2)
    return [one for page in n11.connector().fetch_packages(*window) for one in page]


def _asked(n11: N11Stage, path: str, **query: object) -> Any:  # noqa: ANN401 - the simulator's answer
    keys = {"appKey": n11.credentials["app_key"], "appSecret": n11.credentials["app_secret"]}
    params = {name: str(value) for name, value in query.items()}
    return n11.server.http.get(f"{n11.server.address}/n11{path}", params=params, headers=keys)


@pytest.mark.parametrize(
    "rule",
    [
        {"end_is_within": False},
        {"page_count_is_rows": False},
        {"history_has_space": False},
        {"spelling": "other"},
    ],
)
def test_other_reading_of_the_documents_means_the_same(n11: N11Stage, rule: dict[str, object]) -> None:
    n11.seed([Article(_KEY)])
    orders = [n11.order((_KEY, 1)) for _ in range(3)]
    n11.move(n11.order_id(orders[0]), "Cancelled")
    expected = [(one.external_id, one.status, one.ordered_at) for one in _packages(n11)]

    _rule(n11.server, **rule)

    assert [(one.external_id, one.status, one.ordered_at) for one in _packages(n11)] == expected
    assert len(expected) == 3


def test_too_large_a_page_and_too_long_a_window_are_cut_without_a_word(n11: N11Stage) -> None:
    n11.seed([Article(_KEY)])
    old = now().replace(microsecond=0) - timedelta(days=16)
    n11.order((_KEY, 1), at=old.isoformat())
    end = int(now().timestamp() * 1000)
    window = {"startDate": end - 30 * 86_400_000, "endDate": end}

    answer = _asked(n11, "/rest/delivery/v1/shipmentPackages", size=500, **window).json()

    assert (answer["size"], answer["content"]) == (100, [])
    found = [
        one for page in n11.connector().fetch_packages(old, now() + timedelta(seconds=2)) for one in page
    ]
    assert [one.ordered_at for one in found] == [old]


def test_unknown_status_is_an_empty_list_so_none_is_asked_for(n11: N11Stage) -> None:
    n11.seed([Article(_KEY)])
    n11.order((_KEY, 1))

    answer = _asked(n11, "/rest/delivery/v1/shipmentPackages", status="Işınlandı")

    assert (answer.status_code, answer.json()["content"]) == (200, [])
    assert len(_packages(n11)) == 1


def test_order_before_november_2024_is_not_shown(n11: N11Stage) -> None:
    n11.seed([Article(_KEY)])
    n11.order((_KEY, 1), at="2024-10-20T10:00:00+00:00")
    n11.order((_KEY, 1), at="2024-11-02T10:00:00+00:00")

    since = now() - (now() - now().replace(year=2024, month=10, day=15))
    found = [
        one for page in n11.connector().fetch_packages(since, since + timedelta(days=25)) for one in page
    ]

    assert [one.ordered_at.isoformat() for one in found] == ["2024-11-02T10:00:00+00:00"]


def test_package_without_an_id_is_read_by_its_order(n11: N11Stage) -> None:
    n11.seed([Article(_KEY)])
    order = n11.order((_KEY, 1))
    _rule(n11.server, package_id_missing=True)

    [found] = _packages(n11)

    assert found.external_id == f"order:{n11.order_id(order)}"
    assert n11.connector().fetch_package(found.external_id) == [found]


def test_without_barcodes_the_stock_code_still_names_the_listing(n11: N11Stage) -> None:
    n11.seed([Article(_KEY)])
    n11.order((_KEY, 1))
    _rule(n11.server, barcodes=False)

    [[listing]] = n11.connector().fetch_listings()
    [package] = _packages(n11)

    assert (listing.barcode, listing.external_id) == (None, _KEY)
    assert [(line.barcode, line.listing_external_id) for line in package.lines] == [(None, _KEY)]


@pytest.mark.parametrize("status", [400, 403])
def test_refused_log_in_is_known_in_every_family(n11: N11Stage, status: int) -> None:
    _rule(n11.server, orders_status=status)
    n11.seed([Article(_KEY)])
    number = n11.package_id(n11.order((_KEY, 1)))
    good, wrong = n11.connector(), n11.connector(credentials={"app_secret": "yanlış".encode().hex()})
    [package] = good.fetch_package(number)

    for call in (
        wrong.test_credentials,
        wrong.fetch_categories,
        lambda: wrong.fetch_package(number),
        lambda: wrong.client.reject_items({"orderItemList": {"orderItem": [{"id": "1"}]}}),
    ):
        with pytest.raises(AuthFailed):
            call()

    assert isinstance(package, PackageRecord)


def test_missing_header_is_a_500_and_an_unknown_address_a_503(n11: N11Stage) -> None:
    key = {"appkey": n11.credentials["app_key"]}

    without = n11.server.http.get(f"{n11.server.address}/n11/ms/product-query", headers=key)
    unknown = _asked(n11, "/rest/no/such/address")

    assert (without.status_code, unknown.status_code) == (500, 503)
    assert unknown.headers["content-type"] == "text/html"


@pytest.mark.parametrize("service", ["ProductSellingService", "ProductStockService"])
def test_closed_services_are_closed(n11: N11Stage, service: str) -> None:
    answer = n11.server.http.post(f"{n11.server.address}/n11/ws/{service}/", content=b"<a/>")

    assert answer.status_code == httpx.codes.METHOD_NOT_ALLOWED


def test_one_price_alone_is_refused_and_a_pair_is_taken(n11: N11Stage) -> None:
    n11.seed([Article(_KEY)])
    connector = n11.connector()
    alone = connector.client.price_stock_update([{"stockCode": _KEY, "salePrice": Decimal("99.90")}])

    pair = connector.push_price([PriceOffer(_KEY, None, Decimal("99.90"), None, "TRY")])

    states = [
        [item.state for item in connector.fetch_batch(number).items]
        for number in (str(alone["id"]), pair.batch_external_id)
    ]
    assert states == [[ItemState.REJECTED], [ItemState.ACCEPTED]]


def test_task_is_not_final_while_it_stands_in_the_queue(n11: N11Stage) -> None:
    _rule(n11.server, task_ms=600_000)
    n11.seed([Article(_KEY)])
    connector = n11.connector()
    number = connector.push_price([PriceOffer(_KEY, None, Decimal(9), None, "TRY")]).batch_external_id

    answer = connector.fetch_batch(number)

    assert (answer.is_final, answer.items) == (False, ())


def test_units_cancelled_after_acceptance_leave_the_rest_in_a_package_of_its_own(n11: N11Stage) -> None:
    n11.seed([Article(_KEY, quantity=10), Article(_OTHER)])
    number = n11.package_id(n11.order((_KEY, 3), (_OTHER, 1)))
    connector = n11.connector()
    lines = {line.external_id: line.quantity for line in connector.fetch_package(number)[0].lines}
    connector.report_status(number, PackageStatus.PICKING, lines)

    connector.report_unsupplied(number, {next(iter(lines)): 2}, "out_of_stock")

    found = {one.status: [line.quantity for line in one.lines] for one in _packages(n11)}
    assert found == {
        PackageStatus.UNPACKED: [3, 1],
        PackageStatus.PICKING: [1, 1],
        PackageStatus.CANCELLED: [2],
    }
    assert n11.shelf(_KEY)["quantity"] == 9


def test_refusal_to_cancel_without_a_split_is_handed_on(n11: N11Stage) -> None:
    _rule(n11.server, cancel_needs_split=True)
    n11.seed([Article(_KEY)])
    number = n11.package_id(n11.order((_KEY, 1)))
    connector = n11.connector()
    lines = {line.external_id: line.quantity for line in connector.fetch_package(number)[0].lines}
    connector.report_status(number, PackageStatus.PICKING, lines)

    with pytest.raises(Rejected) as raised:
        connector.report_unsupplied(number, lines, "defective")

    assert raised.value.code == "n11.rejected"


def test_discount_is_split_between_seller_and_mall(n11: N11Stage) -> None:
    n11.seed([Article(_KEY, price=Decimal(100))])
    order = {"lines": [{"key": _KEY, "quantity": 2}], "buyer": {}}
    n11.server.pull("PATCH", "/n11/rules", {"seller_discount": "10.50", "mall_discount": "4.25"})
    n11.server.pull("POST", f"/n11/{n11.account}/orders", order)
    n11.server.pull("PATCH", "/n11/rules", {"seller_discount": "0", "mall_discount": "0"})

    [package] = _packages(n11)

    assert (package.total, package.discount) == (Decimal("185.25"), Decimal("14.75"))


def test_returned_order_stays_delivered(n11: N11Stage) -> None:
    n11.seed([Article(_KEY)])
    order = n11.order((_KEY, 1))
    n11.move(n11.order_id(order), "Delivered")

    assert [one.status for one in _packages(n11)] == [PackageStatus.DELIVERED]


@pytest.mark.parametrize("field", ["claimReturnId", "claimCancelId"])
def test_return_is_approved_under_either_name_of_its_number(n11: N11Stage, field: str) -> None:
    _rule(n11.server, claim_field=field)
    n11.seed([Article(_KEY)])
    number = n11.claim(n11.order((_KEY, 1)), [(_KEY, 1)])
    connector = n11.connector()

    connector.approve_claim(number, [number])

    [[found]] = connector.fetch_claims(now() - timedelta(days=1), now() + timedelta(seconds=2))
    assert (found.external_id, found.provider_status) == (number, "APPROVED")


@pytest.mark.parametrize("wrapped", [True, False])
def test_reasons_to_deny_come_in_both_shapes(n11: N11Stage, wrapped: bool) -> None:
    _rule(n11.server, reasons_wrapped=wrapped)

    assert len(n11.connector().fetch_claim_reasons()) == 3


def test_product_main_id_changes_only_with_its_flag(n11: N11Stage) -> None:
    n11.seed([Article(_KEY)])
    connector = n11.connector()
    for flag in (False, True):
        sku = {
            "stockCode": _KEY,
            "productMainId": "GRUP-1",
            **({"deleteProductMainId": True} if flag else {}),
        }
        connector.client.product_update([sku])
        [[found]] = connector.fetch_listings()

        assert (found.external_parent_id == "GRUP-1") is flag


def test_short_title_is_refused_with_its_reason(n11: N11Stage) -> None:
    n11.seed([Article(_KEY)])
    sku = {"stockCode": _OTHER, "title": "Kısa"}
    answer = n11.connector().client.product_create([sku])

    [item] = n11.connector().fetch_batch(str(answer["id"])).items

    assert item.state is ItemState.REJECTED


def test_questions_are_listed_once_a_minute(n11: N11Stage) -> None:
    _rule(n11.server, questions_ms=60_000)
    period = {"startDate": "20/11/2026", "endDate": "21/11/2026"}
    n11.connector().client.questions("OPEN", period, 0)

    with pytest.raises(RateLimited) as raised:
        n11.connector(Wire(max_wait=0)).client.questions("OPEN", period, 0)

    assert raised.value.retry_after == 60


def test_day_of_a_question_comes_in_either_form(n11: N11Stage) -> None:
    n11.seed([Article(_KEY)])
    for form in ("iso", "turkish"):
        _rule(n11.server, question_dates=form)
        n11.ask(_KEY, f"Boyu kaç santim? {form}")

    [page] = n11.unhurried().fetch_questions(now() - timedelta(hours=1), now() + timedelta(seconds=2))

    assert [one.text.rpartition(" ")[2] for one in page] == ["iso", "turkish"]
    assert len({one.asked_at for one in page}) == 1


def test_package_that_is_not_accepted_is_not_broken_up(n11: N11Stage) -> None:
    n11.seed([Article(_KEY), Article(_OTHER)])
    number = n11.package_id(n11.order((_KEY, 3), (_OTHER, 1)))
    connector = n11.connector()
    line = connector.fetch_package(number)[0].lines[0].external_id

    with pytest.raises(Rejected) as raised:
        connector.split_package(number, [{line: 1}])

    assert (raised.value.code, len(connector.fetch_siblings(number))) == ("n11.accept_first", 1)
