"""Every fault the sandbox can switch on, and which of the five errors it becomes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from prapazar.connector_kit.errors import (
    AuthFailed,
    ConnectorError,
    RateLimited,
    Unavailable,
    UnexpectedAnswer,
)
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter
from prapazar.connector_kit.records import PackageRecord, PackageStatus, ParkedRecord, StockOffer
from prapazar.connector_kit.statuses import explaining
from prapazar.foundation.clock import now
from tests.factories.silence import Silence
from tests.factories.stages import Article, Stage

_KEY = "8690000000017"


def _packages(connector: Any) -> list[Any]:  # noqa: ANN401 - any connector
    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    return [one for page in connector.fetch_packages(*window) for one in page]


def _sleepless(slept: list[float] | None = None) -> Wire:
    """Sleeping is only counted, and moves the limiter's clock."""
    counted = slept if slept is not None else []
    limiter = LocalLimiter(now=lambda: sum(counted))
    return Wire(sleep=counted.append, limiter=limiter, max_wait=60)


def _until_silence(stage: Stage) -> Wire:
    return replace(_sleepless(), around=Silence(stage.server, stage.slug))


def _skip_what_nobody_can_see(stage: Stage, kind: str) -> None:
    if kind == "half_page" and not stage.counts_orders:
        pytest.skip("its pages do not say how many orders there are")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("401", AuthFailed),
        ("500", Unavailable),
        ("503", Unavailable),
        ("html", Unavailable),
        ("timeout", Unavailable),
        ("cut_off", Unavailable),
        ("lost_answer", Unavailable),
        ("hung_answer", Unavailable),
        pytest.param("half_page", UnexpectedAnswer, marks=pytest.mark.proves("pages_counted")),
    ],
)
@pytest.mark.proves("errors_mapped")
def test_lasting_fault_is_one_of_the_five(stage: Stage, kind: str, expected: type[Exception]) -> None:
    _skip_what_nobody_can_see(stage, kind)
    stage.fill(_KEY)
    stage.fault(kind)

    with pytest.raises(expected):
        stage.records(stage.connector(_until_silence(stage)))


@pytest.mark.needs("read_orders")
@pytest.mark.proves("errors_mapped")
def test_lasting_403_is_what_the_provider_means_by_it(stage: Stage) -> None:
    stage.fault("403")

    with pytest.raises(stage.forbidden):
        _packages(stage.connector(_sleepless()))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("403", ConnectorError),
        ("401", AuthFailed),
        ("429", RateLimited),
        ("500", Unavailable),
        ("503", Unavailable),
        ("html", Unavailable),
        ("timeout", Unavailable),
        ("cut_off", Unavailable),
        ("lost_answer", Unavailable),
        ("hung_answer", Unavailable),
    ],
)
@pytest.mark.needs("push_stock")
@pytest.mark.proves("writes_not_repeated")
def test_fault_of_a_push_says_whether_it_may_have_arrived(
    stage: Stage, kind: str, expected: type[ConnectorError]
) -> None:
    stage.seed([Article(_KEY)])
    wire = _until_silence(stage)
    offer = _offer(stage, wire)
    stage.fault(kind, path=stage.pushes_path, options={"retry_after": 600})

    with pytest.raises(stage.forbidden if kind == "403" else expected) as raised:
        stage.connector(wire).push_stock([offer])

    never_reached = {"403", "401", "429", "503"}
    maybe_done = getattr(raised.value, "maybe_done", False)
    assert maybe_done is (kind not in never_reached)
    arrived = stage.shelf(_KEY)["quantity"] == offer.quantity
    assert arrived is (kind in {"cut_off", "lost_answer", "hung_answer"})


def _offer(stage: Stage, wire: Wire) -> StockOffer:
    """Another number than the one on the shelf."""
    [listed] = [one for page in stage.connector(wire).fetch_listings() for one in page]
    return StockOffer(listed.external_id, listed.external_parent_id, 7)


@pytest.mark.parametrize(
    "kind",
    [
        *("500", "503", "html", "timeout", "cut_off", "lost_answer"),
        pytest.param("half_page", marks=pytest.mark.proves("pages_counted")),
    ],
)
def test_passing_fault_is_got_over(stage: Stage, kind: str) -> None:
    _skip_what_nobody_can_see(stage, kind)
    stage.fill(_KEY, 2)
    stage.fault(kind, times=1)

    assert len(stage.records(stage.connector(_until_silence(stage)))) == 2


