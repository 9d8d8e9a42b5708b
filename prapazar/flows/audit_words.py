"""An entry of the audit trail in words: who, what, on what, with which values, from where."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from prapazar.domain.access import audit
from prapazar.domain.access.audit_queries import AuditRow
from prapazar.flows import standing
from prapazar.foundation import formats
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import knows, say

_SAID_ELSEWHERE = frozenset({"impersonator", audit.ORIGIN})
_DAY = len("2026-11-22")
_RATE = re.compile(r"\d(\.\d+)?")
_NAMES = ("name", "title", "number")
"""Values that name the record, the best first."""
_CODES = {
    "what": "exports.{}",
    "job": "channels.job_{}",
    "feature": "features.{}",
    "environment": "channels.environment_{}",
    "way": "privacy.way_{}",
    "identity": "privacy.identity_{}",
    "operation": "calls.{}",
    "assign_by": "tickets.assign_{}",
}
"""Where the words of a value's code stand."""


def action(kind: str, locale: Locale) -> str:
    key = audit.sentence_of(kind)
    return say(locale, key) if knows(key) else kind


def person(row: AuditRow, names: Mapping[UUID, str], locale: Locale) -> str:
    who = row.person or say(locale, "audit.by_itself")
    behind = _id(row.values.get("impersonator"))
    return say(locale, "audit.for_person", person=who, name=names.get(behind, "–")) if behind else who


def record(row: AuditRow, names: Mapping[UUID, str]) -> str:
    """By its name, where the entry or the books have one; else by the end of its id."""
    if row.subject_id is not None and row.subject_id in names:
        return names[row.subject_id]
    said = next((str(row.values[one]) for one in _NAMES if row.values.get(one)), "")
    if said or row.subject_id is None:
        return said
    return f"…{row.subject_id.hex[-8:]}"


def details(row: AuditRow, names: Mapping[UUID, str], locale: Locale) -> str:
    """Without what the record is called: that stands beside it."""
    called = record(row, names)
    return " · ".join(
        f"{_name(name, locale)}: {_value(name, value, names, locale)}"
        for name, value in row.values.items()
        if name not in _SAID_ELSEWHERE and value not in (None, "", [], {}, called)
    )


def origin(row: AuditRow) -> str:
    return str(row.values.get(audit.ORIGIN, ""))


def named(row: AuditRow) -> Iterator[UUID]:
    """Ids an entry holds that people know by a name."""
    for value in (
        row.subject_id,
        row.values.get("impersonator"),
        row.values.get("role"),
        row.values.get("supplier"),
    ):
        found = _id(value)
        if found is not None:
            yield found


def _name(name: str, locale: Locale) -> str:
    key = f"audit.value_{name}"
    return say(locale, key) if knows(key) else name


def _key(name: str, key: str, locale: Locale) -> str:
    words = f"performance.{key}"
    return say(locale, words) if name == "targets" and knows(words) else key


def _value(name: str, value: Any, names: Mapping[UUID, str], locale: Locale) -> str:  # noqa: ANN401 - of a document
    if isinstance(value, bool):
        return say(locale, "words.yes" if value else "words.no")
    if isinstance(value, list):
        return str(len(value))
    if isinstance(value, dict):
        return ", ".join(
            f"{_key(name, key, locale)} {_item(name, item, locale)}" for key, item in value.items()
        )
    found = _id(value)
    if found is not None:
        return names.get(found, f"…{found.hex[-8:]}")
    if name == "connector":
        return standing.channel_name(str(value))
    key = _CODES.get(name, "{}").format(value)
    return say(locale, key) if name in _CODES and knows(key) else _written(value, locale)


def _item(name: str, item: object, locale: Locale) -> str:
    """Targets are rates, and written as such."""
    if name == "targets" and _RATE.fullmatch(str(item)):
        return formats.percent(Decimal(str(item)), locale, places=1)
    return str(item)


def _written(value: object, locale: Locale) -> str:
    """A day or a moment as people write it, anything else as it is."""
    said = str(value)
    try:
        if len(said) == _DAY:
            return formats.date_of(date.fromisoformat(said), locale)
        moment = datetime.fromisoformat(said) if said[_DAY : _DAY + 1] == "T" else None
    except ValueError:
        return said
    return formats.short(moment, locale) if moment and moment.tzinfo else said


def _id(value: object) -> UUID | None:
    try:
        return UUID(str(value)) if value else None
    except ValueError:
        return None
