"""What only Etsy does, seen in its simulator."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import SettlementKind
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter
from prapazar.connector_kit.records import (
    Address,
    ItemState,
    ListingRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
)
from prapazar.foundation.clock import now
from tests.factories.receiver import Receiver
from tests.factories.stages import Article, Stage
from tests.factories.stages.etsy import EtsyStage

_KEY, _SMALL, _LARGE = "8690000000017", "SAL-S", "SAL-L"
_USUAL = {
    "per_day": 100_000,
    "rotates": True,
    "key_form": "combined",
    "new_product_ids": True,
    "zero_total": "sold_out",
    "hides_addresses": False,
    "webhook_form": "flat",
    "ledger_names_receipts": False,
}


@pytest.fixture
def etsy(stage: Stage) -> Iterator[EtsyStage]:
    assert isinstance(stage, EtsyStage)
    yield stage
    stage.loosen()
    _rule(stage, **_USUAL)


def _rule(etsy: EtsyStage, **rules: object) -> None:
    etsy.server.pull("PATCH", "/etsy/rules", rules)


def _listed(etsy: EtsyStage) -> dict[str | None, ListingRecord]:
    found = [one for page in etsy.connector().fetch_listings() for one in page]
    return {one.sku: one for one in found}


def _sizes(etsy: EtsyStage, **units: int) -> None:
    """One listing in several sizes, whose stock and price are one for all where they are the same."""
    products = [
        {
            "sku": f"SAL-{size}",
            "price": "100.00",
            "quantity": quantity,
            "property_values": [_size(number, size)],
        }
        for number, (size, quantity) in enumerate(units.items(), 2001)
    ]
    differs = {"sku_on_property": [62809790503]}
    if len(set(units.values())) > 1:
        differs["quantity_on_property"] = [62809790503]
    etsy.deed("products", [{"title": "Oyalı Şal", "products": products, **differs}])


def _size(number: int, name: str) -> dict[str, Any]:
    return {
        "property_id": 62809790503,
        "property_name": "Size",
        "scale_id": None,
        "scale_name": None,
        "value_ids": [number],
        "values": [name],
    }


def _push(etsy: EtsyStage, sku: str, quantity: int, connector: Any = None) -> ItemState:  # noqa: ANN401 - any connector
    name = _listed(etsy)[sku].external_id
    pushed = (connector or etsy.connector()).push_stock([StockOffer(name, None, quantity)])
    return ItemState(pushed.items[0].state)


def _units(etsy: EtsyStage, *skus: str) -> list[int]:
    return [etsy.shelf(sku)["quantity"] for sku in skus]


def _paths(etsy: EtsyStage, method: str) -> list[str]:
    asked = etsy.server.pull("GET", f"/requests?provider=etsy&account={etsy.account}")
    return [one["path"].rpartition("/")[2] for one in asked if one["method"] == method]


@pytest.mark.parametrize(("form", "secret"), [("keystring", ""), ("either", ""), ("either", "x")])
def test_key_of_an_older_app_goes_without_its_secret(etsy: EtsyStage, form: str, secret: str) -> None:
    _rule(etsy, key_form=form)
    known = etsy.credentials["shared_secret"]

    account = etsy.connector(credentials={"shared_secret": known if secret else ""}).test_credentials()

    assert account.detail == "TRY"


def test_key_without_the_secret_is_refused_where_it_is_asked_for(etsy: EtsyStage) -> None:
    with pytest.raises(AuthFailed):
        etsy.connector(credentials={"shared_secret": ""}).test_credentials()


def test_refresh_token_is_replaced_and_the_old_one_is_spent(etsy: EtsyStage) -> None:
    old = etsy.credentials["refresh_token"]

    etsy.connector().test_credentials()

    assert etsy.credentials["refresh_token"] != old
    with pytest.raises(AuthFailed):
        etsy.connector(credentials={"refresh_token": old}).test_credentials()
    assert etsy.connector().test_credentials().listing_count == 0


def test_token_that_ended_is_renewed_in_the_middle_of_work(etsy: EtsyStage) -> None:
    etsy.seed([Article(_KEY)])
    connector = etsy.connector()
    connector.test_credentials()
    etsy.deed("revoke", {"kinds": ["access"]})

    assert _push(etsy, _KEY, 3, connector) is ItemState.ACCEPTED
    assert _units(etsy, _KEY) == [3]


def test_access_that_was_taken_back_asks_for_a_new_grant(etsy: EtsyStage) -> None:
    etsy.deed("revoke", {})

    with pytest.raises(AuthFailed):
        etsy.connector().test_credentials()


def test_token_whose_answer_was_lost_is_asked_for_once_more(etsy: EtsyStage) -> None:
    _rule(etsy, rotates=False)
    etsy.fault("lost_answer", path="/v3/public/oauth/token", times=1)

    assert etsy.connector(Wire(sleep=lambda _: None)).test_credentials().listing_count == 0


def test_access_without_a_scope_says_so(etsy: EtsyStage) -> None:
    etsy.credentials |= etsy.deed("grant", {"scope": "shops_r listings_r"})

    with pytest.raises(AuthFailed) as raised:
        list(etsy.connector().fetch_packages(now() - timedelta(hours=1), now()))

    assert raised.value.code == "etsy.scope_missing"


def test_day_that_is_used_up_is_waited_for_before_it_is_refused(etsy: EtsyStage) -> None:
    """The header of the last good answer says so: nobody asks again for an hour."""
    slept: list[float] = []
    connector = etsy.connector(Wire(limiter=LocalLimiter(now=lambda: sum(slept)), sleep=slept.append))
    _rule(etsy, per_day=2)

    connector.test_credentials()
    with pytest.raises(RateLimited) as raised:
        connector.test_credentials()

    assert (raised.value.retry_after > 3500, etsy.refusals()) == (True, 0)


def test_refusal_for_the_day_says_how_long(etsy: EtsyStage) -> None:
    _rule(etsy, per_day=2)
    etsy.connector().test_credentials()

    with pytest.raises(RateLimited) as raised:
        etsy.connector().test_credentials()

    assert (raised.value.retry_after, etsy.refusals()) == (3600, 1)


def test_writing_one_product_leaves_the_others_of_its_listing_as_they_are(etsy: EtsyStage) -> None:
    _sizes(etsy, S=5, M=7, L=9)
    before = _listed(etsy)

    assert _push(etsy, _SMALL, 1) is ItemState.ACCEPTED

    after = _listed(etsy)
    assert _units(etsy, "SAL-S", "SAL-M", "SAL-L") == [1, 7, 9]
    assert {one.external_id for one in after.values()} == {one.external_id for one in before.values()}
    assert [one.options for one in after.values()] == [{"Size": "S"}, {"Size": "M"}, {"Size": "L"}]


def test_product_is_known_although_its_number_changes(etsy: EtsyStage) -> None:
    _sizes(etsy, S=5, M=7)
    name = _listed(etsy)["SAL-M"].external_id
    _push(etsy, _SMALL, 1)
    order = etsy.order(("SAL-M", 2))

    [package] = etsy.connector().fetch_package(etsy.package_id(order))
    pushed = etsy.connector().push_stock([StockOffer(name, None, 4)])

    assert [line.listing_external_id for line in package.lines] == [name]
    assert (pushed.items[0].state, _units(etsy, "SAL-M")) == (ItemState.ACCEPTED, [4])


def test_stock_that_was_one_for_all_products_becomes_each_ones_own(etsy: EtsyStage) -> None:
    _sizes(etsy, S=5, M=5)

    _push(etsy, _SMALL, 5)

    assert etsy.shelf(_SMALL)["listing"]["lists"]["quantity_on_property"] == [62809790503]


def test_price_of_one_product_is_said_to_hang_on_its_property(etsy: EtsyStage) -> None:
    _sizes(etsy, S=5, L=5)
    name = _listed(etsy)[_LARGE].external_id

    pushed = etsy.connector().push_price([PriceOffer(name, None, Decimal("120.50"), None, "TRY")])

    lists = etsy.shelf(_LARGE)["listing"]["lists"]
    assert (pushed.items[0].state, lists["price_on_property"]) == (ItemState.ACCEPTED, [62809790503])
    assert [etsy.shelf(sku)["price"] for sku in (_SMALL, _LARGE)] == ["100.00", "120.50"]


def test_price_in_another_currency_is_refused(etsy: EtsyStage) -> None:
    etsy.seed([Article(_KEY)])
    name = _listed(etsy)[_KEY].external_id

    [item] = etsy.connector().push_price([PriceOffer(name, None, Decimal(3), None, "EUR")]).items

    assert (item.state, item.code) == (ItemState.REJECTED, "etsy.currency")


def test_more_than_999_units_of_a_listing_are_cut_from_the_top(etsy: EtsyStage) -> None:
    _sizes(etsy, S=5, M=7, L=9)
    names = {sku: one.external_id for sku, one in _listed(etsy).items()}
    wanted = {"SAL-S": 12, "SAL-M": 5000, "SAL-L": 700}

    pushed = etsy.connector().push_stock(
        [StockOffer(names[sku], None, units) for sku, units in wanted.items()]
    )

    assert {one.state for one in pushed.items} == {ItemState.ACCEPTED}
    assert _units(etsy, *wanted) == [12, 493, 493]
    assert _paths(etsy, "PUT") == ["inventory"]


def test_sold_out_listing_is_renewed_when_there_is_stock_again(etsy: EtsyStage) -> None:
    etsy.seed([Article(_KEY)])
    _push(etsy, _KEY, 0)
    emptied = etsy.shelf(_KEY)["state"]

    state = _push(etsy, _KEY, 6)

    shelf = etsy.shelf(_KEY)
    assert (emptied, state) == ("sold_out", ItemState.ACCEPTED)
    assert (shelf["state"], shelf["quantity"]) == ("active", 6)


def test_sold_out_listing_is_left_where_renewals_are_not_wanted(etsy: EtsyStage) -> None:
    etsy.seed([Article(_KEY)])
    _push(etsy, _KEY, 0)
    etsy.settings["sold_out"] = "leave"
    name = _listed(etsy)[_KEY].external_id

    [item] = etsy.connector().push_stock([StockOffer(name, None, 6)]).items

    assert (item.state, item.code) == (ItemState.REJECTED, "etsy.not_renewed")
    assert etsy.shelf(_KEY)["state"] == "sold_out"


def test_listing_that_may_not_be_empty_is_taken_off_sale_instead(etsy: EtsyStage) -> None:
    _rule(etsy, zero_total="refused")
    etsy.seed([Article(_KEY)])

    assert _push(etsy, _KEY, 0) is ItemState.ACCEPTED
    assert etsy.shelf(_KEY)["state"] == "inactive"


def test_receipt_whose_buyer_is_hidden_is_read_all_the_same(etsy: EtsyStage) -> None:
    _rule(etsy, hides_addresses=True)
    etsy.seed([Article(_KEY)])
    order = etsy.order((_KEY, 1))

    [package] = etsy.connector().fetch_package(etsy.package_id(order))

    assert (package.buyer_name, package.shipping_address) == ("", Address(country="TR"))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("completed", PackageStatus.SHIPPED),
        ("open", PackageStatus.AWAITING_PAYMENT),
        ("payment processing", PackageStatus.AWAITING_PAYMENT),
        ("fully refunded", PackageStatus.CANCELLED),
        ("partially refunded", PackageStatus.NEW),
    ],
)
def test_every_status_has_its_place(etsy: EtsyStage, told: str, expected: PackageStatus) -> None:
    etsy.seed([Article(_KEY)])
    order = etsy.order((_KEY, 1), status=told)

    [package] = etsy.connector().fetch_package(etsy.package_id(order))

    assert (package.status, package.provider_status) == (expected, told)


@pytest.mark.parametrize(
    ("carrier", "kept"),
    [
        ("Aras", "aras-kargo"),
        ("Yurtiçi Kargo", "yurtici-kargo"),
        ("PTT", "ptt"),
        ("Kurye", "other"),
        (None, "other"),
    ],
)
def test_parcel_is_told_once_with_etsys_name_of_its_carrier(
    etsy: EtsyStage, carrier: str | None, kept: str
) -> None:
    etsy.seed([Article(_KEY)])
    number = etsy.package_id(etsy.order((_KEY, 1)))
    connector = etsy.connector()

    for _ in range(2):
        connector.report_status(number, PackageStatus.SHIPPED, {}, carrier=carrier, tracking_number="7261")

    [package] = connector.fetch_package(number)
    assert (package.status, package.carrier, package.tracking_number) == (PackageStatus.SHIPPED, kept, "7261")
    assert _paths(etsy, "POST").count("tracking") == 1


def test_order_without_a_number_is_only_marked_as_shipped(etsy: EtsyStage) -> None:
    etsy.seed([Article(_KEY)])
    number = etsy.package_id(etsy.order((_KEY, 1)))

    etsy.connector().report_status(number, PackageStatus.SHIPPED, {}, carrier="PTT")

    [package] = etsy.connector().fetch_package(number)
    assert (package.status, package.tracking_number) == (PackageStatus.SHIPPED, None)


def test_order_that_is_over_cannot_be_shipped(etsy: EtsyStage) -> None:
    etsy.seed([Article(_KEY)])
    number = etsy.package_id(etsy.order((_KEY, 1), status="canceled"))

    with pytest.raises(Rejected) as raised:
        etsy.connector().report_status(number, PackageStatus.SHIPPED, {}, tracking_number="7261")

    assert raised.value.code == "etsy.conflict"


def test_delivery_in_the_older_form_is_read_and_its_second_try_is_the_same_event(
    etsy: EtsyStage, receiver: Receiver
) -> None:
    _rule(etsy, webhook_form="nested")
    etsy.seed([Article(_KEY)])
    shown = etsy.deed("endpoint", {"url": receiver.address})["secret"]
    number = etsy.package_id(etsy.order((_KEY, 1)))
    etsy.server.pull("POST", "/webhooks/deliver")

    connector = etsy.connector(credentials={"webhook_secret": shown})
    [delivery] = receiver.deliveries

    assert connector.verify(delivery, "ours").event_key == f"orders:{delivery.headers['webhook-id']}"
    assert [one.external_id for one in etsy.connector().read_packages(delivery)] == [number]


def test_sale_in_the_account_may_name_its_receipt_itself(etsy: EtsyStage) -> None:
    _rule(etsy, ledger_names_receipts=True)
    etsy.seed([Article(_KEY)])
    order = etsy.order((_KEY, 1))
    etsy.settle(order)
    etsy.deed("ledger", {"ledger_type": "offsite_ads_fee", "amount": -1234})
    etsy.deed("refund", {"order": etsy.order_id(order)})

    window = now() - timedelta(hours=1), now() + timedelta(minutes=1)
    found = [one for page in etsy.connector().fetch_settlements(*window) for one in page]

    kinds = {one.provider_kind: (one.kind, one.order_external_id) for one in found}
    assert kinds == {
        "PAYMENT_GROSS": (SettlementKind.SALE, etsy.order_id(order)),
        "transaction": (SettlementKind.COMMISSION, None),
        "PAYMENT_PROCESSING_FEE": (SettlementKind.SERVICE_FEE, etsy.order_id(order)),
        "offsite_ads_fee": (SettlementKind.SERVICE_FEE, None),
        "REFUND_GROSS": (SettlementKind.RETURN, etsy.order_id(order)),
    }
    assert sum(one.amount for one in found) == Decimal("-34.83")
