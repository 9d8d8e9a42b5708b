"""İleti Merkezi fulfilling the contract: each method is build, call, map."""

from collections.abc import Sequence

from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.messages import AskedMessage, MessageReport, OutgoingMessage, SentMessage
from prapazar.connector_kit.records import AccountRecord, ParkedRecord, WebhookDelivery, WebhookEvent
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.iletimerkezi import errors, mapper, webhooks
from prapazar.connectors.iletimerkezi.auth import NoHeader
from prapazar.connectors.iletimerkezi.client import IletiClient


class Connector:
    report_batch_size = 20
    """One call each: an order's report is asked for by its id."""

    def __init__(self, setup: Setup) -> None:
        self._header = setup.settings["header"]
        caller = setup.caller(
            user_agent="PraPazar",
            auth=NoHeader(),
            read_error=errors.from_answer,
            read_failure=errors.from_failure,
        )
        self.client = IletiClient(caller, setup.settings["key"], setup.credentials["hash"])

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        left = mapper.left(self.client.get_balance())
        return AccountRecord(name="İleti Merkezi", detail=f"{self._header}, {left} SMS")

    def send_message(self, message: OutgoingMessage) -> SentMessage:
        return mapper.sent(self.client.send_sms(mapper.order(message, self._header)))

    def fetch_reports(self, asked: Sequence[AskedMessage]) -> list[MessageReport | ParkedRecord]:
        found: list[MessageReport | ParkedRecord] = []
        for order_id in dict.fromkeys(one.external_id for one in asked):
            try:
                found.extend(mapper.reports(self.client.get_report(order_id), order_id))
            except Rejected as error:
                if error.code != errors.NOT_FOUND:
                    raise
        return found

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:  # noqa: ARG002 - nothing is signed
        return webhooks.event(delivery)

    def read_reports(self, delivery: WebhookDelivery) -> list[MessageReport | ParkedRecord]:
        return [mapper.pushed(webhooks.content(delivery))]
