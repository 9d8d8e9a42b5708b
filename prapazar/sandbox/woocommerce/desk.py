"""The levers of the pretend WooCommerce shops."""

from collections.abc import Sequence
from datetime import datetime

from prapazar.sandbox import jsontext
from prapazar.sandbox.baskets import BasketLine, Buyer
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider, history
from prapazar.sandbox.woocommerce import trade, views
from prapazar.sandbox.woocommerce.gateway import WooCommerceGateway
from prapazar.sandbox.woocommerce.mall import Mall, UnknownShop
from prapazar.sandbox.woocommerce.models import Article, Shop


def open_provider(ground: Ground, address: str) -> Provider:
    mall = Mall(ground)
    mall.base = f"{address}/woocommerce"
    if not mall.shops:
        trade.open_shop(mall)
    return Provider(WooCommerceGateway(mall), WooCommerceDesk(mall), mall)


class WooCommerceDesk:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._mall.shops.values()]

    def open_account(self, request: Json) -> Json:
        slug = str(request["slug"])
        if not slug.isalnum() or slug in ("wp", "default"):
            raise ControlError(400, "slug must be one plain word")
        shop = trade.open_shop(
            self._mall, slug, name=str(request.get("name") or slug), settings=request.get("settings")
        )
        return self._described(shop)

    def change_account(self, account: str, request: Json) -> Json:
        shop = self._shop(account)
        known = {"currency", "utc_offset_minutes", "tax_percent", "decimals", "shipment_tracking"}
        settings = {name: value for name, value in request.items() if name in known}
        trade.open_shop(self._mall, shop.slug, name=str(request.get("name", shop.name)), settings=settings)
        return self._described(shop)

    def seed(self, account: str, articles: list[Json]) -> int:
        return trade.seed_products(self._mall, self._shop(account).slug, articles)

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
            "history": history(self._mall.history(shop, (holder or article).article_id)),
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
        order = trade.place_order(self._mall, shop.slug, basket, buyer, at=at, status=status or "processing")
        return order.body()

    def order(self, account: str, order: str) -> Json:
        held = self._shop(account).orders.get(int(order) if order.isdecimal() else 0)
        if held is None:
            raise ControlError(404, f"no order {order}")
        return held.body()

    def move_order(self, account: str, order: str, status: str) -> Json:
        self.order(account, order)
        return trade.change_status(self._mall, self._shop(account).slug, int(order), status).body()

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
