"""Writing listings in a shop: one productSet for each product, which is done or refused as a whole."""

from collections.abc import Sequence
from typing import Any

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.parsing import mapping, required, rows, text
from prapazar.connector_kit.records import ItemResult, ItemState
from prapazar.connectors.shopify import content, errors, mapper
from prapazar.connectors.shopify.client import ShopifyClient
from prapazar.connectors.shopify.schemas import Raw

_TAXONOMY = "gid://shopify/TaxonomyCategory/"
_NO_OPTION = ("Title", "Default Title")


class ListingWriter:
    """For one push."""

    def __init__(self, client: ShopifyClient, currency: str, location: str) -> None:
        self._client = client
        self._currency = currency
        self._location = location
        self._has_written = False
        self._owners: dict[str, str | None] = {}
        """By SKU the number of the product that is there; None where there is none."""

    def write(self, drafts: Sequence[ListingDraft]) -> list[ItemResult]:
        found: list[ItemResult] = []
        for product, group in self._by_product(drafts).items():
            try:
                payload = self._write(product if product.isdecimal() else None, group)
                failures = rows(required(payload, "userErrors"), "userErrors")
            except Rejected as error:
                found += [ItemResult(_name(o), ItemState.REJECTED, error.code, error.detail) for o in group]
                continue
            found += [
                content.refused(_name(one), failures[0])
                if failures
                else ItemResult(_name(one), ItemState.ACCEPTED)
                for one in group
            ]
        return found

    def _by_product(self, drafts: Sequence[ListingDraft]) -> dict[str, list[ListingDraft]]:
        """By the product's number, or by group where there is none yet; a lost answer left it there, too."""
        numbers: dict[str, str] = {}
        for draft in drafts:
            number = draft.external_parent_id or self._owner(draft.sku)
            if number:
                numbers.setdefault(draft.group, number)
        groups: dict[str, list[ListingDraft]] = {}
        for draft in drafts:
            place = draft.external_parent_id or numbers.get(draft.group) or f"new:{draft.group}"
            groups.setdefault(place, []).append(draft)
        return groups

    def _write(self, number: str | None, drafts: Sequence[ListingDraft]) -> Raw:
        product = None if number is None else mapper.gid("Product", number)
        new = [one for one in drafts if not self._is_there(one)]
        body = _card(drafts[0])
        if new:
            body |= self._variants(product, new)
        if product is None:
            body["status"] = "ACTIVE"
        try:
            payload = self._client.set_product(body, product)
        except ConnectorError as error:
            if self._has_written and not isinstance(error, Rejected):
                raise Unavailable(error.detail, maybe_done=True, code=error.code) from error
            raise
        self._has_written = True
        return payload

    def _is_there(self, draft: ListingDraft) -> bool:
        return draft.external_id is not None or self._owner(draft.sku) is not None

    def _owner(self, sku: str) -> str | None:
        if sku not in self._owners:
            found = self._client.by_sku(sku)
            self._owners[sku] = text(_owner(found[0])) if found else None
        return self._owners[sku]

    def _variants(self, product: str | None, drafts: Sequence[ListingDraft]) -> dict[str, Any]:
        """The list is set whole: what stands there already is named by its id, and nothing of it is changed."""
        held = self._held(product) if product else []
        rows_ = [*held, *(self._variant(draft) for draft in drafts)]
        names: dict[str, list[str]] = {}
        for row in rows_:
            for value in row["optionValues"]:
                known = names.setdefault(value["optionName"], [])
                if value["name"] not in known:
                    known.append(value["name"])
        options = [
            {"name": name, "position": place, "values": [{"name": word} for word in words]}
            for place, (name, words) in enumerate(names.items(), 1)
        ]
        return {"productOptions": options, "variants": rows_}

    def _held(self, product: str) -> list[dict[str, Any]]:
        page = self._client.variants(product)
        if page is None:
            raise Rejected(product, code=errors.NOT_FOUND)
        if mapping(required(page, "pageInfo"), "pageInfo").get("hasNextPage"):
            raise UnexpectedAnswer(f"{product} has more than 100 variants", raw=page)
        return [
            {"id": one["id"], "optionValues": _values(one["selectedOptions"])}
            for one in rows(required(page, "nodes"), "nodes")
        ]

    def _variant(self, draft: ListingDraft) -> dict[str, Any]:
        if draft.currency != self._currency:
            raise Rejected(draft.currency, code="shopify.currency", field="currency")
        full = draft.list_price if draft.list_price and draft.list_price > draft.price else None
        options = list(draft.options.items()) or [_NO_OPTION]
        stock = {"locationId": self._location, "name": "available", "quantity": draft.quantity}
        return {
            "sku": draft.sku,
            "barcode": draft.barcode,
            "price": format(draft.price, "f"),
            "compareAtPrice": None if full is None else format(full, "f"),
            "optionValues": [{"optionName": name, "name": word} for name, word in options],
            "inventoryItem": {"sku": draft.sku, "tracked": True},
            "inventoryQuantities": [stock],
        }


def _card(draft: ListingDraft) -> dict[str, Any]:
    """What stands on a product's page. Pictures are told by address; without any the gallery is left alone."""
    found: dict[str, Any] = {
        "title": draft.title,
        "descriptionHtml": draft.description,
        "vendor": draft.brand,
    }
    if draft.category_external_id.startswith(_TAXONOMY):
        found["category"] = draft.category_external_id
    if draft.images:
        found["files"] = [{"originalSource": url, "contentType": "IMAGE"} for url in draft.images]
    return found


def _values(selected: object) -> list[dict[str, str]]:
    found = rows(selected, "selectedOptions")
    return [{"optionName": text(one.get("name")), "name": text(one.get("value"))} for one in found]


def _owner(variant: Raw) -> object:
    return required(mapping(required(variant, "product"), "product"), "legacyResourceId")


def _name(draft: ListingDraft) -> str:
    return draft.external_id or draft.sku
