"""PTT AVM's older service as it is spoken to: envelopes in WCF's order, answers in REST's names."""

from decimal import Decimal
from typing import Any

import httpx
import pytest
from defusedxml import ElementTree

from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    Rejected,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.records import ItemState, ParkedRecord, PriceOffer, PushResult, StockOffer
from prapazar.connectors.pttavm import soap
from tests.factories.provider import Provider

_CREDENTIALS = {"api_key": "kullanıcı", "access_token": "gizli & şifre"}
_ENVELOPE = "{http://schemas.xmlsoap.org/soap/envelope/}"
_SERVICE, _CONTRACTS = "{http://tempuri.org/}", "{http://schemas.datacontract.org/2004/07/ePttAVMService}"
_REQUESTS = "{http://schemas.datacontract.org/2004/07/ePttAVMService.Model.Requests}"
_SECURITY = "{http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd}"
_DONE = "<StokFiyatGuncelle3Result><Success>true</Success></StokFiyatGuncelle3Result>"


def _answer(inner: str, status: int = 200) -> httpx.Response:
    around = "http://schemas.xmlsoap.org/soap/envelope/"
    text = f'<s:Envelope xmlns:s="{around}"><s:Body>{inner}</s:Body></s:Envelope>'
    return httpx.Response(status, text=text, headers={"content-type": "text/xml; charset=utf-8"})


def _response(operation: str, inner: str) -> httpx.Response:
    return _answer(f'<{operation}Response xmlns="http://tempuri.org/">{inner}</{operation}Response>')


def _fault(code: str, status: int) -> httpx.Response:
    told = f"<s:Fault><faultcode>{code}</faultcode><faultstring>Olmadı.</faultstring></s:Fault>"
    return _answer(told, status)


def _connector(*answers: httpx.Response) -> tuple[Any, Provider]:
    provider = Provider(list(answers))
    return provider.connector("pttavm", {"interface": "soap"}, _CREDENTIALS), provider


def _sent(provider: Provider) -> Any:  # noqa: ANN401 - an element
    return ElementTree.fromstring(provider.requests[-1].content)


def test_request_carries_user_name_and_password_and_names_its_action() -> None:
    connector, provider = _connector(_response("StokFiyatGuncelle3", _DONE))

    connector.push_stock([StockOffer("868", None, 12_000)])

    [request] = provider.requests
    token = _sent(provider).find(f"{_ENVELOPE}Header/{_SECURITY}Security/{_SECURITY}UsernameToken")
    told = (token.findtext(f"{_SECURITY}Username"), token.findtext(f"{_SECURITY}Password"))
    item = _sent(provider).find(f"{_ENVELOPE}Body/{_SERVICE}StokFiyatGuncelle3/{_SERVICE}item")
    assert str(request.url) == "https://ws.pttavm.com:93/service.svc"
    assert request.headers["soapaction"] == '"http://tempuri.org/IService/StokFiyatGuncelle3"'
    assert {"api-key", "access-token", "authorization"} & set(request.headers) == set()
    assert told == ("kullanıcı", "gizli & şifre")
    assert token.find(f"{_SECURITY}Password").get("Type").endswith("#PasswordText")
    assert [(one.tag, one.text) for one in item] == [
        (f"{_CONTRACTS}Barkod", "868"),
        (f"{_CONTRACTS}Miktar", "9999"),
    ]


def test_price_is_written_in_the_order_of_the_alphabet_and_without_a_stock() -> None:
    result = "<UpdateProductsStockPriceResult><Success>true</Success><TrackingId>t-1</TrackingId>"
    connector, provider = _connector(
        _response("UpdateProductsStockPrice", f"{result}</UpdateProductsStockPriceResult>")
    )

    pushed = connector.push_price([PriceOffer("868", None, Decimal(120), None, "TRY", Decimal(20))])

    [row] = _sent(provider).iter(f"{_REQUESTS}ProductStockPriceRequest")
    assert [(one.tag.removeprefix(_REQUESTS), one.text) for one in row] == [
        ("Barcode", "868"),
        ("Discount", "0"),
        ("PriceWithVAT", "120.00"),
        ("PriceWithoutVAT", "100.00"),
        ("VatRate", "20"),
    ]
    assert [(one.external_id, one.state) for one in pushed.items] == [("868", ItemState.ACCEPTED)]
    assert pushed.batch_external_id is None


def test_price_without_a_rate_asks_for_none() -> None:
    result = "<UpdateProductsStockPriceResult><TrackingId>t-1</TrackingId></UpdateProductsStockPriceResult>"
    connector, provider = _connector(_response("UpdateProductsStockPrice", result))

    connector.push_price([PriceOffer("868", None, Decimal(120), None, "TRY")])

    assert len(provider.requests) == 1


