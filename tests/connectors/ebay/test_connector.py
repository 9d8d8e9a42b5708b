"""eBay fulfilling the contract: content as it is written, what is refused here, webhooks made and unmade."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from prapazar.connector_kit import parsing
from prapazar.connector_kit.content import AttributeChoice, ListingDraft
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.records import CategoryRecord, ItemState, PackageStatus
from prapazar.connectors.ebay import content
from tests.factories.provider import Provider, answer

_SETTINGS = {"client_id": "PraPazar-PRD", "marketplaces": "EBAY_US", "seller_name": "magaza"}
_CREDENTIALS = {"client_secret": "gizli", "refresh_token": "v^1.1#yenile"}
_SINCE, _UNTIL = datetime(2026, 11, 20, tzinfo=UTC), datetime(2026, 11, 21, tzinfo=UTC)


def _served(*answers: object) -> Provider:
    told = [one if isinstance(one, httpx.Response) else answer(one) for one in answers]

    def serve(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/oauth2/token"):
            return answer({"access_token": "t-1", "expires_in": 7200})
        return told.pop(0) if len(told) > 1 else told[0]

    return Provider([serve])


def _connector(provider: Provider, **settings: str) -> Any:  # noqa: ANN401 - the connector under test
    return provider.connector("ebay", {**_SETTINGS, **settings}, _CREDENTIALS)


def _draft(sku: str = "A", **changes: Any) -> ListingDraft:  # noqa: ANN401 - any field
    values: dict[str, Any] = {
        "sku": sku,
        "barcode": "8690000000017",
        "group": "G",
        "title": "Shawl",
        "description": "<p>Lace</p>",
        "brand": "Oya",
        "brand_external_id": None,
        "category_external_id": "EBAY_US:45238",
        "vat_rate": Decimal(10),
        "price": Decimal("12.5"),
        "list_price": None,
        "currency": "USD",
        "quantity": 3,
        "images": ("https://cdn.example.com/1.jpg",),
        "attributes": (AttributeChoice("Color", "Red"), AttributeChoice("Style", text="Boho")),
    }
    return ListingDraft(**{**values, **changes})


def test_replaced_item_keeps_what_we_do_not_write() -> None:
    old = {
        "sku": "A",
        "locale": "en_US",
        "condition": "USED_GOOD",
        "availability": {"shipToLocationAvailability": {"quantity": 8}},
        "packageWeightAndSize": {"weight": {"value": 1, "unit": "KILOGRAM"}},
        "product": {"title": "Old", "mpn": "M-1", "aspects": {"Size": ["S"]}},
        "inventoryItemGroupKeys": ["G"],
    }

    assert content.item(_draft(), old) == {
        "condition": "USED_GOOD",
        "availability": {"shipToLocationAvailability": {"quantity": 8}},
        "packageWeightAndSize": {"weight": {"value": 1, "unit": "KILOGRAM"}},
        "product": {
            "title": "Shawl",
            "mpn": "M-1",
            "description": "<p>Lace</p>",
            "aspects": {"Color": ["Red"], "Style": ["Boho"]},
            "imageUrls": ["https://cdn.example.com/1.jpg"],
            "ean": ["8690000000017"],
            "brand": "Oya",
        },
    }


def test_tax_is_told_only_where_prices_hold_it() -> None:
    american = content.offer(_draft(), "EBAY_US", "45238", {})
    british = content.offer(_draft(currency="GBP"), "EBAY_GB", "45238", {})

    assert "tax" not in american
    assert british["tax"] == {"vatPercentage": Decimal(10)}


def test_changed_offer_keeps_price_and_quantity() -> None:
    old = {
        "offerId": "1",
        "sku": "A",
        "marketplaceId": "EBAY_US",
        "format": "FIXED_PRICE",
        "status": "PUBLISHED",
        "listing": {"listingId": "110"},
        "availableQuantity": 4,
        "pricingSummary": {"price": {"value": "99.00", "currency": "USD"}},
        "listingPolicies": {"returnPolicyId": "7"},
    }

    assert content.changed_offer(_draft(), old, "EBAY_US", "625") == {
        "availableQuantity": 4,
        "pricingSummary": {"price": {"value": "99.00", "currency": "USD"}},
        "listingPolicies": {"returnPolicyId": "7"},
        "categoryId": "625",
        "listingDescription": "<p>Lace</p>",
    }


def test_variant_that_comes_later_joins_its_group() -> None:
    old = {
        "variantSKUs": ["A"],
        "variesBy": {"specifications": [{"name": "Size", "values": ["S"]}]},
    }
    draft = _draft("B", options={"Size": "M"}, attributes=(AttributeChoice("Size", "M"),))

    made = content.group([draft], old)

    assert made["variantSKUs"] == ["A", "B"]
    assert made["variesBy"] == {
        "aspectsImageVariesBy": ["Size"],
        "specifications": [{"name": "Size", "values": ["S", "M"]}],
    }
    assert made["aspects"] == {}


def _policies(*pairs: tuple[str, bool]) -> dict[str, Any]:
    return {
        "returnPolicies": [
            {"returnPolicyId": f"p-{name}", "name": name, "categoryTypes": [{"default": is_default}]}
            for name, is_default in pairs
        ]
    }


@pytest.mark.parametrize(
    ("pairs", "name", "expected"),
    [
        ([("a", False)], "", "p-a"),
        ([("a", False), ("b", True)], "", "p-b"),
        ([("a", False), ("b", True)], "A", "p-a"),
        ([("a", False), ("b", False)], "", None),
        ([], "", None),
        ([("a", True)], "c", None),
    ],
)
def test_policy_is_the_named_one_the_default_or_the_only_one(
    pairs: Sequence[tuple[str, bool]], name: str, expected: str | None
) -> None:
    if expected is not None:
        assert content.policy(_policies(*pairs), "return", name) == expected
        return
    with pytest.raises(Rejected) as raised:
        content.policy(_policies(*pairs), "return", name)
    assert raised.value.code == "ebay.policy_needed"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"category_external_id": "45238"}, "ebay.category"),
        ({"currency": "EUR"}, "ebay.currency"),
        ({"external_id": "EBAY_DE:A"}, "ebay.category"),
    ],
)
def test_draft_that_cannot_go_where_it_wants_is_refused_here(change: dict[str, Any], code: str) -> None:
    provider = _served({})

    [found] = _connector(provider).write_listings([_draft(**change)]).items

    assert (found.state, found.code) == (ItemState.REJECTED, code)
    assert provider.requests == []


def test_categories_hang_beneath_their_marketplace() -> None:
    leaf = {"category": {"categoryId": "9", "categoryName": "Shawls"}, "leafCategoryTreeNode": True}
    branch = {"category": {"categoryId": "1", "categoryName": "Clothes"}, "childCategoryTreeNodes": [leaf]}
    root = {"category": {"categoryId": "0", "categoryName": "Root"}, "childCategoryTreeNodes": [branch]}
    provider = _served({"categoryTreeId": "0"}, {"rootCategoryNode": root})

    assert _connector(provider).fetch_categories() == [
        CategoryRecord("EBAY_US", None, "EBAY_US", is_leaf=False),
        CategoryRecord("EBAY_US:1", "EBAY_US", "Clothes", is_leaf=False),
        CategoryRecord("EBAY_US:9", "EBAY_US:1", "Shawls", is_leaf=True),
    ]


def test_listings_of_marketplaces_nobody_named_are_left_out() -> None:
    items = {"inventoryItems": [{"sku": "A", "product": {"title": "Shawl"}}], "total": 1}
    offers = [
        {"offerId": one, "sku": "A", "marketplaceId": f"EBAY_{one}", "status": "PUBLISHED"}
        for one in ("US", "DE")
    ]

    [[found]] = _connector(_served(items, {"offers": offers})).fetch_listings()

    assert (found.external_id, found.price, found.quantity) == ("EBAY_US:A", None, 0)


def test_listings_that_do_not_add_up_are_unexpected() -> None:
    provider = _served({"inventoryItems": [], "total": 2})

    with pytest.raises(UnexpectedAnswer) as raised:
        list(_connector(provider).fetch_listings())

    assert raised.value.code == "connector.pages_do_not_add_up"


def test_status_ebay_does_not_know_is_refused() -> None:
    with pytest.raises(Rejected) as raised:
        _connector(_served({})).report_status("06-1", PackageStatus.PICKING, {"10": 1})

    assert raised.value.code == "connector.step_unknown"


def test_reason_that_is_none_of_ours_is_refused() -> None:
    connector = _connector(_served({}))

    with pytest.raises(Rejected) as decline:
        connector.reject_claim("5000", [], "weil", "x")
    with pytest.raises(Rejected) as cancel:
        connector.report_unsupplied("06-1", {"10": 1}, "weil")

    assert [decline.value.code, cancel.value.code] == ["connector.reason_unknown"] * 2


def test_declined_return_is_explained_in_words() -> None:
    provider = _served({})

    _connector(provider).reject_claim("5000", ["5000"], "DECLINE", "Getragen.")

    sent = parsing.load_json(provider.requests[-1].content)
    assert sent == {"decision": "DECLINE", "comments": {"content": "Getragen."}}


def test_webhook_that_is_gone_already_is_removed() -> None:
    provider = _served(answer({"errors": [{"errorId": 195012, "message": "not found"}]}, 404))

    _connector(provider).remove_webhook("d-1,s-1,s-2")

    paths = [one.url.path.rpartition("/v1")[2] for one in provider.requests if one.method == "DELETE"]
    assert paths == ["/subscription/s-1", "/subscription/s-2", "/destination/d-1"]


def test_webhook_half_made_is_taken_back() -> None:
    made = httpx.Response(201, headers={"location": "https://api.ebay.com/x/d-1"})
    refused = answer({"errors": [{"errorId": 195025, "message": "exists"}]}, 409)
    gone = httpx.Response(204)
    provider = _served(gone, {"destinations": []}, made, refused, gone)

    with pytest.raises(Rejected):
        _connector(provider, alert_email="a@example.com").register_webhook("https://x.example.com/h", "s")

    assert (provider.requests[-1].method, provider.requests[-1].url.path) == (
        "DELETE",
        "/commerce/notification/v1/destination/d-1",
    )


def test_conversations_of_a_day_are_asked_for_and_read_whole() -> None:
    head = {"conversationId": "77", "conversationStatus": "UNREAD", "conversationTitle": "Shawl"}
    message = {
        "senderUsername": "alici",
        "createdDate": "2026-11-20T09:00:00.000Z",
        "messageBody": "A?",
    }
    messages = {"messages": [message], "total": 1}
    provider = _served({"conversations": [head], "total": 1}, messages)

    [[found]] = _connector(provider).fetch_questions(_SINCE, _UNTIL)

    assert (found.external_id, found.text) == ("77", "A?")
    assert dict(provider.requests[1].url.params)["start_time"] == "2026-11-20T00:00:00.000Z"
