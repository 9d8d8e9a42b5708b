"""Writing listings through the bridge: pictures first, one by one, then whole products with their option's values."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parsing import folded, required, text
from prapazar.connector_kit.pictures import Pictures
from prapazar.connector_kit.records import ItemResult, ItemState
from prapazar.connectors.opencart.client import OpencartClient
from prapazar.connectors.opencart.content import plain
from prapazar.connectors.opencart.errors import NOT_FOUND, REJECTED
from prapazar.connectors.opencart.schemas import Raw

LARGEST_PICTURE = 4_000_000
"""In base64 it has to fit into what a fresh PHP takes, 8 MB."""
NEEDED = "opencart.option_needed"
SEVERAL = "opencart.several_options"
_MARKS_AT_ONCE = 50
_REASONS = {
    "not_found": NOT_FOUND,
    "category": "opencart.category_unknown",
    "tax": "opencart.vat_unknown",
    "attribute": "opencart.attribute_unknown",
    "several_options": SEVERAL,
}


class ListingWriter:
    """For one push."""

    def __init__(
        self, client: OpencartClient, pictures: Pictures, currency: str, drafts: Sequence[ListingDraft]
    ) -> None:
        self._client = client
        self._pictures = pictures
        self._currency = currency
        self._drafts = drafts
        has_words = any(draft.attributes or draft.options for draft in drafts)
        self._options: Mapping[str, str] = (
            {text(required(one, "option_id")): folded(plain(one, "name")) for one in client.words("options")}
            if has_words
            else {}
        )
        self._files = self._known_pictures()
        self._results: list[ItemResult] = []

    def write(self) -> list[ItemResult]:
        items: list[dict[str, Any]] = []
        written: list[list[ListingDraft]] = []
        for together in _grouped(self._drafts).values():
            good = self._distinct([one for one in together if self._is_good(one)])
            if good:
                items.append(self._item(good))
                written.append(good)
        answered = self._client.set_listings(items) if items else []
        for drafts, answer in zip(written, answered, strict=True):
            self._results += _told(drafts, text(required(answer, "result")))
        return self._results

    def _is_good(self, draft: ListingDraft) -> bool:
        try:
            if draft.external_id is None and draft.currency != self._currency:
                self._refuse(draft, Rejected(draft.currency, code="opencart.currency"))
                return False
            self._difference(draft)
            for address in draft.images:
                self._send(address)
        except Rejected as error:
            self._refuse(draft, error)
            return False
        return True

    def _distinct(self, drafts: Sequence[ListingDraft]) -> list[ListingDraft]:
        """Variants of one product that nothing tells apart cannot be chosen from."""
        if not drafts or not _is_variable(drafts):
            return list(drafts)
        found: dict[tuple[str, ...], ListingDraft] = {}
        for draft in drafts:
            difference = tuple(self._difference(draft).values()) or (draft.external_id or "",)
            if difference in found or difference == ("",):
                self._refuse(draft, Rejected(draft.sku, code=NEEDED, field="options"))
            else:
                found[difference] = draft
        return list(found.values())

    def _item(self, drafts: Sequence[ListingDraft]) -> dict[str, Any]:
        """A product that is there already keeps its stock and prices."""
        first, is_variable = drafts[0], _is_variable(drafts)
        number = first.external_parent_id or first.external_id
        images = dict.fromkeys(address for draft in drafts for address in draft.images)
        item: dict[str, Any] = {
            "sku": _parent_sku(drafts) if is_variable else first.sku,
            "name": first.title,
            "description": first.description,
            "category_id": first.category_external_id,
            "manufacturer": first.brand,
            "images": [self._files[_mark(address)] for address in images],
            "attributes": list(_attributes(first)),
            "price": first.price,
            "tax_rate": first.vat_rate,
            "quantity": first.quantity,
        }
        if number:
            item["product_id"] = number
        if not is_variable:
            return {**item, "ean": first.barcode or ""}
        new = [draft for draft in drafts if draft.external_id is None]
        return {**item, "options": [{**self._difference(one), **_offer(one)} for one in new]}

    def _difference(self, draft: ListingDraft) -> dict[str, str]:
        """The value of the one option that tells it from the others; of a pair of options nobody knows the stock."""
        chosen = [
            {"option_id": number, **_value(choice.value_external_id, choice.text)}
            for choice in draft.attributes
            if (number := choice.external_id.removeprefix("option:")) != choice.external_id
        ]
        for one in chosen:
            if one["option_id"] not in self._options:
                raise Rejected(
                    f"option {one['option_id']}", code="opencart.attribute_unknown", field="attributes"
                )
        spoken = {self._options[one["option_id"]] for one in chosen}
        named = [
            {**self._option(name), "value": word}
            for name, word in draft.options.items()
            if folded(name) not in spoken
        ]
        if len(chosen) + len(named) > 1:
            raise Rejected(", ".join(draft.options) or draft.sku, code=SEVERAL, field="options")
        found = [*chosen, *named]
        return found[0] if found else {}

    def _option(self, name: str) -> dict[str, str]:
        """By its number where the shop has it: the variants of a product have to name one and the same."""
        known = (number for number, word in self._options.items() if word == folded(name))
        number = next(known, None)
        return {"option_id": number} if number else {"option_name": name}

    def _known_pictures(self) -> dict[str, str]:
        """A picture's file carries a mark of where it came from, by which it is known again."""
        marks = sorted({_mark(address) for draft in self._drafts for address in draft.images})
        found: dict[str, str] = {}
        for start in range(0, len(marks), _MARKS_AT_ONCE):
            for row in self._client.pictures(marks[start : start + _MARKS_AT_ONCE]):
                found[text(required(row, "mark"))] = text(required(row, "file"))
        return found

    def _send(self, address: str) -> None:
        mark = _mark(address)
        if mark not in self._files:
            self._files[mark] = self._client.add_picture(mark, self._pictures.fetch(address).content)

    def _refuse(self, draft: ListingDraft, error: Rejected) -> None:
        self._results.append(ItemResult(_name(draft), ItemState.REJECTED, error.code, error.detail))


