"""The conversations of the pretend mail server: what is said, in which order, and what goes wrong on purpose."""

import asyncio
import base64
import binascii
import contextlib
import email
import re
from dataclasses import dataclass, field
from email import policy

from prapazar.sandbox.exchange import Call
from prapazar.sandbox.faults import REQUEST_KINDS, Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.sandbox import Sandbox
from prapazar.sandbox.smtp.desk import SLUG, MailOffice

_LONGEST_LINE = 1_048_576
_LONGEST_SILENCE = 120
_ADDRESS = re.compile(r"(?:FROM|TO):\s*<([^<>\s]*)>", re.IGNORECASE)
_AT_THE_DOOR = {
    Kind.EXPIRED_TOKEN: "535 5.7.8 Authentication credentials invalid",
    Kind.FORBIDDEN: "554 5.7.1 You are not welcome here",
    Kind.TOO_MANY: "421 4.7.0 Too many connections, come back later",
    Kind.UNAVAILABLE: "421 4.3.2 Service shutting down",
}
_AT_MAIL = {**_AT_THE_DOOR, Kind.EXPIRED_TOKEN: "530 5.7.0 Authentication required"}
_SILENT = {Kind.TIMEOUT, Kind.HUNG_ANSWER}
_KEEPS = {Kind.CUT_OFF, Kind.LOST_ANSWER, Kind.HUNG_ANSWER, Kind.SLOW}
_STATUS = {"421 4.7": 429, "421": 503, "5": 401, "4": 429}


class _Over(Exception):
    """The conversation ends here."""


