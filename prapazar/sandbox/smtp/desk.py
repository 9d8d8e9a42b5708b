"""The levers of the pretend mail server."""

import socket
from dataclasses import dataclass

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.message_office import MessageDesk, Office, broken
from prapazar.sandbox.provider import Provider

SLUG = "smtp"


@dataclass
class Rules:
    """What servers do differently."""

    burst: int = 0
    burst_ms: int = 60_000
    greylists: bool = False
    """The first letter of an account to an address is put off with 451 (RFC 6647)."""
    offers: str = "PLAIN LOGIN"
    """Ways to log in; empty: none."""


class MailOffice(Office):
    @property
    def port(self) -> int:
        """Where it listens; opened when it is first asked for, and the same until the sandbox ends."""
        return int(self.door.getsockname()[1])

    def keep(self, account: Account, message: Json) -> None:
        """By its number: two letters of one Message-ID are two."""
        self.files.put(account, "message", str(message["number"]), message)

    @property
    def door(self) -> socket.socket:
        doors = self.ground.doors
        if SLUG not in doors:
            doors[SLUG] = socket.create_server(("127.0.0.1", 0))
        return doors[SLUG]


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its port is no path
    office = MailOffice(ground, SLUG, Rules())
    desk = MailDesk(office)
    if not office.files.accounts:
        desk.open_account({"number": str(desk.first_account), "name": "Deneme Mağaza"})
    return Provider(MailGateway(office), desk, office)


class MailDesk(MessageDesk):
    def profile(self, number: str, request: Json) -> Json:
        user = f"magaza{number}@example.com"
        return {
            "name": str(request.get("name") or f"Mağaza {number}"),
            "host": "smtp.example.com",
            "user": user,
            "password": str(request.get("password") or f"sandbox-mail-{number}"),
            "sender_address": user,
            "sender_name": str(request.get("name") or f"Mağaza {number}"),
            "credits": 0,
            "refusing": [],
        }


class MailGateway:
    """All there is over HTTP: where the mail door is."""

    def __init__(self, office: MailOffice) -> None:
        self._office = office

    def account(self, call: Call) -> str:  # noqa: ARG002 - it is nobody's
        return ""

    def answer(self, call: Call) -> Reply:
        if call.path != "/door":
            return Reply(404, b"", None)
        return json_reply({"port": self._office.port})

    def broken(self, fault: Fault) -> Reply:
        return broken(fault, {})
