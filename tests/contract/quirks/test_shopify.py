"""What only Shopify does, seen in its simulator."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from time import monotonic
from typing import Any

import httpx
import pytest

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import AuthFailed, RateLimited, Rejected
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import LocalLimiter
from prapazar.connector_kit.records import (
    ItemState,
    ListingRecord,
    PackageStatus,
    PriceOffer,
    StockOffer,
    WebhookDelivery,
)
from prapazar.connector_kit.signing import hmac_sha256
from prapazar.connectors.shopify import schemas
from prapazar.foundation.clock import now
from tests.factories.stages import Article, Stage
from tests.factories.stages.shopify import ShopifyStage

_KEYS = ("8690000000017", "8690000000024")
_SET = """mutation Set($input: InventorySetQuantitiesInput!, $key: String!) {
  inventorySetQuantities(input: $input) @idempotent(key: $key) { userErrors { field code } }
}"""

_SET_PLAINLY = """mutation Set($input: InventorySetQuantitiesInput!) {
  inventorySetQuantities(input: $input) { userErrors { field code } }
}"""


@pytest.fixture
def shopify(stage: Stage) -> Iterator[ShopifyStage]:
    assert isinstance(stage, ShopifyStage)
    yield stage
    usual = {"stock_errors": "atomic", "hides_people": False, "webhook_name": True}
    stage.server.pull("PATCH", "/shopify/rules", usual)
    stage.loosen()


def _deed(shop: ShopifyStage, deed: str, request: object) -> Any:  # noqa: ANN401 - the lever's answer
    return shop.server.pull("POST", f"/shopify/{shop.account}/{deed}", request)


def _ask(shop: ShopifyStage, query: str, version: str = "2026-07", **variables: object) -> httpx.Response:
    """As a stranger's client does, with the lasting token."""
    address = f"{shop.server.address}/shopify/{shop.account}/admin/api/{version}/graphql.json"
    headers = {"X-Shopify-Access-Token": shop.lasting_token}
    return shop.server.http.post(address, json={"query": query, "variables": variables}, headers=headers)


def _listings(shop: ShopifyStage) -> dict[str | None, ListingRecord]:
    found = [one for page in shop.connector().fetch_listings() for one in page]
    return {one.sku: one for one in found}


def _quantity(shop: ShopifyStage, key: str, quantity: int, **more: object) -> dict[str, object]:
    item = _listings(shop)[key].external_id.rpartition("-")[2]
    place = f"gid://shopify/Location/{shop.settings['location_id']}"
    return {
        "inventoryItemId": f"gid://shopify/InventoryItem/{item}",
        "locationId": place,
        "quantity": quantity,
        **more,
    }


def _input(*quantities: object, **more: object) -> dict[str, object]:
    return {"name": "available", "reason": "correction", "quantities": list(quantities), **more}


def _set(answer: httpx.Response) -> list[Any]:
    errors: list[Any] = answer.json()["data"]["inventorySetQuantities"]["userErrors"]
    return [one["code"] for one in errors]


def _package(shop: ShopifyStage, order: Any) -> Any:  # noqa: ANN401 - the record
    [found] = shop.connector().fetch_package(shop.package_id(order))
    return found


# --- the query language ---------------------------------------------------------------------------


def test_provider_query_with_aliases_fragments_and_directives_is_answered(shopify: ShopifyStage) -> None:
    shopify.seed([Article(key) for key in _KEYS])
    query = """
    query Mine($size: Int = 1, $withPrice: Boolean!) {  # a comment
      mine: productVariants(first: $size) {
        edges { cursor node { ...Parts price @include(if: $withPrice) ... on ProductVariant { kind: __typename } } }
        pageInfo { hasNextPage }
      }
    }
    fragment Parts on ProductVariant { code: sku product { title } }"""

    told = _ask(shopify, query, withPrice=False).json()["data"]["mine"]

    [edge] = told["edges"]
    assert edge["node"] == {
        "code": _KEYS[0],
        "product": {"title": Article(_KEYS[0]).title},
        "kind": "ProductVariant",
    }
    assert told["pageInfo"] == {"hasNextPage": True}


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{ shop { nonsense } }", "undefinedField"),
        ("{ shop(x: 1) { name } }", "argumentNotAccepted"),
        ("{ order { name } }", "missingRequiredArguments"),
        ("{ shop }", "selectionMismatch"),
        ("{ shop { ...Lost } }", "useAndDefineFragment"),
        ("{ orders(first: 250) { nodes { lineItems(first: 250) { nodes { id } } } } }", "MAX_COST_EXCEEDED"),
    ],
)
def test_query_the_schema_does_not_know_is_refused_with_a_200(
    shopify: ShopifyStage, query: str, code: str
) -> None:
    answer = _ask(shopify, query)

    assert (answer.status_code, answer.json()["errors"][0]["extensions"]["code"]) == (200, code)


