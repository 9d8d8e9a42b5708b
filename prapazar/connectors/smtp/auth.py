"""One SMTP conversation: connect to a checked address, encrypt, log in, hand a letter over."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from prapazar.connector_kit.reach import Reach
from prapazar.connectors.smtp.schemas import Said, Server, Step

_GOOD = range(200, 300)
_WORDS = range(200, 600)
_OURSELVES = "prapazar.local"
"""What we call ourselves: a machine's own name is nobody's business."""


class Refused(Exception):
    """It ended before a letter was handed over: nothing was sent."""

    def __init__(self, said: Said) -> None:
        super().__init__(said)
        self.said = said


class Vanished(Exception):
    """It broke off once the letter was on its way: it may have been taken."""


class _Checked(smtplib.SMTP):
    """Connects to what `reach` lets it, and to nothing a second look-up says."""

    def __init__(self, reach: Reach, patience: float) -> None:
        self._reach = reach
        super().__init__(local_hostname=_OURSELVES, timeout=patience)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        *others, last = self._reach.addresses(host, port)
        for address in others:
            with suppress(OSError):
                return socket.create_connection((address, port), timeout)
        return socket.create_connection((last, port), timeout)


class _CheckedTls(_Checked):
    """Encrypted from the first byte."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = super()._get_socket(host, port, timeout)
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def enter(server: Server, reach: Reach, patience: float) -> smtplib.SMTP:
    """Logged in. Raises Refused, HostForbidden."""
    kind = _CheckedTls if server.security == "tls" else _Checked
    talk = kind(reach, patience)
    try:
        _open(talk, server)
        if server.security == "starttls":
            _encrypt(talk)
        _log_in(talk, server)
    except BaseException:
        talk.close()
        raise
    return talk


def _open(talk: smtplib.SMTP, server: Server) -> None:
    talk._host = server.host  # type: ignore[attr-defined]  # noqa: SLF001 - starttls checks the certificate against it
    try:
        code, words = talk.connect(server.host, server.port)
    except ssl.SSLError as problem:
        raise Refused(Said("tls", 0, problem=_of_tls(problem))) from problem
    except socket.gaierror as problem:
        raise Refused(Said("connect", 0, problem="unknown_host")) from problem
    except TimeoutError as problem:
        raise Refused(Said("connect", 0, problem="silent")) from problem
    except (OSError, smtplib.SMTPException) as problem:
        raise Refused(Said("connect", 0, problem="no_connection")) from problem
    _want(Said("greeting", code, _text(words)))
    with _heard("greeting"):
        talk.ehlo_or_helo_if_needed()


def _encrypt(talk: smtplib.SMTP) -> None:
    if not talk.has_extn("starttls"):
        raise Refused(Said("tls", 0, problem="no_starttls"))
    try:
        code, words = talk.starttls(context=ssl.create_default_context())
    except ssl.SSLError as problem:
        raise Refused(Said("tls", 0, problem=_of_tls(problem))) from problem
    except (OSError, smtplib.SMTPException) as problem:
        raise Refused(Said("tls", 0, problem="no_connection")) from problem
    _want(Said("tls", code, _text(words)))
    with _heard("tls"):
        talk.ehlo()


def _log_in(talk: smtplib.SMTP, server: Server) -> None:
    """By the first way both know: a second try after a refusal would only hide what the server said."""
    ways = {"PLAIN": talk.auth_plain, "LOGIN": talk.auth_login}
    with _heard("login"):
        talk.ehlo_or_helo_if_needed()
        offered = talk.esmtp_features.get("auth", "").upper().split()
        way = next((one for one in ways if one in offered), None)
        if way is None:
            raise Refused(Said("login", 0, problem="no_login"))
        talk.user, talk.password = server.user, server.password
        try:
            talk.auth(way, ways[way])
        except UnicodeEncodeError as problem:
            raise Refused(Said("login", 0, problem="not_ascii")) from problem


def may_send(talk: smtplib.SMTP, sender: str) -> None:
    """Whether the server takes letters of this sender; none is sent. Raises Refused."""
    with _heard("mail"):
        _want(_said("mail", talk.mail(sender)))
        talk.rset()


def hand_over(talk: smtplib.SMTP, sender: str, to: str, letter: bytes) -> Said:
    """The server's last word, a refusal too. Raises Refused, Vanished."""
    with _heard("mail"):
        taken = _said("mail", talk.mail(sender, [f"size={len(letter)}"] if talk.has_extn("size") else []))
        if taken.code not in _GOOD:
            raise Refused(taken)
        known = _said("rcpt", talk.rcpt(to))
        if known.code not in _GOOD:
            return known
    try:
        last = _said("data", talk.data(letter))
    except smtplib.SMTPDataError as refused:
        return Said("data", refused.smtp_code, _text(refused.smtp_error))
    except (OSError, smtplib.SMTPException) as problem:
        raise Vanished(type(problem).__name__) from problem
    if last.code not in _WORDS:
        raise Vanished("no word of SMTP")
    return last


def leave(talk: smtplib.SMTP) -> None:
    """The letter is taken or not by now, however badly they say goodbye."""
    with suppress(OSError, smtplib.SMTPException):
        talk.quit()
    talk.close()


@contextmanager
def _heard(step: Step) -> Iterator[None]:
    """What breaks off within it was before any letter."""
    try:
        yield
    except smtplib.SMTPResponseException as problem:
        raise Refused(Said(step, problem.smtp_code, _text(problem.smtp_error))) from problem
    except TimeoutError as problem:
        raise Refused(Said(step, 0, problem="silent")) from problem
    except (OSError, smtplib.SMTPException) as problem:
        raise Refused(Said(step, 0, problem="no_connection")) from problem


def _want(said: Said) -> None:
    if said.code not in _GOOD:
        raise Refused(said)


def _said(step: Step, answer: tuple[int, bytes]) -> Said:
    return Said(step, answer[0], _text(answer[1]))


def _text(words: bytes | str) -> str:
    said = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return " ".join(said.split())[:300]


def _of_tls(problem: ssl.SSLError) -> str:
    return "bad_certificate" if isinstance(problem, ssl.SSLCertVerificationError) else "wrong_security"
