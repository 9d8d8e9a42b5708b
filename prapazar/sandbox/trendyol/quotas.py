"""How many requests a minute a seller may make, by group of paths and listing tier."""

from prapazar.sandbox.limits import Gate
from prapazar.sandbox.trendyol.market import Rules

_MINUTE_MS = 60_000
_HOUR_MS = 60 * _MINUTE_MS
TIERS = ("50K", "75K", "150K", "500K", "unlimited")
GROUPS: dict[str, tuple[int | None, ...]] = {
    "product-read": (1000, 1250, 1500, 1750, 2000),
    "product-write": (200, 300, 400, 500, 600),
    "inventory": (350, 500, 1000, 1500, 2000),
    "orders-read": (30, 40, 50, 100, 100),
    "package-status": (300, 300, 500, None, None),
    "package-change": (100, 100, 200, None, None),
    "alternative-delivery": (300, 300, 500, None, None),
    "manual-deliver": (1000, 1000, 1500, None, None),
    "common-label": (100,) * 5,
    "claims-read": (1000,) * 5,
    "claim-approve": (5,) * 5,
    "claim-issue": (5,) * 5,
    "claim-audit": (1000,) * 5,
    "finance": (100,) * 5,
    "questions-read": (1000,) * 5,
    "questions-answer": (500,) * 5,
    "reference": (50,) * 5,
}


def wait_ms(gate: Gate, rules: Rules, account: str, group: str, endpoint: str) -> int:
    """0 when the request may pass, else how long until one may."""
    if not rules.limits_on:
        return 0
    windows = [(endpoint, rules.burst, rules.burst_ms)]
    allowed = rules.group_limits.get(group) or _tier_limit(rules.tier, group)
    if allowed is not None:
        windows.append((group, allowed, _MINUTE_MS))
    if group == "addresses" and rules.addresses_per_hour:
        windows.append((group, rules.addresses_per_hour, _HOUR_MS))
    return gate.enter(account, windows)


def _tier_limit(tier: str, group: str) -> int | None:
    limits = GROUPS.get(group)
    return limits[TIERS.index(tier)] if limits else None
