"""Time-ordered identifiers (UUIDv7, RFC 9562), made here so that parents and children go in together."""

import os
import threading
import time
from uuid import UUID

_COUNTER_BITS = 12
_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """Strictly increasing within a process: the 12 bits after the milliseconds count."""
    global _last  # noqa: PLW0603 - the monotonic counter is the process's own
    random = int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1)
    with _lock:
        stamp = max((time.time_ns() // 1_000_000) << _COUNTER_BITS, _last + 1)
        _last = stamp
    millis, counter = stamp >> _COUNTER_BITS, stamp & 0xFFF
    return UUID(int=(millis << 80) | (0x7 << 76) | (counter << 64) | (0b10 << 62) | random)
