"""WooCommerce fulfilling the contract: listings, pushes, reports, webhooks."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.errors import Rejected, Unavailable
from prapazar.connector_kit.records import (
    AccountRecord,
    ItemResult,
    ItemState,
    ListingRecord,
    PackageRecord,
    PackageStatus,
    PriceOffer,
    PushResult,
    StockOffer,
    WebhookRegistration,
)
from prapazar.connectors.woocommerce import mapper
from prapazar.connectors.woocommerce.schemas import TRACKING_KEY
from tests.factories.provider import Provider, answer, fixture

_HERE = Path(__file__).parent
_NOTE = "Siparişiniz Aras ile kargoya verildi. Takip numarası: 726"


def _connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    shop = {"shop_url": "https://dukkan.example.com", **settings}
    return provider.connector("woocommerce", shop, {"consumer_key": "ck", "consumer_secret": "cs"})


def _listed(content: object, total: int) -> httpx.Response:
    return answer(content, headers={"x-wp-total": str(total)})


def _order(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field of an order
    return {**fixture(_HERE, "order"), **changes}


def _not_found() -> httpx.Response:
    return answer({"code": "woocommerce_rest_shop_order_invalid_id", "message": "Invalid ID."}, 404)


def _writes(provider: Provider) -> list[tuple[str, Any]]:
    return [
        (asked.path.rpartition("/v3")[2], asked.body) for asked in provider.asked if asked.method != "GET"
    ]


def test_credentials_test_names_the_shop() -> None:
    provider = Provider([_listed([{}], 12), answer({"code": "TRY", "name": "Türk lirası"})])

    assert _connector(provider).test_credentials() == AccountRecord(
        "https://dukkan.example.com", "TRY", listing_count=12
    )


def test_listings_are_products_and_the_variations_of_variable_ones() -> None:
    provider = Provider(
        [
            answer({"code": "EUR"}),
            _listed(fixture(_HERE, "products"), 3),
            _listed(fixture(_HERE, "variations"), 2),
        ]
    )

    pages = list(_connector(provider).fetch_listings())

    shown = [
        [
            (one.external_id, one.external_parent_id, one.currency)
            for one in page
            if isinstance(one, ListingRecord)
        ]
        for page in pages
    ]
    assert shown == [[("39", None, "EUR")], [("41", "40", "EUR"), ("42", "40", "EUR")]]


def test_package_that_is_not_there_is_none() -> None:
    assert _connector(Provider([_not_found()])).fetch_package("5") == []


def test_refunded_units_are_asked_for_and_lowered() -> None:
    order = _order(refunds=[{"id": 800, "reason": "", "total": "-10.00"}])
    line = order["line_items"][0]
    meta = [{"key": "_refunded_item_id", "value": line["id"]}]
    refund = {
        "id": 800,
        "date_created_gmt": "2026-11-20T09:00:00",
        "line_items": [{"quantity": -1, "meta_data": meta}],
    }

    [package] = _connector(Provider([answer(order), answer([refund])])).fetch_package("731")

    assert isinstance(package, PackageRecord)
    assert [one.cancelled_quantity for one in package.lines][:1] == [1]


def test_order_whose_refunds_are_gone_is_read_as_it_is() -> None:
    order = _order(refunds=[{"id": 800, "reason": "", "total": "-10.00"}])

    [package] = _connector(Provider([answer(order), _not_found()])).fetch_package("731")

    assert isinstance(package, PackageRecord)
    assert {one.cancelled_quantity for one in package.lines} == {0}


def test_push_answers_each_item() -> None:
    updated = [
        {"id": 39, "manage_stock": True, "stock_quantity": 5},
        {"id": 38, "error": {"code": "woocommerce_rest_product_invalid_id", "message": "Invalid ID."}},
    ]
    provider = Provider([answer({"update": updated})])

    result = _connector(provider).push_stock([StockOffer("39", None, 5), StockOffer("38", None, 1)])

    assert result == PushResult(
        items=(
            ItemResult("39", ItemState.ACCEPTED),
            ItemResult(
                "38",
                ItemState.REJECTED,
                "woocommerce.not_found",
                "woocommerce_rest_product_invalid_id: Invalid ID.",
            ),
        )
    )


def test_price_whose_rate_is_unknown_is_refused_and_the_others_go() -> None:
    provider = Provider([answer({"update": [{"id": 39, "regular_price": "100.0000", "sale_price": ""}]})])
    offers = [
        PriceOffer("38", None, Decimal(120), None, "TRY"),
        PriceOffer("39", None, Decimal(120), None, "TRY", vat_rate=Decimal(20)),
    ]

    result = _connector(provider, prices_with_tax="no").push_price(offers)

    assert result == PushResult(
        items=(
            ItemResult("38", ItemState.REJECTED, "woocommerce.vat_rate_needed"),
            ItemResult("39", ItemState.ACCEPTED),
        )
    )


def test_shipped_order_is_completed_and_the_buyer_told() -> None:
    provider = Provider([answer(_order()), answer(_order()), answer([]), answer({"id": 1})])

    _connector(provider).report_status(
        "731", PackageStatus.SHIPPED, {"11": 2}, carrier="Aras", tracking_number="726"
    )

    (path, change), note = _writes(provider)
    [meta] = change["meta_data"]
    assert (path, change["status"], meta["key"]) == ("/orders/731", "completed", TRACKING_KEY)
    assert [item["tracking_number"] for item in meta["value"]] == ["726"]
    assert note == ("/orders/731/notes", {"note": _NOTE, "customer_note": True})


def test_report_that_arrived_already_changes_nothing() -> None:
    tracked = [{"key": TRACKING_KEY, "value": [{"tracking_number": "726"}]}]
    order = _order(status="completed", meta_data=tracked)
    provider = Provider([answer(order), answer([{"id": 1, "note": _NOTE}])])

    _connector(provider).report_status(
        "731", PackageStatus.SHIPPED, {"11": 2}, carrier="Aras", tracking_number="726"
    )

    assert _writes(provider) == []


@pytest.mark.parametrize("status", [PackageStatus.PICKING, PackageStatus.PACKED, PackageStatus.DELIVERED])
def test_step_the_shop_does_not_know_is_refused(status: PackageStatus) -> None:
    provider = Provider([answer({})])

    with pytest.raises(Rejected) as raised:
        _connector(provider).report_status("731", status, {"11": 2})

    assert (raised.value.code, provider.requests) == ("connector.step_unknown", [])


def test_order_of_which_nothing_can_be_supplied_is_cancelled() -> None:
    provider = Provider([answer(_order()), answer([]), answer({"id": 1}), answer(_order())])

    _connector(provider).report_unsupplied("731", {"11": 2, "12": 1}, "defective")

    note = "PraPazar: 2 x Pamuklu Tişört - M, 1 x Çay (kusurlu)"
    assert _writes(provider) == [
        ("/orders/731/notes", {"note": note, "customer_note": False}),
        ("/orders/731", {"status": "cancelled"}),
    ]


def test_webhooks_of_all_topics_are_kept_together() -> None:
    provider = Provider([answer({"id": number}, 201) for number in (7, 8)])

    registration = _connector(provider).register_webhook("https://us.test/hook", "s3cret")

    assert registration == WebhookRegistration("7,8")


def test_webhooks_made_before_a_failure_are_removed() -> None:
    provider = Provider([answer({"id": 7}, 201), httpx.Response(500), answer({"id": 7})])

    with pytest.raises(Unavailable):
        _connector(provider).register_webhook("https://us.test/hook", "s3cret")

    assert [(asked.method, asked.path[-10:]) for asked in provider.asked[-1:]] == [("DELETE", "webhooks/7")]


def test_webhooks_that_are_gone_are_removed_without_complaint() -> None:
    gone = answer({"code": "woocommerce_rest_shop_webhook_invalid_id", "message": "Invalid ID."}, 404)
    provider = Provider([gone, answer({"id": 8})])

    _connector(provider).remove_webhook("7,8")

    assert [asked.path[-10:] for asked in provider.asked] == ["webhooks/7", "webhooks/8"]


def test_package_is_mapped() -> None:
    provider = Provider([answer(_order())])

    assert _connector(provider).fetch_package("731") == [mapper.package(_order())]
