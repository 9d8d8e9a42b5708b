"""Listings between Etsy's shapes and our records: their matrix of products, and what one may be listed as."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import mapping, optional, recorded_rows, required, rows, text, whole
from prapazar.connector_kit.records import ListingRecord, ParkedRecord
from prapazar.connectors.etsy.mapper import money, product_key
from prapazar.connectors.etsy.schemas import Inventory, Offering, Product, Raw, Value

STATES = ("active", "inactive", "sold_out", "draft", "expired")
MOST_UNITS = 999
"""Of a listing, all its products together."""


def listings(raws: Iterable[Raw]) -> list[Parsed[ListingRecord]]:
    """One record for each product of each listing."""
    return [one for raw in raws for one in _products(raw)]


def _products(raw: Raw) -> list[Parsed[ListingRecord]]:
    try:
        inventory = mapping(required(raw, "inventory"), "inventory")
        products = alive(rows(required(inventory, "products"), "products"))
    except UnexpectedAnswer as error:
        return [ParkedRecord(text(raw.get("listing_id")) or None, error.code, error.detail, raw)]
    return [
        parked(lambda one: _listing(raw, one), product, lambda one: _name(raw, one)) for product in products
    ]


def _name(raw: Raw, product: Raw) -> str:
    """For a record that could not be read: its listing, and its product's number of the day."""
    return f"{text(raw.get('listing_id'))}:{text(product.get('product_id'))}"


def _listing(raw: Raw, product: Raw) -> ListingRecord:
    number, state = text(required(raw, "listing_id")), text(required(raw, "state"))
    if state not in STATES:
        raise UnexpectedAnswer(state, raw=raw, code="connector.unknown_status")
    values, title = _values(product), text(required(raw, "title"))
    options = {text(optional(one, "property_name")): _words(one) for one in values}
    offering = _offering(product)
    price, currency = money(required(offering, "price"), "price")
    return ListingRecord(
        external_id=product_key(number, values),
        external_parent_id=number,
        sku=text(optional(product, "sku")) or None,
        barcode=None,
        title=" ".join([title, *options.values()]),
        parent_title=title,
        options=options,
        price=price,
        list_price=None,
        quantity=whole(required(offering, "quantity"), "quantity"),
        is_active=state == "active" and bool(required(offering, "is_enabled")),
        category=text(optional(raw, "taxonomy_id")) or None,
        description=text(optional(raw, "description")),
        images=tuple(
            text(required(one, "url_fullxfull")) for one in rows(optional(raw, "images") or [], "images")
        ),
        currency=currency,
        url=text(optional(raw, "url")) or None,
    )


def _words(value: Raw) -> str:
    return ", ".join(text(one) for one in required(value, "values"))


def _values(product: Raw) -> list[dict[str, Any]]:
    return rows(optional(product, "property_values") or [], "property_values")


def _offering(product: Raw) -> Raw:
    """Normally there is one."""
    found = alive(rows(required(product, "offerings"), "offerings"))
    if len(found) != 1:
        raise UnexpectedAnswer(f"{len(found)} offerings", raw=product, code="connector.odd_shape")
    return found[0]


def alive(raws: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in raws if not optional(one, "is_deleted")]


def matrix(raw: Raw) -> dict[str, Product]:
    """The products of a listing by name, without what may only be read."""
    found = {}
    for product in alive(rows(required(raw, "products"), "products")):
        offering, values = _offering(product), _values(product)
        price, _ = money(required(offering, "price"), "price")
        made = Product(
            sku=text(optional(product, "sku")),
            property_values=[_value(one) for one in values],
            offerings=[
                Offering(
                    price=price,
                    quantity=whole(required(offering, "quantity"), "quantity"),
                    is_enabled=bool(required(offering, "is_enabled")),
                    readiness_state_id=optional(offering, "readiness_state_id"),
                )
            ],
        )
        found[product_key(required_listing(raw), values)] = made
    return found


def required_listing(raw: Raw) -> str:
    return text(required(mapping(required(raw, "listing"), "listing"), "listing_id"))


def state(raw: Raw) -> str:
    return text(required(mapping(required(raw, "listing"), "listing"), "state"))


def _value(raw: Raw) -> Value:
    return {
        "property_id": whole(required(raw, "property_id"), "property_id"),
        "property_name": text(optional(raw, "property_name")),
        "scale_id": optional(raw, "scale_id"),
        "value_ids": list(optional(raw, "value_ids") or []),
        "values": list(required(raw, "values")),
    }


def inventory(raw: Raw, products: Mapping[str, Product]) -> Inventory:
    """The matrix to be written: a value that differs must be said to hang on the properties."""
    made = list(products.values())
    return {
        "products": made,
        "price_on_property": _on(raw, "price_on_property", made, lambda one: one["offerings"][0]["price"]),
        "quantity_on_property": _on(
            raw, "quantity_on_property", made, lambda one: one["offerings"][0]["quantity"]
        ),
        "sku_on_property": _on(raw, "sku_on_property", made, lambda one: one["sku"]),
        "readiness_state_on_property": _on(
            raw, "readiness_state_on_property", made, lambda one: one["offerings"][0]["readiness_state_id"]
        ),
    }


def _on(raw: Raw, name: str, products: Sequence[Product], read: Callable[[Product], object]) -> list[int]:
    """As it was where the products agree within it, else every property there is."""
    before = [whole(one, name) for one in optional(raw, name) or []]
    seen: dict[tuple[tuple[str, ...], ...], object] = {}
    for product in products:
        alike = tuple(
            tuple(one["values"]) for one in product["property_values"] if one["property_id"] in before
        )
        if seen.setdefault(alike, read(product)) != read(product):
            return sorted({one["property_id"] for each in products for one in each["property_values"]})
    return before


def apart(found: Inventory) -> Inventory:
    """Each product with a stock of its own: one number for all would be sold from each of them."""
    properties = {one["property_id"] for each in found["products"] for one in each["property_values"]}
    return {**found, "quantity_on_property": sorted(properties)}


def set_quantities(products: Mapping[str, Product], wanted: Mapping[str, int]) -> None:
    """Together at most 999: the largest are cut, so that small ones stay as they are."""
    given = {name: wanted.get(name, one["offerings"][0]["quantity"]) for name, one in products.items()}
    level = next(
        level
        for level in range(MOST_UNITS, -1, -1)
        if sum(min(max(units, 0), level) for units in given.values()) <= MOST_UNITS
    )
    for name, product in products.items():
        product["offerings"][0]["quantity"] = min(max(given[name], 0), level)


def set_prices(products: Mapping[str, Product], wanted: Mapping[str, Decimal]) -> None:
    for name, price in wanted.items():
        products[name]["offerings"][0]["price"] = price


def units(found: Inventory) -> int:
    return sum(one["offerings"][0]["quantity"] for one in found["products"])


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "listings": lambda raw: listings(recorded_rows(raw, "results")),
}
"""How a recorded answer is replayed, by operation."""
