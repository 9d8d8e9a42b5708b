"""What only Magento does, seen in its simulator."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.errors import AuthFailed, Rejected
from prapazar.connector_kit.records import (
    ItemState,
    LineRecord,
    PackageRecord,
    PackageStatus,
    ParkedRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.foundation.clock import now
from tests.factories.answers import results, states
from tests.factories.stages import Article, Stage
from tests.factories.stages.magento import MagentoStage

_KEY, _OTHER = "8690000000017", "8690000000024"
_USUAL = {
    "input_limits": False,
    "bulk_ms": 0,
    "serialized": "wrapped",
    "unknown_sku": "refused",
    "oauth_errors": "json",
    "bearer": False,
    "prices_with_tax": True,
    "discount": "0",
}


@pytest.fixture
def magento(stage: Stage) -> Iterator[MagentoStage]:
    if not isinstance(stage, MagentoStage):
        pytest.skip("a quirk of Magento's")
    yield stage
    _rule(stage, **_USUAL)


def _rule(magento: Stage, **rules: object) -> None:
    magento.server.pull("PATCH", "/magento/rules", rules)


def _seed(magento: MagentoStage, *rows: dict[str, Any]) -> None:
    magento.server.pull("POST", f"/magento/{magento.account}/products", list(rows))


def _set(magento: MagentoStage, **settings: str) -> Any:  # noqa: ANN401 - the connector
    magento.settings = {**magento.settings, **settings}
    return magento.connector()


def _bought(magento: MagentoStage, *lines: tuple[str, int]) -> Any:  # noqa: ANN401 - the provider's order
    return magento.order(*lines)


def _package(magento: MagentoStage, order: Any) -> Any:  # noqa: ANN401 - a package, or what was parked
    [found] = magento.connector().fetch_package(magento.package_id(order))
    return found


def _requests(magento: MagentoStage, path: str = "") -> list[dict[str, Any]]:
    asked = magento.server.pull("GET", f"/requests?provider=magento&account={magento.account}")
    return [one for one in asked if path in one["path"]]


def _offer(price: str, list_price: str | None = None, vat: str | None = None) -> PriceOffer:
    return PriceOffer(
        _KEY,
        None,
        Decimal(price),
        Decimal(list_price) if list_price else None,
        "TRY",
        Decimal(vat) if vat else None,
    )


def test_signature_covers_brackets_letters_and_the_token(magento: MagentoStage) -> None:
    magento.seed([Article("ÇAY 1+1 %", "Çay")])
    connector = magento.connector()

    answered = states(connector, connector.push_stock([StockOffer("ÇAY 1+1 %", None, 3)]))

    assert answered == {"ÇAY 1+1 %": ItemState.ACCEPTED}
    assert {one["status"] for one in _requests(magento)} == {200, 202}


@pytest.mark.parametrize("spelled", ["json", "form"])
def test_each_wrong_key_is_a_failed_log_in(magento: MagentoStage, spelled: str) -> None:
    _rule(magento, oauth_errors=spelled)

    for name in magento.credentials:
        with pytest.raises(AuthFailed):
            magento.connector(credentials={name: "yanlış"}).test_credentials()


def test_token_alone_is_refused_as_not_allowed(magento: MagentoStage) -> None:
    headers = {"authorization": f"Bearer {magento.credentials['access_token']}"}
    address = f"{magento.server.address}/magento/rest/V1/products?searchCriteria="

    answer = magento.server.http.get(address, headers=headers)

    told = {
        "message": "The consumer isn't authorized to access %resources.",
        "parameters": {"resources": "Magento_Catalog::products"},
    }
    assert (answer.status_code, answer.json()) == (401, told)


def test_page_past_the_end_repeats_the_last_and_is_not_asked_for(magento: MagentoStage) -> None:
    magento.seed([Article(f"86900000{number:05}") for number in range(200)])

    found = [one for page in magento.connector().fetch_listings() for one in page]
    past = magento.connector().client.products(99)

    pages = [one for one in _requests(magento, "/V1/products") if "configurable" not in one["query"]]
    assert (len(found), len({one.sku for one in found}), past.total, len(past.rows)) == (200, 200, 200, 100)
    assert len([one for one in pages if "attributes" not in one["path"]]) == 3


def test_pushed_stock_is_what_can_be_sold_beside_open_orders(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY, quantity=10), Article(_OTHER, quantity=10)])
    _bought(magento, (_KEY, 3))
    connector = magento.connector()

    states(connector, connector.push_stock([StockOffer(_KEY, None, 5), StockOffer(_OTHER, None, 5)]))

    shelves = [magento.shelf(key) for key in (_KEY, _OTHER)]
    assert [(one["quantity"], one["physical"]) for one in shelves] == [(5, 8), (5, 5)]
    listed = {one.sku: one.quantity for page in connector.fetch_listings() for one in page}
    assert listed == {_KEY: 5, _OTHER: 5}


def test_shipment_takes_from_the_source_what_was_reserved(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY, quantity=10)])
    order = _bought(magento, (_KEY, 3))
    connector = magento.connector()

    connector.report_status(str(order["entity_id"]), PackageStatus.SHIPPED, {}, tracking_number="72")

    shelf = magento.shelf(_KEY)
    assert (shelf["quantity"], shelf["physical"]) == (7, 10) or (shelf["quantity"], shelf["physical"]) == (
        7,
        7,
    )


def test_sku_with_a_slash_is_pushed_without_asking_for_it_in_a_path(magento: MagentoStage) -> None:
    magento.seed([Article("ŞAL/M", quantity=10)])
    _bought(magento, ("ŞAL/M", 2))
    connector = magento.connector()

    answered = states(connector, connector.push_stock([StockOffer("ŞAL/M", None, 4)]))

    assert answered == {"ŞAL/M": ItemState.ACCEPTED}
    assert _listed_quantity(connector, "ŞAL/M") == 4


def _listed_quantity(connector: Any, sku: str) -> int | None:  # noqa: ANN401 - the connector
    [found] = [one for page in connector.fetch_listings() for one in page if one.sku == sku]
    quantity: int | None = found.quantity
    return quantity


@pytest.mark.parametrize("unknown", ["refused", "kept"])
def test_unknown_sku_is_refused_even_where_the_shop_would_keep_it(
    magento: MagentoStage, unknown: str
) -> None:
    _rule(magento, unknown_sku=unknown)
    magento.seed([Article(_KEY)])
    connector = magento.connector()

    answered = states(
        connector, connector.push_stock([StockOffer(_KEY, None, 1), StockOffer("YOK", None, 1)])
    )

    assert answered == {_KEY: ItemState.ACCEPTED, "YOK": ItemState.REJECTED}


@pytest.mark.parametrize("serialized", ["wrapped", "plain"])
def test_queued_operation_is_named_by_what_it_was_sent(magento: MagentoStage, serialized: str) -> None:
    _rule(magento, serialized=serialized)
    magento.seed([Article(_KEY), Article(_OTHER)])
    connector = _set(magento, source_code="yok")

    answered = results(
        connector, connector.push_stock([StockOffer(_KEY, None, 1), StockOffer(_OTHER, None, 1)])
    )

    told = [(one.external_id, one.state, one.code) for one in answered]
    assert told == [(key, ItemState.REJECTED, "magento.item_refused") for key in (_KEY, _OTHER)]


def test_queue_that_is_not_done_is_asked_again(magento: MagentoStage) -> None:
    _rule(magento, bulk_ms=3_600_000)
    magento.seed([Article(_KEY)])
    connector = magento.connector()

    waiting = connector.fetch_batch(connector.push_stock([StockOffer(_KEY, None, 1)]).batch_external_id)

    assert (waiting.is_final, [one.state for one in waiting.items]) == (False, [ItemState.PENDING])


def test_bulk_the_shop_has_forgotten_is_final_and_says_nothing(magento: MagentoStage) -> None:
    found = magento.connector().fetch_batch("00000000-0000-4000-8000-000000000000")

    assert (found.is_final, found.items) == (True, ())


def test_stock_without_the_queue_is_answered_at_once_within_input_limits(magento: MagentoStage) -> None:
    _rule(magento, input_limits=True)
    connector = _set(magento, async_bulk="no")
    keys = [f"86900000{number:05}" for number in range(connector.stock_batch_size)]
    magento.seed([Article(key) for key in keys])

    pushed = connector.push_stock([StockOffer(key, None, 4) for key in keys])

    assert pushed.batch_external_id is None
    assert {one.external_id: one.state for one in pushed.items} == dict.fromkeys(keys, ItemState.ACCEPTED)
    assert magento.shelf(keys[-1])["quantity"] == 4


def test_refused_call_is_sent_again_item_by_item(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY), Article(_OTHER)])
    connector = _set(magento, async_bulk="no", source_code="yok")

    pushed = connector.push_stock([StockOffer(_KEY, None, 1), StockOffer(_OTHER, None, 1)])

    told = [(one.external_id, one.state, one.code) for one in pushed.items]
    assert told == [(key, ItemState.REJECTED, "magento.item_refused") for key in (_KEY, _OTHER)]
    assert pushed.items[0].message == f'400 Source with code "{_KEY}" does not exist.'


def test_lower_price_is_a_special_price_and_goes_when_it_is_over(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY, price=Decimal("129.90"))])
    connector = magento.connector()

    connector.push_price([_offer("99.90", "149.90")])
    reduced = magento.shelf(_KEY)
    connector.push_price([_offer("149.90")])
    full = magento.shelf(_KEY)

    shown = [(Decimal(one["price"]), Decimal(one["list_price"])) for one in (reduced, full)]
    assert shown == [(Decimal("99.90"), Decimal("149.90")), (Decimal("149.90"), Decimal("149.90"))]


def test_price_problem_comes_with_a_200_and_refuses_its_item_alone(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY)])
    unknown = PriceOffer("YOK", None, Decimal(5), None, "TRY")

    pushed = magento.connector().push_price([unknown, _offer("77.00")])

    assert {one.external_id: one.state for one in pushed.items} == {
        "YOK": ItemState.REJECTED,
        _KEY: ItemState.ACCEPTED,
    }
    assert Decimal(magento.shelf(_KEY)["price"]) == 77


def test_shop_without_tax_in_its_prices_gets_them_without(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY)])
    connector = _set(magento, prices_with_tax="no")

    [unknown] = connector.push_price([_offer("120.00")]).items
    connector.push_price([_offer("120.00", vat="20")])

    assert (unknown.state, unknown.code) == (ItemState.REJECTED, "magento.vat_rate_needed")
    assert Decimal(magento.shelf(_KEY)["price"]) == 100
    [[listed]] = connector.fetch_listings()
    assert (listed.price, listed.list_price) == (None, None)


def test_price_of_one_view_leaves_the_others_alone(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY, price=Decimal("129.90"))])

    _set(magento, store_code="en").push_price([_offer("99.90")])

    prices = {
        code: next(iter(_set(magento, store_code=code).fetch_listings()))[0].price
        for code in ("all", "default", "en")
    }
    assert prices == {"all": Decimal("129.90"), "default": Decimal("129.90"), "en": Decimal("99.90")}


def test_view_the_shop_does_not_have_is_the_merchants_to_correct(magento: MagentoStage) -> None:
    with pytest.raises(Rejected):
        _set(magento, store_code="yok").test_credentials()


def test_tier_price_of_everybody_from_the_first_unit_is_the_price(magento: MagentoStage) -> None:
    tiers = [
        {"customer_group_id": 32000, "qty": 1, "value": 90},
        {"customer_group_id": 32000, "qty": 10, "value": 50},
        {"customer_group_id": 2, "qty": 1, "value": 40},
    ]
    _seed(magento, {"sku": _KEY, "price": "129.90", "quantity": 1, "tier_prices": tiers})

    [[found]] = magento.connector().fetch_listings()

    assert (found.price, found.list_price) == (Decimal(90), Decimal("129.90"))


def test_special_price_counts_on_its_days_alone(magento: MagentoStage) -> None:
    def row(sku: str, begins: str, ends: str) -> dict[str, Any]:
        told = {"special_price": "80.000000", "special_from_date": begins, "special_to_date": ends}
        custom = [{"attribute_code": code, "value": value} for code, value in told.items()]
        return {"sku": sku, "price": "100", "quantity": 1, "custom_attributes": custom}

    _seed(
        magento,
        row("SÜRÜYOR", "2020-01-01 00:00:00", "2090-01-01 00:00:00"),
        row("BİTTİ", "2020-01-01 00:00:00", "2020-02-01 00:00:00"),
    )

    [found] = magento.connector().fetch_listings()

    assert {one.sku: one.price for one in found} == {"SÜRÜYOR": Decimal("80.000000"), "BİTTİ": Decimal(100)}


def test_child_of_a_configurable_is_listed_with_its_options(magento: MagentoStage) -> None:
    for key, option in ((_KEY, "21"), (_OTHER, "22")):
        parent = {"sku": "ŞAL", "name": "Çiçekli Şal", "option": option}
        _seed(magento, {"sku": key, "name": f"Çiçekli Şal-{option}", "quantity": 3, "parent": parent})

    [found] = magento.connector().fetch_listings()

    told = [(one.sku, one.external_parent_id, one.parent_title, one.options) for one in found]
    assert told == [
        (_KEY, "ŞAL", "Çiçekli Şal", {"Renk": "Kırmızı"}),
        (_OTHER, "ŞAL", "Çiçekli Şal", {"Renk": "Mavi"}),
    ]


def _units(package: PackageRecord) -> list[tuple[str | None, int, Decimal]]:
    return [(line.sku, line.quantity, line.total) for line in package.lines]


def test_configurable_stands_twice_and_counts_once(magento: MagentoStage) -> None:
    parent = {"sku": "ŞAL", "name": "Çiçekli Şal", "option": "21"}
    _seed(magento, {"sku": _KEY, "price": "129.90", "quantity": 9, "parent": parent})

    order = _bought(magento, (_KEY, 2))

    assert [one["sku"] for one in order["items"]] == [_KEY, _KEY]
    assert _units(_package(magento, order)) == [(_KEY, 2, Decimal("259.80"))]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("fixed", [("SET", 2, Decimal("300.00"))]),
        ("dynamic", [(_KEY, 2, Decimal("200.00")), (_OTHER, 4, Decimal("200.00"))]),
    ],
)
def test_bundle_is_told_by_whoever_carries_the_money(
    magento: MagentoStage, kind: str, expected: list[tuple[str, int, Decimal]]
) -> None:
    magento.seed([Article(_KEY, price=Decimal(100)), Article(_OTHER, price=Decimal(50))])
    bundle = {"bundle_parts": {_KEY: 1, _OTHER: 2}, "bundle_price": kind}
    _seed(magento, {"sku": "SET", "price": "150", **bundle})

    order = _bought(magento, ("SET", 2))

    package = _package(magento, order)
    assert (_units(package), package.total) == (expected, sum(line[2] for line in expected))
    connector = magento.connector()
    states(connector, connector.push_stock([StockOffer(_OTHER, None, 6)]))
    assert (magento.shelf(_OTHER)["quantity"], magento.shelf(_OTHER)["physical"]) == (6, 10)
    connector.report_status(package.external_id, PackageStatus.SHIPPED, _whole(package), tracking_number="7")
    assert _package(magento, order).status is PackageStatus.SHIPPED


def _whole(package: PackageRecord) -> dict[str, int]:
    return {line.external_id: line.quantity for line in package.lines}


def test_discount_and_tax_of_a_line_are_exact(magento: MagentoStage) -> None:
    _rule(magento, discount="10.05")
    magento.seed([Article(_KEY, price=Decimal("129.95"))])

    [line] = _package(magento, _bought(magento, (_KEY, 3))).lines

    assert isinstance(line, LineRecord)
    assert (line.total, line.discount, line.vat_rate) == (Decimal("379.80"), Decimal("10.05"), Decimal(20))


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("pending", PackageStatus.NEW),
        ("processing", PackageStatus.NEW),
        ("pending_payment", PackageStatus.AWAITING_PAYMENT),
        ("holded", PackageStatus.AWAITING_PAYMENT),
        ("fraud", PackageStatus.AWAITING_PAYMENT),
        ("complete", PackageStatus.SHIPPED),
        ("closed", PackageStatus.CANCELLED),
        ("canceled", PackageStatus.CANCELLED),
    ],
)
def test_state_says_where_an_order_stands(
    magento: MagentoStage, status: str, expected: PackageStatus
) -> None:
    magento.seed([Article(_KEY)])

    found = _package(magento, magento.order((_KEY, 1), status=status))

    assert (found.status, found.provider_status) == (expected, status)


def test_label_a_merchant_made_up_is_no_unknown_state(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY)])
    order = _bought(magento, (_KEY, 1))
    deed = {"order": magento.order_id(order), "fields": {"status": "paketleniyor"}}

    magento.server.pull("POST", f"/magento/{magento.account}/row", deed)

    assert _package(magento, order).status is PackageStatus.NEW


@pytest.mark.parametrize("method", ["banktransfer", "checkmo"])
def test_order_paid_by_bank_transfer_waits_for_its_money(magento: MagentoStage, method: str) -> None:
    magento.seed([Article(_KEY)])
    order = _bought(magento, (_KEY, 1))
    magento.server.pull(
        "POST", f"/magento/{magento.account}/payment", {"order": magento.order_id(order), "method": method}
    )

    before = _package(magento, order).status
    magento.move(magento.order_id(order), "processing")

    assert (before, _package(magento, order).status) == (PackageStatus.AWAITING_PAYMENT, PackageStatus.NEW)


def test_order_in_an_unknown_currency_is_parked(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY)])
    order = _bought(magento, (_KEY, 1))
    deed = {"order": magento.order_id(order), "fields": {"order_currency_code": "ALTIN"}}
    magento.server.pull("POST", f"/magento/{magento.account}/row", deed)

    found = _package(magento, order)

    assert isinstance(found, ParkedRecord)
    assert (found.code, found.detail) == ("connector.unknown_currency", "ALTIN")


def test_shipping_makes_the_missing_invoice_and_may_be_repeated(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY)])
    order = _bought(magento, (_KEY, 2))
    number, connector = magento.package_id(order), magento.connector()
    lines = _whole(_package(magento, order))

    for _ in range(2):
        connector.report_status(number, PackageStatus.SHIPPED, lines, carrier="Aras", tracking_number="72")
    connector.report_status(number, PackageStatus.SHIPPED, lines, carrier="MNG", tracking_number="73")

    writes = [one["path"].rpartition("/")[2] for one in _requests(magento) if one["method"] == "POST"]
    assert writes == ["invoice", "ship", "track"]
    found = _package(magento, order)
    assert (found.status, found.carrier, found.tracking_number) == (PackageStatus.SHIPPED, "MNG", "73")


def test_part_of_an_order_may_leave_first(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY), Article(_OTHER)])
    order = _bought(magento, (_KEY, 1), (_OTHER, 1))
    first, second = (line.external_id for line in _package(magento, order).lines)
    number, connector = magento.package_id(order), magento.connector()

    seen = []
    for line, track in ((first, "71"), (second, "72")):
        connector.report_status(number, PackageStatus.SHIPPED, {line: 1}, tracking_number=track)
        seen.append(_package(magento, order).status)

    assert seen == [PackageStatus.NEW, PackageStatus.SHIPPED]


@pytest.mark.parametrize(("status", "code"), [("holded", "order_held"), ("canceled", "order_closed")])
def test_order_that_cannot_leave_is_refused(magento: MagentoStage, status: str, code: str) -> None:
    magento.seed([Article(_KEY)])
    order = magento.order((_KEY, 1), status=status)

    with pytest.raises(Rejected) as raised:
        magento.connector().report_status(magento.package_id(order), PackageStatus.SHIPPED, {})

    assert raised.value.code == f"magento.{code}"


def test_paid_order_is_left_to_people_with_one_note(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY)])
    order = magento.order((_KEY, 1), status="processing")
    number, lines = magento.package_id(order), _whole(_package(magento, order))

    for _ in range(2):
        with pytest.raises(Rejected) as raised:
            magento.connector().report_unsupplied(number, lines, "out_of_stock")

    held = magento.server.pull("GET", f"/magento/{magento.account}/orders/{number}")
    notes = [one["comment"] for one in held["status_histories"]]
    assert (raised.value.code, held["state"]) == ("magento.refund_in_panel", "processing")
    assert notes == ["PraPazar: 1 x Çiçekli Şal, İğne Oyalı (stokta yok)"]


def test_credit_memo_before_shipping_is_a_cancelled_unit_and_after_it_a_return(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY)])
    early, late = _bought(magento, (_KEY, 2)), _bought(magento, (_KEY, 2))
    client = magento.connector().client
    client.invoice(magento.package_id(early))
    item = {"order_item_id": early["items"][0]["item_id"], "qty": 1}
    client._post("refund", f"/V1/order/{early['entity_id']}/refund", {"items": [item]})  # noqa: SLF001 - the shopkeeper's deed
    magento.move(magento.order_id(late), "complete")
    client._post("refund", f"/V1/order/{late['entity_id']}/refund", {})  # noqa: SLF001 - the shopkeeper's deed

    first, second = _package(magento, early), _package(magento, late)

    told = [(one.status, [line.cancelled_quantity for line in one.lines]) for one in (first, second)]
    assert told == [(PackageStatus.NEW, [1]), (PackageStatus.RETURNED, [0])]


def test_orders_are_found_by_their_last_change(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY)])
    old = magento.order((_KEY, 1), at=(now() - timedelta(days=9)).isoformat())
    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    connector = magento.connector()

    before = [one for page in connector.fetch_packages(*window) for one in page]
    magento.move(magento.order_id(old), "processing")
    [[after]] = connector.fetch_packages(*window)

    assert (before, after.external_id) == ([], magento.package_id(old))


def test_attributes_leave_out_what_has_a_place_of_its_own(magento: MagentoStage) -> None:
    found = magento.connector().fetch_attributes("4")

    assert [(one.external_id, one.allows_custom) for one in found] == [("color", False), ("kumas", True)]


def test_picture_that_was_sent_is_shown_at_the_shops_own_address(magento: MagentoStage) -> None:
    magento.seed([Article(_KEY)])
    connector = magento.connector()
    content = {"base64_encoded_data": "/9j/4A==", "type": "image/jpeg", "name": "oya.jpg"}
    entry = {"media_type": "image", "label": "", "position": 1, "disabled": False, "types": ["image"]}

    connector.client.save_product(
        {"sku": _KEY, "media_gallery_entries": [{**entry, "content": content}]}, is_new=False
    )

    [[found]] = connector.fetch_listings()
    assert found.images == ("https://shop.example.com/media/catalog/product/o/y/oya.jpg",)
