"""Test scenarios: what the contract suite proves, walked for one account in the sandbox or on stage."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.errors import STEP_UNKNOWN, ConnectorError, Rejected
from prapazar.connector_kit.manifest import Capability
from prapazar.connector_kit.records import (
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    PushResult,
    StockOffer,
)

WINDOW = timedelta(days=7)
PATIENCE = 30.0
"""Seconds an answer to a batch, or a change to show, is waited for."""
_PAUSE = 1.0
_ASKED = 1
_BY_A_PERSON = (".webhook_by_mail", ".webhook_in_portal")
"""Codes of channels that take an address from a person only: nothing is wrong, and nothing to be tried."""


class Failed(Exception):
    """A scenario found something else than it should."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


class Skipped(Exception):
    """The account has nothing to try it with."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Step:
    name: str
    outcome: str
    """`passed`, `failed` or `skipped`."""
    code: str
    """What was found, as a key of texts; an error's own code where a call failed."""
    values: dict[str, str]
    seconds: float
    first: int
    """The requests it made: from this one of the tape ..."""
    last: int
    """... up to, not with, this one."""


@dataclass
class Bench:
    connector: Any
    capabilities: Sequence[Capability]
    now: Callable[[], datetime]
    asked: Callable[[], int]
    """How many requests were made up to now."""
    trouble: Callable[[], None] | None = None
    """Makes the provider fail at the next request; only the sandbox can."""
    webhook_address: str = ""
    own_webhook: str = ""
    """The store's own registration, which a scenario must not take away."""
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    listings: list[ListingRecord] = field(default_factory=list)
    packages: list[PackageRecord] = field(default_factory=list)


Found = tuple[str, dict[str, object]]
Scenario = Callable[[Bench], Found]


def run(bench: Bench) -> Iterator[Step]:
    """Step by step, so that a screen can follow; what fails does not keep the next from being tried."""
    for name, needed, scenario in SCENARIOS:
        if all(one in bench.capabilities for one in needed):
            yield _walk(bench, name, scenario)


def _walk(bench: Bench, name: str, scenario: Scenario) -> Step:
    begun, first = bench.clock(), bench.asked()
    values: dict[str, object] = {}
    try:
        code, values = scenario(bench)
        outcome = "passed"
    except Skipped as reason:
        outcome, code = "skipped", reason.code
    except Failed as reason:
        outcome, code, values = "failed", reason.code, reason.values
    except ConnectorError as error:
        outcome, code, values = "failed", error.code, {"detail": error.detail[:200]}
    spent = round(bench.clock() - begun, 3)
    said = {key: str(value) for key, value in values.items()}
    return Step(name, outcome, code, said, spent, first, bench.asked())


def _credentials(bench: Bench) -> Found:
    account = bench.connector.test_credentials()
    return "scenarios.account", {"name": account.name}


def _listings(bench: Bench) -> Found:
    records = [record for page in bench.connector.fetch_listings() for record in page]
    parked = [record for record in records if isinstance(record, ParkedRecord)]
    bench.listings = [record for record in records if isinstance(record, ListingRecord)]
    ids = {record.external_id for record in bench.listings}
    if len(ids) != len(bench.listings):
        raise Failed("scenarios.listings_twice", count=len(bench.listings) - len(ids))
    if parked:
        raise Failed("scenarios.parked", count=len(parked), detail=parked[0].code)
    return "scenarios.listings_found", {"count": len(records)}


def _orders(bench: Bench) -> Found:
    until = bench.now()
    records = [record for page in bench.connector.fetch_packages(until - WINDOW, until) for record in page]
    parked = [record for record in records if isinstance(record, ParkedRecord)]
    bench.packages = [record for record in records if isinstance(record, PackageRecord)]
    if parked:
        raise Failed("scenarios.parked", count=len(parked), detail=parked[0].code)
    if len({record.external_id for record in bench.packages}) != len(bench.packages):
        raise Failed("scenarios.orders_twice")
    counted = bench.connector.count_packages(until - WINDOW, until)
    return "scenarios.orders_found", {"count": len(records), "counted": counted}


def _order_again(bench: Bench) -> Found:
    if not bench.packages:
        raise Skipped("scenarios.no_order")
    known = bench.packages[-1]
    found = list(bench.connector.fetch_package(known.external_id))
    if not any(isinstance(one, PackageRecord) and one.external_id == known.external_id for one in found):
        raise Failed("scenarios.order_gone", number=known.order_number)
    return "scenarios.order_found", {"number": known.order_number}


def _stock(bench: Bench) -> Found:
    listing = next((one for one in bench.listings if one.quantity is not None and one.is_active), None)
    if listing is None or listing.quantity is None:
        raise Skipped("scenarios.no_listing")
    wanted = listing.quantity + 1
    try:
        _settled(bench, bench.connector.push_stock([_stock_offer(listing, wanted)]), listing.external_id)
        _shows(bench, listing, lambda found: found.quantity == wanted, str(wanted))
    finally:
        result = bench.connector.push_stock([_stock_offer(listing, listing.quantity)])
        _settled(bench, result, listing.external_id)
    return "scenarios.set_and_back", {"sku": listing.sku or listing.external_id, "value": wanted}


