"""What only Çiçeksepeti does, seen in its simulator."""

import dataclasses
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.aftersales import QuestionStatus
from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected, Unavailable
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.records import ItemState, PackageRecord, PackageStatus, PriceOffer, StockOffer
from prapazar.foundation.clock import now
from tests.factories.answers import results, states
from tests.factories.stages import Article, Stage
from tests.factories.stages.ciceksepeti import UNLIMITED, CiceksepetiStage

_KEY = "8690000000017"
_OTHER = "8690000000024"
_USUAL = {
    **UNLIMITED,
    "repeat_status": 429,
    "key_status": 401,
    "list_count": "total",
    "window_by": "created",
    "window_clock": "utc",
    "pascal": False,
    "old_names": False,
    "answer_method": "PUT",
    "warns": False,
    "total_before_discount": False,
    "discount": "0",
}


@pytest.fixture
def ciceksepeti(stage: Stage) -> Iterator[CiceksepetiStage]:
    assert isinstance(stage, CiceksepetiStage)
    yield stage
    _rule(stage, **_USUAL)


def _rule(ciceksepeti: Stage, **rules: object) -> None:
    ciceksepeti.server.pull("PATCH", "/ciceksepeti/rules", rules)


def _orders(ciceksepeti: CiceksepetiStage) -> list[Any]:
    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    return [one for page in ciceksepeti.connector().fetch_packages(*window) for one in page]


def _own_contract(ciceksepeti: CiceksepetiStage) -> None:
    path = f"/ciceksepeti/accounts/{ciceksepeti.account}"
    ciceksepeti.server.pull("PATCH", path, {"cargo_model": 2})
    ciceksepeti.settings = {**ciceksepeti.settings, "cargo": "own"}


def _lines(package: PackageRecord) -> dict[str, int]:
    return {line.external_id: line.quantity for line in package.lines}


def _draft(key: str, **changes: Any) -> ListingDraft:  # noqa: ANN401 - any field
    draft = ListingDraft(
        sku=key,
        barcode=key,
        group=key,
        title="Şal",
        description="<p>Pamuk</p>",
        brand="",
        brand_external_id=None,
        category_external_id="12005",
        vat_rate=Decimal(10),
        price=Decimal("129.95"),
        list_price=None,
        currency="TRY",
        quantity=7,
        images=("https://cdn.example.com/sal.jpg",),
        attributes=(AttributeChoice("2362", "911"),),
    )
    return dataclasses.replace(draft, **changes)


def _price(price: str, list_price: str | None = None) -> PriceOffer:
    return PriceOffer(_KEY, None, Decimal(price), Decimal(list_price) if list_price else None, "TRY")


@pytest.mark.parametrize(
    "rule",
    [
        {"window_by": "modified"},
        {"window_clock": "istanbul"},
        {"list_count": "page"},
        {"pascal": True},
        {"total_before_discount": True, "discount": "10.50"},
        {"total_before_discount": False, "discount": "10.50"},
    ],
)
def test_other_reading_of_the_documents_means_the_same(
    ciceksepeti: CiceksepetiStage, rule: dict[str, object]
) -> None:
    ciceksepeti.seed([Article(_KEY, price=Decimal("129.95"))])
    _rule(ciceksepeti, **rule)

    order = ciceksepeti.order((_KEY, 2))

    [found] = _orders(ciceksepeti)
    paid = Decimal("259.90") - Decimal(str(rule.get("discount", "0")))
    assert (found.external_id, found.total) == (str(order["orderId"]), paid)
    assert now() - timedelta(minutes=2) < found.ordered_at <= now()


def test_count_of_the_page_alone_loses_no_order(ciceksepeti: CiceksepetiStage) -> None:
    _rule(ciceksepeti, list_count="page")
    ciceksepeti.seed([Article(_KEY, quantity=1000)])
    for _ in range(210):
        ciceksepeti.order((_KEY, 1))

    assert len(_orders(ciceksepeti)) == 210


@pytest.mark.parametrize("rule", [{"pascal": True}, {"old_names": True}, {"pascal": True, "old_names": True}])
def test_listing_is_read_under_any_of_its_names(
    ciceksepeti: CiceksepetiStage, rule: dict[str, object]
) -> None:
    ciceksepeti.seed([Article(_KEY, quantity=7)])
    _rule(ciceksepeti, **rule)

    [[found]] = ciceksepeti.connector().fetch_listings()

    shown = (found.external_id, found.price, found.quantity, found.is_active)
    assert shown == (_KEY, Decimal("129.90"), 7, True)