def test_version_too_old_is_answered_by_the_oldest_one(shopify: ShopifyStage) -> None:
    old, unknown = (
        _ask(shopify, "{ shop { name } }", "2020-01"),
        _ask(shopify, "{ shop { name } }", "2031-01"),
    )

    assert old.headers["x-shopify-api-version"] == "2025-10"
    assert unknown.status_code == httpx.codes.NOT_FOUND


# --- points ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 429])
def test_client_out_of_points_waits_as_long_as_they_take(shopify: ShopifyStage, status: int) -> None:
    rules = {"points_held": 100, "points_restored": 10, "throttle_status": status}
    shopify.server.pull("PATCH", "/shopify/rules", rules)
    begun = monotonic()
    _deed(shopify, "points", {"spend": 300})

    with pytest.raises(RateLimited) as raised:
        shopify.connector().test_credentials()

    assert 19.9 - (monotonic() - begun) < raised.value.retry_after <= 20.2


def test_next_call_waits_for_the_points_the_last_one_took(shopify: ShopifyStage) -> None:
    shopify.server.pull(
        "PATCH", "/shopify/rules", {"points_held": 3, "points_restored": 1, "throttle_status": 429}
    )
    _deed(shopify, "points", {})
    connector = shopify.connector(Wire(max_wait=0, limiter=LocalLimiter(now=lambda: 0.0)))  # no time passes
    connector.test_credentials()

    with pytest.raises(RateLimited):
        connector.test_credentials()

    assert shopify.refusals() == 0


@pytest.mark.parametrize(
    "query",
    [
        *(schemas.ORDERS, schemas.LINES, schemas.LISTINGS, schemas.WORK, schemas.SENT),
        *(schemas.RETURN_IDS, schemas.MORE_RETURN_IDS, schemas.RETURN, schemas.TRANSACTIONS, schemas.PAYOUTS),
        schemas.CATEGORIES,
    ],
)
def test_no_query_of_ours_asks_for_more_than_500_points(shopify: ShopifyStage, query: str) -> None:
    wanted: dict[str, Any] = {
        "id": "gid://shopify/Order/1",
        "location": "gid://shopify/Location/1",
        "filter": "",
        "after": None,
    }

    cost = _ask(shopify, query, **wanted).json()["extensions"]["cost"]

    assert 0 < cost["requestedQueryCost"] <= 500


# --- log-in ---------------------------------------------------------------------------------------


def test_token_that_ends_in_the_middle_of_work_is_renewed(shopify: ShopifyStage) -> None:
    connector = shopify.connector()
    connector.test_credentials()
    _deed(shopify, "tokens", {})

    assert connector.test_credentials().name == f"Mağaza {shopify.account}"


def test_lasting_token_of_an_older_app_is_used_as_it_is(shopify: ShopifyStage) -> None:
    shopify.server.pull("DELETE", "/requests")

    connector = shopify.connector(credentials={"access_token": shopify.lasting_token})
    connector.test_credentials()

    asked = shopify.server.pull("GET", f"/requests?account={shopify.account}")
    assert [one["path"].rpartition("/")[2] for one in asked] == ["graphql.json"]
    with pytest.raises(AuthFailed):
        shopify.connector(credentials={"access_token": "shpat_wrong"}).test_credentials()


