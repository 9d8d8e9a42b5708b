"""The merchant's account: what a sale, a return and a payout write into it."""

import uuid
from decimal import Decimal

from prapazar.sandbox.hepsiburada.market import Market, Merchant
from prapazar.sandbox.jsontext import Json

_DUE_MS = 21 * 24 * 3600 * 1000


def settle(market: Market, merchant: Merchant, line: Json) -> None:
    """A delivered line is sold: its price comes in, the commission goes out. Once."""
    if line.get("settled"):
        return
    line["settled"] = True
    market.keep("lines", merchant, line["id"], line)
    total = line["unitPrice"] * line["quantity"]
    _write(market, merchant, line, "Payment", "Satış", total, line["quantity"], is_income=True)
    _write(
        market, merchant, line, "Commission", "Komisyon", _commission(line, total), line["quantity"],
        is_income=False,
    )  # fmt: skip


def refund(market: Market, merchant: Merchant, line: Json, quantity: int) -> None:
    total = line["unitPrice"] * quantity
    _write(market, merchant, line, "Return", "İade", total, quantity, is_income=False)
    _write(
        market, merchant, line, "CommissionRefund", "Komisyon İadesi", _commission(line, total), quantity,
        is_income=True,
    )  # fmt: skip


def pay_out(market: Market, merchant: Merchant) -> Decimal:
    """Everything that waits is paid in one sum."""
    waiting = [one for one in merchant.transactions.values() if one["status"] == "WillBePaid"]
    total = sum((one["amount"] if one["isIncome"] else -one["amount"] for one in waiting), Decimal(0))
    for one in waiting:
        one["status"], one["paymentMs"] = "Paid", market.now_ms
        market.keep("transactions", merchant, one["id"], one)
    paid = _row(market, "TotalPayment", "Ödeme", total, is_income=True)
    market.keep("transactions", merchant, paid["id"], {**paid, "status": "Paid", "paymentMs": market.now_ms})
    return total


def _commission(line: Json, total: Decimal) -> Decimal:
    return round(total * int(line["commissionRate"]) / 100, 2)


def _write(
    market: Market, merchant: Merchant, line: Json, kind: str, words: str, amount: Decimal, quantity: int,
    *, is_income: bool,
) -> None:  # fmt: skip
    row = _row(market, kind, words, amount, is_income=is_income)
    row |= {
        "sku": line["sku"],
        "productName": line["name"],
        "packageNumber": line["packageNumber"],
        "orderNumber": line["orderNumber"],
        "orderItemNumber": line["id"],
        "quantity": quantity,
        "orderedMs": merchant.orders[line["orderNumber"]]["orderedMs"],
    }
    market.keep("transactions", merchant, row["id"], row)


def _row(market: Market, kind: str, words: str, amount: Decimal, *, is_income: bool) -> Json:
    return {
        "id": str(uuid.uuid4()),
        "transactionType": kind,
        "transactionTypeCategory": words,
        "status": "WillBePaid",
        "sku": None,
        "productName": None,
        "packageNumber": None,
        "orderNumber": None,
        "orderItemNumber": None,
        "quantity": 0,
        "amount": amount,
        "isIncome": is_income,
        "recordMs": market.now_ms,
        "orderedMs": None,
        "dueMs": market.now_ms + _DUE_MS,
        "paymentMs": None,
    }
