"""Time-ordered identifiers (UUIDv7, RFC 9562), made here so that parents and children go in together."""

import os
import threading
import time
from uuid import UUID

_COUNTER_BITS = 12
_RANDOM_BITS = (1 << 62) - 1
_lock = threading.Lock()
_last = 0


def new_id() -> UUID:
    """Strictly increasing within a process: the 12 bits after the milliseconds count."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[UUID]:
    """As many as a batch needs, each larger than the one before."""
    global _last  # noqa: PLW0603 - the monotonic counter is the process's own
    random = os.urandom(8 * count)
    with _lock:
        first = max((time.time_ns() // 1_000_000) << _COUNTER_BITS, _last + 1)
        _last = first + count - 1
    return [
        UUID(
            int=(stamp >> _COUNTER_BITS << 80)
            | (0x7 << 76)
            | ((stamp & 0xFFF) << 64)
            | (0b10 << 62)
            | (int.from_bytes(random[8 * place : 8 * place + 8], "big") & _RANDOM_BITS)
        )
        for place, stamp in enumerate(range(first, first + count))
    ]
