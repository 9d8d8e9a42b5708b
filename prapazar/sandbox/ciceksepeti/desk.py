"""The levers of the pretend Çiçeksepeti."""

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.ciceksepeti import cancels, orders, products, questions
from prapazar.sandbox.ciceksepeti.gateway import CiceksepetiGateway
from prapazar.sandbox.ciceksepeti.mall import CS_CONTRACT, Mall
from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import FilingDesk, Shelved, Sold
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError, Provider


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        number = str(CiceksepetiDesk.first_account)
        mall.open_seller(number, "Deneme Mağaza", "sandbox-cs-key", CS_CONTRACT)
    return Provider(CiceksepetiGateway(mall), CiceksepetiDesk(mall), mall)


class CiceksepetiDesk(FilingDesk[Mall, Json]):
    first_account = 8001
    order_key = "orderId"

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("seller_id"))
        account = self._mall.open_seller(
            number,
            str(request.get("name") or f"Mağaza {number}"),
            str(request.get("api_key") or f"sandbox-cs-key-{number}"),
            int(request.get("cargo_model") or CS_CONTRACT),
        )
        return self._described(account)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        found = self._files.account(account)
        if deed == "approve":
            return products.approve(self._mall, found, str(request["stockCode"]))
        if deed == "questions":
            return questions.ask(self._mall, found, str(request["stockCode"]), str(request["text"]))
        if deed == "cancel":
            return self._cancelled(found, request["item"])
        if deed == "claim":
            reason = cancels.EXCHANGE if request.get("exchange") else cancels.RETURN
            status = int(request.get("status") or orders.AT_SUPPLIER)
            return cancels.claim(self._mall, found, request["item"], reason, status)
        if deed == "note":
            order = self.order(account, str(request["order"]))
            order["person"]["cardMessage"] = str(request["text"])
            self._files.put(found, "order", str(order["orderId"]), order)
            return order
        if deed == "invoices":
            return {"invoices": self.order(account, str(request["order"])).get("invoices", [])}
        raise ControlError(404, f"no deed {deed}")

    def _cancelled(self, account: Account, number: object) -> Json:
        """The buyer takes one item back."""
        found = orders.item_of(account, number)
        if found is None:
            raise ControlError(404, f"no item {number}")
        orders.cancel(self._mall, account, found[0], [found[1]])
        return found[0]

    def _put_up(self, account: Account, article: Json) -> None:
        """It needs a `stockCode`; other fields are those of the product list."""
        product = products.new_product(account, article)
        self._mall.offer(account, product, "seed", quantity=product["stockQuantity"])

    def _shelved(self, account: Account, key: str) -> Shelved[Json] | None:
        one = account["product"].get(key)
        if one is None:
            return None
        prices = decimal(one["salesPrice"]), decimal(one["listPrice"])
        is_on_sale = one["isActive"] and one["status"] == products.ON_SALE
        return Shelved(one, one["stockQuantity"], *prices, is_on_sale=is_on_sale)

    def _write(self, account: Account, sold: Sold[Json], buyer: Buyer, at_ms: int) -> Json:
        return orders.new_order(self._mall, account, sold, buyer, at_ms)

    def _take(self, account: Account, article: Json, units: int, cause: str) -> None:
        self._mall.offer(account, article, cause, quantity=article["stockQuantity"] - units)

    def _move(self, account: Account, number: str, status: str) -> Json:
        return orders.move(self._mall, account, number, status)
