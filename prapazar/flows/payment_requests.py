"""What a provider is asked for when a buyer wants to pay: the basket adds up to the payment to the kuruş."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.connector_kit.payments import BasketItem, PaymentRequest
from prapazar.connector_kit.records import Address
from prapazar.domain.payments.errors import PaymentMissing
from prapazar.foundation import routes
from prapazar.foundation.settings import settings as installation
from prapazar.foundation.texts import say

_WHOLE = text(
    "SELECT a.reference, a.buyer, p.id, p.link, p.amount, p.currency, p.title, p.order_id, p.reference AS number,"
    " o.number AS order_number, o.total, o.shipping, o.billing_address, o.shipping_address, i.number AS invoice_number"
    " FROM payment_attempt a JOIN payment p ON p.id = a.payment_id"
    " LEFT JOIN purchase_order o ON o.id = p.order_id LEFT JOIN invoice i ON i.id = p.invoice_id WHERE a.id = :id"
)
_LINES = text(
    "SELECT l.id, l.title, l.total FROM order_line l JOIN shipment_package k ON k.id = l.package_id"
    " AND k.status NOT IN ('unpacked', 'cancelled') WHERE l.order_id = :order AND l.total > 0 ORDER BY l.id"
)
_LONGEST = 100


def of_try(session: Session, attempt_id: UUID) -> PaymentRequest:
    row = session.execute(_WHOLE, {"id": attempt_id}).one_or_none()
    if row is None:
        raise PaymentMissing(attempt_id)
    buyer: dict[str, str] = row.buyer
    language = buyer.get("language", "tr")
    back = f"{installation().address}{routes.pay_back(row.link)}"
    billing, shipping = dict(row.billing_address or {}), dict(row.shipping_address or {})
    return PaymentRequest(
        reference=row.reference,
        amount=row.amount,
        currency=row.currency,
        buyer_id=str(row.order_id or row.id),
        buyer_name=buyer["name"],
        buyer_email=buyer["email"],
        buyer_phone=buyer["phone"],
        buyer_ip=buyer["ip"],
        billing=_address(billing or shipping, buyer),
        shipping=_address(shipping or billing, buyer),
        items=_items(session, row, language),
        callback_url=back,
        success_url=back,
        failure_url=back,
        language=language,
        identity_number=_identity(billing),
    )


def _items(session: Session, row: Any, language: str) -> tuple[BasketItem, ...]:  # noqa: ANN401 - a row of _WHOLE
    """The order's lines where the whole of it is paid at once; else one item, called what it is for."""
    if row.order_id is not None and row.amount == row.total:
        lines = session.execute(_LINES, {"order": row.order_id}).all()
        items = [BasketItem(str(one.id), one.title[:_LONGEST], "-", one.total) for one in lines]
        if row.shipping:
            items.append(BasketItem("shipping", say(language, "pay.shipping"), "-", row.shipping))
        if items and sum((item.amount for item in items), Decimal(0)) == row.amount:
            return tuple(items)
    key = "pay.for_invoice" if row.invoice_number else "pay.for_order"
    number = row.invoice_number or row.order_number
    name = say(language, key, number=number) if number else row.title or row.number
    return (BasketItem(row.number, name[:_LONGEST], "-", row.amount),)


def _address(kept: dict[str, Any], buyer: dict[str, str]) -> Address:
    return Address(
        name=str(kept.get("name") or buyer["name"]),
        company=str(kept.get("company") or ""),
        line=str(kept.get("line") or "-"),
        district=str(kept.get("district") or ""),
        city=str(kept.get("city") or "İstanbul"),
        postal_code=str(kept.get("postal_code") or ""),
        country=str(kept.get("country") or "TR"),
        phone=buyer["phone"],
    )


def _identity(billing: dict[str, Any]) -> str:
    """Eleven ones stand for whoever told none, as on invoices to end users."""
    number = str(billing.get("tax_number") or "")
    return number if number.isdigit() and len(number) == len("11111111111") else "1" * 11
