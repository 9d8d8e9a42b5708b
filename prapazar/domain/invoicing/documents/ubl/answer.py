"""An answer to a commercial invoice in UBL-TR."""

from prapazar.domain.invoicing.documents.records import AnswerDocument
from prapazar.domain.invoicing.documents.ubl import parties, tree
from prapazar.domain.invoicing.documents.ubl.tree import Element

_OF_INVOICE = "FATURA"


def element(document: AnswerDocument) -> Element:
    top = tree.root("ApplicationResponse", "TICARIFATURA")
    tree.leaf(top, "cbc:ID", document.number)
    tree.leaf(top, "cbc:UUID", str(document.ettn))
    tree.moment(top, document.issued_at)
    tree.leaves(top, "cbc:Note", document.reasons)
    parties.signature(top, document.sender, document.number)
    parties.party(tree.branch(top, "cac:SenderParty"), document.sender)
    parties.party(tree.branch(top, "cac:ReceiverParty"), document.receiver)
    place = tree.branch(top, "cac:DocumentResponse")
    response = tree.branch(place, "cac:Response")
    tree.leaf(response, "cbc:ReferenceID", str(document.ettn))
    tree.leaf(response, "cbc:ResponseCode", document.verdict)
    tree.leaves(response, "cbc:Description", document.reasons)
    tree.reference(
        place,
        "cac:DocumentReference",
        str(document.invoice_ettn),
        document.invoice_issued_on,
        _OF_INVOICE,
        _OF_INVOICE,
    )
    return top
