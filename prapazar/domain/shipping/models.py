"""Tables of shipments, parcels and movements, handovers, print-outs, what chooses or changes a carrier, and tariffs."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Index, LargeBinary, Numeric, UniqueConstraint, text
from sqlmodel import Field

from prapazar.foundation.rows import NumberedRow, TenantRow, document, moment, money, stamped

DESI = Numeric(9, 2)


class Shipment(TenantRow, table=True):
    """What one carrier takes for one package; a cancelled one may be followed by another."""

    __tablename__ = "shipment"
    __table_args__ = (
        Index("uq_shipment_reference", "merchant_id", "reference", unique=True),
        Index(
            "uq_shipment_package",
            "package_id",
            "direction",
            unique=True,
            postgresql_where=text("status NOT IN ('cancelled', 'refused')"),
        ),
        Index("ix_shipment_status", "merchant_id", "status", "created_at", "id"),
        Index("ix_shipment_order", "order_id"),
        Index("ix_shipment_created", "merchant_id", "created_at", "id"),
        Index("ix_shipment_tracking", "merchant_id", "tracking_number"),
        Index("ix_shipment_bill", "bill_id", postgresql_where=text("bill_id IS NOT NULL")),
        Index("ix_shipment_handover", "handover_id", postgresql_where=text("handover_id IS NOT NULL")),
        Index(
            "ix_shipment_due",
            "expected_at",
            postgresql_where=text(
                "NOT is_late AND status IN ('created', 'picked_up', 'in_transit', 'out_for_delivery', 'failed_attempt')"
            ),
        ),
        Index(
            "ix_shipment_asked",
            "connection_id",
            "asked_at",
            postgresql_where=text("status NOT IN ('delivered', 'returned', 'cancelled', 'refused', 'lost')"),
        ),
    )

    order_id: UUID = Field(foreign_key="purchase_order.id", ondelete="CASCADE")
    package_id: UUID = Field(foreign_key="shipment_package.id", ondelete="CASCADE")
    direction: str = "out"
    """See enums.Direction."""
    connection_id: UUID | None = Field(default=None, foreign_key="connection.id", ondelete="SET NULL")
    """The carrier's account; the channel's own where it pays and makes the label."""
    carrier: str
    """Slug of the carrier's connector; the name of one nobody can call, or what the channel calls its carrier."""
    payer: str = "sender"
    """`sender`, `receiver` or `channel`."""
    reference: str
    """By which the carrier knows it: capitals and digits, at most 20."""
    status: str = "waiting"
    """See enums.ShipmentStatus."""
    provider_status: str = ""
    code: str | None = None
    """Of the last refusal; its sentence is in foundation.texts."""
    detail: str = ""
    """The carrier's own sentence."""
    attempts: int = 0
    external_id: str | None = None
    tracking_number: str | None = None
    tracking_url: str | None = None
    parcel_count: int = 1
    desi: Decimal = Field(default=Decimal(0), sa_type=DESI, nullable=False)
    weight: Decimal = Field(default=Decimal(0), sa_type=DESI, nullable=False)
    """Kilograms."""
    cash_on_delivery: Decimal | None = money(optional=True)
    city: str = ""
    recipient: str = ""
    currency: str = "TRY"
    expected_amount: Decimal | None = money(optional=True)
    """By our tariff of that day, VAT included."""
    billed_amount: Decimal | None = money(optional=True)
    billed_desi: Decimal | None = Field(default=None, sa_type=DESI)
    bill_id: UUID | None = Field(default=None, foreign_key="carrier_bill.id", ondelete="SET NULL")
    disputed_at: datetime | None = moment()
    """When somebody objected to what is billed; None: nobody does."""
    dispute_note: str = Field(default="", nullable=False, sa_column_kwargs={"server_default": ""})
    label_id: UUID | None = None
    """The stored file, where the carrier or the channel drew it; all others are drawn when they are printed."""
    printed_at: datetime | None = moment()
    handover_id: UUID | None = None
    expected_at: datetime | None = moment()
    """When it should be with the buyer."""
    is_late: bool = Field(default=False, nullable=False, sa_column_kwargs={"server_default": text("false")})
    asked_at: datetime | None = moment()
    """When its carrier was asked last."""
    created_at: datetime = stamped()
    shipped_at: datetime | None = moment()
    delivered_at: datetime | None = moment()
    received_by: str = ""
    updated_at: datetime = stamped()


class ShipmentParcel(TenantRow, table=True):
    __tablename__ = "shipment_parcel"
    __table_args__ = (
        Index("ix_shipment_parcel_barcode", "merchant_id", "barcode"),
        Index("ix_shipment_parcel_shipment", "shipment_id", "place"),
    )

    shipment_id: UUID = Field(foreign_key="shipment.id", ondelete="CASCADE")
    place: int = 1
    barcode: str
    """What a scanner reads from its label. Not unique: a channel's number comes back after a cancellation, and
    some channels give one to several packages."""
    desi: Decimal = Field(default=Decimal(0), sa_type=DESI, nullable=False)
    weight: Decimal = Field(default=Decimal(0), sa_type=DESI, nullable=False)
    scanned_at: datetime | None = moment()
    """When it was handed to the carrier."""


class ShipmentEvent(NumberedRow, table=True):
    """A movement the carrier told."""

    __tablename__ = "shipment_event"
    __table_args__ = (UniqueConstraint("shipment_id", "at", "provider_status", "place"),)

    shipment_id: UUID = Field(foreign_key="shipment.id", ondelete="CASCADE")
    at: datetime = stamped()
    status: str | None = None
    """None for a movement that changes nothing."""
    provider_status: str = ""
    text: str = ""
    place: str = ""


