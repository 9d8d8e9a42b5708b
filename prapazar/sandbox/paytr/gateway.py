"""The front door of the pretend PayTR: forms of a known merchant, and the buyer's page in a frame."""

from decimal import Decimal

from prapazar.sandbox import checkout_page
from prapazar.sandbox.checkout_page import Checkout, with_interest
from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.faults import Fault, Kind
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.paytr.payments import Visit, refused, routes, wrong
from prapazar.sandbox.paytr.till import Till, lira

_HTML = b"<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>"
_PAGE = "/odeme/guvenli/"
_NO_MONEY = ["0", "Kartın limiti / bakiyesi yetersiz."]
_LEFT = ["6", "Müşteri ödeme yapmaktan vazgeçti ve ödeme sayfasından ayrıldı."]


class PaytrGateway:
    def __init__(self, till: Till) -> None:
        self._till = till

    def account(self, call: Call) -> str:
        if call.path.startswith(_PAGE):
            found = self._till.of_token(call.path.removeprefix(_PAGE))
            return found[0].number if found else ""
        return call.form.get("merchant_id", "")

    def answer(self, call: Call) -> Reply:
        if call.path.startswith(_PAGE):
            return self._page(call)
        match = routes.match(call.method, call.path)
        if match is None:
            return Reply(404, b"", None)
        deny = refused if call.path.endswith("get-token") else lambda words: wrong("002", words)
        account = self._till.merchant(call.form.get("merchant_id", ""))
        if account is None:
            return deny("merchant_id gecersiz veya magaza aktif degil")
        if self._is_crowded(account):
            return json_reply({"status": "error", "err_msg": "Cok fazla istek"}, 429)
        try:
            return match.route.target(Visit(self._till, account, call.form))
        except (KeyError, TypeError, ValueError) as error:
            return deny(f"Gecersiz istek: {type(error).__name__}")

    def broken(self, fault: Fault) -> Reply:
        if fault.kind is Kind.HTML:
            return Reply(int(fault.options.get("status", 502)), _HTML, "text/html; charset=utf-8")
        known = {Kind.EXPIRED_TOKEN: 401, Kind.FORBIDDEN: 403, Kind.TOO_MANY: 429, Kind.UNAVAILABLE: 503}
        reply = json_reply({"status": "error", "err_msg": "Sistem hatasi"}, known.get(fault.kind, 500))
        if "retry_after" in fault.options:
            reply.headers["Retry-After"] = str(fault.options["retry_after"])
        return reply

    def _is_crowded(self, account: Account) -> bool:
        rules = self._till.rules
        windows = [("burst", rules.burst, rules.burst_ms)] if rules.burst else []
        return bool(windows) and self._till.ground.gate.enter(f"paytr/{account.number}", windows) > 0

    def _page(self, call: Call) -> Reply:
        """Open until it is paid or given up, or its time is over."""
        found = self._till.of_token(call.path.removeprefix(_PAGE))
        if found is None:
            return checkout_page.gone()
        account, payment = found
        if payment["status"] != "open" or payment["endsMs"] < self._till.ground.now_ms():
            return checkout_page.gone(payment["lang"])
        plans = self._plans(payment)
        if call.method != "POST":
            return checkout_page.shown(_checkout(account, payment, plans))
        press, installments = checkout_page.pressed(call)
        if press != "pay":
            self._till.settle(account, payment, "failed", reason=_NO_MONEY if press == "no_money" else _LEFT)
            return checkout_page.sent_on(payment["fail_url"], payment["lang"])
        total = int(plans.get(installments, plans[1]) * 100)
        self._till.settle(account, payment, "success", total=total, installments=installments)
        return checkout_page.sent_on(payment["ok_url"], payment["lang"])

    def _plans(self, payment: Json) -> dict[int, Decimal]:
        amount, monthly = lira(payment["amount"]), Decimal(self._till.rules.monthly)
        return {count: with_interest(amount, count, monthly) for count in range(1, payment["most"] + 1)}


def _checkout(account: Account, payment: Json, plans: dict[int, Decimal]) -> Checkout:
    return Checkout(
        provider="PayTR",
        merchant=account.profile["name"],
        total=plans[1],
        currency=payment["currency"],
        lines=[(name, Decimal(price) * int(units)) for name, price, units in payment["basket"]],
        plans=plans,
        language=payment["lang"],
    )
