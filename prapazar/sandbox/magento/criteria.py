"""searchCriteria and `fields`, read from the query and applied to rows."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from fnmatch import fnmatchcase
from typing import Any

from prapazar.sandbox.jsontext import Json

_PREFIX = "searchCriteria"
_PARTS = re.compile(r"\[([^\]]*)\]")
_ORDERED: dict[str, Callable[[int], bool]] = {
    "gt": lambda sign: sign > 0,
    "gteq": lambda sign: sign >= 0,
    "moreq": lambda sign: sign >= 0,
    "from": lambda sign: sign >= 0,
    "lt": lambda sign: sign < 0,
    "lteq": lambda sign: sign <= 0,
    "to": lambda sign: sign <= 0,
}


@dataclass
class Filter:
    field: str = ""
    value: str = ""
    condition: str = "eq"

    def fits(self, row: Json) -> bool:
        held = _held(row, self.field)
        wanted = [part.strip() for part in self.value.split(",")]
        texts = [str(one) for one in held] if isinstance(held, list) else [str(held)]
        if self.condition in {"null", "notnull"}:
            return (held is None) == (self.condition == "null")
        if held is None:
            return self.condition in {"neq", "nin", "nlike"}
        if self.condition in _ORDERED:
            return _ORDERED[self.condition](_compared(texts[0], self.value))
        found = {
            "eq": self.value in texts,
            "in": bool(set(wanted) & set(texts)),
            "finset": self.value in texts[0].split(","),
            "like": fnmatchcase(texts[0].lower(), self.value.lower().replace("%", "*")),
        }
        negated = {"neq": "eq", "nin": "in", "nfinset": "finset", "nlike": "like"}
        if self.condition in negated:
            return not found[negated[self.condition]]
        return found[self.condition]


@dataclass
class Criteria:
    groups: dict[str, dict[str, Filter]] = field(default_factory=dict)
    sort: dict[str, Json] = field(default_factory=dict)
    size: int = 0
    page: int = 1

    def fits(self, row: Json) -> bool:
        """Filters of a group: one is enough; every group must agree."""
        return all(any(one.fits(row) for one in group.values()) for group in self.groups.values())

    def echo(self) -> Json:
        groups = [
            {
                "filters": [
                    {"field": f.field, "value": f.value, "condition_type": f.condition} for f in g.values()
                ]
            }
            for g in self.groups.values()
        ]
        return {"filter_groups": groups, "page_size": self.size, "current_page": self.page}


def read(pairs: Sequence[tuple[str, str]]) -> Criteria | None:
    """None where not one parameter of it was sent."""
    told = [(name, value) for name, value in pairs if name == _PREFIX or name.startswith(f"{_PREFIX}[")]
    if not told:
        return None
    found = Criteria()
    for name, value in told:
        match _PARTS.findall(name):
            case ["filter_groups" | "filterGroups", group, "filters", number, part]:
                one = found.groups.setdefault(group, {}).setdefault(number, Filter())
                setattr(
                    one, {"condition_type": "condition", "conditionType": "condition"}.get(part, part), value
                )
            case ["sortOrders", number, part]:
                found.sort.setdefault(number, {})[part] = value
            case ["pageSize"]:
                found.size = int(value)
            case ["currentPage"]:
                found.page = int(value)
    return found


def sorted_rows(rows: list[Json], sort: dict[str, Json]) -> list[Json]:
    for one in reversed(list(sort.values())):
        rows = sorted(
            rows,
            key=lambda row, name=one["field"]: _key(_held(row, name)),  # type: ignore[misc]
            reverse=str(one.get("direction", "ASC")).upper() == "DESC",
        )
    return rows


def pruned(value: Any, fields: str) -> Any:  # noqa: ANN401  JSON may be any shape
    """Fields are named as in `items[sku,price],total_count`."""
    wanted, _ = _wanted(fields, 0)
    return _prune(value, wanted)


def _wanted(text: str, at: int) -> tuple[dict[str, Any], int]:
    found: dict[str, Any] = {}
    name = ""
    while at < len(text):
        sign = text[at]
        at += 1
        if sign == "[":
            found[name], at = _wanted(text, at)
            name = ""
        elif sign in ",]":
            if name:
                found[name] = None
            name = ""
            if sign == "]":
                return found, at
        else:
            name += sign
    if name:
        found[name] = None
    return found, at


def _prune(value: Any, wanted: dict[str, Any] | None) -> Any:  # noqa: ANN401  JSON may be any shape
    if wanted is None:
        return value
    if isinstance(value, list):
        return [_prune(one, wanted) for one in value]
    if isinstance(value, dict):
        return {name: _prune(value[name], inner) for name, inner in wanted.items() if name in value}
    return value


def _held(row: Json, name: str) -> Any:  # noqa: ANN401  JSON may be any shape
    """A field, or a product's attribute; a category by its links."""
    if name == "category_id":
        links = (row.get("extension_attributes") or {}).get("category_links") or []
        return [one["category_id"] for one in links]
    if name == "entity_id" and "id" in row:
        return row["id"]
    if name in row:
        return row[name]
    found = (one["value"] for one in row.get("custom_attributes") or [] if one["attribute_code"] == name)
    return next(found, None)


def _key(value: object) -> tuple[int, Decimal, str]:
    number = _number(str(value))
    return (0, number, "") if number is not None else (1, Decimal(0), str(value))


def _compared(held: str, wanted: str) -> int:
    first, second = _key(held), _key(wanted)
    return (first > second) - (first < second)


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
