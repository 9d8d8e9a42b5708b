"""Products, combinations and categories as our records: prices with tax, after the specific price that holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, optional, required, text, whole
from prapazar.connector_kit.records import CategoryRecord, ListingRecord
from prapazar.connectors.prestashop import mapper
from prapazar.connectors.prestashop.mapper import ById, Shop
from prapazar.connectors.prestashop.schemas import Raw
from prapazar.foundation.money import rounded

_SHARE = Decimal(100)
_SIX = Decimal("0.000001")
_ANY = {"", "0"}
_NEVER = {"", "0000-00-00 00:00:00"}
_CONDITIONS = ("id_cart", "id_customer", "id_group", "id_country", "id_currency", "id_specific_price_rule")
"""A price under one of these holds for some buyers only."""


@dataclass(frozen=True, slots=True)
class ShelfFacts:
    """The rows of other tables that a page of products names."""

    currency: str
    rates: Mapping[str, Decimal | None] = field(default_factory=dict)
    """VAT by group of tax rules, in the shop's country; None where the rules do not come to one rate."""
    combinations: Mapping[str, Sequence[Raw]] = field(default_factory=dict)
    """By product; the next two likewise."""
    stocks: Mapping[str, Sequence[Raw]] = field(default_factory=dict)
    specials: Mapping[str, Sequence[Raw]] = field(default_factory=dict)
    values: ById = field(default_factory=dict)
    options: ById = field(default_factory=dict)
    categories: ById = field(default_factory=dict)


def rates(rules: Iterable[Raw], taxes: Iterable[Raw]) -> dict[str, Decimal | None]:
    """Of rules for the whole country: one tax is a rate, several may add up or not."""
    known = mapper.by_id(taxes)
    groups = mapper.grouped((one for one in rules if text(one.get("id_state")) in _ANY), "id_tax_rules_group")
    found: dict[str, Decimal | None] = {}
    for group, members in groups.items():
        tax = known.get(text(members[0].get("id_tax"))) if len(members) == 1 else None
        found[group] = amount(required(tax, "rate"), "rate").normalize() + 0 if tax else None
    return found


def rate_of(product: Raw, known: Mapping[str, Decimal | None]) -> Decimal:
    """0 where no tax is reckoned; raises UnexpectedAnswer where nobody can say."""
    group = text(required(product, "id_tax_rules_group"))
    if group in _ANY or group not in known:
        return Decimal(0)
    rate = known[group]
    if rate is None:
        raise UnexpectedAnswer(f"tax rules {group}", raw=product, code="prestashop.tax_rules")
    return rate


def listings(product: Raw, facts: ShelfFacts, of: Shop, now: datetime) -> list[Parsed[ListingRecord]]:
    """One for the product, or one for each of its combinations."""
    number = text(product.get("id"))
    forms = facts.combinations.get(number, [])
    if not forms:
        return [parked(lambda r: _listing(r, None, facts, of, now), product, lambda _: number)]
    return [
        parked(
            lambda r: _listing(product, r, facts, of, now), form, lambda r: f"{number}:{text(r.get('id'))}"
        )
        for form in forms
    ]


def _listing(product: Raw, form: Raw | None, facts: ShelfFacts, of: Shop, now: datetime) -> ListingRecord:
    number, name = text(required(product, "id")), mapper.spoken(required(product, "name"), of.language)
    attribute = text(required(form, "id")) if form else "0"
    own = form or product
    options = _options(form, facts, of) if form else {}
    rate = rate_of(product, facts.rates)
    before = net_price(product, form) * (1 + rate / _SHARE)
    category = facts.categories.get(text(product.get("id_category_default")), {})
    return ListingRecord(
        external_id=f"{number}:{attribute}" if form else number,
        external_parent_id=number if form else None,
        sku=text(optional(own, "reference")) or None,
        barcode=text(optional(own, "ean13")) or None,
        title=f"{name}, {' / '.join(options.values())}" if options else name,
        parent_title=name,
        options=options,
        price=_paid(before, rate, specials(facts.specials.get(number, ()), attribute), of, now),
        list_price=rounded(before),
        quantity=_quantity(facts.stocks.get(number, ()), attribute),
        is_active=text(required(product, "active")) == "1",
        brand=text(optional(product, "manufacturer_name")) or None,
        category=mapper.spoken(optional(category, "name"), of.language) or None,
        vat_rate=rate if text(product.get("id_tax_rules_group")) in facts.rates else None,
        description=mapper.spoken(optional(product, "description"), of.language),
        currency=facts.currency,
    )


def net_price(product: Raw, form: Raw | None) -> Decimal:
    """Without tax; a combination's price is what it adds to its product's."""
    price = amount(required(product, "price"), "price")
    return price + amount(text(optional(form, "price")) or "0", "price") if form else price


