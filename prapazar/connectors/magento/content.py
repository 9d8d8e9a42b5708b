"""Between Magento's products and our listings, categories, attributes, offers and what came of them."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import (
    amount,
    mapping,
    optional,
    recorded_rows,
    required,
    rows,
    text,
    whole,
)
from prapazar.connector_kit.records import (
    CategoryRecord,
    ItemResult,
    ItemState,
    ListingRecord,
    PriceOffer,
    StockOffer,
)
from prapazar.connectors.magento import errors
from prapazar.connectors.magento.schemas import BasePrice, Raw, SourceItem, SpecialPrice

BRAND = "manufacturer"
ATTRIBUTE_SET = 4
"""The one called Default, which every shop has for its products."""
_ENABLED = 1
_EVERYBODY = 32000
"""The customer group of a tier price that is everyone's."""
_BULK_STATES = {
    1: ItemState.ACCEPTED,
    2: ItemState.REJECTED,
    3: ItemState.REJECTED,
    4: ItemState.PENDING,
    5: ItemState.REJECTED,
}
_SHARE = Decimal(100)
_NET_PLACES = Decimal("0.0001")
_ENDLESS = "2099-12-31 23:59:59"
_DAY = timedelta(days=1)
_INPUTS = {"text", "textarea", "select", "multiselect", "boolean", "price", "weight", "date"}


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What a shop is asked before its products are read."""

    currency: str
    media_url: str
    today: date
    with_tax: bool
    barcode: str
    attributes: Mapping[str, Raw] = field(default_factory=dict)
    """By code: the brand, and those that tell variants apart."""
    categories: Mapping[str, str] = field(default_factory=dict)
    parents: Mapping[int, Raw] = field(default_factory=dict)
    """Configurable products by the id of their children."""


def option_attributes(configurable: Raw) -> list[str]:
    """Ids of what its children differ in."""
    return [text(required(row, "attribute_id")) for row in option_rows(configurable)]


def children(configurable: Raw) -> list[int]:
    extension = mapping(optional(configurable, "extension_attributes") or {}, "extension_attributes")
    return [whole(one, "child") for one in optional(extension, "configurable_product_links") or []]


def option_rows(configurable: Raw) -> list[dict[str, Any]]:
    extension = mapping(optional(configurable, "extension_attributes") or {}, "extension_attributes")
    return rows(optional(extension, "configurable_product_options") or [], "configurable_product_options")


def listings(raws: Iterable[Raw], facts: ShopFacts, stock: Mapping[str, int]) -> list[Parsed[ListingRecord]]:
    return [parked(lambda r: _listing(r, facts, stock), raw, lambda r: text(r.get("sku"))) for raw in raws]


def _listing(raw: Raw, facts: ShopFacts, stock: Mapping[str, int]) -> ListingRecord:
    """Known by its SKU, which is what stock and prices are told by."""
    sku, custom = text(required(raw, "sku")), _custom(raw)
    parent = facts.parents.get(whole(required(raw, "id"), "id"))
    above = parent if parent is not None else raw
    price, full = _prices(raw, custom, facts.today) if facts.with_tax else (None, None)
    is_active = all(whole(required(one, "status"), "status") == _ENABLED for one in (raw, above))
    return ListingRecord(
        external_id=sku,
        external_parent_id=None if parent is None else text(required(parent, "sku")),
        sku=sku,
        barcode=text(custom.get(facts.barcode)) or None if facts.barcode else None,
        title=text(required(raw, "name")),
        parent_title=text(required(above, "name")),
        options={} if parent is None else _options(parent, custom, facts),
        price=price,
        list_price=full,
        quantity=stock.get(sku),
        is_active=is_active,
        brand=_word(facts.attributes.get(BRAND), custom.get(BRAND)) or None,
        category=_category(raw, facts),
        description=text(custom.get("description") or _custom(above).get("description")),
        images=_images(raw, facts) or _images(above, facts),
        currency=facts.currency,
    )


def _custom(raw: Raw) -> dict[str, Any]:
    found = rows(optional(raw, "custom_attributes") or [], "custom_attributes")
    return {text(row.get("attribute_code")): row.get("value") for row in found}


def _options(parent: Raw, custom: Mapping[str, Any], facts: ShopFacts) -> dict[str, str]:
    known = {text(one.get("attribute_id")): one for one in facts.attributes.values()}
    found: dict[str, str] = {}
    for row in option_rows(parent):
        attribute = known.get(text(required(row, "attribute_id")))
        word = _word(attribute, custom.get(text(attribute.get("attribute_code")))) if attribute else ""
        if word:
            found[text(optional(row, "label")) or text(required(attribute or {}, "attribute_code"))] = word
    return found


def _word(attribute: Raw | None, value: object) -> str:
    """A select's value is the id of its option."""
    if attribute is None or value is None:
        return ""
    words = {
        text(one.get("value")): text(one.get("label"))
        for one in rows(optional(attribute, "options") or [], "options")
    }
    return words.get(text(value), "")


