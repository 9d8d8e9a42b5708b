"""Mail: sent by SMTP where a server is set, else kept as a file so that no link is lost."""

import smtplib
import ssl
from concurrent.futures import Future, ThreadPoolExecutor, wait
from email.message import EmailMessage
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


class MailNotSent(Exception):
    """The mail server refused, or did not answer; sending again may help."""

    code = "mail_not_sent"


def send(to: str, subject: str, plain: str, html: str | None = None) -> Path | None:
    """The file, where no mail server is set; None when the server took it. Raises MailNotSent.

    Talks to the network: never inside a transaction.
    """
    message = _message(to, subject, plain, html)
    if settings().smtp_host is None:
        return _keep(message)
    try:
        with _server() as server:
            server.send_message(message)
    except (smtplib.SMTPException, OSError) as problem:
        log.warning("mail not sent", subject=subject, problem=type(problem).__name__)
        raise MailNotSent(str(problem)) from problem
    log.info("mail sent", subject=subject)
    return None


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


def _message(to: str, subject: str, plain: str, html: str | None) -> EmailMessage:
    message = EmailMessage()
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
