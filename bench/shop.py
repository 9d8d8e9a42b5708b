"""The whole shop on this machine: how soon it is there, what it holds at rest, how fast news travels."""

from collections.abc import Callable, Mapping

from bench import events, full_push, notifications, propagation
from bench.running import Shop, memory_at_rest, started_twice

SECONDS, QUICK_SECONDS = 30, 15
SKUS, QUICK_SKUS = 100_000, 5_000


def _start(shop: Shop, _: bool) -> dict[str, float]:
    return {"start_s": shop.started_in}


def _rest(shop: Shop, _: bool) -> dict[str, float]:
    return {"rest_memory_mb": memory_at_rest(shop)}


def _propagation(_: Shop, quick: bool) -> dict[str, float]:
    return propagation.measure(QUICK_SECONDS if quick else SECONDS)


def _events(shop: Shop, _: bool) -> dict[str, float]:
    return events.measure(shop)


def _notifications(shop: Shop, quick: bool) -> dict[str, float]:
    return notifications.measure(shop, quick=quick)


def _full_push(shop: Shop, quick: bool) -> dict[str, float]:
    return full_push.measure(shop, QUICK_SKUS if quick else SKUS)


# At rest comes before anything was asked of it, a whole catalogue after everything else.
PARTS: Mapping[str, Callable[[Shop, bool], dict[str, float]]] = {
    "start": _start,
    "rest_memory": _rest,
    "propagation": _propagation,
    "event": _events,
    "notifications": _notifications,
    "full_push": _full_push,
}


def measure(parts: set[str], *, quick: bool) -> dict[str, float]:
    """One shop for all the parts that were asked for."""
    figures: dict[str, float] = {}
    with started_twice() as shop:
        for name, part in PARTS.items():
            if name in parts:
                figures |= part(shop, quick)
    return figures
