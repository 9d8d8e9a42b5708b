"""After the payment: read, given back by item or amount, cancelled on its day, reported; and the tables of cards."""

from collections.abc import Callable
from decimal import Decimal
from zoneinfo import ZoneInfo

from prapazar.sandbox.checkout_page import with_interest
from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.iyzico.forms import Refusal, Visit, item_id, item_share, payment_object
from prapazar.sandbox.iyzico.till import Till, signature
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.routing import RouteTable

_ISTANBUL = ZoneInfo("Europe/Istanbul")
_PLANS = (1, 2, 3, 6, 9, 12)
Handler = Callable[[Visit], Reply]
routes: RouteTable[Handler] = RouteTable()


@routes.route("GET", "/payment/test")
def test(visit: Visit) -> Reply:
    return visit.answer()


@routes.route("POST", "/payment/detail")
def detail(visit: Visit) -> Reply:
    form = _found(visit, visit.body)
    signed = (
        *(form["paymentId"], form["currency"], form["basketId"] or "", visit.conversation),
        *(Decimal(form["paidPrice"]), Decimal(form["price"])),
    )
    content = {**payment_object(visit.till, form), "signature": signature(visit.account, *signed)}
    return visit.answer(**content)


@routes.route("POST", "/payment/refund")
def refund_item(visit: Visit) -> Reply:
    number = str(visit.body["paymentTransactionId"])
    form = _paid(visit.till.payment(visit.account, number[:-2]))
    place = int(number[-2:]) - 1
    if place not in range(len(form["items"])):
        raise Refusal("5086", "Ödeme kırılım kaydı bulunamadı")
    amount = _amount(visit.body)
    if amount > item_share(form, place) - _back(form, number):
        raise Refusal("5092", "İade tutarı kalan tutardan büyük olamaz")
    _give_back(visit.till, visit.account, form, {number: amount}, visit.conversation)
    told = _receipt(form, amount)
    signed = signature(visit.account, form["paymentId"], amount, form["currency"], visit.conversation)
    return visit.answer(**told, paymentTransactionId=number, signature=signed)


@routes.route("POST", "/v2/payment/refund")
def refund(visit: Visit) -> Reply:
    """By amount: taken from the items in their order."""
    form, amount = _found(visit, visit.body), _amount(visit.body)
    give_back(visit.till, visit.account, form, amount, visit.conversation)
    return visit.answer(**_receipt(form, amount))


def give_back(till: Till, account: Account, form: Json, amount: Decimal, conversation: str = "") -> None:
    """Without a conversation: somebody did it in the panel."""
    left, parts = amount, {}
    for place in range(len(form["items"])):
        number = item_id(form, place)
        part = min(left, item_share(form, place) - _back(form, number))
        if part > 0:
            parts[number] = part
            left -= part
    if left > 0:
        raise Refusal("5092", "İade tutarı kalan tutardan büyük olamaz")
    _give_back(till, account, form, parts, conversation)


@routes.route("POST", "/payment/cancel")
def cancel(visit: Visit) -> Reply:
    form, till = _found(visit, visit.body), visit.till
    if _day(form["paidMs"]) != _day(till.ground.now_ms()):
        raise Refusal("5093", "Ödeme gün sonundan sonra iptal edilemez")
    if form["refunds"]:
        raise Refusal("5094", "İade edilmiş ödeme iptal edilemez")
    take_back(till, visit.account, form)
    return visit.answer(**_receipt(form, Decimal(form["paidPrice"])))


def take_back(till: Till, account: Account, form: Json) -> None:
    form["cancelledMs"] = till.ground.now_ms()
    till.put(account, form)


@routes.route("POST", "/payment/bin/check")
def bin_check(visit: Visit) -> Reply:
    number = str(visit.body["binNumber"])
    if not number.isdecimal() or len(number) not in {6, 8}:
        raise Refusal("5066", "binNumber hatalı")
    return visit.answer(
        binNumber=number,
        cardType="CREDIT_CARD",
        cardAssociation="MASTER_CARD",
        cardFamily="Paraf",
        bankName="Halk Bankası",
        bankCode=12,
        commercial=0,
    )


