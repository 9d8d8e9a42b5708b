"""Everything clients were told, kept in SQLite so that a killed sandbox continues where it stood."""

import sqlite3
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from prapazar.sandbox import jsontext

_TABLES = """
CREATE TABLE IF NOT EXISTS documents (
    kind TEXT NOT NULL, account TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, account, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shown (
    id INTEGER PRIMARY KEY, account TEXT NOT NULL, key TEXT NOT NULL,
    quantity INTEGER, price TEXT, list_price TEXT, at_ms INTEGER NOT NULL, cause TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS shown_by_key ON shown (account, key);
"""
_KEEP_PER_ARTICLE = 500


class Shown(NamedTuple):
    """What the shop showed for one article from `at_ms` on; `cause` says who changed it."""

    account: str
    key: str
    quantity: int | None
    price: Decimal | None
    list_price: Decimal | None
    at_ms: int
    cause: str


class Document(NamedTuple):
    account: str
    key: str
    body: str


class Store:
    """Writes are gathered and leave in one transaction at `flush`, before the answer leaves.

    The operating system keeps what a killed process committed, so `synchronous` is off: only a power cut
    could lose an answer, and a pretend shop may.
    """

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(path or ":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.executescript(_TABLES)
        self._documents: dict[tuple[str, str, str], str | None] = {}
        self._shown: list[tuple[str, str, int | None, str | None, str | None, int, str]] = []
        self._counters: dict[str, int] = {d.key: int(d.body) for d in self.documents("counter")}

    def put(self, kind: str, account: str, key: str, body: object) -> None:
        text = body if isinstance(body, str) else jsontext.dump(body)
        self._documents[kind, account, key] = text

    def drop(self, kind: str, account: str, key: str) -> None:
        self._documents[kind, account, key] = None

    def record(self, shown: Shown) -> None:
        account, key, quantity, price, list_price, at_ms, cause = shown
        self._shown.append((account, key, quantity, _text(price), _text(list_price), at_ms, cause))

    def next_number(self, counter: str, first: int) -> int:
        number = self._counters.get(counter, first - 1) + 1
        self._counters[counter] = number
        self.put("counter", "", counter, str(number))
        return number

    def flush(self) -> None:
        if not self._documents and not self._shown:
            return
        puts = [(*place, body) for place, body in self._documents.items() if body is not None]
        drops = [place for place, body in self._documents.items() if body is None]
        self._db.execute("BEGIN")
        if puts:
            self._db.executemany("INSERT OR REPLACE INTO documents VALUES (?,?,?,?)", puts)
        if drops:
            self._db.executemany("DELETE FROM documents WHERE kind=? AND account=? AND key=?", drops)
        if self._shown:
            self._db.executemany(
                "INSERT INTO shown (account,key,quantity,price,list_price,at_ms,cause) VALUES (?,?,?,?,?,?,?)",
                self._shown,
            )
        self._db.execute("COMMIT")
        self._documents.clear()
        self._shown.clear()

    def documents(self, kind: str) -> Iterator[Document]:
        rows = self._db.execute("SELECT account, key, body FROM documents WHERE kind=?", (kind,))
        return (Document(*row) for row in rows)

    def latest_shown(self) -> Iterator[Shown]:
        """The last value of every article, for a start after a kill."""
        self._trim()
        rows = self._db.execute(
            "SELECT account,key,quantity,price,list_price,at_ms,cause FROM shown"
            " WHERE id IN (SELECT max(id) FROM shown GROUP BY account, key)"
        )
        return (_row(row) for row in rows)

    def history(self, account: str, key: str) -> list[Shown]:
        self.flush()
        rows = self._db.execute(
            "SELECT account,key,quantity,price,list_price,at_ms,cause FROM shown"
            " WHERE account=? AND key=? ORDER BY id",
            (account, key),
        )
        return [_row(row) for row in rows]

    def forget_all(self) -> None:
        self._documents.clear()
        self._shown.clear()
        self._counters.clear()
        self._db.executescript("DELETE FROM documents; DELETE FROM shown;")

    def close(self) -> None:
        self.flush()
        self._db.close()

    def _trim(self) -> None:
        """Long-lived demo shops would otherwise grow without bound."""
        self._db.execute(
            "DELETE FROM shown WHERE id IN (SELECT id FROM (SELECT id, row_number() OVER"
            " (PARTITION BY account, key ORDER BY id DESC) AS age FROM shown) WHERE age > ?)",
            (_KEEP_PER_ARTICLE,),
        )


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else str(amount)


def _row(row: tuple[str, str, int | None, str | None, str | None, int, str]) -> Shown:
    account, key, quantity, price, list_price, at_ms, cause = row
    return Shown(account, key, quantity, _amount(price), _amount(list_price), at_ms, cause)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
