"""A real SMTP server that keeps what arrives."""

import email
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from prapazar.foundation.clock import now
from tests.factories.ports import held_port

_LONGEST_START = 60.0


class Letterbox:
    """An SMTP server's handler that keeps what arrives, or refuses everybody."""

    def __init__(self) -> None:
        self.letters: list[tuple[list[str], EmailMessage]] = []
        self.refuses = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: ANN401, N802 - aiosmtpd's names
        if self.refuses:
            return "554 not today"
        letter = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(letter, EmailMessage)
        self.letters.append((envelope.rcpt_tos, letter))
        return "250 taken"


@contextmanager
def letterboxed() -> Iterator[tuple[Letterbox, int]]:
    """The letterbox and the port it listens on."""
    box = Letterbox()
    port = held_port()
    server = Controller(box, hostname="127.0.0.1", port=port, ready_timeout=_LONGEST_START)
    server.start()
    try:
        yield box, port
    finally:
        server.stop()


def certificate(folder: Path, name: str = "127.0.0.1") -> tuple[Path, Path]:
    """A self-signed one for that address, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    at = now()
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(name))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "certificate.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


@contextmanager
def sealed(paths: tuple[Path, Path]) -> Iterator[tuple[Letterbox, int]]:
    """A server that wants STARTTLS and this log-in."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*paths)
    known = (b"ayse", b"gizli")

    def check(_server: Any, _session: Any, _envelope: Any, _way: str, said: Any) -> AuthResult:  # noqa: ANN401 - aiosmtpd's names
        return AuthResult(success=(said.login, said.password) == known, handled=False)

    box = Letterbox()
    port = held_port()
    server = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        ready_timeout=_LONGEST_START,
        tls_context=context,
        require_starttls=True,
        authenticator=check,
        auth_required=True,
    )
    server.start()
    try:
        yield box, port
    finally:
        server.stop()