@routes.route("POST", "/payment/iyzipos/installment")
def installments(visit: Visit) -> Reply:
    price, monthly = Decimal(str(visit.body["price"])), Decimal(visit.till.rules.monthly)
    totals = {count: with_interest(price, count, monthly) for count in _PLANS}
    rows = [
        {
            "installmentNumber": count,
            "totalPrice": total,
            "installmentPrice": (total / count).quantize(Decimal("0.01")),
        }
        for count, total in totals.items()
    ]
    number = str(visit.body.get("binNumber") or "")
    return visit.answer(installmentDetails=[{"binNumber": number, "price": price, "installmentPrices": rows}])


@routes.route("GET", "/v2/reporting/payment/details")
def report(visit: Visit) -> Reply:
    """Of a payment by its number, or of what was paid under a conversation."""
    query, forms = visit.call.query, visit.account["form"].values()
    number, conversation = query.get("paymentId"), query.get("paymentConversationId")
    found = [
        form
        for form in forms
        if form["paymentStatus"] == "SUCCESS"
        and (form["paymentId"] == number if number else form["conversationId"] == conversation)
    ]
    head = {"status": "success", "locale": "tr", "systemTime": visit.till.ground.now_ms()}
    return json_reply({**head, "payments": [_reported(visit, form) for form in found]})


def _reported(visit: Visit, form: Json) -> Json:
    told = payment_object(visit.till, form)
    back, paid = sum((Decimal(one["price"]) for one in form["refunds"]), Decimal(0)), told["paidPrice"]
    words = "NOT_REFUNDED" if not back else "TOTALLY_REFUNDED" if back == paid else "PARTIALLY_REFUNDED"
    for item in told["itemTransactions"]:
        item["refunds"] = [
            _refund_row(one) for one in form["refunds"] if one["item"] == item["paymentTransactionId"]
        ]
    cancelled = {"price": form["paidPrice"], "conversationId": "", "currency": form["currency"], "id": "1"}
    return {
        **told,
        "paymentId": int(form["paymentId"]),
        "paymentStatus": 1,
        "paymentRefundStatus": words,
        "paymentConversationId": form["conversationId"],
        "createdDate": from_ms(form["paidMs"]).astimezone(_ISTANBUL).strftime("%Y-%m-%d %H:%M:%S"),
        "cancels": [_refund_row(cancelled)] if form["cancelledMs"] else [],
    }


def _refund_row(kept: Json) -> Json:
    return {
        "refundTxId": int(kept["id"]),
        "refundConversationId": kept["conversationId"],
        "refundPrice": Decimal(kept["price"]),
        "currencyCode": kept["currency"],
        "refundStatus": 1,
    }


def _give_back(
    till: Till, account: Account, form: Json, parts: dict[str, Decimal], conversation: str
) -> None:
    for number, amount in parts.items():
        row = {
            "id": str(till.files.next_number("refund", 1)),
            "item": number,
            "price": str(amount),
            "conversationId": conversation,
            "currency": form["currency"],
        }
        form["refunds"].append(row)
    till.put(account, form)


def _receipt(form: Json, amount: Decimal) -> Json:
    return {
        "paymentId": form["paymentId"],
        "price": amount,
        "currency": form["currency"],
        "authCode": f"{int(form['paymentId']) % 1_000_000:06d}",
        "connectorName": "HalkBank",
    }


def _back(form: Json, number: str) -> Decimal:
    return sum((Decimal(one["price"]) for one in form["refunds"] if one["item"] == number), Decimal(0))


def _amount(body: Json) -> Decimal:
    amount = Decimal(str(body["price"]))
    if amount <= 0 or amount != amount.quantize(Decimal("0.01")):
        raise Refusal("5013", "price hatalı")
    return amount


def _found(visit: Visit, asked: Json) -> Json:
    number, conversation = str(asked.get("paymentId") or ""), asked.get("paymentConversationId")
    if number:
        return _paid(visit.till.payment(visit.account, number))
    named = (one for one in visit.account["form"].values() if one["conversationId"] == conversation)
    return _paid(next((one for one in named if one["paymentStatus"] == "SUCCESS"), None))


def _paid(form: Json | None) -> Json:
    if form is None or form["paymentStatus"] != "SUCCESS" or form["cancelledMs"]:
        raise Refusal("5091", "Ödeme kaydı bulunamadı")
    return form


def _day(moment_ms: int) -> object:
    return from_ms(moment_ms).astimezone(_ISTANBUL).date()
