"""Feeds: what a channel's profile makes of an article, field by field, and what keeps it out of the file."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from prapazar.connector_kit import feed_text
from prapazar.connector_kit.manifest import FeedFormat, Manifest
from prapazar.connector_kit.records import AccountRecord
from prapazar.foundation.money import rounded

MISSING, TOO_LONG, OUT_OF_STOCK, CURRENCY, GTIN_WRONG = (
    "missing",
    "too_long",
    "out_of_stock",
    "currency",
    "gtin_wrong",
)
_COLORS = {"renk", "color", "colour"}
_SIZES = {"beden", "numara", "size", "ölçü"}


@dataclass(frozen=True, slots=True)
class FeedItem:
    """A variant as our books have it, with what the connection's rules make of stock and price."""

    sku: str
    product_name: str
    variant_name: str
    description: str
    """HTML as the merchant wrote it."""
    brand: str
    category: str
    """`Gıda > Çay`."""
    channel_category: str
    """The channel's own, where the merchant mapped it."""
    category_key: str
    group: str
    """What the variants of one product share; empty for an only variant."""
    barcode: str
    link: str
    images: tuple[str, ...]
    price: Decimal
    """With VAT."""
    list_price: Decimal | None
    currency: str
    quantity: int
    shipping: Decimal | None
    """What sending it costs the buyer; None where nothing is said."""
    handling_days: str
    options: Mapping[str, str] = field(default_factory=dict)
    desi: Decimal | None = None


Value = str | Decimal | tuple[str, ...] | tuple[tuple[str, str], ...] | None


class ProfileField(BaseModel):
    """One element or column. `xml` is a path below the row, `table` a column; one of them may be left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    xml: str | None = None
    table: str | None = None
    value: str | None = None
    """The name of one of VALUES; unset: `constant` stands there for every article."""
    constant: str | None = None
    required: bool = False
    longest: int | None = None
    cut: bool = False
    """A longer text is cut; else its article is left out, or only the value where it is not required."""
    most: int = 100
    """How many of a list are told."""
    form: Literal["text", "amount", "price"] = "text"
    """amount: `1299.90`; price: `1299.90 TRY`."""
    cdata: bool = False
    parts: tuple[str, str] | None = None
    """For pairs: the elements of name and value inside."""

    @model_validator(mode="after")
    def _says_something(self) -> "ProfileField":
        if (self.value is None) == (self.constant is None):
            raise ValueError("a field has a value or a constant")
        if self.value is not None and self.value not in VALUES:
            raise ValueError(f"no value is called {self.value}")
        if self.xml is None and self.table is None:
            raise ValueError("a field has a place in XML or in a table")
        return self

    @property
    def name(self) -> str:
        """What the report calls it."""
        return self.value or self.constant or ""


class Profile(BaseModel):
    """What one channel wants to know of an article."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    currencies: tuple[Annotated[str, Field(pattern="^[A-Z]{3}$")], ...] = ()
    """Empty: any."""
    skips_out_of_stock: bool = False
    in_stock: str = "1"
    out_of_stock: str = "0"
    """The channel's words for `availability`."""
    fields: tuple[ProfileField, ...]

    def of(self, feed_format: FeedFormat) -> tuple[ProfileField, ...]:
        return tuple(one for one in self.fields if (one.xml if feed_format == "xml" else one.table))


@dataclass(frozen=True, slots=True)
class Cause:
    """Why an article is left out, or what of it could not be told; `field` is one of VALUES."""

    code: str
    field: str = ""
    value: str = ""


Told = str | tuple[str, ...] | tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    told: tuple[tuple[ProfileField, Told], ...]
    cause: Cause | None
    """Why it is left out; None: it is in the file."""
    notes: tuple[Cause, ...] = ()


@lru_cache
def profile(folder: Path, name: str) -> Profile:
    return Profile.model_validate(tomllib.loads((folder / name).read_text(encoding="utf-8")))


def judged(channel: Profile, fields: tuple[ProfileField, ...], item: FeedItem) -> Verdict:
    """All fields of one article as they are written, or the first cause that keeps it out."""
    if channel.currencies and item.currency not in channel.currencies:
        return Verdict((), Cause(CURRENCY, value=item.currency))
    if channel.skips_out_of_stock and item.quantity <= 0:
        return Verdict((), Cause(OUT_OF_STOCK))
    told: list[tuple[ProfileField, Told]] = []
    notes: list[Cause] = []
    for one in fields:
        written, cause = _written(channel, one, item)
        if cause is None and one.required and not written:
            cause = Cause(MISSING, one.name)
        if cause is not None and one.required:
            return Verdict((), cause)
        if cause is not None:
            notes.append(cause)
        elif written:
            told.append((one, written))
    if any(one.value == "gtin" for one in fields) and item.barcode and not feed_text.is_gtin(item.barcode):
        notes.append(Cause(GTIN_WRONG, "gtin", item.barcode))
    return Verdict(tuple(told), None, tuple(notes))


