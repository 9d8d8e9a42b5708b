"""WhatsApp fulfilling the contract: each method is build, call, map."""

from collections.abc import Mapping

from prapazar.connector_kit.messages import MessageReport, OutgoingMessage, SentMessage
from prapazar.connector_kit.records import AccountRecord, ParkedRecord, WebhookDelivery, WebhookEvent
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.whatsapp import errors, mapper, webhooks
from prapazar.connectors.whatsapp.auth import SystemToken
from prapazar.connectors.whatsapp.client import WhatsappClient


class Connector:
    def __init__(self, setup: Setup) -> None:
        self._phone, self._waba = setup.settings["phone_number_id"], setup.settings["waba_id"]
        self._app_secret = setup.credentials["app_secret"]
        self._verify_token = setup.credentials["verify_token"]
        caller = setup.caller(
            user_agent="PraPazar",
            auth=SystemToken(setup.credentials["token"]),
            read_error=errors.from_answer,
        )
        self.client = WhatsappClient(caller)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        count = mapper.template_count(self.client.templates(self._waba))
        return AccountRecord(name="WhatsApp", detail=f"{self._phone}, {count}")

    def send_message(self, message: OutgoingMessage) -> SentMessage:
        return mapper.sent(self.client.send(self._phone, mapper.sending(message)))

    def verify(self, delivery: WebhookDelivery, secret: str) -> WebhookEvent:  # noqa: ARG002 - Meta signs with the app's own
        return webhooks.verified(delivery, self._app_secret)

    def read_reports(self, delivery: WebhookDelivery) -> list[MessageReport | ParkedRecord]:
        return list(mapper.reports(webhooks.content(delivery)))

    def answer_handshake(self, query: Mapping[str, str], secret: str) -> str:  # noqa: ARG002 - as above
        return webhooks.handshake(query, self._verify_token)
