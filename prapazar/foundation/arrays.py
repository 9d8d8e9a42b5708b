"""Arrays: whole columns of ids, numbers and words on their way to PostgreSQL, written in one go."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

import psycopg
from psycopg.abc import Buffer
from psycopg.types.array import ListDumper

_NOTHING = type(None)


class ColumnDumper(ListDumper):
    """What psycopg's own does item by item, for the lists our statements are made of; others go its way."""

    def dump(self, obj: list[object]) -> Buffer | None:
        kinds = set(map(type, obj)) - {_NOTHING}
        if not kinds:
            return f"{{{','.join(['NULL'] * len(obj))}}}".encode()
        if len(kinds) > 1:
            return super().dump(obj)
        (kind,) = kinds
        if kind is UUID:
            items = ["NULL" if item is None else item.hex for item in obj]  # type: ignore[attr-defined]
        elif kind in (int, Decimal):
            items = ["NULL" if item is None else str(item) for item in obj]
        elif kind is datetime:
            items = ["NULL" if item is None else f'"{item}"' for item in obj]
        elif kind is bytes:
            items = ["NULL" if item is None else f'"\\\\x{item.hex()}"' for item in obj]  # type: ignore[attr-defined]
        elif kind is str:
            items = ["NULL" if item is None else _quoted(item) for item in obj]  # type: ignore[arg-type]
        else:
            return super().dump(obj)
        return f"{{{','.join(items)}}}".encode()


def _quoted(word: str) -> str:
    if "\\" in word or '"' in word:
        word = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{word}"'


def register(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    connection.adapters.register_dumper(list, ColumnDumper)
