"""What every e-invoice provider does with a document, until its last word."""

import dataclasses
import logging

import pytest
from structlog.testing import capture_logs

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState
from prapazar.connector_kit.errors import Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter
from prapazar.connector_kit.traffic import TrafficRecord
from tests.factories.silence import Silence
from tests.factories.stages import Stage
from tests.factories.stages.service import DocumentStage


@pytest.fixture
def provider(stage: Stage) -> DocumentStage:
    assert isinstance(stage, DocumentStage)
    return stage


@pytest.mark.needs("find_taxpayers")
def test_taxpayer_is_found_with_its_letter_box_and_nobody_else_is(provider: DocumentStage) -> None:
    connector = provider.unhurried()

    found = connector.find_taxpayer(provider.taxpayer)

    assert found is not None
    assert (found.tax_number, found.aliases[0]) == (provider.taxpayer, provider.alias)
    assert connector.find_taxpayer(provider.person) is None


@pytest.mark.needs("send_documents")
@pytest.mark.parametrize("kind", [DocumentKind.EINVOICE, DocumentKind.EARCHIVE])
def test_document_arrives_whole_under_its_own_number(provider: DocumentStage, kind: DocumentKind) -> None:
    connector = provider.unhurried()
    document = provider.document(kind)

    sent = connector.send_document(document)

    kept = provider.kept(document.uuid)
    assert kept is not None
    wanted = {"number": document.number, "recipient": document.recipient_tax_number, "copies": 1}
    assert {name: kept[name] for name in wanted} == wanted
    assert (sent.number, kept["alias"]) == (document.number, document.alias)
    if kind is DocumentKind.EARCHIVE and provider.keeps_internet_sale:
        assert kept["website"] == "https://magaza.example.com"
    status = connector.fetch_document_status(document, sent.external_id)
    assert (status.uuid, status.number) == (document.uuid, document.number)


@pytest.mark.needs("send_documents")
@pytest.mark.proves("writes_not_repeated")
def test_document_sent_twice_is_one_document(provider: DocumentStage) -> None:
    connector = provider.unhurried()
    document = provider.document()
    connector.send_document(document)

    with pytest.raises(Rejected) as raised:
        connector.send_document(document)

    kept = provider.kept(document.uuid)
    assert (raised.value.code, kept and kept["copies"]) == (f"{provider.slug}.duplicate", 1)


@pytest.mark.needs("send_documents")
@pytest.mark.proves("writes_not_repeated")
@pytest.mark.parametrize("kind", ["lost_answer", "timeout", "500"])
def test_document_whose_answer_is_lost_is_looked_up_by_its_ettn(provider: DocumentStage, kind: str) -> None:
    document = provider.document()
    connector = provider.connector(Wire(around=Silence(provider.server, provider.slug)))
    connector.test_credentials()
    connector.fetch_document_status(document, None)  # a log-in or a WSDL it needs is there
    provider.fault(kind, method="POST", path=provider.send_path)

    with pytest.raises(Unavailable) as raised:
        connector.send_document(document)

    provider.server.pull("DELETE", "/faults")
    assert raised.value.maybe_done
    status = provider.unhurried().fetch_document_status(document, None)
    assert (status is not None) == (kind == "lost_answer")
    assert (provider.kept(document.uuid) is not None) == (kind == "lost_answer")


@pytest.mark.needs("send_documents")
@pytest.mark.proves("writes_not_repeated")
@pytest.mark.proves("errors_mapped")
def test_trouble_told_within_a_good_answer_leaves_it_open_and_can_be_got_over(
    provider: DocumentStage,
) -> None:
    if not provider.tells_trouble_inside:
        pytest.skip("its errors have a status of their own")
    connector, document = provider.unhurried(), provider.document()
    provider.deed("trouble")

    with pytest.raises(Unavailable) as raised:
        connector.send_document(document)

    assert raised.value.maybe_done
    assert connector.fetch_document_status(document, None) is None
    assert connector.send_document(document).number == document.number


@pytest.mark.needs("send_documents")
@pytest.mark.proves("errors_mapped")
def test_document_nobody_has_heard_of_is_none(provider: DocumentStage) -> None:
    assert provider.unhurried().fetch_document_status(provider.document(), None) is None


@pytest.mark.needs("send_documents")
@pytest.mark.proves("errors_mapped")
def test_refusals_are_told_apart(provider: DocumentStage) -> None:
    connector = provider.unhurried()
    codes = {}

    if provider.refuses_taxpayers:
        with pytest.raises(Rejected) as raised:
            connector.send_document(provider.document(recipient=provider.taxpayer))
        codes["taxpayer"] = raised.value.code
    with pytest.raises(Rejected) as raised:
        connector.send_document(provider.document(DocumentKind.EINVOICE, recipient=provider.person))
    codes["nobody"] = raised.value.code
    provider.invalidate()
    with pytest.raises(Rejected) as raised:
        connector.send_document(provider.document())
    codes["invalid"] = raised.value.code
    if provider.checks_credit:
        provider.spend()
        with pytest.raises(Rejected) as raised:
            connector.send_document(provider.document())
        codes["credit"] = raised.value.code

    usual = {
        "taxpayer": "recipient_is_taxpayer",
        "nobody": "recipient_unknown",
        "invalid": "invalid_document",
        "credit": "no_credit",
    }
    assert codes == {name: f"{provider.slug}.{usual[name]}" for name in codes}


