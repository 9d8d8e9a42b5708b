"""Lists with display, filter, sort and limit; no list says how long it is."""

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation

from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.prestashop import forms, schemas
from prapazar.sandbox.prestashop.tables import TABLES
from prapazar.sandbox.prestashop.visit import Refusal, Visit

_FILTER = re.compile(r"filter\[(\w+)\]")
_DATES = {"date_add", "date_upd"}


def many(visit: Visit) -> Reply:
    query = visit.call.query
    if "schema" in query:
        return schemas.schema(visit)
    rows = list(visit.shop[visit.resource].values())
    for name, value in query.items():
        if found := _FILTER.fullmatch(name):
            fits = _fits(visit, found[1], value)
            rows = [row for row in rows if fits(row)]
    rows = _limited(_sorted(visit, rows), query.get("limit", ""))
    if not query.get("display") and not visit.as_json:
        return forms.linked(visit.resource, [row["id"] for row in rows], visit.address)
    shown = [_displayed(visit, row) for row in rows]
    return forms.listed(visit.resource, shown, visit.languages, as_json=visit.as_json)


def one(visit: Visit) -> Reply:
    row = visit.shop[visit.resource].get(visit.number)
    if row is None:
        if visit.mall.rules.unknown_object == "empty":
            return Reply(404, b"", None)
        raise Refusal(87, "This id does not exist", 404)
    if "display" in visit.call.query:
        rows = [_displayed(visit, row)]
        return forms.listed(visit.resource, rows, visit.languages, as_json=visit.as_json)
    return forms.single(visit.resource, row, visit.languages, as_json=visit.as_json)


def _displayed(visit: Visit, row: Json) -> Json:
    display = visit.call.query.get("display", "")
    if not display:
        return {"id": row["id"]}
    if display == "full":
        return row
    names = display.strip("[]").split(",")
    unknown = [name for name in names if name not in row]
    if unknown:
        raise Refusal(35, f"Unable to display this field {unknown[0]}.")
    return {name: row[name] for name in names}


def _fits(visit: Visit, name: str, value: str) -> Callable[[Json], bool]:
    table = TABLES[visit.resource]
    is_date = name in _DATES
    if name not in {"id", *table.fields} or (is_date and visit.call.query.get("date") != "1"):
        raise Refusal(32, f"This filter does not exist for this linked table: {name}")
    if name in table.localized:
        return lambda row: any(_matches(text, value) for text in row[name].values())
    return lambda row: _matches(str(row[name]), value)


def _matches(text: str, value: str) -> bool:
    """`[a]`, `[a|b]`, `[a,b]`, `[a]%`, `%[a]`, `%[a]%`, `>[a]`, `<[a]`, `![a]`."""
    found = re.fullmatch(r"([%<>!]?)\[(.*)\](%?)", value, re.DOTALL)
    if found is None:
        return text.casefold() == value.casefold()
    before, inner, after = found.groups()
    if before in {"<", ">"}:
        return _ordered(text) > _ordered(inner) if before == ">" else _ordered(text) < _ordered(inner)
    if before == "!":
        return text.casefold() != inner.casefold()
    if before or after:
        return _is_like(text.casefold(), inner.casefold(), before, after)
    low, comma, high = inner.partition(",")
    if comma:
        return _ordered(low) <= _ordered(text) <= _ordered(high)
    return text.casefold() in inner.casefold().split("|")


def _is_like(text: str, part: str, before: str, after: str) -> bool:
    if before and after:
        return part in text
    return text.endswith(part) if before else text.startswith(part)


def _ordered(text: str) -> tuple[Decimal, str]:
    try:
        return Decimal(text), ""
    except InvalidOperation:
        return Decimal(0), text


def _sorted(visit: Visit, rows: list[Json]) -> list[Json]:
    given = visit.call.query.get("sort", "").strip("[]")
    rows = sorted(rows, key=lambda row: int(row["id"]))
    for part in reversed([one for one in given.split(",") if one]):
        name, _, way = part.rpartition("_")
        if name not in {"id", *TABLES[visit.resource].fields} or way not in {"ASC", "DESC"}:
            raise Refusal(36, f"Unable to filter by this field: {part}")
        if name in _DATES and visit.call.query.get("date") != "1":
            raise Refusal(36, f"Unable to filter by this field: {part}")
        rows = sorted(rows, key=_by(name), reverse=way == "DESC")
    return rows


def _by(name: str) -> Callable[[Json], tuple[Decimal, str]]:
    return lambda row: _ordered(str(row[name]))


def _limited(rows: list[Json], limit: str) -> list[Json]:
    if not limit:
        return rows
    parts = limit.split(",")
    if not all(part.strip().isdigit() for part in parts) or len(parts) > 2:  # noqa: PLR2004  offset and count
        raise Refusal(39, "The limit value has to be set as: limit=count or limit=offset,count")
    start, count = (int(parts[0]), int(parts[1])) if len(parts) > 1 else (0, int(parts[0]))
    return rows[start : start + count]
