"""Records of payment providers: a page is opened, the buyer pays there, the callback says what became of it."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from prapazar.connector_kit.records import Address


class PaymentState(StrEnum):
    OPEN = "open"
    PAID = "paid"
    FAILED = "failed"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"
    PARTLY_REFUNDED = "partly_refunded"


@dataclass(frozen=True, slots=True)
class BasketItem:
    external_id: str
    name: str
    category: str
    amount: Decimal
    """Of all its units, VAT included; the items add up to the request's amount."""


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    reference: str
    """Letters and digits, used once for each account."""
    amount: Decimal
    currency: str
    buyer_id: str
    buyer_name: str
    buyer_email: str
    buyer_phone: str
    buyer_ip: str
    billing: Address
    shipping: Address
    items: tuple[BasketItem, ...]
    callback_url: str
    success_url: str
    failure_url: str
    language: str = "tr"
    identity_number: str = "11111111111"
    max_installments: int = 1


@dataclass(frozen=True, slots=True)
class PaymentPage:
    """Where the buyer pays; card data never passes through us."""

    external_id: str
    url: str
    """To send the buyer to, or to show in a frame."""
    in_frame: bool = False
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    reference: str
    """Empty where the provider does not repeat it: `external_id` is the page's."""
    external_id: str
    state: PaymentState
    provider_status: str
    amount: Decimal
    """What was paid, instalment interest included; zero, perhaps without a currency, where nothing was."""
    currency: str
    at: datetime | None = None
    refunded: Decimal = Decimal(0)
    fee: Decimal | None = None
    """What the provider keeps."""
    installments: int = 1
    card: str = ""
    """As the provider shows it, such as `**** 0008`."""
    failure: str = ""
    receipt: str = ""
    """Its number in the provider's panel, where that is not `external_id`."""
    item_ids: tuple[tuple[str, str], ...] = ()
    """Our item's id and the provider's, for refunds by item."""


def given_back(payment: PaymentRecord, refunded: Decimal, *, is_cancelled: bool = False) -> PaymentRecord:
    """The payment once so much of it is back with the buyer; one that was never paid stays as it is."""
    if payment.state in {PaymentState.OPEN, PaymentState.FAILED}:
        return payment
    if is_cancelled:
        return replace(payment, state=PaymentState.CANCELLED, refunded=payment.amount)
    if not refunded:
        return replace(payment, state=PaymentState.PAID, refunded=refunded)
    is_all = refunded >= payment.amount
    state = PaymentState.REFUNDED if is_all else PaymentState.PARTLY_REFUNDED
    return replace(payment, state=state, refunded=refunded)
