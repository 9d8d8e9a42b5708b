"""Foriba fulfilling the contract: each method is build, call, map."""

import httpx

from prapazar.connector_kit import ubl
from prapazar.connector_kit.einvoices import (
    DocumentKind,
    DocumentState,
    DocumentStatus,
    OutgoingDocument,
    SentDocument,
    Taxpayer,
)
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.foriba import errors, mapper
from prapazar.connectors.foriba.client import ForibaClient
from prapazar.foundation import clock


class Connector:
    def __init__(self, setup: Setup) -> None:
        self._number = str(setup.settings["tax_number"])
        self._alias = str(setup.settings["sender_alias"])
        self._branch = str(setup.settings.get("branch") or "default")
        invoices, archive = _caller(setup, "invoices"), _caller(setup, "archive")
        self.client = ForibaClient(invoices, archive, self._number, self._alias)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """Our own entry among those who receive e-Fatura, where there is one, tells our name."""
        found = self.find_taxpayer(self._number)
        return AccountRecord(name=found.title if found else self._number, detail=self._number)

    def find_taxpayer(self, tax_number: str) -> Taxpayer | None:
        return mapper.taxpayer(self.client.users(tax_number), tax_number)

    def send_document(self, document: OutgoingDocument) -> SentDocument:
        _check_kind(document)
        if document.kind is DocumentKind.EARCHIVE:
            answer = self.client.send_archive(mapper.archive_upload(document, self._branch))
            return mapper.made(answer, document)
        upload = mapper.upload(document, self._alias, self._letter_box(document))
        return mapper.sent(self.client.send_ubl(upload), document)

    def fetch_document_status(
        self, document: OutgoingDocument, external_id: str | None
    ) -> DocumentStatus | None:
        _check_kind(document)
        try:
            if document.kind is DocumentKind.EARCHIVE:
                answer = self.client.archive_status(document.uuid, document.number)
                return mapper.archive_status(answer, document)
            return self._invoice_status(document, external_id)
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return None
            raise

    def cancel_document(self, document: OutgoingDocument, external_id: str, reason: str) -> None:  # noqa: ARG002 - known by its number; no reason is asked for
        if document.kind is not DocumentKind.EARCHIVE:
            raise Rejected(document.kind, code="foriba.archive_only", field="kind")
        day = clock.now().astimezone(clock.ISTANBUL).date()
        self.client.cancel_archive(mapper.cancellation(document, self._branch, day))

    def fetch_document_pdf(self, document: OutgoingDocument, external_id: str) -> bytes:  # noqa: ARG002 - known by its ETTN
        _check_kind(document)
        if document.kind is DocumentKind.EARCHIVE:
            return mapper.archive_view(self.client.archive_document(document.uuid, document.number))
        return mapper.view(self.client.invoice_view(document.uuid))

    def _invoice_status(self, document: OutgoingDocument, envelope: str | None) -> DocumentStatus | None:
        """By its envelope, whose name is looked up where it was never heard."""
        name = envelope or mapper.envelope(self.client.ubl_list(document.uuid), document)
        if name is None:
            return None
        answer = self.client.envelope_status(name)
        found = mapper.status(answer, None, document)
        if found.state is DocumentState.DELIVERED and ubl.profile(document.xml) == ubl.COMMERCIAL:
            return mapper.status(answer, self.client.invoice_responses(document.uuid), document)
        return found

    def _letter_box(self, document: OutgoingDocument) -> str:
        """As told, else the recipient's first."""
        if document.alias:
            return document.alias
        found = self.find_taxpayer(document.recipient_tax_number)
        if found is None:
            raise Rejected("no letter box", code="foriba.recipient_unknown", field="recipient_tax_number")
        return found.aliases[0]


def _caller(setup: Setup, part: str) -> Caller:
    return setup.caller(
        user_agent="PraPazar",
        auth=httpx.BasicAuth(setup.credentials["username"], setup.credentials["password"]),
        read_error=errors.from_answer,
        read_failure=errors.from_good_answer,
        base_url=setup.addresses[part],
    )


def _check_kind(document: OutgoingDocument) -> None:
    if document.kind is DocumentKind.DESPATCH:
        raise Rejected(document.kind, code="foriba.despatch_not_taken", field="kind")