@pytest.mark.parametrize("status", [401, 400])
def test_wrong_key_is_told_from_other_refusals(ciceksepeti: CiceksepetiStage, status: int) -> None:
    _rule(ciceksepeti, key_status=status)

    with pytest.raises(AuthFailed):
        ciceksepeti.connector(credentials={"api_key": "yok"}).test_credentials()


def test_caller_from_abroad_is_not_told_to_log_in_again(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.fault("403")

    with pytest.raises(Unavailable) as raised:
        ciceksepeti.connector().test_credentials()

    assert raised.value.code == "ciceksepeti.foreign_address"


def test_who_asks_is_told_in_the_user_agent(ciceksepeti: CiceksepetiStage) -> None:
    client = ciceksepeti.connector().client

    agent = client._caller.client.headers["user-agent"]  # noqa: SLF001 - nothing else shows it

    assert agent == f"{ciceksepeti.account}-PraPazar"


def test_order_with_a_cancelled_item_is_read_whole(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY, quantity=10), Article(_OTHER)])
    order = ciceksepeti.order((_KEY, 3), (_OTHER, 1))
    item = order["items"][0]["orderItemId"]
    deed = {"item": item}
    ciceksepeti.server.pull("POST", f"/ciceksepeti/{ciceksepeti.account}/cancel", deed)

    [found] = _orders(ciceksepeti)

    cancelled = {line.sku: line.cancelled_quantity for line in found.lines}
    assert (found.status, found.provider_status) == (PackageStatus.NEW, "1,1 cancelled")
    assert cancelled == {_KEY: 3, _OTHER: 0}
    assert ciceksepeti.shelf(_KEY)["quantity"] == 10


def test_items_of_one_order_on_two_pages_are_one_package(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY, quantity=1000)])
    for _ in range(99):
        ciceksepeti.order((_KEY, 1))
    order = ciceksepeti.order((_KEY, 1), (_KEY, 2))

    found = {one.external_id: one for one in _orders(ciceksepeti)}

    assert len(found) == 100
    assert [line.quantity for line in found[ciceksepeti.package_id(order)].lines] == [1, 2]


def test_window_longer_than_two_weeks_is_refused_and_never_asked_for(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY)])
    ciceksepeti.order((_KEY, 1), at=(now() - timedelta(days=25)).isoformat())
    search = {"startDate": "2026-10-01T00:00:00Z", "endDate": "2026-10-16T00:00:00Z", "page": 0}
    connector = ciceksepeti.connector()

    with pytest.raises(Rejected):
        connector.client.orders(search)
    found = [one for page in connector.fetch_packages(now() - timedelta(days=40), now()) for one in page]

    assert len({one.external_id for one in found}) == 1


def test_change_of_yesterdays_order_is_seen_by_the_next_poll(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY)])
    order = ciceksepeti.order((_KEY, 1), at=(now() - timedelta(days=1)).isoformat())
    ciceksepeti.move(ciceksepeti.order_id(order), "5")

    [found] = _orders(ciceksepeti)

    assert (found.external_id, found.status) == (ciceksepeti.package_id(order), PackageStatus.SHIPPED)


def test_approved_exchange_is_the_same_package_once_more(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY)])
    order = ciceksepeti.order((_KEY, 1))
    ciceksepeti.move(ciceksepeti.order_id(order), "7")
    [before] = _orders(ciceksepeti)

    ciceksepeti.move(ciceksepeti.order_id(order), "1")

    [after] = _orders(ciceksepeti)
    assert (before.status, after.status) == (PackageStatus.DELIVERED, PackageStatus.NEW)
    assert (after.external_id, _lines(after)) == (before.external_id, _lines(before))


def test_card_is_the_note_of_the_package(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY)])
    order = ciceksepeti.order((_KEY, 1))
    said = {"order": ciceksepeti.order_id(order), "text": "İyi ki doğdun"}
    ciceksepeti.server.pull("POST", f"/ciceksepeti/{ciceksepeti.account}/note", said)

    [found] = _orders(ciceksepeti)

    assert found.note == "İyi ki doğdun"


