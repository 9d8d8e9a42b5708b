"""What drafts need of the shop: what it has already, and its words (brands, options, values), found or made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parsing import folded, required, text
from prapazar.connectors.prestashop import mapper
from prapazar.connectors.prestashop.client import PrestashopClient
from prapazar.connectors.prestashop.listings import Shelf
from prapazar.connectors.prestashop.mapper import ById
from prapazar.connectors.prestashop.schemas import Raw

UNKNOWN = "prestashop.attribute_unknown"
_OPTION, _FEATURE = "option", "feature"


@dataclass
class WriteFacts:
    """What a shop is asked before drafts can be put into its words."""

    currency: str
    language: str
    rates: Mapping[str, Decimal | None]
    categories: ById
    products: ById
    by_reference: Mapping[str, Sequence[Raw]]
    forms: ById
    forms_by_reference: Mapping[str, Sequence[Raw]] = field(default_factory=dict)

    def check(self, draft: ListingDraft) -> None:
        if draft.category_external_id not in self.categories:
            place = f"category {draft.category_external_id}"
            raise Rejected(place, code="prestashop.category_unknown", field="category")
        if draft.external_id is None and draft.currency != self.currency:
            raise Rejected(draft.currency, code="prestashop.currency", field="currency")

    def group_of(self, rate: Decimal) -> str:
        """The tax rules that come to this rate; none where no tax is reckoned."""
        groups = sorted((int(group) for group, known in self.rates.items() if known == rate))
        if groups or not rate:
            return str(groups[0]) if groups else "0"
        raise Rejected(f"{rate} %", code="prestashop.vat_unknown", field="vat_rate")


def write_facts(
    client: PrestashopClient, shelf: Shelf, drafts: Sequence[ListingDraft], currency: str, language: str
) -> WriteFacts:
    numbers = [one.external_parent_id or one.external_id or "" for one in drafts]
    own = [(one.external_id or "").partition(":")[2] for one in drafts]
    skus = {one.sku for one in drafts if not one.external_id}
    forms = client.named("combinations", "reference", skus) if skus else []
    parents = [*numbers, *(text(one.get("id_product")) for one in forms)]
    groups = {one.group for one in drafts if not one.external_id}
    alike = client.named("products", "reference", skus | groups) if skus else []
    return WriteFacts(
        currency=currency,
        language=language,
        rates=shelf.rates(),
        categories=mapper.by_id(
            client.among("categories", "id", [one.category_external_id for one in drafts])
        ),
        products=mapper.by_id([*client.among("products", "id", parents), *alike]),
        by_reference=mapper.grouped(alike, "reference"),
        forms=mapper.by_id(client.among("combinations", "id", own)),
        forms_by_reference=mapper.grouped(forms, "reference"),
    )


class Vocabulary:
    """For one push. A word the shop has already, in any case of its letters, is not made again."""

    def __init__(
        self, client: PrestashopClient, drafts: Sequence[ListingDraft], languages: Sequence[str]
    ) -> None:
        self._client = client
        self._languages = languages
        has_words = any(draft.attributes or draft.options for draft in drafts)
        names = ("product_options", "product_option_values", "product_features", "product_feature_values")
        self._rows = {
            name: [row for page in client.walked(name) for row in page] if has_words else [] for name in names
        }
        brands = {draft.brand for draft in drafts if draft.brand and not draft.brand_external_id}
        self._brands = {
            folded(text(row.get("name"))): text(required(row, "id"))
            for row in client.named("manufacturers", "name", brands)
        }

    def spoken(self, words: str) -> dict[str, str]:
        """In each of the shop's languages the same."""
        return dict.fromkeys(self._languages, words)

    def brand(self, draft: ListingDraft) -> str:
        """Empty where the draft names none."""
        if draft.brand_external_id or not draft.brand:
            return draft.brand_external_id or ""
        key = folded(draft.brand)
        if key not in self._brands:
            made = self._client.create("manufacturers", {"active": "1", "name": draft.brand})
            self._brands[key] = text(required(made, "id"))
        return self._brands[key]

    def check(self, draft: ListingDraft) -> None:
        """Raises Rejected for a choice the shop does not have; nothing is made yet."""
        for choice in draft.attributes:
            kind, _, number = choice.external_id.partition(":")
            table = {_OPTION: "product_options", _FEATURE: "product_features"}.get(kind, "")
            if number not in {text(row.get("id")) for row in self._rows.get(table, [])}:
                raise Rejected(choice.external_id, code=UNKNOWN, field="attributes")
            known = {text(row.get("id")) for row in self._values(kind, number)}
            if choice.value_external_id not in {None, *known}:
                value = f"{choice.external_id}={choice.value_external_id}"
                raise Rejected(value, code=UNKNOWN, field="attributes")

    def features(self, draft: ListingDraft) -> dict[str, str]:
        """Feature to value."""
        found = {}
        for choice in draft.attributes:
            kind, _, number = choice.external_id.partition(":")
            if kind == _FEATURE and (choice.value_external_id or choice.text):
                value = choice.value_external_id or self._value(kind, number, choice.text or "")
                found[number] = value
        return found

    def differences(self, draft: ListingDraft) -> list[str]:
        """Values of options that tell this variant from the others; chosen ones go before those only named."""
        found: dict[str, str] = {}
        for choice in draft.attributes:
            kind, _, number = choice.external_id.partition(":")
            if kind == _OPTION and (choice.value_external_id or choice.text):
                found[number] = choice.value_external_id or self._value(kind, number, choice.text or "")
        for name, word in draft.options.items():
            number = self._option(name)
            if number not in found:
                found[number] = self._value(_OPTION, number, word)
        return list(found.values())

    def _option(self, name: str) -> str:
        for row in self._rows["product_options"]:
            if any(folded(name) in _words(row.get(part)) for part in ("name", "public_name")):
                return text(required(row, "id"))
        words = self.spoken(name)
        return self._made("product_options", {"group_type": "select", "name": words, "public_name": words})

    def _value(self, kind: str, number: str, word: str) -> str:
        part = "name" if kind == _OPTION else "value"
        for row in self._values(kind, number):
            if folded(word) in _words(row.get(part)):
                return text(required(row, "id"))
        if kind == _OPTION:
            fields: Raw = {"id_attribute_group": number, "name": self.spoken(word)}
            return self._made("product_option_values", fields)
        fields = {"id_feature": number, "custom": "1", "value": self.spoken(word)}
        return self._made("product_feature_values", fields)

    def _values(self, kind: str, number: str) -> list[Raw]:
        table, owner = {
            _OPTION: ("product_option_values", "id_attribute_group"),
            _FEATURE: ("product_feature_values", "id_feature"),
        }[kind]
        return [row for row in self._rows[table] if text(row.get(owner)) == number]

    def _made(self, table: str, fields: Raw) -> str:
        made = self._client.create(table, fields)
        self._rows[table].append(made)
        return text(required(made, "id"))


def _words(value: object) -> set[str]:
    told = value.values() if isinstance(value, Mapping) else [value]
    return {folded(text(one)) for one in told}


def languages_of(rows: Sequence[Raw]) -> list[str]:
    """A row tells its name in each language of the shop."""
    found = {language: None for row in rows for language in mapper.languages(row.get("name"))}
    return list(found)
