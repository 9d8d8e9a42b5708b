"""What payment providers are asked: pages, callbacks, money given back."""

from decimal import Decimal
from typing import Protocol, runtime_checkable

from prapazar.connector_kit.payments import PaymentPage, PaymentRecord, PaymentRequest
from prapazar.connector_kit.records import WebhookDelivery


@runtime_checkable
class TakesPayments(Protocol):
    callback_answer: str
    """The whole body, as plain text, with which the provider's own callback is answered; else it comes again."""
    callback_by_hand: bool
    """The merchant enters our address in the provider's panel: it is not told with each payment."""

    def open_payment(self, request: PaymentRequest) -> PaymentPage:
        """Some refuse a reference that was paid before: Rejected with code `<slug>.duplicate`."""
        ...

    def comes_with_buyer(self, delivery: WebhookDelivery) -> bool:
        """The buyer's browser brings this callback, and is shown the way on instead of `callback_answer`."""
        ...

    def read_payment(self, delivery: WebhookDelivery) -> PaymentRecord:
        """Of a callback; raises AuthFailed when it is not the provider's.

        Some providers only say which payment it is about: what became of it is asked then. A callback comes
        several times, and says of a payment that was given back since that it was paid. After a failure the
        buyer may have paid by another card: paid is the last word.
        """
        ...

    def fetch_payment(self, reference: str, external_id: str) -> PaymentRecord | None:
        """With all that was given back; None where nothing was paid under it so far, whatever was tried."""
        ...


@runtime_checkable
class RefundsPayments(Protocol):
    def refund_payment(self, payment: PaymentRecord, amount: Decimal, reference: str) -> PaymentRecord:
        """Part or all of what is left; answers the payment as it stands then.

        `reference` is letters and digits, and used for this refund alone: where the provider shows that it was
        made already, it is not made again, so that a call after Unavailable(maybe_done=True) does no harm.
        Rejected with code `<slug>.too_much` beyond what is left.
        """
        ...


@runtime_checkable
class CancelsPayments(Protocol):
    def cancel_payment(self, payment: PaymentRecord) -> PaymentRecord:
        """The whole of it, on the day it was paid: the buyer's statement never shows it. Rejected later."""
        ...
