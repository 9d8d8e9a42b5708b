"""Uyumsoft fulfilling the contract: what is refused before it is sent, and whose name a document is asked by."""

import pytest

from prapazar.connector_kit.einvoices import DocumentKind
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import AccountRecord
from tests.factories.invoices import UUID, outgoing
from tests.factories.soap import SoapProvider

_LOGIN = {"username": "deneme", "password": "gizli"}
_NS = 'xmlns="http://tempuri.org/"'


def _provider(operation: str, inner: str = "", attributes: str = 'IsSucceded="true"') -> SoapProvider:
    result = f"<{operation}Result {attributes}>{inner}</{operation}Result>"
    told = f"<{operation}Response {_NS}>{result}</{operation}Response>"
    return SoapProvider("uyumsoft", {"BasicIntegration": "basic_integration.wsdl"}, [told])


def test_credentials_tell_whose_account_it_is() -> None:
    inner = "<Value><Customer><Name>Deneme Ltd. Şti.</Name><VkTckNo>3000000011</VkTckNo></Customer></Value>"

    found = _provider("WhoAmI", inner).connector({}, _LOGIN).test_credentials()

    assert found == AccountRecord("Deneme Ltd. Şti.", "3000000011")


@pytest.mark.parametrize(("external_id", "asked"), [(None, UUID), ("a-1", "a-1")])
def test_document_is_asked_for_by_its_name_there_or_by_its_ettn(external_id: str | None, asked: str) -> None:
    provider = _provider("QueryOutboxInvoiceStatus")

    found = provider.connector({}, _LOGIN).fetch_document_status(outgoing(), external_id)

    assert (found, provider.asked().findtext("{*}invoiceIds/{*}string")) == (None, asked)


def test_einvoice_for_nobody_is_not_even_sent() -> None:
    provider = _provider("GetUserAliasses")

    with pytest.raises(Rejected) as raised:
        provider.connector({}, _LOGIN).send_document(outgoing(DocumentKind.EINVOICE, alias=None))

    assert (raised.value.code, provider.operations()) == ("uyumsoft.recipient_unknown", ["GetUserAliasses"])


def test_despatch_note_is_refused_before_anybody_is_asked() -> None:
    provider = _provider("SendInvoice")
    connector, note = provider.connector({}, _LOGIN), outgoing(DocumentKind.DESPATCH)

    for method, values in (
        (connector.send_document, (note,)),
        (connector.fetch_document_status, (note, None)),
        (connector.fetch_document_pdf, (note, UUID)),
    ):
        with pytest.raises(Rejected) as raised:
            method(*values)
        assert raised.value.code == "uyumsoft.despatch_not_taken"
    assert provider.requests == []
