"""JSON in and out with exact decimals inside and plain numbers on the wire."""

import json
from decimal import Decimal
from typing import Any

Json = dict[str, Any]


class NotJson(ValueError):
    """The text is no JSON."""


def _plain(value: object) -> float | str:
    """Decimals become numbers only here, at the wire: their shortest text is what a client reads."""
    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain)
_DECODER = json.JSONDecoder(parse_float=Decimal)


def dump(value: object) -> str:
    return _ENCODER.encode(value)


def parse(text: str | bytes) -> Any:  # noqa: ANN401  JSON may be any shape; callers narrow it
    try:
        return _DECODER.decode(text if isinstance(text, str) else text.decode())
    except ValueError as cause:
        raise NotJson(str(cause)) from cause


def parse_object(text: str | bytes) -> Json:
    value = parse(text)
    if not isinstance(value, dict):
        raise NotJson("an object was expected")
    return value


def decimal(value: object) -> Decimal:
    """A money figure out of a JSON number or a decimal text."""
    if isinstance(value, bool) or not isinstance(value, (int, str, Decimal)):
        raise TypeError(f"{value!r} is no amount")
    return Decimal(value)