def test_only_refused_prices_are_not_sent() -> None:
    connector, provider = _connector(_response("UpdateProductsStockPrice", ""))

    pushed = connector.push_price([PriceOffer("868", "867", Decimal(120), None, "TRY")])

    assert isinstance(pushed, PushResult)
    assert provider.requests == []


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ({"SiparisNo": "1", "TCKN": None}, {"siparisNo": "1", "tckn": None}),
        (
            {"KDVli": "1.5", "KDVsiz": "1", "KDVOran": "20"},
            {"kdVli": "1.5", "kdVsiz": "1", "kdvOran": "20"},
        ),
        ({"Aktif": "true", "Mevcut": "false"}, {"aktif": True, "mevcut": False}),
        (
            {"SiparisUrunler": {"SiparisUrun": {"UrunId": "1"}}, "ResimListesi": None},
            {"siparisUrunler": [{"urunId": "1"}], "resimListesi": []},
        ),
        (
            {"category_tree": {"Category": [{"id": "1", "children": None}]}},
            {"category_tree": [{"id": "1", "children": []}]},
        ),
    ],
)
def test_names_are_told_as_rest_tells_them(raw: dict[str, Any], expected: dict[str, Any]) -> None:
    assert soap.told(raw) == expected


def test_text_where_a_list_belongs_is_unexpected() -> None:
    with pytest.raises(UnexpectedAnswer):
        soap.told({"SiparisUrunler": "x"})


def test_lines_without_a_number_are_known_by_their_place() -> None:
    line = (
        "<SiparisUrun><KdvDahilToplamTutar>10.50</KdvDahilToplamTutar><KdvOrani>20</KdvOrani>"
        "<SiparisDurumu>gonderilmis</SiparisDurumu><ToplamIslemAdedi>1</ToplamIslemAdedi>"
        "<UrunBarkod>868</UrunBarkod></SiparisUrun>"
    )
    order = (
        "<TedarikciSiparisKontrolV2><IslemTarihi>2026-11-21T15:22:10</IslemTarihi><SiparisNo>PTT-1</SiparisNo>"
        f"<SiparisUrunler>{line}{line}</SiparisUrunler></TedarikciSiparisKontrolV2>"
    )
    connector, _ = _connector(_response("SiparisDetay", f"<SiparisDetayResult>{order}</SiparisDetayResult>"))

    [found] = connector.fetch_package("PTT-1")

    assert not isinstance(found, ParkedRecord)
    assert [(one.external_id, one.title, one.total) for one in found.lines] == [
        ("1", "868", Decimal("10.50")),
        ("2", "868", Decimal("10.50")),
    ]


@pytest.mark.parametrize("status", [500, 200])
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("a:FailedAuthentication", AuthFailed),
        ("a:InvalidSecurity", AuthFailed),
        ("s:Client", Rejected),
        ("a:ActionNotSupported", Rejected),
        ("a:InternalServiceFault", Unavailable),
    ],
)
def test_fault_means_the_same_with_either_status(
    code: str, expected: type[ConnectorError], status: int
) -> None:
    connector, _ = _connector(_fault(code, status))

    with pytest.raises(expected):
        connector.test_credentials()


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (_response("StokFiyatGuncelle3", ""), UnexpectedAnswer),
        (_response("BaskaBirSey", _DONE), UnexpectedAnswer),
        (_answer(""), UnexpectedAnswer),
        (httpx.Response(200, text="<html>"), Unavailable),
    ],
)
def test_answer_without_a_result_is_no_success(
    answer: httpx.Response, expected: type[ConnectorError]
) -> None:
    connector, _ = _connector(answer)

    with pytest.raises(expected):
        connector.push_stock([StockOffer("868", None, 5)])


def test_refusal_of_one_product_is_its_own() -> None:
    refused = "<StokFiyatGuncelle3Result><ErrorMessage>Yok.</ErrorMessage><Success>false</Success>"
    connector, _ = _connector(
        _response("StokFiyatGuncelle3", f"{refused}</StokFiyatGuncelle3Result>"),
        _response("StokFiyatGuncelle3", _DONE),
    )

    pushed = connector.push_stock([StockOffer("868", None, 5), StockOffer("869", None, 5)])

    assert [(one.external_id, one.state, one.message) for one in pushed.items] == [
        ("868", ItemState.REJECTED, "Yok."),
        ("869", ItemState.ACCEPTED, None),
    ]