def _written(channel: Profile, one: ProfileField, item: FeedItem) -> tuple[Told, Cause | None]:
    if one.value is None:
        return one.constant or "", None
    value = _availability(channel, item) if one.value == "availability" else VALUES[one.value](item)
    if value is None:
        return "", None
    if isinstance(value, tuple):
        return _listed(one, value), None
    text = _amount(one, item, value) if isinstance(value, Decimal) else feed_text.legible(value).strip()
    if one.longest is None or len(text) <= one.longest:
        return text, None
    if one.cut:
        return feed_text.cut(text, one.longest), None
    return "", Cause(TOO_LONG, one.name, text[:80])


def _listed(one: ProfileField, value: tuple[str, ...] | tuple[tuple[str, str], ...]) -> Told:
    if one.parts is not None:
        return tuple(pair for pair in value[: one.most] if isinstance(pair, tuple))
    fits = (text for text in value if isinstance(text, str) and len(text) <= (one.longest or len(text)))
    return tuple(fits)[: one.most]


def _amount(one: ProfileField, item: FeedItem, value: Decimal) -> str:
    text = f"{rounded(value):.2f}"
    return f"{text} {item.currency}" if one.form == "price" else text


def _availability(channel: Profile, item: FeedItem) -> str:
    return channel.in_stock if item.quantity > 0 else channel.out_of_stock


def _title(item: FeedItem) -> str:
    """With what tells the variant from its siblings, unless the name says so already."""
    name = feed_text.calm(" ".join(item.product_name.split()))
    if item.variant_name and item.variant_name.casefold() not in name.casefold():
        return f"{name} {item.variant_name}"
    return name


def _brand_title(item: FeedItem) -> str:
    title = _title(item)
    return (
        title
        if not item.brand or title.casefold().startswith(item.brand.casefold())
        else f"{item.brand} {title}"
    )


def _option(names: set[str]) -> Callable[[FeedItem], Value]:
    return lambda item: next((text for name, text in item.options.items() if name.casefold() in names), None)


def _is_reduced(item: FeedItem) -> bool:
    return item.list_price is not None and item.list_price > item.price


def _address(url: str) -> str | None:
    return url if url.startswith(("https://", "http://")) else None


def _pictures(item: FeedItem) -> tuple[str, ...]:
    return tuple(url for url in item.images if _address(url))


VALUES: dict[str, Callable[[FeedItem], Value]] = {
    "sku": lambda item: item.sku,
    "title": _title,
    "brand_title": _brand_title,
    "description": lambda item: feed_text.without_markup(item.description) or _title(item),
    "brand": lambda item: item.brand,
    "category": lambda item: item.channel_category or item.category,
    "own_category": lambda item: item.category,
    "channel_category": lambda item: item.channel_category,
    "category_key": lambda item: item.category_key,
    "group": lambda item: item.group,
    "barcode": lambda item: item.barcode,
    "gtin": lambda item: item.barcode if feed_text.is_gtin(item.barcode) else None,
    "link": lambda item: _address(item.link),
    "image": lambda item: next(iter(_pictures(item)), None),
    "more_images": lambda item: _pictures(item)[1:],
    "price": lambda item: item.price,
    "full_price": lambda item: item.list_price if _is_reduced(item) else item.price,
    "reduced_price": lambda item: item.price if _is_reduced(item) else None,
    "quantity": lambda item: str(item.quantity),
    "availability": lambda item: str(item.quantity),
    "shipping": lambda item: item.shipping,
    "shipping_table": lambda item: (
        None if item.shipping is None else f"TR:::{rounded(item.shipping):.2f} {item.currency}"
    ),
    "shipping_country": lambda item: None if item.shipping is None else "TR",
    "handling_days": lambda item: item.handling_days,
    "desi": lambda item: None if item.desi is None else format(item.desi.normalize(), "f"),
    "color": _option(_COLORS),
    "size": _option(_SIZES),
    "options": lambda item: tuple(item.options.items()),
}
"""What a profile may ask for; `availability` is said in the profile's own words."""


class FeedConnection:
    """What a feed is among connectors: nothing is called, so nothing can be refused."""

    def __init__(self, manifest: Manifest, settings: Mapping[str, object]) -> None:
        self._account = AccountRecord(name=manifest.name, detail=str(settings.get("shop_url", "")))

    def test_credentials(self) -> AccountRecord:
        return self._account

    def close(self) -> None:
        """Nothing is open."""


def fields_of(
    manifest: Manifest, folder: Path, feed_format: FeedFormat
) -> tuple[Profile, tuple[ProfileField, ...]]:
    if manifest.feed is None:
        raise LookupError(f"{manifest.slug} is no feed")
    channel = profile(folder, manifest.feed.fields)
    return channel, channel.of(feed_format)
