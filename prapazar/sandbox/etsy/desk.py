"""The levers of the pretend Etsy."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal

from prapazar.sandbox.baskets import BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.etsy import events, inventory, ledger, listings, receipts
from prapazar.sandbox.etsy.gateway import EtsyGateway
from prapazar.sandbox.etsy.mall import PROVIDER, Mall
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.provider import ControlError, Provider

_FIRST_SHOP = 12_000_001
_SCOPES = "shops_r listings_r listings_w listings_d transactions_r transactions_w email_r"


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        known = {"keystring": "sandboxkeystring", "shared_secret": "sandboxsecret"}
        mall.open_shop(str(_FIRST_SHOP), {"shop_name": "DenemeMagaza", **known})
    return Provider(EtsyGateway(mall), EtsyDesk(mall), mall)


class EtsyDesk:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._files = mall.files
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [_described(one) for one in self._files.accounts.values()]

    def open_account(self, request: Json) -> Json:
        usual = max((int(number) for number in self._files.accounts), default=_FIRST_SHOP) + 1
        return _described(self._mall.open_shop(str(request.get("shop_id") or usual), request))

    def change_account(self, account: str, request: Json) -> Json:
        self._files.account(account)
        return _described(self._mall.open_shop(account, request))

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `title`, and `sku`, `price`, `quantity` or `products` of those with `property_values`."""
        shop = self._files.account(account)
        for article in articles:
            listing = listings.new_listing(self._mall, shop, article)
            rows = article.get("products") or [article]
            listing["products"] = [
                inventory.new_product(self._mall, {"quantity": 0, "price": "100.00", **row}) for row in rows
            ]
            listing["lists"] |= {
                name: list(article[name]) for name in inventory.ON_PROPERTY if name in article
            }
            self._mall.keep(shop, listing, "seed")
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        shop = self._files.account(account)
        listing, product = self._find(shop, key)
        if listing is None:
            raise ControlError(404, f"no product {key}")
        return {
            "key": key,
            "quantity": product["quantity"],
            "price": product["price"],
            "list_price": product["price"],
            "state": listing["state"],
            "listing": listing,
            "history": self._files.history(shop, key),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        found = self._files.account(account)["listing"].values()
        return {one["sku"]: one["quantity"] for listing in found for one in listing["products"]}

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        shop = self._files.account(account)
        sold = []
        for key, wanted in units_by_key(basket).items():
            listing, product = self._find(shop, key)
            if listing is None or listing["state"] != "active":
                raise NotOnSale(key)
            if product["quantity"] < wanted:
                raise SoldOut(key, wanted, product["quantity"])
        for one in basket:
            listing, product = self._find(shop, one.key)
            if listing is not None:
                sold.append((listing, product, one.quantity, one.unit_price or Decimal(product["price"])))
        moment = self._mall.now if at is None else epoch_ms(at) // 1000
        more = shop.profile.get("next_order") or {}
        receipt = receipts.new_receipt(self._mall, shop, sold, buyer, moment, more)
        number = str(receipt["receipt_id"])
        for listing, product, quantity, _ in sold:
            product["quantity"] -= quantity
            self._mall.keep(shop, listing, f"order {number}")
        if status is not None:
            receipts.move(self._mall, shop, receipt, status)
        elif at is None:
            events.tell_paid(self._mall, shop, receipt)
        self._mall.ground.store.flush()
        for heard in self._mall.ground.sales:
            heard(PROVIDER, account, number)
        return receipt

    def order(self, account: str, order: str) -> Json:
        found = self._files.account(account)["receipt"].get(order)
        if found is None:
            raise ControlError(404, f"no receipt {order}")
        return found

    def move_order(self, account: str, order: str, status: str) -> Json:
        if status not in receipts.STATUSES:
            raise ControlError(400, "status is one of " + ", ".join(receipts.STATUSES))
        return receipts.move(self._mall, self._files.account(account), self.order(account, order), status)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        shop, mall = self._files.account(account), self._mall
        deeds: dict[str, Callable[[], Json]] = {
            "grant": lambda: mall.give_tokens(shop, str(request.get("scope") or _SCOPES)),
            "revoke": lambda: {
                "forgotten": mall.forget(shop, *(request.get("kinds") or ["access", "refresh"]))
            },
            "endpoint": lambda: events.add_endpoint(
                mall, shop, str(request["url"]), str(request.get("secret") or "")
            ),
            "silence": lambda: events.remove_endpoint(mall, shop, str(request["id"])),
            "publish": lambda: self._publish(shop, str(request["sku"])),
            "profile": lambda: self._files.open(account, {**shop.profile, **request}).profile,
            "settle": lambda: ledger.settle(mall, shop, self.order(account, str(request["order"]))),
            "refund": lambda: ledger.refund(mall, shop, self.order(account, str(request["order"]))),
            "payout": lambda: ledger.pay_out(mall, shop),
            "ledger": lambda: ledger.book(mall, shop, request),
        }
        if deed not in deeds:
            raise ControlError(404, f"no deed {deed}")
        return deeds[deed]()

    def _publish(self, shop: Account, sku: str) -> Json:
        listing, _ = self._find(shop, sku)
        if listing is None:
            raise ControlError(404, "no such listing")
        return listings.publish(self._mall, shop, listing)

    def _find(self, shop: Account, key: str) -> tuple[Json | None, Json]:
        for listing in shop["listing"].values():
            for product in listing["products"]:
                if product["sku"] == key:
                    return listing, product
        return None, {}


def _described(shop: Account) -> Json:
    return {"provider": PROVIDER, "account": shop.number, "path": "/etsy", **shop.profile}
