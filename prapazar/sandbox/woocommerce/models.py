"""What a pretend WooCommerce shop remembers: keys, articles, orders and webhooks."""

from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Self

from prapazar.sandbox import jsontext
from prapazar.sandbox.jsontext import Json

PROVIDER = "woocommerce"
DEFAULT_SHOP = "default"


@dataclass(slots=True)
class Key:
    """An API key; it acts for a user, whose rights it has."""

    key_id: int
    consumer_key: str
    consumer_secret: str
    permission: str = "read_write"
    user_id: int = 1
    description: str = ""
    capable: bool = True
    """Off: the user behind the key may not manage the shop."""

    def described(self) -> Json:
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}


@dataclass(slots=True)
class Article:
    """A product or a variation. Only fields that differ from a fresh product are held."""

    article_id: int
    parent_id: int
    created_ms: int
    modified_ms: int
    changed: Json
    children: list[int] = field(default_factory=list)
    sold: int = 0

    @property
    def is_variation(self) -> bool:
        return bool(self.changed.get("is_variation"))

    @property
    def sku(self) -> str:
        return str(self.changed.get("sku", ""))

    @property
    def status(self) -> str:
        return str(self.changed.get("status", "publish"))

    def described(self) -> Json:
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}


@dataclass(slots=True)
class Order:
    """An order as text, without the links, which depend on the address it is asked under."""

    order_id: int
    status: str
    customer_id: int
    created_ms: int
    modified_ms: int
    text: str

    def body(self) -> Json:
        return jsontext.parse_object(self.text)

    @classmethod
    def from_body(cls, body: Json, created_ms: int, modified_ms: int) -> Self:
        return cls(
            body["id"], body["status"], body["customer_id"], created_ms, modified_ms, jsontext.dump(body)
        )


@dataclass(slots=True)
class Webhook:
    webhook_id: int
    name: str
    status: str
    topic: str
    delivery_url: str
    secret: str
    created_ms: int
    modified_ms: int
    failures: int = 0

    def described(self) -> Json:
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}


@dataclass(slots=True)
class Shop:
    slug: str
    name: str
    currency: str = "TRY"
    utc_offset_minutes: int = 180
    """Shop time; `date_*` fields carry it, `date_*_gmt` do not."""
    tax_percent: Decimal | None = None
    """Unset: taxes are off, as in a fresh shop. Set: prices include this tax."""
    decimals: int = 2
    shipment_tracking: bool = True
    """The Shipment Tracking plugin is installed."""
    keys: dict[str, Key] = field(default_factory=dict)
    articles: dict[int, Article] = field(default_factory=dict)
    skus: dict[str, int] = field(default_factory=dict)
    orders: dict[int, Order] = field(default_factory=dict)
    refunds: dict[int, Json] = field(default_factory=dict)
    notes: dict[int, list[Json]] = field(default_factory=dict)
    webhooks: dict[int, Webhook] = field(default_factory=dict)
    things: dict[str, dict[int, Json]] = field(default_factory=dict)
    """Categories, tags, brands, attributes, terms, customers, coupons ...: plain records by kind."""
    nonces: dict[str, int] = field(default_factory=dict)

    def described(self) -> Json:
        return {
            "slug": self.slug,
            "name": self.name,
            "currency": self.currency,
            "utc_offset_minutes": self.utc_offset_minutes,
            "tax_percent": None if self.tax_percent is None else str(self.tax_percent),
            "decimals": self.decimals,
            "shipment_tracking": self.shipment_tracking,
        }

    @classmethod
    def from_described(cls, record: Json) -> Self:
        percent = record.pop("tax_percent")
        return cls(**record, tax_percent=None if percent is None else Decimal(percent))
