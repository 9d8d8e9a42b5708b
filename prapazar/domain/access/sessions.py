"""The person behind a cookie, remembered in this process for a moment so that every event can ask."""

import threading
import time
from collections import OrderedDict

from prapazar.domain.access import queries
from prapazar.domain.access.queries import SessionRow
from prapazar.domain.access.tokens import digest
from prapazar.foundation import db

COOKIE = "pp_sid"
FRESH_SECONDS = 0.8
"""A permission taken away acts within a second, in every process, without any message arriving."""
_MOST = 5000
_lock = threading.Lock()
_kept: "OrderedDict[bytes, tuple[float, SessionRow | None]]" = OrderedDict()
_forgotten = 0
"""How often everything was forgotten: what was asked before must not be kept after."""


def load(raw_key: str) -> SessionRow | None:
    """Blocking; on the event loop call it through a thread."""
    if not raw_key:
        return None
    key = digest(raw_key)
    with _lock:
        kept, forgotten = _kept.get(key), _forgotten
    if kept is not None and time.monotonic() - kept[0] < FRESH_SECONDS:
        return kept[1]
    asked_at = time.monotonic()
    with db.system_transaction() as session:
        row = queries.session_by_key(session, raw_key)
        if row is not None:
            queries.touch(session, row)
    with _lock:
        if forgotten != _forgotten:
            return row
        _kept[key] = (asked_at, row)
        _kept.move_to_end(key)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return row


def peek(raw_key: str) -> tuple[bool, SessionRow | None]:
    """(known, row) without asking the database: spares the event loop a thread for bursts of events."""
    if not raw_key:
        return True, None
    with _lock:
        kept = _kept.get(digest(raw_key))
    if kept is None or time.monotonic() - kept[0] >= FRESH_SECONDS:
        return False, None
    return True, kept[1]


def forget_all() -> None:
    """After a log-out or a change of rights in this process."""
    global _forgotten  # noqa: PLW0603 - one count of this process, under its lock
    with _lock:
        _kept.clear()
        _forgotten += 1
