"""Content between WooCommerce's shapes and our records: listings, categories, attributes, and products to be listed."""

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord, ListingDraft
from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, optional, recorded_rows, required, rows, text, whole
from prapazar.connector_kit.records import CategoryRecord, ItemResult, ItemState, ListingRecord
from prapazar.connectors.woocommerce import errors
from prapazar.connectors.woocommerce.mapper import plain_prices
from prapazar.connectors.woocommerce.schemas import ArticleWrite, AttributeRow, Raw

_SOLD_TYPES = {"simple", "variable", "variation"}
_UNSOLD_TYPES = {"grouped", "external"}
_GTIN = re.compile(r"[0-9-]+")
"""Other characters are refused."""


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What a shop must be asked before drafts can be put into its words."""

    currency: str
    with_tax: bool
    categories: set[str] = field(default_factory=set)
    brands: Mapping[str, int] = field(default_factory=dict)
    attributes: Mapping[str, AttributeRecord] = field(default_factory=dict)
    tax_classes: Mapping[Decimal, str] = field(default_factory=dict)
    """By rate; empty where the shop reckons no tax."""


def is_variable(raw: Raw) -> bool:
    return raw.get("type") == "variable"


def products(raws: Iterable[Raw], currency: str, *, with_tax: bool) -> list[Parsed[ListingRecord]]:
    """Listings of products sold as they are; a grouped or external product has no stock of its own."""
    single = (raw for raw in raws if raw.get("type") not in {"variable", *_UNSOLD_TYPES})
    return [
        parked(lambda r: _listing(r, r, currency, with_tax=with_tax), raw, lambda r: text(r.get("id")))
        for raw in single
    ]


def variations(
    parent: Raw, raws: Iterable[Raw], currency: str, *, with_tax: bool
) -> list[Parsed[ListingRecord]]:
    return [
        parked(lambda r: _listing(r, parent, currency, with_tax=with_tax), raw, lambda r: text(r.get("id")))
        for raw in raws
    ]


def _listing(raw: Raw, parent: Raw, currency: str, *, with_tax: bool) -> ListingRecord:
    kind = text(optional(raw, "type") or "variation")
    if kind not in _SOLD_TYPES:
        raise UnexpectedAnswer(kind, raw=raw, code="woocommerce.unknown_type")
    is_variation = raw is not parent
    name = text(required(parent, "name"))
    options = _options(raw) if is_variation else {}
    is_published = raw.get("status") == "publish" and parent.get("status") == "publish"
    return ListingRecord(
        external_id=text(required(raw, "id")),
        external_parent_id=text(required(parent, "id")) if is_variation else None,
        sku=text(optional(raw, "sku")) or None,
        barcode=text(optional(raw, "global_unique_id")) or None,
        title=f"{name}, {' / '.join(options.values())}" if options else name,
        parent_title=name,
        options=options,
        price=_price(raw, "price") if with_tax else None,
        list_price=_price(raw, "regular_price") if with_tax else None,
        quantity=_quantity(raw, parent),
        is_active=is_published,
        brand=_first_name(parent, "brands"),
        category=_first_name(parent, "categories"),
        description=text(optional(parent, "description")),
        images=_images(raw) or _images(parent),
        currency=currency,
        url=text(optional(raw, "permalink")) or None,
    )


def _options(raw: Raw) -> dict[str, str]:
    attributes = rows(optional(raw, "attributes") or [], "attributes")
    return {text(row.get("name")): text(row.get("option")) for row in attributes if optional(row, "option")}


def _price(raw: Raw, name: str) -> Decimal | None:
    given = text(optional(raw, name))
    return amount(given, name) if given else None


def _quantity(raw: Raw, parent: Raw) -> int | None:
    """None where the shop does not count; a variation may follow its parent's count."""
    keeper = parent if raw.get("manage_stock") == "parent" else raw
    counted = optional(keeper, "stock_quantity") if keeper.get("manage_stock") is True else None
    return None if counted is None else whole(counted, "stock_quantity")


def _images(raw: Raw) -> tuple[str, ...]:
    one = optional(raw, "image")
    found = rows(optional(raw, "images") or ([one] if one else []), "images")
    return tuple(text(image.get("src")) for image in found if image.get("src"))


