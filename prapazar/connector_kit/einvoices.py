"""Records of e-invoice providers: taxpayers, documents on their way, and what became of them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class DocumentKind(StrEnum):
    EINVOICE = "einvoice"
    EARCHIVE = "earchive"
    DESPATCH = "despatch"


@dataclass(frozen=True, slots=True)
class Taxpayer:
    """Somebody who receives e-Fatura; whoever is not found gets e-Arşiv."""

    tax_number: str
    title: str
    aliases: tuple[str, ...]
    """Letter boxes (`urn:mail:...pk@...`), the one to use first."""


@dataclass(frozen=True, slots=True)
class InternetSale:
    """What an e-Arşiv of an internet sale has to tell; providers spell it in their own ways."""

    website: str
    payment_method: str
    """`KREDIKARTI/BANKAKARTI`, `EFT/HAVALE`, `KAPIDAODEME`, `ODEMEARACISI` or `DIGER`."""
    payment_agent: str
    paid_on: date
    carrier_name: str
    carrier_tax_number: str
    despatched_on: date


@dataclass(frozen=True, slots=True)
class OutgoingDocument:
    kind: DocumentKind
    uuid: str
    """ETTN; sending it twice makes no second document."""
    number: str
    sender_tax_number: str
    recipient_tax_number: str
    recipient_title: str
    issued_at: datetime
    xml: bytes
    """UBL-TR, unsigned: the provider signs."""
    alias: str | None = None
    """The letter box of an e-Fatura's recipient."""
    internet_sale: InternetSale | None = None
    recipient_email: str | None = None


@dataclass(frozen=True, slots=True)
class SentDocument:
    external_id: str
    """What the provider calls it; the ETTN where it has no name of its own."""
    number: str


class DocumentState(StrEnum):
    QUEUED = "queued"
    PROCESSING = "processing"
    SENT = "sent"
    """With GİB, or at the recipient, and not yet confirmed."""
    DELIVERED = "delivered"
    """Finished: the recipient has it, or the e-Arşiv is made."""
    WAITING_ANSWER = "waiting_answer"
    """A commercial invoice its recipient may still refuse."""
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    """By its recipient."""
    CANCELLED = "cancelled"
    FAILED = "failed"
    """Refused on the way: it counts as never sent."""


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    uuid: str
    number: str
    state: DocumentState
    provider_status: str
    code: str = ""
    """The envelope's status at GİB, such as 1300, where the provider tells it."""
    text: str = ""
    at: datetime | None = None
    is_reported: bool | None = None
    """Of an e-Arşiv: told to GİB with the daily report."""
    url: str | None = None
    """Where the buyer can look at it."""


@dataclass(frozen=True, slots=True)
class SharedInvoice:
    """An invoice as a channel shows it to its buyer."""

    number: str
    issued_at: datetime
    order_number: str
    line_external_ids: tuple[str, ...]
    """Lines of the package that stand on it."""
    link: str | None
    """Where the channel finds it; None where nobody outside could open it."""
    pdf: bytes = field(repr=False)
    may_be_there: bool = False
    """An earlier try was not answered."""
