"""The levers of the pretend İdefix."""

from collections.abc import Sequence
from datetime import datetime

from prapazar.sandbox.baskets import BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.idefix import claims, products, questions, shipments
from prapazar.sandbox.idefix.gateway import IdefixGateway
from prapazar.sandbox.idefix.mall import PROVIDER, Mall
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError, Provider

_FIRST_VENDOR = 9001


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        mall.open_vendor(str(_FIRST_VENDOR), "Deneme Mağaza", "sandbox-key", "sandbox-secret")
    return Provider(IdefixGateway(mall), IdefixDesk(mall), mall)


class IdefixDesk:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._files = mall.files
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._files.accounts.values()]

    def open_account(self, request: Json) -> Json:
        usual = max((int(number) for number in self._files.accounts), default=_FIRST_VENDOR) + 1
        number = str(request.get("vendor_id") or usual)
        account = self._mall.open_vendor(
            number,
            str(request.get("name") or f"Mağaza {number}"),
            str(request.get("api_key") or f"sandbox-key-{number}"),
            str(request.get("api_secret") or f"sandbox-secret-{number}"),
        )
        return self._described(account)

    def change_account(self, account: str, request: Json) -> Json:
        found = self._files.account(account)
        known = {name: request[name] for name in found.profile if name in request}
        return self._described(self._files.open(account, {**found.profile, **known}))

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `barcode`; other fields are those of the pool."""
        found = self._files.account(account)
        for article in articles:
            product = products.new_product(article)
            self._mall.offer(found, product, "seed", quantity=product["inventoryQuantity"])
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        found = self._files.account(account)
        product = found["product"].get(key)
        if product is None:
            raise ControlError(404, f"no product {key}")
        price = decimal(product["price"])
        return {
            "key": key,
            "quantity": product["inventoryQuantity"],
            "price": str(price),
            "list_price": str(max(price, decimal(product["comparePrice"]))),
            "history": self._files.history(found, key),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        shelf = self._files.account(account)["product"]
        return {key: one["inventoryQuantity"] for key, one in shelf.items()}

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
            if key not in shelf or shelf[key]["status"] != products.READY:
                raise NotOnSale(key)
            if shelf[key]["inventoryQuantity"] < wanted:
                raise SoldOut(key, wanted, shelf[key]["inventoryQuantity"])
        sold = [
            (shelf[one.key], one.quantity, one.unit_price or decimal(shelf[one.key]["price"]))
            for one in basket
        ]
        at_ms = self._mall.ground.now_ms() if at is None else epoch_ms(at)
        shipment = shipments.new_shipment(self._mall, found, sold, buyer, at_ms)
        number = shipment["orderNumber"]
        for product, quantity, _ in sold:
            left = product["inventoryQuantity"] - quantity
            self._mall.offer(found, product, f"order {number}", quantity=left)
        if status is not None:
            shipments.move(self._mall, found, number, status)
        self._mall.ground.store.flush()
        for heard in self._mall.ground.sales:
            heard(PROVIDER, account, number)
        return shipments.shown(shipment)

    def order(self, account: str, order: str) -> Json:
        """Its newest shipment."""
        kept = self._files.account(account)["shipment"].values()
        found = [one for one in kept if one["orderNumber"] == order]
        if not found:
            raise ControlError(404, f"no order {order}")
        return shipments.shown(found[-1])

    def move_order(self, account: str, order: str, status: str) -> Json:
        self.order(account, order)
        shipments.move(self._mall, self._files.account(account), order, status)
        return self.order(account, order)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        found = self._files.account(account)
        if deed == "claims":
            return self._claim(found, request)
        if deed == "questions":
            product = found["product"][str(request["barcode"])]
            return questions.ask(self._mall, found, product, str(request["text"]))
        if deed == "split":
            return {"made": shipments.split(self._mall, found, str(request["shipment"]))}
        if deed == "states":
            return products.restate(self._mall, found, str(request["barcode"]), str(request["status"]))
        if deed == "locks":
            product = found["product"][str(request["barcode"])]
            self._files.put(found, "product", product["barcode"], {**product, "isPriceLocked": True})
            return {"locked": product["barcode"]}
        raise ControlError(404, f"no deed {deed}")

    def _claim(self, account: Account, request: Json) -> Json:
        """So many units of each barcode; `lines` are pairs of both."""
        shipment = account["shipment"][str(request["shipment"])]
        chosen: list[Json] = []
        for barcode, units in request["lines"]:
            rows = [one for one in shipment["items"] if one["barcode"] == barcode]
            if len(rows) < units:
                raise ControlError(409, f"{units} of {barcode} were not bought")
            chosen += rows[:units]
        return claims.new_claim(self._mall, account, chosen, shipment)

    def _described(self, account: Account) -> Json:
        profile = account.profile
        return {"provider": PROVIDER, "account": account.number, "path": "/idefix", **profile}
