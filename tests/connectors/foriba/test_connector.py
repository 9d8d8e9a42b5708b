"""Foriba fulfilling the contract: envelopes that have to be looked up, answers that have to be asked for."""

import pytest

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState, SentDocument
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import AccountRecord
from tests.factories.invoices import ALIAS, SELLER, TAXPAYER, UUID, outgoing
from tests.factories.soap import SoapProvider

_WSDLS = {"ClientEInvoiceServicesPort.svc": "client_einvoice.wsdl"}
_SETTINGS = {"tax_number": SELLER, "sender_alias": "urn:mail:defaultgb@deneme.com"}
_LOGIN = {"username": "deneme", "password": "gizli"}
_INVOICE = outgoing(DocumentKind.EINVOICE)
_COMMERCIAL = outgoing(DocumentKind.EINVOICE, xml=_INVOICE.xml.replace(b"TEMELFATURA", b"TICARIFATURA"))
_LISTED = ("getUBLList", f"<UBLList><UUID>{UUID}</UUID><EnvUUID>zarf</EnvUUID></UBLList>")
_DONE = ("getEnvelopeStatus", "<Response><ResponseCode>1300</ResponseCode></Response>")


def _user(number: str) -> tuple[str, str]:
    inner = f"<Identifier>{number}</Identifier><Alias>{ALIAS}</Alias><Title>Deneme A.Ş.</Title>"
    return "getUserList", f"<User>{inner}</User>"


def _provider(*told: tuple[str, str]) -> SoapProvider:
    space = 'xmlns:n="http:/fitcons.com/eInvoice/"'
    bodies = [f"<n:{name}Response {space}>{inner}</n:{name}Response>" for name, inner in told]
    return SoapProvider("foriba", _WSDLS, [*bodies])


@pytest.mark.parametrize(("told", "name"), [(_user(SELLER), "Deneme A.Ş."), (("getUserList", ""), SELLER)])
def test_credentials_tell_our_own_name_where_the_registry_has_it(told: tuple[str, str], name: str) -> None:
    assert _provider(told).connector(_SETTINGS, _LOGIN).test_credentials() == AccountRecord(name, SELLER)


def test_envelope_that_was_never_heard_of_is_looked_up_by_the_ettn() -> None:
    provider = _provider(_LISTED, _DONE)

    found = provider.connector(_SETTINGS, _LOGIN).fetch_document_status(_INVOICE, None)

    assert (found.state, provider.asked().findtext("UUID")) == (DocumentState.DELIVERED, "zarf")


def test_invoice_without_an_envelope_is_unknown() -> None:
    provider = _provider(("getUBLList", ""))

    assert provider.connector(_SETTINGS, _LOGIN).fetch_document_status(_INVOICE, None) is None


def test_answer_is_asked_for_only_where_one_may_come() -> None:
    answer = "<InvResponses><ARType>IADE</ARType></InvResponses>"
    replies = ("getInvResponses", f"<Response><InvoiceUUID>{UUID}</InvoiceUUID>{answer}</Response>")
    basic, commercial = _provider(_DONE), _provider(_DONE, replies)

    states = [
        basic.connector(_SETTINGS, _LOGIN).fetch_document_status(_INVOICE, "zarf").state,
        commercial.connector(_SETTINGS, _LOGIN).fetch_document_status(_COMMERCIAL, "zarf").state,
    ]

    assert states == [DocumentState.DELIVERED, DocumentState.REJECTED]
    assert (len(basic.requests), commercial.operations()[-1]) == (1, "getInvResponsesRequest")


def test_letter_box_that_nobody_told_is_looked_up() -> None:
    sent = f"<Response><EnvUUID>zarf</EnvUUID><UUID>{UUID}</UUID></Response>"
    provider = _provider(_user(TAXPAYER), ("sendUBL", sent))

    found = provider.connector(_SETTINGS, _LOGIN).send_document(outgoing(DocumentKind.EINVOICE, alias=None))

    assert found == SentDocument("zarf", "FTR2026000000001")
    assert provider.asked().findtext("ReceiverIdentifier") == ALIAS


def test_einvoice_for_nobody_is_not_even_sent() -> None:
    provider = _provider(("getUserList", ""))

    with pytest.raises(Rejected) as raised:
        provider.connector(_SETTINGS, _LOGIN).send_document(outgoing(DocumentKind.EINVOICE, alias=None))

    assert (raised.value.code, provider.operations()) == ("foriba.recipient_unknown", ["getUserListRequest"])


def test_despatch_note_is_refused_before_anybody_is_asked() -> None:
    provider = _provider(("sendUBL", ""))
    connector, note = provider.connector(_SETTINGS, _LOGIN), outgoing(DocumentKind.DESPATCH)

    for method, values in (
        (connector.send_document, (note,)),
        (connector.fetch_document_status, (note, None)),
        (connector.fetch_document_pdf, (note, UUID)),
    ):
        with pytest.raises(Rejected) as raised:
            method(*values)
        assert raised.value.code == "foriba.despatch_not_taken"
    assert provider.requests == []