def _prices(raw: Raw, custom: Mapping[str, Any], today: date) -> tuple[Decimal | None, Decimal | None]:
    """What one unit costs anybody today, and the base price."""
    if optional(raw, "price") is None:
        return None, None
    base = amount(raw["price"], "price")
    offers = [base]
    special = custom.get("special_price")
    if special not in (None, "") and _is_today(custom, today):
        offers.append(amount(special, "special_price"))
    for tier in rows(optional(raw, "tier_prices") or [], "tier_prices"):
        is_anyones = whole(required(tier, "customer_group_id"), "customer_group_id") == _EVERYBODY
        if is_anyones and amount(required(tier, "qty"), "qty") <= 1:
            offers.append(amount(required(tier, "value"), "value"))
    return min(offers), base


def _is_today(custom: Mapping[str, Any], today: date) -> bool:
    begins, ends = (_day(custom.get(name)) for name in ("special_from_date", "special_to_date"))
    return (begins is None or begins <= today) and (ends is None or today <= ends)


def _day(value: object) -> date | None:
    return datetime.fromisoformat(str(value)).date() if value else None


def _images(raw: Raw, facts: ShopFacts) -> tuple[str, ...]:
    entries = rows(optional(raw, "media_gallery_entries") or [], "media_gallery_entries")
    shown = sorted(
        (one for one in entries if not one.get("disabled")), key=lambda one: one.get("position") or 0
    )
    return tuple(f"{facts.media_url}catalog/product{one['file']}" for one in shown if one.get("file"))


def _category(raw: Raw, facts: ShopFacts) -> str | None:
    extension = mapping(optional(raw, "extension_attributes") or {}, "extension_attributes")
    links = rows(optional(extension, "category_links") or [], "category_links")
    names = (facts.categories.get(text(link.get("category_id"))) for link in links)
    return next((name for name in names if name), None)


def categories(tree: Raw) -> list[CategoryRecord]:
    """Each may hold products, those with others beneath them too."""
    return list(_branch(tree, None))


def _branch(raw: Raw, parent: str | None) -> Iterator[CategoryRecord]:
    number = text(required(raw, "id"))
    yield CategoryRecord(number, parent, text(required(raw, "name")), is_leaf=True)
    for child in rows(optional(raw, "children_data") or [], "children_data"):
        yield from _branch(child, number)


def is_asked(raw: Raw, barcode: str) -> bool:
    """The merchant's own attributes; brand and barcode go their own way, Magento's have places of their own."""
    code = text(required(raw, "attribute_code"))
    own = optional(raw, "is_user_defined") in {True, "1"}
    return own and code not in {BRAND, barcode} and text(optional(raw, "frontend_input")) in _INPUTS


def attribute(raw: Raw) -> AttributeRecord:
    """They belong to the shop, not to a category."""
    kind = text(required(raw, "frontend_input"))
    is_choice = kind in {"select", "multiselect", "boolean"}
    options = rows(optional(raw, "options") or [], "options") if is_choice else []
    named = [(text(one.get("value")), text(one.get("label"))) for one in options]
    return AttributeRecord(
        external_id=text(required(raw, "attribute_code")),
        name=text(optional(raw, "default_frontend_label")) or text(required(raw, "attribute_code")),
        is_required=optional(raw, "is_required") in {True, "1"},
        allows_custom=not is_choice,
        is_variant=kind == "select" and text(optional(raw, "scope")) == "global",
        allows_several=kind == "multiselect",
        values=tuple(AttributeValueRecord(value, label) for value, label in named if value and label),
    )


def source_items(offers: Sequence[StockOffer], source: str, held: Mapping[str, int]) -> list[SourceItem]:
    """A shop takes what is reserved off by itself, so that it is added before."""
    return [
        _source_item(one.external_id, one.quantity + held.get(one.external_id, 0), source) for one in offers
    ]