async def run(sandbox: Sandbox) -> None:
    """Beside the HTTP server, until it ends. A reset of the sandbox changes the memory, not the door."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visit = _Visit(sandbox, reader, writer)
        with contextlib.suppress(_Over, ConnectionError, asyncio.IncompleteReadError, ValueError):
            await visit.hold()
        writer.close()

    office: MailOffice = sandbox.providers[SLUG].memory
    server = await asyncio.start_server(talk, sock=office.door, limit=_LONGEST_LINE)
    async with server:
        await server.serve_forever()


@dataclass
class _Visit:
    sandbox: Sandbox
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    account: Account | None = None
    sender: str = ""
    recipients: list[str] = field(default_factory=list)
    fault: Fault | None = None
    """What will strike once the letter has come."""

    @property
    def office(self) -> MailOffice:
        found: MailOffice = self.sandbox.providers[SLUG].memory
        return found

    async def hold(self) -> None:
        await self._say("220 smtp.example.com ESMTP ready")
        while True:
            line = await self._line()
            word, _, rest = line.partition(" ")
            await self._do(word.upper(), rest.strip())

    async def _do(self, word: str, rest: str) -> None:
        if word == "EHLO":
            ways = self.office.rules.offers
            offers = ["SIZE 10485760", *([f"AUTH {ways}"] if ways else []), "ENHANCEDSTATUSCODES"]
            lines = ["smtp.example.com", *offers]
            await self._say("\r\n".join([*(f"250-{one}" for one in lines[:-1]), f"250 {lines[-1]}"]))
        elif word in {"HELO", "RSET", "NOOP"}:
            self.sender, self.recipients = "", []
            await self._say("250 2.0.0 OK")
        elif word == "AUTH":
            await self._log_in(rest)
        elif word == "MAIL":
            await self._mail(rest)
        elif word == "RCPT":
            await self._recipient(rest)
        elif word == "DATA":
            await self._letter()
        elif word == "QUIT":
            await self._say("221 2.0.0 Bye")
            raise _Over
        else:
            await self._say("500 5.5.2 Command not recognized")

    async def _log_in(self, rest: str) -> None:
        way, _, first = rest.partition(" ")
        try:
            if way.upper() == "PLAIN":
                packed = first or await self._asked("")
                _, user, password = base64.b64decode(packed, validate=True).decode().split("\0")
            else:
                named = first or await self._asked("VXNlcm5hbWU6")
                user = base64.b64decode(named, validate=True).decode()
                password = base64.b64decode(await self._asked("UGFzc3dvcmQ6"), validate=True).decode()
        except (binascii.Error, UnicodeDecodeError, ValueError):
            await self._say("501 5.5.2 Cannot decode")
            return
        account = self.office.by_profile(user=user)
        await self._strike_at_the_door(account)
        if account is None or account.profile["password"] != password:
            self._note("/login", 401)
            await self._say(_AT_THE_DOOR[Kind.EXPIRED_TOKEN])
            return
        if self.office.is_crowded(account):
            await self._turn_away(account, "/login", _AT_THE_DOOR[Kind.TOO_MANY])
        self.account = account
        self._note("/login", 200)
        await self._say("235 2.7.0 Authentication successful")

    async def _strike_at_the_door(self, account: Account | None) -> None:
        fault = self._struck(account, "/login")
        if fault is None:
            return
        if fault.kind in _AT_THE_DOOR:
            await self._turn_away(account, "/login", _AT_THE_DOOR[fault.kind])
        await self._break(fault)

    async def _turn_away(self, account: Account | None, path: str, words: str) -> None:
        self.account = account
        self._note(path, next(status for start, status in _STATUS.items() if words.startswith(start)))
        await self._say(words)
        raise _Over

    async def _mail(self, rest: str) -> None:
        found = _ADDRESS.match(rest)
        if self.account is None or found is None:
            await self._say(
                "530 5.7.0 Authentication required" if found else "501 5.5.4 Syntax: MAIL FROM:<address>"
            )
            return
        self.fault = self._struck(self.account, "/letters")
        if self.fault is not None and self.fault.kind in _AT_MAIL:
            await self._turn_away(self.account, "/letters", _AT_MAIL[self.fault.kind])
        if found[1] != self.account.profile["sender_address"]:
            await self._say("550 5.7.1 Sender address is not yours")
            return
        self.sender, self.recipients = found[1], []
        await self._say("250 2.1.0 Sender OK")

    async def _recipient(self, rest: str) -> None:
        found, account = _ADDRESS.match(rest), self.account
        if account is None or found is None or not self.sender:
            await self._say("503 5.5.1 MAIL first")
            return
        to = found[1]
        if to in account.profile["refusing"]:
            await self._say(f"550 5.1.1 <{to}>: no such mailbox")
        elif self.office.rules.greylists and not self._knows(account, to):
            await self._say("451 4.7.1 Greylisted, please try again in 5 minutes")
        else:
            self.recipients.append(to)
            await self._say("250 2.1.5 Recipient OK")

    def _knows(self, account: Account, to: str) -> bool:
        known = list(account.profile.get("seen", []))
        if to in known:
            return True
        self.office.files.open(account.number, {**account.profile, "seen": [*known, to]})
        return False

    async def _letter(self) -> None:
        if self.account is None or not self.recipients:
            await self._say("503 5.5.1 RCPT first")
            return
        await self._say("354 End data with <CR><LF>.<CR><LF>")
        content = await self._content()
        fault = self.fault
        if fault is None or fault.kind in _KEEPS:
            number = self._keep(self.account, content)
            self._note("/letters", 200)
            if fault is None or fault.kind is Kind.SLOW:
                await self._say(f"250 2.0.0 Queued as {number}")
                self.recipients = []
                return
        if fault is not None:
            await self._break(fault)

    async def _break(self, fault: Fault) -> None:
        """Silence, a page of HTML, or the connection is gone."""
        if fault.kind in _SILENT:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_LONGEST_SILENCE):
                    while await self.reader.read(1024):
                        pass
        elif fault.kind is Kind.HTML:
            await self._say("<html><head><title>Bad Gateway</title></head></html>")
        elif fault.kind is Kind.SLOW:
            await asyncio.sleep(float(fault.options.get("seconds", 2)))
            return
        raise _Over

    def _keep(self, account: Account, content: bytes) -> int:
        letter = email.message_from_bytes(content, policy=policy.default)
        body = letter.get_body(("plain",))
        number = self.office.files.next_number("letter", 1)
        for to in self.recipients:
            self.office.keep(
                account,
                {
                    "id": str(letter["Message-ID"]),
                    "to": to,
                    "from": str(letter["From"]),
                    "reply_to": str(letter["Reply-To"] or ""),
                    "subject": str(letter["Subject"]),
                    "text": body.get_content().rstrip() if body else "",
                    "files": [str(one.get_filename()) for one in letter.iter_attachments()],
                    "unsubscribe": str(letter["List-Unsubscribe"] or ""),
                    "status": "queued",
                    "number": number,
                    "at": self.office.ground.now_ms(),
                },
            )
        self.office.ground.store.flush()
        return number

    def _struck(self, account: Account | None, path: str) -> Fault | None:
        number = account.number if account else ""
        return self.office.ground.faults.strike(SLUG, number, "POST", path, REQUEST_KINDS)

    def _note(self, path: str, status: int) -> None:
        call = Call("POST", path, f"/{SLUG}{path}", "", {}, b"")
        number = self.account.number if self.account else ""
        ground = self.office.ground
        ground.journal.add(SLUG, number, call, status, None, ground.now_ms())

    async def _asked(self, prompt: str) -> str:
        await self._say(f"334 {prompt}")
        return await self._line()

    async def _line(self) -> str:
        line = await self.reader.readline()
        if not line:
            raise _Over
        return line.decode("utf-8", "replace").rstrip("\r\n")

    async def _content(self) -> bytes:
        """Until the lone dot; a doubled one at a line's start is one."""
        lines = []
        while (line := await self.reader.readline()) != b".\r\n":
            if not line:
                raise _Over
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)

    async def _say(self, words: str) -> None:
        self.writer.write(f"{words}\r\n".encode())
        await self.writer.drain()
