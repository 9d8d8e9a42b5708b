"""`python -m bench [name ...] [--quick] [--json]`: each figure beside its target and, where there is one, its limit."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence

from bench import desk, labels, lists, orders, paint, report_sums, reports, segments, stock
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
    "full_push_sale_p95_s": "while all is pushed: Pazarama takes 1 request in 10 s, Çiçeksepeti 1 in 1 s",
    "full_push_idle_sale_p95_s": "under 2, a sale to the seven other stores",
    "search_p95_ms": "under 50",
    "search_paint_p95_ms": "under 250",
    "order_list_p95_ms": "under 50",
    "order_list_paint_p95_ms": "under 250",
    "customer_list_p95_ms": "under 300, with its count",
    "customer_page_p95_ms": "under 300, that of a dealer with 10,000 orders among them",
    "segment_count_p95_ms": "under 300, estimates among them",
    "segment_exact_p95_ms": "until the exact number stands in place of an estimate",
    "segment_estimates": "of 12 questions",
    "report_rebuild_s": "every sum of every month from the books",
    "report_day_sum_ms": "a day of two stores added up again",
    "report_month_sum_ms": "a month of one store added up again",
    "report_differing_days": "0, of the last week",
    "report_sales_p95_ms": "under 300, a year by all dimensions, beside the year before",
    "report_profit_p95_ms": "under 300",
    "report_channels_p95_ms": "under 300",
    "report_stock_p95_ms": "under 300",
    "report_returns_p95_ms": "under 300",
    "report_carriers_p95_ms": "under 300",
    "report_invoices_p95_ms": "under 300",
    "report_work_p95_ms": "under 300",
    "report_abc_p95_ms": "under 300, 5,000 articles",
    "invoices_s": "drafted, numbered, checked and kept, by one worker",
    "invoice_papers_s": "A4, drawn",
    "invoices_by_gib": "1 where the official checks took part",
    "event_p95_ms": "under 300",
    "event_limit_p95_ms": "",
    "notifications_per_s": "told by one worker, to everybody of the merchant",
    "notifications_lost": "0 of 10,000, all tabs together",
    "notifications_wrong_bells": "0 of 200 tabs",
    "notifications_out_of_order": "0",
    "notifications_causes": "3: 4,000 failures are three lines",
    "notifications_p95_ms": "from the commit to every tab's bell, in the midst of it",
    "notifications_updates_per_tab": "joined: far below 10,000",
    "notifications_frame_gap_ms": "the longest a real tab stood still, under 500",
    "notifications_long_task_ms": "the longest piece of script in it",
    "rights_tabs_p95_s": "under 1, from the save",
    "rights_rest_s": "under 1",
    "labels_s": "",
    "labels_zpl_s": "",
    "label_run_s": "by one worker, from the click to the file; a day is 500",
    "label_run_zpl_s": "the same for label printers",
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
BESIDE = {"desk": ("order_list",), "reports": ("segments",)}
"""What is measured with them, being asked for in the same breath."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="./dev bench")
    known = [*MEASUREMENTS, "shop", *whole_shop.PARTS]
    parser.add_argument("names", nargs="*", help=f"any of: {', '.join(known)}; all when none is named")
    parser.add_argument("--quick", action="store_true", help="small tables: minutes become seconds")
    parser.add_argument("--json", action="store_true", help="one flat object")
    asked = parser.parse_args()
    said = [SAME.get(name, name) for name in asked.names] or [*MEASUREMENTS, "shop"]
    names = [one for name in said for one in (name, *BESIDE.get(name, ()))]
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


def _reports(quick: bool) -> Figures:
    def measure(ground: Ground) -> Figures:
        reports.fill(ground, 50_000 if quick else 1_000_000)
        figures = reports.measure(ground)
        report_sums.fill(ground)
        return figures | report_sums.measure(ground)

    return _on(500 if quick else 5_000, measure)


def _segments(quick: bool) -> Figures:
    def measure(ground: Ground) -> Figures:
        segments.fill(ground, 20_000 if quick else 1_000_000)
        return segments.measure(ground)

    return _on(10, measure)


def _desk(quick: bool) -> Figures:
    drawn = labels.measure(200 if quick else 2_000)

    def measure(ground: Ground) -> Figures:
        invoiced = desk.measure(ground, 100 if quick else 1_000)
        return invoiced | labels.measure_runs(ground, 50 if quick else 500)

    return drawn | _on(500, measure)


MEASUREMENTS: dict[str, Callable[[bool], Figures]] = {
    "orders": _orders,
    "stock": _stock,
    "prices": _prices,
    "race": _race,
    "search": _search,
    "order_list": _order_list,
    "desk": _desk,
    "reports": _reports,
    "segments": _segments,
}

if __name__ == "__main__":
    sys.exit(main())
