"""Foriba's operations as they are called, each behind Basic authentication."""

import hashlib
import io
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.einvoices import DocumentKind
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Unavailable, UnexpectedAnswer
from tests.factories.invoices import ALIAS, SELLER, TAXPAYER, UUID, outgoing
from tests.factories.soap import SoapProvider, enveloped, fault

_WSDLS = {
    "ClientEInvoiceServicesPort.svc": "client_einvoice.wsdl",
    "ClientEArsivServicesPort.svc": "client_earsiv.wsdl",
}
_SETTINGS = {"tax_number": SELLER, "sender_alias": "urn:mail:defaultgb@deneme.com"}
_LOGIN = {"username": "deneme", "password": "gizli"}
_INVOICE = outgoing(DocumentKind.EINVOICE)
_EINVOICE, _EARSIV = "http:/fitcons.com/eInvoice/", "http://fitcons.com/earchive/invoice"
_CANCEL = "http://fitcons.com/earchive/invoicecancellation"
_OK = "<Result><Result>SUCCESS</Result></Result>"
_PDF = "JVBERi0xLjQK"
Operation = Callable[[Any], object]


def _told(space: str, name: str, inner: str) -> str:
    return f'<n:{name} xmlns:n="{space}">{inner}</n:{name}>'


_SENT = f"<Response><EnvUUID>zarf</EnvUUID><UUID>{UUID}</UUID><ID>FTR2026000000001</ID></Response>"
_MADE = (
    f"<preCheckSuccessResults><preCheckSuccess><UUID>{UUID}</UUID></preCheckSuccess></preCheckSuccessResults>"
)
OPERATIONS: dict[str, tuple[Operation, str, str]] = {
    "test_credentials": (
        lambda c: c.test_credentials(),
        "getUserListRequest",
        _told(_EINVOICE, "getUserListResponse", ""),
    ),
    "find_taxpayer": (
        lambda c: c.find_taxpayer(TAXPAYER),
        "getUserListRequest",
        _told(_EINVOICE, "getUserListResponse", ""),
    ),
    "send_invoice": (
        lambda c: c.send_document(_INVOICE),
        "sendUBLRequest",
        _told(_EINVOICE, "sendUBLResponse", _SENT),
    ),
    "invoice_status": (
        lambda c: c.fetch_document_status(_INVOICE, "zarf"),
        "getEnvelopeStatusRequest",
        _told(
            _EINVOICE, "getEnvelopeStatusResponse", "<Response><ResponseCode>1200</ResponseCode></Response>"
        ),
    ),
    "invoice_pdf": (
        lambda c: c.fetch_document_pdf(_INVOICE, "zarf"),
        "getInvoiceViewRequest",
        _told(_EINVOICE, "getInvoiceViewResponse", f"<DocType>PDF</DocType><DocData>{_PDF}</DocData>"),
    ),
    "send_archive": (
        lambda c: c.send_document(outgoing()),
        "sendInvoiceRequestType",
        _told(_EARSIV, "sendInvoiceResponseType", f"{_OK}{_MADE}"),
    ),
    "archive_status": (
        lambda c: c.fetch_document_status(outgoing(), UUID),
        "getStatusRequestType",
        _told(
            _EARSIV,
            "getStatusResponseType",
            f"<status>1</status><statusDescription>x</statusDescription>{_OK}",
        ),
    ),
    "archive_pdf": (
        lambda c: c.fetch_document_pdf(outgoing(), UUID),
        "getInvoiceDocumentRequestType",
        _told(_EARSIV, "getInvoiceDocumentResponseType", f"<UUID>x</UUID><binaryData>{_PDF}</binaryData>"),
    ),
    "cancel": (
        lambda c: c.cancel_document(outgoing(), UUID, "iptal"),
        "invoiceCancellationServiceRequestType",
        _told(_CANCEL, "invoiceCancellationServiceResponseType", _OK),
    ),
}
_WRITES = {"send_invoice", "send_archive", "cancel"}


def _provider(*told: str | httpx.Response | Exception) -> SoapProvider:
    return SoapProvider("foriba", _WSDLS, list(told))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_is_called_at_its_service_with_the_log_in(name: str) -> None:
    operation, called, told = OPERATIONS[name]
    provider = _provider(told)

    operation(provider.connector(_SETTINGS, _LOGIN))

    [request] = provider.requests
    is_archive = "archive" in name or name == "cancel"
    host = "earsivws.fitbulut.com" if is_archive else "efaturaws.fitbulut.com"
    found = (provider.operations(), request.url.host, request.headers["authorization"])
    assert found == ([called], host, f"Basic {b64encode(b'deneme:gizli').decode()}")


def _file(content: str | None) -> bytes:
    with zipfile.ZipFile(io.BytesIO(b64decode(content or ""))) as archive:
        return archive.read(f"{UUID}.xml")


def test_invoice_goes_zipped_to_its_letter_box() -> None:
    provider = _provider(OPERATIONS["send_invoice"][2])

    provider.connector(_SETTINGS, _LOGIN).send_document(_INVOICE)

    sent = {one.tag: one.text for one in provider.asked()}
    assert _file(sent.pop("DocData")) == _INVOICE.xml
    assert sent == {
        "VKN_TCKN": SELLER,
        "SenderIdentifier": "urn:mail:defaultgb@deneme.com",
        "ReceiverIdentifier": ALIAS,
        "DocType": "INVOICE",
    }


def test_archive_invoice_goes_zipped_with_its_sum_and_its_facts() -> None:
    provider = _provider(OPERATIONS["send_archive"][2])

    provider.connector({**_SETTINGS, "branch": "merkez"}, _LOGIN).send_document(outgoing())

    asked = provider.asked()
    content = asked.findtext("binaryData")
    assert asked.findtext("hash") == hashlib.md5(b64decode(content or ""), usedforsecurity=False).hexdigest()
    assert (asked.findtext("fileName"), asked.findtext("docType")) == (f"{UUID}.zip", "XML")
    assert asked.findtext("customizationParams/paramValue") == "merkez"
    for fact in (b"OUTPUT_TYPE", b"EREPSENDT", b"TRANSPORT_TYPE", b"INT_WEBSITE"):
        assert fact in _file(content)


def test_cancellation_names_number_and_total() -> None:
    provider = _provider(OPERATIONS["cancel"][2])

    provider.connector(_SETTINGS, _LOGIN).cancel_document(outgoing(), UUID, "iptal")

    told = {one.tag: one.text for one in provider.asked()[0] if one.tag != "cancelDate"}
    assert told == {
        "invoiceId": "ARS2026000000001",
        "vkn": SELLER,
        "branch": "default",
        "totalAmount": "120.00",
    }


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (httpx.Response(401), AuthFailed),
        (httpx.Response(429), RateLimited),
        (httpx.Response(500, text=enveloped(fault("Unauthorized"))), AuthFailed),
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


@pytest.mark.parametrize("name", OPERATIONS)
def test_answer_of_another_shape_is_unexpected(name: str) -> None:
    with pytest.raises(UnexpectedAnswer):
        OPERATIONS[name][0](_provider('<o xmlns="urn:o"/>').connector(_SETTINGS, _LOGIN))
