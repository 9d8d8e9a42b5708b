"""The levers of the pretend PTT AVM."""

from collections.abc import Sequence
from datetime import datetime

from prapazar.sandbox.baskets import BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.pttavm import orders, products
from prapazar.sandbox.pttavm.gateway import PttavmGateway
from prapazar.sandbox.pttavm.mall import PROVIDER, Mall, paid, shelved

_FIRST_SELLER = 6001
_FIRST_PROFILE: Json = {
    "name": "Deneme Mağaza",
    "api_key": "sandbox-api-key",
    "access_token": "sandbox-access-token",
    "cargo_user": "sandbox-cargo",
    "cargo_password": "sandbox-cargo-password",
    "soap_user": "sandbox-soap",
    "soap_password": "sandbox-soap-password",
    "warehouses": [{"id": 12345, "name": "Ana depo"}],
}


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        mall.open_seller(str(_FIRST_SELLER), _FIRST_PROFILE)
    return Provider(PttavmGateway(mall), PttavmDesk(mall), mall)


class PttavmDesk:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._files = mall.files
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._files.accounts.values()]

    def open_account(self, request: Json) -> Json:
        usual = max((int(number) for number in self._files.accounts), default=_FIRST_SELLER) + 1
        number = str(request.get("seller_id") or usual)
        profile = {
            "name": f"Mağaza {number}",
            "api_key": f"sandbox-api-key-{number}",
            "access_token": f"sandbox-access-token-{number}",
            "cargo_user": f"sandbox-cargo-{number}",
            "cargo_password": f"sandbox-cargo-password-{number}",
            "soap_user": f"sandbox-soap-{number}",
            "soap_password": f"sandbox-soap-password-{number}",
            "warehouses": [{"id": 12345, "name": "Ana depo"}],
        }
        given = {name: request[name] for name in profile if name in request}
        return self._described(self._mall.open_seller(number, {**profile, **given}))

    def change_account(self, account: str, request: Json) -> Json:
        found = self._files.account(account)
        known = {name: request[name] for name in found.profile if name in request}
        return self._described(self._files.open(account, {**found.profile, **known}))

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `barkod`; other fields are those of the product search."""
        found = self._files.account(account)
        for article in articles:
            self._mall.keep(found, products.new_product(self._mall, found, article), "seed")
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        found = self._files.account(account)
        shelf = shelved(found, key)
        if shelf is None:
            raise ControlError(404, f"no product {key}")
        product, variant = shelf
        price = str(paid(product, variant))
        quantity = (variant or product)["miktar"]
        history = self._files.history(found, key)
        return {"key": key, "quantity": quantity, "price": price, "list_price": price, "history": history}

    def all_stock(self, account: str) -> dict[str, int | None]:
        shown: dict[str, int | None] = {}
        for product in self._files.account(account)["product"].values():
            shown[product["barkod"]] = product["miktar"]
            shown.update({one["variantBarkod"]: one["miktar"] for one in product["variants"]})
        return shown

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        found = self._files.account(account)
        prices = {}
        for key, wanted in units_by_key(basket).items():
            shelf = shelved(found, key)
            if shelf is None or not shelf[0]["aktif"]:
                raise NotOnSale(key)
            left = (shelf[1] or shelf[0])["miktar"]
            if left < wanted:
                raise SoldOut(key, wanted, left)
            prices[key] = paid(*shelf)
        sold = [(one.key, one.quantity, one.unit_price or prices[one.key]) for one in basket]
        at_ms = self._mall.ground.now_ms() if at is None else epoch_ms(at)
        order = orders.new_order(self._mall, found, sold, buyer, at_ms)
        number = order["siparisNo"]
        for key, quantity, _ in sold:
            self._take(found, key, quantity, f"order {number}")
        if status is not None:
            orders.move(self._mall, found, number, status)
        self._mall.ground.store.flush()
        for heard in self._mall.ground.sales:
            heard(PROVIDER, account, number)
        return order

    def order(self, account: str, order: str) -> Json:
        found = self._files.account(account)["order"].get(order)
        if found is None:
            raise ControlError(404, f"no order {order}")
        return found

    def move_order(self, account: str, order: str, status: str) -> Json:
        self.order(account, order)
        return orders.move(self._mall, self._files.account(account), order, status)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """One line of an order moves alone."""
        if deed != "line":
            raise ControlError(404, f"no deed {deed}")
        order = self.order(account, str(request["order"]))
        for line in order["lines"]:
            if line["lineItemId"] == request["line"]:
                line["siparisDurumu"] = str(request["status"])
        self._files.put(self._files.account(account), "order", order["siparisNo"], order)
        return order

    def _take(self, account: Account, key: str, quantity: int, cause: str) -> None:
        shelf = shelved(account, key)
        if shelf is not None:
            product, variant = shelf
            (variant or product)["miktar"] -= quantity
            self._mall.keep(account, product, cause)

    def _described(self, account: Account) -> Json:
        return {"provider": PROVIDER, "account": account.number, "path": "/pttavm", **account.profile}
