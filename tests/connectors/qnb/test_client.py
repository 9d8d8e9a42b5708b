"""QNB's operations as they are called, each with a log-in in its header."""

import hashlib
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from prapazar.connector_kit import parsing
from prapazar.connector_kit.einvoices import DocumentKind
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Unavailable, UnexpectedAnswer
from tests.factories.invoices import ALIAS, SELLER, TAXPAYER, UUID, outgoing
from tests.factories.soap import SoapProvider, enveloped, fault

_WSDLS = {"connectorService": "connector_service.wsdl", "EarsivWebService": "earsiv_web_service.wsdl"}
_SETTINGS = {
    "tax_number": SELLER,
    "erp_code": "PRP1",
    "connector_address": "https://connector.test/connector/ws",
    "archive_address": "https://earsiv.test/earsiv/ws",
}
_LOGIN = {"username": "deneme", "password": "gizli"}
_INVOICE = outgoing(DocumentKind.EINVOICE)
_CONNECTOR, _ARCHIVE = "http://service.connector.uut.cs.com.tr/", "http://service.earsiv.uut.cs.com.tr/"
Operation = Callable[[Any], object]


def _told(space: str, operation: str, inner: str) -> str:
    return f'<n:{operation}Response xmlns:n="{space}">{inner}</n:{operation}Response>'


_ENTRY = f"<entry><key>uuid</key><value>{UUID}</value></entry>"
_OK = f"<return><resultCode>AE00000</resultCode><resultExtra>{_ENTRY}</resultExtra></return>"
_STATE = "<return><durum>1</durum><gonderimDurumu>-1</gonderimDurumu></return>"
_PDF = "JVBERi0xLjQK"
OPERATIONS: dict[str, tuple[Operation, str, str]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        "efaturaKullanicisi",
        _told(_CONNECTOR, "efaturaKullanicisi", "<return>false</return>"),
    ),
    "find_taxpayer": (
        lambda c: c.find_taxpayer(TAXPAYER),
        "efaturaKullanicisi",
        _told(_CONNECTOR, "efaturaKullanicisi", "<return>false</return>"),
    ),
    "send_invoice": (
        lambda c: c.send_document(_INVOICE),
        "belgeGonderExt",
        _told(_CONNECTOR, "belgeGonderExt", "<belgeOid>0vm</belgeOid>"),
    ),
    "invoice_status": (
        lambda c: c.fetch_document_status(_INVOICE, "0vm"),
        "gidenBelgeDurumSorgulaExt",
        _told(_CONNECTOR, "gidenBelgeDurumSorgulaExt", _STATE),
    ),
    "invoice_pdf": (
        lambda c: c.fetch_document_pdf(_INVOICE, "0vm"),
        "gidenBelgeleriIndir",
        _told(_CONNECTOR, "gidenBelgeleriIndir", f"<return>{_PDF}</return>"),
    ),
    "send_archive": (
        lambda c: c.send_document(outgoing()),
        "faturaOlusturExt",
        _told(_ARCHIVE, "faturaOlusturExt", _OK),
    ),
    "archive_status": (
        lambda c: c.fetch_document_status(outgoing(), UUID),
        "faturaSorgula",
        _told(_ARCHIVE, "faturaSorgula", _OK),
    ),
    "archive_pdf": (
        lambda c: c.fetch_document_pdf(outgoing(), UUID),
        "faturaSorgula",
        _told(_ARCHIVE, "faturaSorgula", f"{_OK}<output><belgeIcerigi>{_PDF}</belgeIcerigi></output>"),
    ),
    "cancel": (
        lambda c: c.cancel_document(outgoing(), UUID, "iptal"),
        "faturaIptalEt",
        _told(_ARCHIVE, "faturaIptalEt", _OK),
    ),
}
_WRITES = {"send_invoice", "send_archive", "cancel"}


def _provider(*told: str | httpx.Response | Exception) -> SoapProvider:
    return SoapProvider("qnb", _WSDLS, list(told))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_is_called_at_its_service_with_the_log_in(name: str) -> None:
    operation, called, told = OPERATIONS[name]
    provider = _provider(told)

    operation(provider.connector(_SETTINGS, _LOGIN))

    [request] = provider.requests
    header = provider.asked().getroottree().find("{*}Header/{*}Security/{*}UsernameToken")
    assert header is not None
    assert [one.text for one in header] == ["deneme", "gizli"]
    is_archive = called.startswith("fatura")
    place = (
        "earsiv.test/earsiv/ws/EarsivWebService"
        if is_archive
        else "connector.test/connector/ws/connectorService"
    )
    assert (provider.operations(), str(request.url)) == ([called], f"https://{place}")


def test_invoice_goes_with_its_sum_and_letter_box() -> None:
    provider = _provider(OPERATIONS["send_invoice"][2])

    provider.connector(_SETTINGS, _LOGIN).send_document(_INVOICE)

    told = {one.tag: one.text for one in provider.asked()[0] if one.tag != "veri"}
    assert told == {
        "alanEtiket": ALIAS,
        "belgeHash": hashlib.md5(_INVOICE.xml, usedforsecurity=False).hexdigest(),
        "belgeNo": "FTR2026000000001",
        "belgeTuru": "FATURA_UBL",
        "belgeVersiyon": "3.0",
        "erpKodu": "PRP1",
        "mimeType": "application/xml",
        "vergiTcKimlikNo": SELLER,
    }


@pytest.mark.parametrize(("oid", "asked"), [("0vm", ("0vm", "OID")), (None, ("FTR2026000000001", "YEREL"))])
def test_invoice_is_asked_for_by_its_name_there_or_by_our_number(
    oid: str | None, asked: tuple[str, str]
) -> None:
    provider = _provider(OPERATIONS["invoice_status"][2])

    provider.connector(_SETTINGS, _LOGIN).fetch_document_status(_INVOICE, oid)

    given = provider.asked().find("parametreler")
    assert given is not None
    assert (given.findtext("belgeNo"), given.findtext("belgeNoTipi")) == asked


def test_archive_invoice_goes_with_json_and_the_note_that_is_asked_for() -> None:
    provider = _provider(OPERATIONS["send_archive"][2])

    provider.connector(_SETTINGS, _LOGIN).send_document(outgoing())

    assert parsing.load_json((provider.asked().findtext("input") or "").encode()) == {
        "donenBelgeFormati": 9,
        "islemId": UUID,
        "vkn": SELLER,
        "sube": "DFLT",
        "kasa": "DFLT",
        "erpKodu": "PRP1",
        "numaraVerilsinMi": 0,
        "taslagaYonlendir": 0,
    }


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (httpx.Response(401), AuthFailed),
        (httpx.Response(429), RateLimited),
        (httpx.Response(500, text=enveloped(fault("username.pwd.mismatch"))), AuthFailed),
        (httpx.Response(500, text=enveloped(fault("İç hata"))), Unavailable),
        (fault("İç hata"), Unavailable),
    ],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, told: str | httpx.Response, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        OPERATIONS[name][0](_provider(told).connector(_SETTINGS, _LOGIN))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    provider = _provider(httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        OPERATIONS[name][0](provider.connector(_SETTINGS, _LOGIN))

    found = (raised.value.maybe_done, len(provider.requests))
    assert found == ((True, 1) if name in _WRITES else (False, 3))


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - {"cancel"}))
def test_answer_of_another_shape_is_unexpected(name: str) -> None:
    with pytest.raises(UnexpectedAnswer):
        OPERATIONS[name][0](_provider('<o xmlns="urn:o"/>').connector(_SETTINGS, _LOGIN))
