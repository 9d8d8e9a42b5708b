"""The merchant's account at Etsy: what a sale brings, what Etsy keeps of it, and what is paid out."""

from decimal import ROUND_HALF_UP, Decimal

from prapazar.sandbox.etsy.mall import DIVISOR, Mall
from prapazar.sandbox.etsy.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json

_LEDGER = "/v3/application/shops/{shop_id}/payment-account/ledger-entries"
routes = Routes()


@routes.route("GET", _LEDGER, "transactions_r")
def entries(visit: Visit) -> Reply:
    visit.own_shop()
    least, most = visit.query_time("min_created"), visit.query_time("max_created")
    if least is None or most is None:
        raise Refusal("min_created and max_created are required.")
    kept = visit.shop["ledger"].values()
    found = [one for one in kept if least <= one["created_timestamp"] <= most]
    found.sort(key=lambda one: one["sequence_number"], reverse=True)
    return visit.page(found)


@routes.route("GET", _LEDGER + "/payments", "transactions_r")
def payments(visit: Visit) -> Reply:
    visit.own_shop()
    wanted = set(visit.call.listed("ledger_entry_ids"))
    kept = visit.shop["ledger"]
    numbers = {kept[one]["reference_id"] for one in wanted if one in kept}
    found = [_payment(visit.shop, one) for one in visit.shop["receipt"].values()]
    chosen = [one for one in found if str(one["payment_id"]) in numbers]
    return json_reply({"count": len(chosen), "results": chosen})


@routes.route("GET", "/v3/application/shops/{shop_id}/receipts/{receipt_id}/payments", "transactions_r")
def payment_of_receipt(visit: Visit) -> Reply:
    visit.own_shop()
    receipt = visit.shop["receipt"].get(visit.values["receipt_id"])
    if receipt is None:
        raise Refusal("Receipt not found.", 404)
    return json_reply({"count": 1, "results": [_payment(visit.shop, receipt)]})


def _payment(shop: Account, receipt: Json) -> Json:
    return {
        "payment_id": receipt["receipt_id"] + 7,
        "receipt_id": receipt["receipt_id"],
        "shop_id": int(shop.number),
        "amount_gross": receipt["grandtotal"],
        "currency": shop.profile["currency"],
        "status": "settled",
        "payment_adjustments": [],
    }


def settle(mall: Mall, shop: Account, receipt: Json) -> Json:
    """The buyer's money, and a fee for each line and for taking the money."""
    payment = str(_payment(shop, receipt)["payment_id"])
    named = "receipt" if mall.rules.ledger_names_receipts else "shop_payment"
    number = str(receipt["receipt_id"]) if mall.rules.ledger_names_receipts else payment
    _book(mall, shop, receipt["grandtotal"]["amount"], "PAYMENT_GROSS", named, number)
    percent = Decimal(mall.rules.fee_percent)
    for line in receipt["transactions"]:
        goods = Decimal(line["price"]["amount"] * line["quantity"])
        fee = int((goods * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))
        _book(mall, shop, -fee, "transaction", "transaction", str(line["transaction_id"]))
    _book(mall, shop, -3 * DIVISOR, "PAYMENT_PROCESSING_FEE", "shop_payment", payment)
    mall.ground.store.flush()
    return receipt


def refund(mall: Mall, shop: Account, receipt: Json) -> Json:
    payment = str(_payment(shop, receipt)["payment_id"])
    _book(mall, shop, -receipt["grandtotal"]["amount"], "REFUND_GROSS", "shop_payment", payment)
    return receipt


def pay_out(mall: Mall, shop: Account) -> Json:
    held = sum(one["amount"] for one in shop["ledger"].values())
    return _book(mall, shop, -held, "DISBURSE2", "disbursement", str(mall.number("disbursement", 5_000_001)))


def book(mall: Mall, shop: Account, request: Json) -> Json:
    """Any other line, such as an advertisement's fee."""
    return _book(mall, shop, int(request["amount"]), str(request["ledger_type"]), "etsy", None)


def _book(mall: Mall, shop: Account, amount: int, kind: str, named: str, reference: str | None) -> Json:
    number = mall.number("entry", 20_000_001)
    entry = {
        "entry_id": number,
        "ledger_id": int(shop.number) + 1,
        "sequence_number": number,
        "amount": amount,
        "currency": shop.profile["currency"],
        "description": kind,
        "balance": sum(one["amount"] for one in shop["ledger"].values()) + amount,
        "create_date": mall.now,
        "created_timestamp": mall.now,
        "ledger_type": kind,
        "reference_type": named,
        "reference_id": reference,
        "parent_entry_id": 0,
        "payment_adjustments": [],
    }
    mall.files.put(shop, "ledger", str(number), entry)
    return entry
