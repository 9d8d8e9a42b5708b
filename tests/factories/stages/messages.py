"""Stages of message providers: one message goes out, the network moves it, a report comes."""

import itertools
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from prapazar.connector_kit.messages import AskedMessage, MessageState, OutgoingMessage
from prapazar.connector_kit.records import WebhookDelivery
from prapazar.foundation.clock import now
from tests.factories.stages.bursts import Bursts
from tests.factories.stages.service import ServiceStage

_numbers = itertools.count(1)
NAME, TEXT = "Şule", "Siparişiniz yolda, Iğdır"


class MessageStage(Bursts, ServiceStage):
    words: ClassVar[Mapping[Any, MessageState]]
    """Every status the levers can play, and what it means."""
    odd_word: ClassVar[Any] = None
    """A status nobody knows; None where every unknown one means that it failed."""
    send_path: ClassVar[str] = "*"
    """Shell pattern over the path at which messages are sent."""
    takes_foreign: ClassVar[bool] = False
    has_credit: ClassVar[bool] = True
    asks_registry: ClassVar[bool] = True
    """It keeps advertising from those whom İYS says so."""
    panel_field: ClassVar[str] = ""
    """What the levers call the address that reports are sent to, where they are pushed."""
    signs: ClassVar[bool] = True
    setting_names: ClassVar[tuple[str, ...]] = ()
    secret_names: ClassVar[tuple[str, ...]] = ()
    _sent: list[AskedMessage]

    def open(self, name: str) -> None:
        opened = self.server.pull("POST", f"/{self.slug}/accounts", {"name": name})
        self.account = opened["account"]
        self.settings = {name: opened[name] for name in self.setting_names} | self.more_settings()
        self.credentials = {name: opened[name] for name in self.secret_names}
        self._sent = []

    def more_settings(self) -> dict[str, str]:
        return {"header": "PRAPAZAR"}

    def message(self, **changes: Any) -> OutgoingMessage:  # noqa: ANN401 - any field of it
        number = next(_numbers)
        given = {
            "reference": f"m{number}",
            "to": f"+90532{number:07d}",
            "text": f"{TEXT} {number}",
            "template": "siparis_yolda",
            "params": (NAME, f"S-{number}", "TR1"),
        }
        return OutgoingMessage(**{**given, **changes})

    def send(self, connector: Any, message: OutgoingMessage) -> str:  # noqa: ANN401 - any connector
        found = connector.send_message(message).external_id
        self._sent.append(AskedMessage(found, message.to, now()))
        return str(found)

    def kept(self, message: OutgoingMessage) -> list[Any]:
        """What the provider took, to this number."""
        return list(self.deed("kept", to=self.number(message.to))["messages"])

    def carry(self, external_id: str, status: object) -> None:
        self.deed("carry", id=external_id, status=status)

    def listen(self, address: str) -> None:
        lever = f"/{self.slug}/accounts/{self.account}"
        self.server.pull("PATCH", lever, {self.panel_field: address})

    def deed(self, deed: str, **request: Any) -> Any:  # noqa: ANN401 - the lever's answer
        return self.server.pull("POST", f"/{self.slug}/{self.account}/{deed}", request)

    @abstractmethod
    def number(self, to: str) -> str:
        """As the provider keeps it."""

    def forgeries(self, delivery: WebhookDelivery) -> Sequence[WebhookDelivery]:  # noqa: ARG002 - not all sign
        return []

    def fill(self, key: str, count: int = 1) -> None:  # noqa: ARG002 - a shop's word
        connector = self.unhurried()
        self._sent = []
        for _ in range(count):
            self.send(connector, self.message())

    def records(self, connector: Any) -> list[Any]:  # noqa: ANN401 - any connector
        sent = self._sent or [AskedMessage("1", "+905320000000", now())]
        return list(connector.fetch_reports(sent))
