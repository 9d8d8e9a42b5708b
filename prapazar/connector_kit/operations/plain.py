"""A connector's records as JSON can hold them."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any


def plain(record: object) -> Any:  # noqa: ANN401 - JSON in the shape of the record
    """A record as JSON can hold it, its kind first; what the contract answers with tuples stays a list."""
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        inside = {field.name: plain(getattr(record, field.name)) for field in dataclasses.fields(record)}
        return {"_": type(record).__name__, **inside}
    if isinstance(record, Mapping):
        return {str(key): plain(value) for key, value in record.items()}
    if isinstance(record, list | tuple):
        return [plain(value) for value in record]
    if record is None or isinstance(record, bool | int | str):
        return str(record) if isinstance(record, StrEnum) else record
    return record.isoformat() if isinstance(record, datetime) else str(record)
