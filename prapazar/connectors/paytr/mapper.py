"""Pure functions between PayTR's shapes and our records."""

import base64
import json
import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parsing import amount, mapping, optional, required, rows, text, whole
from prapazar.connector_kit.payments import (
    PaymentPage,
    PaymentRecord,
    PaymentRequest,
    PaymentState,
    given_back,
)
from prapazar.connectors.paytr.schemas import Raw, TokenForm
from prapazar.foundation.clock import ISTANBUL, now

_STATES = {"success": PaymentState.PAID, "failed": PaymentState.FAILED}
_MINUTES = 30
_MOST_INSTALLMENTS = 12
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")


def token_form(request: PaymentRequest) -> TokenForm:
    """Amounts in kuruş; long names are cut to what PayTR takes."""
    most = min(request.max_installments, _MOST_INSTALLMENTS)
    place = request.shipping
    lines = (place.line, place.district, place.city, place.postal_code)
    return {
        "user_ip": request.buyer_ip,
        "merchant_oid": request.reference,
        "email": request.buyer_email,
        "payment_amount": kurus(request.amount),
        "user_basket": _basket(request),
        "no_installment": "0" if most > 1 else "1",
        "max_installment": str(most) if most > 1 else "0",
        "currency": "TL" if request.currency == "TRY" else request.currency,
        "user_name": request.buyer_name[:60],
        "user_address": " ".join(part for part in lines if part)[:400],
        "user_phone": request.buyer_phone[:20],
        "merchant_ok_url": request.success_url,
        "merchant_fail_url": request.failure_url,
        "timeout_limit": str(_MINUTES),
        "debug_on": "0",
        "lang": "en" if request.language == "en" else "tr",
    }


def page(answer: object, request: PaymentRequest, base_url: str) -> PaymentPage:
    token = text(required(mapping(answer, "get-token"), "token"))
    return PaymentPage(
        external_id=request.reference,
        url=f"{base_url}/odeme/guvenli/{token}",
        in_frame=True,
        expires_at=now() + timedelta(minutes=_MINUTES),
    )


def notified(form: Raw) -> PaymentRecord:
    """A notification whose hash was found right."""
    status = text(required(form, "status"))
    if status not in _STATES:
        raise UnexpectedAnswer(status, raw=form, code="connector.unknown_status")
    state, oid = _STATES[status], text(required(form, "merchant_oid"))
    total = amount(whole(required(form, "total_amount"), "total_amount"), "total_amount") / 100
    return PaymentRecord(
        reference=oid,
        external_id=oid,
        state=state,
        provider_status=status,
        amount=total if state is PaymentState.PAID else Decimal(0),
        currency=_currency(text(optional(form, "currency"))),
        installments=whole(optional(form, "installment_count") or 1, "installment_count") or 1,
        failure=text(optional(form, "failed_reason_msg")) if state is PaymentState.FAILED else "",
    )


def payment(answer: object, reference: str) -> PaymentRecord:
    """Only what was paid is known to the status query."""
    raw = mapping(answer, "durum-sorgu")
    status, fee = text(required(raw, "status")), optional(raw, "kesinti_tutari")
    if status != "success":
        raise UnexpectedAnswer(status, raw=raw, code="connector.unknown_status")
    paid = PaymentRecord(
        reference=reference,
        external_id=reference,
        state=PaymentState.PAID,
        provider_status=status,
        amount=_lira(required(raw, "payment_total"), "payment_total"),
        currency=_currency(text(required(raw, "currency"))),
        at=_moment(text(optional(raw, "payment_date"))),
        fee=None if fee is None else _lira(fee, "kesinti_tutari"),
        installments=whole(optional(raw, "taksit") or 1, "taksit") or 1,
        card=_card(text(optional(raw, "masked_pan"))),
    )
    back = sum((_lira(required(one, "return_amount"), "return_amount") for one in _returns(raw)), Decimal(0))
    return given_back(paid, back)


def is_refunded_as(answer: object, reference: str) -> bool:
    return any(
        text(optional(one, "reference_no")) == reference for one in _returns(mapping(answer, "status"))
    )


def kurus(value: Decimal) -> str:
    return str(int((value * 100).to_integral_exact()))


def money(value: Decimal) -> str:
    return f"{value:.2f}"


def _basket(request: PaymentRequest) -> str:
    listed = [[item.name, money(item.amount), 1] for item in request.items]
    return base64.b64encode(json.dumps(listed).encode()).decode()


def _returns(raw: Raw) -> list[dict[str, Any]]:
    return rows(optional(raw, "returns") or [], "returns")


def _lira(value: object, name: str) -> Decimal:
    """`99.99`, or as the documents' table writes it `99,99`."""
    return amount(value.replace(",", ".") if isinstance(value, str) else value, name)


def _currency(code: str) -> str:
    return "TRY" if code in {"TL", ""} else code


def _moment(written: str) -> datetime | None:
    """Without a time of day it is no moment."""
    if not _CLOCK.fullmatch(written):
        return None
    return datetime.fromisoformat(written).replace(tzinfo=ISTANBUL)


def _card(masked: str) -> str:
    return f"**** {masked[-4:]}" if masked[-4:].isdecimal() else ""
