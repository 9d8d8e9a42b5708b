"""Products and categories of the shop as our records; a product's option values are listings of their own."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from html import unescape

from prapazar.connector_kit.content import AttributeRecord, AttributeValueRecord
from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parking import Parsed, parked
from prapazar.connector_kit.parsing import amount, optional, required, rows, text, whole
from prapazar.connector_kit.records import CategoryRecord, ItemResult, ItemState, ListingRecord, PriceOffer
from prapazar.connectors.opencart.schemas import PriceItem, Raw
from prapazar.foundation.money import rounded

_CHOICES = {"select", "radio"}
"""Kinds of options of which a buyer takes one value."""


def listings(raw: Raw) -> list[Parsed[ListingRecord]]:
    """One for the product, or one for each value of the option that keeps its stock."""
    try:
        values = _counted(raw)
    except UnexpectedAnswer:
        values = []  # reading the product itself says what is odd
    if not values:
        return [parked(lambda r: _listing(r, None), raw, lambda r: text(r.get("product_id")))]
    return [parked(lambda r: _listing(raw, r), value, lambda r: _option_id(raw, r)) for value in values]


def sold_listing(line: Raw) -> str | None:
    """Which listing an order's line took its units from; None where several options count."""
    product = text(optional(line, "product_id"))
    counted = [one for one in rows(optional(line, "options") or [], "options") if _is_counted(one)]
    if not counted:
        return product if product not in {"", "0"} else None
    return _option_id(line, counted[0]) if len(counted) == 1 else None


def _counted(raw: Raw) -> list[Mapping[str, object]]:
    """Two options that both count make pairs whose stock nobody knows."""
    found = [one for one in rows(required(raw, "options"), "options") if _is_counted(one)]
    if len({text(one.get("product_option_id")) for one in found}) > 1:
        detail = ", ".join(sorted({text(one.get("name")) for one in found}))
        raise UnexpectedAnswer(detail, raw=raw, code="opencart.several_options")
    return list(found)


def _is_counted(option: Raw) -> bool:
    return text(option.get("subtract")) == "1" and text(option.get("product_option_value_id")) not in {
        "",
        "0",
    }


def _option_id(product: Raw, option: Raw) -> str:
    return f"{text(product.get('product_id'))}:{text(option.get('product_option_value_id'))}"


def _listing(raw: Raw, option: Raw | None) -> ListingRecord:
    """A SKU belongs to the product; of an option's values those have one that the bridge listed."""
    _counted(raw)
    number, name = text(required(raw, "product_id")), plain(raw, "name")
    regular = _amount(raw, "price_with_tax")
    special = _amount(raw, "special_with_tax") if optional(raw, "special_with_tax") is not None else None
    surcharge = _surcharge(option) if option is not None else Decimal(0)
    value = plain(option, "value") if option is not None else ""
    own = raw if option is None else option
    return ListingRecord(
        external_id=_option_id(raw, option) if option is not None else number,
        external_parent_id=number if option is not None else None,
        sku=plain(own, "sku") or None,
        barcode=text(optional(own, "ean")) or None,
        title=f"{name}, {value}" if value else name,
        parent_title=name,
        options={plain(option, "name"): value} if option is not None else {},
        price=rounded((regular if special is None else special) + surcharge),
        list_price=None if special is None else rounded(regular + surcharge),
        quantity=whole(required(own, "quantity"), "quantity"),
        is_active=text(required(raw, "status")) == "1",
        brand=plain(raw, "manufacturer") or None,
        category=plain(raw, "category") or None,
        vat_rate=_rate(raw),
        description=plain(raw, "description"),
        images=tuple(text(one) for one in optional(raw, "images") or []),
        currency=text(required(raw, "currency")),
        url=text(optional(raw, "url")) or None,
    )


def _surcharge(option: Raw) -> Decimal:
    prefix, value = text(required(option, "price_prefix")), _amount(option, "price_with_tax")
    if prefix not in {"+", "-"}:
        raise UnexpectedAnswer(f"price_prefix {prefix}", raw=option, code="connector.odd_value")
    return -value if prefix == "-" else value


def _rate(raw: Raw) -> Decimal | None:
    """None where the shop reckons no tax, or not by one percentage."""
    told = optional(raw, "tax_rate")
    return None if told is None else amount(told, "tax_rate").normalize() + 0


def _amount(raw: Raw, name: str) -> Decimal:
    return amount(required(raw, name), name)


def plain(raw: Raw, name: str) -> str:
    """Texts stand escaped in the shop's tables."""
    return unescape(text(optional(raw, name)))


def categories(raws: Iterable[Raw]) -> list[CategoryRecord]:
    """Each may hold products, those with others beneath them too."""
    return [
        CategoryRecord(
            external_id=text(required(raw, "category_id")),
            parent_external_id=_above(raw),
            name=plain(raw, "name"),
            is_leaf=True,
        )
        for raw in raws
    ]


def _above(raw: Raw) -> str | None:
    parent = text(optional(raw, "parent_id"))
    return None if parent in {"", "0"} else parent


def words(options: Iterable[Raw], attributes: Iterable[Raw]) -> list[AttributeRecord]:
    """Options tell variants apart, attributes are told in free words; the shop has them for all its categories."""
    chosen = [one for one in options if text(required(one, "type")) in _CHOICES]
    return [
        *(
            AttributeRecord(
                external_id=f"option:{text(required(one, 'option_id'))}",
                name=plain(one, "name"),
                is_required=False,
                allows_custom=True,
                is_variant=True,
                values=tuple(
                    AttributeValueRecord(text(required(value, "option_value_id")), plain(value, "name"))
                    for value in rows(required(one, "values"), "values")
                ),
            )
            for one in chosen
        ),
        *(
            AttributeRecord(
                external_id=f"attribute:{text(required(one, 'attribute_id'))}",
                name=": ".join(filter(None, (plain(one, "group"), plain(one, "name")))),
                is_required=False,
                allows_custom=True,
                is_variant=False,
            )
            for one in attributes
        ),
    ]


def price_item(offer: PriceOffer) -> PriceItem:
    return {"product_id": offer.external_id, "price": rounded(offer.price)}


def price_fault(offer: PriceOffer, currency: str) -> ItemResult | None:
    """Why an offer is not sent at all."""
    if ":" in offer.external_id:
        return ItemResult(offer.external_id, ItemState.REJECTED, "opencart.option_price", None)
    if offer.currency != currency:
        return ItemResult(offer.external_id, ItemState.REJECTED, "opencart.currency", offer.currency)
    return None