def test_people_withheld_from_the_app_leave_the_order_readable(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    order = shopify.order((_KEYS[0], 1))
    shopify.server.pull("PATCH", "/shopify/rules", {"hides_people": True})

    found = _package(shopify, order)

    assert (found.buyer_name, found.buyer_email, found.shipping_address.line) == ("", None, "")
    assert (found.status, found.total) == (PackageStatus.NEW, Decimal("129.90"))


# --- stock and prices -----------------------------------------------------------------------------


def test_stock_is_written_with_a_key_and_what_stood_there_before(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    given = _quantity(shopify, _KEYS[0], 3)

    without_key = _ask(shopify, _SET_PLAINLY, input=_input({**given, "changeFromQuantity": None})).json()
    without_before = _ask(shopify, _SET, input=_input(given), key="a").json()
    stale = _set(_ask(shopify, _SET, input=_input({**given, "changeFromQuantity": 49}), key="b"))
    older = _ask(shopify, _SET, input=_input({**given, "compareQuantity": 50}), key="c").json()

    assert [one["errors"][0]["extensions"]["code"] for one in (without_key, without_before, older)] == [
        "BAD_REQUEST",
        "BAD_REQUEST",
        "argumentNotAccepted",
    ]
    assert (stale, shopify.shelf(_KEYS[0])["quantity"]) == (["CHANGE_FROM_QUANTITY_STALE"], 50)


def test_key_used_again_changes_nothing_and_with_other_quantities_is_refused(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    given = _quantity(shopify, _KEYS[0], 3, changeFromQuantity=None)
    _ask(shopify, _SET, input=_input(given), key="once")
    shopify.order((_KEYS[0], 1))

    again = _set(_ask(shopify, _SET, input=_input(given), key="once"))
    other = _set(_ask(shopify, _SET, input=_input({**given, "quantity": 9}), key="once"))

    assert (again, other) == ([], ["IDEMPOTENCY_KEY_PARAMETER_MISMATCH"])
    assert shopify.shelf(_KEYS[0])["quantity"] == 2


def test_older_version_compares_or_is_told_not_to(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    given = _quantity(shopify, _KEYS[0], 3)

    neither = _set(_ask(shopify, _SET_PLAINLY, "2025-10", input=_input(given)))
    stale = _set(_ask(shopify, _SET_PLAINLY, "2025-10", input=_input({**given, "compareQuantity": 1})))
    ignored = _set(_ask(shopify, _SET_PLAINLY, "2025-10", input=_input(given, ignoreCompareQuantity=True)))

    assert (neither, stale, ignored) == (["COMPARE_QUANTITY_REQUIRED"], ["COMPARE_QUANTITY_STALE"], [])


@pytest.mark.parametrize("rule", ["atomic", "partial"])
def test_refused_quantity_leaves_the_others_written(shopify: ShopifyStage, rule: str) -> None:
    shopify.seed([Article(key) for key in _KEYS])
    shopify.server.pull("PATCH", "/shopify/rules", {"stock_errors": rule})
    first, second = (_listings(shopify)[key].external_id for key in _KEYS)
    offers = [StockOffer(first, None, 4), StockOffer(second, None, -1), StockOffer("1-2", None, 4)]

    answered = {one.external_id: one for one in shopify.connector().push_stock(offers).items}

    assert {key: one.state for key, one in answered.items()} == {
        first: ItemState.ACCEPTED,
        second: ItemState.REJECTED,
        "1-2": ItemState.REJECTED,
    }
    assert [shopify.shelf(key)["quantity"] for key in _KEYS] == [4, 50]


def test_article_nobody_had_at_the_location_is_stocked_there(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    listing = _listings(shopify)[_KEYS[0]]
    other = str(_deed(shopify, "location", {"name": "Şube"})["id"])
    shopify.settings["location_id"] = other

    [answered] = shopify.connector().push_stock([StockOffer(listing.external_id, None, 7)]).items

    assert answered.state is ItemState.ACCEPTED
    assert shopify.shelf(_KEYS[0])["levels"][other] == {"available": 7, "committed": 0}


def test_shop_with_several_locations_needs_one_chosen(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    shopify.settings.pop("location_id")
    alone = [len(page) for page in shopify.connector().fetch_listings()]
    _deed(shopify, "location", {"name": "Şube"})

    with pytest.raises(Rejected) as raised:
        list(shopify.connector().fetch_listings())

    assert (alone, raised.value.code, raised.value.field) == ([1], "shopify.location_needed", "location_id")


def test_variants_are_listings_of_one_product_and_priced_together(shopify: ShopifyStage) -> None:
    sizes = [{"sku": f"TS-{size}", "options": {"Beden": size}, "quantity": 3} for size in ("M", "L")]
    shopify.server.pull(
        "POST", f"/shopify/{shopify.account}/products", [{"title": "Tişört", "variants": sizes}]
    )
    found = _listings(shopify)
    offers = [
        PriceOffer(one.external_id, one.external_parent_id, Decimal("99.90"), Decimal("99.90"), "TRY")
        for one in found.values()
    ]

    answered = shopify.connector().push_price(offers).items

    assert {one.title: one.options for one in found.values()} == {
        "Tişört, M": {"Beden": "M"},
        "Tişört, L": {"Beden": "L"},
    }
    assert len({one.external_parent_id for one in found.values()}) == 1
    assert [one.state for one in answered] == [ItemState.ACCEPTED, ItemState.ACCEPTED]
    assert [(one.price, one.list_price) for one in _listings(shopify).values()] == [
        (Decimal("99.90"), None)
    ] * 2


def test_price_in_another_currency_and_of_an_unknown_variant_are_refused(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    listing = _listings(shopify)[_KEYS[0]]
    offers = [
        PriceOffer(listing.external_id, None, Decimal(5), None, "USD"),
        PriceOffer("1-2", None, Decimal(5), None, "TRY"),
    ]

    answered = shopify.connector().push_price(offers).items

    assert [(one.state, one.code) for one in answered] == [
        (ItemState.REJECTED, "shopify.currency"),
        (ItemState.REJECTED, "shopify.not_found"),
    ]
    assert shopify.shelf(_KEYS[0])["price"] == "129.90"


# --- orders ---------------------------------------------------------------------------------------


def test_order_with_more_lines_than_a_page_shows_is_read_whole(shopify: ShopifyStage) -> None:
    keys = [f"86900000{number:05}" for number in range(12)]
    shopify.seed([Article(key) for key in keys])

    found = _package(shopify, shopify.order(*((key, 1) for key in keys)))

    assert [line.sku for line in found.lines] == keys


def test_discounts_and_taxes_beside_the_price_are_reckoned_in(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0], price=Decimal("100.00"))])
    shopify.server.pull("PATCH", f"/shopify/accounts/{shopify.account}", {"taxes_included": False})
    _deed(shopify, "next_orders", {"discount": "10.00", "shipping": "29.90"})

    found = _package(shopify, shopify.order((_KEYS[0], 2)))

    [line] = found.lines
    assert (line.total, line.unit_price, line.discount, line.vat_rate) == (
        Decimal("228.00"),
        Decimal("114.00"),
        Decimal("10.00"),
        Decimal(20),
    )
    assert (found.total, found.discount, found.shipping) == (
        Decimal("257.90"),
        Decimal("10.00"),
        Decimal("29.90"),
    )


@pytest.mark.parametrize(
    ("unpaid", "expected"), [("wait", PackageStatus.AWAITING_PAYMENT), ("prepare", PackageStatus.NEW)]
)
def test_order_with_pending_payment_waits_unless_the_merchant_says_otherwise(
    shopify: ShopifyStage, unpaid: str, expected: PackageStatus
) -> None:
    shopify.seed([Article(_KEYS[0])])
    order = shopify.order((_KEYS[0], 1), status="PENDING")
    shopify.settings["unpaid_orders"] = unpaid

    assert _package(shopify, order).status is expected


def test_order_held_back_cannot_be_sent(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    order = shopify.order((_KEYS[0], 1))
    shopify.move(shopify.order_id(order), "hold")

    with pytest.raises(Rejected) as raised:
        shopify.connector().report_status(shopify.package_id(order), PackageStatus.SHIPPED, {})

    assert (raised.value.code, _package(shopify, order).status) == (
        "shopify.held_back",
        PackageStatus.AWAITING_PAYMENT,
    )


def test_order_of_two_locations_is_sent_from_both(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0], quantity=1)])
    listing = _listings(shopify)[_KEYS[0]]
    first, second = shopify.settings["location_id"], str(_deed(shopify, "location", {"name": "Şube"})["id"])
    shopify.settings["location_id"] = second
    shopify.connector().push_stock([StockOffer(listing.external_id, None, 5)])
    order = shopify.order((_KEYS[0], 3))

    shopify.connector().report_status(
        shopify.package_id(order), PackageStatus.SHIPPED, {}, carrier="Aras", tracking_number="726"
    )

    assert [one["locationId"] for one in order["fulfillmentOrders"]] == [first, second]
    assert _package(shopify, order).status is PackageStatus.SHIPPED


def test_parcel_of_a_part_told_twice_is_sent_once_and_the_rest_goes_later(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    order = shopify.order((_KEYS[0], 3))
    connector, number = shopify.connector(), shopify.package_id(order)
    [line] = _package(shopify, order).lines

    for _ in range(2):
        connector.report_status(
            number, PackageStatus.SHIPPED, {line.external_id: 1}, carrier="Aras", tracking_number="1"
        )
    part = _package(shopify, order)
    connector.report_status(
        number, PackageStatus.SHIPPED, {line.external_id: 2}, carrier="Aras", tracking_number="2"
    )
    connector.report_status(number, PackageStatus.SHIPPED, {}, carrier="Aras", tracking_number="3")

    whole = _package(shopify, order)
    assert (part.status, part.tracking_number, part.provider_status) == (
        PackageStatus.PICKING,
        "1",
        "PARTIALLY_FULFILLED/PAID",
    )
    assert (whole.status, whole.carrier, whole.tracking_number) == (PackageStatus.SHIPPED, "Aras", "3")


def test_delivered_parcels_are_a_delivered_order(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    order = shopify.order((_KEYS[0], 1))
    shopify.connector().report_status(shopify.package_id(order), PackageStatus.SHIPPED, {})
    shopify.move(shopify.order_id(order), "delivered")

    assert _package(shopify, order).status is PackageStatus.DELIVERED


def test_units_that_cannot_be_supplied_leave_the_order_and_are_taken_out_once(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    order = shopify.order((_KEYS[0], 3))
    connector, number = shopify.connector(), shopify.package_id(order)
    [line] = _package(shopify, order).lines

    for _ in range(2):
        connector.report_unsupplied(number, {line.external_id: 1}, "out_of_stock")
    waiting = _package(shopify, order)
    connector.report_status(number, PackageStatus.SHIPPED, {line.external_id: 2}, tracking_number="1")

    sent = _package(shopify, order)
    assert (waiting.status, waiting.lines[0].cancelled_quantity) == (PackageStatus.NEW, 1)
    assert (sent.status, sent.lines[0].cancelled_quantity) == (PackageStatus.SHIPPED, 1)


def test_cancelled_order_is_a_job_and_comes_a_little_later(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    order = shopify.order((_KEYS[0], 2))
    shopify.server.pull("PATCH", "/shopify/rules", {"cancel_ms": 3_600_000})
    [line] = _package(shopify, order).lines

    shopify.connector().report_unsupplied(shopify.package_id(order), {line.external_id: 2}, "out_of_stock")

    assert _package(shopify, order).status is PackageStatus.NEW
    _deed(shopify, "jobs", {})
    assert _package(shopify, order).status is PackageStatus.CANCELLED
    assert shopify.shelf(_KEYS[0])["quantity"] == 48


def test_search_takes_whole_seconds(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    shopify.order((_KEYS[0], 1))
    moment = now()

    found = shopify.connector().count_packages(moment - timedelta(minutes=1, microseconds=1), moment)

    assert found == 1


# --- webhooks -------------------------------------------------------------------------------------


def _delivery(shop: ShopifyStage, **headers: str) -> WebhookDelivery:
    body = b'{"id": 1}'
    signature = hmac_sha256(shop.credentials["client_secret"], body)
    return WebhookDelivery(
        {"x-shopify-topic": "orders/create", "x-shopify-hmac-sha256": signature, **headers}, body
    )


def test_signature_is_made_with_the_apps_secret_and_decides_where_no_name_comes(
    shopify: ShopifyStage,
) -> None:
    connector = shopify.connector()

    event = connector.verify(_delivery(shopify, **{"x-shopify-event-id": "e-1"}), "ours")

    assert (event.kind, event.event_key) == ("orders", "orders:e-1")
    for odd in (
        {"x-shopify-hmac-sha256": hmac_sha256("ours", b'{"id": 1}')},
        {"x-shopify-name": "prapazar-other"},
    ):
        with pytest.raises(AuthFailed):
            connector.verify(_delivery(shopify, **odd), "ours")


def test_webhook_registered_again_replaces_the_one_before(shopify: ShopifyStage) -> None:
    connector = shopify.connector()
    first = connector.register_webhook("https://panel.example.com/hook", "one").external_id

    second = connector.register_webhook("https://panel.example.com/hook", "two").external_id

    told = _ask(shopify, "{ webhookSubscriptions(first: 10) { nodes { legacyResourceId } } }").json()
    there = [one["legacyResourceId"] for one in told["data"]["webhookSubscriptions"]["nodes"]]
    assert there == second.split(",")
    assert not set(there) & set(first.split(","))


def test_subscription_nobody_answers_is_deleted_after_eight_tries(shopify: ShopifyStage) -> None:
    shopify.seed([Article(_KEYS[0])])
    shopify.connector().register_webhook("http://127.0.0.1:9/hook", "ours")
    shopify.order((_KEYS[0], 1))

    for _ in range(10):
        shopify.server.pull("POST", "/webhooks/deliver")

    told = _ask(shopify, "{ webhookSubscriptions(first: 10) { nodes { id } } }").json()
    assert told["data"]["webhookSubscriptions"]["nodes"] == []


def _draft(key: str, **changes: object) -> ListingDraft:
    usual: dict[str, Any] = {
        "sku": key,
        "barcode": key,
        "group": "OYA-1",
        "title": "Oyalı Şal",
        "description": "<p>İpek</p>",
        "brand": "Oya",
        "brand_external_id": None,
        "category_external_id": "",
        "vat_rate": Decimal(10),
        "price": Decimal("129.95"),
        "list_price": None,
        "currency": "TRY",
        "quantity": 7,
        "images": (),
    }
    return ListingDraft(**{**usual, **changes})


def test_new_variant_joins_its_product_and_leaves_the_others_alone(shopify: ShopifyStage) -> None:
    first, second = (
        _draft(key, options={"Renk": word}) for key, word in zip(_KEYS, ("Mavi", "Mor"), strict=True)
    )
    connector = shopify.connector()
    connector.write_listings([first])
    before = _listings(shopify)[_KEYS[0]]
    connector.push_stock([StockOffer(before.external_id, before.external_parent_id, 3)])

    again = _draft(_KEYS[0], options={"Renk": "Mavi"}, quantity=99, price=Decimal(1))
    connector.write_listings([again, second])

    found = _listings(shopify)
    assert {one.external_parent_id for one in found.values()} == {before.external_parent_id}
    told = [(one.options, one.quantity, one.price) for one in (found[key] for key in _KEYS)]
    price = Decimal("129.95")
    assert told == [({"Renk": "Mavi"}, 3, price), ({"Renk": "Mor"}, 7, price)]


def test_two_variants_of_the_same_options_are_refused_together(shopify: ShopifyStage) -> None:
    twins = [_draft(key, options={"Renk": "Mavi"}) for key in _KEYS]

    answered = shopify.connector().write_listings(twins).items

    assert [one.code for one in answered] == ["shopify.item_refused"] * 2
    assert _listings(shopify) == {}
