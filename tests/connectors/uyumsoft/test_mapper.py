"""Uyumsoft's shapes as our records."""

from typing import Any

import pytest

from prapazar.connector_kit.einvoices import DocumentKind, DocumentState, DocumentStatus, Taxpayer
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connectors.uyumsoft import mapper
from tests.factories.invoices import ALIAS, TAXPAYER, UUID, outgoing

_INVOICE = outgoing(DocumentKind.EINVOICE)
_COMMERCIAL = outgoing(DocumentKind.EINVOICE, xml=_INVOICE.xml.replace(b"TEMELFATURA", b"TICARIFATURA"))


def _told(status: str, code: int = 0) -> dict[str, Any]:
    return {"Value": [{"InvoiceId": UUID, "Status": status, "StatusCode": code, "Message": "Açıklama"}]}


def test_taxpayer_has_the_letter_boxes_that_are_open() -> None:
    boxes = [{"Alias": "urn:mail:eski@deneme.com", "Enabled": False}, {"Alias": ALIAS, "Enabled": True}]
    answer = {"Value": {"Definition": {"Title": "Deneme A.Ş."}, "ReceiverboxAliases": boxes}}

    assert mapper.taxpayer(answer, TAXPAYER) == Taxpayer(TAXPAYER, "Deneme A.Ş.", (ALIAS,))


@pytest.mark.parametrize("value", [None, {"Definition": None, "ReceiverboxAliases": []}])
def test_whoever_has_no_letter_box_is_nobody(value: object) -> None:
    assert mapper.taxpayer({"Value": value}, TAXPAYER) is None


def test_status_is_read_whole() -> None:
    assert mapper.status(_told("SentToGib", 1200), _INVOICE) == DocumentStatus(
        uuid=UUID,
        number="FTR2026000000001",
        state=DocumentState.SENT,
        provider_status="SentToGib",
        code="1200",
        text="Açıklama",
    )


@pytest.mark.parametrize(
    ("document", "told", "state"),
    [
        (_INVOICE, _told("Approved"), DocumentState.DELIVERED),
        (_COMMERCIAL, _told("Approved"), DocumentState.ACCEPTED),
        (_COMMERCIAL, _told("Return"), DocumentState.REJECTED),
        (_INVOICE, _told("Error", 1150), DocumentState.FAILED),
        (_INVOICE, _told("Error", 1163), DocumentState.SENT),
    ],
)
def test_state_hangs_on_profile_and_code(document: Any, told: Any, state: DocumentState) -> None:  # noqa: ANN401 - records and rows
    found = mapper.status(told, document)

    assert found is not None
    assert found.state is state


@pytest.mark.parametrize("answer", [{"Value": []}, {"Value": [{}, {}]}, {"Value": None}])
def test_sent_invoice_has_one_identity(answer: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.sent(answer)


@pytest.mark.parametrize("data", [b"hello", None])
def test_what_is_no_pdf_is_not_shown(data: bytes | None) -> None:
    with pytest.raises(UnexpectedAnswer):
        mapper.pdf({"Value": {"Data": data}})
