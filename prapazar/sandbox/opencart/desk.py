"""The levers of the pretend OpenCart."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from prapazar.sandbox.baskets import BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.opencart import bridge_hooks, orders
from prapazar.sandbox.opencart.gateway import OpencartGateway
from prapazar.sandbox.opencart.mall import PROVIDER, Mall, net, shelved, shown
from prapazar.sandbox.provider import ControlError, Provider

_FIRST_SHOP = "shop"
_CATEGORIES = [
    {"category_id": "20", "parent_id": "0", "name": "Giyim"},
    {"category_id": "27", "parent_id": "20", "name": "Şal &amp; Eşarp"},
]
_ATTRIBUTES = [{"attribute_id": "4", "group": "Kumaş", "name": "Örgü &amp; dokuma"}]


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        mall.open_shop(_FIRST_SHOP, _profile(_FIRST_SHOP))
    return Provider(OpencartGateway(mall), OpencartDesk(mall), mall)


class OpencartDesk:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._files = mall.files
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._files.accounts.values()]

    def open_account(self, request: Json) -> Json:
        slug = str(request.get("slug") or f"shop{len(self._files.accounts) + 1}")
        usual = _profile(slug)
        given = {name: request[name] for name in usual if name in request}
        return self._described(self._mall.open_shop(slug, {**usual, **given}))

    def change_account(self, account: str, request: Json) -> Json:
        """`has_bridge`, `version`, `ips`, `tax_rates` and the like."""
        found = self._files.account(account)
        known = {name: request[name] for name in found.profile if name in request}
        return self._described(self._files.open(account, {**found.profile, **known}))

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `sku` and a `price` with tax; other fields are columns of the product table."""
        found = self._files.account(account)
        for article in articles:
            self._mall.keep(found, self._product(found, article), "seed")
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        found = self._files.account(account)
        shelf = shelved(found, key)
        if shelf is None:
            raise ControlError(404, f"no product {key}")
        quantity, price = next((q, p) for name, q, p in shown(found, shelf[0]) if name == key)
        history = self._files.history(found, key)
        return {
            "key": key,
            "quantity": quantity,
            "price": str(price),
            "list_price": str(price),
            "history": history,
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        found = self._files.account(account)
        return {
            key: quantity
            for product in found["product"].values()
            for key, quantity, _ in shown(found, product)
        }

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        found = self._files.account(account)
        shelf = {}
        for key, wanted in units_by_key(basket).items():
            place = shelved(found, key)
            if place is None or place[0]["status"] != "1":
                raise NotOnSale(key)
            shelf[key] = next((q, p) for name, q, p in shown(found, place[0]) if name == key)
            if shelf[key][0] < wanted:
                raise SoldOut(key, wanted, shelf[key][0])
        sold = [(one.key, one.quantity, one.unit_price or shelf[one.key][1]) for one in basket]
        at_ms = self._mall.ground.now_ms() if at is None else epoch_ms(at)
        order = orders.new_order(self._mall, found, sold, buyer, at_ms)
        if status is not None:
            self.move_order(account, order["order_id"], status)
        self._mall.ground.store.flush()
        for heard in self._mall.ground.sales:
            heard(PROVIDER, account, order["order_id"])
        return order

    def order(self, account: str, order: str) -> Json:
        found = self._files.account(account)["order"].get(order)
        if found is None:
            raise ControlError(404, f"no order {order}")
        return found

    def move_order(self, account: str, order: str, status: str) -> Json:
        found = self.order(account, order)
        orders.add_history(self._mall, self._files.account(account), found, int(status), "", is_told=False)
        self._mall.ground.store.flush()
        return found

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`amend` writes over fields of an order, as a module in the shop might; `return`: a buyer asks for one."""
        if deed == "return":
            return self._return(account, request)
        if deed != "amend":
            raise ControlError(404, f"no deed {deed}")
        order = self.order(account, str(request["order"]))
        order.update({name: request[name] for name in request if name in order})
        self._files.put(self._files.account(account), "order", order["order_id"], order)
        return order

    def _return(self, account: str, request: Json) -> Json:
        """Of `order`, `quantity` units of the line `key`."""
        order = self.order(account, str(request["order"]))
        line = next((one for one in order["products"] if one["key"] == request["key"]), None)
        if line is None:
            raise ControlError(404, f"no line {request['key']}")
        shop = self._files.account(account)
        made = bridge_hooks.new_return(self._mall, shop, order, line, int(request.get("quantity", 1)))
        self._mall.ground.store.flush()
        return made

    def _product(self, shop: Account, given: Json) -> Json:
        """Texts stand escaped in the table; the model is asked for by the shop, a SKU is not."""
        tax_class = str(given.get("tax_class_id", "0"))
        price = net(shop, decimal(given.get("price", "100")), tax_class)
        return {
            "product_id": str(self._files.next_number("product", 40)),
            "master_id": "0",
            "model": str(given.get("model") or given["sku"]),
            "sku": str(given["sku"]),
            "ean": str(given.get("ean") or ""),
            "name": escape(str(given.get("name") or given["sku"]), quote=False),
            "description": escape(str(given.get("description") or ""), quote=False),
            "price": str(price),
            "special": given.get("special"),
            "tax_class_id": tax_class,
            "quantity": str(given.get("quantity", 0)),
            "status": str(given.get("status", "1")),
            "manufacturer": str(given.get("manufacturer") or ""),
            "category": escape(str(given.get("category") or ""), quote=False),
            "images": list(given.get("images") or []),
            "url": "",
            "options": [self._option(place, one) for place, one in enumerate(given.get("options") or [])],
        }

    def _option(self, place: int, given: Json) -> Json:
        return {
            "product_option_id": str(given.get("product_option_id", "1")),
            "product_option_value_id": str(self._files.next_number("option", 17)),
            "name": str(given.get("name", "Beden")),
            "value": str(given.get("value", place)),
            "quantity": str(given.get("quantity", 0)),
            "subtract": str(given.get("subtract", "1")),
            "price": str(given.get("price", "0.0000")),
            "price_prefix": str(given.get("price_prefix", "+")),
            "sku": "",
            "ean": "",
        }

    def _described(self, account: Account) -> Json:
        return {
            "provider": PROVIDER,
            "account": account.number,
            "path": f"/{PROVIDER}/{account.number}",
            **account.profile,
        }


def _sizes() -> Json:
    """An account's own: values are added to it."""
    values = [
        {"option_value_id": str(31 + place), "name": name} for place, name in enumerate(("S", "M", "XL"))
    ]
    return {"option_id": "11", "name": "Beden", "type": "select", "values": values}


def _profile(slug: str) -> Json:
    return {
        "name": f"Dükkân {slug}",
        "username": "PraPazar",
        "key": f"sandbox-key-{slug}-".ljust(256, "x"),
        "ips": ["127.0.0.1"],
        "version": "4.1",
        "has_bridge": True,
        "currency": "TRY",
        "tax_rates": {"9": "20", "10": "10", "11": "1"},
        "categories": _CATEGORIES,
        "attributes": _ATTRIBUTES,
        "options": [_sizes()],
        "return_status_id": "1",
    }
