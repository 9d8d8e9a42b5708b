"""A mailbox at the pretend mail server."""

from typing import Any

from prapazar.connector_kit.messages import OutgoingMessage
from tests.factories.stages.messages import MessageStage


class SmtpStage(MessageStage):
    slug = "smtp"
    send_path = "/letters"
    asking_paths = ("/login",)
    setting_names = ("host", "user", "sender_address", "sender_name")
    secret_names = ("password",)
    has_credit = False
    asks_registry = False
    tells_wait = False

    def more_settings(self) -> dict[str, str]:
        return {"port": "587", "security": "starttls"}

    def message(self, **changes: Any) -> OutgoingMessage:  # noqa: ANN401 - any field of it
        made = super().message(**changes)
        if "to" in changes:
            return made
        given = {"to": f"sule.{made.reference}@example.com", "subject": "Siparişiniz yolda", "params": ()}
        return super().message(**{**given, "reference": made.reference, "text": made.text, **changes})

    def number(self, to: str) -> str:
        return to

    def records(self, connector: Any) -> list[Any]:  # noqa: ANN401 - any connector
        """Nothing can be asked about a letter: a log-in stands for it."""
        return [connector.test_credentials() for _ in range(max(1, len(self._sent)))]
