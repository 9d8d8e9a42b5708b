"""UBL-TR 1.2.1: every document as the bytes that are signed and sent."""

from prapazar.domain.invoicing.documents.records import (
    AnswerDocument,
    CreditNoteDocument,
    DespatchDocument,
    InvoiceDocument,
)
from prapazar.domain.invoicing.documents.ubl import answer, credit_note, despatch, invoice, tree

Document = InvoiceDocument | DespatchDocument | AnswerDocument | CreditNoteDocument


def write(document: Document) -> bytes:
    match document:
        case InvoiceDocument():
            top = invoice.element(document)
        case DespatchDocument():
            top = despatch.element(document)
        case AnswerDocument():
            top = answer.element(document)
        case CreditNoteDocument():
            top = credit_note.element(document)
    return tree.written(top)
