"""The same levers for every provider, fitted to what each one remembers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Protocol

from prapazar.sandbox import jsontext, trendyol, woocommerce
from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.clock import from_ms
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.sandbox import Sandbox
from prapazar.sandbox.store import Shown
from prapazar.sandbox.trendyol import claim_book, questions
from prapazar.sandbox.trendyol.market import UnknownSeller
from prapazar.sandbox.trendyol.models import Seller
from prapazar.sandbox.woocommerce import trade, views
from prapazar.sandbox.woocommerce.mall import UnknownShop
from prapazar.sandbox.woocommerce.models import Article, Shop


class ControlError(Exception):
    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class ProviderDesk(Protocol):
    def accounts(self) -> list[Json]: ...
    def open_account(self, request: Json) -> Json: ...
    def change_account(self, account: str, request: Json) -> Json: ...
    def seed(self, account: str, articles: list[Json]) -> int: ...
    def stock(self, account: str, key: str) -> Json: ...
    def all_stock(self, account: str) -> dict[str, int | None]: ...
    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json: ...
    def order(self, account: str, order: str) -> Json: ...
    def move_order(self, account: str, order: str, status: str) -> Json: ...
    def deed(self, account: str, deed: str, request: Json) -> Json: ...
    def rules(self) -> Any: ...  # noqa: ANN401  each provider has rules of its own


def desks(sandbox: Sandbox) -> dict[str, ProviderDesk]:
    return {"trendyol": TrendyolDesk(sandbox), "woocommerce": WooCommerceDesk(sandbox)}


class TrendyolDesk:
    def __init__(self, sandbox: Sandbox) -> None:
        self._market = sandbox.trendyol

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._market.sellers.values()]

    def open_account(self, request: Json) -> Json:
        usual = max(self._market.sellers, default=1000) + 1
        seller_id = int(request.get("seller_id") or usual)
        seller = trendyol.open_account(
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
        return trendyol.seed_products(self._market, self._seller(account).seller_id, articles)

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
            "history": _history(self._market.history(seller, key)),
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
        package = trendyol.place_order(
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
            trendyol.advance_package(self._market, seller.seller_id, body["shipmentPackageId"], status)
        return self.order(account, order)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        seller = self._seller(account)
        if deed == "claims":
            return self._claim(seller, request)
        if deed == "questions":
            product = seller.products[str(request["barcode"])]
            return questions.ask(self._market, seller, product, str(request["text"]))
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
        raise ControlError(404, f"no deed {deed}")

    def rules(self) -> Any:  # noqa: ANN401  each provider has rules of its own
        return self._market.rules

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


class WooCommerceDesk:
    def __init__(self, sandbox: Sandbox) -> None:
        self._mall = sandbox.woocommerce

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._mall.shops.values()]

    def open_account(self, request: Json) -> Json:
        slug = str(request["slug"])
        if not slug.isalnum() or slug in ("wp", "default"):
            raise ControlError(400, "slug must be one plain word")
        shop = woocommerce.open_shop(
            self._mall, slug, name=str(request.get("name") or slug), settings=request.get("settings")
        )
        return self._described(shop)

    def change_account(self, account: str, request: Json) -> Json:
        shop = self._shop(account)
        known = {"currency", "utc_offset_minutes", "tax_percent", "decimals", "shipment_tracking"}
        settings = {name: value for name, value in request.items() if name in known}
        woocommerce.open_shop(
            self._mall, shop.slug, name=str(request.get("name", shop.name)), settings=settings
        )
        return self._described(shop)

    def seed(self, account: str, articles: list[Json]) -> int:
        return woocommerce.seed_products(self._mall, self._shop(account).slug, articles)

    def stock(self, account: str, key: str) -> Json:
        shop = self._shop(account)
        article = self._article(shop, key)
        holder = views.stock_holder(shop, article)
        return {
            "key": key,
            "id": article.article_id,
            "quantity": None if holder is None else holder.changed.get("stock_quantity"),
            "price": views.price_of(shop, article, self._mall.ground.now_ms()),
            "list_price": str(article.changed.get("regular_price", "")),
            "history": _history(self._mall.history(shop, (holder or article).article_id)),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        shop = self._shop(account)
        return {sku: shop.articles[number].changed.get("stock_quantity") for sku, number in shop.skus.items()}

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        shop = self._shop(account)
        order = woocommerce.place_order(
            self._mall, shop.slug, basket, buyer, at=at, status=status or "processing"
        )
        return order.body()

    def order(self, account: str, order: str) -> Json:
        held = self._shop(account).orders.get(int(order) if order.isdecimal() else 0)
        if held is None:
            raise ControlError(404, f"no order {order}")
        return held.body()

    def move_order(self, account: str, order: str, status: str) -> Json:
        self.order(account, order)
        return woocommerce.change_status(self._mall, self._shop(account).slug, int(order), status).body()

    def deed(self, account: str, deed: str, request: Json) -> Json:
        shop = self._shop(account)
        if deed != "keys":
            raise ControlError(404, f"no deed {deed}")
        key = trade.new_key(
            self._mall,
            shop,
            str(request.get("permission", "read_write")),
            capable=bool(request.get("capable", True)),
        )
        self._mall.keep_key(shop, key)
        return key.described()

    def rules(self) -> Any:  # noqa: ANN401  each provider has rules of its own
        return self._mall.rules

    def _shop(self, account: str) -> Shop:
        try:
            return self._mall.shop(account)
        except UnknownShop as cause:
            raise ControlError(404, f"no shop {account}") from cause

    def _article(self, shop: Shop, key: str) -> Article:
        number = shop.skus.get(key) or (int(key) if key.isdecimal() else 0)
        article = shop.articles.get(number)
        if article is None:
            raise ControlError(404, f"no product {key}")
        return article

    def _described(self, shop: Shop) -> Json:
        path = self._mall.address(shop).partition("/woocommerce")
        return {
            "provider": "woocommerce",
            "account": shop.slug,
            "name": shop.name,
            "keys": [key.described() for key in shop.keys.values()],
            "settings": jsontext.parse_object(jsontext.dump(shop.described())),
            "path": f"/woocommerce{path[2]}",
        }


def _history(rows: list[Shown]) -> list[Json]:
    return [
        {
            "quantity": row.quantity,
            "price": None if row.price is None else str(row.price),
            "list_price": None if row.list_price is None else str(row.list_price),
            "at": from_ms(row.at_ms).isoformat(timespec="milliseconds"),
            "cause": row.cause,
        }
        for row in rows
    ]
