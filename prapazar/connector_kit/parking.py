"""One unreadable record is set aside with its cause; the others of its page go on."""

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias, TypeVar

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.records import ParkedRecord

Record = TypeVar("Record")
Parsed: TypeAlias = Record | ParkedRecord


def parked(
    read: Callable[[Mapping[str, Any]], Record],
    raw: Mapping[str, Any],
    external_id: Callable[[Mapping[str, Any]], str],
) -> Parsed[Record]:
    """What `read` makes of a raw record, or the record parked with what it could not read."""
    try:
        return read(raw)
    except UnexpectedAnswer as error:
        return ParkedRecord(external_id(raw) or None, error.code, error.detail, raw)
    except (TypeError, AttributeError, KeyError, ValueError) as error:  # a shape nobody foresaw
        detail = f"{type(error).__name__}: {error}"[:200]
        return ParkedRecord(external_id(raw) or None, "connector.odd_shape", detail, raw)
