"""The finance host: the lines of the account, by order, package, SKU or a pair of dates."""

from datetime import datetime

from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.hepsiburada.errors import problem
from prapazar.sandbox.hepsiburada.visit import TURKEY, Routes, Visit, local
from prapazar.sandbox.jsontext import Json

_BY = {
    "OrderNumber": "orderNumber",
    "PackageNumber": "packageNumber",
    "ReferenceDocument": "orderItemNumber",
    "Sku": "sku",
}
_DATES = {"OrderDate": "orderedMs", "DueDate": "dueMs", "RecordDate": "recordMs", "PaymentDate": "paymentMs"}
_MOST = 1000
routes = Routes()


@routes.route("GET", "/mpfinance-external/transactions/merchantid/{merchant}")
def transactions(visit: Visit) -> Reply:
    query = visit.call.query
    spans = {field: span for name, field in _DATES.items() if (span := _span(visit, name))}
    if not spans and not any(query.get(name) for name in _BY):
        raise problem("OrderNumber", "At least one filter is required.")
    offset, limit = _number(visit, "Offset"), _number(visit, "Limit")
    if not 1 <= limit <= _MOST:
        raise problem("Limit", f"Limit must be between 1 and {_MOST}.")
    kinds = visit.call.listed("TransactionTypes")
    rows = [
        one
        for one in visit.merchant.transactions.values()
        if all(one[field] is not None and start <= one[field] <= end for field, (start, end) in spans.items())
        and all(one[field] == query[name] for name, field in _BY.items() if query.get(name))
        and (not kinds or one["transactionType"] in kinds)
        and query.get("Status") in (None, "", one["status"])
    ]
    page = [_shown(visit, one) for one in rows[offset : offset + limit]]
    return json_reply({"count": len(rows), "items": page})


def _shown(visit: Visit, one: Json) -> Json:
    amount = one["amount"]
    if visit.market.rules.payment_sign == "signed" and not one["isIncome"]:
        amount = -amount
    money = {"value": amount, "currencyCode": "TRY"}
    kept = {name: value for name, value in one.items() if not name.endswith("Ms") and name != "amount"}
    return {
        **kept,
        "invoiceNumber": None,
        "amount": money,
        "taxAmount": {"value": 0, "currencyCode": "TRY"},
        "netAmount": money,
        "orderDate": local(one["orderedMs"]),
        "invoiceDate": local(one["recordMs"]),
        "dueDate": local(one["dueMs"]),
        "paymentDate": local(one["paymentMs"]),
        "invoiceExplanation": None,
        "merchantId": visit.merchant.merchant_id,
        "isInvoice": False,
    }


def _span(visit: Visit, name: str) -> tuple[int, int] | None:
    start, end = (visit.call.query.get(f"{name}{side}") for side in ("Start", "End"))
    if not start and not end:
        return None
    if not start or not end:
        raise problem(f"{name}End", "Both ends of a date range are required.")
    return _moment(name, start), _moment(name, end)


def _moment(name: str, text: str) -> int:
    try:
        read = datetime.fromisoformat(text)
    except ValueError as cause:
        raise problem(name, f"The value '{text}' is not valid.") from cause
    return epoch_ms(read if read.tzinfo else read.replace(tzinfo=TURKEY))


def _number(visit: Visit, name: str) -> int:
    text = visit.call.query.get(name, "")
    if not text.isdecimal():
        raise problem(name, f"The {name} field is required.")
    return int(text)
