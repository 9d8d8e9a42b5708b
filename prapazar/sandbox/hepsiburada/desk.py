"""The levers of the pretend Hepsiburada."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.hepsiburada import claims, money_book, questions, trade, views
from prapazar.sandbox.hepsiburada.gateway import HepsiburadaGateway
from prapazar.sandbox.hepsiburada.market import Market, Merchant
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider, history

_CHANGEABLE: Final = ("name", "service_key", "user_agent", "expired")


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    market = Market(ground)
    if not market.merchants:
        trade.open_account(market)
    return Provider(HepsiburadaGateway(market), HepsiburadaDesk(market), market)


class HepsiburadaDesk:
    def __init__(self, market: Market) -> None:
        self._market = market
        self.rules = market.rules

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._market.merchants.values()]

    def open_account(self, request: Json) -> Json:
        name = str(request.get("name") or f"Mağaza {len(self._market.merchants) + 1}")
        merchant = trade.open_account(
            self._market,
            str(request.get("merchant_id") or trade.merchant_id_for(name)),
            name=name,
            service_key=str(request.get("service_key") or f"anahtar{trade.merchant_id_for(name)[:8]}"),
            user_agent=str(request.get("user_agent") or trade.DEFAULT_AGENT),
        )
        return self._described(merchant)

    def change_account(self, account: str, request: Json) -> Json:
        merchant = self._merchant(account)
        for name in _CHANGEABLE:
            if name in request:
                setattr(merchant, name, request[name])
        self._market.keep_merchant(merchant)
        return self._described(merchant)

    def seed(self, account: str, articles: list[Json]) -> int:
        return trade.seed(self._market, self._merchant(account), articles)

    def stock(self, account: str, key: str) -> Json:
        merchant = self._merchant(account)
        listing = self._listing(merchant, key)
        return {
            "key": key,
            "quantity": listing["availableStock"],
            "price": str(listing["price"]),
            "list_price": None,
            "history": history(self._market.history(merchant, listing["hepsiburadaSku"])),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        return {
            one["merchantSku"]: one["availableStock"] for one in self._merchant(account).listings.values()
        }

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        merchant = self._merchant(account)
        order = trade.place_order(self._market, merchant, basket, buyer, at=at)
        if status and status != "Open":
            trade.move_order(self._market, merchant, order["orderNumber"], status)
        return self.order(account, order["orderNumber"])

    def order(self, account: str, order: str) -> Json:
        merchant = self._merchant(account)
        if order not in merchant.orders:
            raise ControlError(404, f"no order {order}")
        return views.order_detail(self._market, merchant, merchant.orders[order])

    def move_order(self, account: str, order: str, status: str) -> Json:
        self.order(account, order)
        trade.move_order(self._market, self._merchant(account), order, status)
        return self.order(account, order)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        merchant = self._merchant(account)
        if deed == "claims":
            return self._claim(merchant, request)
        if deed == "questions":
            listing = self._listing(merchant, str(request["key"]))
            return {"id": questions.ask(self._market, merchant, listing, str(request["text"]))["issueNumber"]}
        if deed == "payout":
            return {"paid": str(money_book.pay_out(self._market, merchant))}
        if deed == "webhook":  # stands for an e-mail to the marketplace
            merchant.webhook = {
                name: str(request.get(name) or "") for name in ("url", "username", "password")
            }
            self._market.keep_merchant(merchant)
            return {"url": merchant.webhook["url"]}
        if deed == "buyer":
            return self._change_buyer(merchant, request)
        return self._further(merchant, deed, request)

    def _further(self, merchant: Merchant, deed: str, request: Json) -> Json:
        if deed == "rivals":
            sku = self._listing(merchant, str(request["key"]))["hepsiburadaSku"]
            prices = [str(one) for one in request["prices"]]
            self._market.keep("rivals", merchant, sku, {"prices": prices})
            return {"key": sku, "prices": prices}
        if deed == "invoices":
            lines = [one for one in merchant.lines.values() if one["orderNumber"] == request["order"]]
            packages = dict.fromkeys(one["packageNumber"] for one in lines if one.get("packageNumber"))
            kept = [merchant.packages[one].get("invoice") for one in packages]
            return {"invoices": [one["invoiceLink"] for one in kept if one]}
        raise ControlError(404, f"no deed {deed}")

    def _claim(self, merchant: Merchant, request: Json) -> Json:
        """With `number` and `status` it moves one; otherwise it opens one for each line of an order."""
        if request.get("number"):
            claim = merchant.claims[str(request["number"])]
            claims.move_claim(self._market, merchant, claim, str(request["status"]))
            return claims.shown(merchant, claim)
        lines = {line["barcode"]: line for line in merchant.lines_of(str(request["order"]))}
        made = [
            claims.open_claim(
                self._market,
                merchant,
                lines[str(one["key"])],
                int(one.get("quantity", 1)),
                kind=str(request.get("type", "Return")),
                status=str(request.get("status", "AwaitingAction")),
            )
            for one in request["lines"]
        ]
        return {"numbers": [one["number"] for one in made]}

    def _change_buyer(self, merchant: Merchant, request: Json) -> Json:
        """Who bought and by which carrier it travels: `like` takes them from another order."""
        order = merchant.orders[str(request["order"])]
        if like := request.get("like"):
            for name in ("customerId", "addressId", "buyer"):
                order[name] = merchant.orders[str(like)][name]
        order["cargo"] = str(request.get("cargo", order["cargo"]))
        self._market.keep("orders", merchant, order["orderNumber"], order)
        return {"order": order["orderNumber"]}

    def _listing(self, merchant: Merchant, key: str) -> Json:
        listing = merchant.listing(key)
        if listing is None:
            raise ControlError(404, f"no listing {key}")
        return listing

    def _merchant(self, account: str) -> Merchant:
        merchant = self._market.merchants.get(account)
        if merchant is None:
            raise ControlError(404, f"no merchant {account}")
        return merchant

    def _described(self, merchant: Merchant) -> Json:
        return {
            "provider": "hepsiburada",
            "account": merchant.merchant_id,
            **merchant.described(),
            "path": "/hepsiburada",
        }
