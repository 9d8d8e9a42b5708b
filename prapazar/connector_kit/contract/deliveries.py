"""What comes by itself: webhooks and queues."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from prapazar.connector_kit.records import (
    PackageRecord,
    ParkedRecord,
    QueueMessage,
    WebhookDelivery,
    WebhookEvent,
    WebhookRegistration,
)


@runtime_checkable
class ChecksDeliveries(Protocol):
    """What whoever is delivered to needs, whatever the deliveries are about."""

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:
        """Raises AuthFailed when the signature or log-in does not fit."""
        ...


@runtime_checkable
class ReceivesWebhooks(ChecksDeliveries, Protocol):
    def register_webhook(self, address: str, secret: str) -> WebhookRegistration: ...

    def remove_webhook(self, external_id: str) -> None: ...

    def read_packages(self, delivery: WebhookDelivery) -> list[PackageRecord | ParkedRecord]: ...


@runtime_checkable
class ReadsQueue(Protocol):
    """For channels that write into a queue of the merchant's instead of calling an address of ours."""

    has_queue: bool
    """The merchant has named one; nothing is asked of the rest without."""

    def subscribe(self) -> str:
        """The channel writes into the queue from now on; answers by what `unsubscribe` knows it."""
        ...

    def unsubscribe(self, external_id: str) -> None: ...

    def fetch_messages(self) -> list[QueueMessage]:
        """The next few, hidden from others meanwhile; none: the queue is empty.

        They come again, sooner or later, until `drop_messages` has taken them out: keep them first.
        """
        ...

    def drop_messages(self, receipts: Sequence[str]) -> None: ...

    def read_packages(self, delivery: WebhookDelivery) -> list[PackageRecord | ParkedRecord]: ...


@runtime_checkable
class AnswersChallenges(Protocol):
    """For those that ask an address for proof before they deliver to it."""

    def answer_challenge(self, code: str, address: str, secret: str) -> dict[str, str]:
        """`address` exactly as it was registered; the answer is sent as JSON."""
        ...
