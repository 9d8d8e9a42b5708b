"""What only QNB does, seen in its simulator."""

from collections.abc import Iterator

import pytest

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState
from prapazar.connector_kit.errors import AuthFailed, Rejected
from tests.factories.stages import Stage
from tests.factories.stages.qnb import QnbStage


@pytest.fixture
def qnb(stage: Stage) -> Iterator[QnbStage]:
    assert isinstance(stage, QnbStage)
    yield stage
    _rule(stage, repeated="refused", packed="gzip")


def _rule(stage: QnbStage, **rules: object) -> None:
    stage.server.pull("PATCH", "/qnb/rules", rules)


@pytest.mark.parametrize("name", ["username", "password"])
@pytest.mark.parametrize("kind", [DocumentKind.EINVOICE, DocumentKind.EARCHIVE])
def test_wrong_log_in_is_a_fault_at_both_services(qnb: QnbStage, name: str, kind: DocumentKind) -> None:
    with pytest.raises(AuthFailed):
        qnb.connector(credentials={name: "yanlış"}).fetch_document_status(qnb.document(kind), None)


def test_invoice_is_found_by_our_number_before_its_ettn_is_known(qnb: QnbStage) -> None:
    connector, document = qnb.unhurried(), qnb.document(DocumentKind.EINVOICE)
    connector.send_document(document)
    by_ettn = {"belgeNo": document.uuid, "belgeNoTipi": "ETTN", "belgeTuru": "FATURA"}

    with pytest.raises(Rejected) as raised:
        connector.client.status(qnb.seller, {**by_ettn, "donusTipiVersiyon": "6.0"})

    state = connector.fetch_document_status(document, None).state
    assert (raised.value.code, state) == ("qnb.not_found", DocumentState.QUEUED)


def test_document_whose_sum_is_wrong_is_refused(qnb: QnbStage) -> None:
    document = qnb.document(DocumentKind.EINVOICE)
    given = {
        "vergiTcKimlikNo": qnb.seller,
        "belgeTuru": "FATURA_UBL",
        "belgeNo": document.number,
        "veri": document.xml,
        "belgeHash": "0" * 32,
        "mimeType": "application/xml",
        "belgeVersiyon": "3.0",
        "erpKodu": qnb.settings["erp_code"],
        "alanEtiket": qnb.alias,
    }

    with pytest.raises(Rejected) as raised:
        qnb.unhurried().client.send(given)

    assert (raised.value.code, qnb.kept(document.uuid)) == ("qnb.invalid_document", None)


@pytest.mark.parametrize("kind", [DocumentKind.EINVOICE, DocumentKind.EARCHIVE])
def test_erp_code_must_be_on_the_list(qnb: QnbStage, kind: DocumentKind) -> None:
    qnb.settings["erp_code"] = "YOK"

    with pytest.raises(Rejected) as raised:
        qnb.unhurried().send_document(qnb.document(kind))

    assert (raised.value.code, raised.value.field) == ("qnb.erp_unknown", "erp_code")


def test_archive_invoice_that_comes_again_may_be_answered_with_the_first_one(qnb: QnbStage) -> None:
    _rule(qnb, repeated="same")
    connector, document = qnb.unhurried(), qnb.document()

    first, second = connector.send_document(document), connector.send_document(document)

    kept = qnb.kept(document.uuid)
    assert (first, kept and kept["copies"]) == (second, 1)


def test_note_on_the_way_of_sending_is_asked_for(qnb: QnbStage) -> None:
    document = qnb.document()
    given = {"islemId": document.uuid, "vkn": qnb.seller, "erpKodu": qnb.settings["erp_code"]}

    with pytest.raises(Rejected) as raised:
        qnb.unhurried().client.make_archive(given, document.xml)

    assert (raised.value.code, qnb.kept(document.uuid)) == ("qnb.invalid_document", None)


@pytest.mark.parametrize("packed", ["gzip", "plain"])
@pytest.mark.parametrize("kind", [DocumentKind.EINVOICE, DocumentKind.EARCHIVE])
def test_pdf_is_read_however_it_is_packed(qnb: QnbStage, packed: str, kind: DocumentKind) -> None:
    _rule(qnb, packed=packed)
    connector, document = qnb.unhurried(), qnb.document(kind)
    sent = connector.send_document(document)

    assert connector.fetch_document_pdf(document, sent.external_id).startswith(b"%PDF-")


@pytest.mark.parametrize("kind", [DocumentKind.EINVOICE, DocumentKind.EARCHIVE])
def test_used_number_is_a_duplicate(qnb: QnbStage, kind: DocumentKind) -> None:
    connector, first = qnb.unhurried(), qnb.document(kind)
    connector.send_document(first)
    second = qnb.document(kind, number=first.number)

    with pytest.raises(Rejected) as raised:
        connector.send_document(second)

    assert (raised.value.code, qnb.kept(second.uuid)) == ("qnb.duplicate", None)


def test_trouble_of_the_connector_leaves_it_open_too(qnb: QnbStage) -> None:
    connector, document = qnb.unhurried(), qnb.document(DocumentKind.EINVOICE)
    qnb.deed("trouble")

    with pytest.raises(Exception, match="Beklenmeyen") as raised:
        connector.send_document(document)

    assert getattr(raised.value, "maybe_done", False)
    assert connector.fetch_document_status(document, None) is None


def test_archive_invoice_has_an_address_where_it_is_shown(qnb: QnbStage) -> None:
    connector, document = qnb.unhurried(), qnb.document()
    connector.send_document(document)

    url = connector.fetch_document_status(document, None).url

    assert url == f"https://earsivtest.efinans.com.tr/earsiv/goruntule.jsp?uuid={document.uuid}"
