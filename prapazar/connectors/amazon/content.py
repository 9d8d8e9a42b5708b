"""Content between Amazon's attributes and our records: listings, product types, their schemas, and drafts."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord, ListingDraft
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import CategoryRecord, ListingRecord
from prapazar.connectors.amazon.schemas import AMAZONS_STOCK, OWN_CHANNEL, Marketplace, Raw

_MAIN_IMAGE, _OTHER_IMAGE = "main_product_image_locator", "other_product_image_locator"
_MOST_OTHER_IMAGES = 8
_BARCODES = {8: "ean", 12: "upc", 13: "ean", 14: "gtin"}
_FAMILY = ("parentage_level", "child_parent_sku_relationship", "variation_theme")
_OURS = {
    "item_name",
    "brand",
    "product_description",
    "purchasable_offer",
    "fulfillment_availability",
    "condition_type",
    "externally_assigned_product_identifier",
    _MAIN_IMAGE,
    *(f"{_OTHER_IMAGE}_{number}" for number in range(1, _MOST_OTHER_IMAGES + 1)),
    *_FAMILY,
}
"""Attributes we fill from the product itself; nobody is asked for them."""
Asked = Mapping[str, Sequence[AttributeRecord]]
"""The attributes of each product type that has variants here."""


def is_parent(raw: Raw) -> bool:
    """The head of a family of variants; nobody can buy it."""
    return any(optional(one, "childSkus") for one in _links(raw))


def theme_of(raw: Raw) -> list[str]:
    """The attributes that tell a variant from the others of its family."""
    for one in _links(raw):
        if theme := optional(one, "variationTheme"):
            return [text(name) for name in mapping(theme, "variationTheme").get("attributes") or ()]
    return []


def product_type(raw: Raw) -> str:
    found = rows(optional(raw, "summaries") or [], "summaries")
    return text(optional(found[0], "productType")) if found else ""


def listings(raws: Iterable[Raw], place: Marketplace, asked: Asked) -> list[Parsed[ListingRecord]]:
    def read(raw: Raw) -> ListingRecord:
        return _listing(raw, place, asked)

    return [parked(read, raw, lambda r: text(r.get("sku"))) for raw in raws]


def _listing(raw: Raw, place: Marketplace, asked: Asked) -> ListingRecord:
    sku = text(required(raw, "sku"))
    attributes = mapping(optional(raw, "attributes") or {}, "attributes")
    found = rows(optional(raw, "summaries") or [], "summaries")
    summary = found[0] if found else {}
    title = _first(attributes, "item_name") or text(optional(summary, "itemName"))
    channel, quantity = _stock(raw)
    parents = [one for link in _links(raw) for one in link.get("parentSkus") or ()]
    return ListingRecord(
        external_id=sku if channel == OWN_CHANNEL else f"{AMAZONS_STOCK}{sku}",
        external_parent_id=text(parents[0]) if parents else None,
        sku=sku,
        barcode=_first(attributes, "externally_assigned_product_identifier") or None,
        title=title,
        parent_title=title,
        options=_options(raw, attributes, asked),
        price=_price(raw, attributes, place),
        list_price=None,
        quantity=quantity if channel == OWN_CHANNEL else None,
        is_active=bool(optional(summary, "status")),
        brand=_first(attributes, "brand") or None,
        category=text(optional(summary, "productType")) or None,
        description=_first(attributes, "product_description"),
        images=_images(attributes, summary),
        currency=place.currency,
    )


def _links(raw: Raw) -> list[dict[str, Any]]:
    found = rows(optional(raw, "relationships") or [], "relationships")
    links = (rows(optional(one, "relationships") or [], "relationships") for one in found)
    return [link for some in links for link in some if optional(link, "type") == "VARIATION"]


def _stock(raw: Raw) -> tuple[str, int | None]:
    """The seller's own channel comes first, where a SKU has more than one."""
    found = rows(optional(raw, "fulfillmentAvailability") or [], "fulfillmentAvailability")
    found.sort(key=lambda one: optional(one, "fulfillmentChannelCode") != OWN_CHANNEL)
    if not found:
        return OWN_CHANNEL, None
    told = optional(found[0], "quantity")
    quantity = None if told is None else whole(told, "quantity")
    return text(required(found[0], "fulfillmentChannelCode")), quantity


