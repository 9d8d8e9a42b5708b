"""What only Pazarama does, seen in its simulator."""

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
import redis

from prapazar.connector_kit.aftersales import ClaimKind, ClaimStatus
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.records import ItemState, PackageStatus, PriceOffer, StockOffer
from prapazar.connector_kit.tokens import RedisTokens
from prapazar.connector_kit.traffic import TrafficRecord
from prapazar.foundation.clock import now
from prapazar.foundation.secrets import SecretBox
from tests.factories.stages import Article, Stage
from tests.factories.stages.pazarama import PazaramaStage

_KEY = "8690000000017"
_OTHER = "8690000000024"
_USUAL = {
    "batch_ms": 0,
    "push_gap_ms": 0,
    "login_answer": "root",
    "order_clock": "space",
    "projection": "section",
    "projection_page": "list",
    "total_before_discount": False,
    "discount": "0",
}


@pytest.fixture
def pazarama(stage: Stage) -> Iterator[PazaramaStage]:
    if not isinstance(stage, PazaramaStage):
        pytest.skip("a quirk of Pazarama's")
    yield stage
    _rule(stage, **_USUAL)


def _rule(pazarama: Stage, **rules: object) -> None:
    pazarama.server.pull("PATCH", "/pazarama/rules", rules)


def _orders(pazarama: PazaramaStage, connector: Any = None) -> list[Any]:  # noqa: ANN401 - any connector
    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    reading = connector or pazarama.connector()
    return [one for page in reading.fetch_packages(*window) for one in page]


def _log_ins(pazarama: PazaramaStage) -> int:
    asked = pazarama.server.pull("GET", f"/requests?provider=pazarama&account={pazarama.account}")
    return sum(one["path"] == "/login/connect/token" for one in asked)


@pytest.mark.parametrize(
    "rule",
    [
        {"login_answer": "data"},
        {"order_clock": "iso"},
        {"total_before_discount": True, "discount": "10.50"},
        {"total_before_discount": False, "discount": "10.50"},
    ],
)
def test_other_reading_of_the_documents_means_the_same(
    pazarama: PazaramaStage, rule: dict[str, object]
) -> None:
    pazarama.seed([Article(_KEY, price=Decimal("129.95"))])
    _rule(pazarama, **rule)

    order = pazarama.order((_KEY, 2))

    [found] = _orders(pazarama)
    paid = Decimal("259.90") - Decimal(str(rule.get("discount", "0")))
    assert (found.external_id, found.total) == (str(order["orderNumber"]), paid)
    assert now() - timedelta(minutes=2) < found.ordered_at <= now()


@pytest.mark.parametrize(
    "shape", [{"projection": "section"}, {"projection": "flat"}, {"projection_page": "page"}]
)
def test_items_of_a_batch_are_answered_in_every_shape(pazarama: PazaramaStage, shape: dict[str, str]) -> None:
    _rule(pazarama, **shape)
    pazarama.seed([Article(_KEY)])
    connector = pazarama.connector()
    number = connector.push_price(
        [PriceOffer(_KEY, None, Decimal(9), None, "TRY"), PriceOffer("YOK", None, Decimal(9), None, "TRY")]
    ).batch_external_id

    answer = connector.fetch_batch(number)

    states = [item.state for item in answer.items]
    assert (answer.is_final, states) == (True, [ItemState.ACCEPTED, ItemState.REJECTED])


def test_batch_is_not_final_while_it_is_worked_on(pazarama: PazaramaStage) -> None:
    _rule(pazarama, batch_ms=600_000)
    pazarama.seed([Article(_KEY)])
    connector = pazarama.connector()
    number = connector.push_stock([StockOffer(_KEY, None, 4)]).batch_external_id

    answer = connector.fetch_batch(number)

    assert (answer.is_final, [item.state for item in answer.items]) == (False, [ItemState.PENDING])


