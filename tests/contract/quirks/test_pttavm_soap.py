"""A store that has only PTT AVM's older SOAP service, seen in its simulator."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from defusedxml import ElementTree

from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected
from prapazar.connector_kit.records import (
    AccountRecord,
    ItemResult,
    ItemState,
    PackageStatus,
    PriceOffer,
    PushResult,
    StockOffer,
)
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Stage
from tests.factories.stages.pttavm import PttavmStage

_KEY, _OTHER, _FORM = "8690000000017", "8690000000024", "8690000000031"
_WSDL = "{http://schemas.xmlsoap.org/wsdl/}"


@pytest.fixture
def store(stage: Stage) -> Iterator[PttavmStage]:
    """The same seller, known by user name and password alone."""
    assert isinstance(stage, PttavmStage)
    stage.settings = {"interface": "soap"}
    number = stage.account
    stage.credentials = {
        "api_key": f"sandbox-soap-{number}",
        "access_token": f"sandbox-soap-password-{number}",
    }
    yield stage
    _rule(stage, fault_status=500, soap_detail="list", unknown_order="empty")


def _rule(store: Stage, **rules: object) -> None:
    store.server.pull("PATCH", "/pttavm/rules", rules)


def _orders(store: PttavmStage) -> list[Any]:
    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    return [one for page in store.connector().fetch_packages(*window) for one in page]


def test_store_is_known_by_user_name_and_password(store: PttavmStage) -> None:
    assert isinstance(store.connector().test_credentials(), AccountRecord)


@pytest.mark.parametrize("status", [500, 200])
@pytest.mark.parametrize("wrong", [{"access_token": "x"}, {"api_key": "x"}])
def test_wrong_password_is_told_whatever_status_the_fault_comes_with(
    store: PttavmStage, wrong: dict[str, str], status: int
) -> None:
    _rule(store, fault_status=status)

    with pytest.raises(AuthFailed):
        store.connector(credentials=wrong).test_credentials()


def test_fault_within_a_good_status_is_no_empty_answer(store: PttavmStage) -> None:
    _rule(store, fault_status=200)
    client = store.connector().client

    with pytest.raises(Rejected) as raised:
        client.orders("2026-01-01T00:00:00", "2026-02-10T00:00:01")

    assert raised.value.code == "pttavm.rejected"
    assert client.orders("2026-01-01T00:00:00", "2026-02-10T00:00:00") == []


def test_products_are_listed_as_by_rest(store: PttavmStage) -> None:
    variant = {
        "variantBarkod": _FORM,
        "miktar": 3,
        "fiyat": "20.05",
        "attributes": [{"definition": "Renk", "value": "Kırmızı"}],
    }
    images = [
        {"url": "https://img.example/2.jpg", "sira": 2},
        {"url": "https://img.example/1.jpg", "sira": 1},
    ]
    row = {"barkod": _KEY, "urunAdi": "Tişört", "miktar": 3, "kdVli": "100.00", "resimListesi": images}
    store.server.pull("POST", f"/pttavm/{store.account}/products", [{**row, "variants": [variant]}])
    store.seed([Article(_OTHER, "Çay", Decimal("0.99"))])

    [found] = store.connector().fetch_listings()

    shown = [
        (one.external_id, one.external_parent_id, one.title, one.price, one.quantity, one.is_active)
        for one in found
    ]
    assert shown == [
        (_FORM, _KEY, "Tişört Kırmızı", Decimal("120.05"), 3, True),
        (_OTHER, None, "Çay", Decimal("0.99"), 50, True),
    ]
    assert found[0].images == ("https://img.example/1.jpg", "https://img.example/2.jpg")


def test_store_without_products_has_none(store: PttavmStage) -> None:
    assert list(store.connector().fetch_listings()) == []


def test_categories_are_read(store: PttavmStage) -> None:
    found = store.connector().fetch_categories()

    assert [one.external_id for one in found if one.is_leaf] == ["101", "102", "2011"]


def test_stock_is_pushed_product_by_product_and_answered_at_once(store: PttavmStage) -> None:
    store.seed([Article(_KEY), Article(_OTHER)])

    found = store.connector().push_stock([StockOffer(one, None, 4) for one in (_KEY, "YOK", _OTHER)])

    assert found == PushResult(
        items=(
            ItemResult(_KEY, ItemState.ACCEPTED),
            ItemResult("YOK", ItemState.REJECTED, "pttavm.item_refused", "Barkod bulunamadı."),
            ItemResult(_OTHER, ItemState.ACCEPTED),
        )
    )
    assert [store.shelf(one)["quantity"] for one in (_KEY, _OTHER)] == [4, 4]


@pytest.mark.parametrize("rate", [None, Decimal(20)])
def test_price_is_pushed_and_leaves_the_stock(store: PttavmStage, rate: Decimal | None) -> None:
    store.seed([Article(_KEY, quantity=7)])

    found = store.connector().push_price([PriceOffer(_KEY, None, Decimal("89.90"), None, "TRY", rate)])

    shelf = store.shelf(_KEY)
    assert found == PushResult(items=(ItemResult(_KEY, ItemState.ACCEPTED),))
    assert (Decimal(shelf["price"]), shelf["quantity"]) == (Decimal("89.90"), 7)


def test_same_price_twice_in_five_minutes_is_refused(store: PttavmStage) -> None:
    store.seed([Article(_KEY)])
    offers = [PriceOffer(_KEY, None, Decimal("89.90"), None, "TRY")]
    store.connector().push_price(offers)

    with pytest.raises(Rejected) as raised:
        store.connector().push_price(offers)

    assert raised.value.code == "pttavm.repeated_request"


@pytest.mark.parametrize("detail", ["list", "one"])
def test_order_is_read_as_by_rest(store: PttavmStage, detail: str) -> None:
    _rule(store, soap_detail=detail)
    store.seed([Article(_KEY, price=Decimal("129.95")), Article(_OTHER, "Çay", Decimal("0.99"))])
    number = store.package_id(store.order((_KEY, 2), (_OTHER, 1)))
    by_rest = {"api_key": f"sandbox-api-key-{store.account}"}
    by_rest["access_token"] = f"sandbox-access-token-{store.account}"

    [listed] = _orders(store)

    assert (listed.external_id, listed.total) == (number, Decimal("260.89"))
    assert store.connector().fetch_package(number) == [listed]
    store.settings = {}
    assert store.connector(credentials=by_rest).fetch_package(number) == [listed]


@pytest.mark.parametrize("detail", ["list", "one"])
def test_order_nobody_knows_is_no_order(store: PttavmStage, detail: str) -> None:
    _rule(store, soap_detail=detail)

    assert store.connector().fetch_package("PTT-1") == []


def test_barcode_of_a_parcel_needs_the_cargo_user(store: PttavmStage) -> None:
    store.seed([Article(_KEY)])
    number = store.package_id(store.order((_KEY, 1)))

    with pytest.raises(Rejected) as raised:
        store.connector().report_status(number, PackageStatus.PACKED, {})
    store.settings["cargo_user"] = f"sandbox-cargo-{store.account}"
    password = {"cargo_password": f"sandbox-cargo-password-{store.account}"}
    store.connector(credentials=password).report_status(number, PackageStatus.PACKED, {})

    [found] = _orders(store)
    assert (raised.value.code, raised.value.field) == ("pttavm.not_in_soap", "cargo_user")
    assert found.tracking_number


def test_what_soap_has_nothing_for_is_refused(store: PttavmStage) -> None:
    client = store.connector().client

    for call in (
        lambda: client.upsert([]),
        lambda: client.tracking_result("1"),
        lambda: client.by_barcodes([_KEY]),
        client.cargo_profiles,
    ):
        with pytest.raises(Rejected) as raised:
            call()
        assert raised.value.code == "pttavm.not_in_soap"


def test_limit_of_requests_is_kept_by_soap_too(store: PttavmStage) -> None:
    store.tighten(1, 60)
    connector = store.connector()
    connector.test_credentials()

    with pytest.raises(RateLimited):
        connector.test_credentials()

    store.loosen()


@pytest.mark.parametrize(
    ("fields", "left"),
    [
        ("<c:Barkod>{0}</c:Barkod><c:Miktar>4</c:Miktar>", 4),
        ("<c:Miktar>4</c:Miktar><c:Barkod>{0}</c:Barkod>", 50),
        ("<Barkod>{0}</Barkod><Miktar>4</Miktar>", 50),
    ],
)
def test_field_that_comes_late_or_from_elsewhere_is_passed_over(
    store: PttavmStage, fields: str, left: int
) -> None:
    store.seed([Article(_KEY)])
    names = (
        'xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:t="http://tempuri.org/"'
        ' xmlns:c="http://schemas.datacontract.org/2004/07/ePttAVMService"'
        ' xmlns:w="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"'
    )
    user, password = store.credentials["api_key"], store.credentials["access_token"]
    token = f"<w:Username>{user}</w:Username><w:Password>{password}</w:Password>"
    header = f"<s:Header><w:Security><w:UsernameToken>{token}</w:UsernameToken></w:Security></s:Header>"
    item = f"<t:StokFiyatGuncelle3><t:item>{fields.format(_KEY)}</t:item></t:StokFiyatGuncelle3>"
    text = f"<s:Envelope {names}>{header}<s:Body>{item}</s:Body></s:Envelope>"
    action = {"SOAPAction": "http://tempuri.org/IService/StokFiyatGuncelle3"}

    store.server.http.post(
        f"{store.server.address}/pttavm/soap/service.svc", content=text.encode(), headers=action
    )

    assert store.shelf(_KEY)["quantity"] == left


def test_wsdl_names_the_operations(store: PttavmStage) -> None:
    answer = store.server.http.get(f"{store.server.address}/pttavm/soap/service.svc?wsdl")

    described = ElementTree.fromstring(answer.content)
    names = {one.get("name") for one in described.findall(f"{_WSDL}portType/{_WSDL}operation")}
    assert names >= {"StokKontrolListesi", "StokFiyatGuncelle3", "UpdateProductsStockPrice", "SiparisDetay"}