def _price(raw: Raw, attributes: Raw, place: Marketplace) -> Decimal | None:
    """What everybody pays; business customers may have another one."""
    for offer in rows(optional(attributes, "purchasable_offer") or [], "purchasable_offer"):
        if offer.get("audience", "ALL") == "ALL" and offer.get("marketplace_id", place.id) == place.id:
            schedule = rows(
                required(rows(required(offer, "our_price"), "our_price")[0], "schedule"), "schedule"
            )
            return amount(required(schedule[0], "value_with_tax"), "value_with_tax")
    for offer in rows(optional(raw, "offers") or [], "offers"):
        if optional(offer, "offerType") == "B2C":
            return amount(mapping(required(offer, "price"), "price").get("amount"), "price")
    return None


def _options(raw: Raw, attributes: Raw, asked: Asked) -> dict[str, str]:
    """By the names the product type shows, and values by theirs."""
    known = {one.external_id: one for one in asked.get(product_type(raw), ())}
    found = {}
    for name in theme_of(raw):
        value, record = _first(attributes, name), known.get(name)
        shown = {one.external_id: one.name for one in record.values} if record else {}
        if value:
            found[record.name if record else name] = shown.get(value, value)
    return found


def _images(attributes: Raw, summary: Raw) -> tuple[str, ...]:
    names = (_MAIN_IMAGE, *(f"{_OTHER_IMAGE}_{number}" for number in range(1, _MOST_OTHER_IMAGES + 1)))
    found = tuple(_first(attributes, name, "media_location") for name in names)
    main = mapping(optional(summary, "mainImage") or {}, "mainImage")
    return tuple(one for one in found if one) or tuple(filter(None, (text(optional(main, "link")),)))


def _first(attributes: Raw, name: str, member: str = "value") -> str:
    values = rows(optional(attributes, name) or [], name)
    return text(optional(values[0], member)) if values else ""


def categories(raws: Iterable[Raw]) -> list[CategoryRecord]:
    """Product types stand side by side, without a tree."""
    return [
        CategoryRecord(name, None, text(optional(one, "displayName")) or name, is_leaf=True)
        for one in raws
        if (name := text(required(one, "name")))
    ]


def attributes(schema: Raw) -> list[AttributeRecord]:
    """The simple attributes of a product type's schema, without those the product itself answers."""
    properties = mapping(required(schema, "properties"), "properties")
    needed = set(optional(schema, "required") or ())
    themes = {part.strip().lower() for one in _themes(properties) for part in one.split("/")}
    found = []
    for name, raw in properties.items():
        value = _value_schema(raw)
        if name in _OURS or value is None:
            continue
        offered, is_free = _offered(value)
        found.append(
            AttributeRecord(
                external_id=name,
                name=text(optional(raw, "title")) or name,
                is_required=name in needed,
                allows_custom=is_free,
                is_variant=name.lower() in themes,
                allows_several=optional(raw, "maxUniqueItems") != 1,
                values=offered,
            )
        )
    return found


def _themes(properties: Raw) -> list[str]:
    theme = mapping(optional(properties, "variation_theme") or {}, "variation_theme")
    names = mapping(mapping(optional(theme, "items") or {}, "items").get("properties") or {}, "properties")
    return [str(one) for one in mapping(names.get("name") or {}, "name").get("enum") or ()]


def theme(schema: Raw, names: Iterable[str]) -> str | None:
    """The theme of exactly these attributes, as the product type spells it."""
    wanted = {name.lower() for name in names}
    found = _themes(mapping(required(schema, "properties"), "properties"))
    return next((one for one in found if {part.strip().lower() for part in one.split("/")} == wanted), None)


