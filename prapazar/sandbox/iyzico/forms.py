"""Hosted checkout forms: opened with a basket, read back by their token once the buyer has been there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.iyzico.till import Till, signature
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.routing import RouteTable

_BUYER = (
    *("id", "name", "surname", "email", "identityNumber", "registrationAddress", "ip", "city", "country"),
)
_CURRENCIES = {"TRY", "EUR", "USD", "GBP", "NOK", "CHF"}
_OPEN_WAYS = (
    "/payment/iyzipos/checkoutform/initialize/auth/ecom",
    "/payment/iyzipos/checkoutform/initialize/ecom",
)
"""The second is what one of iyzico's own clients asks."""


class Refusal(Exception):
    def __init__(
        self, code: str, words: str, group: str = "", *, more: Json | None = None, status: int = 200
    ) -> None:
        super().__init__(words)
        self.code, self.words, self.group, self.more, self.status = code, words, group, more or {}, status


@dataclass(slots=True)
class Visit:
    till: Till
    account: Account
    call: Call
    body: Json

    def answer(self, **content: object) -> Reply:
        head = {
            "status": "success",
            "locale": self.body.get("locale") or "tr",
            "systemTime": self.till.ground.now_ms(),
        }
        said = self.body.get("conversationId")
        return json_reply({**head, **({"conversationId": said} if said else {}), **content})

    @property
    def conversation(self) -> str:
        return str(self.body.get("conversationId") or "")


Handler = Callable[[Visit], Reply]
routes: RouteTable[Handler] = RouteTable()


def failure(refusal: Refusal, now_ms: int, body: Mapping[str, Any]) -> Reply:
    """With a good HTTP status, as nearly all of iyzico's."""
    told: Json = {
        "status": "failure",
        "errorCode": refusal.code,
        "errorMessage": refusal.words,
        **({"errorGroup": refusal.group} if refusal.group else {}),
        "locale": body.get("locale") or "tr",
        "systemTime": now_ms,
        **({"conversationId": body["conversationId"]} if body.get("conversationId") else {}),
        **refusal.more,
    }
    return json_reply(told, refusal.status)


def initialize(visit: Visit) -> Reply:
    body, till = visit.body, visit.till
    price, paid_price = _checked(body)
    token = till.files.guid("token")
    form: Json = {
        "token": token,
        "conversationId": visit.conversation,
        "basketId": body.get("basketId"),
        "price": str(price),
        "paidPrice": str(paid_price),
        "currency": body.get("currency") or "TRY",
        "callbackUrl": body["callbackUrl"],
        "enabledInstallments": [int(one) for one in body.get("enabledInstallments") or [1, 2, 3, 6, 9, 12]],
        "locale": body.get("locale") or "tr",
        "buyer": body["buyer"],
        "items": body["basketItems"],
        "endsMs": till.ground.now_ms() + till.rules.token_seconds * 1000,
        "paymentStatus": None,
        "paymentId": "",
        "error": [],
        "installment": 1,
        "refunds": [],
        "cancelledMs": None,
        "paidMs": None,
    }
    till.put(visit.account, form)
    return visit.answer(
        token=token,
        checkoutFormContent=f'<script type="text/javascript">iyziInit={{token:"{token}"}}</script>',
        tokenExpireTime=till.rules.token_seconds,
        paymentPageUrl=f"{till.address}/cpp?token={token}&lang={form['locale']}",
        signature=signature(visit.account, visit.conversation, token),
    )


for _way in _OPEN_WAYS:
    routes.add("POST", _way, initialize)


@routes.route("POST", "/payment/iyzipos/checkoutform/auth/ecom/detail")
def retrieve(visit: Visit) -> Reply:
    rules, account = visit.till.rules, visit.account
    form = account["form"].get(str(visit.body.get("token") or ""))
    if form is None:
        raise Refusal(rules.not_found, "token bulunamadı")
    place = {"token": form["token"], "callbackUrl": form["callbackUrl"]}
    if form["paymentStatus"] is None:
        if rules.unpaid == "failure":
            raise Refusal(rules.not_found, "Ödeme bulunamadı")
        return visit.answer(**place)
    if form["paymentStatus"] != "SUCCESS":
        return _declined(visit, form, place)
    paid, price = Decimal(form["paidPrice"]), Decimal(form["price"])
    signed = (
        *(form["paymentStatus"], form["paymentId"], form["currency"], form["basketId"] or ""),
        *(visit.conversation, paid, price, form["token"]),
    )
    content = {**payment_object(visit.till, form), **place, "mdStatus": "1"}
    return visit.answer(**content, signature=signature(account, *signed))


