"""Uyumsoft's operations as they are called, each with the log-in in its body."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from lxml import etree

from prapazar.connector_kit.einvoices import DocumentKind
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable, UnexpectedAnswer
from tests.factories.invoices import ALIAS, TAXPAYER, UUID, outgoing
from tests.factories.soap import SoapProvider, enveloped, fault

_LOGIN = {"username": "deneme", "password": "gizli"}
_NS = 'xmlns="http://tempuri.org/"'
_INVOICE = outgoing(DocumentKind.EINVOICE)
Operation = Callable[[Any], object]


def _result(operation: str, inner: str = "", attributes: str = 'IsSucceded="true"') -> str:
    result = f"<{operation}Result {attributes}>{inner}</{operation}Result>"
    return f"<{operation}Response {_NS}>{result}</{operation}Response>"


_SENT = _result("SendInvoice", f'<Value Id="{UUID}" Number="FTR2026000000001" InvoiceScenario="eInvoice"/>')
_STATUS = _result(
    "QueryOutboxInvoiceStatus", f'<Value InvoiceId="{UUID}" Status="SentToGib" StatusCode="1200"/>'
)
OPERATIONS: dict[str, tuple[Operation, str]] = {
    "WhoAmI": (
        lambda c: c.test_credentials(),
        _result("WhoAmI", "<Value><Customer><Name>D</Name><VkTckNo>3</VkTckNo></Customer></Value>"),
    ),
    "GetUserAliasses": (lambda c: c.find_taxpayer(TAXPAYER), _result("GetUserAliasses")),
    "SendInvoice": (lambda c: c.send_document(_INVOICE), _SENT),
    "QueryOutboxInvoiceStatus": (lambda c: c.fetch_document_status(_INVOICE, UUID), _STATUS),
    "GetOutboxInvoicePdf": (
        lambda c: c.fetch_document_pdf(_INVOICE, UUID),
        _result("GetOutboxInvoicePdf", "<Value><Data>JVBERi0xLjQK</Data></Value>"),
    ),
    "CancelEArchiveInvoice": (
        lambda c: c.cancel_document(outgoing(), UUID, "iptal"),
        _result("CancelEArchiveInvoice", attributes='IsSucceded="true" Value="true"'),
    ),
}
_WRITES = {"SendInvoice", "CancelEArchiveInvoice"}


def _provider(*told: str | httpx.Response | Exception) -> SoapProvider:
    return SoapProvider("uyumsoft", {"BasicIntegration": "basic_integration.wsdl"}, list(told))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_is_called_with_its_action_and_the_log_in(name: str) -> None:
    operation, told = OPERATIONS[name]
    provider = _provider(told)

    operation(provider.connector({}, _LOGIN))

    [request] = provider.requests
    user = provider.asked().find("{*}userInfo")
    assert user is not None
    assert (provider.operations(), dict(user.attrib.items())) == (
        [name],
        {"Username": "deneme", "Password": "gizli"},
    )
    assert request.headers["SOAPAction"] == f'"http://tempuri.org/IBasicIntegration/{name}"'
    assert str(request.url) == "https://efatura.uyumsoft.com.tr/Services/BasicIntegration"


def test_invoice_is_sent_as_the_tree_it_is_with_what_goes_beside_it() -> None:
    provider = _provider(_SENT)

    provider.connector({}, _LOGIN).send_document(outgoing())

    info = provider.asked().find("{*}invoices/{*}InvoiceInfo")
    assert info is not None
    sale = info.find("{*}EArchiveInvoiceInfo/{*}InternetSalesInfo")
    carrier = info.find(".//{*}Carier")
    assert sale is not None
    assert carrier is not None
    told = {etree.QName(one).localname: one.text for one in sale if one.text}
    assert told == {
        "WebAddress": "https://magaza.example.com",
        "PaymentMidierName": "Deneme Ödeme",
        "PaymentType": "ODEMEARACISI",
        "PaymentDate": "2026-11-20T00:00:00",
    }
    assert dict(carrier.attrib.items()) == {"SenderTcknVkn": "0720039666", "SenderName": "Aras Kargo"}
    assert (info.findtext("{*}Scenario"), info.findtext("{*}Invoice/{*}UUID")) == ("eArchive", UUID)
    assert info.find("{*}Invoice/{*}UBLExtensions") is None


def test_einvoice_names_its_recipient_and_letter_box() -> None:
    provider = _provider(_SENT)

    provider.connector({}, _LOGIN).send_document(_INVOICE)

    target = provider.asked().find(".//{*}TargetCustomer")
    assert target is not None
    assert dict(target.attrib.items()) == {"VknTckn": TAXPAYER, "Alias": ALIAS, "Title": "Şule Iğdırlıoğlu"}


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        (httpx.Response(401), AuthFailed),
        (httpx.Response(429), RateLimited),
        (httpx.Response(500, text=enveloped(fault("İç hata"))), Unavailable),
        (httpx.Response(500, text=enveloped(fault("Okunamadı", "Client"))), Rejected),
        (fault("İç hata"), Unavailable),
    ],
)
@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_maps_its_errors(name: str, told: str | httpx.Response, expected: type[Exception]) -> None:
    with pytest.raises(expected):
        OPERATIONS[name][0](_provider(told).connector({}, _LOGIN))


@pytest.mark.parametrize("name", OPERATIONS)
def test_operation_that_runs_into_a_time_out_is_repeated_only_when_it_reads(name: str) -> None:
    provider = _provider(httpx.ReadTimeout("slow"))

    with pytest.raises(Unavailable) as raised:
        OPERATIONS[name][0](provider.connector({}, _LOGIN))

    found = (raised.value.maybe_done, len(provider.requests))
    assert found == ((True, 1) if name in _WRITES else (False, 3))


@pytest.mark.parametrize("name", sorted(set(OPERATIONS) - {"CancelEArchiveInvoice"}))
def test_answer_of_another_shape_is_unexpected(name: str) -> None:
    with pytest.raises(UnexpectedAnswer):
        OPERATIONS[name][0](_provider(f"<OtherResponse {_NS}/>").connector({}, _LOGIN))
