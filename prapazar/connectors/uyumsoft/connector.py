"""Uyumsoft fulfilling the contract: each method is build, call, map."""

import httpx

from prapazar.connector_kit.einvoices import (
    DocumentKind,
    DocumentStatus,
    OutgoingDocument,
    SentDocument,
    Taxpayer,
)
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.uyumsoft import errors, mapper
from prapazar.connectors.uyumsoft.client import UyumsoftClient
from prapazar.foundation import clock


class Connector:
    def __init__(self, setup: Setup) -> None:
        caller = setup.caller(
            user_agent="PraPazar",
            auth=httpx.Auth(),  # who asks stands within each request
            read_error=errors.from_answer,
            read_failure=errors.from_good_answer,
        )
        self.client = UyumsoftClient(caller, setup.credentials["username"], setup.credentials["password"])

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        name, number = mapper.customer(self.client.who_am_i())
        return AccountRecord(name=name, detail=number)

    def find_taxpayer(self, tax_number: str) -> Taxpayer | None:
        return mapper.taxpayer(self.client.user_aliases(tax_number), tax_number)

    def send_document(self, document: OutgoingDocument) -> SentDocument:
        _check_kind(document)
        return mapper.sent(self.client.send_invoice(mapper.invoice(document, self._alias(document))))

    def fetch_document_status(
        self, document: OutgoingDocument, external_id: str | None
    ) -> DocumentStatus | None:
        """Asked for by Uyumsoft's own name of it, or by its ETTN where its answer was lost."""
        _check_kind(document)
        try:
            answer = self.client.outbox_status(external_id or document.uuid)
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return None
            raise
        return mapper.status(answer, document)

    def cancel_document(self, document: OutgoingDocument, external_id: str, reason: str) -> None:  # noqa: ARG002 - no reason is asked for
        if document.kind is not DocumentKind.EARCHIVE:
            raise Rejected(document.kind, code="uyumsoft.archive_only", field="kind")
        self.client.cancel_archive(external_id, clock.now())

    def fetch_document_pdf(self, document: OutgoingDocument, external_id: str) -> bytes:
        _check_kind(document)
        return mapper.pdf(self.client.outbox_pdf(external_id))

    def _alias(self, document: OutgoingDocument) -> str | None:
        """The letter box of an e-Fatura: as told, else the recipient's first."""
        if document.kind is not DocumentKind.EINVOICE or document.alias:
            return document.alias
        found = self.find_taxpayer(document.recipient_tax_number)
        if found is None:
            raise Rejected("no letter box", code="uyumsoft.recipient_unknown", field="recipient_tax_number")
        return found.aliases[0]


def _check_kind(document: OutgoingDocument) -> None:
    if document.kind not in {DocumentKind.EINVOICE, DocumentKind.EARCHIVE}:
        raise Rejected(document.kind, code="uyumsoft.despatch_not_taken", field="kind")
