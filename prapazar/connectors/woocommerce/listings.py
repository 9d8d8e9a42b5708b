"""Writing listings in a shop: products in one batch, then the variations of each product in one of their own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from prapazar.connector_kit.content import AttributeRecord, ListingDraft
from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable
from prapazar.connector_kit.paging import paged
from prapazar.connector_kit.parsing import folded, required, rows, text
from prapazar.connector_kit.records import ItemResult, ItemState
from prapazar.connectors.woocommerce import content, errors
from prapazar.connectors.woocommerce.client import WooCommerceClient
from prapazar.connectors.woocommerce.content import ShopFacts
from prapazar.connectors.woocommerce.schemas import ArticleWrite, Raw

Answered = TypeVar("Answered")


def shop_facts(
    client: WooCommerceClient, drafts: Sequence[ListingDraft], currency: str, *, with_tax: bool
) -> ShopFacts:
    numbers = {one.category_external_id for one in drafts if one.category_external_id.isdecimal()}
    rates = paged(lambda page, _: client.tax_rates(page), _id, first=1)
    return ShopFacts(
        currency=currency,
        with_tax=with_tax,
        categories={_id(row) for row in client.categories_among(numbers)} if numbers else set(),
        brands=_brands(client, {one.brand for one in drafts if one.brand and not one.brand_external_id}),
        attributes=_attributes(client, drafts),
        tax_classes=content.tax_classes(row for found in rates for row in found),
    )


def _brands(client: WooCommerceClient, names: set[str]) -> dict[str, int]:
    """A brand the shop does not have is made; shops before 9.6 know none at all."""
    found: dict[str, int] = {}
    try:
        for name in sorted(names):
            alike = [row for row in client.brands(name) if folded(text(row.get("name"))) == folded(name)]
            brand = alike[0] if alike else client.create_brand(name)
            found[name] = int(required(brand, "id"))
    except Rejected as error:
        if error.code != errors.NO_ADDRESS:
            raise
    return found


def _attributes(client: WooCommerceClient, drafts: Sequence[ListingDraft]) -> dict[str, AttributeRecord]:
    """All of the shop where one is spoken of, with the terms of those that are chosen."""
    chosen = {choice.external_id for draft in drafts for choice in draft.attributes}
    if not chosen and not any(draft.options for draft in drafts):
        return {}
    return {
        _id(row): content.attribute(row, terms(client, _id(row)) if _id(row) in chosen else ())
        for found in paged(lambda page, _: client.attributes(page), _id, first=1)
        for row in found
    }


def terms(client: WooCommerceClient, attribute_id: str) -> list[Raw]:
    pages = paged(lambda page, _: client.terms(attribute_id, page), _id, first=1)
    return [row for found in pages for row in found]


@dataclass
class Product:
    """One product to write: alone, or with the variants that hang on it."""

    drafts: list[ListingDraft]
    number: str | None
    """Its id, where a listing of it is there already."""
    is_variable: bool
    held: Raw | None = None
    """As the shop has it; None for a new one."""

    @property
    def parent_sku(self) -> str:
        """By its group a product is found again after a lost answer."""
        group = self.drafts[0].group
        return group if group not in {one.sku for one in self.drafts} else ""


class ListingWriter:
    """For one push."""

    def __init__(self, client: WooCommerceClient, facts: ShopFacts) -> None:
        self._client = client
        self._facts = facts
        self._has_written = False
        self._results: list[ItemResult] = []

    def write(self, drafts: Sequence[ListingDraft]) -> list[ItemResult]:
        described = [
            (one, body) for one in self._found(_grouped(drafts)) if (body := self._body(one)) is not None
        ]
        new = [(one, body) for one, body in described if one.held is None]
        known = [(one, body) for one, body in described if one.held is not None]
        if described:
            created, updated = self._sure(
                lambda: self._client.write_products([body for _, body in new], [body for _, body in known])
            )
            for (product, body), row in zip([*new, *known], [*created, *updated], strict=True):
                self._note(product, body, row)
        return self._results

    def _found(self, products: list[Product]) -> list[Product]:
        """Only what the shop has, or does not have to have."""
        numbers = [one.number for one in products if one.number]
        skus = [one.parent_sku for one in products if one.is_variable and not one.number and one.parent_sku]
        held = {_id(row): row for row in self._client.products_among("include", numbers)}
        grouped = {
            text(row.get("sku")): row
            for row in self._client.products_among("sku", skus)
            if row.get("type") == "variable"
        }
        for one in products:
            one.held = held.get(one.number) if one.number else grouped.get(one.parent_sku)
            if one.number and one.held is None:
                self._refuse(one.drafts, errors.NOT_FOUND, f"product {one.number}")
        return [one for one in products if one.held is not None or not one.number]

    def _body(self, product: Product) -> ArticleWrite | None:
        """In the shop's words; drafts that cannot be put into them are refused here."""
        for draft in list(product.drafts):
            try:
                content.described(draft, self._facts)
                if draft.external_id is None:
                    content.offer(draft, self._facts)
            except Rejected as error:
                product.drafts.remove(draft)
                self._refuse([draft], error.code, error.detail)
        if not product.drafts:
            return None
        try:
            return self._card(product)
        except Rejected as error:
            self._refuse(product.drafts, error.code, error.detail)
            return None

    def _card(self, product: Product) -> ArticleWrite:
        first, held = product.drafts[0], product.held
        known = rows(held.get("attributes") or [], "attributes") if held else []
        body = content.card(first, self._facts, held)
        body["attributes"] = content.attribute_rows(product.drafts, self._facts, known)
        if held is not None:
            own: ArticleWrite = {} if product.is_variable else content.gtin(first)
            return {**body, **own, "id": int(required(held, "id"))}
        if product.is_variable:
            body["type"], body["status"], body["sku"] = "variable", "publish", product.parent_sku
            return body
        return {**body, **content.offer(first, self._facts), "type": "simple"}

    def _note(self, product: Product, body: ArticleWrite, row: Raw) -> None:
        answered = content.result("", body, row)
        if answered.state is not ItemState.ACCEPTED:
            self._refuse(product.drafts, answered.code or "", answered.message or "")
        elif product.is_variable:
            self._write_variations(product, row)
        else:
            self._results += [ItemResult(_name(one), ItemState.ACCEPTED) for one in product.drafts]

    def _write_variations(self, product: Product, parent: Raw) -> None:
        number = _id(parent)
        new = [one for one in product.drafts if one.external_id is None]
        known = [one for one in product.drafts if one.external_id is not None]
        shown = rows(parent.get("images") or [], "images")
        numbers = [one.external_id or "" for one in known]
        held = {
            _id(row): row
            for row in (self._sure(lambda: self._client.variations_among(number, numbers)) if numbers else [])
        }
        bodies = [content.new_variation(one, self._facts, shown) for one in new]
        changes = [content.variation_change(one, shown, held.get(one.external_id or "")) for one in known]
        created, updated = self._sure(lambda: self._client.write_variations(number, bodies, changes))
        found = [
            content.result(_name(draft), body, row)
            for draft, body, row in zip(
                [*new, *known], [*bodies, *changes], [*created, *updated], strict=True
            )
        ]
        self._results += found
        if product.held is None and all(one.state is ItemState.REJECTED for one in found):
            self._sure(
                lambda: self._client.delete_product(number)
            )  # a product without variants sells nothing

    def _sure(self, call: Callable[[], Answered]) -> Answered:
        """Once something is written, a failure leaves the push done in part."""
        try:
            answer = call()
        except ConnectorError as error:
            if self._has_written:
                raise Unavailable(error.detail, maybe_done=True, code=error.code) from error
            raise
        self._has_written = True
        return answer

    def _refuse(self, drafts: Sequence[ListingDraft], code: str, message: str) -> None:
        self._results += [ItemResult(_name(one), ItemState.REJECTED, code, message) for one in drafts]


def _grouped(drafts: Sequence[ListingDraft]) -> list[Product]:
    """Variants of a product that is there go to it, new ones of one group make a new one."""
    groups: dict[tuple[str | None, str], list[ListingDraft]] = {}
    for draft in drafts:
        number = draft.external_parent_id or draft.external_id
        groups.setdefault((number, "" if number else draft.group), []).append(draft)
    return [
        Product(together, number, is_variable=_is_variable(together))
        for (number, _), together in groups.items()
    ]


def _is_variable(drafts: Sequence[ListingDraft]) -> bool:
    first = drafts[0]
    if first.external_parent_id or first.external_id:
        return first.external_parent_id is not None
    return len(drafts) > 1 or bool(first.options)


def _name(draft: ListingDraft) -> str:
    return draft.external_id or draft.sku


def _id(row: Raw) -> str:
    return text(required(row, "id"))