def _value_schema(raw: Any) -> Raw | None:  # noqa: ANN401 - JSON schema may be any shape
    """Of attributes that hold one plain value; measures and tables are not asked for."""
    if not isinstance(raw, Mapping) or not isinstance(raw.get("items"), Mapping):
        return None
    value = (raw["items"].get("properties") or {}).get("value")
    return value if isinstance(value, Mapping) else None


def _offered(value: Raw) -> tuple[tuple[AttributeValueRecord, ...], bool]:
    """Values to choose from, and whether free text is taken as well."""
    choices = [value, *(one for one in value.get("anyOf") or () if isinstance(one, Mapping))]
    listed = next((one for one in choices if one.get("enum")), None)
    if listed is None:
        return (), True
    names = listed.get("enumNames") or listed["enum"]
    values = (
        AttributeValueRecord(str(one), str(name)) for one, name in zip(listed["enum"], names, strict=False)
    )
    return tuple(values), listed is not value


def new_listing(draft: ListingDraft, place: Marketplace) -> dict[str, object]:
    """All attributes of a listing that is not there yet."""
    offer: dict[str, object] = {
        "marketplace_id": place.id,
        "currency": place.currency,
        "audience": "ALL",
        "our_price": [{"schedule": [{"value_with_tax": draft.price}]}],
    }
    stock = {"fulfillment_channel_code": OWN_CHANNEL, "quantity": draft.quantity}
    return {
        **card(draft, place),
        "condition_type": [{"value": "new_new", "marketplace_id": place.id}],
        "purchasable_offer": [offer],
        "fulfillment_availability": [stock],
    }


def card(draft: ListingDraft, place: Marketplace) -> dict[str, object]:
    """What describes the goods; stock and price are none of it."""
    images = {
        _MAIN_IMAGE if number == 0 else f"{_OTHER_IMAGE}_{number}": [
            {"media_location": address, "marketplace_id": place.id}
        ]
        for number, address in enumerate(draft.images[: _MOST_OTHER_IMAGES + 1])
    }
    barcode = draft.barcode or ""
    identifier = [{"type": _BARCODES.get(len(barcode), "ean"), "value": barcode, "marketplace_id": place.id}]
    return {
        "item_name": _words(draft.title, place),
        "brand": _words(draft.brand, place),
        "product_description": _words(draft.description, place),
        **({"externally_assigned_product_identifier": identifier} if barcode else {}),
        **images,
        **_answers(draft, place),
    }


def _answers(draft: ListingDraft, place: Marketplace) -> dict[str, object]:
    found: dict[str, list[dict[str, str]]] = {}
    for choice in draft.attributes:
        value = choice.value_external_id or choice.text or ""
        mark = {} if choice.value_external_id else {"language_tag": place.language}
        found.setdefault(choice.external_id, []).append({"value": value, **mark, "marketplace_id": place.id})
    return dict(found)


def parent(draft: ListingDraft, theme_name: str, place: Marketplace) -> dict[str, object]:
    """The head of a family: what is common to its variants, and no offer."""
    variant = theme_name.lower().split("/")
    common = {name: value for name, value in card(draft, place).items() if name not in variant}
    common.pop("externally_assigned_product_identifier", None)
    return {**common, "parentage_level": _plain("parent", place), "variation_theme": [{"name": theme_name}]}


def child(parent_sku: str, theme_name: str, place: Marketplace) -> dict[str, object]:
    link = {"child_relationship_type": "variation", "parent_sku": parent_sku, "marketplace_id": place.id}
    return {
        "parentage_level": _plain("child", place),
        "child_parent_sku_relationship": [link],
        "variation_theme": [{"name": theme_name}],
    }


def _plain(value: str, place: Marketplace) -> list[dict[str, str]]:
    return [{"value": value, "marketplace_id": place.id}]


def _words(value: str, place: Marketplace) -> list[dict[str, str]]:
    return [{"value": value, "language_tag": place.language, "marketplace_id": place.id}]
