"""The levers of the pretend N11."""

from collections.abc import Sequence
from datetime import datetime

from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.n11 import question_service, return_service, trade
from prapazar.sandbox.n11.gateway import N11Gateway
from prapazar.sandbox.n11.mall import PROVIDER, Mall
from prapazar.sandbox.provider import ControlError, Provider

_FIRST_SELLER = 5001


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        mall.open_seller(str(_FIRST_SELLER), "Deneme Mağaza", "sandbox-app-key", "sandbox-app-secret")
    return Provider(N11Gateway(mall), N11Desk(mall), mall)


class N11Desk:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._files = mall.files
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._files.accounts.values()]

    def open_account(self, request: Json) -> Json:
        usual = max((int(number) for number in self._files.accounts), default=_FIRST_SELLER) + 1
        number = str(request.get("seller_id") or usual)
        account = self._mall.open_seller(
            number,
            str(request.get("name") or f"Mağaza {number}"),
            str(request.get("app_key") or f"sandbox-app-key-{number}"),
            str(request.get("app_secret") or f"sandbox-app-secret-{number}"),
        )
        return self._described(account)

    def change_account(self, account: str, request: Json) -> Json:
        found = self._files.account(account)
        known = {name: request[name] for name in found.profile if name in request}
        return self._described(self._files.open(account, {**found.profile, **known}))

    def seed(self, account: str, articles: list[Json]) -> int:
        return trade.seed(self._mall, self._files.account(account), articles)

    def stock(self, account: str, key: str) -> Json:
        found = self._files.account(account)
        product = found["product"].get(key)
        if product is None:
            raise ControlError(404, f"no product {key}")
        return {
            "key": key,
            "quantity": product["quantity"],
            "price": str(product["salePrice"]),
            "list_price": str(product["listPrice"]),
            "history": self._files.history(found, key),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        return {key: one["quantity"] for key, one in self._files.account(account)["product"].items()}

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        seller = self._files.account(account)
        return trade.place_order(self._mall, seller, basket, buyer, at, status or "Created")

    def order(self, account: str, order: str) -> Json:
        packages = self._files.account(account)["package"].values()
        found = [one for one in packages if order in {one["orderNumber"], one["id"]}]
        if not found:
            raise ControlError(404, f"no order {order}")
        return {"order": order, "packages": found}

    def move_order(self, account: str, order: str, status: str) -> Json:
        trade.move(self._mall, self._files.account(account), order, status)
        return self.order(account, order)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`approve` lets a new product through, `returns` is a buyer who gives units back, `questions` one who asks."""
        seller = self._files.account(account)
        if deed == "approve":
            product = seller["product"][str(request["stockCode"])]
            product["status"] = "Active"
            self._files.put(seller, "product", product["stockCode"], product)
            return product
        if deed == "returns":
            order, key = str(request["order"]), str(request["stockCode"])
            return return_service.open_return(self._mall, seller, order, key, int(request["quantity"]))
        if deed == "questions":
            return question_service.ask(self._mall, seller, str(request["stockCode"]), str(request["text"]))
        raise ControlError(404, f"no deed {deed}")

    def _described(self, account: Account) -> Json:
        return {
            "provider": PROVIDER,
            "account": account.number,
            "path": "/n11",
            **account.profile,
        }
