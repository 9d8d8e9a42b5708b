"""What other sellers ask for the same article: some have rivals, and those change their prices."""

import hashlib
from decimal import Decimal

_CENT = Decimal("0.01")
_MOST = 3
_LOWEST, _SPAN = 92, 18
"""A rival asks between 92 and 109 per cent of what the article cost when it was first looked at."""


def asked(key: str, anchor: Decimal, now_ms: int, *, share: int, pace_ms: int) -> list[Decimal]:
    """Their prices, lowest first; none for an article that nobody else sells.

    `share` per cent of the articles have rivals, each with a price of its own for `pace_ms` at a time. The same key and
    moment always answer the same.
    """
    dice = _number(key)
    if dice % 100 >= share or not pace_ms:
        return []
    turn = (now_ms + dice % pace_ms) // pace_ms
    return sorted(
        (anchor * (_LOWEST + _number(f"{key}/{place}/{turn}") % _SPAN) / 100).quantize(_CENT)
        for place in range(1 + dice % _MOST)
    )


def rank(own: Decimal, rivals: list[Decimal]) -> int:
    """The cheapest offer stands first; at the same price the one that was asked about."""
    return 1 + sum(price < own for price in rivals)


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:6], "big")
