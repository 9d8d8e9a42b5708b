"""The levers of the pretend N11."""

from collections.abc import Sequence
from datetime import datetime

from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import FilingDesk, Shelved
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.n11 import packing, products, question_service, return_service
from prapazar.sandbox.n11.gateway import N11Gateway
from prapazar.sandbox.n11.mall import Mall
from prapazar.sandbox.provider import ControlError, Provider

_ON_THE_ROAD = {"Shipped", "Delivered"}


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        number = str(N11Desk.first_account)
        mall.open_seller(number, "Deneme Mağaza", "sandbox-app-key", "sandbox-app-secret")
    return Provider(N11Gateway(mall), N11Desk(mall), mall)


class N11Desk(FilingDesk[Mall, Json]):
    first_account = 5001
    order_key = "orderNumber"

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("seller_id"))
        account = self._mall.open_seller(
            number,
            str(request.get("name") or f"Mağaza {number}"),
            str(request.get("app_key") or f"sandbox-app-key-{number}"),
            str(request.get("app_secret") or f"sandbox-app-secret-{number}"),
        )
        return self._described(account)

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        """The package has its `status` from the start."""
        seller = self._files.account(account)
        chosen = self._chosen(seller, basket)
        rules = self._mall.rules
        discounts = decimal(rules.seller_discount), decimal(rules.mall_discount)
        sold = [packing.Sold(*one, *discounts) for one in chosen]
        at_ms = self._moment_ms(at)
        package = packing.new_package(self._mall, seller, sold, buyer, status or "Created", at_ms)
        self._hand_over(seller, package, chosen)
        self._tell(seller, package["orderNumber"])
        return package

    def order(self, account: str, order: str) -> Json:
        packages = self._files.account(account)["package"].values()
        found = [one for one in packages if order in {one["orderNumber"], one["id"]}]
        if not found:
            raise ControlError(404, f"no order {order}")
        return {"order": order, "packages": found}

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
        if deed == "invoices":
            packages = self.order(account, str(request["order"]))["packages"]
            return {"invoices": [one["invoiceLink"] for one in packages if one["invoiceLink"]]}
        raise ControlError(404, f"no deed {deed}")

    def _put_up(self, account: Account, article: Json) -> None:
        """It needs a `stockCode`; other fields are those of `product-query`."""
        product = products.new_product(self._mall, account, article)
        self._mall.offer(account, product, "seed", quantity=product["quantity"])

    def _shelved(self, account: Account, key: str) -> Shelved[Json] | None:
        one = account["product"].get(key)
        if one is None:
            return None
        prices = decimal(one["salePrice"]), decimal(one["listPrice"])
        return Shelved(one, one["quantity"], *prices, is_on_sale=one["status"] == "Active")

    def _take(self, account: Account, article: Json, units: int, cause: str) -> None:
        self._mall.offer(account, article, cause, quantity=article["quantity"] - units)

    def _move(self, account: Account, number: str, status: str) -> None:
        """Buyer or carrier moves the living packages of an order."""
        found = [
            one
            for one in account["package"].values()
            if one["orderNumber"] == number and one["shipmentPackageStatus"] != "UnPacked"
        ]
        for package in found:
            if status in {"Cancelled", "UnSupplied"} and package["shipmentPackageStatus"] not in _ON_THE_ROAD:
                lines = [(line, line["quantity"]) for line in package["lines"]]
                packing.put_back(self._mall, account, lines, f"cancel {number}")
            if status == "Shipped":
                package["cargoSenderNumber"] = f"99{package['id']}"
                package["cargoTrackingLink"] = f"https://kargo.example/{package['id']}"
            packing.restate(self._mall, account, package, status)
        self._mall.ground.store.flush()
