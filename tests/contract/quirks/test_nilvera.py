"""What only Nilvera does, seen in its simulator."""

import io
import zipfile

import pytest

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState
from prapazar.connector_kit.errors import AuthFailed, Rejected
from tests.factories.stages import Stage
from tests.factories.stages.nilvera import NilveraStage

_DAY = 86_400


@pytest.fixture
def nilvera(stage: Stage) -> NilveraStage:
    assert isinstance(stage, NilveraStage)
    return stage


def test_series_that_is_not_set_up_is_set_up_on_the_way(nilvera: NilveraStage) -> None:
    nilvera.deed("series", without="ARS")
    document = nilvera.document()

    sent = nilvera.unhurried().send_document(document)

    kept = nilvera.kept(document.uuid)
    assert (sent.number, kept and kept["copies"]) == (document.number, 1)


@pytest.mark.parametrize("code", [1004, 1005, 1015])
def test_used_number_is_a_duplicate_whichever_code_says_so(nilvera: NilveraStage, code: int) -> None:
    nilvera.server.pull("PATCH", "/nilvera/rules", {"number_code": code})
    connector, first = nilvera.unhurried(), nilvera.document()
    connector.send_document(first)
    second = nilvera.document(number=first.number)

    with pytest.raises(Rejected) as raised:
        connector.send_document(second)

    assert (raised.value.code, nilvera.kept(second.uuid)) == ("nilvera.duplicate", None)


def test_sender_must_be_the_accounts(nilvera: NilveraStage) -> None:
    nilvera.seller = "4840847211"

    with pytest.raises(Rejected) as raised:
        nilvera.unhurried().send_document(nilvera.document())

    assert (raised.value.code, raised.value.field) == ("nilvera.sender_differs", "sender_tax_number")


@pytest.mark.parametrize("number", ["ARS1", "ars2026000000001", "ARS2126000000001"])
def test_number_of_another_form_is_refused(nilvera: NilveraStage, number: str) -> None:
    nilvera.deed("series", without="ARS")

    with pytest.raises(Rejected) as raised:
        nilvera.unhurried().send_document(nilvera.document(number=number))

    assert raised.value.code == "nilvera.invalid_document"


def test_letter_box_of_somebody_else_is_refused(nilvera: NilveraStage) -> None:
    document = nilvera.document(DocumentKind.EINVOICE, alias="urn:mail:pk@ornek.com")

    with pytest.raises(Rejected) as raised:
        nilvera.unhurried().send_document(document)

    assert (raised.value.code, nilvera.kept(document.uuid)) == ("nilvera.recipient_unknown", None)


def test_letter_box_that_nobody_told_is_the_recipients_first(nilvera: NilveraStage) -> None:
    document = nilvera.document(DocumentKind.EINVOICE, alias=None)

    nilvera.unhurried().send_document(document)

    kept = nilvera.kept(document.uuid)
    assert kept is not None
    assert kept["alias"] == nilvera.alias


def test_internet_sale_is_told_in_references(nilvera: NilveraStage) -> None:
    document = nilvera.document()

    nilvera.unhurried().send_document(document)

    kept = nilvera.kept(document.uuid)
    assert kept is not None
    assert kept["facts"] == {
        "SEND_TYPE": "ELEKTRONIK",
        "IS_INTERNET": "true",
        "INT_WEBSITE": "https://magaza.example.com",
        "INT_PAYMENT_METHOD": "ODEMEARACISI",
        "INT_PAYMENT_PROVIDER": "Deneme Ödeme",
        "INT_PAYMENTDATE": document.internet_sale and document.internet_sale.paid_on.isoformat(),
    }


@pytest.mark.parametrize("since", ["start", "later"])
def test_status_is_read_before_gib_has_said_anything(nilvera: NilveraStage, since: str) -> None:
    nilvera.server.pull("PATCH", "/nilvera/rules", {"gib_code_from": since})
    connector, document = nilvera.unhurried(), nilvera.document(DocumentKind.EINVOICE)
    connector.send_document(document)

    found = connector.fetch_document_status(document, None)

    nilvera.server.pull("PATCH", "/nilvera/rules", {"gib_code_from": "start"})
    assert (found.state, found.code, found.provider_status) == (DocumentState.QUEUED, "", "waiting")


def test_cancelled_invoice_is_not_cancelled_twice(nilvera: NilveraStage) -> None:
    connector, document = nilvera.unhurried(), nilvera.document()
    sent = connector.send_document(document)
    connector.cancel_document(document, sent.external_id, "iptal")

    with pytest.raises(Rejected) as raised:
        connector.cancel_document(document, sent.external_id, "iptal")

    assert raised.value.code == "nilvera.rejected"


def test_key_of_the_other_environment_is_refused(nilvera: NilveraStage) -> None:
    with pytest.raises(AuthFailed):
        nilvera.connector(credentials={"api_key": "başka"}).test_credentials()


def test_file_may_come_packed(nilvera: NilveraStage) -> None:
    document, packed = nilvera.document(), io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(f"{document.uuid}.xml", document.xml)

    answer = nilvera.server.http.post(
        f"{nilvera.server.address}/nilvera/earchive/Send/Xml",
        files={"file": ("fatura.zip", packed.getvalue())},
        headers={"authorization": f"Bearer {nilvera.credentials['api_key']}"},
    )

    assert answer.json() == {"UUID": document.uuid, "InvoiceNumber": document.number}
