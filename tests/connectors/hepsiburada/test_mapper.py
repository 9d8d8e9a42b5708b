"""Hepsiburada's orders and uploads as our records, and our offers as its bodies."""

from copy import deepcopy
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parcels import Label, LabelFormat
from prapazar.connector_kit.records import (
    Address,
    BatchAnswer,
    BuyBoxRecord,
    CargoBy,
    ItemResult,
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.connectors.hepsiburada import mapper
from prapazar.connectors.hepsiburada.schemas import folded, minute, moment
from tests.connectors.hepsiburada.site import FIRST, ORDER, PACKAGE, SECOND, recorded

_AT = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def _whole(name: str, **packages: Any) -> dict[str, Any]:  # noqa: ANN401 - what the packages say
    return {"order": folded(recorded(name)), "packages": packages}


def _line(raw: dict[str, Any], **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of a line
    changed = deepcopy(raw)
    changed["order"]["items"][0].update(changes)
    return changed


def test_open_order_is_mapped_whole() -> None:
    place = Address(
        name="Ayşe Örnek",
        line="Deneme Sokak No: 1 Caferağa Caferağa",
        district="Kadıköy",
        city="İstanbul",
        postal_code="34710",
        phone="5550000000",
    )

    assert mapper.order(_whole("order_open")) == PackageRecord(
        external_id=ORDER,
        order_external_id=ORDER,
        order_number=ORDER,
        status=PackageStatus.NEW,
        provider_status="Open",
        ordered_at=_AT,
        modified_at=_AT,
        currency="TRY",
        total=Decimal("299.80"),
        discount=Decimal("10.01"),
        lines=(
            LineRecord(
                external_id=FIRST,
                listing_external_id="HBV00000100001",
                sku="TS-MAVI-M",
                barcode="8680000000017",
                title="Pamuklu Tişört",
                quantity=2,
                unit_price=Decimal("129.90"),
                total=Decimal("259.80"),
                discount=Decimal("10.01"),
                vat_rate=Decimal(20),
                commission_rate=Decimal(15),
            ),
            LineRecord(
                external_id=SECOND,
                listing_external_id="HBV00000100002",
                sku="CAY-1",
                barcode="8680000000024",
                title="Çay",
                quantity=1,
                unit_price=Decimal(40),
                total=Decimal(40),
                vat_rate=Decimal(1),
                commission_rate=Decimal(15),
            ),
        ),
        ship_by_at=datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
        buyer_name="Ayşe Örnek",
        buyer_email="ayse@example.com",
        buyer_phone="5550000000",
        shipping_address=place,
        billing_address=Address(
            name="Ayşe Örnek",
            line="Deneme Sokak No: 1 Caferağa Caferağa",
            district="Kadıköy",
            city="İstanbul",
            postal_code="34710",
            phone="5550000000",
            tax_number="1234567890",
            tax_office="Kadıköy",
        ),
        carrier="HepsiJet",
        cargo_by=CargoBy.CHANNEL,
    )


def test_packed_order_stands_where_its_package_stands() -> None:
    found = mapper.order(_whole("order_packed", **{PACKAGE: folded(recorded("tracking"))}))

    assert (found.external_id, found.status, found.provider_status) == (
        ORDER,
        PackageStatus.SHIPPED,
        "InTransit",
    )
    assert (found.carrier, found.tracking_number) == ("HepsiJet", "HJ900000001")
    assert found.tracking_url == "https://kargo.example/HJ900000001"


@pytest.mark.parametrize(
    ("word", "package", "expected"),
    [
        ("Open", None, PackageStatus.NEW),
        ("Open", PACKAGE, PackageStatus.PACKED),
        ("Unpacked", None, PackageStatus.NEW),
        ("Packaged", PACKAGE, PackageStatus.PACKED),
        ("Packed", PACKAGE, PackageStatus.PACKED),
        ("ReadyToShip", PACKAGE, PackageStatus.PACKED),
        ("InTransit", PACKAGE, PackageStatus.SHIPPED),
        ("Shipped", PACKAGE, PackageStatus.SHIPPED),
        ("UnDelivered", PACKAGE, PackageStatus.UNDELIVERED),
        ("Delivered", PACKAGE, PackageStatus.DELIVERED),
        ("Returned", PACKAGE, PackageStatus.RETURNED),
    ],
)
def test_every_status_is_one_of_ours(word: str, package: str | None, expected: PackageStatus) -> None:
    raw = _whole("order_open")
    for line in raw["order"]["items"]:
        line.update(status=word, packagenumber=package)

    assert mapper.order(raw).status is expected


@pytest.mark.parametrize(
    ("word", "numbers"),
    [("Packaged", [PACKAGE]), ("InTransit", [PACKAGE]), ("Delivered", []), ("Cancelled", [])],
)
def test_only_packages_under_way_are_asked_for(word: str, numbers: list[str]) -> None:
    raw = _whole("order_packed")
    for line in raw["order"]["items"]:
        line["status"] = word

    assert mapper.package_numbers(raw["order"]) == numbers


@pytest.mark.parametrize("word", ["Cancelled", "CancelledByMerchant", "CanceledByCustomer"])
def test_cancelled_line_takes_no_part_in_where_the_order_stands(word: str) -> None:
    found = mapper.order(_line(_whole("order_packed"), status=word))

    assert found.status is PackageStatus.PACKED
    assert [(line.quantity, line.cancelled_quantity) for line in found.lines] == [(2, 2), (1, 0)]


def test_order_of_cancelled_lines_is_cancelled() -> None:
    raw = _whole("order_open")
    for line in raw["order"]["items"]:
        line["status"] = "Cancelled"

    assert mapper.order(raw).status is PackageStatus.CANCELLED


def test_order_stands_where_its_least_advanced_line_stands() -> None:
    found = mapper.order(_line(_whole("order_packed"), status="Open", packagenumber=None))

    assert (found.status, found.provider_status) == (PackageStatus.NEW, "Open, Packaged")


def test_order_was_changed_when_its_last_line_was() -> None:
    found = mapper.order(_line(_whole("order_open"), laststatusupdatedate="2026-11-21T00:30:00"))

    assert found.modified_at == datetime(2026, 11, 20, 21, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"status": "Işınlandı"}, "connector.unknown_status"),
        ({"vatrate": 17}, "connector.unknown_tax"),
        ({"unitprice": {"amount": 1, "currency": "EUR"}}, "connector.unknown_currency"),
        ({"quantity": 0}, "connector.odd_value"),
        ({"sku": None}, "connector.missing_field"),
        ({"totalprice": 5}, "connector.odd_value"),
        ({"laststatusupdatedate": "dün"}, "connector.odd_value"),
    ],
)
def test_order_that_cannot_be_read_is_parked_alone(changes: dict[str, Any], code: str) -> None:
    good, odd = _whole("order_packed"), _line(_whole("order_open"), **changes)

    found = mapper.orders([good, odd])

    assert found[0] == mapper.order(good)
    assert isinstance(found[1], ParkedRecord)
    assert (found[1].external_id, found[1].code, found[1].raw) == (ORDER, code, odd)


