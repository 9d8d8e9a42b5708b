"""The levers of the pretend Pazarama."""

from collections.abc import Sequence
from datetime import datetime

from prapazar.sandbox.baskets import BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.pazarama import orders, products, questions, refunds
from prapazar.sandbox.pazarama.gateway import PazaramaGateway
from prapazar.sandbox.pazarama.mall import PROVIDER, Mall
from prapazar.sandbox.provider import ControlError, Provider

_FIRST_SELLER = 7001


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        mall.open_seller(str(_FIRST_SELLER), "Deneme Mağaza", "sandbox-client", "sandbox-client-secret")
    return Provider(PazaramaGateway(mall), PazaramaDesk(mall), mall)


class PazaramaDesk:
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
            str(request.get("client_id") or f"sandbox-client-{number}"),
            str(request.get("client_secret") or f"sandbox-client-secret-{number}"),
        )
        return self._described(account)

    def change_account(self, account: str, request: Json) -> Json:
        found = self._files.account(account)
        known = {name: request[name] for name in found.profile if name in request}
        return self._described(self._files.open(account, {**found.profile, **known}))

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `code`; other fields are those of the product list."""
        found = self._files.account(account)
        for article in articles:
            product = products.new_product(found, article)
            self._mall.offer(found, product, "seed", quantity=product["stockCount"])
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        found = self._files.account(account)
        product = found["product"].get(key)
        if product is None:
            raise ControlError(404, f"no product {key}")
        return {
            "key": key,
            "quantity": product["stockCount"],
            "price": str(product["salePrice"]),
            "list_price": str(product["listPrice"]),
            "history": self._files.history(found, key),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        return {key: one["stockCount"] for key, one in self._files.account(account)["product"].items()}

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
            if key not in shelf or not shelf[key]["approved"]:
                raise NotOnSale(key)
            if shelf[key]["stockCount"] < wanted:
                raise SoldOut(key, wanted, shelf[key]["stockCount"])
        sold = [
            (shelf[one.key], one.quantity, one.unit_price or decimal(shelf[one.key]["salePrice"]))
            for one in basket
        ]
        at_ms = self._mall.ground.now_ms() if at is None else epoch_ms(at)
        order = orders.new_order(self._mall, found, sold, buyer, at_ms)
        number = str(order["orderNumber"])
        for product, quantity, _ in sold:
            left = product["stockCount"] - quantity
            self._mall.offer(found, product, f"order {number}", quantity=left)
        if status is not None:
            orders.move(self._mall, found, number, int(status))
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
        return orders.move(self._mall, self._files.account(account), order, int(status))

    def deed(self, account: str, deed: str, request: Json) -> Json:
        found = self._files.account(account)
        if deed == "tokens":
            return {"forgotten": self._mall.forget_tokens(found)}
        if deed == "approve":
            return products.approve(self._mall, found, str(request["code"]))
        if deed == "refunds":
            order, code, quantity = str(request["order"]), str(request["code"]), int(request["quantity"])
            kind = str(request.get("kind", "return"))
            return refunds.open_refund(self._mall, found, kind, order, code, quantity)
        if deed == "questions":
            return questions.ask(self._mall, found, str(request["code"]), str(request["text"]))
        raise ControlError(404, f"no deed {deed}")

    def _described(self, account: Account) -> Json:
        return {"provider": PROVIDER, "account": account.number, "path": "/pazarama", **account.profile}