def _price(bench: Bench) -> Found:
    listing = next((one for one in bench.listings if one.price and one.is_active), None)
    if listing is None or listing.price is None:
        raise Skipped("scenarios.no_listing")
    wanted = listing.price + Decimal(1)
    try:
        _settled(bench, bench.connector.push_price([_price_offer(listing, wanted)]), listing.external_id)
        _shows(bench, listing, lambda found: found.price == wanted, str(wanted))
    finally:
        result = bench.connector.push_price([_price_offer(listing, listing.price)])
        _settled(bench, result, listing.external_id)
    return "scenarios.set_and_back", {"sku": listing.sku or listing.external_id, "value": wanted}


def _status(bench: Bench) -> Found:
    fresh = next((one for one in bench.packages if one.status is PackageStatus.NEW), None)
    if fresh is None:
        raise Skipped("scenarios.no_new_order")
    quantities = {line.external_id: line.quantity for line in fresh.lines}
    try:
        bench.connector.report_status(fresh.external_id, PackageStatus.PICKING, quantities)
    except Rejected as refused:
        if refused.code == STEP_UNKNOWN:
            raise Skipped("scenarios.no_such_step") from refused
        raise
    return "scenarios.step_told", {"number": fresh.order_number}


def _back_off(bench: Bench) -> Found:
    if bench.trouble is None:
        raise Skipped("scenarios.sandbox_only")
    bench.trouble()
    before = bench.asked()
    bench.connector.test_credentials()
    made = bench.asked() - before
    if made <= _ASKED:
        raise Failed("scenarios.no_fault_met")
    return "scenarios.tried_again", {"count": made}


def _webhook(bench: Bench) -> Found:
    if not bench.webhook_address:
        raise Skipped("scenarios.no_address")
    try:
        made = bench.connector.register_webhook(bench.webhook_address, "scenario-of-the-bench")
    except Rejected as refusal:
        if refusal.code.endswith(_BY_A_PERSON):
            raise Skipped(refusal.code) from refusal
        raise
    if made.external_id != bench.own_webhook:  # some keep one registration, and hand out the one there is
        bench.connector.remove_webhook(made.external_id)
    return "scenarios.registered", {}


def _settled(bench: Bench, result: PushResult, external_id: str) -> None:
    """Waits for the batch, where there is one; a refusal is what the provider says."""
    items = result.items
    until = bench.clock() + PATIENCE
    while result.batch_external_id and not any(item.external_id == external_id for item in items):
        answer = bench.connector.fetch_batch(result.batch_external_id)
        items = (*items, *answer.items)
        if answer.is_final:
            break
        if bench.clock() > until:
            raise Failed("scenarios.batch_open")
        bench.sleep(_PAUSE)
    for item in items:
        if item.external_id == external_id and item.state is ItemState.REJECTED:
            raise Failed("scenarios.refused", detail=item.message or item.code or "")


def _shows(bench: Bench, listing: ListingRecord, holds: Callable[[ListingRecord], bool], wanted: str) -> None:
    until = bench.clock() + PATIENCE
    while True:
        for page in bench.connector.fetch_listings():
            for record in page:
                if (
                    isinstance(record, ListingRecord)
                    and record.external_id == listing.external_id
                    and holds(record)
                ):
                    return
        if bench.clock() > until:
            raise Failed("scenarios.not_shown", value=wanted)
        bench.sleep(_PAUSE)


def _stock_offer(listing: ListingRecord, quantity: int) -> StockOffer:
    return StockOffer(listing.external_id, listing.external_parent_id, quantity)


def _price_offer(listing: ListingRecord, price: Decimal) -> PriceOffer:
    was = max(listing.list_price, price) if listing.list_price else None
    return PriceOffer(
        listing.external_id, listing.external_parent_id, price, was, listing.currency, listing.vat_rate
    )


SCENARIOS: tuple[tuple[str, tuple[Capability, ...], Scenario], ...] = (
    ("credentials", (Capability.TEST_CREDENTIALS,), _credentials),
    ("listings", (Capability.READ_LISTINGS,), _listings),
    ("orders", (Capability.READ_ORDERS,), _orders),
    ("order_again", (Capability.READ_ORDERS,), _order_again),
    ("stock", (Capability.PUSH_STOCK, Capability.READ_LISTINGS), _stock),
    ("price", (Capability.PUSH_PRICE, Capability.READ_LISTINGS), _price),
    ("status", (Capability.REPORT_STATUS, Capability.READ_ORDERS), _status),
    ("back_off", (Capability.TEST_CREDENTIALS,), _back_off),
    ("webhook", (Capability.RECEIVE_WEBHOOKS,), _webhook),
)
