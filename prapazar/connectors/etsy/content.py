"""Listings between Etsy's shapes and our records: their matrix of products, and what one may be listed as."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

from prapazar.connector_kit.content import (
    AttributeChoice,
    AttributeRecord,
    AttributeValueRecord,
    ListingDraft,
)
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    folded,
    mapping,
    optional,
    recorded_rows,
    required,
    rows,
    text,
    whole,
)
from prapazar.connector_kit.records import CategoryRecord, ListingRecord, ParkedRecord
from prapazar.connectors.etsy.mapper import money, product_key
from prapazar.connectors.etsy.schemas import Form, Inventory, Offering, Product, Raw, Value
from prapazar.foundation.money import rounded

STATES = ("active", "inactive", "sold_out", "draft", "expired")
MOST_UNITS = 999
"""Of a listing, all its products together."""
MOST_OPTIONS = 2
MOST_PICTURES = 20
LONGEST_SKU = 32
_BREAKS = {"p", "br", "div", "li", "ul", "ol", "tr", *(f"h{level}" for level in range(1, 7))}


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


def skus(raw: Raw) -> set[str]:
    inventory = mapping(optional(raw, "inventory") or {}, "inventory")
    return {
        text(optional(one, "sku")) for one in alive(rows(optional(inventory, "products") or [], "products"))
    }


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


def categories(raws: Iterable[Raw]) -> list[CategoryRecord]:
    """The tree, flat: parents before their children."""
    found = []
    for raw in raws:
        children = rows(optional(raw, "children") or [], "children")
        parent = optional(raw, "parent_id")
        number = text(required(raw, "id"))
        found.append(
            CategoryRecord(number, text(parent) or None, text(required(raw, "name")), is_leaf=not children)
        )
        found += categories(children)
    return found


def attributes(raws: Iterable[Raw]) -> list[AttributeRecord]:
    return [_attribute(raw) for raw in raws]


def _attribute(raw: Raw) -> AttributeRecord:
    offered = rows(optional(raw, "possible_values") or [], "possible_values")
    return AttributeRecord(
        external_id=text(required(raw, "property_id")),
        name=text(required(raw, "display_name", "name")),
        is_required=bool(required(raw, "is_required")),
        allows_custom=not offered,
        is_variant=bool(optional(raw, "supports_variations")),
        allows_several=bool(optional(raw, "is_multivalued")),
        values=tuple(
            AttributeValueRecord(text(one["value_id"]), text(required(one, "name")))
            for one in offered
            if optional(one, "value_id") is not None
        ),
    )


def chosen(draft: ListingDraft, known: Sequence[AttributeRecord]) -> list[Value]:
    """What tells a draft from the others of its group, in the category's own properties."""
    found = []
    for name, words in draft.options.items():
        attribute = next((one for one in known if one.is_variant and folded(one.name) == folded(name)), None)
        if attribute is None:
            raise Rejected(name, code="etsy.option_unknown", field="options")
        answer = next((one for one in draft.attributes if one.external_id == attribute.external_id), None)
        found.append(_choice(attribute, answer, words))
    if len(found) > MOST_OPTIONS:
        raise Rejected(", ".join(draft.options), code="etsy.two_options", field="options")
    return found


def _choice(attribute: AttributeRecord, answer: AttributeChoice | None, words: str = "") -> Value:
    number = answer.value_external_id if answer else None
    said = (answer.text if answer else None) or words
    value = next(
        (one for one in attribute.values if number == one.external_id or folded(one.name) == folded(said)),
        None,
    )
    if value is None and not (attribute.allows_custom and said):
        raise Rejected(f"{attribute.name}: {said or number}", code="etsy.value_unknown", field="attributes")
    return {
        "property_id": int(attribute.external_id),
        "property_name": attribute.name,
        "scale_id": None,
        "value_ids": [int(value.external_id)] if value else [],
        "values": [value.name if value else said],
    }


def answers(draft: ListingDraft, known: Sequence[AttributeRecord]) -> dict[str, Form]:
    """By property: what is said of the whole listing. Several answers to one property go together."""
    found: dict[str, Form] = {}
    for attribute in known:
        given = [one for one in draft.attributes if one.external_id == attribute.external_id]
        if given and folded(attribute.name) not in {folded(name) for name in draft.options}:
            values = [_choice(attribute, one) for one in given]
            found[attribute.external_id] = {
                "value_ids": [number for one in values for number in one["value_ids"]],
                "values": [words for one in values for words in one["values"]],
            }
    return found


def new_products(
    drafts: Sequence[ListingDraft], known: Sequence[AttributeRecord], readiness: int
) -> dict[str, Product]:
    return {
        draft.sku: Product(
            sku=draft.sku,
            property_values=chosen(draft, known) if len(drafts) > 1 else [],
            offerings=[
                Offering(
                    price=rounded(draft.price),
                    quantity=draft.quantity,
                    is_enabled=True,
                    readiness_state_id=readiness,
                )
            ],
        )
        for draft in drafts
    }


def check(draft: ListingDraft, currency: str) -> None:
    if draft.currency != currency:
        raise Rejected(f"{draft.sku} in {draft.currency}", code="etsy.currency", field="currency")
    if len(draft.sku) > LONGEST_SKU:
        raise Rejected(draft.sku, code="etsy.sku_long", field="sku")


def card(draft: ListingDraft) -> Form:
    return {"title": draft.title, "description": plain(draft.description)}


def plain(html: str) -> str:
    """Etsy shows descriptions as they are, marks and all."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.said).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data.replace("\n", " "))

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - as it is called
        if tag in _BREAKS:
            self.said.append("\n- " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BREAKS - {"br", "li"}:
            self.said.append("\n")


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "listings": lambda raw: listings(recorded_rows(raw, "results")),
    "taxonomy": lambda raw: categories(recorded_rows(raw, "results")),
    "properties": lambda raw: attributes(recorded_rows(raw, "results")),
}
"""How a recorded answer is replayed, by operation."""
