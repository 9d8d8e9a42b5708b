"""The seller's account: sales less eBay's fee, refunds with their fee given back, and payouts."""

from datetime import datetime
from decimal import Decimal

from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.ebay.mall import Mall, money
from prapazar.sandbox.ebay.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, empty_reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal

_HOST = "/apiz"
_MOST_ROWS = 1000
_CENT = Decimal("0.01")
routes = Routes()


@routes.route("GET", f"{_HOST}/sell/finances/v1/transaction", "sell.finances")
def transactions(visit: Visit) -> Reply:
    """Newest first; 204 where there are none."""
    limit = visit.whole("limit", 20, _MOST_ROWS, 135003)
    offset = visit.whole("offset", 0, 1_000_000, 135003)
    first, last = _range(visit.call.query.get("filter", ""))
    found = [
        one
        for one in reversed(list(visit.seller["transaction"].values()))
        if first <= epoch_ms(datetime.fromisoformat(one["transactionDate"])) <= last
    ]
    if not found:
        return empty_reply(204)
    rows = found[offset : offset + limit]
    return json_reply({"total": len(found), "limit": limit, "offset": offset, "transactions": rows})


def book_sale(mall: Mall, account: Account, order: Json) -> Json:
    total = order["pricingSummary"]["total"]
    gross = decimal(total["value"])
    return _booked(mall, account, "SALE", gross, total["currency"], order["orderId"])


def book_refund(mall: Mall, account: Account, order: str, gross: Decimal) -> Json:
    currency = account["order"][order]["pricingSummary"]["total"]["currency"]
    return _booked(mall, account, "REFUND", gross, currency, order)


def pay_out(mall: Mall, account: Account) -> Json:
    """Everything not paid out yet leaves as one transfer."""
    waiting = [one for one in account["transaction"].values() if "payoutId" not in one]
    number = str(mall.files.next_number("payout", 5_800_000_001))
    held = Decimal(0)
    for one in waiting:
        value = decimal(one["amount"]["value"])
        held += value if one["bookingEntry"] == "CREDIT" else -value
        one.update(payoutId=number, transactionStatus="PAYOUT")
        mall.files.put(account, "transaction", one["transactionId"] + one["transactionType"], one)
    currency = waiting[0]["amount"]["currency"] if waiting else "USD"
    document: Json = {"payoutId": number, "amount": money(held, currency), "payoutStatus": "SUCCEEDED"}
    document |= {"payoutDate": mall.stamp(), "transactionCount": len(waiting)}
    mall.files.put(account, "payout", number, document)
    mall.ground.store.flush()
    return document


@routes.route("GET", f"{_HOST}/sell/finances/v1/payout", "sell.finances")
def payouts(visit: Visit) -> Reply:
    limit = visit.whole("limit", 20, 200, 135003)
    offset = visit.whole("offset", 0, 1_000_000, 135003)
    first, last = _range(visit.call.query.get("filter", ""), "payoutDate")
    found = [
        one
        for one in reversed(list(visit.seller["payout"].values()))
        if first <= epoch_ms(datetime.fromisoformat(one["payoutDate"])) <= last
    ]
    if not found:
        return empty_reply(204)
    rows = found[offset : offset + limit]
    return json_reply({"total": len(found), "limit": limit, "offset": offset, "payouts": rows})


def _booked(mall: Mall, account: Account, kind: str, gross: Decimal, currency: str, order: str) -> Json:
    """`amount` is what the seller gets, or gives, once the fee is off."""
    fee = (gross * decimal(mall.rules.fee_percent) / 100).quantize(_CENT)
    number = str(mall.files.next_number("transaction", 2_300_000_001))
    document: Json = {
        "transactionId": number,
        "transactionType": kind,
        "transactionStatus": "FUNDS_AVAILABLE_FOR_PAYOUT",
        "transactionDate": mall.stamp(),
        "orderId": order,
        "bookingEntry": "CREDIT" if kind == "SALE" else "DEBIT",
        "amount": money(gross - fee, currency),
        "totalFeeBasisAmount": money(gross, currency),
        "totalFeeAmount": money(fee, currency),
        "buyer": {"username": "alici_34"},
        "paymentsEntity": "eBay Commerce Inc.",
    }
    mall.files.put(account, "transaction", number + kind, document)
    mall.ground.store.flush()
    return document


def _range(text: str, name: str = "transactionDate") -> tuple[int, int]:
    opening = f"{name}:["
    if not text.startswith(opening) or not text.endswith("]"):
        raise Refusal(135008, "The value of transaction date filter is invalid.", domain="API_FINANCES")
    first, _, last = text.removeprefix(opening)[:-1].partition("..")
    try:
        ends = [epoch_ms(datetime.fromisoformat(one)) for one in (first, last or "9999-01-01T00:00:00+00:00")]
    except ValueError as cause:
        text = "The value of transaction date filter is invalid."
        raise Refusal(135008, text, domain="API_FINANCES") from cause
    return ends[0], ends[1]