def test_page_of_html_that_says_all_is_well_is_no_answer(stage: Stage) -> None:
    stage.fault("html", options={"status": 200})

    with pytest.raises(Unavailable) as raised:
        stage.records(stage.connector(_sleepless()))

    assert raised.value.code == "connector.broken_answer"


def test_long_wait_asked_for_is_handed_on(stage: Stage) -> None:
    if not stage.tells_wait:
        pytest.skip("says no number of seconds")
    slept: list[float] = []
    stage.fault("429", options={"retry_after": 600})

    with pytest.raises(RateLimited) as raised:
        stage.records(stage.connector(_sleepless(slept)))

    assert (raised.value.retry_after, slept) == (600, [])


def test_short_wait_asked_for_is_waited(stage: Stage) -> None:
    if not stage.tells_wait:
        pytest.skip("says no number of seconds")
    stage.fill(_KEY)
    stage.fault("429", times=1, options={"retry_after": 1})

    assert len(stage.records(stage.connector(_sleepless()))) == 1


@pytest.mark.parametrize(
    "name", ["status", "shipmentPackageStatus", "lines", "line_items", "quantity", "currency"]
)
@pytest.mark.needs("read_orders")
@pytest.mark.proves("unknown_parked")
def test_renamed_field_parks_records_or_is_unexpected(stage: Stage, name: str) -> None:
    stage.seed([Article(_KEY)])
    stage.order((_KEY, 1))
    expected = [one for one in _packages(stage.connector()) if isinstance(one, PackageRecord)]
    stage.fault("renamed_field", path=stage.orders_path, options={"from": name, "to": f"{name}2"})

    found = _packages(stage.connector())

    assert len(found) == 1
    assert isinstance(found[0], ParkedRecord) or found == expected  # the channel has no such field


@pytest.mark.needs("read_orders")
def test_renamed_envelope_is_unexpected(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    for name in stage.envelope:
        stage.fault(
            "renamed_field", path=stage.orders_path, options={"from": name, "to": f"{name}2"}, times=1
        )

        with pytest.raises(UnexpectedAnswer):
            _packages(stage.connector())


@pytest.mark.needs("read_orders")
@pytest.mark.proves("unknown_parked")
def test_unknown_status_is_parked_with_its_payload(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    number = stage.package_id(stage.order((_KEY, 1)))
    field = {"field": stage.order_status} if stage.order_status else {}
    stage.fault("unknown_status", path=stage.orders_path, options={"status": "Işınlandı", **field})

    [found] = _packages(stage.connector())

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code, found.detail) == (number, "connector.unknown_status", "Işınlandı")


@pytest.mark.needs("read_orders")
def test_unknown_status_that_somebody_explained_is_read(stage: Stage) -> None:
    stage.seed([Article(_KEY)])
    number = stage.package_id(stage.order((_KEY, 1)))
    field = {"field": stage.order_status} if stage.order_status else {}
    stage.fault("unknown_status", path=stage.orders_path, options={"status": "Işınlandı", **field})

    with explaining({"Işınlandı": PackageStatus.PICKING}):
        [found] = _packages(stage.connector())
    [again] = _packages(stage.connector())

    assert isinstance(found, PackageRecord)
    assert (found.external_id, found.status) == (number, PackageStatus.PICKING)
    assert isinstance(again, ParkedRecord)


@pytest.mark.parametrize(
    "operation",
    [
        lambda c: c.test_credentials(),
        pytest.param(lambda c: list(c.fetch_listings()), marks=pytest.mark.needs("read_listings")),
        pytest.param(lambda c: c.fetch_package("1"), marks=pytest.mark.needs("read_orders")),
        pytest.param(
            lambda c: c.count_packages(now() - timedelta(hours=1), now()),
            marks=pytest.mark.needs("read_orders"),
        ),
    ],
)
@pytest.mark.proves("errors_mapped")
def test_outage_is_unavailable_for_every_operation(stage: Stage, operation: Callable[[Any], object]) -> None:
    stage.fault("503")

    with pytest.raises(Unavailable):
        operation(stage.connector(_sleepless()))


@pytest.mark.needs("receive_webhooks")
def test_outage_is_unavailable_when_asking_for_webhooks(stage: Stage) -> None:
    if not stage.registers_webhooks:
        pytest.skip("there is no call for it")
    stage.fault("503")

    with pytest.raises(Unavailable):
        stage.connector(_sleepless()).register_webhook("http://127.0.0.1:9/hook", "s3cret")
