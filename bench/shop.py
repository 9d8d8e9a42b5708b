"""The whole shop on this machine: how soon it is there, what it holds at rest, how fast news travels."""

from collections.abc import Callable, Mapping

from bench import events, propagation
from bench.running import Shop, memory_at_rest, started_twice

SECONDS, QUICK_SECONDS = 30, 15


def _start(shop: Shop, _: int) -> dict[str, float]:
    return {"start_s": shop.started_in}


def _rest(shop: Shop, _: int) -> dict[str, float]:
    return {"rest_memory_mb": memory_at_rest(shop)}


def _propagation(_: Shop, seconds: int) -> dict[str, float]:
    return propagation.measure(seconds)


def _events(shop: Shop, _: int) -> dict[str, float]:
    return events.measure(shop)


# At rest comes before anything was asked of it.
PARTS: Mapping[str, Callable[[Shop, int], dict[str, float]]] = {
    "start": _start,
    "rest_memory": _rest,
    "propagation": _propagation,
    "event": _events,
}


def measure(parts: set[str], *, quick: bool) -> dict[str, float]:
    """One shop for all the parts that were asked for."""
    figures: dict[str, float] = {}
    with started_twice() as shop:
        for name, part in PARTS.items():
            if name in parts:
                figures |= part(shop, QUICK_SECONDS if quick else SECONDS)
    return figures
