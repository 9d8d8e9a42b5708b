"""QNB eSolutions fulfilling the contract: each method is build, call, map."""

import httpx

from prapazar.connector_kit import pdfs
from prapazar.connector_kit.einvoices import (
    DocumentKind,
    DocumentStatus,
    OutgoingDocument,
    SentDocument,
    Taxpayer,
)
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.http import Caller
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connector_kit.soap import UsernameToken
from prapazar.connectors.qnb import errors, mapper
from prapazar.connectors.qnb.client import PDF, QnbClient


class Connector:
    def __init__(self, setup: Setup) -> None:
        self._number = str(setup.settings["tax_number"])
        self._erp_code = str(setup.settings.get("erp_code") or "")
        login = UsernameToken(setup.credentials["username"], setup.credentials["password"])
        self.client = QnbClient(_caller(setup, "connector"), _caller(setup, "archive"), login)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """Our own entry among those who receive e-Fatura, where there is one, tells our name."""
        found = self.find_taxpayer(self._number)
        return AccountRecord(name=found.title if found else self._number, detail=self._number)

    def find_taxpayer(self, tax_number: str) -> Taxpayer | None:
        """Whether is told apart from where: an empty answer alone is not taken for a no."""
        if not mapper.yes(self.client.is_user(tax_number)):
            return None
        return mapper.taxpayer(self.client.user(tax_number), tax_number)

    def send_document(self, document: OutgoingDocument) -> SentDocument:
        if document.kind is DocumentKind.EARCHIVE:
            given = mapper.archive_input(document, self._erp_code)
            return mapper.made(self.client.make_archive(given, mapper.archive_xml(document)), document)
        parameters = mapper.outgoing(document, self._erp_code, self._alias(document))
        return mapper.sent(self.client.send(parameters), document)

    def fetch_document_status(
        self, document: OutgoingDocument, external_id: str | None
    ) -> DocumentStatus | None:
        try:
            if document.kind is DocumentKind.EARCHIVE:
                answer = self.client.query_archive(document.sender_tax_number, document.uuid)
                return mapper.archive_status(answer, document)
            asked = mapper.query(document, external_id)
            return mapper.status(self.client.status(document.sender_tax_number, asked), document)
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return None
            raise

    def cancel_document(self, document: OutgoingDocument, external_id: str, reason: str) -> None:  # noqa: ARG002 - known by its ETTN; no reason is asked for
        if document.kind is not DocumentKind.EARCHIVE:
            raise Rejected(document.kind, code="qnb.archive_only", field="kind")
        self.client.cancel_archive(document.sender_tax_number, document.uuid, document.number)

    def fetch_document_pdf(self, document: OutgoingDocument, external_id: str) -> bytes:
        number = document.sender_tax_number
        if document.kind is DocumentKind.EARCHIVE:
            return mapper.archive_pdf(self.client.query_archive(number, document.uuid, PDF))
        return pdfs.pdf(self.client.download(number, external_id, mapper.SHORT[document.kind]))

    def _alias(self, document: OutgoingDocument) -> str:
        """The recipient's letter box: as told, else the first. Those of e-İrsaliye are not looked up here."""
        if document.alias:
            return document.alias
        found = self.find_taxpayer(document.recipient_tax_number)
        if found is None or document.kind is DocumentKind.DESPATCH:
            raise Rejected("no letter box", code="qnb.recipient_unknown", field="alias")
        return found.aliases[0]


def _caller(setup: Setup, part: str) -> Caller:
    return setup.caller(
        user_agent="PraPazar",
        auth=httpx.Auth(),  # who asks stands in the header of each envelope
        read_error=errors.from_answer,
        read_failure=errors.from_good_answer,
        base_url=setup.addresses[part],
    )