@pytest.mark.needs("send_documents")
@pytest.mark.parametrize("kind", [DocumentKind.EINVOICE, DocumentKind.EARCHIVE])
def test_every_word_of_the_provider_is_read_as_what_it_means(
    provider: DocumentStage, kind: DocumentKind
) -> None:
    connector = provider.unhurried()
    words = provider.words if kind is DocumentKind.EINVOICE else provider.archive_words
    read = {}

    for word in words:
        commercial = {"profile": "TICARIFATURA"} if word in provider.answers else {}
        document = provider.document(kind, **commercial)
        sent = connector.send_document(document)
        provider.carry(document.uuid, word)
        read[word] = connector.fetch_document_status(document, sent.external_id).state

    assert read == dict(words)


@pytest.mark.needs("send_documents")
def test_word_nobody_knows_is_unexpected(provider: DocumentStage) -> None:
    connector = provider.unhurried()
    document = provider.document(provider.odd_kind)
    sent = connector.send_document(document)
    provider.carry(document.uuid, "TELEPORTED")

    with pytest.raises(UnexpectedAnswer) as raised:
        connector.fetch_document_status(document, sent.external_id)

    assert raised.value.code == "connector.unknown_status"


@pytest.mark.needs("send_documents")
def test_archive_invoice_is_reported_by_the_provider(provider: DocumentStage) -> None:
    if not provider.tells_reported:
        pytest.skip("it does not say so")
    connector = provider.unhurried()
    document = provider.document()
    sent = connector.send_document(document)
    before = connector.fetch_document_status(document, sent.external_id).is_reported

    provider.report(document.uuid)

    after = connector.fetch_document_status(document, sent.external_id).is_reported
    assert (before, after) == (False, True)


@pytest.mark.needs("cancel_documents")
def test_archive_invoice_is_cancelled_and_an_unknown_one_refused(provider: DocumentStage) -> None:
    connector = provider.unhurried()
    document = provider.document()
    sent = connector.send_document(document)

    connector.cancel_document(document, sent.external_id, "Sipariş iptal edildi")

    assert connector.fetch_document_status(document, sent.external_id).state is DocumentState.CANCELLED
    unknown = provider.document()
    with pytest.raises(Rejected) as raised:
        connector.cancel_document(unknown, unknown.uuid, "Sipariş iptal edildi")
    assert raised.value.code == f"{provider.slug}.not_found"


@pytest.mark.needs("send_documents")
def test_despatch_note_goes_the_same_way_or_is_refused(provider: DocumentStage) -> None:
    connector, document = provider.unhurried(), provider.document(DocumentKind.DESPATCH)
    if not provider.takes_despatches:
        with pytest.raises(Rejected) as raised:
            connector.send_document(document)
        assert raised.value.code == f"{provider.slug}.despatch_not_taken"
        return

    sent = connector.send_document(document)

    kept = provider.kept(document.uuid)
    assert kept is not None
    assert (kept["profile"], kept["number"], kept["copies"]) == ("TEMELIRSALIYE", sent.number, 1)
    assert connector.fetch_document_status(document, sent.external_id).state is DocumentState.QUEUED


@pytest.mark.needs("cancel_documents")
@pytest.mark.proves("errors_mapped")
def test_einvoice_is_not_taken_back(provider: DocumentStage) -> None:
    connector = provider.unhurried()
    document = provider.document(DocumentKind.EINVOICE)
    sent = connector.send_document(document)

    with pytest.raises(Rejected) as raised:
        connector.cancel_document(document, sent.external_id, "Sipariş iptal edildi")

    state = connector.fetch_document_status(document, sent.external_id).state
    assert (raised.value.code, state) == (f"{provider.slug}.archive_only", DocumentState.QUEUED)


@pytest.mark.needs("show_documents")
def test_provider_shows_the_document_as_pdf(provider: DocumentStage) -> None:
    connector = provider.unhurried()
    document = provider.document()
    sent = connector.send_document(document)

    assert connector.fetch_document_pdf(document, sent.external_id).startswith(b"%PDF-")


@pytest.mark.needs("send_documents")
@pytest.mark.proves("secrets_hidden")
def test_secrets_and_people_stay_out_of_logs(
    provider: DocumentStage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    records: list[TrafficRecord] = []
    slept: list[float] = []
    limiter = LocalLimiter(now=lambda: sum(slept))
    connector = provider.connector(
        Wire(recorder=records.append, sleep=slept.append, limiter=limiter, max_wait=60)
    )
    document = provider.document()

    with capture_logs() as logs:
        if provider.can("find_taxpayers"):
            connector.find_taxpayer(provider.person)
        connector.send_document(document)
        connector.fetch_document_status(document, None)

    kept = f"{[dataclasses.asdict(record) for record in records]} {logs} {caplog.text}"
    hidden = [*provider.secrets, "Şule", "Iğdırlıoğlu", "Çınar Sokağı", "sule@example.com", provider.person]
    assert len(records) >= 2
    assert [word for word in hidden if word in kept] == []
