"""The traffic log of a connection: each request and answer, short and without secrets or personal data."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from prapazar.connector_kit.errors import ConnectorError
from prapazar.connector_kit.shapes import Shape, shape_of
from prapazar.foundation.logging import redact, redact_text

_LONGEST = 4_000
_ROWS_KEPT = 3
_FILE_FROM = 400
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")


@dataclass(frozen=True, slots=True)
class TrafficRecord:
    operation: str
    method: str
    url: str
    status: int | None
    duration_ms: Decimal
    request: str
    answer: str
    error: str | None
    """The error's code."""
    shape: Shape = field(default_factory=dict, compare=False)
    """Of an answer that was one; empty for errors."""

    @classmethod
    def of(
        cls,
        operation: str,
        method: str,
        address: str,
        body: object,
        status: int | None,
        content: object,
        error: ConnectorError | None,
        millis: float,
    ) -> "TrafficRecord":
        return cls(
            operation=operation,
            method=method,
            url=redact_text(address),
            status=status,
            duration_ms=Decimal(f"{millis:.1f}"),
            request=_shown(body),
            answer=_shown(content),
            error=error.code if error else None,
            shape={} if error else shape_of(content),
        )


Recorder = Callable[[TrafficRecord], None]


def record_nothing(_: TrafficRecord) -> None:
    """For callers who keep no traffic log."""


def _shown(content: object) -> str:
    if content is None:
        return ""
    return json.dumps(redact(_shortened(content)), ensure_ascii=False, default=str)[:_LONGEST]


def _shortened(content: object) -> object:
    """Long lists keep their first rows: a page of 200 orders says no more than three of them.

    A file within an answer, an invoice for one, is only counted: nobody reads it here, and it is about a person.
    """
    if isinstance(content, bytes):
        return f"{len(content)} bytes"
    if isinstance(content, str) and len(content) >= _FILE_FROM and _BASE64.fullmatch(content):
        return f"{len(content)} letters of base64"
    if isinstance(content, dict):
        return {key: _shortened(value) for key, value in content.items()}
    if isinstance(content, list):
        kept = [_shortened(value) for value in content[:_ROWS_KEPT]]
        return kept if len(content) <= _ROWS_KEPT else [*kept, f"... and {len(content) - _ROWS_KEPT} more"]
    return content
