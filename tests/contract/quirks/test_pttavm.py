"""What only PTT AVM does, seen in its simulator."""

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.records import (
    ItemState,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.foundation.clock import now
from tests.factories.answers import results, states
from tests.factories.stages import Article, Stage
from tests.factories.stages.pttavm import PttavmStage

_KEY, _OTHER, _FORM = "8690000000017", "8690000000024", "8690000000031"
_USUAL = {
    "batch_ms": 0,
    "label_ms": 0,
    "repeat_status": 200,
    "tracking_method": "POST",
    "category_method": "both",
    "cargo_login": "own",
    "takes_variant_barcodes": False,
    "split_lines": False,
    "sent_spelling": "gonderilmis",
    "order_clock": "local",
    "barcode_field": "both",
    "unknown_order": "empty",
    "page_after_last": "empty",
}


@pytest.fixture
def pttavm(stage: Stage) -> Iterator[PttavmStage]:
    assert isinstance(stage, PttavmStage)
    yield stage
    _rule(stage, **_USUAL)


def _rule(pttavm: Stage, **rules: object) -> None:
    pttavm.server.pull("PATCH", "/pttavm/rules", rules)


def _orders(pttavm: PttavmStage) -> list[Any]:
    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    return [one for page in pttavm.connector().fetch_packages(*window) for one in page]


def _asked(pttavm: PttavmStage, path: str, **headers: str) -> Any:  # noqa: ANN401 - the provider's answer
    keys = {"Api-Key": pttavm.credentials["api_key"], "access-token": pttavm.credentials["access_token"]}
    return pttavm.server.http.get(f"{pttavm.server.address}/pttavm/api/v1{path}", headers={**keys, **headers})


def _seed_with_variants(pttavm: PttavmStage) -> None:
    variants = [
        {
            "variantBarkod": _FORM,
            "miktar": 3,
            "fiyat": "20.05",
            "attributes": [{"definition": "Renk", "value": "Kırmızı"}, {"definition": "Beden", "value": "M"}],
        }
    ]
    row = {"barkod": _KEY, "urunAdi": "Tişört", "miktar": 3, "kdVli": "100.00", "variants": variants}
    pttavm.server.pull("POST", f"/pttavm/{pttavm.account}/products", [row])


@pytest.mark.parametrize(
    "rule", [{"order_clock": "zoned"}, {"split_lines": True}, {"order_clock": "local", "split_lines": False}]
)
def test_other_reading_of_the_documents_means_the_same(pttavm: PttavmStage, rule: dict[str, object]) -> None:
    pttavm.seed([Article(_KEY, price=Decimal("129.95")), Article(_OTHER, "Çay", Decimal("0.99"))])
    _rule(pttavm, **rule)

    order = pttavm.order((_KEY, 2), (_OTHER, 1))

    [found] = _orders(pttavm)
    lines = [(line.barcode, line.quantity, line.total) for line in found.lines]
    assert (found.external_id, found.total) == (order["siparisNo"], Decimal("260.89"))
    assert lines == [(_KEY, 2, Decimal("259.90")), (_OTHER, 1, Decimal("0.99"))]
    assert now() - timedelta(minutes=2) < found.ordered_at <= now()


@pytest.mark.parametrize("spelling", ["gonderilmis", "gonderilmiş"])
def test_both_spellings_of_sent_mean_shipped(pttavm: PttavmStage, spelling: str) -> None:
    _rule(pttavm, sent_spelling=spelling)
    pttavm.seed([Article(_KEY)])
    pttavm.order((_KEY, 1), status="gonderilmis")

    assert [one.status for one in _orders(pttavm)] == [PackageStatus.SHIPPED]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("havale_onayi_bekleniyor", PackageStatus.AWAITING_PAYMENT),
        ("onay_surecinde", PackageStatus.AWAITING_PAYMENT),
        ("tamamlandi", PackageStatus.DELIVERED),
        ("odeme_gecersiz", PackageStatus.CANCELLED),
        ("iade", PackageStatus.RETURNED),
        ("gondericisine_teslim_edildi", PackageStatus.RETURNED),
    ],
)
def test_status_in_turkish_is_read(pttavm: PttavmStage, told: str, expected: PackageStatus) -> None:
    pttavm.seed([Article(_KEY)])
    pttavm.order((_KEY, 1), status=told)

    assert [one.status for one in _orders(pttavm)] == [expected]