def test_batch_nobody_knows_is_final_and_says_nothing(pazarama: PazaramaStage) -> None:
    answer = pazarama.connector().fetch_batch("7e618393-2fe4-459d-acf7-eb38bb1d72ce")

    assert (answer.is_final, answer.items) == (True, ())


def test_token_that_ends_in_the_middle_of_work_is_renewed(pazarama: PazaramaStage) -> None:
    pazarama.seed([Article(_KEY)])
    number = pazarama.package_id(pazarama.order((_KEY, 1)))
    connector = pazarama.connector()
    [package] = connector.fetch_package(number)
    pazarama.server.pull("POST", f"/pazarama/{pazarama.account}/tokens", {})

    connector.report_status(number, PackageStatus.PICKING, {package.lines[0].external_id: 1})

    assert connector.fetch_package(number)[0].status is PackageStatus.PICKING
    assert _log_ins(pazarama) == 2


def test_processes_share_one_token(pazarama: PazaramaStage, redis_server: str) -> None:
    client = redis.Redis.from_url(redis_server)
    wires = [Wire(tokens=RedisTokens(client, SecretBox(b"k" * 32))) for _ in range(3)]
    pazarama.seed([Article(_KEY)])

    for wire in wires:
        pazarama.connector(wire).test_credentials()
    pazarama.server.pull("POST", f"/pazarama/{pazarama.account}/tokens", {})
    for wire in wires:
        pazarama.connector(wire).test_credentials()

    assert _log_ins(pazarama) == 2


def test_wrong_client_and_bad_token_are_told_apart_from_other_refusals(pazarama: PazaramaStage) -> None:
    address = f"{pazarama.server.address}/pazarama"
    wrong = pazarama.server.http.post(f"{address}/login/connect/token", auth=("x", "y"), data={})
    bad = pazarama.server.http.get(f"{address}/brand/getBrands", headers={"Authorization": "Bearer x"})

    assert (wrong.status_code, wrong.json()["messageCode"]) == (400, "invalid_token")
    assert (bad.status_code, bad.content) == (401, b"")
    with pytest.raises(AuthFailed):
        pazarama.connector(credentials={"client_secret": "x"}).fetch_categories()


def test_stock_and_price_share_ten_seconds(pazarama: PazaramaStage) -> None:
    _rule(pazarama, push_gap_ms=10_000)
    pazarama.seed([Article(_KEY)])
    pazarama.connector().push_stock([StockOffer(_KEY, None, 4)])
    connector = pazarama.connector(Wire(max_wait=0))

    with pytest.raises(RateLimited) as raised:
        connector.push_price([PriceOffer(_KEY, None, Decimal(9), None, "TRY")])

    assert raised.value.retry_after == 10
    assert Decimal(pazarama.shelf(_KEY)["price"]) == Decimal("129.90")


def test_day_of_the_end_is_not_included_and_a_month_is_the_longest(pazarama: PazaramaStage) -> None:
    pazarama.seed([Article(_KEY)])
    pazarama.order((_KEY, 1))
    client = pazarama.connector().client
    today = now().astimezone().date()
    search = {"pageSize": 100, "pageNumber": 1, "startDate": (today - timedelta(days=40)).isoformat()}

    with pytest.raises(Rejected):
        client.orders({**search, "endDate": today.isoformat()})

    assert len(_orders(pazarama)) == 1


