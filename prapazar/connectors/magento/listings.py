"""Writing listings in a shop: each article as a simple product, its variants then under a configurable one."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable
from prapazar.connector_kit.parsing import folded, mapping, optional, required, rows, text, whole
from prapazar.connector_kit.records import ItemResult, ItemState
from prapazar.connectors.magento import content, errors
from prapazar.connectors.magento.client import MagentoClient, PictureClient
from prapazar.connectors.magento.schemas import Raw, SourceItem
from prapazar.foundation.search import fold

Answered = TypeVar("Answered")
_ENABLED = 1
_HIDDEN, _EVERYWHERE = 1, 4
"""A variant is not visible by itself, everything else in catalog and search."""
_NUMBER = re.compile(r"\d+$")
_ROLES = ["image", "small_image", "thumbnail"]


@dataclass
class WriteFacts:
    """What a shop is asked before drafts can be put into its words."""

    currency: str
    with_tax: bool
    barcode: str
    source: str
    now: datetime
    categories: set[str]
    attributes: dict[str, Raw]
    """By code."""
    held: Mapping[str, Raw] = field(default_factory=dict)
    """Products that are there already, by their SKU in small letters."""


class ListingWriter:
    """For one push."""

    def __init__(self, client: MagentoClient, pictures: PictureClient, facts: WriteFacts) -> None:
        self._client = client
        self._pictures = pictures
        self._facts = facts
        self._has_written = False
        self._results: list[ItemResult] = []
        self._stock: list[SourceItem] = []

    def write(self, drafts: Sequence[ListingDraft]) -> list[ItemResult]:
        for group in _grouped(drafts).values():
            self._write_group(group)
        if self._stock:
            self._sure(lambda: self._client.save_source_items(self._stock))
        return self._results

    def _write_group(self, drafts: Sequence[ListingDraft]) -> None:
        first = drafts[0]
        is_variable = bool(first.external_parent_id or first.options or len(drafts) > 1)
        made: list[tuple[ListingDraft, Raw]] = []
        for draft in drafts:
            try:
                if is_variable:
                    self._differences(draft)
                made.append((draft, self._write(draft, is_variant=is_variable)))
            except Rejected as error:
                self._refuse(draft, error)
        if is_variable and made:
            try:
                self._write_parent([draft for draft, _ in made], [row for _, row in made])
            except Rejected as error:
                for draft, _ in made:
                    self._refuse(draft, error)
                return
        self._results += [ItemResult(_name(draft), ItemState.ACCEPTED) for draft, _ in made]

    def _write(self, draft: ListingDraft, *, is_variant: bool) -> Raw:
        """A product of this SKU that is there already keeps its price and stock."""
        held = self._facts.held.get((draft.external_id or draft.sku).lower())
        if draft.external_id and held is None:
            raise Rejected(draft.external_id, code=errors.NOT_FOUND)
        card = self._card(draft, held)
        if held is not None:
            return self._sure(lambda: self._client.save_product({**card, "sku": held["sku"]}, is_new=False))
        offered = self._offer(draft)
        custom = [*card["custom_attributes"], *offered.pop("custom_attributes")]
        visibility = _HIDDEN if is_variant else _EVERYWHERE
        body = {**card, **offered, "custom_attributes": custom, "visibility": visibility, "type_id": "simple"}
        row = self._sure(lambda: self._client.save_product(body, is_new=True))
        item: SourceItem = {
            "sku": draft.sku,
            "source_code": self._facts.source,
            "quantity": draft.quantity,
            "status": 1 if draft.quantity > 0 else 0,
        }
        self._stock.append(item)
        return row

    def _card(self, draft: ListingDraft, held: Raw | None) -> dict[str, Any]:
        """What stands on a product's page."""
        if draft.category_external_id not in self._facts.categories:
            code = draft.category_external_id
            raise Rejected(f"category {code}", code="magento.category_unknown", field="category")
        custom = {"description": draft.description, **self._described(draft)}
        if self._facts.barcode and draft.barcode:
            custom[self._facts.barcode] = draft.barcode
        if content.BRAND in self._facts.attributes and draft.brand:
            custom[content.BRAND] = draft.brand_external_id or self._option(content.BRAND, draft.brand)
        found: dict[str, Any] = {
            "name": draft.title,
            "extension_attributes": {
                "category_links": [{"position": 0, "category_id": draft.category_external_id}]
            },
            "custom_attributes": _coded(custom),
        }
        if draft.images:
            found["media_gallery_entries"] = self._gallery(draft.images, held)
        return found

    def _offer(self, draft: ListingDraft) -> dict[str, Any]:
        """Of a new product alone. Its address must be its own, whatever others are called."""
        if draft.currency != self._facts.currency:
            raise Rejected(draft.currency, code="magento.currency", field="currency")
        full, sale = content.plain_prices(
            draft.price, draft.list_price, draft.vat_rate, with_tax=self._facts.with_tax, name=draft.sku
        )
        custom: dict[str, str] = {"url_key": _address(f"{draft.title} {draft.sku}")}
        if sale is not None:
            begins, ends = content.special_days(self._facts.now)
            custom |= {"special_price": str(sale), "special_from_date": begins, "special_to_date": ends}
        return {
            "sku": draft.sku,
            "attribute_set_id": content.ATTRIBUTE_SET,
            "price": full,
            "status": _ENABLED,
            "custom_attributes": _coded(custom),
        }

    def _described(self, draft: ListingDraft) -> dict[str, str]:
        found: dict[str, list[str]] = {}
        for choice in draft.attributes:
            known = self._facts.attributes.get(choice.external_id)
            if known is None:
                raise Rejected(choice.external_id, code="magento.attribute_unknown", field="attributes")
            values = {one.external_id for one in content.attribute(known).values}
            value = choice.value_external_id if values else choice.text
            if not value or (values and value not in values):
                raise Rejected(choice.external_id, code="magento.attribute_unknown", field="attributes")
            found.setdefault(choice.external_id, []).append(value)
        told = {code: ",".join(values) for code, values in found.items()}
        return {**self._differences(draft), **told}

    def _differences(self, draft: ListingDraft) -> dict[str, str]:
        """The option of each attribute that tells this variant from the others; what is missing is made."""
        found: dict[str, str] = {}
        for name, word in draft.options.items():
            code = self._variant_attribute(name)
            found[code] = self._option(code, word)
        return found

    def _variant_attribute(self, name: str) -> str:
        for code, row in self._facts.attributes.items():
            known = content.attribute(row)
            if known.is_variant and folded(name) in {folded(known.name), folded(code)}:
                return code
        raise Rejected(name, code="magento.attribute_unknown", field="attributes")

    def _option(self, code: str, word: str) -> str:
        """An option of this word; one the shop does not have yet is added."""
        row = self._facts.attributes[code]
        for value in content.attribute(row).values:
            if folded(value.name) == folded(word):
                return value.external_id
        answer = self._sure(lambda: self._client.add_option(code, word))
        number = _NUMBER.search(answer)
        if number is None:
            raise Rejected(f"{code}: {answer}", code="magento.attribute_unknown", field="attributes")
        options = [*rows(optional(row, "options") or [], "options"), {"label": word, "value": number[0]}]
        self._facts.attributes[code] = {**row, "options": options}
        return number[0]

    def _gallery(self, urls: Sequence[str], held: Raw | None) -> list[dict[str, Any]]:
        """A picture we sent before carries a mark of its address in its file's name and is not sent again."""
        known = rows(optional(held or {}, "media_gallery_entries") or [], "media_gallery_entries")
        found: list[dict[str, Any]] = []
        for place, url in enumerate(urls, 1):
            roles = _ROLES if place == 1 else []
            kept = [one for one in known if self._pictures.mark(url) in text(one.get("file"))]
            entry: dict[str, Any] = {
                "media_type": "image",
                "label": "",
                "position": place,
                "disabled": False,
                "types": roles,
            }
            own = {"id": kept[0]["id"]} if kept else {"content": self._pictures.content(url)}
            found.append({**entry, **own})
        return found

    def _write_parent(self, drafts: Sequence[ListingDraft], children: Sequence[Raw]) -> None:
        """With the children and options it had, and those that are new."""
        first = drafts[0]
        sku = first.external_parent_id or parent_sku(first, drafts)
        held = self._facts.held.get(sku.lower())
        codes = [self._variant_attribute(name) for name in first.options]
        known = {text(row["attribute_id"]): row for row in content.option_rows(held)} if held else {}
        for code in codes:
            attribute = self._facts.attributes[code]
            number = text(required(attribute, "attribute_id"))
            values = {whole(self._differences(one).get(code), "value") for one in drafts if one.options}
            before = rows(known.get(number, {}).get("values") or [], "values")
            values |= {whole(required(one, "value_index"), "value_index") for one in before}
            known[number] = {
                "attribute_id": number,
                "label": content.attribute(attribute).name,
                "position": len(known),
                "values": [{"value_index": value} for value in sorted(values)],
            }
        links = {
            *(content.children(held) if held else []),
            *(whole(required(one, "id"), "id") for one in children),
        }
        card = self._card(first, held)
        custom = [row for row in card["custom_attributes"] if row["attribute_code"] not in codes]
        body = {
            **card,
            "sku": sku,
            "type_id": "configurable",
            "custom_attributes": custom,
            "extension_attributes": {
                **mapping(card["extension_attributes"], "extension_attributes"),
                "configurable_product_options": list(known.values()),
                "configurable_product_links": sorted(links),
            },
        }
        if held is None:
            body |= {"attribute_set_id": content.ATTRIBUTE_SET, "status": _ENABLED, "visibility": _EVERYWHERE}
            body["custom_attributes"] = [*custom, *_coded({"url_key": _address(f"{first.title} {sku}")})]
        self._sure(lambda: self._client.save_product(body, is_new=held is None))

    def _sure(self, call: Callable[[], Answered]) -> Answered:
        """Once something is written, a failure that is no refusal leaves the push done in part."""
        try:
            answer = call()
        except Rejected:
            raise
        except ConnectorError as error:
            if self._has_written:
                raise Unavailable(error.detail, maybe_done=True, code=error.code) from error
            raise
        self._has_written = True
        return answer

    def _refuse(self, draft: ListingDraft, error: Rejected) -> None:
        self._results.append(ItemResult(_name(draft), ItemState.REJECTED, error.code, error.detail))


def parent_sku(first: ListingDraft, drafts: Iterable[ListingDraft]) -> str:
    """The group, by which it is found again; where a variant has that SKU, the group with a mark."""
    return f"{first.group}-P" if first.group in {one.sku for one in drafts} else first.group


def _grouped(drafts: Sequence[ListingDraft]) -> dict[str, list[ListingDraft]]:
    """Known articles that stand alone are written one by one."""
    groups: dict[str, list[ListingDraft]] = {}
    for draft in drafts:
        alone = draft.external_id if not draft.external_parent_id else None
        groups.setdefault(f"{alone or draft.external_parent_id or draft.group}", []).append(draft)
    return groups


def _coded(custom: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"attribute_code": code, "value": value} for code, value in custom.items()]


def _address(words: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(words)).strip("-")


def _name(draft: ListingDraft) -> str:
    return draft.external_id or draft.sku
