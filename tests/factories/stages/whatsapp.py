"""A business at the pretend WhatsApp."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from prapazar.connector_kit.messages import MessageState
from prapazar.connector_kit.records import WebhookDelivery
from tests.factories.stages.messages import MessageStage


class WhatsappStage(MessageStage):
    slug = "whatsapp"
    send_path = "/*/messages"
    setting_names = ("phone_number_id", "waba_id")
    secret_names = ("verify_token", "app_secret", "token")
    panel_field = "callback_url"
    takes_foreign = True
    has_credit = False
    asks_registry = False
    odd_word = "teleported"
    words = {
        "sent": MessageState.ACCEPTED,
        "delivered": MessageState.DELIVERED,
        "read": MessageState.READ,
        "failed": MessageState.FAILED,
    }

    def more_settings(self) -> dict[str, str]:
        return {}

    def number(self, to: str) -> str:
        return to.removeprefix("+")

    def forgeries(self, delivery: WebhookDelivery) -> Sequence[WebhookDelivery]:
        return [
            replace(delivery, body=delivery.body.replace(b"delivered", b"read")),
            replace(delivery, headers={**delivery.headers, "x-hub-signature-256": "sha256=00"}),
            replace(delivery, headers={}),
        ]

    def records(self, connector: Any) -> list[Any]:  # noqa: ANN401 - any connector
        """Nothing can be asked about a message: its templates stand for it."""
        return [connector.test_credentials() for _ in range(max(1, len(self._sent)))]
