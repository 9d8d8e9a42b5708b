"""What e-invoice providers are asked, and channels that show the buyer an invoice."""

from typing import Protocol, runtime_checkable

from prapazar.connector_kit.einvoices import (
    DocumentStatus,
    OutgoingDocument,
    SentDocument,
    SharedInvoice,
    Taxpayer,
)


@runtime_checkable
class FindsTaxpayers(Protocol):
    def find_taxpayer(self, tax_number: str) -> Taxpayer | None:
        """None for whoever does not receive e-Fatura."""
        ...


@runtime_checkable
class SendsDocuments(Protocol):
    def send_document(self, document: OutgoingDocument) -> SentDocument:
        """Rejected with code `<slug>.duplicate` where the provider has this ETTN or number already.

        After Unavailable(maybe_done=True) `fetch_document_status` tells whether it arrived.
        """
        ...

    def fetch_document_status(
        self, document: OutgoingDocument, external_id: str | None
    ) -> DocumentStatus | None:
        """None where the provider has never heard of the ETTN."""
        ...


@runtime_checkable
class CancelsDocuments(Protocol):
    def cancel_document(self, document: OutgoingDocument, external_id: str, reason: str) -> None:
        """Of e-Arşiv alone; Rejected where the provider takes it back no more."""
        ...


@runtime_checkable
class ShowsDocuments(Protocol):
    def fetch_document_pdf(self, document: OutgoingDocument, external_id: str) -> bytes: ...


@runtime_checkable
class SharesInvoices(Protocol):
    """For channels that show the buyer an invoice."""

    takes_invoice_files: bool
    """The paper itself; else an address is all they take."""

    def share_invoice(self, package_external_id: str, invoice: SharedInvoice) -> None:
        """The same one again changes nothing; another one takes its place where the channel lets it.

        Rejected with code `connector.invoice_link_needed` for one without an address where only that is
        taken, and with a code ending in `not_packed` where the package has to be packed before.
        """
        ...
