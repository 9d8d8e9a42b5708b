"""A list handed out page by page behind cursors."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.shopify.engine import GraphFault

Key = list[Any]


def connection(rows: Sequence[tuple[Key, Any]], given: Json, show: Callable[[Any], Json]) -> Json:
    """`rows` with their sort keys; a cursor stands for the key, so that a row that moves pulls none away."""
    ordered = sorted(rows, key=lambda row: row[0], reverse=bool(given.get("reverse")))
    start = _place(ordered, given["after"], given) if given.get("after") else 0
    end = _place(ordered, given["before"], given) - 1 if given.get("before") else len(ordered)
    if given.get("first") is not None:
        page = ordered[start:end][: given["first"]]
        first = start
    else:
        first = max(start, end - given["last"])
        page = ordered[first:end]
    cursors = [_closed(key) for key, _ in page]
    shown = [show(row) for _, row in page]
    return {
        "nodes": shown,
        "edges": [{"node": node, "cursor": cursor} for node, cursor in zip(shown, cursors, strict=True)],
        "pageInfo": {
            "startCursor": cursors[0] if cursors else None,
            "endCursor": cursors[-1] if cursors else None,
            "hasNextPage": first + len(page) < len(ordered),
            "hasPreviousPage": first > 0,
        },
    }


def listed(rows: Sequence[Any], given: Json, show: Callable[[Any], Json]) -> Json:
    return connection([([number], row) for number, row in enumerate(rows)], given, show)


def _place(ordered: Sequence[tuple[Key, Any]], cursor: str, given: Json) -> int:
    """How many rows stand up to and with this cursor."""
    try:
        key = json.loads(base64.b64decode(cursor, validate=True))
    except (binascii.Error, ValueError) as cause:
        raise GraphFault("Invalid cursor for current pagination sort.", "BAD_REQUEST") from cause
    if given.get("reverse"):
        return sum(one >= key for one, _ in ordered)
    return sum(one <= key for one, _ in ordered)


def _closed(key: Key) -> str:
    return base64.b64encode(json.dumps(key).encode()).decode()