def _declined(visit: Visit, form: Json, place: Json) -> Reply:
    code, words, group = form["error"] or ("", "", "")
    told = {
        **place,
        "paymentStatus": form["paymentStatus"],
        "basketId": form["basketId"],
        "currency": form["currency"],
        "price": Decimal(form["price"]),
        "paidPrice": Decimal(form["paidPrice"]),
    }
    if form["error"] and visit.till.rules.declined == "failure":
        raise Refusal(code, words, group, more=told)
    return visit.answer(**told, **({"errorCode": code, "errorMessage": words} if form["error"] else {}))


def payment_object(till: Till, form: Json) -> Json:
    """Of a payment that went through; iyzico keeps its share of each item."""
    rules = till.rules
    paid, price = Decimal(form["paidPrice"]), Decimal(form["price"])
    rate, fixed = Decimal(rules.rate), Decimal(rules.fixed)
    return {
        "price": price,
        "paidPrice": paid,
        "installment": form["installment"],
        "paymentId": form["paymentId"],
        "paymentStatus": form["paymentStatus"],
        "fraudStatus": 1,
        "merchantCommissionRate": _cents((paid / price - 1) * 100),
        "merchantCommissionRateAmount": paid - price,
        "iyziCommissionRateAmount": _cents(paid * rate / 100),
        "iyziCommissionFee": fixed,
        "cardType": "CREDIT_CARD",
        "cardAssociation": "MASTER_CARD",
        "cardFamily": "Paraf",
        "binNumber": "552879",
        "lastFourDigits": "0008",
        "basketId": form["basketId"],
        "currency": form["currency"],
        "authCode": f"{int(form['paymentId']) % 1_000_000:06d}",
        "phase": "AUTH",
        "itemTransactions": [_item(form, number) for number in range(len(form["items"]))],
    }


def item_id(form: Json, number: int) -> str:
    return str(int(form["paymentId"]) * 100 + number + 1)


def item_share(form: Json, number: int) -> Decimal:
    """What the buyer paid for one item: interest is spread over them, the last one bears what rounding leaves."""
    paid, price = Decimal(form["paidPrice"]), Decimal(form["price"])
    shares = [_cents(Decimal(str(one["price"])) * paid / price) for one in form["items"]]
    shares[-1] += paid - sum(shares)
    return shares[number]


def _item(form: Json, number: int) -> Json:
    item = form["items"][number]
    return {
        "itemId": item["id"],
        "paymentTransactionId": item_id(form, number),
        "transactionStatus": 2,
        "price": Decimal(str(item["price"])),
        "paidPrice": item_share(form, number),
    }


def _checked(body: Json) -> tuple[Decimal, Decimal]:
    """The amounts; raises Refusal for what iyzico does not take."""
    price, paid_price = Decimal(str(body["price"])), Decimal(str(body["paidPrice"]))
    items, buyer = body.get("basketItems") or [], body.get("buyer") or {}
    missing = [f"buyer.{name}" for name in _BUYER if not buyer.get(name)]
    missing += [name for name in ("callbackUrl", "billingAddress") if not body.get(name)]
    needs_way = any(one.get("itemType") == "PHYSICAL" for one in items)
    if needs_way and not body.get("shippingAddress"):
        missing.append("shippingAddress")
    if missing:
        raise Refusal("5062", f"{missing[0]} gönderilmesi zorunludur")
    if not items or price <= 0:
        raise Refusal("5001", "basketItems ve price gönderilmesi zorunludur")
    if sum(Decimal(str(one["price"])) for one in items) != price:
        raise Refusal("5056", "Gönderilen tutar tüm kırılımların toplam tutarına eşit olmalıdır")
    if paid_price < price:
        raise Refusal("5057", "paidPrice price değerinden küçük olamaz")
    if (body.get("currency") or "TRY") not in _CURRENCIES:
        raise Refusal("5049", "currency hatalı")
    return price, paid_price


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(Decimal("0.01"))
