"""Pages of things: bounds, counting headers, links to the neighbours, and sparse answers."""

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce.errors import invalid_param
from prapazar.sandbox.woocommerce.visit import Visit

T = TypeVar("T")
_MOST = 100
_USUAL = 10


def answer(visit: Visit, rows: Sequence[T], view: Callable[[T], Json]) -> Reply:
    page = _bounded(visit, "page", 1, 1, None)
    per_page = _bounded(visit, "per_page", _USUAL, 1, _MOST)
    start = _bounded(visit, "offset", (page - 1) * per_page, 0, None)
    pages = -(-len(rows) // per_page)
    headers = {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": str(pages)}
    if links := _links(visit, page, pages):
        headers["Link"] = links
    return json_reply([trim(visit, view(row)) for row in rows[start : start + per_page]], headers=headers)


def one(visit: Visit, thing: Json, status: int = 200) -> Reply:
    headers = {}
    if status == 201 and "_links" in thing:  # noqa: PLR2004  "created" says where
        headers["Location"] = str(thing["_links"]["self"][0]["href"])
    return json_reply(trim(visit, thing), status, headers)


def trim(visit: Visit, thing: Json) -> Json:
    """`_fields=id,billing.city` keeps only those."""
    names = visit.call.listed("_fields")
    if not names:
        return thing
    kept: Json = {}
    for name in names:
        head, _, tail = name.partition(".")
        if head not in thing:
            continue
        value = thing[head]
        if tail and isinstance(value, dict) and tail in value:
            kept.setdefault(head, {})[tail] = value[tail]
        elif not tail or isinstance(value, list):
            kept[head] = value
    return kept


def _bounded(visit: Visit, name: str, usual: int, least: int, most: int | None) -> int:
    text = visit.call.query.get(name, "")
    if text == "":
        return usual
    try:
        number = int(text)
    except ValueError as cause:
        raise invalid_param(name, f"{name} is not of type integer.", "rest_invalid_type") from cause
    if most is not None and not least <= number <= most:
        message = f"{name} must be between {least} (inclusive) and {most} (inclusive)"
        raise invalid_param(name, message, "rest_out_of_bounds")
    if number < least:
        raise invalid_param(name, f"{name} must be greater than or equal to {least}", "rest_out_of_bounds")
    return number


def _links(visit: Visit, page: int, pages: int) -> str:
    base = f"{visit.call.scheme}://{visit.call.host}{visit.call.full_path}"
    others = [
        (key, value) for key, value in visit.call.pairs if key != "page" and not key.startswith("oauth_")
    ]
    found = []
    if page > 1:
        found.append(f'<{base}?{urlencode([*others, ("page", min(page - 1, max(pages, 1)))])}>; rel="prev"')
    if page < pages:
        found.append(f'<{base}?{urlencode([*others, ("page", page + 1)])}>; rel="next"')
    return ", ".join(found)
