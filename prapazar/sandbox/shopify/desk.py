"""The levers of the pretend Shopify."""

from collections.abc import Sequence
from datetime import datetime

from prapazar.sandbox.baskets import BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError, Provider
from prapazar.sandbox.shopify import orders, seeding
from prapazar.sandbox.shopify.consent import Consent
from prapazar.sandbox.shopify.fulfilling import finish_jobs
from prapazar.sandbox.shopify.gateway import ShopifyGateway
from prapazar.sandbox.shopify.mall import PLANS, PROVIDER, Mall, available

_FIRST_SHOP = "deneme-magaza"


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - nothing it answers names its address
    mall = Mall(ground)
    if not mall.files.accounts:
        mall.open_shop(_FIRST_SHOP, {"name": "Deneme Mağaza"})
    return Provider(ShopifyGateway(mall), ShopifyDesk(mall), mall)


class ShopifyDesk:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._files = mall.files
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._files.accounts.values()]

    def open_account(self, request: Json) -> Json:
        shop = str(request.get("shop") or request.get("name") or "")
        if not shop.replace("-", "").isalnum() or request.get("plan", "standard") not in PLANS:
            raise ControlError(400, "shop must be a plain word, plan one of " + ", ".join(PLANS))
        return self._described(self._mall.open_shop(shop, request))

    def change_account(self, account: str, request: Json) -> Json:
        self._files.account(account)
        return self._described(self._mall.open_shop(account, request))

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `sku`, or a `title` and `variants` that have one each and `options`."""
        shop = self._files.account(account)
        for article in articles:
            seeding.new_product(self._mall, shop, article)
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        shop = self._files.account(account)
        variant = self._mall.find(shop, "sku", key)
        if variant is None:
            raise ControlError(404, f"no variant {key}")
        return {
            "key": key,
            "quantity": available(variant),
            "price": variant["price"],
            "list_price": variant["compareAtPrice"] or variant["price"],
            "levels": variant["levels"],
            "history": self._files.history(shop, key),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        return {one["sku"]: available(one) for one in self._files.account(account)["variant"].values()}

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        """`status` is the state of payment, such as `PENDING`."""
        shop = self._files.account(account)
        for key, wanted in units_by_key(basket).items():
            variant = self._mall.find(shop, "sku", key)
            if variant is None:
                raise NotOnSale(key)
            if available(variant) < wanted:
                raise SoldOut(key, wanted, available(variant))
        sold = []
        for one in basket:
            variant = self._mall.find(shop, "sku", one.key) or {}
            sold.append((variant, one.quantity, one.unit_price or decimal(variant["price"])))
        at_ms = self._mall.ground.now_ms() if at is None else epoch_ms(at)
        more = shop.profile.get("next_order") or {}
        order = orders.new_order(self._mall, shop, sold, buyer, at_ms, {**more, "financial": status})
        for variant, _, _ in sold:
            self._mall.show(shop, variant, f"order {order['name']}")
        self._mall.ground.store.flush()
        for heard in self._mall.ground.sales:
            heard(PROVIDER, account, str(order["id"]))
        return order

    def order(self, account: str, order: str) -> Json:
        found = self._files.account(account)["order"].get(order)
        if found is None:
            raise ControlError(404, f"no order {order}")
        return found

    def move_order(self, account: str, order: str, status: str) -> Json:
        return orders.move(self._mall, self._files.account(account), self.order(account, order), status)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        shop = self._files.account(account)
        if deed == "tokens":
            return {"forgotten": self._mall.forget_tokens(shop)}
        if deed == "uninstall":
            gone = self._mall.forget_tokens(shop) + Consent(self._mall).forget_refresh_tokens(shop)
            return {"forgotten": gone}
        if deed == "points":
            self._mall.refill()
            return {"left": self._mall.spend(shop, int(request.get("spend", 0)))}
        if deed == "jobs":
            return {"finished": finish_jobs(self._mall, shop, is_due=True)}
        if deed == "location":
            return self._mall.add_location(shop, str(request["name"]))
        if deed == "next_orders":
            self._files.open(account, {**shop.profile, "next_order": request})
            return request
        raise ControlError(404, f"no deed {deed}")

    def _described(self, shop: Account) -> Json:
        locations = list(shop["location"].values())
        place = {"shop": shop.number, "locations": locations, "path": f"/shopify/{shop.number}"}
        return {"provider": PROVIDER, "account": shop.number, **place, **shop.profile}
