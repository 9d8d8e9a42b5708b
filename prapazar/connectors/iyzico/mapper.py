"""Pure functions between iyzico's shapes and our records."""

import re
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from prapazar.connector_kit.errors import UnexpectedAnswer
from prapazar.connector_kit.parsing import (
    amount,
    mapping,
    millis,
    optional,
    required,
    rows,
    text,
    whole,
)
from prapazar.connector_kit.payments import (
    PaymentPage,
    PaymentRecord,
    PaymentRequest,
    PaymentState,
    given_back,
)
from prapazar.connector_kit.records import Address
from prapazar.connectors.iyzico import auth
from prapazar.connectors.iyzico.schemas import Buyer, Form, Place, Raw

_STATES = {
    "SUCCESS": PaymentState.PAID,
    "FAILURE": PaymentState.FAILED,
    "INIT_THREEDS": PaymentState.OPEN,
    "CALLBACK_THREEDS": PaymentState.OPEN,
    "BKM_POS_SELECTED": PaymentState.OPEN,
    "CALLBACK_PECCO": PaymentState.OPEN,
}
_FRAUD = {1: PaymentState.PAID, 0: PaymentState.OPEN, -1: PaymentState.FAILED}
"""What iyzico's check makes of a payment that succeeded: fine, still looked at, refused."""
_PLANS = (1, 2, 3, 6, 9, 12)
_COUNTRIES = {"TR": "Turkey"}
_SIGNED = "iyzico.signature_wrong"
_DONE = 1


def form(request: PaymentRequest) -> Form:
    total = money(request.amount)
    return {
        "locale": "en" if request.language == "en" else "tr",
        "conversationId": request.reference,
        "price": total,
        "paidPrice": total,
        "currency": request.currency,
        "basketId": request.reference,
        "paymentGroup": "PRODUCT",
        "callbackUrl": request.callback_url,
        "enabledInstallments": [str(count) for count in _PLANS if count <= max(1, request.max_installments)],
        "buyer": _buyer(request),
        "shippingAddress": _place(request.shipping, request.buyer_name),
        "billingAddress": _place(request.billing, request.buyer_name),
        "basketItems": [
            {
                "id": item.external_id,
                "name": item.name,
                "category1": item.category,
                "itemType": "PHYSICAL",
                "price": money(item.amount),
            }
            for item in request.items
        ],
    }


def page(answer: object, request: PaymentRequest, secret: str) -> PaymentPage:
    raw = mapping(answer, "CheckoutFormInitialize")
    token = text(required(raw, "token"))
    _check(raw, (request.reference, token), secret)
    lives = timedelta(seconds=whole(required(raw, "tokenExpireTime"), "tokenExpireTime"))
    opened = millis(required(raw, "systemTime"), "systemTime")
    return PaymentPage(token, text(required(raw, "paymentPageUrl")), expires_at=opened + lives)


def payment(answer: object, token: str, secret: str) -> PaymentRecord:
    """What became of a form; without a `paymentStatus` nobody has tried to pay."""
    raw = mapping(answer, "CheckoutForm")
    if text(required(raw, "token")) != token:
        raise UnexpectedAnswer("another token", raw=raw, code="connector.odd_value")
    word = text(optional(raw, "paymentStatus"))
    state = _state(word, raw)
    paid = amount(optional(raw, "paidPrice") or 0, "paidPrice")
    if word == "SUCCESS":
        _check_payment(raw, secret)
    return PaymentRecord(
        reference=text(optional(raw, "basketId")),
        external_id=token,
        state=state,
        provider_status=word,
        amount=paid,
        currency=text(optional(raw, "currency")),
        fee=_fee(raw),
        installments=whole(optional(raw, "installment") or 1, "installment"),
        card=_card(raw),
        failure=text(optional(raw, "errorMessage")),
        receipt=text(optional(raw, "paymentId")),
        item_ids=_item_ids(raw),
    )


def with_refunds(record: PaymentRecord, report: object) -> PaymentRecord:
    """The same, with what the report says was given back since."""
    found = _reported(report)
    if found is None:
        return record
    refunded = sum(
        (amount(required(one, "refundPrice"), "refundPrice") for one in _refunds(found)), Decimal(0)
    )
    cancels = rows(optional(found, "cancels") or [], "cancels")
    return given_back(record, refunded, is_cancelled=any(_is_done(one) for one in cancels))


def is_refunded_as(report: object, reference: str) -> bool:
    """A refund was made under this reference."""
    found = _reported(report)
    done = _refunds(found) if found else []
    return any(text(optional(one, "refundConversationId")) == reference for one in done)


