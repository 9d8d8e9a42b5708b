"""What an SMTP conversation needs and what it says, in the words of RFC 5321."""

from dataclasses import dataclass
from typing import Literal

Step = Literal["connect", "tls", "greeting", "login", "mail", "rcpt", "data"]


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens and how one enters."""

    host: str
    port: int
    security: Literal["starttls", "tls", "plain"]
    """Plain is for the pretend server on this machine alone."""
    user: str
    password: str


@dataclass(frozen=True, slots=True)
class Said:
    """How far a conversation came, and the server's last word."""

    step: Step
    code: int
    """Its three digits; 0 where it said none."""
    words: str = ""
    problem: str = ""
    """Ours, where there was no word: `unknown_host`, `no_connection`, `wrong_security`, `bad_certificate`, ..."""
