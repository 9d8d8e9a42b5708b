"""SMTP beneath the kit's caller: a conversation is summed up in HTTP's words, for which the kit has its rules."""

from dataclasses import asdict
from typing import Any

import httpx

from prapazar.connector_kit.http import Body, Call, Caller, build_client
from prapazar.connector_kit.parsing import dump_json
from prapazar.connector_kit.reach import Reach
from prapazar.connectors.smtp import auth
from prapazar.connectors.smtp.auth import Refused, Vanished
from prapazar.connectors.smtp.schemas import Said, Server

SENDER, RECIPIENT = "x-envelope-from", "x-envelope-to"
_DOOR = "/door"
_PATIENCE = 30.0
_TAKEN, _NOT_IN, _NOT_SO, _LATER, _NOT_THERE = 200, 401, 422, 429, 503
_SLOW_DOWN = ("4.7.", "4.5.3", "4.3.2 too many", "5.4.5")
"""Enhanced codes (RFC 3463) by which servers keep somebody from coming too often."""
_GOING, _PASSING = 421, range(400, 500)
_LOGIN_CODES = frozenset({530, 534, 535, 538})


class SmtpClient:
    def __init__(self, caller: Caller, sender: str) -> None:
        self._caller, self._sender = caller, sender

    def close(self) -> None:
        self._caller.close()

    def log_in(self) -> Any:  # noqa: ANN401 - the server's words
        """The sender is tried as well; nothing is sent."""
        body = Body(b"", "text/plain", {}, {SENDER: self._sender})
        return self._caller.send(Call("log_in", "POST", "/login", "login", body=body, only_asks=True)).content

    def send(self, to: str, letter: bytes) -> Any:  # noqa: ANN401 - the server's words
        """The log keeps neither people nor words."""
        shown = {"bytes": len(letter)}
        body = Body(letter, "message/rfc822", shown, {SENDER: self._sender, RECIPIENT: to})
        return self._caller.send(Call("send", "POST", "/letters", "send", body=body)).content


class Conversation(httpx.BaseTransport):
    """One for each letter: who keeps a server waiting between two is shut out by many."""

    def __init__(self, server: Server, reach: Reach, *, pretends: bool = False) -> None:
        self._server, self._reach, self._pretends = server, reach, pretends

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        patience = request.extensions.get("timeout", {}).get("read") or _PATIENCE
        sender, to = request.headers.get(SENDER, ""), request.headers.get(RECIPIENT)
        server, reach = self._found(request)
        try:
            talk = auth.enter(server, reach, patience)
            try:
                said = self._talk(talk, sender, to, request.read())
            finally:
                auth.leave(talk)
        except Refused as refused:
            return _told(refused.said)
        except Vanished as problem:
            raise httpx.ReadError(str(problem), request=request) from problem
        return _told(said)

    def _talk(self, talk: Any, sender: str, to: str | None, letter: bytes) -> Said:  # noqa: ANN401 - smtplib's
        if to is None:
            auth.may_send(talk, sender)
            return Said("mail", 250)
        return auth.hand_over(talk, sender, to, letter)

    def _found(self, request: httpx.Request) -> tuple[Server, Reach]:
        """The pretend server tells over HTTP where it listens; nobody's form leads into this machine."""
        if not self._pretends:
            return self._server, self._reach
        base = str(request.url).rpartition("/")[0]
        desk = build_client(base, user_agent="PraPazar", reach=self._reach)
        port = int(desk.get(_DOOR).raise_for_status().json()["port"])
        host, given = request.url.host, self._server
        server = Server(host, port, "plain", given.user, given.password)
        return server, Reach(trusted=frozenset({(host, port)}))


def _told(said: Said) -> httpx.Response:
    content = dump_json({name: value for name, value in asdict(said).items() if value}).encode()
    return httpx.Response(_status(said), content=content, headers={"content-type": "application/json"})


def _status(said: Said) -> int:
    """Refusals of one recipient, or of one letter, are good answers: the conversation went well."""
    if said.code <= 0:
        passes = said.code < 0 or said.problem in {"unknown_host", "no_connection", "silent"}
        return _NOT_THERE if passes else _NOT_IN
    if said.code in _LOGIN_CODES:
        return _NOT_IN
    if said.code < 300 or (said.step in {"rcpt", "data"} and said.code != _GOING):  # noqa: PLR2004 - RFC 5321
        return _TAKEN
    if said.words.lower().startswith(_SLOW_DOWN):
        return _LATER
    return _NOT_THERE if said.code == _GOING else _refused(said)


def _refused(said: Said) -> int:
    if said.code in _PASSING:
        return _LATER
    return _NOT_SO if said.step == "mail" else _NOT_IN
