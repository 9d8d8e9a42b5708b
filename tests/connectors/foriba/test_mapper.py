"""Foriba's shapes as our records."""

import io
import zipfile
from typing import Any

import pytest

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState, DocumentStatus, Taxpayer
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connectors.foriba import mapper
from tests.factories.invoices import ALIAS, TAXPAYER, UUID, outgoing

_INVOICE = outgoing(DocumentKind.EINVOICE)
_ROW = {"Identifier": TAXPAYER, "Alias": ALIAS, "Title": "Deneme A.Ş."}
_OTHER = {"Identifier": "4840847211", "Alias": "urn:mail:pk@ornek.com", "Title": "Örnek"}


def _registry(text: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("list.xml", text)
    return packed.getvalue()


def _user(row: dict[str, str]) -> str:
    return "<User>" + "".join(f"<{key}>{value}</{key}>" for key, value in row.items()) + "</User>"


@pytest.mark.parametrize(
    "answer",
    [
        [_ROW, _OTHER],
        {"User": [_ROW, _OTHER], "DocData": None},
        {"User": [], "DocData": _registry(f"<L>{_user(_OTHER)}{_user(_ROW)}</L>")},
    ],
)
def test_taxpayer_is_found_among_rows_or_in_a_packed_registry(answer: object) -> None:
    assert mapper.taxpayer(answer, TAXPAYER) == Taxpayer(TAXPAYER, "Deneme A.Ş.", (ALIAS,))
    assert mapper.taxpayer(answer, "3000000011") is None


@pytest.mark.parametrize("content", [b"hello", _registry("no xml")])
def test_registry_that_cannot_be_read_is_unexpected(content: bytes) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.taxpayer({"DocData": content}, TAXPAYER)


def _told(code: str | None) -> list[dict[str, Any]]:
    return [{"UUID": "zarf", "ResponseCode": code, "Description": "Açıklama"}]


def test_status_is_read_whole() -> None:
    assert mapper.status(_told("1200"), None, _INVOICE) == DocumentStatus(
        uuid=UUID,
        number="FTR2026000000001",
        state=DocumentState.SENT,
        provider_status="1200",
        code="1200",
        text="Açıklama",
    )


@pytest.mark.parametrize(
    ("code", "state"),
    [(None, DocumentState.QUEUED), ("0", DocumentState.QUEUED), ("1163", DocumentState.SENT)],
)
def test_invoice_without_a_code_waits(code: str | None, state: DocumentState) -> None:
    assert mapper.status(_told(code), None, _INVOICE).state is state


@pytest.mark.parametrize(
    ("replies", "state"),
    [
        ([], DocumentState.WAITING_ANSWER),
        ([{"InvResponses": []}], DocumentState.WAITING_ANSWER),
        ([{"InvResponses": [{"ARType": "KABUL"}]}], DocumentState.ACCEPTED),
        ([{"InvResponses": [{"ARType": "KABUL"}, {"ARType": "RED"}]}], DocumentState.REJECTED),
    ],
)
def test_last_answer_of_the_recipient_holds(replies: object, state: DocumentState) -> None:
    assert mapper.status(_told("1300"), replies, _INVOICE).state is state


@pytest.mark.parametrize(
    ("code", "replies"), [("1999", None), ("abc", None), ("1300", [{"InvResponses": [{"ARType": "BELKI"}]}])]
)
def test_word_nobody_knows_is_unexpected(code: str, replies: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.status(_told(code), replies, _INVOICE)


@pytest.mark.parametrize(
    ("said", "state", "is_reported"),
    [
        ("Fatura raporlandı", DocumentState.DELIVERED, True),
        ("Fatura raporlanmadı", DocumentState.DELIVERED, False),
        ("Fatura iptal edildi", DocumentState.CANCELLED, None),
        ("Başarılı", DocumentState.DELIVERED, None),
    ],
)
def test_archive_status_is_read_from_its_sentence(
    said: str, state: DocumentState, is_reported: bool | None
) -> None:
    found = mapper.archive_status({"status": "100", "statusDescription": said}, outgoing())

    assert (found.state, found.is_reported) == (state, is_reported)


@pytest.mark.parametrize("answer", [[], [{"UUID": "other", "EnvUUID": "z"}], [{}, {}]])
def test_answer_about_other_documents_is_unexpected(answer: list[dict[str, str]]) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.sent(answer, _INVOICE)


def test_same_document_is_the_same_archive() -> None:
    assert mapper.packed(UUID, b"<a/>") == mapper.packed(UUID, b"<a/>")


def test_page_that_is_not_there_is_not_found() -> None:
    with pytest.raises(Rejected) as raised:
        mapper.archive_view({"Detail": "Fatura bulunamadı", "binaryData": None})

    assert raised.value.code == "foriba.not_found"
