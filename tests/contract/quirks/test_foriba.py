"""What only Foriba does, seen in its simulator."""

import hashlib
import io
import zipfile
from collections.abc import Iterator

import pytest

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState
from prapazar.connector_kit.errors import AuthFailed, Rejected, Unavailable
from prapazar.connectors.foriba import mapper
from tests.factories.stages import Stage
from tests.factories.stages.foriba import ForibaStage


@pytest.fixture
def foriba(stage: Stage) -> Iterator[ForibaStage]:
    assert isinstance(stage, ForibaStage)
    yield stage
    _rule(stage, users="rows", packs_view=True)


def _rule(stage: ForibaStage, **rules: object) -> None:
    stage.server.pull("PATCH", "/foriba/rules", rules)


@pytest.mark.parametrize("kind", [DocumentKind.EINVOICE, DocumentKind.EARCHIVE])
def test_wrong_log_in_is_a_fault_at_both_services(foriba: ForibaStage, kind: DocumentKind) -> None:
    with pytest.raises(AuthFailed):
        foriba.connector(credentials={"password": "yanlış"}).fetch_document_status(
            foriba.document(kind), None
        )


def test_namespace_of_invoices_has_one_slash(foriba: ForibaStage) -> None:
    path = "/foriba/efaturaws/ClientEInvoiceServices/ClientEInvoiceServicesPort.svc?wsdl"

    described = foriba.server.http.get(f"{foriba.server.address}{path}").text

    assert 'targetNamespace="http:/fitcons.com/eInvoice/"' in described


@pytest.mark.parametrize("told", ["rows", "zip"])
def test_users_are_found_however_they_are_told(foriba: ForibaStage, told: str) -> None:
    _rule(foriba, users=told)
    connector = foriba.unhurried()

    found = connector.find_taxpayer(foriba.taxpayer)

    assert (found and found.aliases, connector.find_taxpayer(foriba.person)) == ((foriba.alias,), None)


def test_archive_whose_sum_is_wrong_fails_within_a_good_answer(foriba: ForibaStage) -> None:
    document = foriba.document()
    upload = {**mapper.archive_upload(document, "default"), "hash": "0" * 32}

    with pytest.raises(Rejected) as raised:
        foriba.unhurried().client.send_archive(upload)

    assert (raised.value.code, foriba.kept(document.uuid)) == ("foriba.invalid_document", None)


def test_invoice_must_be_zipped(foriba: ForibaStage) -> None:
    document = foriba.document(DocumentKind.EINVOICE)
    upload = mapper.upload(document, foriba.settings["sender_alias"], foriba.alias)

    with pytest.raises(Rejected) as raised:
        foriba.unhurried().client.send_ubl({**upload, "DocData": [document.xml]})

    assert (raised.value.code, foriba.kept(document.uuid)) == ("foriba.invalid_document", None)


@pytest.mark.parametrize("lacking", ["OUTPUT_TYPE", "EREPSENDT", "TRANSPORT_TYPE"])
def test_archive_invoice_without_one_of_foribas_facts_is_refused(foriba: ForibaStage, lacking: str) -> None:
    document = foriba.document()
    upload = mapper.archive_upload(document, "default")
    with zipfile.ZipFile(io.BytesIO(upload["binaryData"])) as archive:
        xml = archive.read(f"{document.uuid}.xml").replace(lacking.encode(), b"ANYTHING")
    content = mapper.packed(document.uuid, xml)
    summed = hashlib.md5(content, usedforsecurity=False).hexdigest()

    with pytest.raises(Rejected) as raised:
        foriba.unhurried().client.send_archive({**upload, "binaryData": content, "hash": summed})

    assert raised.value.code == "foriba.invalid_document"


@pytest.mark.parametrize("kind", [DocumentKind.EINVOICE, DocumentKind.EARCHIVE])
def test_used_number_is_a_duplicate(foriba: ForibaStage, kind: DocumentKind) -> None:
    connector, first = foriba.unhurried(), foriba.document(kind)
    connector.send_document(first)
    second = foriba.document(kind, number=first.number)

    with pytest.raises(Rejected) as raised:
        connector.send_document(second)

    assert (raised.value.code, foriba.kept(second.uuid)) == ("foriba.duplicate", None)


def test_invoice_whose_answer_was_lost_is_found_by_its_ettn(foriba: ForibaStage) -> None:
    connector, document = foriba.unhurried(), foriba.document(DocumentKind.EINVOICE)
    foriba.fault("lost_answer", method="POST", path="/efaturaws/*", times=1)
    with pytest.raises(Unavailable) as raised:
        connector.client.send_ubl(mapper.upload(document, foriba.settings["sender_alias"], foriba.alias))

    found = connector.fetch_document_status(document, None)

    assert (raised.value.maybe_done, found.state) == (True, DocumentState.QUEUED)


def test_sender_label_must_be_the_accounts(foriba: ForibaStage) -> None:
    foriba.settings["sender_alias"] = "urn:mail:baskagb@deneme.com"

    with pytest.raises(Rejected) as raised:
        foriba.unhurried().send_document(foriba.document(DocumentKind.EINVOICE))

    assert raised.value.code == "foriba.sender_differs"


@pytest.mark.parametrize("is_packed", [True, False])
def test_page_of_an_invoice_is_read_however_it_is_packed(foriba: ForibaStage, is_packed: bool) -> None:
    _rule(foriba, packs_view=is_packed)
    connector, document = foriba.unhurried(), foriba.document(DocumentKind.EINVOICE)
    sent = connector.send_document(document)

    assert connector.fetch_document_pdf(document, sent.external_id).startswith(b"%PDF-")


def test_cancelling_with_another_total_is_refused(foriba: ForibaStage) -> None:
    connector, document = foriba.unhurried(), foriba.document()
    sent = connector.send_document(document)
    other = foriba.document(uuid=document.uuid, number=document.number)
    changed = other.xml.replace(
        b'PayableAmount currencyID="TRY">120.00', b'PayableAmount currencyID="TRY">119.99'
    )

    with pytest.raises(Rejected) as raised:
        connector.cancel_document(
            foriba.document(uuid=document.uuid, number=document.number, xml=changed),
            sent.external_id,
            "iptal",
        )

    assert raised.value.code == "foriba.rejected"


def test_facts_of_an_internet_sale_are_told_in_the_document(foriba: ForibaStage) -> None:
    document = foriba.document()

    foriba.unhurried().send_document(document)

    kept = foriba.kept(document.uuid)
    assert kept is not None
    assert {name: kept["facts"].get(name) for name in ("EREPSENDT", "INT_WEBSITE", "INT_PAYMENT_METHOD")} == {
        "EREPSENDT": "ELEKTRONIK",
        "INT_WEBSITE": "https://magaza.example.com",
        "INT_PAYMENT_METHOD": "ODEMEARACISI",
    }