def test_parcel_under_the_channels_contract_gets_its_number(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY), Article(_OTHER)])
    number = ciceksepeti.package_id(ciceksepeti.order((_KEY, 1), (_OTHER, 1)))
    connector = ciceksepeti.connector()
    [package] = connector.fetch_package(number)

    connector.report_status(number, PackageStatus.PACKED, _lines(package))

    [found] = connector.fetch_package(number)
    assert (found.status, found.carrier) == (PackageStatus.PACKED, "Aras Kargo")
    assert found.tracking_number.endswith("-10")
    assert found.buyer_phone is None
    with pytest.raises(Rejected) as twice:
        connector.report_status(number, PackageStatus.PACKED, _lines(package))
    assert twice.value.code == "ciceksepeti.wrong_status"


def test_own_contract_tells_every_step_with_its_tracking(ciceksepeti: CiceksepetiStage) -> None:
    _own_contract(ciceksepeti)
    ciceksepeti.seed([Article(_KEY)])
    number = ciceksepeti.package_id(ciceksepeti.order((_KEY, 2)))
    connector = ciceksepeti.connector()
    [package] = connector.fetch_package(number)

    seen = []
    for step in (PackageStatus.PICKING, PackageStatus.SHIPPED, PackageStatus.DELIVERED):
        connector.report_status(number, step, _lines(package), carrier="Sürat Kargo", tracking_number="726")
        [found] = connector.fetch_package(number)
        seen.append((found.status, found.tracking_number))

    assert seen == [
        (PackageStatus.PICKING, None),
        (PackageStatus.SHIPPED, "726"),
        (PackageStatus.DELIVERED, "726"),
    ]
    assert (package.buyer_phone, found.carrier) == ("5321112233", "Sürat")


def test_step_of_the_other_contract_is_refused_as_such(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY)])
    number = ciceksepeti.package_id(ciceksepeti.order((_KEY, 1)))
    [package] = ciceksepeti.connector().fetch_package(number)
    ciceksepeti.settings = {**ciceksepeti.settings, "cargo": "own"}

    with pytest.raises(Rejected) as raised:
        ciceksepeti.connector().report_status(number, PackageStatus.PICKING, _lines(package))

    assert raised.value.code == "ciceksepeti.other_contract"


def test_item_of_another_merchant_is_not_moved(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY)])
    number = ciceksepeti.package_id(ciceksepeti.order((_KEY, 1)))
    [package] = ciceksepeti.connector().fetch_package(number)
    other = CiceksepetiStage(ciceksepeti.server, "baskasi")

    with pytest.raises(Rejected) as raised:
        other.connector().report_status(number, PackageStatus.PACKED, _lines(package))

    assert raised.value.code == "ciceksepeti.not_found"
    assert ciceksepeti.connector().fetch_package(number)[0].status is PackageStatus.NEW


def test_price_under_half_of_the_current_one_is_refused(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY, price=Decimal(100))])
    connector = ciceksepeti.connector()

    [answered] = results(connector, connector.push_price([_price("49.99")]))

    assert (answered.external_id, answered.state, answered.code) == (
        _KEY,
        ItemState.REJECTED,
        "ciceksepeti.item_refused",
    )
    assert Decimal(ciceksepeti.shelf(_KEY)["price"]) == 100


@pytest.mark.parametrize("list_price", [None, "120.00", "120.01", "9000.00"])
def test_list_price_outside_the_discounts_taken_is_left_out(
    ciceksepeti: CiceksepetiStage, list_price: str | None
) -> None:
    ciceksepeti.seed([Article(_KEY, price=Decimal(100))])
    connector = ciceksepeti.connector()
    offer = _price("120.00", list_price)

    answers = states(connector, connector.push_price([offer]), [offer])

    assert answers == {_KEY: ItemState.ACCEPTED}
    assert Decimal(ciceksepeti.shelf(_KEY)["price"]) == 120


def test_change_leaves_safety_and_a_closed_variant_as_they_were(ciceksepeti: CiceksepetiStage) -> None:
    row = {
        "stockCode": _KEY,
        "isActive": False,
        "safetyInfo": "Ateşten uzak tutun",
        "deliveryMessageType": 18,
    }
    ciceksepeti.server.pull("POST", f"/ciceksepeti/{ciceksepeti.account}/products", [row])
    connector = ciceksepeti.connector()

    pushed = connector.write_listings([_draft(_KEY, external_id=_KEY, title="Yeni ad")])

    [found] = connector.client.product(_KEY)["products"]
    assert [one.state for one in results(connector, pushed)] == [ItemState.ACCEPTED]
    assert {name: found[name] for name in row} == row
    assert found["productName"] == "Yeni ad"


