"""Test scenarios on a provider of the test's own: outcomes, and that what was changed is set back."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.manifest import Capability
from prapazar.connector_kit.records import (
    AccountRecord,
    ItemResult,
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PushResult,
    StockOffer,
)
from prapazar.connector_kit.scenarios import Bench, run

_NOW = datetime(2026, 11, 21, tzinfo=UTC)


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
        now=lambda: _NOW,
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


@pytest.mark.parametrize(
    ("code", "outcome"), [("connector.step_unknown", "skipped"), ("connector.order_closed", "failed")]
)
def test_step_that_a_channel_does_not_know_is_not_its_failure(code: str, outcome: str) -> None:
    order = PackageRecord("1", "1", "TY-1", PackageStatus.NEW, "Created", _NOW, _NOW, "TRY", Decimal(5), ())

    class Told(Provider):
        def fetch_packages(self, *_: object) -> Iterator[list[PackageRecord]]:
            yield [order]

        def count_packages(self, *_: object) -> int:
            return 1

        def fetch_package(self, _: str) -> list[PackageRecord]:
            return [order]

        def report_status(self, *_: object) -> None:
            raise Rejected("not told picking", code=code)

    bench = _bench(Told())
    bench.capabilities = (Capability.READ_ORDERS, Capability.REPORT_STATUS)

    assert _outcomes(bench)["status"][0] == outcome


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
