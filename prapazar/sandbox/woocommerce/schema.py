"""Checks what a client sent against the types WordPress declares, and names every wrong field at once."""

from collections.abc import Mapping
from decimal import Decimal

from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.woocommerce.errors import ShopError, listed

Rule = str | tuple[str, ...]
"""`string`, `integer`, `boolean`, `array`, `object`, `mixed`, a nullable `integer|null`, or the allowed words."""
_TRUTHS = {"true": True, "1": True, "false": False, "0": False, "": False}


def checked(request: Json, rules: Mapping[str, Rule]) -> Json:
    """Known fields with their values brought to the declared type; unknown fields are dropped."""
    found: Json = {}
    problems: dict[str, tuple[str, str]] = {}
    for name, rule in rules.items():
        if name not in request:
            continue
        try:
            found[name] = _value(name, request[name], rule)
        except _WrongValue as wrong:
            problems[name] = (wrong.code, str(wrong))
    if problems:
        raise ShopError(
            400,
            "rest_invalid_param",
            f"Invalid parameter(s): {', '.join(problems)}",
            params={name: message for name, (_, message) in problems.items()},
            details={
                name: {"code": code, "message": message, "data": None}
                for name, (code, message) in problems.items()
            },
        )
    return found


class _WrongValue(ValueError):
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _value(name: str, value: object, rule: Rule) -> object:
    if isinstance(rule, tuple):
        if value not in rule:
            raise _WrongValue("rest_not_in_enum", f"{name} is not one of {listed(rule)}.")
        return value
    kind, _, nullable = rule.partition("|")
    if nullable and value is None:
        return None
    if kind == "parent" and value == "parent":
        return value
    reader = _READERS.get(kind)
    read = reader(value) if reader else value
    if reader and read is None:
        word = "boolean" if kind == "parent" else kind
        shown = f"{word},null" if nullable else word
        raise _WrongValue("rest_invalid_type", f"{name} is not of type {shown}.")
    return read


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _integer(value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return int(value)
    if isinstance(value, str) and value.strip().lstrip("+-").isdecimal():
        return int(value)
    return None


def _boolean(value: object) -> bool | None:
    if isinstance(value, bool):
        return value
    return _TRUTHS.get(str(value).lower()) if isinstance(value, (str, int)) else None


def _array(value: object) -> list[object] | None:
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value if isinstance(value, list) else None


def _object(value: object) -> dict[str, object] | None:
    return value if isinstance(value, dict) else None


_READERS = {
    "string": _string,
    "integer": _integer,
    "boolean": _boolean,
    "parent": _boolean,
    "array": _array,
    "object": _object,
}