def test_attributes_and_barcode_of_a_listing_never_change(ciceksepeti: CiceksepetiStage) -> None:
    connector = ciceksepeti.connector()
    connector.write_listings([_draft(_KEY)])
    changed = _draft(_KEY, external_id=_KEY, barcode="111", attributes=(AttributeChoice("2362", "912"),))

    connector.write_listings([changed])

    [found] = connector.client.product(_KEY)["products"]
    values = [one["valueId"] for one in found["attributes"]]
    assert (found["barcode"], values) == (_KEY, [911])


def test_new_listing_waits_for_approval(ciceksepeti: CiceksepetiStage) -> None:
    connector = ciceksepeti.connector()

    connector.write_listings([_draft(_KEY)])

    [[waiting]] = connector.fetch_listings()
    ciceksepeti.approve(_KEY)
    [[approved]] = connector.fetch_listings()
    assert (waiting.is_active, approved.is_active) == (False, True)


def test_new_and_changed_listings_are_answered_together(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY)])
    connector = ciceksepeti.connector()

    pushed = connector.write_listings([_draft(_OTHER), _draft(_KEY, external_id=_KEY)])

    answered = {one.external_id: one.state for one in results(connector, pushed)}
    assert answered == {_KEY: ItemState.ACCEPTED, _OTHER: ItemState.ACCEPTED}


def test_categories_and_attributes_are_read_under_any_of_their_names(ciceksepeti: CiceksepetiStage) -> None:
    _rule(ciceksepeti, pascal=True)
    connector = ciceksepeti.connector()

    found = [one.external_id for one in connector.fetch_categories() if one.is_leaf]

    assert found == ["12005", "12006", "13001"]
    assert [one.name for one in connector.fetch_attributes("12005")] == ["Renk", "Materyal"]


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_question_is_answered_whichever_method_is_meant(ciceksepeti: CiceksepetiStage, method: str) -> None:
    _rule(ciceksepeti, answer_method=method)
    ciceksepeti.seed([Article(_KEY)])
    number = ciceksepeti.ask(_KEY, "Boyu kaç?")
    connector = ciceksepeti.connector()

    connector.answer_question(number, "180 santim.")

    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    [[found]] = connector.fetch_questions(*window)
    assert (found.status, found.answer) == (QuestionStatus.ANSWERED, "180 santim.")


@pytest.mark.parametrize(
    ("action", "is_taken"),
    [
        ({"branchActionId": 2, "answer": "x"}, False),
        ({"branchActionId": 2, "branchActionDetailId": 2, "answer": "x"}, True),
        ({"branchActionId": 3}, False),
        ({"branchActionId": 3, "branchDescription": "hakaret"}, True),
        ({"branchActionId": 4}, True),
        ({"branchActionId": 9}, False),
    ],
)
def test_question_is_answered_or_handed_back_by_the_rules(
    ciceksepeti: CiceksepetiStage, action: dict[str, object], is_taken: object
) -> None:
    ciceksepeti.seed([Article(_KEY)])
    number = ciceksepeti.ask(_KEY, "Boyu kaç?")
    address = f"{ciceksepeti.server.address}/ciceksepeti/api/v1/sellerquestions/{number}"
    headers = {"x-api-key": ciceksepeti.credentials["api_key"]}

    answer = ciceksepeti.server.http.put(address, json=action, headers=headers)

    assert (answer.status_code == httpx.codes.OK) is is_taken


def test_questions_of_more_than_32_days_are_refused_and_never_asked_for(
    ciceksepeti: CiceksepetiStage,
) -> None:
    ciceksepeti.seed([Article(_KEY)])
    ciceksepeti.ask(_KEY, "Boyu kaç?")
    connector = ciceksepeti.connector()

    with pytest.raises(Rejected):
        connector.client.questions(1, "2026-09-01T00:00:00Z", "2026-10-05T00:00:00Z")
    window = now() - timedelta(days=60), now() + timedelta(minutes=1)

    assert [len(page) for page in connector.fetch_questions(*window)] == [1]


def test_push_of_stock_leaves_the_price_alone(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY, price=Decimal("129.95"))])

    ciceksepeti.connector().push_stock([StockOffer(_KEY, None, 3)])

    shelf = ciceksepeti.shelf(_KEY)
    assert (shelf["quantity"], Decimal(shelf["price"])) == (3, Decimal("129.95"))


