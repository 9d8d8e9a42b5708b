"""What message providers are asked: a message to one person, and what became of it."""

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

from prapazar.connector_kit.contract.deliveries import ChecksDeliveries
from prapazar.connector_kit.messages import AskedMessage, MessageReport, OutgoingMessage, SentMessage
from prapazar.connector_kit.records import ParkedRecord, WebhookDelivery


@runtime_checkable
class SendsMessages(Protocol):
    def send_message(self, message: OutgoingMessage) -> SentMessage:
        """Rejected with code `<slug>.bad_recipient`, `<slug>.no_consent` or `<slug>.no_credit` where it is that.

        RateLimited with code `<slug>.greylisted` where this recipient alone has to wait, and the others go on.
        No provider keeps our reference: after Unavailable(maybe_done=True) nobody can say whether it went.
        """
        ...


@runtime_checkable
class FollowsMessages(Protocol):
    report_batch_size: int

    def fetch_reports(self, asked: Sequence[AskedMessage]) -> list[MessageReport | ParkedRecord]:
        """What became of them; those the provider has nothing to say of are left out."""
        ...


@runtime_checkable
class PushesReports(ChecksDeliveries, Protocol):
    """For providers that tell by themselves; the kind of such an event is `messages`."""

    def read_reports(self, delivery: WebhookDelivery) -> list[MessageReport | ParkedRecord]: ...


@runtime_checkable
class AnswersHandshakes(Protocol):
    """For those that ask for proof in a query, and want it back as plain text."""

    def answer_handshake(self, query: Mapping[str, str], secret: str) -> str:
        """Raises AuthFailed where it is not the provider."""
        ...
