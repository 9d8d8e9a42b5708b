"""How much of the time to an answer may have been spent on the way there: by the quickest ever, by limit and size."""

import threading
from dataclasses import dataclass, field

ENOUGH = 50
"""So many answers tell how quick a provider can be; until then all of the time counts."""
_FORGETTING = 1.0005
"""The way may become longer for good: the quickest one fades, to twice its time in some 1,400 requests."""


@dataclass(slots=True)
class _Seen:
    quickest: float
    count: int = 0


@dataclass
class Journeys:
    """Requests of about one size ask for about one amount of work; what took longer may have waited at the door."""

    _seen: dict[tuple[str, int], _Seen] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def late(self, key: str, size: int, took: float) -> float:
        """How many seconds later than usual a request that was answered after `took` may have come in, at most."""
        with self._lock:
            seen = self._seen.setdefault((key, size.bit_length()), _Seen(took))
            seen.quickest = min(took, seen.quickest * _FORGETTING)
            seen.count += 1
            return took - seen.quickest if seen.count >= ENOUGH else took


JOURNEYS = Journeys()
"""Of this process; another one learns for itself."""
