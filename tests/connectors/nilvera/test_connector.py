"""Nilvera fulfilling the contract: series on the way, letter boxes, what is refused before it is sent."""

import pytest

from prapazar.connector_kit.einvoices import DocumentKind, SentDocument
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import AccountRecord
from tests.factories.invoices import ALIAS, TAXPAYER, UUID, outgoing
from tests.factories.provider import answer, telling

_KEY = {"api_key": "gizli"}
_SENT = {"UUID": UUID, "InvoiceNumber": "FTR2026000000001"}
_NO_SERIES = answer({"Message": "x", "Errors": [{"Code": 3009, "Description": "Seri yok"}]}, 404)


def test_credentials_tell_whose_account_it_is() -> None:
    provider = telling({"Name": "Deneme Ltd. Şti.", "TaxNumber": "3000000011"})

    assert provider.connector("nilvera", {}, _KEY).test_credentials() == AccountRecord(
        "Deneme Ltd. Şti.", "3000000011"
    )


def test_unknown_series_is_set_up_and_the_document_sent_once_more() -> None:
    provider = telling(_NO_SERIES, {"ID": 1}, _SENT)

    sent = provider.connector("nilvera", {}, _KEY).send_document(outgoing(DocumentKind.EINVOICE))

    paths = [one.url.path for one in provider.requests]
    assert paths == ["/einvoice/Send/Xml", "/einvoice/Series", "/einvoice/Send/Xml"]
    assert provider.requests[1].content == b'{"Name":"FTR","IsActive":true,"IsDefault":false}'
    assert sent == SentDocument(UUID, "FTR2026000000001")


def test_series_that_stays_unknown_is_told_and_not_tried_for_ever() -> None:
    provider = telling(_NO_SERIES, {"ID": 1}, _NO_SERIES)

    with pytest.raises(Rejected) as raised:
        provider.connector("nilvera", {}, _KEY).send_document(outgoing())

    assert (raised.value.code, len(provider.requests)) == ("nilvera.series_unknown", 3)


def test_letter_box_that_nobody_told_is_looked_up() -> None:
    provider = telling([{"TaxNumber": TAXPAYER, "Title": "x", "Name": ALIAS}], _SENT)

    provider.connector("nilvera", {}, _KEY).send_document(outgoing(DocumentKind.EINVOICE, alias=None))

    assert dict(provider.requests[1].url.params) == {"Alias": ALIAS}


def test_einvoice_for_nobody_is_not_even_sent() -> None:
    provider = telling([])

    with pytest.raises(Rejected) as raised:
        provider.connector("nilvera", {}, _KEY).send_document(outgoing(DocumentKind.EINVOICE, alias=None))

    assert (raised.value.code, len(provider.requests)) == ("nilvera.recipient_unknown", 1)


def test_answer_about_another_document_is_unexpected() -> None:
    provider = telling({"UUID": "00000000-0000-4000-8000-000000000000", "InvoiceNumber": "FTR2026000000001"})

    with pytest.raises(UnexpectedAnswer):
        provider.connector("nilvera", {}, _KEY).send_document(outgoing())


def test_despatch_note_is_refused_before_anybody_is_asked() -> None:
    provider = telling({})
    connector, note = provider.connector("nilvera", {}, _KEY), outgoing(DocumentKind.DESPATCH)

    for method, values in (
        (connector.send_document, (note,)),
        (connector.fetch_document_status, (note, None)),
        (connector.fetch_document_pdf, (note, UUID)),
    ):
        with pytest.raises(Rejected) as raised:
            method(*values)
        assert raised.value.code == "nilvera.despatch_not_taken"
    assert provider.requests == []
