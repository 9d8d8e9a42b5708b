"""`python -m bench [name ...] [--quick] [--json]`: each figure beside its target and, where there is one, its limit."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence

from bench import lists, orders, paint, stock
from bench import shop as whole_shop
from bench.ground import Ground, database, server, shop

TARGETS = {
    "order_import_per_s": "at least 2500, a quarter of insert_limit_per_s",
    "insert_limit_per_s": "",
    "stock_set_per_s": "at least 30000",
    "update_limit_per_s": "",
    "price_set_per_s": "at least 30000",
    "race_sold": "exactly race_stock",
    "race_stock": "",
    "propagation_p95_s": "under 2, with 8 channels",
    "propagation_limit_s": "between two calls that the strictest channel allows",
    "propagation_orders_per_s": "50",
    "full_push_s": "100,000 SKUs to eight stores",
    "full_push_dictated_s": "what the slowest store's limit leaves",
    "full_push_ratio": "at most 1.15",
    "full_push_refused": "0",
    "full_push_sale_p95_s": "",
    "search_p95_ms": "under 50",
    "search_paint_p95_ms": "under 250",
    "order_list_p95_ms": "under 50",
    "order_list_paint_p95_ms": "under 250",
    "event_p95_ms": "under 300",
    "event_limit_p95_ms": "",
    "start_s": "under 15",
    "rest_memory_mb": "under 700",
}
Figures = dict[str, float]
SAME = {
    "order_import": "orders",
    "insert_limit": "orders",
    "stock_set": "stock",
    "update_limit": "stock",
    "price_set": "prices",
    "search_paint": "search",
    "order_list_paint": "order_list",
    "events": "event",
}
"""Figures by their own names, where those are not the names of what measures them."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench")
    known = [*MEASUREMENTS, "shop", *whole_shop.PARTS]
    parser.add_argument("names", nargs="*", help=f"any of: {', '.join(known)}; all when none is named")
    parser.add_argument("--quick", action="store_true", help="small tables: minutes become seconds")
    parser.add_argument("--json", action="store_true", help="one flat object")
    asked = parser.parse_args()
    names = [SAME.get(name, name) for name in asked.names] or [*MEASUREMENTS, "shop"]
    unknown = set(names) - set(known)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    figures = _measured(names, quick=asked.quick)
    if asked.json:
        print(json.dumps(figures))
        return 0
    for key, value in figures.items():
        print(f"{key:34} {value:>12,.2f}   {TARGETS.get(key, '')}")
    return 0


def _measured(names: Sequence[str], *, quick: bool) -> Figures:
    figures: Figures = {}
    for name, measure in MEASUREMENTS.items():
        if name in names:
            figures |= measure(quick)
            _say(name)
    parts = set(whole_shop.PARTS) if "shop" in names else set(whole_shop.PARTS) & set(names)
    if parts:
        figures |= whole_shop.measure(parts, quick=quick)
        _say("shop")
    return {key: round(value, 2) for key, value in figures.items()}


def _say(name: str) -> None:
    print(f"{name} measured; load average {os.getloadavg()[0]:.1f}", file=sys.stderr)


def _on(variants: int, measure: Callable[[Ground], Figures]) -> Figures:
    with server() as url, database(url, "bench") as mine:
        return measure(shop(mine, variants=variants))


def _orders(quick: bool) -> Figures:
    return _on(2_000 if quick else 20_000, lambda ground: orders.measure(ground, 2_000 if quick else 20_000))


def _stock(quick: bool) -> Figures:
    return _on(10_000 if quick else 100_000, stock.measure_stock)


def _prices(quick: bool) -> Figures:
    return _on(10_000 if quick else 100_000, stock.measure_prices)


def _race(quick: bool) -> Figures:  # noqa: ARG001 - it is as small as it can be
    return _on(10, stock.measure_race)


def _search(quick: bool) -> Figures:
    def measure(ground: Ground) -> Figures:
        return lists.measure_search(ground) | paint.measure_search(ground, lists.SEARCHES)

    return _on(100_000 if quick else 1_000_000, measure)


def _order_list(quick: bool) -> Figures:
    def measure(ground: Ground) -> Figures:
        lists.fill_orders(ground, 100_000 if quick else 1_000_000)
        return lists.measure_orders(ground) | paint.measure_orders(ground)

    return _on(10, measure)


MEASUREMENTS: dict[str, Callable[[bool], Figures]] = {
    "orders": _orders,
    "stock": _stock,
    "prices": _prices,
    "race": _race,
    "search": _search,
    "order_list": _order_list,
}

if __name__ == "__main__":
    sys.exit(main())
