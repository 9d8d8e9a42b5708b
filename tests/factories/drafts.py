"""A draft of a listing, whole, for connectors that write them."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.content import ListingDraft

DRAFT = ListingDraft(
    sku="SAL-1",
    barcode="8690000000012",
    group="SAL",
    title="Çiçekli Şal",
    description="<p>İğne oyası</p>",
    brand="Oya",
    brand_external_id=None,
    category_external_id="2073",
    vat_rate=Decimal(10),
    price=Decimal("1299.05"),
    list_price=Decimal("1500.10"),
    currency="TRY",
    quantity=7,
    images=("https://c.example/1.jpg", "https://c.example/2.jpg"),
)


def draft(**changes: Any) -> ListingDraft:  # noqa: ANN401 - any field
    return replace(DRAFT, **changes)