def test_order_is_not_shipped_while_one_line_waits(pttavm: PttavmStage) -> None:
    pttavm.seed([Article(_KEY), Article(_OTHER)])
    order = pttavm.order((_KEY, 1), (_OTHER, 1))
    first, second = (line["lineItemId"] for line in order["lines"])
    lever = f"/pttavm/{pttavm.account}/line"

    seen = []
    for line in (first, second):
        body = {"order": order["siparisNo"], "line": line, "status": "gonderilmis"}
        pttavm.server.pull("POST", lever, body)
        seen += [one.status for one in _orders(pttavm)]

    assert seen == [PackageStatus.NEW, PackageStatus.SHIPPED]


def test_status_that_is_null_is_parked(pttavm: PttavmStage) -> None:
    pttavm.seed([Article(_KEY)])
    number = pttavm.package_id(pttavm.order((_KEY, 1)))
    pttavm.fault(
        "unknown_status", path=pttavm.orders_path, options={"field": "siparisDurumu", "status": None}
    )

    [found] = _orders(pttavm)

    assert isinstance(found, ParkedRecord)
    assert found.external_id == number


def test_forty_days_are_the_longest_period(pttavm: PttavmStage) -> None:
    client = pttavm.connector().client

    with pytest.raises(Rejected):
        client.orders("2026-01-01T00:00:00", "2026-02-10T00:00:01")
    with pytest.raises(Rejected):
        client.orders("2026-01-02T00:00:00", "2026-01-01T00:00:00")

    assert client.orders("2026-01-01T00:00:00", "2026-02-10T00:00:00") == []


def test_period_of_months_is_read_in_parts(pttavm: PttavmStage) -> None:
    pttavm.seed([Article(_KEY)])
    moment = datetime.now(UTC).replace(microsecond=0) - timedelta(days=70)
    number = pttavm.package_id(pttavm.order((_KEY, 1), at=moment.isoformat()))

    pages = pttavm.connector().fetch_packages(now() - timedelta(days=80), now())

    assert [(one.external_id, one.ordered_at) for page in pages for one in page] == [(number, moment)]


@pytest.mark.parametrize("shape", ["empty", "404"])
def test_order_nobody_knows_is_no_order(pttavm: PttavmStage, shape: str) -> None:
    _rule(pttavm, unknown_order=shape)

    assert pttavm.connector().fetch_package("PTT-1") == []


def test_every_call_needs_both_keys_and_a_fresh_number(pttavm: PttavmStage) -> None:
    number = str(uuid4())

    answers = [
        _asked(pttavm, "/shipping/cargo-profiles"),
        _asked(pttavm, "/shipping/cargo-profiles", **{"X-Correlation-Id": number}),
        _asked(pttavm, "/shipping/cargo-profiles", **{"X-Correlation-Id": number}),
        _asked(pttavm, "/shipping/cargo-profiles", **{"X-Correlation-Id": str(uuid4()), "access-token": "x"}),
    ]

    assert [one.status_code for one in answers] == [400, 200, 400, 401]


def test_search_asks_for_all_filters(pttavm: PttavmStage) -> None:
    found = _asked(pttavm, "/products/search?searchPage=1", **{"X-Correlation-Id": str(uuid4())})

    assert found.status_code == 400


@pytest.mark.parametrize("beyond", ["empty", "last"])
def test_pages_end_with_an_empty_one_or_the_last_again(pttavm: PttavmStage, beyond: str) -> None:
    _rule(pttavm, page_after_last=beyond)
    pttavm.seed([Article(f"86900000{number:05}") for number in range(130)])

    pages = list(pttavm.connector().fetch_listings())

    assert [len(page) for page in pages] == [100, 30]


def test_price_of_a_variant_is_a_surcharge(pttavm: PttavmStage) -> None:
    _seed_with_variants(pttavm)

    [[found]] = pttavm.connector().fetch_listings()

    shown = (found.external_id, found.external_parent_id, found.price, found.quantity)
    assert shown == (_FORM, _KEY, Decimal("120.05"), 3)
    assert Decimal(pttavm.shelf(_FORM)["price"]) == found.price


@pytest.mark.parametrize(
    ("is_taken", "state", "left"), [(True, ItemState.ACCEPTED, 8), (False, ItemState.REJECTED, 3)]
)
def test_stock_of_a_variant_is_pushed_by_its_barcode_or_refused(
    pttavm: PttavmStage, *, is_taken: bool, state: ItemState, left: int
) -> None:
    _seed_with_variants(pttavm)
    _rule(pttavm, takes_variant_barcodes=is_taken)
    connector = pttavm.connector()

    answers = states(connector, connector.push_stock([StockOffer(_FORM, _KEY, 8)]))

    assert answers == {_FORM: state}
    assert pttavm.shelf(_FORM)["quantity"] == left


