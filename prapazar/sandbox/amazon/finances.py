"""Transactions of the seller's account, in the order they were posted."""

from decimal import Decimal

from prapazar.sandbox.amazon import orders
from prapazar.sandbox.amazon.mall import Mall
from prapazar.sandbox.amazon.visit import Refusal, Routes, Visit, iso, payload
from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal

_FEE = Decimal("0.15")
_FIRST = 700_001
routes = Routes()


@routes.route("GET", "/finances/2024-06-19/transactions", "listTransactions")
def listed(visit: Visit) -> Reply:
    after, before = visit.moment("postedAfter"), visit.moment("postedBefore")
    if after is None:
        raise Refusal("'postedAfter' is missing.", code="MissingRequiredParameter")
    latest = visit.now_ms - visit.mall.rules.settled_ms
    if before is not None and before > latest:
        raise Refusal("'postedBefore' must be at least two minutes in the past.")
    rows = [one for one in visit.seller["transaction"].values() if after <= one["atMs"] <= (before or latest)]
    start = int(visit.query("nextToken") or 0)
    end = start + visit.mall.rules.most_transactions
    token = {"nextToken": str(end)} if end < len(rows) else {}
    return payload({**token, "transactions": [_view(visit, one) for one in rows[start:end]]})


def book_sale(mall: Mall, account: Account, order: Json) -> Json:
    goods = orders.total(order)
    fee = -(goods * _FEE).quantize(Decimal("0.01"))
    related = [{"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": order["orderId"]}]
    parts = {"ProductCharges": goods, "AmazonFees": fee}
    return _book(mall, account, "Shipment", goods + fee, related, parts)


def book_refund(mall: Mall, account: Account, order: Json, units: Decimal) -> Json:
    fee = (units * _FEE).quantize(Decimal("0.01"))
    related = [{"relatedIdentifierName": "ORDER_ID", "relatedIdentifierValue": order["orderId"]}]
    return _book(mall, account, "Refund", fee - units, related, {"ProductCharges": -units, "AmazonFees": fee})


def pay_out(mall: Mall, account: Account) -> Json:
    held = sum((decimal(one["total"]) for one in account["transaction"].values()), Decimal(0))
    return _book(mall, account, "Transfer", -held, [], {})


def _book(
    mall: Mall, account: Account, kind: str, total: Decimal, related: list[Json], parts: dict[str, Decimal]
) -> Json:
    number = f"amzn1:crow:{mall.files.next_number('transaction', _FIRST)}"
    row: Json = {
        "id": number,
        "kind": kind,
        "total": str(total),
        "related": related,
        "parts": {name: str(value) for name, value in parts.items()},
        "atMs": mall.ground.now_ms(),
    }
    mall.files.put(account, "transaction", number, row)
    return row


def _view(visit: Visit, row: Json) -> Json:
    def money(value: object) -> Json:
        return {"currencyCode": visit.place.currency, "currencyAmount": decimal(value)}

    return {
        "sellingPartnerMetadata": {
            "sellingPartnerId": visit.seller.number,
            "accountType": "Standard Orders",
            "marketplaceId": visit.marketplace,
        },
        "relatedIdentifiers": row["related"],
        "transactionType": row["kind"],
        "transactionId": row["id"],
        "transactionStatus": row.get("status", "RELEASED"),
        "description": row["kind"],
        "postedDate": iso(row["atMs"]),
        "totalAmount": money(row["total"]),
        "breakdowns": [
            {
                "breakdownType": group,
                "breakdownAmount": money(value),
                "breakdowns": [_part(name, money(value))],
            }
            for (name, value), group in zip(row["parts"].items(), ("Sales", "Expenses"), strict=False)
        ],
    }


def _part(name: str, money: Json) -> Json:
    return {"breakdownType": name, "breakdownAmount": money, "breakdowns": None}


def defer(mall: Mall, account: Account, number: str) -> Json:
    """Held back until the goods have arrived; afterwards it is told once more, released."""
    row = account["transaction"][number]
    mall.files.put(account, "transaction", number, {**row, "status": "DEFERRED_RELEASED"})
    return _book(
        mall,
        account,
        row["kind"],
        decimal(row["total"]),
        row["related"],
        {name: decimal(one) for name, one in row["parts"].items()},
    )