def reported(report: object, reference: str) -> PaymentRecord | None:
    """Of a payment whose form's token we never learned."""
    raw = _reported(report)
    if raw is None:
        return None
    record = PaymentRecord(
        reference=reference,
        external_id="",
        state=_FRAUD[whole(optional(raw, "fraudStatus") or 1, "fraudStatus")],
        provider_status=text(required(raw, "paymentStatus")),
        amount=amount(required(raw, "paidPrice"), "paidPrice"),
        currency=text(required(raw, "currency")),
        fee=_fee(raw),
        installments=whole(optional(raw, "installment") or 1, "installment"),
        card=_card(raw),
        receipt=text(required(raw, "paymentId")),
        item_ids=_item_ids(raw),
    )
    return with_refunds(record, report)


def money(value: Decimal) -> str:
    return f"{value:.2f}"


def _state(word: str, raw: Raw) -> PaymentState:
    if not word:
        return PaymentState.OPEN
    if word not in _STATES:
        raise UnexpectedAnswer(word, raw=raw, code="connector.unknown_status")
    if word != "SUCCESS":
        return _STATES[word]
    fraud = whole(required(raw, "fraudStatus"), "fraudStatus")
    if fraud not in _FRAUD:
        raise UnexpectedAnswer(str(fraud), raw=raw, code="connector.unknown_status")
    return _FRAUD[fraud]


def _check(raw: Raw, parts: tuple[object, ...], secret: str) -> None:
    if not auth.is_signed(secret, parts, text(optional(raw, "signature"))):
        raise UnexpectedAnswer("the answer's signature does not fit", code=_SIGNED)


def _check_payment(raw: Raw, secret: str) -> None:
    words = (
        raw.get(name) for name in ("paymentStatus", "paymentId", "currency", "basketId", "conversationId")
    )
    prices = (amount(required(raw, name), name) for name in ("paidPrice", "price"))
    _check(raw, (*words, *prices, raw.get("token")), secret)


def _reported(report: object) -> Raw | None:
    found = rows(optional(mapping(report, "PaymentReport"), "payments") or [], "payments")
    return found[0] if found else None


def _refunds(raw: Raw) -> list[dict[str, Any]]:
    items = rows(optional(raw, "itemTransactions") or [], "itemTransactions")
    return [
        one for item in items for one in rows(optional(item, "refunds") or [], "refunds") if _is_done(one)
    ]


def _is_done(raw: Mapping[str, Any]) -> bool:
    return whole(required(raw, "refundStatus"), "refundStatus") == _DONE


def _fee(raw: Raw) -> Decimal | None:
    parts = [optional(raw, name) for name in ("iyziCommissionRateAmount", "iyziCommissionFee")]
    if all(part is None for part in parts):
        return None
    return sum((amount(part, "iyziCommission") for part in parts if part is not None), Decimal(0))


def _card(raw: Raw) -> str:
    digits = text(optional(raw, "lastFourDigits"))
    return f"**** {digits}" if digits else ""


def _item_ids(raw: Raw) -> tuple[tuple[str, str], ...]:
    items = rows(optional(raw, "itemTransactions") or [], "itemTransactions")
    return tuple(
        (text(optional(one, "itemId")), text(required(one, "paymentTransactionId"))) for one in items
    )


def _buyer(request: PaymentRequest) -> Buyer:
    name, _, surname = request.buyer_name.strip().rpartition(" ")
    buyer: Buyer = {
        "id": request.buyer_id,
        "name": name or surname,
        "surname": surname,
        "email": request.buyer_email,
        "identityNumber": request.identity_number,
        "registrationAddress": request.billing.line,
        "ip": request.buyer_ip,
        "city": request.billing.city,
        "country": _COUNTRIES.get(request.billing.country, request.billing.country),
        "zipCode": request.billing.postal_code,
    }
    if phone := _phone(request.buyer_phone):
        buyer["gsmNumber"] = phone
    return buyer


def _place(address: Address, buyer: str) -> Place:
    return {
        "contactName": address.name or address.company or buyer,
        "city": address.city,
        "country": _COUNTRIES.get(address.country, address.country),
        "address": " ".join(part for part in (address.line, address.district) if part),
        "zipCode": address.postal_code,
    }


def _phone(typed: str) -> str:
    digits = re.sub(r"\D", "", typed)[-10:]
    return f"+90{digits}" if len(digits) == len("5321112233") else ""


def card_known(answer: object, number: str) -> None:
    raw = mapping(answer, "BinNumber")
    if text(required(raw, "binNumber")) != number:
        raise UnexpectedAnswer("another card", raw=raw, code="connector.odd_value")
