"""The levers of the pretend PTT AVM."""

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import FilingDesk, Shelved, Sold
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.pttavm import orders, products
from prapazar.sandbox.pttavm.gateway import PttavmGateway
from prapazar.sandbox.pttavm.mall import Mall, paid, shelved

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
        mall.open_seller(str(PttavmDesk.first_account), _FIRST_PROFILE)
    return Provider(PttavmGateway(mall), PttavmDesk(mall), mall)


class PttavmDesk(FilingDesk[Mall, str]):
    """An article is known by its barcode: it may be a product or a variant of one."""

    first_account = 6001
    order_key = "siparisNo"

    def open_account(self, request: Json) -> Json:
        number = self._number(request.get("seller_id"))
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

    def all_stock(self, account: str) -> dict[str, int | None]:
        shown: dict[str, int | None] = {}
        for product in self._files.account(account)["product"].values():
            shown[product["barkod"]] = product["miktar"]
            shown.update({one["variantBarkod"]: one["miktar"] for one in product["variants"]})
        return shown

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`line`: one of an order moves alone."""
        if deed == "invoices":
            lines = self.order(account, str(request["order"]))["lines"]
            return {"invoices": list(dict.fromkeys(one["invoice"] for one in lines if "invoice" in one))}
        if deed != "line":
            raise ControlError(404, f"no deed {deed}")
        order = self.order(account, str(request["order"]))
        for line in order["lines"]:
            if line["lineItemId"] == request["line"]:
                line["siparisDurumu"] = str(request["status"])
        self._files.put(self._files.account(account), "order", order["siparisNo"], order)
        return order

    def _put_up(self, account: Account, article: Json) -> None:
        """It needs a `barkod`; other fields are those of the product search."""
        self._mall.keep(account, products.new_product(self._mall, account, article), "seed")

    def _shelved(self, account: Account, key: str) -> Shelved[str] | None:
        shelf = shelved(account, key)
        if shelf is None:
            return None
        product, variant = shelf
        price = paid(product, variant)
        return Shelved(key, (variant or product)["miktar"], price, price, is_on_sale=product["aktif"])

    def _write(self, account: Account, sold: Sold[str], buyer: Buyer, at_ms: int) -> Json:
        return orders.new_order(self._mall, account, sold, buyer, at_ms)

    def _take(self, account: Account, article: str, units: int, cause: str) -> None:
        shelf = shelved(account, article)
        if shelf is not None:
            product, variant = shelf
            (variant or product)["miktar"] -= units
            self._mall.keep(account, product, cause)

    def _move(self, account: Account, number: str, status: str) -> Json:
        return orders.move(self._mall, account, number, status)