def _source_item(sku: str, quantity: int, source: str) -> SourceItem:
    return {"sku": sku, "source_code": source, "quantity": quantity, "status": 1 if quantity > 0 else 0}


def physical(items: Iterable[Raw]) -> dict[str, int]:
    """By SKU, of all sources; what is out of stock counts nothing."""
    found: dict[str, int] = {}
    for item in items:
        sku, units = text(required(item, "sku")), whole(required(item, "quantity"), "quantity")
        if whole(required(item, "status"), "status") == 1:
            found[sku] = found.get(sku, 0) + units
    return found


def bulk_results(raws: Iterable[Raw]) -> list[ItemResult]:
    return [_bulk_result(raw) for raw in raws]


def _bulk_result(raw: Raw) -> ItemResult:
    number = whole(required(raw, "status"), "status")
    if number not in _BULK_STATES:
        raise UnexpectedAnswer(str(number), raw=raw, code="connector.unknown_status")
    state = _BULK_STATES[number]
    is_refused = state is ItemState.REJECTED
    return ItemResult(
        external_id=_sku_within(required(raw, "serialized_data")),
        state=state,
        code="magento.item_refused" if is_refused else None,
        message=text(optional(raw, "result_message")) or None if is_refused else None,
    )


def _sku_within(told: object) -> str:
    """The operation repeats what was sent: as JSON, or as JSON within JSON."""
    waiting = [told]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and one.startswith(("{", "[")):
            waiting.append(json.loads(one))
        elif isinstance(one, Mapping):
            if isinstance(one.get("sku"), str):
                return str(one["sku"])
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
    raise UnexpectedAnswer("a bulk operation without a SKU", raw=told, code="connector.missing_field")


def base_price(offer: PriceOffer, store_id: int, *, with_tax: bool) -> BasePrice:
    full, _ = _offered(offer, with_tax=with_tax)
    return {"price": full, "store_id": store_id, "sku": offer.external_id}


def special_price(offer: PriceOffer, store_id: int, now: datetime, *, with_tax: bool) -> SpecialPrice | None:
    """None where nothing is off. It begins a day early, for shops in any time zone."""
    _, sale = _offered(offer, with_tax=with_tax)
    if sale is None:
        return None
    begins, ends = special_days(now)
    return {
        "price": sale,
        "store_id": store_id,
        "sku": offer.external_id,
        "price_from": begins,
        "price_to": ends,
    }


def special_days(now: datetime) -> tuple[str, str]:
    """From when and until when a lower price holds."""
    return (now - _DAY).strftime("%Y-%m-%d 00:00:00"), _ENDLESS


def _offered(offer: PriceOffer, *, with_tax: bool) -> tuple[Decimal, Decimal | None]:
    return plain_prices(
        offer.price, offer.list_price, offer.vat_rate, with_tax=with_tax, name=offer.external_id
    )


def plain_prices(
    price: Decimal, list_price: Decimal | None, vat_rate: Decimal | None, *, with_tax: bool, name: str
) -> tuple[Decimal, Decimal | None]:
    """The base and the special price. Raises Rejected where the shop wants them without an unknown VAT."""
    full = max(list_price or price, price)
    sale = price if price < full else None
    if with_tax:
        return full, sale
    if vat_rate is None:
        raise Rejected(name, code="magento.vat_rate_needed", field="vat_rate")
    factor = 1 + vat_rate / _SHARE
    return (full / factor).quantize(_NET_PLACES), None if sale is None else (sale / factor).quantize(
        _NET_PLACES
    )


def refused_by(problems: Iterable[Raw], skus: Sequence[str]) -> dict[str, str]:
    """SKU to sentence; a problem that names none of them is no answer we understand."""
    found: dict[str, str] = {}
    for problem in problems:
        given = optional(problem, "parameters") or []
        told = {text(one) for one in (given.values() if isinstance(given, Mapping) else given)}
        named = [sku for sku in skus if sku in told]
        if not named:
            raise UnexpectedAnswer(errors.filled(problem)[:200], raw=problem)
        found[named[0]] = errors.filled(problem)
    return found


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "products": lambda raw: listings(
        recorded_rows(raw, "items"), ShopFacts("TRY", "", date.max, with_tax=True, barcode=""), {}
    ),
    "categories": categories,
    "bulk_status": lambda raw: bulk_results(recorded_rows(raw, "operations_list")),
    "attributes": lambda raw: [attribute(row) for row in recorded_rows(raw, "items")],
}
"""How a recorded answer is replayed, by operation."""
