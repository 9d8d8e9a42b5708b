"""The hosted page: the buyer pays or is declined, then the browser brings the token back to the shop."""

from decimal import Decimal

from prapazar.sandbox import checkout_page
from prapazar.sandbox.checkout_page import Checkout, with_interest
from prapazar.sandbox.exchange import Call, Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.iyzico.till import Till
from prapazar.sandbox.jsontext import Json

_NO_MONEY = ["10051", "Kart limiti yetersiz, yetersiz bakiye", "NOT_SUFFICIENT_FUNDS"]


def answer(till: Till, call: Call) -> Reply:
    found = till.of_token(call.query.get("token", ""))
    if found is None:
        return checkout_page.gone(call.query.get("lang", "tr"))
    account, form = found
    if form["paymentStatus"] == "SUCCESS" or form["endsMs"] < till.ground.now_ms():
        return checkout_page.gone(form["locale"])
    plans = _plans(till, form)
    if call.method != "POST":
        return checkout_page.shown(_checkout(account, form, plans))
    press, installments = checkout_page.pressed(call)
    if press != "leave":
        _decide(till, account, form, press, installments if installments in plans else 1)
    return checkout_page.posted_on(form["callbackUrl"], {"token": form["token"]}, form["locale"])


def _decide(till: Till, account: Account, form: Json, press: str, installments: int) -> None:
    """Each try is a payment of its own; a declined one may be tried again on the same page."""
    form["paymentId"] = str(till.files.next_number("paymentId", 22_483_001))
    if press == "pay":
        total = _plans(till, form)[installments]
        paid = {"paidPrice": str(total), "installment": installments, "paidMs": till.ground.now_ms()}
        form.update({"paymentStatus": "SUCCESS", "error": [], **paid})
    else:
        form.update({"paymentStatus": "FAILURE", "error": _NO_MONEY})
    till.put(account, form)
    till.notify(account, form)


def _plans(till: Till, form: Json) -> dict[int, Decimal]:
    paid, monthly = Decimal(form["paidPrice"]), Decimal(till.rules.monthly)
    counts = sorted({1, *form["enabledInstallments"]})
    return {count: with_interest(paid, count, monthly) for count in counts}


def _checkout(account: Account, form: Json, plans: dict[int, Decimal]) -> Checkout:
    return Checkout(
        provider="iyzico",
        merchant=account.profile["name"],
        total=plans[1],
        currency=form["currency"],
        lines=[(str(one["name"]), Decimal(str(one["price"]))) for one in form["items"]],
        plans=plans,
        language=form["locale"],
    )
