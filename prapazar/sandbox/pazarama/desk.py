"""The levers of the pretend Pazarama."""

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import FilingDesk, Shelved, Sold
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.pazarama import orders, products, questions, refunds
from prapazar.sandbox.pazarama.gateway import PazaramaGateway
from prapazar.sandbox.pazarama.mall import Mall
from prapazar.sandbox.provider import ControlError, Provider


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        number = str(PazaramaDesk.first_account)
        mall.open_seller(number, "Deneme Mağaza", "sandbox-client", "sandbox-client-secret")
    return Provider(PazaramaGateway(mall), PazaramaDesk(mall), mall)


class PazaramaDesk(FilingDesk[Mall, Json]):
    first_account = 7001
    order_key = "orderNumber"

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("seller_id"))
        account = self._mall.open_seller(
            number,
            str(request.get("name") or f"Mağaza {number}"),
            str(request.get("client_id") or f"sandbox-client-{number}"),
            str(request.get("client_secret") or f"sandbox-client-secret-{number}"),
        )
        return self._described(account)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        found = self._files.account(account)
        if deed == "tokens":
            return {"forgotten": self._mall.tokens.forget(found)}
        if deed == "approve":
            return products.approve(self._mall, found, str(request["code"]))
        if deed == "refunds":
            order, code, quantity = str(request["order"]), str(request["code"]), int(request["quantity"])
            kind = str(request.get("kind", "return"))
            return refunds.open_refund(self._mall, found, kind, order, code, quantity)
        if deed == "questions":
            return questions.ask(self._mall, found, str(request["code"]), str(request["text"]))
        if deed == "invoices":
            kept = self.order(account, str(request["order"])).get("invoices", {})
            return {"invoices": list(dict.fromkeys(kept.values()))}
        raise ControlError(404, f"no deed {deed}")

    def _put_up(self, account: Account, article: Json) -> None:
        """It needs a `code`; other fields are those of the product list."""
        product = products.new_product(account, article)
        self._mall.offer(account, product, "seed", quantity=product["stockCount"])

    def _shelved(self, account: Account, key: str) -> Shelved[Json] | None:
        one = account["product"].get(key)
        if one is None:
            return None
        prices = decimal(one["salePrice"]), decimal(one["listPrice"])
        return Shelved(one, one["stockCount"], *prices, is_on_sale=one["approved"])

    def _write(self, account: Account, sold: Sold[Json], buyer: Buyer, at_ms: int) -> Json:
        return orders.new_order(self._mall, account, sold, buyer, at_ms)

    def _take(self, account: Account, article: Json, units: int, cause: str) -> None:
        self._mall.offer(account, article, cause, quantity=article["stockCount"] - units)

    def _move(self, account: Account, number: str, status: str) -> Json:
        return orders.move(self._mall, account, number, int(status))
