"""The shop's account with Shopify Payments: what came in less its fee, what went back, and payouts."""

from decimal import Decimal

from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.shopify import orders, search
from prapazar.sandbox.shopify.connection import connection
from prapazar.sandbox.shopify.mall import Mall, gid, money

_CENT = Decimal("0.01")


class Payments:
    def __init__(self, mall: Mall, shop: Account) -> None:
        self._mall = mall
        self._shop = shop

    def queries(self) -> Json:
        """Null for a shop that is paid by others."""
        return {"shopifyPaymentsAccount": self._account if self._mall.rules.has_payments else None}

    def _account(self, _: Json) -> Json:
        waiting = sum((decimal(one["net"]) for one in _waiting(self._shop)), Decimal(0))
        return {
            "id": gid("ShopifyPaymentsAccount", 1),
            "activated": True,
            "country": "DE",
            "defaultCurrency": self._shop.profile["currency"],
            "balance": [self._money(waiting)],
            "balanceTransactions": self._transactions,
            "payouts": self._payouts,
        }

    def _transactions(self, given: Json) -> Json:
        found = [
            one
            for one in self._shop["transaction"].values()
            if not (given.get("hideTransfers") and one["type"] == "TRANSFER")
            and search.matches(given.get("query"), _searched(one, "processed_at"))
        ]
        return connection([([one["atMs"], one["id"]], one) for one in found], given, self._transaction)

    def _payouts(self, given: Json) -> Json:
        found = [
            one
            for one in self._shop["payout"].values()
            if search.matches(given.get("query"), _searched(one, "issued_at"))
        ]
        return connection([([one["atMs"], one["id"]], one) for one in found], given, self._payout)

    def _transaction(self, one: Json) -> Json:
        order = self._shop["order"].get(str(one["orderId"]))
        payout = self._shop["payout"].get(str(one["payoutId"]))
        return {
            "id": gid("ShopifyPaymentsBalanceTransaction", one["id"]),
            "type": one["type"],
            "sourceType": one["type"],
            "test": False,
            "transactionDate": self._mall.stamp(one["atMs"]),
            "adjustmentReason": None,
            "amount": self._money(decimal(one["amount"])),
            "fee": self._money(decimal(one["fee"])),
            "net": self._money(decimal(one["net"])),
            "associatedOrder": None
            if order is None
            else {"id": gid("Order", order["id"]), "name": order["name"]},
            "associatedPayout": {
                "id": None if payout is None else gid("ShopifyPaymentsPayout", payout["id"]),
                "status": "PENDING" if payout is None else payout["status"],
            },
        }

    def _payout(self, one: Json) -> Json:
        return {
            "id": gid("ShopifyPaymentsPayout", one["id"]),
            "legacyResourceId": str(one["id"]),
            "issuedAt": self._mall.stamp(one["atMs"]),
            "net": self._money(decimal(one["net"])),
            "status": one["status"],
            "transactionType": "DEPOSIT",
        }

    def _money(self, amount: Decimal) -> Json:
        return {"amount": money(amount), "currencyCode": self._shop.profile["currency"]}


def book_sale(mall: Mall, shop: Account, order: Json) -> Json:
    gross = orders.total(shop, order)
    return book(mall, shop, "CHARGE", gross, gross * decimal(mall.rules.fee_percent) / 100, order)


def book(mall: Mall, shop: Account, kind: str, amount: Decimal, fee: Decimal, order: Json | None) -> Json:
    """Fees are kept when money is given back."""
    kept = fee.quantize(_CENT)
    made: Json = {
        "id": mall.number(),
        "type": kind,
        "atMs": mall.ground.now_ms(),
        "amount": money(amount),
        "fee": money(kept),
        "net": money(amount - kept),
        "orderId": None if order is None else order["id"],
        "payoutId": None,
    }
    mall.files.put(shop, "transaction", str(made["id"]), made)
    mall.ground.store.flush()
    return made


def pay_out(mall: Mall, shop: Account, status: str) -> Json:
    """All that waits goes to the bank at once, and leaves the account as a transfer."""
    waiting = _waiting(shop)
    net = sum((decimal(one["net"]) for one in waiting), Decimal(0))
    payout: Json = {"id": mall.number(), "atMs": mall.ground.now_ms(), "net": money(net), "status": status}
    mall.files.put(shop, "payout", str(payout["id"]), payout)
    for one in (*waiting, book(mall, shop, "TRANSFER", -net, Decimal(0), None)):
        one["payoutId"] = payout["id"]
        mall.files.put(shop, "transaction", str(one["id"]), one)
    mall.ground.store.flush()
    return payout


def _waiting(shop: Account) -> list[Json]:
    return [one for one in shop["transaction"].values() if one["payoutId"] is None]


def _searched(one: Json, name: str) -> Json:
    """Moments are known to the second."""
    return {name: from_ms(one["atMs"] // 1000 * 1000), "id": one["id"]}