def test_order_without_lines_is_parked() -> None:
    raw = _whole("order_open")
    raw["order"]["items"] = []

    [found] = mapper.orders([raw])

    assert isinstance(found, ParkedRecord)


def test_keys_are_read_in_any_spelling() -> None:
    assert folded({"OrderNumber": 1, "Items": [{"merchantSKU": "X"}]}) == {
        "ordernumber": 1,
        "items": [{"merchantsku": "X"}],
    }


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("2026-11-21T00:30:00", datetime(2026, 11, 20, 21, 30, tzinfo=UTC)),
        ("2026-11-21T00:30:00Z", datetime(2026, 11, 21, 0, 30, tzinfo=UTC)),
        ("2022-12-09T12:12:09.5595657Z", datetime(2022, 12, 9, 12, 12, 9, 559565, UTC)),
        ("2026-11-21 00:30", datetime(2026, 11, 20, 21, 30, tzinfo=UTC)),
    ],
)
def test_date_without_a_zone_is_turkish(told: str, expected: datetime) -> None:
    assert moment(told, "orderDate") == expected


def test_date_we_ask_with_is_a_turkish_minute() -> None:
    assert minute(datetime(2026, 12, 31, 22, 5, 59, tzinfo=UTC)) == "2027-01-01 01:05"


def test_stock_is_told_by_hepsiburadas_sku() -> None:
    assert mapper.stock_rows([StockOffer("HBV1", "G", 3)]) == [
        {"hepsiburadaSku": "HBV1", "availableStock": 3}
    ]


def test_price_in_another_currency_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.price_rows([PriceOffer("HBV1", None, Decimal(1), None, "USD")])

    assert (raised.value.code, raised.value.field) == ("hepsiburada.currency", "currency")


def test_upload_names_those_it_refused() -> None:
    assert mapper.upload_answer(folded(recorded("upload"))) == BatchAnswer(
        is_final=True,
        items=(
            ItemResult("HBV9", ItemState.REJECTED, "hepsiburada.item_refused", "Listing bulunamadı."),
            ItemResult(
                "HBV00000100002",
                ItemState.REJECTED,
                "hepsiburada.price_locked",
                "Fiyat izin verilen aralığın dışında. (20 - 80)",
            ),
        ),
        unnamed=ItemState.ACCEPTED,
    )


