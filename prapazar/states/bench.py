"""What the bench's screens share: which store they are about, and how bodies and records are shown."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from prapazar.domain.channels import queries
from prapazar.flows import console
from prapazar.foundation import db, formats
from prapazar.foundation.scope import Locale, Scope
from prapazar.foundation.texts import knows, say
from prapazar.states.channels import shown

MOST_SHOWN = 50
"""Records of one answer on the screen; the file has all."""


def read_store(scope: Scope, connection_id: UUID) -> dict[str, str]:
    """Raises ConnectionMissing."""
    with db.transaction(scope) as session:
        return shown(queries.connection(session, scope, connection_id), scope.locale)


def operation_label(locale: Locale, operation: str) -> str:
    key = f"console.op_{operation}"
    return say(locale, key) if knows(key) else operation


def exchange_rows(scope: Scope, exchanges: list[dict[str, Any]]) -> list[dict[str, str]]:
    """One line a request, with everything about it."""
    rows = []
    for place, exchange in enumerate(exchanges[:MOST_SHOWN]):
        one = console.shown_exchange(scope, exchange)
        status = one["status"]
        rows.append(
            {
                "id": str(place + 1),
                "method": one["method"],
                "url": one["url"],
                "status": "–" if status is None else str(status),
                "tone": "good" if status is not None and status < 300 else "bad",  # noqa: PLR2004 - HTTP
                "took": say(
                    scope.locale, "console.took", seconds=seconds(one.get("seconds", 0), scope.locale)
                ),
                "request_headers": _headers(one["request_headers"]),
                "request": one["request"],
                "headers": _headers(one["headers"]),
                "answer": one["answer"],
            }
        )
    return rows


def record_rows(
    scope: Scope, records: list[Any]
) -> tuple[list[dict[str, str]], dict[str, list[dict[str, str]]]]:
    """The records' heads, and by their number the fields of each that hold something."""
    heads, facts = [], {}
    for place, record in enumerate(console.shown_records(scope, records[:MOST_SHOWN])):
        key = str(place + 1)
        is_named = isinstance(record, dict)
        kind = str(record.get("_", "")) if is_named else ""
        title = next((str(record[k]) for k in _TITLES if is_named and record.get(k)), key)
        heads.append(
            {
                "id": key,
                "kind": _kind(scope.locale, kind),
                "title": title,
                "tone": "bad" if kind == "ParkedRecord" else "neutral",
            }
        )
        facts[key] = [{"label": path, "value": value} for path, value in _leaves("", record)]
    return heads, facts


def _kind(locale: Locale, name: str) -> str:
    key = f"console.is_{name}"
    return say(locale, key) if knows(key) else name


_TITLES = ("order_number", "external_id", "name", "title", "batch_external_id")


def _leaves(path: str, value: object) -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key != "_":
                yield from _leaves(f"{path}.{key}".lstrip("."), item)
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from _leaves(f"{path}[{place + 1}]", item)
    elif value not in (None, ""):
        yield path or "·", str(value)[:500]


def _headers(headers: Mapping[str, str]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in headers.items())


def seconds(spent: float | str, locale: Locale) -> str:
    return formats.duration_seconds(float(spent), locale)


def as_file(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, indent=2).encode()