def test_variant_that_splits_lines_by_unit_is_read_alike(pazarama: PazaramaStage) -> None:
    pazarama.seed([Article(_KEY)])
    pazarama.order((_KEY, 3))
    token = pazarama.server.http.post(
        f"{pazarama.server.address}/pazarama/login/connect/token",
        auth=httpx.BasicAuth(pazarama.credentials["client_id"], pazarama.credentials["client_secret"]),
        data={"grant_type": "client_credentials", "scope": "merchantgatewayapi.fullaccess"},
    ).json()["access_token"]
    today = now().date()
    body = {
        "startDate": (today - timedelta(days=1)).isoformat(),
        "endDate": (today + timedelta(days=2)).isoformat(),
    }

    answer = pazarama.server.http.post(
        f"{pazarama.server.address}/pazarama/order/getOrdersForApiV2",
        json=body,
        headers={"Authorization": f"Bearer {token}"},
    ).json()

    assert [item["quantity"] for item in answer["data"][0]["items"]] == [1, 1, 1]
    assert [line.quantity for line in _orders(pazarama)[0].lines] == [3]


def test_item_that_cannot_be_supplied_leaves_the_others(pazarama: PazaramaStage) -> None:
    pazarama.seed([Article(_KEY, quantity=10), Article(_OTHER)])
    number = pazarama.package_id(pazarama.order((_KEY, 3), (_OTHER, 1)))
    connector = pazarama.connector()
    first, second = connector.fetch_package(number)[0].lines

    with pytest.raises(Rejected) as part:
        connector.report_unsupplied(number, {first.external_id: 2}, "out_of_stock")
    connector.report_unsupplied(number, {first.external_id: 3}, "out_of_stock")
    connector.report_status(number, PackageStatus.PICKING, {second.external_id: 1})

    [found] = connector.fetch_package(number)
    assert part.value.code == "pazarama.whole_items_only"
    assert (found.status, [line.cancelled_quantity for line in found.lines]) == (
        PackageStatus.PICKING,
        [3, 0],
    )
    assert pazarama.shelf(_KEY)["quantity"] == 10


def test_step_that_does_not_fit_is_refused_with_a_good_or_bad_status(pazarama: PazaramaStage) -> None:
    pazarama.seed([Article(_KEY)])
    number = pazarama.package_id(pazarama.order((_KEY, 1)))
    connector = pazarama.connector()
    lines = {line.external_id: 1 for line in connector.fetch_package(number)[0].lines}

    with pytest.raises(Rejected) as raised:
        connector.report_status(
            number, PackageStatus.SHIPPED, lines, carrier="Aras", tracking_number="7261234567890"
        )

    assert raised.value.code == "pazarama.rejected"
    assert connector.fetch_package(number)[0].status is PackageStatus.NEW


def test_cancellation_is_decided_at_its_own_address(pazarama: PazaramaStage) -> None:
    pazarama.seed([Article(_KEY)])
    order = pazarama.order((_KEY, 1))
    body = {"order": pazarama.order_id(order), "code": _KEY, "quantity": 1, "kind": "cancel"}
    made = pazarama.server.pull("POST", f"/pazarama/{pazarama.account}/refunds", body)
    connector = pazarama.connector()
    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    [[claim]] = connector.fetch_claims(*window)

    connector.approve_claim(claim.external_id, [claim.lines[0].external_id])

    [[found]] = connector.fetch_claims(*window)
    assert (claim.external_id, claim.kind) == (f"cancel:{made['refundId']}", ClaimKind.CANCELLATION)
    assert (claim.status, found.status) == (ClaimStatus.WAITING, ClaimStatus.ACCEPTED)


def test_creation_keeps_ten_seconds(pazarama: PazaramaStage) -> None:
    _rule(pazarama, create_gap_ms=10_000)
    client = pazarama.connector(Wire(max_wait=0)).client
    client.create_products([{"Code": _KEY}])

    with pytest.raises(RateLimited):
        client.create_products([{"Code": _OTHER}])

    _rule(pazarama, create_gap_ms=0)


def test_token_is_in_no_traffic_record(pazarama: PazaramaStage) -> None:
    records: list[TrafficRecord] = []

    pazarama.connector(Wire(recorder=records.append)).test_credentials()

    assert [one.operation for one in records] == ["token", "products_approved"]
    assert [one for one in records if "pzr-" in str(dataclasses.asdict(one))] == []