class Handover(TenantRow, table=True):
    """What one carrier took at one time; its list is signed by the driver."""

    __tablename__ = "handover"
    __table_args__ = (Index("ix_handover_created", "merchant_id", "created_at", "id"),)

    number: str
    carrier: str
    connection_id: UUID | None = None
    user_id: UUID | None = None
    parcel_count: int = 0
    shipment_count: int = 0
    created_at: datetime = stamped()
    closed_at: datetime | None = moment()


class CarrierRule(TenantRow, table=True):
    """Which carrier takes a package: the first rule that fits decides."""

    __tablename__ = "carrier_rule"
    __table_args__ = (Index("ix_carrier_rule_place", "merchant_id", "place"),)

    place: int
    name: str
    is_active: bool = True
    channels: list[str] = document("[]")
    """Ids of the stores it holds for; empty: all."""
    provinces: list[str] = document("[]")
    """Names; empty: all, unless zones are named."""
    zones: list[str] = document("[]")
    """Presets of regions.py or ids of own zones; beside the provinces."""
    least_desi: Decimal | None = Field(default=None, sa_type=DESI)
    most_desi: Decimal | None = Field(default=None, sa_type=DESI)
    least_total: Decimal | None = money(optional=True)
    most_total: Decimal | None = money(optional=True)
    cash_on_delivery: bool | None = None
    """None: whether or not the buyer pays at the door."""
    connection_id: UUID | None = Field(default=None, foreign_key="connection.id", ondelete="CASCADE")
    """The carrier's account; None: the one that is cheapest by tariff."""
    payer: str = "sender"


class ShippingZone(TenantRow, table=True):
    """Provinces and districts the merchant calls by one name."""

    __tablename__ = "shipping_zone"
    __table_args__ = (Index("uq_shipping_zone_name", "merchant_id", "name", unique=True),)

    name: str
    places: list[str] = document("[]")
    """`Province` or `Province/District`, as typed."""


class CarrierBill(TenantRow, table=True):
    """A carrier's bill as its file told it: what it asks for each parcel, beside what we expected."""

    __tablename__ = "carrier_bill"
    __table_args__ = (
        Index("uq_carrier_bill_number", "connection_id", "number", unique=True),
        Index("ix_carrier_bill_created", "merchant_id", "created_at", "id"),
    )

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    number: str
    """Of the bill, or the file's name."""
    user_id: UUID | None = None
    created_at: datetime = stamped()
    row_count: int = 0
    matched_count: int = 0
    billed_total: Decimal = money()
    """VAT included; rows we do not know counted too."""
    strays: list[dict[str, str]] = document("[]")
    """Rows that belong to no shipment of this account, or are billed twice: `row`, `key`, `amount`, `code`."""


class CarrierTerms(TenantRow, table=True):
    """What the merchant knows of one carrier's account, and no connector can tell."""

    __tablename__ = "carrier_terms"
    __table_args__ = (Index("uq_carrier_terms_connection", "connection_id", unique=True),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    delivery_days: int = Field(default=3, nullable=False, sa_column_kwargs={"server_default": text("3")})
    """Working days from the warehouse to the buyer."""
    tracking_url: str = Field(default="", nullable=False, sa_column_kwargs={"server_default": ""})
    """For carriers that give no address to follow a parcel at; `{number}` stands for its number."""


class CarrierTariff(TenantRow, table=True):
    """What a carrier's account costs up to a desi, from a day on."""

    __tablename__ = "carrier_tariff"
    __table_args__ = (UniqueConstraint("connection_id", "since", "zone", "up_to_desi"),)

    connection_id: UUID = Field(foreign_key="connection.id", ondelete="CASCADE")
    since: date
    zone: str = ""
    """Empty: everywhere; else `city`, `near` or `far`."""
    up_to_desi: Decimal = Field(sa_type=DESI, nullable=False)
    amount: Decimal = money()
    """VAT included."""
    per_further_desi: Decimal = money()
    """For what is above the last row."""
    currency: str = "TRY"


class LabelRun(TenantRow, table=True):
    """Many labels printed by a worker: what was asked for, how far it is, and the file for a day."""

    __tablename__ = "label_run"
    __table_args__ = (Index("ix_label_run_created", "merchant_id", "created_at", "id"),)

    kind: str
    """`10x15`, `a4` or `zpl`."""
    first_field: int = 1
    """Of a sheet of A4 that was begun."""
    shipment_ids: list[str] = document("[]")
    status: str = "waiting"
    """See channels.enums.RunStatus."""
    total: int = 0
    done: int = 0
    printed: int = 0
    """Shipments that stand in the file."""
    code: str = ""
    """Why it failed."""
    name: str = ""
    size: int = 0
    content: bytes | None = Field(default=None, sa_type=LargeBinary)
    """Sealed with the run's id as context: labels tell who bought."""
    user_id: UUID | None = None
    locale: str = "tr"
    created_at: datetime = stamped()
    finished_at: datetime | None = moment()


class CarrierChange(TenantRow, table=True):
    """Which of its carriers a channel is asked to send a package with; a package has one such wish, the newest."""

    __tablename__ = "carrier_change"
    __table_args__ = (
        Index("uq_carrier_change_package", "package_id", unique=True),
        Index("ix_carrier_change_order", "order_id"),
    )

    package_id: UUID = Field(foreign_key="shipment_package.id", ondelete="CASCADE")
    order_id: UUID
    connection_id: UUID
    state: str = "looking"
    """See enums.ChangeState."""
    offers: list[dict[str, str]] = document("[]")
    """What the channel offered: `id` and `name`."""
    chosen: str = ""
    """The id of one of them."""
    was: str = ""
    """The carrier when it was asked for."""
    code: str = ""
    detail: str = ""
    """Why it was refused, or why it takes so long."""
    user_id: UUID | None = None
    asked_at: datetime = stamped()
