"""The levers of the pretend İdefix."""

from collections.abc import Sequence
from datetime import datetime

from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import FilingDesk, Shelved, Sold
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.idefix import claims, products, questions, shipments
from prapazar.sandbox.idefix.gateway import IdefixGateway
from prapazar.sandbox.idefix.mall import Mall
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError, Provider


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        number = str(IdefixDesk.first_account)
        mall.open_vendor(number, "Deneme Mağaza", "sandbox-key", "sandbox-secret")
    return Provider(IdefixGateway(mall), IdefixDesk(mall), mall)


class IdefixDesk(FilingDesk[Mall, Json]):
    first_account = 9001
    order_key = "orderNumber"

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("vendor_id"))
        account = self._mall.open_vendor(
            number,
            str(request.get("name") or f"Mağaza {number}"),
            str(request.get("api_key") or f"sandbox-key-{number}"),
            str(request.get("api_secret") or f"sandbox-secret-{number}"),
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
        return shipments.shown(super().place_order(account, basket, buyer, at, status))

    def order(self, account: str, order: str) -> Json:
        """Its newest shipment."""
        kept = self._files.account(account)["shipment"].values()
        found = [one for one in kept if one["orderNumber"] == order]
        if not found:
            raise ControlError(404, f"no order {order}")
        return shipments.shown(found[-1])

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
        if deed == "invoices":
            kept = [one for one in found["shipment"].values() if one["orderNumber"] == request["order"]]
            return {"invoices": [one["invoiceLink"] for one in kept if one.get("invoiceLink")]}
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

    def _put_up(self, account: Account, article: Json) -> None:
        """It needs a `barcode`; other fields are those of the pool."""
        product = products.new_product(article)
        self._mall.offer(account, product, "seed", quantity=product["inventoryQuantity"])

    def _shelved(self, account: Account, key: str) -> Shelved[Json] | None:
        one = account["product"].get(key)
        if one is None:
            return None
        price = decimal(one["price"])
        was = max(price, decimal(one["comparePrice"]))
        return Shelved(one, one["inventoryQuantity"], price, was, is_on_sale=one["status"] == products.READY)

    def _write(self, account: Account, sold: Sold[Json], buyer: Buyer, at_ms: int) -> Json:
        return shipments.new_shipment(self._mall, account, sold, buyer, at_ms)

    def _take(self, account: Account, article: Json, units: int, cause: str) -> None:
        self._mall.offer(account, article, cause, quantity=article["inventoryQuantity"] - units)

    def _move(self, account: Account, number: str, status: str) -> list[Json]:
        return shipments.move(self._mall, account, number, status)