def _options(form: Raw, facts: ShelfFacts, of: Shop) -> dict[str, str]:
    found = {}
    for row in mapper.associated(form, "product_option_values"):
        value = facts.values.get(text(required(row, "id")))
        option = facts.options.get(text(value.get("id_attribute_group"))) if value else None
        if value is None or option is None:
            raise UnexpectedAnswer(f"option value {row.get('id')}", raw=form, code="connector.missing_field")
        found[mapper.spoken(option.get("name"), of.language)] = mapper.spoken(value.get("name"), of.language)
    return found


def _quantity(found: Sequence[Raw], attribute: str) -> int | None:
    """None where several shops of one PrestaShop have a stock each."""
    own = [one for one in found if text(one.get("id_product_attribute")) == attribute]
    return whole(required(own[0], "quantity"), "quantity") if len(own) == 1 else None


def specials(found: Iterable[Raw], attribute: str) -> list[Raw]:
    """Those for this combination, or for all of the product."""
    return [one for one in found if text(one.get("id_product_attribute")) in {*_ANY, attribute}]


def is_plain(special: Raw) -> bool:
    """For every buyer, from the first unit on, at any time."""
    is_for_all = all(text(special.get(name)) in _ANY for name in _CONDITIONS)
    is_for_one = text(special.get("from_quantity")) in {*_ANY, "1"}
    return is_for_all and is_for_one and all(text(special.get(name)) in _NEVER for name in ("from", "to"))


def holds(special: Raw, of: Shop, now: datetime) -> bool:
    """For every buyer of one unit at this moment."""
    if text(special.get("from_quantity")) not in {*_ANY, "1"}:
        return False
    if any(text(special.get(name)) not in _ANY for name in ("id_cart", "id_customer", "id_group")):
        return False
    start, end = text(special.get("from")), text(special.get("to"))
    has_begun = start in _NEVER or mapper.moment(start, of.zone) <= now
    return has_begun and (end in _NEVER or mapper.moment(end, of.zone) > now)


def _paid(before: Decimal, rate: Decimal, found: Sequence[Raw], of: Shop, now: datetime) -> Decimal | None:
    """Of several specific prices the shop's own order of preference decides, which we do not know: None."""
    held = [one for one in found if holds(one, of, now)]
    if not held:
        return rounded(before)
    if len(held) > 1 or any(text(held[0].get(name)) not in _ANY for name in ("id_country", "id_currency")):
        return None
    factor = 1 + rate / _SHARE
    fixed, reduction = _number(held[0], "price"), _number(held[0], "reduction")
    base = before if fixed < 0 else fixed * factor
    kind = text(required(held[0], "reduction_type"))
    if kind == "percentage":
        return rounded(base * (1 - reduction))
    if kind != "amount":
        raise UnexpectedAnswer(f"reduction {kind}", raw=held[0], code="connector.odd_value")
    return rounded(base - (reduction if text(held[0].get("reduction_tax")) == "1" else reduction * factor))


def _number(raw: Raw, name: str) -> Decimal:
    return amount(required(raw, name), name)


def six_places(value: Decimal) -> str:
    return format(value.quantize(_SIX), "f")


def without_tax(price: Decimal, rate: Decimal) -> Decimal:
    return price / (1 + rate / _SHARE)


def categories(raws: Iterable[Raw], of: Shop) -> list[CategoryRecord]:
    """Each may hold products, those with others beneath them too; the root of all of them holds none."""
    found = [one for one in raws if text(one.get("id_parent")) not in _ANY]
    known = {text(required(one, "id")) for one in found}
    return [
        CategoryRecord(
            external_id=text(required(one, "id")),
            parent_external_id=parent if (parent := text(required(one, "id_parent"))) in known else None,
            name=mapper.spoken(required(one, "name"), of.language),
            is_leaf=True,
        )
        for one in found
    ]


def options(found: Iterable[Raw], values: Iterable[Raw], of: Shop) -> list[AttributeRecord]:
    """What combinations are told apart by, the same for every category."""
    known = mapper.grouped(values, "id_attribute_group")
    return [_attribute("option", one, known, "name", of, is_variant=True) for one in found]


def features(found: Iterable[Raw], values: Iterable[Raw], of: Shop) -> list[AttributeRecord]:
    """What a product is described by; a value of one product alone is none to choose."""
    known = mapper.grouped((one for one in values if text(one.get("custom")) != "1"), "id_feature")
    return [_attribute("feature", one, known, "value", of, is_variant=False) for one in found]


def _attribute(
    kind: str, raw: Raw, values: Mapping[str, Sequence[Raw]], name: str, of: Shop, *, is_variant: bool
) -> AttributeRecord:
    """Options and features are numbered apart from each other."""
    number = text(required(raw, "id"))
    return AttributeRecord(
        external_id=f"{kind}:{number}",
        name=mapper.spoken(required(raw, "name"), of.language),
        is_required=False,
        allows_custom=not is_variant,
        is_variant=is_variant,
        values=tuple(
            AttributeValueRecord(text(required(one, "id")), mapper.spoken(one.get(name), of.language))
            for one in values.get(number, ())
        ),
    )
