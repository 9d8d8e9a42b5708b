"""Turns what a client sent about a product into what the marketplace remembers."""

from prapazar.sandbox import jsontext
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import reference
from prapazar.sandbox.trendyol.models import Product

CONTENT = ("title", "description", "images", "attributes")
VARIANT = (
    "stockCode",
    "origin",
    "vatRate",
    "shipmentAddressId",
    "returningAddressId",
    "dimensionalWeight",
    "lotNumber",
    "locationBasedDelivery",
    "channels",
    "cargoProviders",
)
_NAMES = {
    "title": "title",
    "description": "description",
    "stockCode": "stock_code",
    "origin": "origin",
    "vatRate": "vat_rate",
    "shipmentAddressId": "shipment_address_id",
    "returningAddressId": "returning_address_id",
    "lotNumber": "lot_number",
    "locationBasedDelivery": "location_based_delivery",
    "channels": "channels",
    "cargoProviders": "cargo_providers",
    "brandId": "brand_id",
    "productMainId": "product_main_id",
}


def fill(product: Product, item: Json) -> None:
    """Only what was sent changes."""
    for sent, held in _NAMES.items():
        if item.get(sent) is not None:
            setattr(product, held, item[sent])
    if item.get("categoryId") is not None:
        product.category_id = int(item["categoryId"])
    if item.get("dimensionalWeight") is not None:
        product.dimensional_weight = jsontext.decimal(item["dimensionalWeight"])
    if item.get("images") is not None:
        product.images = [one["url"] for one in item["images"]]
    if item.get("attributes") is not None:
        product.attributes = attributes(product.category_id, item["attributes"])
    fill_delivery(product, item.get("deliveryOption") or item.get("deliveryOptions") or {})


def fill_delivery(product: Product, option: Json) -> None:
    """A fast delivery type is still accepted and no longer processed."""
    if option.get("deliveryDuration") is not None:
        product.delivery_duration = int(option["deliveryDuration"])


def attributes(category_id: int, sent: list[Json]) -> list[Json]:
    """Both spellings: V2 lists value ids or one text, V1 has one value id or a custom text."""
    found: list[Json] = []
    for one in sent:
        number = one.get("attributeId")
        known = reference.attribute(category_id, number) if isinstance(number, int) else None
        name = known.name if known else str(one.get("attributeName") or f"Özellik {number}")
        value_ids = one.get("attributeValueIds") or [one.get("attributeValueId")]
        text = one.get("attributeValue") or one.get("customAttributeValue")
        for value_id in value_ids:
            value = (
                text or (known.value_name(value_id) if known and value_id else None) or str(value_id or "")
            )
            found.append(
                {
                    "attributeId": number,
                    "attributeName": name,
                    "attributeValueId": value_id,
                    "attributeValue": value,
                }
            )
    return found