def test_line_of_a_variant_waits_for_matching(pttavm: PttavmStage) -> None:
    _seed_with_variants(pttavm)
    pttavm.order((_FORM, 1))

    [found] = _orders(pttavm)

    assert isinstance(found, PackageRecord)
    assert [(line.listing_external_id, line.barcode, line.title) for line in found.lines] == [
        (None, None, "Tişört")
    ]


def test_pushed_price_ends_a_discount(pttavm: PttavmStage) -> None:
    row = {"barkod": _KEY, "miktar": 3, "kdVli": "100.00", "iskonto": 20, "kdvOran": 10}
    pttavm.server.pull("POST", f"/pttavm/{pttavm.account}/products", [row])
    connector = pttavm.connector()
    [[before]] = connector.fetch_listings()

    answers = states(connector, connector.push_price([PriceOffer(_KEY, None, Decimal("89.90"), None, "TRY")]))

    [[after]] = pttavm.connector().fetch_listings()
    assert answers == {_KEY: ItemState.ACCEPTED}
    assert (before.price, after.price) == (None, Decimal("89.90"))
    assert Decimal(pttavm.shelf(_KEY)["price"]) == Decimal("89.90")


def test_stock_beyond_the_most_is_shown_as_the_most(pttavm: PttavmStage) -> None:
    pttavm.seed([Article(_KEY)])
    connector = pttavm.connector()

    answers = states(connector, connector.push_stock([StockOffer(_KEY, None, 20_000)]))

    assert answers == {_KEY: ItemState.ACCEPTED}
    assert pttavm.shelf(_KEY)["quantity"] == 9999


@pytest.mark.parametrize("status", [200, 400])
def test_same_push_is_refused_for_five_minutes(pttavm: PttavmStage, status: int) -> None:
    _rule(pttavm, repeat_status=status)
    pttavm.seed([Article(_KEY)])
    connector = pttavm.connector()
    connector.push_stock([StockOffer(_KEY, None, 4)])

    with pytest.raises(Rejected) as raised:
        connector.push_stock([StockOffer(_KEY, None, 4)])
    connector.push_stock([StockOffer(_KEY, None, 5)])

    assert raised.value.code == "pttavm.repeated_request"
    assert pttavm.shelf(_KEY)["quantity"] == 5


def test_batch_is_not_final_while_it_is_worked_on(pttavm: PttavmStage) -> None:
    _rule(pttavm, batch_ms=600_000)
    pttavm.seed([Article(_KEY)])
    connector = pttavm.connector()
    number = connector.push_stock([StockOffer(_KEY, None, 4)]).batch_external_id

    answer = connector.fetch_batch(number)

    assert (answer.is_final, [item.state for item in answer.items]) == (False, [ItemState.PENDING])


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_result_is_asked_for_either_way(pttavm: PttavmStage, method: str) -> None:
    _rule(pttavm, tracking_method=method)
    pttavm.seed([Article(_KEY)])
    connector = pttavm.connector()

    found = results(connector, connector.push_stock([StockOffer(_KEY, None, 4), StockOffer("YOK", None, 4)]))

    assert [(item.external_id, item.state, item.message) for item in found] == [
        (_KEY, ItemState.ACCEPTED, None),
        ("YOK", ItemState.REJECTED, "Barkod bulunamadı."),
    ]


@pytest.mark.parametrize("method", ["GET", "POST", "both"])
def test_categories_are_read_either_way(pttavm: PttavmStage, method: str) -> None:
    _rule(pttavm, category_method=method)

    found = pttavm.connector().fetch_categories()

    assert [one.external_id for one in found if one.is_leaf] == ["101", "102", "2011"]


@pytest.mark.parametrize("login", ["own", "keys", "headers"])
def test_parcels_are_reached_with_every_log_in(pttavm: PttavmStage, login: str) -> None:
    _rule(pttavm, cargo_login=login)
    if login == "keys":
        pttavm.settings = {}
    pttavm.seed([Article(_KEY)])
    number = pttavm.package_id(pttavm.order((_KEY, 1)))

    pttavm.connector().report_status(number, PackageStatus.PACKED, {})

    [found] = _orders(pttavm)
    assert (found.carrier, len(found.tracking_number)) == ("PTT Kargo", 13)


def test_wrong_cargo_password_is_told(pttavm: PttavmStage) -> None:
    pttavm.seed([Article(_KEY)])
    number = pttavm.package_id(pttavm.order((_KEY, 1)))

    with pytest.raises(AuthFailed):
        pttavm.connector(credentials={"cargo_password": "x"}).report_status(number, PackageStatus.PACKED, {})


