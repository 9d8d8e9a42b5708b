"""One request of a known merchant, with the ways its parameters, dates and body are read on the several hosts."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from prapazar.sandbox import jsontext
from prapazar.sandbox.clock import epoch_ms, from_ms
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.hepsiburada.errors import Refusal, bare
from prapazar.sandbox.hepsiburada.market import Market, Merchant
from prapazar.sandbox.jsontext import Json, NotJson
from prapazar.sandbox.routing import RouteTable

TURKEY = timezone(timedelta(hours=3))
MONTH_MS = 31 * 24 * 3600 * 1000
_MINUTE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d")
_NEVER = (1, 0)


@dataclass(slots=True)
class Visit:
    market: Market
    merchant: Merchant
    call: Call
    values: dict[str, str]
    """The open segments of the path."""

    @property
    def now_ms(self) -> int:
        return self.market.now_ms

    def json(self) -> Any:  # noqa: ANN401 - objects and bare arrays both come in
        try:
            return self.call.json()
        except NotJson as cause:
            raise bare(400, "invalid body") from cause

    def body(self) -> Json:
        value = self.json()
        if not isinstance(value, dict):
            raise bare(400, "an object was expected")
        return value

    def array(self) -> list[Json]:
        value = self.json()
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            raise bare(400, "an array was expected")
        return value

    def number(self, name: str, usual: int | None, most: int | None = None, least: int = 0) -> int:
        text = self.call.query.get(name)
        if text is None and usual is not None:
            return usual
        if text is None or not text.isdecimal():
            raise bare(400, f"{name[0].upper()}{name[1:]}CannotBeEmpty")
        value = int(text)
        if value < least or (most is not None and value > most):
            raise bare(400, f"{name} must be between {least} and {most}")
        return value

    def span_ms(self, begin: str, end: str) -> tuple[int, int] | None:
        """Minutes of Turkish time; whatever else is given as a date silently finds nothing."""
        query = self.call.query
        given = [query[name] for name in (begin, end) if query.get(name)]
        if not given:
            return None
        if not all(_MINUTE.fullmatch(one) for one in given):
            return _NEVER
        return (
            minute_ms(query[begin]) if query.get(begin) else 0,
            minute_ms(query[end]) if query.get(end) else self.now_ms + 1,
        )

    def refuse_dates(self) -> None:
        """The status feeds list date filters in their document and refuse every one of them."""
        if any(name.lower() in {"begindate", "enddate"} for name in self.call.query):
            raise bare(400, "WrongDateFormat")


Handler = Callable[[Visit], Reply]
Routes = RouteTable[Handler]


def minute_ms(text: str) -> int:
    try:
        return epoch_ms(datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=TURKEY))
    except ValueError as cause:
        raise bare(400, "WrongDateFormat") from cause


def local(at_ms: int | None) -> str | None:
    """Turkish wall time to the second, without a zone."""
    if at_ms is None:
        return None
    return from_ms(at_ms).astimezone(TURKEY).strftime("%Y-%m-%dT%H:%M:%S")


def zulu(at_ms: int | None) -> str | None:
    return None if at_ms is None else from_ms(at_ms).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def enveloped(visit: Visit, rows: Sequence[Json], offset: int, limit: int) -> Reply:
    head = {
        "totalCount": len(rows),
        "limit": limit,
        "offset": offset,
        "pageCount": -(-len(rows) // limit),
        "items": cased(visit, list(rows[offset : offset + limit])),
    }
    return json_reply(head)


def cased(visit: Visit, value: Any) -> Any:  # noqa: ANN401 - JSON may be any shape
    return _pascal(value) if visit.market.rules.key_case == "pascal" else value


def _pascal(value: Any) -> Any:  # noqa: ANN401 - JSON may be any shape
    if isinstance(value, list):
        return [_pascal(one) for one in value]
    if isinstance(value, dict):
        return {f"{key[:1].upper()}{key[1:]}": _pascal(one) for key, one in value.items()}
    return value


def form_parts(call: Call) -> dict[str, bytes]:
    """Fields and files of a multipart form, by name."""
    kind, _, boundary = call.headers.get("content-type", "").partition("boundary=")
    if not kind.startswith("multipart/form-data") or not boundary:
        raise Refusal(Reply(415, b"", None))
    found: dict[str, bytes] = {}
    for part in call.body.split(b"--" + boundary.strip('"').encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if named := re.search(rb'name="([^"]*)"', head):
            found[named[1].decode()] = content.removesuffix(b"\r\n")
    return found


def file_rows(visit: Visit) -> list[Json]:
    """The JSON array in the part called `file`."""
    try:
        rows = jsontext.parse(form_parts(visit.call)["file"])
    except (KeyError, NotJson) as cause:
        raise bare(400, "file is missing or is not JSON") from cause
    if not isinstance(rows, list) or not all(isinstance(one, dict) for one in rows):
        raise bare(400, "file must hold an array")
    return rows
