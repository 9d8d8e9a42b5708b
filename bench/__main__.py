"""`python -m bench [name ...] [--quick] [--json]`: each figure beside its target and, where there is one, its limit."""

import argparse
import json
import sys
from collections.abc import Callable

from bench import lists, orders, stock
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
    "propagation_p95_s": "under 2",
    "search_p95_ms": "under 50",
    "order_list_p95_ms": "under 50",
    "event_p95_ms": "under 300",
    "start_s": "under 15",
    "rest_memory_mb": "under 700",
}
Figures = dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench")
    parser.add_argument("names", nargs="*", help=f"any of: {', '.join(MEASUREMENTS)}; all when none is named")
    parser.add_argument("--quick", action="store_true", help="small tables: minutes become seconds")
    parser.add_argument("--json", action="store_true", help="one flat object")
    asked = parser.parse_args()
    unknown = set(asked.names) - set(MEASUREMENTS)
    if unknown:
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    figures: Figures = {}
    for name in asked.names or MEASUREMENTS:
        figures |= MEASUREMENTS[name](asked.quick)
        if not asked.json:
            print(f"{name} measured", file=sys.stderr)
    rounded = {key: round(value, 2) for key, value in figures.items()}
    if asked.json:
        print(json.dumps(rounded))
        return 0
    for key, value in rounded.items():
        print(f"{key:22} {value:>12,.2f}   {TARGETS.get(key, '')}")
    return 0


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
    return _on(100_000 if quick else 1_000_000, lists.measure_search)


def _order_list(quick: bool) -> Figures:
    def measure(ground: Ground) -> Figures:
        lists.fill_orders(ground, 100_000 if quick else 1_000_000)
        return lists.measure_orders(ground)

    return _on(10, measure)


def _shop(quick: bool) -> Figures:  # noqa: ARG001 - a shop has one size
    return whole_shop.measure()


MEASUREMENTS: dict[str, Callable[[bool], Figures]] = {
    "orders": _orders,
    "stock": _stock,
    "prices": _prices,
    "race": _race,
    "search": _search,
    "order_list": _order_list,
    "shop": _shop,
}

if __name__ == "__main__":
    sys.exit(main())
