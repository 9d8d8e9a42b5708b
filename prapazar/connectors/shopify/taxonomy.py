"""Shopify's product taxonomy: its categories, and the attributes a category asks for."""

from collections.abc import Iterable

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parsing import mapping, optional, required, text
from prapazar.connector_kit.records import CategoryRecord
from prapazar.connectors.shopify import errors
from prapazar.connectors.shopify.client import ShopifyClient, pages
from prapazar.connectors.shopify.schemas import Raw

_CHOICES = "TaxonomyChoiceListAttribute"


def categories(client: ShopifyClient) -> list[CategoryRecord]:
    """Its top, and all that hangs on each of them."""
    top = _read(client, None)
    below = (_read(client, text(required(one, "id"))) for one in top)
    return _mapped([*top, *(one for tree in below for one in tree)])


def attributes(client: ShopifyClient, category: str) -> list[AttributeRecord]:
    found: list[AttributeRecord] = []
    for page in pages(lambda after: _asked_by(client, category, after)):
        named = (raw for raw in page if optional(raw, "name"))
        found += [_attribute(raw, _values(client, raw)) for raw in named]
    return found


def _read(client: ShopifyClient, below: str | None) -> list[Raw]:
    return [one for page in pages(lambda after: client.categories(below, after)) for one in page]


def _asked_by(client: ShopifyClient, category: str, after: str | None) -> Raw:
    found = client.attributes(category, after)
    if not found or found.get("isLeaf") is not True:
        raise Rejected(category, code=errors.NOT_FOUND, field="category")
    return mapping(required(found, "attributes"), "attributes")


def _values(client: ShopifyClient, attribute: Raw) -> list[Raw]:
    """Only lists have any; each is asked for its own."""
    if attribute.get("__typename") != _CHOICES:
        return []
    number = text(required(attribute, "id"))
    return [one for page in pages(lambda after: client.values(number, after)) for one in page]


def _mapped(raws: Iterable[Raw]) -> list[CategoryRecord]:
    """What was given up is left out, and with it what hangs on it."""
    found: dict[str, CategoryRecord] = {}
    for raw in raws:
        number, parent = text(required(raw, "id")), text(optional(raw, "parentId")) or None
        if raw.get("isArchived") is not True and (parent is None or parent in found):
            is_leaf = required(raw, "isLeaf") is True
            found[number] = CategoryRecord(number, parent, text(required(raw, "name")), is_leaf)
    return list(found.values())


def _attribute(raw: Raw, values: Iterable[Raw]) -> AttributeRecord:
    """None is asked for; a measure is written as a figure with its unit."""
    return AttributeRecord(
        external_id=text(required(raw, "id")),
        name=text(required(raw, "name")),
        is_required=False,
        allows_custom=raw.get("__typename") != _CHOICES,
        is_variant=False,
        allows_several=raw.get("__typename") == _CHOICES,
        values=tuple(
            AttributeValueRecord(text(required(one, "id")), text(required(one, "name"))) for one in values
        ),
    )
