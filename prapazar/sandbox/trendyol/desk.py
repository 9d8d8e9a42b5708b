"""The levers of the pretend Trendyol."""

from collections.abc import Sequence
from datetime import datetime

from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider, history
from prapazar.sandbox.trendyol import claim_book, questions, trade
from prapazar.sandbox.trendyol.gateway import TrendyolGateway
from prapazar.sandbox.trendyol.market import Market, UnknownSeller
from prapazar.sandbox.trendyol.models import Seller


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    market = Market(ground)
    if not market.sellers:
        trade.open_account(market)
    return Provider(TrendyolGateway(market), TrendyolDesk(market), market)


class TrendyolDesk:
    def __init__(self, market: Market) -> None:
        self._market = market
        self.rules = market.rules

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._market.sellers.values()]

    def open_account(self, request: Json) -> Json:
        usual = max(self._market.sellers, default=1000) + 1
        seller_id = int(request.get("seller_id") or usual)
        seller = trade.open_account(
            self._market,
            seller_id,
            name=str(request.get("name") or f"Mağaza {seller_id}"),
            api_key=str(request.get("api_key") or f"sandbox-key-{seller_id}"),
            api_secret=str(request.get("api_secret") or f"sandbox-secret-{seller_id}"),
        )
        return self._described(seller)

    def change_account(self, account: str, request: Json) -> Json:
        seller = self._seller(account)
        for name in ("name", "api_key", "api_secret", "expired"):
            if name in request:
                setattr(seller, name, request[name])
        self._market.keep_seller(seller)
        return self._described(seller)

    def seed(self, account: str, articles: list[Json]) -> int:
        return trade.seed_products(self._market, self._seller(account).seller_id, articles)

    def stock(self, account: str, key: str) -> Json:
        seller = self._seller(account)
        product = seller.products.get(key)
        if product is None:
            raise ControlError(404, f"no product {key}")
        return {
            "key": key,
            "quantity": product.quantity,
            "price": str(product.sale_price),
            "list_price": str(product.list_price),
            "history": history(self._market.history(seller, key)),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        return {barcode: one.quantity for barcode, one in self._seller(account).products.items()}

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        package = trade.place_order(
            self._market, self._seller(account).seller_id, basket, buyer, at=at, status=status or "Created"
        )
        return package.body()

    def order(self, account: str, order: str) -> Json:
        """By order number, or by package number."""
        seller = self._seller(account)
        numbers = seller.orders.get(order) or ([int(order)] if order.isdecimal() else [])
        found = [seller.packages[one].body() for one in numbers if one in seller.packages]
        if not found:
            raise ControlError(404, f"no order {order}")
        return {"order": order, "packages": found}

    def move_order(self, account: str, order: str, status: str) -> Json:
        seller = self._seller(account)
        packages = self.order(account, order)["packages"]
        for body in packages:
            trade.advance_package(self._market, seller.seller_id, body["shipmentPackageId"], status)
        return self.order(account, order)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        seller = self._seller(account)
        if deed == "claims":
            return self._claim(seller, request)
        if deed == "questions":
            product = seller.products[str(request["barcode"])]
            return questions.ask(self._market, seller, product, str(request["text"]))
        if deed == "approve":
            product = seller.products[str(request["barcode"])]
            product.rejections, product.approved_ms = [], self._market.ground.now_ms()
            self._market.keep_product(seller, product)
            return {"barcode": product.barcode, "approved": True}
        if deed == "reject":
            product = seller.products[str(request["barcode"])]
            reason = str(request.get("reason", "Görsel uygun değil"))
            product.rejections = [{"rejectReason": reason, "rejectReasonDetail": reason}]
            self._market.keep_product(seller, product)
            return {"barcode": product.barcode, "rejected": True}
        if deed == "lock":
            product = seller.products[str(request["barcode"])]
            product.locked, product.lock_reason = True, str(request.get("reason", "Fiyat denetimi"))
            self._market.keep_product(seller, product)
            return {"barcode": product.barcode, "locked": True}
        return self._further(seller, deed, request)

    def _further(self, seller: Seller, deed: str, request: Json) -> Json:
        if deed == "rivals":
            product = seller.products[str(request["barcode"])]
            prices = [str(one) for one in request["prices"]]
            self._market.keep_rivals(seller, product.barcode, {"prices": prices})
            return {"barcode": product.barcode, "prices": prices}
        if deed == "invoices":
            numbers = seller.orders.get(str(request["order"])) or []
            kept = [seller.invoices[one] for one in numbers if one in seller.invoices]
            return {"invoices": [one["link"] if one.get("invoiceLink") else "file" for one in kept]}
        raise ControlError(404, f"no deed {deed}")

    def _claim(self, seller: Seller, request: Json) -> Json:
        """With `claim_id` and `status` it moves one; otherwise it opens one."""
        if request.get("claim_id"):
            claim = seller.claims[str(request["claim_id"])]
            claim_book.move_claim(self._market, seller, claim, str(request["status"]))
            return claim_book.public(claim)
        wanted = [
            (str(one["barcode"]), int(one.get("quantity", 1)), str(one.get("note", "")))
            for one in request["lines"]
        ]
        status, reason = str(request.get("status", "WaitingInAction")), int(request.get("reason", 401))
        opened = claim_book.open_claim(self._market, seller, str(request["order"]), wanted, reason, status)
        if opened is None:
            raise ControlError(400, "the order does not hold these units")
        return claim_book.public(opened)

    def _seller(self, account: str) -> Seller:
        try:
            return self._market.seller(account)
        except UnknownSeller as cause:
            raise ControlError(404, f"no seller {account}") from cause

    def _described(self, seller: Seller) -> Json:
        return {
            "provider": "trendyol",
            "account": seller.account,
            "name": seller.name,
            "seller_id": seller.seller_id,
            "api_key": seller.api_key,
            "api_secret": seller.api_secret,
            "expired": seller.expired,
            "path": "/trendyol",
        }
