"""What the pretend Trendyol remembers of sellers, products, packages, claims and webhooks."""

from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Self

from prapazar.sandbox import jsontext
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol import reference

PROVIDER = "trendyol"


def card_name(product_main_id: str, attributes: list[Json]) -> str:
    """Variants of one main id share a card, each colour its own."""
    slices = [
        f"/{one.get('attributeValue')}" for one in attributes if one.get("attributeId") in reference.SLICERS
    ]
    return product_main_id + "".join(sorted(slices))


@dataclass(slots=True)
class Product:
    """One barcode. `content_id` groups the variants of one product card."""

    barcode: str
    title: str
    product_main_id: str
    brand_id: int
    category_id: int
    stock_code: str
    content_id: int
    variant_id: int
    created_ms: int
    modified_ms: int
    approved_ms: int
    """From then on the product is approved; in the future while approval is pending."""
    description: str = ""
    vat_rate: int = 20
    images: list[str] = field(default_factory=list)
    attributes: list[Json] = field(default_factory=list)
    dimensional_weight: Decimal = Decimal(1)
    origin: str | None = None
    delivery_duration: int | None = None
    fast_delivery_type: str | None = None
    lot_number: str | None = None
    shipment_address_id: int | None = None
    returning_address_id: int | None = None
    cargo_providers: list[str] = field(default_factory=list)
    location_based_delivery: str | None = None
    channels: list[str] = field(default_factory=lambda: ["CORE"])
    commission: Decimal = Decimal(15)
    archived_ms: int | None = None
    locked: bool = False
    lock_reason: str | None = None
    blacklisted: bool = False
    rejections: list[Json] = field(default_factory=list)
    quantity: int = 0
    sale_price: Decimal = Decimal(0)
    list_price: Decimal = Decimal(0)
    stock_ms: int | None = None
    price_ms: int | None = None

    @property
    def card(self) -> str:
        return card_name(self.product_main_id, self.attributes)

    def is_approved(self, now_ms: int) -> bool:
        return not self.rejections and self.approved_ms <= now_ms

    def is_on_sale(self, now_ms: int) -> bool:
        return (
            self.is_approved(now_ms)
            and self.archived_ms is None
            and not self.locked
            and not self.blacklisted
            and self.quantity > 0
        )

    def content(self) -> Json:
        """All but stock and prices, which the store keeps as history."""
        return {name: getattr(self, name) for name in _CONTENT_FIELDS}

    @classmethod
    def from_content(cls, content: Json) -> Self:
        content["dimensional_weight"] = jsontext.decimal(content["dimensional_weight"])
        content["commission"] = jsontext.decimal(content["commission"])
        return cls(**content)


_OFFER_FIELDS = {"quantity", "sale_price", "list_price", "stock_ms", "price_ms"}
_CONTENT_FIELDS = [entry.name for entry in fields(Product) if entry.name not in _OFFER_FIELDS]


@dataclass(slots=True)
class Package:
    """One shipment package. The body is kept as text: it is sent far more often than changed."""

    package_id: int
    order_number: str
    status: str
    created_ms: int
    modified_ms: int
    text: str

    def body(self) -> Json:
        return jsontext.parse_object(self.text)

    @classmethod
    def from_body(cls, body: Json) -> Self:
        return cls(
            body["shipmentPackageId"],
            body["orderNumber"],
            body["status"],
            body["packageHistories"][0]["createdDate"],
            body["lastModifiedDate"],
            jsontext.dump(body),
        )


@dataclass(slots=True)
class Batch:
    """The pending or final answer to one bulk request."""

    batch_id: str
    kind: str
    created_ms: int
    done_ms: int
    items: list[Json]
    """Each `{requestItem, status, failureReasons}`."""

    def described(self) -> Json:
        return {
            "batch_id": self.batch_id,
            "kind": self.kind,
            "created_ms": self.created_ms,
            "done_ms": self.done_ms,
            "items": self.items,
        }


@dataclass(slots=True)
class Webhook:
    webhook_id: str
    url: str
    authentication_type: str
    username: str
    password: str
    api_key: str
    statuses: list[str]
    created_ms: int
    modified_ms: int
    active: bool = True
    failures: int = 0
    """Deliveries refused in a row."""

    def described(self) -> Json:
        return {entry.name: getattr(self, entry.name) for entry in fields(self)}


@dataclass(slots=True)
class Seller:
    seller_id: int
    name: str
    api_key: str
    api_secret: str
    expired: bool = False
    """The key was withdrawn in the seller panel."""
    products: dict[str, Product] = field(default_factory=dict)
    contents: dict[int, list[str]] = field(default_factory=dict)
    cards: dict[str, int] = field(default_factory=dict)
    """Name of a card -> content id."""
    packages: dict[int, Package] = field(default_factory=dict)
    orders: dict[str, list[int]] = field(default_factory=dict)
    claims: dict[str, Json] = field(default_factory=dict)
    questions: dict[int, Json] = field(default_factory=dict)
    webhooks: dict[str, Webhook] = field(default_factory=dict)
    batches: dict[str, Batch] = field(default_factory=dict)
    invoices: dict[int, Json] = field(default_factory=dict)
    labels: dict[str, Json] = field(default_factory=dict)
    audits: dict[int, list[Json]] = field(default_factory=dict)
    ip_whitelist: list[Json] = field(default_factory=list)
    pushes: dict[bytes, int] = field(default_factory=dict)
    """Digest of each price and stock body -> when it was taken, for the 15-minute rule."""

    rivals: dict[str, Json] = field(default_factory=dict)
    """Barcode -> what the article cost when it was first looked at, or the prices others ask as set by hand."""
    cargo_changes: dict[int, int] = field(default_factory=dict)
    """Package -> when its carrier was changed last."""
    price_pace: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Barcode -> start of its running minute and price changes in it."""
    revision: int = 0
    """Grows with every change of the catalogue, for the lists made out of it."""

    cards_read: tuple[tuple[int, int], int, list[list[Product]]] | None = None
    """The whole list as last read: its key, until when it holds, and the cards."""

    @property
    def account(self) -> str:
        return str(self.seller_id)

    def described(self) -> Json:
        return {
            "seller_id": self.seller_id,
            "name": self.name,
            "api_key": self.api_key,
            "api_secret": self.api_secret,
            "expired": self.expired,
        }
