"""Documents as people see them: one A4 PDF each."""

from prapazar.domain.invoicing.documents.paper import despatch, invoice
from prapazar.domain.invoicing.documents.paper.head import Look
from prapazar.domain.invoicing.documents.records import DespatchDocument, InvoiceDocument

__all__ = ["Look", "draw"]

_UNADORNED = Look()


def draw(document: InvoiceDocument | DespatchDocument, look: Look = _UNADORNED) -> bytes:
    match document:
        case InvoiceDocument():
            return invoice.draw(document, look)
        case DespatchDocument():
            return despatch.draw(document, look)
