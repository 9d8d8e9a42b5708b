"""The levers of the pretend Çiçeksepeti."""

from collections.abc import Sequence
from datetime import datetime

from prapazar.sandbox.baskets import BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.ciceksepeti import orders, products, questions
from prapazar.sandbox.ciceksepeti.gateway import CiceksepetiGateway
from prapazar.sandbox.ciceksepeti.mall import CS_CONTRACT, PROVIDER, Mall
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError, Provider

_FIRST_SELLER = 8001


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        mall.open_seller(str(_FIRST_SELLER), "Deneme Mağaza", "sandbox-cs-key", CS_CONTRACT)
    return Provider(CiceksepetiGateway(mall), CiceksepetiDesk(mall), mall)


class CiceksepetiDesk:
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
            str(request.get("api_key") or f"sandbox-cs-key-{number}"),
            int(request.get("cargo_model") or CS_CONTRACT),
        )
        return self._described(account)

    def change_account(self, account: str, request: Json) -> Json:
        found = self._files.account(account)
        known = {name: request[name] for name in found.profile if name in request}
        return self._described(self._files.open(account, {**found.profile, **known}))

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `stockCode`; other fields are those of the product list."""
        found = self._files.account(account)
        for article in articles:
            product = products.new_product(found, article)
            self._mall.offer(found, product, "seed", quantity=product["stockQuantity"])
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        found = self._files.account(account)
        product = found["product"].get(key)
        if product is None:
            raise ControlError(404, f"no product {key}")
        return {
            "key": key,
            "quantity": product["stockQuantity"],
            "price": str(product["salesPrice"]),
            "list_price": str(product["listPrice"]),
            "history": self._files.history(found, key),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        return {key: one["stockQuantity"] for key, one in self._files.account(account)["product"].items()}

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        found = self._files.account(account)
        shelf = found["product"]
        for key, wanted in units_by_key(basket).items():
            if key not in shelf or not shelf[key]["isActive"] or shelf[key]["status"] != products.ON_SALE:
                raise NotOnSale(key)
            if shelf[key]["stockQuantity"] < wanted:
                raise SoldOut(key, wanted, shelf[key]["stockQuantity"])
        sold = [
            (shelf[one.key], one.quantity, one.unit_price or decimal(shelf[one.key]["salesPrice"]))
            for one in basket
        ]
        at_ms = self._mall.ground.now_ms() if at is None else epoch_ms(at)
        order = orders.new_order(self._mall, found, sold, buyer, at_ms)
        number = str(order["orderId"])
        for product, quantity, _ in sold:
            left = product["stockQuantity"] - quantity
            self._mall.offer(found, product, f"order {number}", quantity=left)
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
        found = self._files.account(account)
        if deed == "approve":
            return products.approve(self._mall, found, str(request["stockCode"]))
        if deed == "questions":
            return questions.ask(self._mall, found, str(request["stockCode"]), str(request["text"]))
        if deed == "cancel":
            return self._cancelled(found, request["item"])
        if deed == "note":
            order = self.order(account, str(request["order"]))
            order["person"]["cardMessage"] = str(request["text"])
            self._files.put(found, "order", str(order["orderId"]), order)
            return order
        raise ControlError(404, f"no deed {deed}")

    def _cancelled(self, account: Account, number: object) -> Json:
        """The buyer takes one item back."""
        found = orders.item_of(account, number)
        if found is None:
            raise ControlError(404, f"no item {number}")
        orders.cancel(self._mall, account, found[0], [found[1]])
        return found[0]

    def _described(self, account: Account) -> Json:
        return {"provider": PROVIDER, "account": account.number, "path": "/ciceksepeti", **account.profile}
