"""What cannot be done with a document; codes name sentences in foundation.texts."""

from collections.abc import Sequence
from uuid import UUID

from prapazar.domain.invoicing.documents.faults import Fault


class InvoiceMissing(Exception):
    """No such document in this merchant."""

    def __init__(self, invoice_id: UUID | str) -> None:
        super().__init__(str(invoice_id))


class InvoiceRefused(Exception):
    """Something about the order, the seller or the document stands in the way; `code` says what."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code, self.detail = code, detail


class DocumentFaulty(Exception):
    """The checks found something: no number was given."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(fault.said for fault in faults))
        self.faults = tuple(faults)
