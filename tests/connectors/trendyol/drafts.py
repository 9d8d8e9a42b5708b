"""A draft of a new listing, and what Trendyol is told of it."""

import dataclasses
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.content import AttributeChoice, ListingDraft

DRAFT = ListingDraft(
    sku="TS-M",
    barcode="8680000000017",
    group="TS",
    title="Pamuklu Tişört",
    description="<p>İnce</p>",
    brand="Çınar",
    brand_external_id="1001",
    category_external_id="411",
    vat_rate=Decimal("10.00"),
    price=Decimal("129.90"),
    list_price=Decimal("149.90"),
    currency="TRY",
    quantity=7,
    images=("https://cdn.example.com/1.jpg",),
    attributes=(AttributeChoice("338", "6980"), AttributeChoice("47", text="MAVİ")),
    desi=Decimal("1.5"),
)
NEW_ITEM = {
    "barcode": "8680000000017",
    "title": "Pamuklu Tişört",
    "productMainId": "TS",
    "brandId": 1001,
    "categoryId": 411,
    "stockCode": "TS-M",
    "description": "<p>İnce</p>",
    "vatRate": 10,
    "images": [{"url": "https://cdn.example.com/1.jpg"}],
    "attributes": [
        {"attributeId": 338, "attributeValueIds": [6980]},
        {"attributeId": 47, "attributeValue": "MAVİ"},
    ],
    "origin": "TR",
    "dimensionalWeight": Decimal("1.5"),
    "quantity": 7,
    "salePrice": Decimal("129.90"),
    "listPrice": Decimal("149.90"),
}


def draft(**changes: Any) -> ListingDraft:  # noqa: ANN401 - any field of a draft
    return dataclasses.replace(DRAFT, **changes)