def _first_name(raw: Raw, name: str) -> str | None:
    found = rows(optional(raw, name) or [], name)
    return text(found[0].get("name")) or None if found else None


def categories(raws: Iterable[Raw]) -> list[CategoryRecord]:
    """Each may hold products, those with others beneath them too."""
    return [
        CategoryRecord(
            external_id=text(required(raw, "id")),
            parent_external_id=text(optional(raw, "parent") or "") or None,
            name=text(required(raw, "name")),
            is_leaf=True,
        )
        for raw in raws
    ]


def attribute(raw: Raw, terms: Iterable[Raw] = ()) -> AttributeRecord:
    """The shop's attributes belong to no category; none is a must, any may make variants."""
    return AttributeRecord(
        external_id=text(required(raw, "id")),
        name=text(required(raw, "name")),
        is_required=False,
        allows_custom=True,
        is_variant=True,
        allows_several=True,
        values=tuple(
            AttributeValueRecord(text(required(term, "id")), text(required(term, "name"))) for term in terms
        ),
    )


def tax_classes(raws: Iterable[Raw]) -> dict[Decimal, str]:
    """The class by its rate; the standard one, which products call "", before others of the same rate."""
    found: dict[Decimal, str] = {}
    for raw in raws:
        rate, name = amount(required(raw, "rate"), "rate"), text(required(raw, "class"))
        if name == "standard" or rate not in found:
            found[rate] = "" if name == "standard" else name
    return found


def described(draft: ListingDraft, facts: ShopFacts) -> dict[str, list[str]]:
    """What a draft says of each attribute, by the attribute's name, in the words of the shop's terms."""
    found: dict[str, list[str]] = {}
    for choice in draft.attributes:
        known = facts.attributes.get(choice.external_id)
        if known is None:
            raise Rejected(choice.external_id, code="woocommerce.attribute_unknown", field="attributes")
        words = {value.external_id: value.name for value in known.values}
        word = words.get(choice.value_external_id or "", choice.text)
        if not word:
            raise Rejected(known.name, code="woocommerce.attribute_unknown", field="attributes")
        found.setdefault(known.name, []).append(word)
    return {**found, **{name: [word] for name, word in draft.options.items()}}


def attribute_rows(
    drafts: Sequence[ListingDraft], facts: ShopFacts, held: Iterable[Raw] = ()
) -> list[AttributeRow]:
    """Of a product with all its variants; what it has already and we do not know stays."""
    variation = {name for draft in drafts for name in draft.options}
    words: dict[str, list[str]] = {}
    for draft in drafts:
        for name, said in described(draft, facts).items():
            words.setdefault(name, []).extend(said)
    found: list[AttributeRow] = []
    for row in held:
        name = text(row.get("name"))
        ours = words.pop(name, [])
        is_variation = bool(row.get("variation")) or name in variation
        options = [text(one) for one in row.get("options") or []]
        both = [*options, *ours] if is_variation or not ours else ours
        found.append(_attribute_row(name, both, facts, is_variation=is_variation))
    for name, ours in words.items():
        found.append(_attribute_row(name, ours, facts, is_variation=name in variation))
    return found


def _attribute_row(name: str, options: list[str], facts: ShopFacts, *, is_variation: bool) -> AttributeRow:
    row: AttributeRow = {"visible": True, "variation": is_variation, "options": list(dict.fromkeys(options))}
    number = _attribute_id(name, facts)
    return {"name": name, **row} if number is None else {"id": number, **row}


def _attribute_id(name: str, facts: ShopFacts) -> int | None:
    return next((int(one.external_id) for one in facts.attributes.values() if one.name == name), None)


