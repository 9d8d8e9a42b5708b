"""Conditions of a segment as the screen holds them: a flat list of lines, each with its choices in words."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from prapazar.domain.segments.enums import AMOUNTS, DATES, TESTS, TIMED, Fact, Test
from prapazar.domain.segments.rules import Condition, Conditions, Group
from prapazar.flows.segments import Option
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say

PERIODS = ("", "7", "30", "60", "90", "180", "365")
Line = dict[str, Any]
Choices = Mapping[str, Sequence[Option]]


def new_line(key: str, group: str, locale: Locale, fact: Fact = Fact.ORDERS) -> Line:
    return line(Condition(fact, TESTS[fact][0], ()), key, group, {}, locale)


def line(one: Condition, key: str, group: str, choices: Choices, locale: Locale) -> Line:
    """`value` of a number or of days, `chosen` of a list."""
    is_typed = one.fact in AMOUNTS or one.fact in DATES
    names = {option.value: option.label for option in choices.get(one.fact, [])}
    days = str(one.days or "")
    return {
        "key": key,
        "group": group,
        "fact": one.fact.value,
        "kind": kind(one.fact),
        "test": one.test.value,
        "tests": [
            {"value": test.value, "label": say(locale, f"segments.test_{test}")} for test in TESTS[one.fact]
        ],
        "value": (one.values[0] if one.values else "").replace(".", ",") if is_typed else "",
        "chosen": []
        if is_typed
        else [{"value": value, "label": names.get(value, value)} for value in one.values],
        "days": days,
        "periods": _periods(days, locale) if one.fact in TIMED else [],
        "unit": say(locale, f"segments.unit_{one.fact}") if is_typed else "",
        "fault": "",
    }


def kind(fact: Fact) -> str:
    if fact in AMOUNTS or fact in DATES:
        return "number"
    return "product" if fact is Fact.PRODUCT else "list"


def _periods(days: str, locale: Locale) -> list[dict[str, str]]:
    """Those one chooses from, and one that a program wrote."""
    known = [*PERIODS, *([days] if days not in PERIODS else [])]
    return [
        {
            "value": one,
            "label": say(locale, "segments.days", days=one) if one else say(locale, "segments.ever"),
        }
        for one in known
    ]


def said(
    join: str, groups: Sequence[Mapping[str, str]], lines: Sequence[Line]
) -> tuple[dict[str, Any], dict[str, str]]:
    """The conditions as rules.read reads them, and the line at each place."""
    parts: list[dict[str, Any]] = []
    places: dict[str, str] = {}
    for one in lines:
        if not one["group"]:
            places[str(len(parts))] = one["key"]
            parts.append(_said(one))
    for group in groups:
        inner = [one for one in lines if one["group"] == group["id"]]
        if inner:
            places |= {f"{len(parts)}.{at}": one["key"] for at, one in enumerate(inner)}
            parts.append({"join": group["join"], "parts": [_said(one) for one in inner]})
    return {"join": join, "parts": parts}, places


def _said(one: Line) -> dict[str, Any]:
    values = [one["value"]] if one["kind"] == "number" else [chosen["value"] for chosen in one["chosen"]]
    return {"fact": one["fact"], "test": one["test"], "values": values, "days": one["days"] or None}


def is_filled(one: Line) -> bool:
    return bool(str(one["value"]).strip()) if one["kind"] == "number" else bool(one["chosen"])


def shown(wanted: Conditions, choices: Choices, locale: Locale) -> tuple[list[dict[str, str]], list[Line]]:
    """Groups and lines of what was kept."""
    groups: list[dict[str, str]] = []
    lines: list[Line] = []
    for part in wanted.parts:
        if isinstance(part, Group):
            group = f"g{len(groups)}"
            groups.append({"id": group, "join": part.join.value})
            lines += [
                line(one, f"c{len(lines) + at}", group, choices, locale) for at, one in enumerate(part.parts)
            ]
        else:
            lines.append(line(part, f"c{len(lines)}", "", choices, locale))
    return groups, lines


def product_ids(wanted: Conditions) -> list[UUID]:
    return [UUID(value) for one in wanted.all_of_them if one.fact is Fact.PRODUCT for value in one.values]


def retold(one: Line, fact: Fact, locale: Locale) -> Line:
    """The line about another fact: what was entered for the old one does not fit it."""
    return new_line(one["key"], one["group"], locale, fact)


def tested(one: Line, test: str) -> Line:
    known = {choice["value"] for choice in one["tests"]}
    return {**one, "test": test} if test in known and test in set(Test) else one
