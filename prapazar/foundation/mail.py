"""Mail: sent by SMTP where a server is set, else kept as a file so that no link is lost."""

import smtplib
import ssl
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path

import structlog

from prapazar.foundation.ids import new_id
from prapazar.foundation.settings import settings

log = structlog.get_logger(__name__)
_PATIENCE = 20
_aside = ThreadPoolExecutor(max_workers=2, thread_name_prefix="mail")
_under_way: set["Future[None]"] = set()
_IMPLICIT_TLS_PORT = 465
_FOR_GOOD = 500
_UNFOLDED = frozenset({"list-unsubscribe", "message-id"})
_SPREADSHEET = "vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MailNotSent(Exception):
    """The mail server refused, or did not answer; sending again may help, unless it `is_final`."""

    code = "mail_not_sent"

    def __init__(self, detail: str, *, is_final: bool = False, maybe_done: bool = False) -> None:
        super().__init__(detail)
        self.is_final = is_final
        """It was refused for good: nobody is there, or it is not wanted."""
        self.maybe_done = maybe_done
        """The connection broke once the letter was on its way: it may have arrived."""


def send(
    to: str,
    subject: str,
    plain: str,
    html: str | None = None,
    *,
    attached: tuple[str, bytes] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Path | None:
    """The file, where no mail server is set; None when the server took it. Raises MailNotSent.

    `attached` is the name and the bytes of a PDF or a spreadsheet; `headers` come beside the usual ones, or in their
    place.

    Talks to the network: never inside a transaction.
    """
    message = _message(to, subject, plain, html)
    for name, value in (headers or {}).items():
        del message[name]
        message[name] = value
    if attached is not None:
        name, content = attached
        message.add_attachment(content, maintype="application", subtype=_subtype(name), filename=name)
    if settings().smtp_host is None:
        return _keep(message)
    try:
        server = _server()
    except (smtplib.SMTPException, OSError) as problem:
        raise _not_sent(subject, problem) from problem
    try:
        server.send_message(message)
    except (smtplib.SMTPException, OSError) as problem:
        server.close()
        raise _not_sent(subject, problem, had_begun=True) from problem
    with suppress(smtplib.SMTPException, OSError):  # the letter is taken, however badly they say goodbye
        server.quit()
    log.info("mail sent", subject=subject)
    return None


def _subtype(name: str) -> str:
    return _SPREADSHEET if name.endswith(".xlsx") else "pdf"


def _not_sent(subject: str, problem: Exception, *, had_begun: bool = False) -> MailNotSent:
    """A refusal is known by its number; a connection that broke says nothing."""
    log.warning("mail not sent", subject=subject, problem=type(problem).__name__)
    codes: list[int] = []
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in problem.recipients.values()]
    elif isinstance(problem, smtplib.SMTPResponseException):
        codes = [problem.smtp_code]
    is_final = had_begun and bool(codes) and min(codes) >= _FOR_GOOD
    return MailNotSent(str(problem), is_final=is_final, maybe_done=had_begun and not codes)


def send_aside(to: str, subject: str, plain: str) -> None:
    """Sent by a thread of its own, for senders whose waiting would tell that somebody was written to.

    A failure is logged. The process waits for letters under way before it ends.
    """

    def deliver() -> None:
        try:
            send(to, subject, plain)
        except MailNotSent:
            return  # logged where it happened
        except OSError:
            log.exception("mail not kept", subject=subject)

    future = _aside.submit(deliver)
    _under_way.add(future)
    future.add_done_callback(_under_way.discard)


def finish_sending() -> None:
    """Until every letter sent aside so far is delivered or given up."""
    wait(set(_under_way))


class _Whole(EmailPolicy):
    """An address longer than a line would be written as an encoded word, which no unsubscribe button can read."""

    def fold(self, name: str, value: str) -> str:
        if name.lower() in _UNFOLDED:
            return f"{name}: {value}{self.linesep}"
        written: str = super().fold(name, value)
        return written

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _UNFOLDED:
            return self.fold(name, value).encode("ascii")
        written: bytes = super().fold_binary(name, value)
        return written


def _message(to: str, subject: str, plain: str, html: str | None) -> EmailMessage:
    message = EmailMessage(policy=_Whole())
    message["From"] = settings().mail_from
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=parseaddr(settings().mail_from)[1].rpartition("@")[2] or None)
    message.set_content(plain)
    if html is not None:
        message.add_alternative(html, subtype="html")
    return message


def _server() -> smtplib.SMTP:
    chosen = settings()
    host, port = chosen.smtp_host or "", chosen.smtp_port
    trusted = ssl.create_default_context()
    if port == _IMPLICIT_TLS_PORT:
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_PATIENCE, context=trusted)
    else:
        server = smtplib.SMTP(host, port, timeout=_PATIENCE)
    try:
        if chosen.smtp_starttls and port != _IMPLICIT_TLS_PORT:
            server.starttls(context=trusted)
        if chosen.smtp_user:
            server.login(chosen.smtp_user, chosen.smtp_password or "")
    except BaseException:
        server.close()
        raise
    return server


def _keep(message: EmailMessage) -> Path:
    folder = settings().data_dir / "outgoing-mail"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{new_id()}.eml"
    path.touch(mode=0o600)
    path.write_bytes(bytes(message))
    log.warning("no mail server is set (PRAPAZAR_SMTP_HOST): the mail is kept as a file", file=str(path))
    return path
