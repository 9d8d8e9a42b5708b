"""Tables of daily and monthly sums, and how fresh they are."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Numeric, UniqueConstraint
from sqlmodel import Field

from prapazar.foundation.rows import NumberedRow, TenantRow, document, moment, stamped

SUM = Numeric(18, 4)
"""Shares of a line are kept to four places, so that every sum over them agrees."""


def _sum() -> Any:  # noqa: ANN401 - SQLModel fields are typed by the attribute they stand for
    return Field(default=Decimal(0), sa_type=SUM, nullable=False)


class _Lines(NumberedRow):
    """What lines of orders add up to. Parts of the profit are of lines whose cost is known, and of no others."""

    lines: int = 0
    units: int = 0
    sold: Decimal = _sum()
    """With VAT, less what was cancelled."""
    costed_lines: int = 0
    costed_sold: Decimal = _sum()
    cost: Decimal = _sum()
    vat: Decimal = _sum()
    commission: Decimal = _sum()
    commission_lines: int = 0
    cargo: Decimal = _sum()
    cargo_lines: int = 0


class SalesDay(_Lines, table=True):
    """Orders of a day, by store and province."""

    __tablename__ = "sales_day"
    __table_args__ = (Index("ix_sales_day", "merchant_id", "day"),)

    day: date
    connection_id: UUID
    """Zeros for orders entered by hand."""
    province: str
    currency: str
    orders: int = 0
    cancelled: int = 0
    turnover: Decimal = _sum()
    """What buyers pay, with VAT and shipping."""
    discount: Decimal = _sum()


class GoodsDay(_Lines, table=True):
    __tablename__ = "goods_day"
    __table_args__ = (Index("ix_goods_day", "merchant_id", "day"),)

    day: date
    connection_id: UUID
    brand_id: UUID | None = None
    category_id: UUID | None = None
    currency: str


class GoodsMonth(_Lines, table=True):
    """By article; `day` is the first of the month."""

    __tablename__ = "goods_month"
    __table_args__ = (Index("ix_goods_month", "merchant_id", "day"),)

    day: date
    connection_id: UUID
    variant_id: UUID | None = None
    currency: str


class MixMonth(_Lines, table=True):
    """Goods by where they went; by day this would be as many rows as there are lines."""

    __tablename__ = "mix_month"
    __table_args__ = (Index("ix_mix_month", "merchant_id", "day"),)

    day: date
    connection_id: UUID
    province: str
    brand_id: UUID | None = None
    category_id: UUID | None = None
    currency: str


class ParcelDay(NumberedRow, table=True):
    """Shipments by the day they were opened."""

    __tablename__ = "parcel_day"
    __table_args__ = (Index("ix_parcel_day", "merchant_id", "day"),)

    day: date
    connection_id: UUID
    carrier: str
    province: str
    currency: str
    parcels: int = 0
    delivered: int = 0
    promised: int = 0
    """Delivered with a promise known, or late by now."""
    on_time: int = 0
    timed: int = 0
    """Whose hours on the way are known."""
    hours: Decimal = _sum()
    expected: Decimal = _sum()
    expected_parcels: int = 0
    billed: Decimal = _sum()
    billed_parcels: int = 0
    compared_expected: Decimal = _sum()
    """Of parcels of which both are known."""
    compared_billed: Decimal = _sum()


class InvoiceDay(NumberedRow, table=True):
    __tablename__ = "invoice_day"
    __table_args__ = (Index("ix_invoice_day", "merchant_id", "day"),)

    day: date
    connection_id: UUID
    kind: str
    document: str
    vat_rate: Decimal | None = Field(default=None, sa_type=Numeric(5, 2))
    """None on rows that hold whole documents; others hold the parts of one rate."""
    currency: str
    invoices: int = 0
    net: Decimal = _sum()
    vat: Decimal = _sum()
    payable: Decimal = _sum()


class StockDay(NumberedRow, table=True):
    """What lay there on a day, as it was last looked at."""

    __tablename__ = "stock_day"
    __table_args__ = (Index("ix_stock_day", "merchant_id", "day"),)

    day: date
    warehouse_id: UUID
    brand_id: UUID | None = None
    category_id: UUID | None = None
    age: str
    """Since the receipt these units came with, first in first out: `30`, `60`, `90`, `180`, `365`, `older`, or
    `unknown`."""
    currency: str
    articles: int = 0
    units: int = 0
    costed_units: int = 0
    cost_value: Decimal = _sum()
    sale_value: Decimal = _sum()


class WorkDay(NumberedRow, table=True):
    """What people did: `what` names its text."""

    __tablename__ = "work_day"
    __table_args__ = (Index("ix_work_day", "merchant_id", "day"),)

    day: date
    user_id: UUID
    what: str
    times: int = 0


class SumState(TenantRow, table=True):
    __tablename__ = "sum_state"
    __table_args__ = (UniqueConstraint("merchant_id", "cube"),)

    cube: str
    summed_at: datetime = stamped()


class ReportSchedule(TenantRow, table=True):
    """A question that is answered again and again, and mailed."""

    __tablename__ = "report_schedule"
    __table_args__ = (Index("ix_report_schedule_merchant", "merchant_id", "name"),)

    user_id: UUID
    """Who wants it: seen with this person's rights at that time, or not at all."""
    name: str
    report: str
    query: dict[str, str] = document()
    rhythm: str
    """`daily`, `weekly` or `monthly`."""
    weekday: int = 0
    """Of a weekly one, 0 is Monday."""
    hour: int = 8
    """Of Istanbul."""
    form: str = "pdf"
    """`pdf` or `xlsx`."""
    people: list[str] = document("[]")
    """Mail addresses."""
    is_active: bool = True
    next_at: datetime = stamped()
    last_at: datetime | None = moment()
    code: str = ""
    """Why the last one was not sent."""
    created_at: datetime = stamped()


class ReportLetter(TenantRow, table=True):
    """One letter of one time of a schedule: whatever may have gone never goes again."""

    __tablename__ = "report_letter"
    __table_args__ = (UniqueConstraint("schedule_id", "due_at", "recipient"),)

    schedule_id: UUID = Field(foreign_key="report_schedule.id", ondelete="CASCADE")
    due_at: datetime = stamped()
    recipient: str
    status: str = "waiting"
    """`waiting`, `begun`, `sent`, `failed`, or `unclear` where a process died while it was being sent."""
    detail: str = ""
    attempts: int = 0
    at: datetime = stamped()


class Export(TenantRow, table=True):
    """A list or report written into a file by a worker: what was asked for, how far it is, where it lies."""

    __tablename__ = "export"
    __table_args__ = (Index("ix_export_created", "merchant_id", "user_id", "created_at"),)

    user_id: UUID
    what: str
    """The list's or report's name."""
    query: dict[str, str] = document()
    form: str
    """`csv`, `xlsx` or `pdf`."""
    locale: str = "tr"
    status: str = "waiting"
    """See channels.enums.RunStatus."""
    total: int = 0
    done: int = 0
    code: str = ""
    name: str = ""
    size: int = 0
    file: str | None = None
    """Path below the data folder, as long as it is kept."""
    created_at: datetime = stamped()
    finished_at: datetime | None = moment()
