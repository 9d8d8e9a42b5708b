"""WhatsApp's endpoints, one method each, in Meta's words."""

from typing import Any

from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import dump_json
from prapazar.connectors.whatsapp.schemas import Sending

_GROUP = "api"
_VERSION = "v23.0"


class WhatsappClient:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def close(self) -> None:
        self._caller.close()

    def send(self, phone_number_id: str, sending: Sending) -> Any:  # noqa: ANN401 - the provider's answer
        """The log keeps neither the number nor what fills the template."""
        template = sending["template"]
        shown = {"template": template["name"], "language": template["language"]["code"]}
        body = Body(dump_json(sending).encode(), "application/json", shown)
        call = Call("send", "POST", f"/{_VERSION}/{phone_number_id}/messages", _GROUP, body=body)
        return self._caller.send(call).content

    def templates(self, waba_id: str) -> Any:  # noqa: ANN401 - the provider's answer
        call = Call(
            "templates", "GET", f"/{_VERSION}/{waba_id}/message_templates", _GROUP, params={"limit": "50"}
        )
        return self._caller.send(call).content
