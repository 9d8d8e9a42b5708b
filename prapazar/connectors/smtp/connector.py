"""SMTP fulfilling the contract: each method is build, call, map."""

from prapazar.connector_kit.errors import RateLimited
from prapazar.connector_kit.http import Caller, build_client
from prapazar.connector_kit.limits import Window
from prapazar.connector_kit.messages import OutgoingMessage, SentMessage
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.setup import Setup
from prapazar.connectors.smtp import errors, mapper
from prapazar.connectors.smtp.client import Conversation, SmtpClient
from prapazar.connectors.smtp.schemas import Server
from prapazar.foundation import throttle

_A_MINUTE, _A_DAY = 60, 86_400
_DAY_FULL_WAIT = 3_600.0


class Connector:
    def __init__(self, setup: Setup) -> None:
        self._settings = {"port": "587", "security": "starttls", "per_minute": "30", "per_day": "500"} | {
            name: str(value) for name, value in setup.settings.items()
        }
        self._account = setup.account
        sender = self._settings["sender_address"]
        self.client = SmtpClient(_caller(setup, self._settings), sender)

    def close(self) -> None:
        self.client.close()

    def test_credentials(self) -> AccountRecord:
        """A log-in, and whether the server takes letters of this sender; none is sent."""
        self.client.log_in()
        return AccountRecord(name=self._settings["sender_name"], detail=self._settings["sender_address"])

    def send_message(self, message: OutgoingMessage) -> SentMessage:
        to, letter = mapper.recipient(message.to), mapper.letter(message, self._settings)
        if not throttle.granted(
            f"mail-day:{self._account}", most=int(self._settings["per_day"]), seconds=_A_DAY
        ):
            raise RateLimited("as many as the form allows", retry_after=_DAY_FULL_WAIT, code="smtp.day_full")
        identity = mapper.message_id(message, self._settings["sender_address"])
        return mapper.sent(self.client.send(to, letter), identity)


def _caller(setup: Setup, settings: dict[str, str]) -> Caller:
    """The kit's, over a conversation of our own where it would lay HTTP."""
    pretends = setup.environment == "sandbox"
    server = Server(
        settings["host"],
        int(settings["port"]),
        "tls" if settings["security"] == "tls" else "starttls",
        settings["user"],
        setup.credentials["password"],
    )
    wire = setup.wire
    transport = wire.transport or Conversation(server, setup.reach, pretends=pretends)
    client = build_client(
        setup.base_url,
        user_agent="PraPazar",
        transport=wire.around(transport) if wire.around else transport,
    )
    pace = Window(int(settings["per_minute"]), _A_MINUTE)
    windows = setup.manifest.windows(dict(settings))
    windows["send"] = (*windows.get("send", ()), pace)
    return Caller(client, wire, setup.account, windows, errors.from_answer)
