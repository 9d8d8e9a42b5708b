"""The levers of the pretend Amazon."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal

from prapazar.sandbox.amazon import finances, listings, orders
from prapazar.sandbox.amazon.gateway import AmazonGateway
from prapazar.sandbox.amazon.mall import PLACES, PROVIDER, Mall, channel_of, price_of, quantity_of
from prapazar.sandbox.baskets import BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.provider import ControlError, Provider

_FIRST_SELLER = 7001
_TURKEY = "A33AVAJ2PDY3EV"


def open_provider(ground: Ground, address: str) -> Provider:
    mall = Mall(ground, address)
    desk = AmazonDesk(mall)
    if not mall.files.accounts:
        desk.open_account({"name": "Deneme Mağaza"})
    return Provider(AmazonGateway(mall), desk, mall)


class AmazonDesk:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._files = mall.files
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._files.accounts.values()]

    def open_account(self, request: Json) -> Json:
        serial = _FIRST_SELLER + len(self._files.accounts)
        number = str(request.get("seller_id") or f"A{serial}PRAPAZAR")
        marketplace = str(request.get("marketplace") or _TURKEY)
        if marketplace not in PLACES:
            raise ControlError(400, f"no marketplace {marketplace}")
        usual = {
            "name": f"Mağaza {number}",
            "client_id": f"amzn1.application-oa2-client.sandbox{serial}",
            "client_secret": f"amzn1.oa2-cs.v1.sandbox-secret-{serial}",
            "refresh_token": f"Atzr|sandbox-refresh-{serial}",
            "application_id": f"amzn1.sp.solution.sandbox-{serial}",
            "redirect_uri": "",
        }
        profile = {name: str(request.get(name) or value) for name, value in usual.items()}
        account = self._mall.open_seller(number, {**profile, "marketplace": marketplace})
        return self._described(account)

    def change_account(self, account: str, request: Json) -> Json:
        found = self._files.account(account)
        known = {name: request[name] for name in found.profile if name in request}
        return self._described(self._files.open(account, {**found.profile, **known}))

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `sku`; `channel` is DEFAULT or AMAZON_EU, `attributes` are added to the usual ones."""
        found = self._files.account(account)
        first = self._mall.ground.now_ms() - len(articles)
        for place, article in enumerate(articles):
            item = listings.new_item(
                self._mall,
                found,
                str(article["sku"]),
                str(article.get("productType") or "SCARF"),
                self._attributes(found, article),
            )
            item["createdMs"] = item["shownMs"] = first + place
            self._mall.keep_item(found, item, "seed")
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        found = self._files.account(account)
        item = found["item"].get(key)
        if item is None:
            raise ControlError(404, f"no listing {key}")
        price = price_of(item)
        return {
            "key": key,
            "quantity": quantity_of(item),
            "price": None if price is None else str(price),
            "list_price": None if price is None else str(price),
            "history": self._files.history(found, key),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        return {key: quantity_of(one) for key, one in self._files.account(account)["item"].items()}

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        found = self._files.account(account)
        shelf = found["item"]
        for key, wanted in units_by_key(basket).items():
            if key not in shelf or price_of(shelf[key]) is None:
                raise NotOnSale(key)
            if (quantity_of(shelf[key]) or 0) < wanted:
                raise SoldOut(key, wanted, quantity_of(shelf[key]) or 0)
        sold = [
            (shelf[one.key], one.quantity, one.unit_price or price_of(shelf[one.key]) or Decimal(0))
            for one in basket
        ]
        at_ms = self._mall.ground.now_ms() if at is None else epoch_ms(at)
        order = orders.new_order(self._mall, found, sold, buyer, at_ms)
        for item, quantity, _ in sold:
            left = (quantity_of(item) or 0) - quantity
            stock = {"fulfillment_channel_code": channel_of(item), "quantity": left}
            item["attributes"]["fulfillment_availability"] = [stock]
            self._mall.keep_item(found, item, f"order {order['orderId']}")
        if status is not None:
            orders.move(self._mall, found, order["orderId"], status)
        self._mall.ground.store.flush()
        for heard in self._mall.ground.sales:
            heard(PROVIDER, account, order["orderId"])
        return order

    def order(self, account: str, order: str) -> Json:
        found = self._files.account(account)["order"].get(order)
        if found is None:
            raise ControlError(404, f"no order {order}")
        return found

    def move_order(self, account: str, order: str, status: str) -> Json:
        self.order(account, order)
        return orders.move(self._mall, self._files.account(account), order, status)

    def deed(self, account: str, deed: str, request: Json) -> Json:
        known: dict[str, Callable[[Account, Json], Json]] = {
            "tokens": lambda found, _: {"forgotten": self._mall.forget_tokens(found)},
            "issues": self._show_issues,
            "publish": self._publish,
            "settle": self._settle,
            "refund": self._refund,
            "defer": self._defer,
            "payout": lambda found, _: finances.pay_out(self._mall, found),
        }
        if deed not in known:
            raise ControlError(404, f"no deed {deed}")
        return known[deed](self._files.account(account), request)

    def _show_issues(self, found: Account, request: Json) -> Json:
        item = found["item"][str(request["sku"])]
        self._mall.keep_item(found, {**item, "issues": list(request["issues"])}, "issue")
        return item

    def _publish(self, found: Account, request: Json) -> Json:
        item = found["item"][str(request["sku"])]
        self._mall.keep_item(found, {**item, "shownMs": self._mall.ground.now_ms()}, "published")
        return item

    def _settle(self, found: Account, request: Json) -> Json:
        return finances.book_sale(self._mall, found, self.order(found.number, str(request["order"])))

    def _refund(self, found: Account, request: Json) -> Json:
        order = self.order(found.number, str(request["order"]))
        return finances.book_refund(self._mall, found, order, decimal(request["amount"]))

    def _defer(self, found: Account, request: Json) -> Json:
        return finances.defer(self._mall, found, str(request["transaction"]))

    def _attributes(self, account: Account, article: Json) -> Json:
        place, marketplace = self._mall.place(account), account.profile["marketplace"]
        mark = {"marketplace_id": marketplace}
        words = {**mark, "language_tag": place.language}
        price = decimal(article.get("price", 100))
        stock = {
            "fulfillment_channel_code": str(article.get("channel") or "DEFAULT"),
            "quantity": int(article.get("quantity", 0)),
        }
        return {
            "item_name": [{**words, "value": str(article.get("title") or article["sku"])}],
            "brand": [{**words, "value": str(article.get("brand") or "Deneme Marka")}],
            "product_description": [{**words, "value": str(article.get("description") or "Açıklama")}],
            "country_of_origin": [{**mark, "value": "TR"}],
            "condition_type": [{**mark, "value": "new_new"}],
            "externally_assigned_product_identifier": [
                {**mark, "type": "ean", "value": str(article.get("barcode") or article["sku"])}
            ],
            "purchasable_offer": [
                {
                    **mark,
                    "currency": place.currency,
                    "audience": "ALL",
                    "our_price": [{"schedule": [{"value_with_tax": price}]}],
                }
            ],
            "fulfillment_availability": [stock],
            **(article.get("attributes") or {}),
        }

    def _described(self, account: Account) -> Json:
        return {"provider": PROVIDER, "account": account.number, "path": "/amazon", **account.profile}
