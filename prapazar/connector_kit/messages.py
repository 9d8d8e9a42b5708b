"""Records of message providers: one message to one person goes out, reports say what became of it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class MessageState(StrEnum):
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    reference: str
    """Ours; a mail's Message-ID is made of it."""
    to: str
    """A mail address, or a phone as +905...; a provider that wants another form is given that."""
    text: str
    subject: str = ""
    """Of a mail alone."""
    language: str = "tr"
    is_commercial: bool = False
    """Advertising: the registry of consents is asked where the provider does that."""
    template: str = ""
    """Of WhatsApp: the approved template; its places are `params`, in order."""
    params: tuple[str, ...] = ()
    stop_url: str = ""
    """Where the recipient says no to more of it; empty: nothing to say no to."""
    html: str = ""
    """Of a mail alone: the same words with marks."""
    attached: tuple[tuple[str, bytes], ...] = ()
    """Of a mail alone: names and contents."""


@dataclass(frozen=True, slots=True)
class SentMessage:
    external_id: str
    provider_status: str = ""
    units: int | None = None
    """Parts, where the provider says; else they are counted here."""


@dataclass(frozen=True, slots=True)
class MessageReport:
    external_id: str
    state: MessageState
    provider_status: str
    to: str = ""
    """As +905..., where one id is of several people."""
    at: datetime | None = None
    code: str = ""
    """Of a failure: `<slug>.<word>`."""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AskedMessage:
    """One whose report is asked for."""

    external_id: str
    to: str
    sent_at: datetime = field(compare=False)
