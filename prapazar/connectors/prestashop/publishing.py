"""Writing listings: a product with its pictures and combinations; stock comes last: nothing half made sells."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any, TypeVar

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable, UnexpectedAnswer
from prapazar.connector_kit.parsing import required, text
from prapazar.connector_kit.pictures import Picture, Pictures
from prapazar.connector_kit.records import ItemResult, ItemState, StockOffer
from prapazar.connectors.prestashop import content, errors, mapper
from prapazar.connectors.prestashop.client import PrestashopClient
from prapazar.connectors.prestashop.listings import Shelf
from prapazar.connectors.prestashop.schemas import Raw
from prapazar.connectors.prestashop.vocabulary import Vocabulary, WriteFacts, languages_of
from prapazar.foundation.search import fold

Answered = TypeVar("Answered")
LARGEST_PICTURE = 3_000_000
"""What `images` takes, in bytes."""
_LONGEST_ADDRESS = 128
_SHOWN = ("active", "state", "available_for_order", "show_price", "minimal_quantity")
"""A product that leaves `state` out is one the back office never shows."""


@dataclass
class _Made:
    """A variant that stands, or the product itself where it has none."""

    draft: ListingDraft
    form: Raw | None
    is_new: bool


class ListingWriter:
    """For one push."""

    def __init__(
        self,
        client: PrestashopClient,
        shelf: Shelf,
        pictures: Pictures,
        facts: WriteFacts,
        drafts: Sequence[ListingDraft],
    ) -> None:
        self._client = client
        self._shelf = shelf
        self._pictures = pictures
        self._facts = facts
        self._drafts = drafts
        self._words = Vocabulary(client, drafts, languages_of(list(facts.categories.values())))
        self._fetched: dict[str, Picture] = {}
        self._combined: set[tuple[str, frozenset[str]]] = set()
        self._has_written = False
        self._results: list[ItemResult] = []

    def write(self) -> list[ItemResult]:
        for together in _grouped(self._drafts).values():
            good = [draft for draft in together if self._is_good(draft)]
            if good:
                self._write_group(good)
        return self._results

    def _is_good(self, draft: ListingDraft) -> bool:
        """Whatever can be known before anything is written."""
        try:
            self._facts.check(draft)
            self._words.check(draft)
            for address in draft.images:
                if address not in self._fetched:
                    self._fetched[address] = self._pictures.fetch(address)
        except Rejected as error:
            self._refuse([draft], error)
            return False
        return True

    def _write_group(self, drafts: list[ListingDraft]) -> None:
        held: Raw | None = None
        try:
            held = self._held(drafts)
            product = self._product(drafts, held)
        except Rejected as error:
            self._refuse(drafts, error)
            return
        try:
            made = self._with_pictures(product, drafts, held)
        except Rejected as error:
            self._refuse(drafts, error)
            made = []
        if held is None and not made:  # a product without variants or pictures it should have sells nothing
            self._sure(lambda: self._client.delete("products", text(required(product, "id"))))
        for one in made:
            self._results.append(self._offered(product, one))

    def _held(self, drafts: Sequence[ListingDraft]) -> Raw | None:
        """By its number, or found again by its codes after a lost answer."""
        first = drafts[0]
        if first.external_id:
            number = first.external_parent_id or first.external_id
            if number not in self._facts.products:
                raise Rejected(f"product {number}", code=errors.NOT_FOUND)
            return self._facts.products[number]
        if not _is_variable(drafts):
            return next(iter(self._facts.by_reference.get(first.sku, ())), None)
        if first.external_parent_id:
            return self._facts.products.get(first.external_parent_id)
        forms = [row for one in drafts for row in self._facts.forms_by_reference.get(one.sku, ())]
        if forms:
            return self._facts.products.get(text(required(forms[0], "id_product")))
        return next(iter(self._facts.by_reference.get(_parent_reference(drafts), ())), None)

    def _product(self, drafts: Sequence[ListingDraft], held: Raw | None) -> Raw:
        if held is not None:
            card = self._card(drafts, held)
            return self._sure(lambda: self._client.change("products", held, card))
        first, is_variable = drafts[0], _is_variable(drafts)
        group = self._facts.group_of(first.vat_rate)
        offer = {
            **dict.fromkeys(_SHOWN, "1"),
            "visibility": "both",
            "product_type": "combinations" if is_variable else "standard",
            "id_tax_rules_group": group,
            "price": content.six_places(content.without_tax(_before(first), first.vat_rate)),
            "link_rewrite": self._words.spoken(_address(first.title)),
            "reference": _parent_reference(drafts) if is_variable else first.sku,
        }
        body = {**offer, **self._card(drafts, None)}
        return self._sure(lambda: self._client.create("products", body))

    def _card(self, drafts: Sequence[ListingDraft], held: Raw | None) -> dict[str, Any]:
        """What stands on its page; texts of other languages, places and features it has besides are kept."""
        first, known = drafts[0], held or {}
        places = [text(one.get("id")) for one in mapper.associated(known, "categories")]
        features = {
            text(one.get("id")): text(one.get("id_feature_value"))
            for one in mapper.associated(known, "product_features")
        } | self._words.features(first)
        found: dict[str, Any] = {
            "id_category_default": first.category_external_id,
            "name": self._told(first.title, known.get("name")),
            "description": self._told(first.description, known.get("description")),
            "associations": {
                "categories": {
                    "category": [{"id": one} for one in dict.fromkeys([*places, first.category_external_id])]
                },
                "product_features": {
                    "product_feature": [
                        {"id": one, "id_feature_value": value} for one, value in features.items()
                    ]
                },
            },
        }
        if brand := self._sure(lambda: self._words.brand(first), writes=False):
            found["id_manufacturer"] = brand
        if not _is_variable(drafts):
            found["ean13"] = first.barcode or ""
        return found

    def _told(self, words: str, held: object) -> dict[str, str]:
        if isinstance(held, Mapping):
            return {**held, self._facts.language: words}
        return self._words.spoken(words)

    def _with_pictures(self, product: Raw, drafts: Sequence[ListingDraft], held: Raw | None) -> list[_Made]:
        """New pictures before old ones go: a product never stands without. Its shop forgets where they came from."""
        number = text(required(product, "id"))
        wanted = dict.fromkeys(address for draft in drafts for address in draft.images)
        sent = {
            address: self._sure(partial(self._client.add_image, number, self._fetched[address]))
            for address in wanted
        }
        if not _is_variable(drafts):
            made = [_Made(drafts[0], None, held is None)]
        else:
            made = [one for draft in drafts if (one := self._form(product, draft, sent, drafts[0], held))]
        if held is not None and sent:
            for old in self._outdated(held, [text(one.form["id"]) for one in made if one.form]):
                self._sure(partial(self._client.delete_image, number, old))
        return made

    def _outdated(self, held: Raw, written: Sequence[str]) -> list[str]:
        """Pictures that no variant shows which was not written now."""
        forms = self._client.all("combinations", id_product=text(required(held, "id"))) if written else []
        others = [one for one in forms if text(one.get("id")) not in written]
        kept = {text(row.get("id")) for one in others for row in mapper.associated(one, "images")}
        if others:  # pictures of no variant are for them too
            mine = mapper.by_id(self._facts.forms.values())
            shown = [row for one in written if one in mine for row in mapper.associated(mine[one], "images")]
        else:
            shown = mapper.associated(held, "images")
        return [one for one in dict.fromkeys(text(row.get("id")) for row in shown) if one not in kept]

    def _form(
        self,
        product: Raw,
        draft: ListingDraft,
        sent: Mapping[str, str],
        first: ListingDraft,
        held: Raw | None,
    ) -> _Made | None:
        """None where the shop refuses this variant."""
        try:
            known = self._known_form(product, draft)
            values = self._sure(lambda: self._words.differences(draft), writes=False)
            if known is None:
                self._check_difference(product, draft, values)
            hangs: dict[str, Any] = {}
            if values:
                hangs["product_option_values"] = {"product_option_value": [{"id": one} for one in values]}
            if draft.images:
                hangs["images"] = {"image": [{"id": sent[one]} for one in draft.images]}
            fields = {"reference": draft.sku, "ean13": draft.barcode or "", "associations": hangs}
            if known is not None:
                changed = self._sure(lambda: self._client.change("combinations", known, fields))
                return _Made(draft, changed, is_new=False)
            rate = first.vat_rate if held is None else content.rate_of(held, self._facts.rates)
            impact = content.without_tax(_before(draft), rate) - content.net_price(product, None)
            row = {
                "id_product": text(required(product, "id")),
                "minimal_quantity": "1",
                "price": content.six_places(impact),
                **({"default_on": "1"} if held is None and draft is first else {}),
                **fields,
            }
            return _Made(draft, self._sure(lambda: self._client.create("combinations", row)), is_new=True)
        except (Rejected, UnexpectedAnswer) as error:
            if isinstance(error, UnexpectedAnswer) and error.code != "prestashop.tax_rules":
                raise
            self._refuse([draft], error)
            return None

    def _check_difference(self, product: Raw, draft: ListingDraft, values: Sequence[str]) -> None:
        """Variants of one product that nothing tells apart cannot be chosen from."""
        mark = (text(product.get("id")), frozenset(values))
        if not values or mark in self._combined:
            raise Rejected(draft.sku, code="prestashop.option_needed", field="options")
        self._combined.add(mark)

    def _known_form(self, product: Raw, draft: ListingDraft) -> Raw | None:
        if draft.external_id:
            number = draft.external_id.partition(":")[2]
            if number not in self._facts.forms:
                raise Rejected(draft.external_id, code=errors.NOT_FOUND)
            return self._facts.forms[number]
        alike = self._facts.forms_by_reference.get(draft.sku, ())
        return next((one for one in alike if text(one.get("id_product")) == text(product.get("id"))), None)

    def _offered(self, product: Raw, made: _Made) -> ItemResult:
        """Of a new one what it was beside what it is, and then its stock; others keep both."""
        draft, name = made.draft, _name(made.draft)
        if not made.is_new:
            return ItemResult(name, ItemState.ACCEPTED)
        number = text(required(product, "id"))
        place = f"{number}:{text(made.form['id'])}" if made.form else number
        reduction = _before(draft) - draft.price
        try:
            if reduction:
                self._sure(lambda: self._shelf.lower(product, made.form, reduction))
            offer = StockOffer(place, number if made.form else None, draft.quantity)
            [stocked] = self._sure(lambda: list(self._shelf.push_stock([offer])))
        except Rejected as error:
            return ItemResult(name, ItemState.REJECTED, error.code, error.detail)
        return ItemResult(name, stocked.state, stocked.code, stocked.message)

    def _sure(self, call: Callable[[], Answered], *, writes: bool = True) -> Answered:
        """Once something is written, a failure that is no refusal leaves the push done in part."""
        try:
            answer = call()
        except Rejected:
            raise
        except ConnectorError as error:
            if self._has_written:
                raise Unavailable(error.detail, maybe_done=True, code=error.code) from error
            raise
        self._has_written = self._has_written or writes
        return answer

    def _refuse(self, drafts: Sequence[ListingDraft], error: ConnectorError) -> None:
        self._results += [
            ItemResult(_name(one), ItemState.REJECTED, error.code, error.detail) for one in drafts
        ]


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


def _parent_reference(drafts: Sequence[ListingDraft]) -> str:
    """The group, by which it is found again, where no variant has that code."""
    group = drafts[0].group
    return group if group not in {one.sku for one in drafts} else f"{group}-P"


def _before(draft: ListingDraft) -> Decimal:
    return max(draft.list_price or draft.price, draft.price)


def _address(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(title)).strip("-")[:_LONGEST_ADDRESS] or "urun"


def _name(draft: ListingDraft) -> str:
    return draft.external_id or draft.sku
