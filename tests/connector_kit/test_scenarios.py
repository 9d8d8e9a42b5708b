"""Test scenarios on a provider of the test's own: outcomes, and that what was changed is set back."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.errors import AuthFailed
from prapazar.connector_kit.manifest import Capability
from prapazar.connector_kit.records import (
    AccountRecord,
    ItemResult,
    ItemState,
    ListingRecord,
    PushResult,
    StockOffer,
)
from prapazar.connector_kit.scenarios import Bench, run


class Provider:
    def __init__(self, *, keeps: bool = True) -> None:
        self.quantity, self.keeps, self.asked = 5, keeps, 0
        self.pushed: list[int] = []

    def test_credentials(self) -> AccountRecord:
        self.asked += 1
        return AccountRecord("Oyalı Şal")

    def fetch_listings(self) -> Iterator[list[ListingRecord]]:
        self.asked += 1
        yield [_listing(self.quantity)]

    def push_stock(self, offers: Sequence[StockOffer]) -> PushResult:
        self.asked += 1
        self.pushed.append(offers[0].quantity)
        if self.keeps:
            self.quantity = offers[0].quantity
        return PushResult(items=(ItemResult("1", ItemState.ACCEPTED),))


def _listing(quantity: int) -> ListingRecord:
    return ListingRecord("1", None, "SAL-1", None, "Şal", "Şal", {}, Decimal(5), None, quantity, True)


def _bench(provider: Any, **more: Any) -> Bench:  # noqa: ANN401 - whatever the test stands in for
    ticks = iter(range(1000))
    return Bench(
        connector=provider,
        capabilities=(Capability.TEST_CREDENTIALS, Capability.READ_LISTINGS, Capability.PUSH_STOCK),
        now=lambda: datetime(2026, 11, 21, tzinfo=UTC),
        asked=lambda: provider.asked,
        sleep=lambda _: None,
        clock=lambda: float(next(ticks)),
        **more,
    )


def _outcomes(bench: Bench) -> dict[str, tuple[str, str]]:
    return {step.name: (step.outcome, step.code) for step in run(bench)}


def test_stock_is_set_seen_and_set_back() -> None:
    provider = Provider()

    found = _outcomes(_bench(provider))

    assert found == {
        "credentials": ("passed", "scenarios.account"),
        "listings": ("passed", "scenarios.listings_found"),
        "stock": ("passed", "scenarios.set_and_back"),
        "back_off": ("skipped", "scenarios.sandbox_only"),
    }
    assert (provider.pushed, provider.quantity) == ([6, 5], 5)


def test_provider_that_keeps_nothing_is_found_out_and_told_the_old_value() -> None:
    provider = Provider(keeps=False)

    assert _outcomes(_bench(provider))["stock"] == ("failed", "scenarios.not_shown")
    assert provider.pushed == [6, 5]


def test_failed_step_does_not_keep_the_next_from_being_tried() -> None:
    provider = Provider()

    def refuse() -> AccountRecord:
        raise AuthFailed

    provider.test_credentials = refuse  # type: ignore[method-assign]

    found = _outcomes(_bench(provider))

    assert found["credentials"] == ("failed", "connector.auth_failed")
    assert found["listings"] == ("passed", "scenarios.listings_found")


def test_back_off_needs_a_second_request() -> None:
    provider = Provider()

    assert _outcomes(_bench(provider, trouble=lambda: None))["back_off"] == (
        "failed",
        "scenarios.no_fault_met",
    )


def test_steps_name_the_requests_they_made() -> None:
    steps = list(run(_bench(Provider())))

    assert [(step.first, step.last) for step in steps][:2] == [(0, 1), (1, 2)]
    assert timedelta(seconds=steps[0].seconds) == timedelta(seconds=1)
