"""Nilvera's shapes as our records."""

from pathlib import Path
from typing import Any

import pytest

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState, DocumentStatus, Taxpayer
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connectors.nilvera import mapper
from tests.factories.invoices import TAXPAYER, UUID, outgoing
from tests.factories.provider import fixture

_HERE = Path(__file__).parent
_INVOICE = outgoing(DocumentKind.EINVOICE)


def _told(code: str, gib: int | None, answered: str = "unknown", profile: str = "TEMELFATURA") -> Any:  # noqa: ANN401 - as Nilvera tells it
    return {
        "InvoiceProfile": profile,
        "Answer": {"AnswerCode": answered},
        "InvoiceStatus": {"Code": code},
        "EnvelopeInfo": None if gib is None else {"GIBCode": gib, "GIBDescription": None},
    }


def test_taxpayer_has_all_letter_boxes() -> None:
    found = mapper.taxpayer(fixture(_HERE, "taxpayer"), TAXPAYER)

    aliases = ("urn:mail:defaultpk@deneme.com", "urn:mail:muhasebepk@deneme.com")
    assert found == Taxpayer(TAXPAYER, "Deneme Alıcı A.Ş.", aliases)


def test_status_is_read_whole() -> None:
    found = mapper.invoice_status(fixture(_HERE, "status"), _INVOICE)

    assert found == DocumentStatus(
        uuid=UUID,
        number="FTR2026000000001",
        state=DocumentState.REJECTED,
        provider_status="succeed 1300 rejected",
        code="1300",
        text="BASARIYLA TAMAMLANDI · Fiyat farkı",
    )


@pytest.mark.parametrize(
    ("told", "state"),
    [
        (_told("waiting", None), DocumentState.QUEUED),
        (_told("waiting", 0), DocumentState.QUEUED),
        (_told("error", None), DocumentState.FAILED),
        (_told("error", 1100), DocumentState.FAILED),
        (_told("waiting", 1160), DocumentState.FAILED),
        (_told("error", 1163), DocumentState.SENT),
        (_told("succeed", 1300), DocumentState.DELIVERED),
        (_told("succeed", 1300, profile="TICARIFATURA"), DocumentState.WAITING_ANSWER),
        (_told("waiting", 1200, "waitingForApproval"), DocumentState.SENT),
    ],
)
def test_state_is_gibs_before_nilveras(told: Any, state: DocumentState) -> None:  # noqa: ANN401 - as Nilvera tells it
    assert mapper.invoice_status(told, _INVOICE).state is state


@pytest.mark.parametrize(
    "told", [_told("unknown", None), _told("waiting", 1999), _told("succeed", 1300, "maybe"), _told("", 1300)]
)
def test_word_nobody_knows_is_unexpected(told: Any) -> None:  # noqa: ANN401 - as Nilvera tells it
    with pytest.raises(UnexpectedAnswer):
        mapper.invoice_status(told, _INVOICE)


@pytest.mark.parametrize("changed", [{"ReportStatus": "Perhaps"}, {"StatusCode": "unknown"}])
def test_archive_status_nobody_knows_is_unexpected(changed: dict[str, str]) -> None:
    told = {"StatusCode": "succeed", "ReportStatus": "Reported", "CancelStatus": False, **changed}

    with pytest.raises(UnexpectedAnswer):
        mapper.archive_status(told, outgoing())


@pytest.mark.parametrize("told", ["###", "SGVsbG8=", ""])
def test_what_is_no_pdf_is_not_shown(told: str) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.pdf(told)


def test_internet_sale_is_added_to_an_archive_invoice_alone() -> None:
    assert mapper.upload(_INVOICE) == _INVOICE.xml
    assert mapper.upload(outgoing(internet_sale=None)) == outgoing().xml
    assert b"INT_WEBSITE" in mapper.upload(outgoing())
