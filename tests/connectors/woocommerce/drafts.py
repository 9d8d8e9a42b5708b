"""A draft of a new listing, and what the shop is told of it."""

import dataclasses
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.content import ListingDraft

DRAFT = ListingDraft(
    sku="TS-M",
    barcode="8680000000017",
    group="TS",
    title="Pamuklu Tişört",
    description="<p>İnce</p>",
    brand="Çınar",
    brand_external_id="31",
    category_external_id="20",
    vat_rate=Decimal(10),
    price=Decimal("129.90"),
    list_price=Decimal("149.90"),
    currency="TRY",
    quantity=7,
    images=("https://cdn.example.com/a/on.jpg",),
)
IMAGE = {"src": "https://cdn.example.com/a/on.jpg", "name": "on-8235a3c4"}
CARD = {
    "name": "Pamuklu Tişört",
    "description": "<p>İnce</p>",
    "categories": [{"id": 20}],
    "images": [IMAGE],
    "brands": [{"id": 31}],
}
OFFER = {
    "sku": "TS-M",
    "status": "publish",
    "regular_price": "149.90",
    "sale_price": "129.90",
    "manage_stock": True,
    "stock_quantity": 7,
    "global_unique_id": "8680000000017",
}


def draft(**changes: Any) -> ListingDraft:  # noqa: ANN401 - any field of a draft
    return dataclasses.replace(DRAFT, **changes)
