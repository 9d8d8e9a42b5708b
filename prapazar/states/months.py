"""The last months as the choices of a filter."""

from datetime import datetime

from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Locale

_BACK = 24


def choices(locale: Locale) -> list[dict[str, str]]:
    today = now().astimezone(ISTANBUL)
    found = []
    for back in range(_BACK):
        count = today.year * 12 + today.month - 1 - back
        first = datetime(count // 12, count % 12 + 1, 1, tzinfo=ISTANBUL)
        written = f"{first:%m.%Y}" if locale == "tr" else f"{first:%Y-%m}"
        found.append({"value": f"{first:%Y-%m}", "label": written})
    return found