def _told(drafts: Sequence[ListingDraft], result: str) -> list[ItemResult]:
    if result == "ok":
        return [ItemResult(_name(one), ItemState.ACCEPTED) for one in drafts]
    code = _REASONS.get(result, REJECTED)
    return [ItemResult(_name(one), ItemState.REJECTED, code, result) for one in drafts]


def _attributes(draft: ListingDraft) -> Iterator[Raw]:
    for choice in draft.attributes:
        kind, _, number = choice.external_id.partition(":")
        if kind == "attribute" and choice.text:
            yield {"attribute_id": number, "text": choice.text}


def _offer(draft: ListingDraft) -> dict[str, Any]:
    return {
        "sku": draft.sku,
        "ean": draft.barcode or "",
        "price": draft.price,
        "quantity": draft.quantity,
    }


def _value(number: str | None, word: str | None) -> dict[str, str]:
    return {"option_value_id": number} if number else {"value": word or ""}


def _grouped(drafts: Sequence[ListingDraft]) -> dict[tuple[str, str], list[ListingDraft]]:
    """Variants of a product that is there go to it, new ones of one group make a new one."""
    groups: dict[tuple[str, str], list[ListingDraft]] = {}
    for draft in drafts:
        number = draft.external_parent_id or draft.external_id or ""
        groups.setdefault((number, "" if number else draft.group), []).append(draft)
    return groups


def _is_variable(drafts: Sequence[ListingDraft]) -> bool:
    first = drafts[0]
    if first.external_parent_id or first.external_id:
        return first.external_parent_id is not None
    return len(drafts) > 1 or bool(first.options)


def _parent_sku(drafts: Sequence[ListingDraft]) -> str:
    """The group, by which it is found again, where no variant has that code."""
    group = drafts[0].group
    return group if group not in {one.sku for one in drafts} else f"{group}-P"


def _mark(address: str) -> str:
    return hashlib.sha256(address.encode()).hexdigest()[:12]


def _name(draft: ListingDraft) -> str:
    return draft.external_id or draft.sku