def card(draft: ListingDraft, facts: ShopFacts, held: Raw | None = None) -> ArticleWrite:
    """What stands on a product's page; `held` is the product as the shop has it."""
    if draft.category_external_id not in facts.categories:
        raise Rejected(draft.category_external_id, code="woocommerce.category_unknown", field="category")
    found: ArticleWrite = {
        "name": draft.title,
        "description": draft.description,
        "categories": [{"id": int(draft.category_external_id)}],
        "images": images(draft.images, rows(optional(held or {}, "images") or [], "images")),
    }
    brand = draft.brand_external_id or facts.brands.get(draft.brand)
    if brand is not None:
        found["brands"] = [{"id": int(brand)}]
    if facts.tax_classes:
        if draft.vat_rate not in facts.tax_classes:
            raise Rejected(str(draft.vat_rate), code="woocommerce.vat_rate_unknown", field="vat_rate")
        found["tax_class"] = facts.tax_classes[draft.vat_rate]
    return found


def offer(draft: ListingDraft, facts: ShopFacts) -> ArticleWrite:
    """Of a new listing: its code, prices and stock."""
    if draft.currency != facts.currency:
        raise Rejected(draft.currency, code="woocommerce.currency", field="currency")
    regular, sale = plain_prices(
        draft.price, draft.list_price, draft.vat_rate, with_tax=facts.with_tax, name=draft.sku
    )
    return {
        "sku": draft.sku,
        "status": "publish",
        "regular_price": regular,
        "sale_price": sale,
        "manage_stock": True,
        "stock_quantity": draft.quantity,
        **gtin(draft),
    }


def gtin(draft: ListingDraft) -> ArticleWrite:
    return {"global_unique_id": draft.barcode} if draft.barcode and _GTIN.fullmatch(draft.barcode) else {}


def variation_attributes(draft: ListingDraft, facts: ShopFacts) -> list[AttributeRow]:
    found: list[AttributeRow] = []
    for name, option in draft.options.items():
        number = _attribute_id(name, facts)
        found.append({"name": name, "option": option} if number is None else {"id": number, "option": option})
    return found


def new_variation(draft: ListingDraft, facts: ShopFacts, shown: Sequence[Raw]) -> ArticleWrite:
    found: ArticleWrite = {**offer(draft, facts), "attributes": variation_attributes(draft, facts)}
    if draft.images:
        found["image"] = images(draft.images[:1], shown)[0]
    return found


def variation_change(draft: ListingDraft, shown: Sequence[Raw], held: Raw | None) -> ArticleWrite:
    """Its picture and GTIN; everything else of its content stands on the product's page."""
    found: ArticleWrite = {**gtin(draft), "id": int(draft.external_id or 0)}
    own = optional(held or {}, "image")
    if draft.images:
        found["image"] = images(draft.images[:1], [*shown, *([own] if own else [])])[0]
    return found


def images(urls: Iterable[str], held: Sequence[Raw]) -> list[dict[str, Any]]:
    """An address makes the shop download it anew, so what it has from us is named by its id."""
    known = {text(image.get("name")): image.get("id") for image in held}
    names = [(url, _image_name(url)) for url in urls]
    return [{"id": known[name]} if known.get(name) else {"src": url, "name": name} for url, name in names]


def _image_name(url: str) -> str:
    """The file's name and a mark of the whole address, by which the picture is known again."""
    stem = PurePosixPath(urlsplit(url).path).stem[:60] or "image"
    return f"{stem}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def result(name: str, sent: ArticleWrite, answer: Raw) -> ItemResult:
    """A listing that does not carry the code and price it was given was not taken."""
    failed = optional(answer, "error")
    if failed is not None:
        theirs = text(failed.get("code"))
        known = errors.item_code(theirs)
        code = known[0] if known else "woocommerce.item_refused"
        return ItemResult(name, ItemState.REJECTED, code, f"{theirs}: {text(failed.get('message'))}")
    if "sku" in sent and text(answer.get("sku")) != sent["sku"]:
        return ItemResult(name, ItemState.REJECTED, "woocommerce.not_taken", f"sku {answer.get('sku')!r}")
    return ItemResult(name, ItemState.ACCEPTED)


READERS: dict[str, Callable[[Any], Sequence[object]]] = {
    "products": lambda raw: products(recorded_rows(raw), "TRY", with_tax=True),
    "categories": lambda raw: categories(recorded_rows(raw)),
    "attributes": lambda raw: [attribute(row) for row in recorded_rows(raw)],
}
"""How a recorded answer is replayed, by operation."""