@pytest.mark.parametrize(
    ("word", "answer"),
    [
        ("PROCESSING", BatchAnswer(is_final=False, items=())),
        ("COMPLETED", BatchAnswer(is_final=True, items=(), unnamed=ItemState.ACCEPTED)),
        ("Done", BatchAnswer(is_final=True, items=(), unnamed=ItemState.ACCEPTED)),
        ("FAILED", BatchAnswer(is_final=True, items=(), unnamed=ItemState.REJECTED)),
    ],
)
def test_upload_is_final_by_its_word(word: str, answer: BatchAnswer) -> None:
    assert mapper.upload_answer({"status": word, "errors": [], "pricevalidations": None}) == answer


def test_upload_of_an_unknown_word_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer) as raised:
        mapper.upload_answer({"status": "Melted"})

    assert raised.value.code == "connector.unknown_status"


def test_split_leaves_the_rest_and_cancels_the_others() -> None:
    lines = mapper.line_states(_whole("order_packed"))

    assert mapper.split(lines, {FIRST: 1}, 83) == {
        "packageDetails": [
            {
                "lines": [{"orderLineId": FIRST, "quantity": 1}, {"orderLineId": SECOND, "quantity": 1}],
                "parcelQuantity": 1,
                "deci": 3,
            }
        ],
        "cancelledItems": [{"orderLineId": FIRST, "quantity": 1, "cancelReasonId": 83}],
    }


@pytest.mark.parametrize(("operation", "name"), [("orders", "order_open"), ("upload", "upload")])
def test_recorded_answer_is_replayed(operation: str, name: str) -> None:
    assert len(mapper.READERS[operation](recorded(name))) == 1


def test_labels_of_all_packages_are_one_file() -> None:
    answers: list[dict[str, Any]] = [{"data": ["^XA1^XZ", "^XA2^XZ"], "format": "zpl"}, {"data": ["^XA3^XZ"]}]

    assert mapper.label(answers) == Label(LabelFormat.ZPL, b"^XA1^XZ\n^XA2^XZ\n^XA3^XZ")
    with pytest.raises(UnexpectedAnswer):
        mapper.label([{"data": []}])


def test_order_under_the_sellers_own_contract_names_no_van() -> None:
    whole = _whole("order_open")
    for line in whole["order"]["items"]:
        line["cargocompany"] = "Mağaza Hesabı"

    found = mapper.order(whole)

    assert (found.carrier, found.cargo_by, found.tracking_number) == (None, CargoBy.SELLER, None)
    assert [line.is_own_cargo for line in mapper.line_states(whole)] == [True, True]


def test_contracted_parcel_goes_by_its_labels_number_until_its_carrier_gives_one() -> None:
    parcel = {**folded(recorded("tracking")), "trackinginfocode": None, "barcode": "4500012345"}

    fresh = mapper.order(_whole("order_packed", **{PACKAGE: parcel}))
    own = mapper.order(_whole("order_packed", **{PACKAGE: {**parcel, "cargocompany": "Mağaza Hesabı"}}))

    assert (fresh.cargo_by, fresh.tracking_number) == (CargoBy.CHANNEL, "4500012345")
    assert (own.cargo_by, own.tracking_number) == (CargoBy.SELLER, None)


def _offer(rank: int, name: str, price: str) -> dict[str, Any]:
    return {"rank": rank, "merchantName": name, "price": Decimal(price), "dispatchTime": 1}


def _box(*offers: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = folded({"sku": "HBV0001", "buyboxOrders": list(offers)})
    return found


def test_our_offer_is_found_by_the_stores_name_in_any_case() -> None:
    raw = _box(_offer(2, "ANADOLU IŞIK", "101.50"), _offer(1, "Rakip", "99.90"))

    assert mapper.buybox(raw, "Anadolu Işık") == BuyBoxRecord(
        "HBV0001", 2, Decimal("99.90"), Decimal("101.50"), has_rivals=True
    )


def test_without_the_name_only_a_lone_offer_is_ours() -> None:
    several = mapper.buybox(_box(_offer(1, "Rakip", "99.90"), _offer(2, "Mağaza", "101.50")), "")
    lone = mapper.buybox(_box(_offer(1, "Mağaza", "101.50")), "")
    foreign = mapper.buybox(_box(_offer(1, "Rakip", "99.90")), "Mağaza")

    assert (several.rank, several.best_price, several.own_price) == (None, Decimal("99.90"), None)
    assert (lone.rank, lone.own_price, lone.has_rivals) == (1, Decimal("101.50"), False)
    assert (foreign.rank, foreign.own_price) == (None, None)


def test_odd_ranking_is_parked_and_the_others_go_on() -> None:
    nameless = folded({"sku": "HBV0002", "buyboxOrders": [{"rank": 1, "price": 5}]})

    odd, shapeless, good = mapper.buyboxes(
        [nameless, folded({"sku": "HBV0003"}), _box(_offer(1, "Mağaza", "5"))], "Mağaza"
    )

    assert isinstance(odd, ParkedRecord)
    assert isinstance(shapeless, ParkedRecord)
    assert [odd.external_id, shapeless.external_id] == ["HBV0002", "HBV0003"]
    assert isinstance(good, BuyBoxRecord)
