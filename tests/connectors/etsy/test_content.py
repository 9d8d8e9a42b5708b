"""Listings, their matrix, categories, properties and account lines between Etsy's shapes and our records."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from prapazar.connector_kit.aftersales import SettlementKind, SettlementRecord
from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.records import CategoryRecord, ListingRecord, ParkedRecord
from prapazar.connectors.etsy import aftersales, content
from tests.connectors.etsy.shop import recorded

_AT = datetime(2025, 11, 20, 14, 46, 40, tzinfo=UTC)


def _listing(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    return {**recorded("listings")["results"][0], **changes}


def test_each_product_of_a_listing_is_a_record_and_deleted_ones_are_none() -> None:
    red, black = content.listings([_listing()])

    assert red == ListingRecord(
        external_id="1500000001-200.9",
        external_parent_id="1500000001",
        sku="SAL-KIRMIZI",
        barcode=None,
        title="Oyalı Şal Red",
        parent_title="Oyalı Şal",
        options={"Primary color": "Red"},
        price=Decimal("1299.95"),
        list_price=None,
        quantity=4,
        is_active=True,
        category="1101",
        description="İğne oyası",
        images=("https://i.etsystatic.com/1/il_fullxfull.1.jpg",),
        url="https://www.etsy.com/listing/1500000001",
    )
    assert isinstance(black, ListingRecord)
    assert (black.external_id, black.quantity) == ("1500000001-200.1", 0)


@pytest.mark.parametrize("state", ["inactive", "sold_out", "draft", "expired"])
def test_listing_is_on_sale_in_one_state_alone(state: str) -> None:
    assert [one.is_active for one in content.listings([_listing(state=state)])] == [False, False]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("changes", "name", "code"),
    [
        ({"inventory": None}, "1500000001", "connector.missing_field"),
        ({"state": "frozen"}, "1500000001:7000001", "connector.unknown_status"),
        ({"title": None}, "1500000001:7000001", "connector.missing_field"),
    ],
)
def test_listing_that_cannot_be_read_is_parked(changes: dict[str, Any], name: str, code: str) -> None:
    found = content.listings([_listing(**changes)])[0]

    assert isinstance(found, ParkedRecord)
    assert (found.external_id, found.code) == (name, code)


@pytest.mark.parametrize(
    ("there", "wanted", "expected"),
    [
        ((5, 7), {"a": 3}, (3, 7)),
        ((5, 7), {"a": 5000}, (992, 7)),
        ((0, 0), {"a": 5000, "b": 5000}, (499, 499)),
        ((5, 7), {"a": -2, "b": 0}, (0, 0)),
    ],
)
def test_units_of_a_listing_are_999_at_most(
    there: tuple[int, ...], wanted: dict[str, int], expected: tuple[int, ...]
) -> None:
    raw = recorded("inventory")
    products = dict(zip("ab", content.matrix(raw).values(), strict=True))
    for product, units in zip(products.values(), there, strict=True):
        product["offerings"][0]["quantity"] = units

    content.set_quantities(products, wanted)

    assert tuple(one["offerings"][0]["quantity"] for one in products.values()) == expected


def test_categories_are_the_tree_laid_flat() -> None:
    assert content.categories(recorded("taxonomy")["results"]) == [
        CategoryRecord("1100", None, "Accessories", is_leaf=False),
        CategoryRecord("1101", "1100", "Shawls & Wraps", is_leaf=True),
    ]


def test_properties_are_read_with_what_they_are_for() -> None:
    colour, materials = content.attributes(recorded("properties")["results"])

    values = (AttributeValueRecord("1", "Black"), AttributeValueRecord("9", "Red"))
    assert colour == AttributeRecord("200", "Primary color", False, False, True, False, values)
    assert (materials.is_variant, materials.allows_several) == (False, True)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>İğne &amp; iplik</p><p>Pamuk</p>", "İğne & iplik\n\nPamuk"),
        ("düz <b>yazı</b><br>ikinci", "düz yazı\nikinci"),
        ("<ul>\n <li>bir</li>\n <li>iki</li>\n</ul>", "- bir\n- iki"),
        ("", ""),
    ],
)
def test_description_is_text_without_marks(html: str, expected: str) -> None:
    assert content.plain(html) == expected


def test_account_lines_are_read_with_the_receipt_of_their_payment() -> None:
    fee, sale = aftersales.settlements(recorded("ledger")["results"], {"3021745522": "3021745515"})

    assert sale == SettlementRecord(
        external_id="20000001",
        kind=SettlementKind.SALE,
        provider_kind="PAYMENT_GROSS",
        at=_AT,
        amount=Decimal("389.4"),
        currency="TRY",
        order_external_id="3021745515",
        note="PAYMENT_GROSS",
    )
    assert isinstance(fee, SettlementRecord)
    assert (fee.kind, fee.amount, fee.order_external_id) == (
        SettlementKind.COMMISSION,
        Decimal("-25.31"),
        None,
    )


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("PAYMENT", SettlementKind.SALE),
        ("PAYMENT_PROCESSING_FEE", SettlementKind.SERVICE_FEE),
        ("REFUND", SettlementKind.RETURN),
        ("shipping_transaction", SettlementKind.COMMISSION),
        ("transaction_refund", SettlementKind.COMMISSION),
        ("shipping_labels", SettlementKind.SHIPPING),
        ("offsite_ads_fee", SettlementKind.SERVICE_FEE),
        ("renew_sold_auto", SettlementKind.SERVICE_FEE),
        ("listing_private", SettlementKind.SERVICE_FEE),
        ("vat_seller_services", SettlementKind.WITHHOLDING),
        ("sales_tax", SettlementKind.WITHHOLDING),
        ("something_new", SettlementKind.OTHER),
    ],
)
def test_kind_of_a_line_is_told_by_how_it_begins(told: str, kind: SettlementKind) -> None:
    [found] = aftersales.settlements([{**recorded("ledger")["results"][0], "ledger_type": told}], {})

    assert isinstance(found, SettlementRecord)
    assert (found.kind, found.provider_kind) == (kind, told)


def test_payout_is_what_the_merchant_gets() -> None:
    line = {**recorded("ledger")["results"][0], "ledger_type": "DISBURSE2", "reference_type": "disbursement"}

    [found] = aftersales.settlements([line], {})

    assert isinstance(found, SettlementRecord)
    assert (found.amount, found.payout_external_id) == (Decimal("25.31"), "4100000001")
