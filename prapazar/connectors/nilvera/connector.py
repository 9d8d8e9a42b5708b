"""Nilvera fulfilling the contract: each method is build, call, map."""

from prapazar.connector_kit.einvoices import (
    DocumentKind,
    DocumentStatus,
    OutgoingDocument,
    SentDocument,
    Taxpayer,
)
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parsing import mapping, optional, required, text
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.nilvera import errors, mapper
from prapazar.connectors.nilvera.auth import ApiKey
from prapazar.connectors.nilvera.client import NilveraClient
from prapazar.connectors.nilvera.schemas import Part


class Connector:
    def __init__(self, setup: Setup) -> None:
        caller = setup.caller(
            user_agent="PraPazar",
            auth=ApiKey(setup.credentials["api_key"]),
            read_error=errors.from_answer,
        )
        self.client = NilveraClient(caller)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        found = mapping(self.client.company(), "Company")
        return AccountRecord(name=text(required(found, "Name")), detail=text(optional(found, "TaxNumber")))

    def find_taxpayer(self, tax_number: str) -> Taxpayer | None:
        return mapper.taxpayer(self.client.check_tax_number(tax_number), tax_number)

    def send_document(self, document: OutgoingDocument) -> SentDocument:
        """A series Nilvera does not know is set up there on the way: nothing was taken before."""
        part, alias = _part(document), self._alias(document)
        xml = mapper.upload(document)
        try:
            answer = self.client.send_xml(part, document.uuid, xml, alias)
        except Rejected as error:
            if error.code != errors.SERIES_UNKNOWN:
                raise
            series = document.number[:3]
            self.client.add_series(part, {"Name": series, "IsActive": True, "IsDefault": False})
            answer = self.client.send_xml(part, document.uuid, xml, alias)
        return mapper.sent(answer, document)

    def fetch_document_status(
        self,
        document: OutgoingDocument,
        external_id: str | None,  # noqa: ARG002 - Nilvera knows it by its ETTN
    ) -> DocumentStatus | None:
        part = _part(document)
        try:
            answer = self.client.status(part, document.uuid)
        except Rejected as error:
            if error.code == errors.NOT_FOUND:
                return None
            raise
        if part == "einvoice":
            return mapper.invoice_status(answer, document)
        return mapper.archive_status(answer, document)

    def cancel_document(self, document: OutgoingDocument, external_id: str, reason: str) -> None:  # noqa: ARG002 - no reason is asked for
        if document.kind is not DocumentKind.EARCHIVE:
            raise Rejected(document.kind, code="nilvera.archive_only", field="kind")
        self.client.cancel(document.uuid)

    def fetch_document_pdf(self, document: OutgoingDocument, external_id: str) -> bytes:  # noqa: ARG002 - known by its ETTN
        return mapper.pdf(self.client.pdf(_part(document), document.uuid))

    def _alias(self, document: OutgoingDocument) -> str | None:
        """The letter box of an e-Fatura: as told, else the recipient's first."""
        if document.kind is not DocumentKind.EINVOICE or document.alias:
            return document.alias
        found = self.find_taxpayer(document.recipient_tax_number)
        if found is None:
            raise Rejected("no letter box", code="nilvera.recipient_unknown", field="recipient_tax_number")
        return found.aliases[0]


def _part(document: OutgoingDocument) -> Part:
    part = mapper.PARTS.get(document.kind)
    if part is None:
        raise Rejected(document.kind, code="nilvera.despatch_not_taken", field="kind")
    return part
