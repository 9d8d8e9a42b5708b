"""QNB's shapes as our records."""

import gzip
from typing import Any

import pytest

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState, DocumentStatus, Taxpayer
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connectors.qnb import mapper
from tests.factories.invoices import ALIAS, TAXPAYER, UUID, outgoing

_INVOICE = outgoing(DocumentKind.EINVOICE)
_PDF = b"%PDF-1.4\n"


def _told(durum: str, sending: str, code: int | None = None, reply: str = "-1") -> dict[str, Any]:
    return {
        "durum": durum,
        "gonderimDurumu": sending,
        "gonderimCevabiKodu": code,
        "yanitDurumu": reply,
        "aciklama": "Açıklama",
    }


@pytest.mark.parametrize("many", [True, False])
def test_taxpayer_is_read_from_one_row_or_several(many: bool) -> None:
    row = {"etiket": ALIAS, "unvan": "Deneme A.Ş."}

    found = mapper.taxpayer([row, {"etiket": "urn:mail:b"}] if many else row, TAXPAYER)

    aliases = (ALIAS, "urn:mail:b") if many else (ALIAS,)
    assert found == Taxpayer(TAXPAYER, "Deneme A.Ş.", aliases)


def test_status_is_read_whole() -> None:
    assert mapper.status(_told("3", "4", 1300, "2"), _INVOICE) == DocumentStatus(
        uuid=UUID,
        number="FTR2026000000001",
        state=DocumentState.ACCEPTED,
        provider_status="3/4/2",
        code="1300",
        text="Açıklama",
    )


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (_told("3", "4", 1172), DocumentState.FAILED),
        (_told("3", "3", 1163), DocumentState.SENT),
        (_told("3", "-2", 1300), DocumentState.CANCELLED),
        (_told("3", "-1", 0), DocumentState.QUEUED),
        (_told("1", "-1", None), DocumentState.QUEUED),
        (_told("2", "-1", None), DocumentState.FAILED),
        (_told("3", "4", 1300, "0"), DocumentState.WAITING_ANSWER),
        (_told("3", "2", 1200, "0"), DocumentState.SENT),
    ],
)
def test_state_is_gibs_before_qnbs(told: dict[str, Any], state: DocumentState) -> None:
    assert mapper.status(told, _INVOICE).state is state


@pytest.mark.parametrize(
    "told", [_told("9", "4"), _told("3", "9"), _told("3", "4", 1999), _told("3", "4", 1300, "7")]
)
def test_word_nobody_knows_is_unexpected(told: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.status(told, _INVOICE)


@pytest.mark.parametrize("is_within", [True, False])
def test_output_is_read_beside_the_result_or_within_it(is_within: bool) -> None:
    output = {"belgeIcerigi": gzip.compress(_PDF)}
    answer = {"resultCode": "AE00000", "output": output} if is_within else {"return": {}, "output": output}

    assert mapper.archive_pdf(answer) == _PDF


def test_answer_about_another_document_is_unexpected() -> None:
    entry = {"key": "uuid", "value": "00000000-0000-4000-8000-000000000000"}

    with pytest.raises(UnexpectedAnswer):
        mapper.made({"return": {"resultCode": "AE00000", "resultExtra": {"entry": [entry]}}}, outgoing())


@pytest.mark.parametrize("answer", [None, "", {"belgeOid": None}])
def test_sent_document_has_a_name(answer: object) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.sent(answer, _INVOICE)