@pytest.mark.parametrize("field", ["kargoBarkod", "barcodes", "both"])
def test_packed_order_gets_one_barcode_however_often_it_is_told(pttavm: PttavmStage, field: str) -> None:
    _rule(pttavm, barcode_field=field)
    pttavm.seed([Article(_KEY)])
    number = pttavm.package_id(pttavm.order((_KEY, 1)))

    seen = []
    for _ in range(2):
        pttavm.connector().report_status(number, PackageStatus.PACKED, {})
        seen += [(one.status, one.tracking_number) for one in _orders(pttavm)]

    asked = pttavm.server.pull("GET", f"/requests?provider=pttavm&account={pttavm.account}")
    assert seen[0][1]
    assert seen == [(PackageStatus.NEW, seen[0][1])] * 2
    assert sum(one["path"].endswith("/create-barcode") for one in asked) == 1


def test_order_that_is_not_to_be_shipped_gets_no_barcode(pttavm: PttavmStage) -> None:
    pttavm.seed([Article(_KEY)])
    number = pttavm.package_id(pttavm.order((_KEY, 1), status="havale_onayi_bekleniyor"))

    with pytest.raises(Rejected) as raised:
        pttavm.connector().report_status(number, PackageStatus.PACKED, {})

    assert raised.value.code == "pttavm.barcode_refused"
    assert [one.tracking_number for one in _orders(pttavm)] == [None]


def test_warehouse_is_asked_for_where_there_are_several(pttavm: PttavmStage) -> None:
    pttavm.server.pull(
        "PATCH",
        f"/pttavm/accounts/{pttavm.account}",
        {"warehouses": [{"id": 1, "name": "A"}, {"id": 2, "name": "B"}]},
    )
    pttavm.seed([Article(_KEY)])
    number = pttavm.package_id(pttavm.order((_KEY, 1)))

    with pytest.raises(Rejected) as raised:
        pttavm.connector().report_status(number, PackageStatus.PACKED, {})
    pttavm.settings["warehouse_id"] = "2"
    pttavm.connector().report_status(number, PackageStatus.PACKED, {})

    assert raised.value.code == "pttavm.warehouse_needed"
    assert [bool(one.tracking_number) for one in _orders(pttavm)] == [True]


def test_upsert_without_variants_would_delete_them(pttavm: PttavmStage) -> None:
    _seed_with_variants(pttavm)
    client = pttavm.connector().client

    client.upsert([{"barcode": _KEY, "name": "Tişört"}])

    [found] = client.search(1)
    assert (found["variantListesi"], found["miktar"]) == ([], 3)


def test_product_that_is_there_is_never_written_over(pttavm: PttavmStage) -> None:
    _seed_with_variants(pttavm)
    connector = pttavm.connector()
    draft = ListingDraft(
        sku=_KEY,
        barcode=_KEY,
        group=_KEY,
        title="Başka",
        description="",
        brand="",
        brand_external_id=None,
        category_external_id="2011",
        vat_rate=Decimal(10),
        price=Decimal(1),
        list_price=None,
        currency="TRY",
        quantity=1,
        images=("https://img.example/1.jpg",),
    )

    found = connector.write_listings([draft, dataclasses.replace(draft, external_id=_FORM)])

    answers = [(item.external_id, item.state, item.code) for item in found.items]
    assert answers == [
        (_KEY, ItemState.REJECTED, "pttavm.already_listed"),
        (_FORM, ItemState.REJECTED, "pttavm.content_fixed"),
    ]
    assert found.batch_external_id is None
    assert pttavm.shelf(_FORM)["quantity"] == 3


def test_empty_list_is_refused(pttavm: PttavmStage) -> None:
    with pytest.raises(Rejected) as raised:
        pttavm.connector().client.stock_prices([])

    assert raised.value.code == "pttavm.rejected"


def test_barcode_for_an_unknown_order_or_warehouse_is_refused(pttavm: PttavmStage) -> None:
    pttavm.seed([Article(_KEY)])
    number = pttavm.package_id(pttavm.order((_KEY, 1)))
    client = pttavm.connector().client

    for order, warehouse in (("PTT-404", 12345), (number, 1)):
        with pytest.raises(Rejected) as raised:
            client.create_barcode(order, warehouse)
        assert raised.value.code == "pttavm.rejected"

    assert [one.tracking_number for one in _orders(pttavm)] == [None]
