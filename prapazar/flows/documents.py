"""A document of the books as a provider is told of it, and its word read as ours."""

from uuid import UUID

from prapazar.connector_kit.contract import Connector, FindsTaxpayers
from prapazar.connector_kit.einvoices import (
    DocumentKind,
    DocumentState,
    DocumentStatus,
    InternetSale,
    OutgoingDocument,
    Taxpayer,
)
from prapazar.domain.invoicing import content
from prapazar.domain.invoicing.actions import FAULTY as FAULTY
from prapazar.domain.invoicing.actions import Status
from prapazar.domain.invoicing.documents.identity import FINAL_CONSUMER, FOREIGN_COMPANY
from prapazar.domain.invoicing.documents.records import InvoiceDocument
from prapazar.domain.invoicing.enums import InvoiceStatus
from prapazar.domain.invoicing.sending import ToSend
from prapazar.foundation.clock import ISTANBUL

NOBODY = frozenset({FINAL_CONSUMER, FOREIGN_COMPANY})
"""Numbers that stand for whoever has none: nobody is looked up by them."""
_STATES = {
    DocumentState.QUEUED: InvoiceStatus.SENT,
    DocumentState.PROCESSING: InvoiceStatus.SENT,
    DocumentState.SENT: InvoiceStatus.SENT,
    DocumentState.DELIVERED: InvoiceStatus.DELIVERED,
    DocumentState.WAITING_ANSWER: InvoiceStatus.WAITING_ANSWER,
    DocumentState.ACCEPTED: InvoiceStatus.ACCEPTED,
    DocumentState.REJECTED: InvoiceStatus.REJECTED,
    DocumentState.CANCELLED: InvoiceStatus.CANCELLED,
    DocumentState.FAILED: InvoiceStatus.FAILED,
}


def outgoing(told: ToSend) -> OutgoingDocument:
    document = content.read(told.content)
    return OutgoingDocument(
        kind=DocumentKind(told.document_kind),
        uuid=str(told.uuid),
        number=told.number or "",
        sender_tax_number=document.seller.tax_id,
        recipient_tax_number=document.buyer.tax_id,
        recipient_title=document.buyer.title,
        issued_at=told.issued_at,
        xml=told.xml,
        alias=told.alias,
        internet_sale=_internet_sale(document) if isinstance(document, InvoiceDocument) else None,
        recipient_email=told.buyer_email,
    )


def look_up(connector: Connector, tax_number: str) -> str | None:
    """The letter box of whoever receives e-Fatura; None for anybody else."""
    if tax_number in NOBODY or not isinstance(connector, FindsTaxpayers):
        return None
    return alias_of(connector.find_taxpayer(tax_number))


def alias_of(found: Taxpayer | None) -> str | None:
    """None for whoever gets an e-Arşiv."""
    if found is None:
        return None
    return found.aliases[0] if found.aliases else ""


def seen(status: DocumentStatus) -> Status:
    return Status(
        status=_STATES[status.state],
        provider_status=status.provider_status,
        gib_code=status.code,
        text=status.text,
        at=status.at,
        is_reported=status.is_reported,
        url=status.url,
    )


def external(told: ToSend) -> str:
    return told.external_id or str(told.uuid)


def key(claim_payload: dict[str, str]) -> UUID:
    return UUID(claim_payload["invoice_id"])


def _internet_sale(document: InvoiceDocument) -> InternetSale | None:
    sale = document.internet_sale
    if sale is None:
        return None
    return InternetSale(
        website=sale.website,
        payment_method=sale.method.value,
        payment_agent=sale.provider,
        paid_on=sale.paid_on,
        carrier_name=sale.carrier.title if sale.carrier else "",
        carrier_tax_number=sale.carrier.tax_id if sale.carrier else "",
        despatched_on=sale.shipped_on or document.issued_at.astimezone(ISTANBUL).date(),
    )
