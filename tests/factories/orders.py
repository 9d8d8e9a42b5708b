"""Packages as an import hands them over."""

import hashlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.records import IncomingLine, IncomingPackage

NOON = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


def line(barcode: str, quantity: int = 1, *, external_id: str = "1", cancelled: int = 0) -> IncomingLine:
    return IncomingLine(
        external_id=external_id,
        listing_external_id=barcode,
        sku=barcode,
        barcode=barcode,
        title=f"Ürün {barcode}",
        quantity=quantity,
        cancelled_quantity=cancelled,
        unit_price=Decimal("100.00"),
        discount=Decimal(0),
        total=Decimal(100 * quantity),
        vat_rate=Decimal(20),
        commission_rate=None,
    )


def package(
    external_id: str,
    *lines: IncomingLine,
    status: OrderStatus = OrderStatus.NEW,
    minute: int = 0,
    order: str | None = None,
    origins: tuple[str, ...] = (),
    ordered_at: datetime | None = None,
) -> IncomingPackage:
    """`minute` is when the channel last changed it, after NOON."""
    identity = f"{external_id} {status} {minute} {lines}"
    return IncomingPackage(
        external_id=external_id,
        order_external_id=order or f"o-{external_id}",
        order_number=order or f"o-{external_id}",
        status=status,
        provider_status=status.value,
        ordered_at=ordered_at or NOON,
        modified_at=NOON + timedelta(minutes=minute),
        payload_hash=hashlib.sha256(identity.encode()).digest(),
        currency="TRY",
        total=sum((item.total for item in lines), Decimal(0)),
        discount=Decimal(0),
        shipping=Decimal(0),
        lines=lines,
        buyer_name="Ayşe Yılmaz",
        city="İstanbul",
        district="Kadıköy",
        origin_external_ids=origins,
    )