def test_batch_is_not_final_while_it_is_worked_on(ciceksepeti: CiceksepetiStage) -> None:
    _rule(ciceksepeti, batch_ms=600_000)
    ciceksepeti.seed([Article(_KEY)])
    connector = ciceksepeti.connector()
    number = connector.push_stock([StockOffer(_KEY, None, 4)]).batch_external_id

    answer = connector.fetch_batch(number)

    assert (answer.is_final, [item.state for item in answer.items]) == (False, [ItemState.PENDING])


def test_batch_that_warns_has_done_its_work(ciceksepeti: CiceksepetiStage) -> None:
    _rule(ciceksepeti, warns=True)
    ciceksepeti.seed([Article(_KEY)])
    connector = ciceksepeti.connector()
    offers = [StockOffer(_KEY, None, 4)]

    assert states(connector, connector.push_stock(offers), offers) == {_KEY: ItemState.ACCEPTED}


def test_batch_nobody_knows_is_final_and_says_nothing(ciceksepeti: CiceksepetiStage) -> None:
    answer = ciceksepeti.connector().fetch_batch("7e618393-2fe4-459d-acf7-eb38bb1d72ce")

    assert (answer.is_final, answer.items) == (True, ())


@pytest.mark.parametrize("status", [429, 400])
def test_equal_push_within_half_an_hour_is_refused_and_another_is_not(
    ciceksepeti: CiceksepetiStage, status: int
) -> None:
    _rule(ciceksepeti, push_repeat_ms=1_800_000, repeat_status=status)
    ciceksepeti.seed([Article(_KEY)])
    connector = ciceksepeti.connector()
    for quantity in (5, 4):
        connector.push_stock([StockOffer(_KEY, None, quantity)])

    with pytest.raises(RateLimited if status == 429 else Rejected) as raised:
        connector.push_stock([StockOffer(_KEY, None, 5)])

    expected = "connector.rate_limited" if status == 429 else "ciceksepeti.repeated_request"
    assert (raised.value.code, ciceksepeti.shelf(_KEY)["quantity"]) == (expected, 4)


@pytest.mark.parametrize(
    ("rule", "asked"),
    [
        ({"products_repeat_ms": 600_000}, lambda c: c.test_credentials()),
        ({"batch_repeat_ms": 60_000}, lambda c: c.fetch_batch("7e618393-2fe4-459d-acf7-eb38bb1d72ce")),
        ({"orders_repeat_ms": 60_000}, lambda c: c.fetch_package("61000001")),
    ],
)
def test_equal_question_is_answered_once_in_a_while(
    ciceksepeti: CiceksepetiStage, rule: dict[str, object], asked: Callable[[Any], object]
) -> None:
    _rule(ciceksepeti, **rule)
    connector = ciceksepeti.connector()
    asked(connector)

    with pytest.raises(RateLimited):
        asked(connector)


def test_two_different_requests_within_five_seconds_are_too_many(ciceksepeti: CiceksepetiStage) -> None:
    _rule(ciceksepeti, orders_gap_ms=5_000)
    ciceksepeti.seed([Article(_KEY)])

    with pytest.raises(RateLimited):
        ciceksepeti.connector().fetch_package("61000001")
    with pytest.raises(RateLimited) as ours:
        ciceksepeti.connector(Wire(max_wait=0)).fetch_package("61000002")

    assert ours.value.retry_after > 0


def test_paths_are_known_in_any_case(ciceksepeti: CiceksepetiStage) -> None:
    ciceksepeti.seed([Article(_KEY)])
    headers = {"x-api-key": ciceksepeti.credentials["api_key"]}

    found = [
        ciceksepeti.server.http.get(
            f"{ciceksepeti.server.address}/ciceksepeti/api/v1/{path}", headers=headers
        ).json()["totalCount"]
        for path in ("Products", "products")
    ]

    assert found == [1, 1]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("Products?PageSize=61", None, httpx.codes.BAD_REQUEST),
        ("Products/price-and-stock", {"items": [{"stockCode": "1"}] * 201}, httpx.codes.BAD_REQUEST),
    ],
)
def test_more_than_a_page_or_a_batch_is_refused(
    ciceksepeti: CiceksepetiStage, path: str, body: object, status: int
) -> None:
    answer = ciceksepeti.server.http.request(
        "PUT" if body else "GET",
        f"{ciceksepeti.server.address}/ciceksepeti/api/v1/{path}",
        json=body,
        headers={"x-api-key": ciceksepeti.credentials["api_key"]},
    )

    assert (answer.status_code, list(answer.json())) == (status, ["Message"])
