"""The levers of the pretend Magento shops."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from prapazar.sandbox.baskets import BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.magento import catalog, orders
from prapazar.sandbox.magento.gateway import MagentoGateway
from prapazar.sandbox.magento.mall import PROVIDER, Mall, shown_prices
from prapazar.sandbox.provider import ControlError, Provider


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its answers name no address of their own
    mall = Mall(ground)
    if not mall.files.accounts:
        mall.open_shop("deneme", "Deneme Mağaza")
    return Provider(MagentoGateway(mall), MagentoDesk(mall), mall)


class MagentoDesk:
    def __init__(self, mall: Mall) -> None:
        self._mall = mall
        self._files = mall.files
        self.rules = mall.rules

    def accounts(self) -> list[Json]:
        return [self._described(one) for one in self._files.accounts.values()]

    def open_account(self, request: Json) -> Json:
        number = str(request["slug"])
        return self._described(self._mall.open_shop(number, str(request.get("name") or number)))

    def change_account(self, account: str, request: Json) -> Json:
        found = self._files.account(account)
        known = {name: request[name] for name in found.profile if name in request}
        return self._described(self._files.open(account, {**found.profile, **known}))

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `sku`; others are a product's fields, `quantity`, and `parent`: `{sku, name, option}`.

        `bundle_parts` by SKU makes a bundle, whose `bundle_price` is `fixed` or `dynamic`.
        """
        shop = self._files.account(account)
        for article in articles:
            self._seed(shop, article)
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        shop = self._files.account(account)
        product = shop["product"].get(key)
        if product is None:
            raise ControlError(404, f"no product {key}")
        price, full = shown_prices(product)
        return {
            "key": key,
            "quantity": int(self._mall.salable(shop, key)),
            "physical": int(self._mall.physical(shop, key)),
            "price": str(price),
            "list_price": str(full),
            "history": self._files.history(shop, key),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        shop = self._files.account(account)
        simple = (key for key, one in shop["product"].items() if one["type_id"] == "simple")
        return {key: int(self._mall.salable(shop, key)) for key in simple}

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        shop = self._files.account(account)
        shelf = shop["product"]
        for key, wanted in units_by_key(basket).items():
            if key not in shelf or shelf[key]["status"] != 1 or shelf[key]["type_id"] == "configurable":
                raise NotOnSale(key)
            for sku, units in (shelf[key].get("bundle_parts") or {key: 1}).items():
                left = int(self._mall.salable(shop, sku))
                if left < wanted * units:
                    raise SoldOut(sku, wanted * units, left)
        sold = [(shelf[one.key], one.quantity, self._price(shelf, one)) for one in basket]
        at_ms = self._mall.ground.now_ms() if at is None else epoch_ms(at)
        order = orders.new_order(self._mall, shop, sold, buyer, at_ms)
        for item in order["items"]:
            self._mall.show(shop, item["sku"], f"order {order['increment_id']}")
        if status is not None:
            orders.move(self._mall, shop, order, status)
        self._mall.ground.store.flush()
        for heard in self._mall.ground.sales:
            heard(PROVIDER, account, str(order["entity_id"]))
        return order

    def order(self, account: str, order: str) -> Json:
        found = self._files.account(account)["order"].get(order)
        if found is None:
            raise ControlError(404, f"no order {order}")
        return found

    def move_order(self, account: str, order: str, status: str) -> Json:
        moved = orders.move(self._mall, self._files.account(account), self.order(account, order), status)
        self._mall.ground.store.flush()
        return moved

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`payment`: the way an order is paid; `row`: fields of an order as a plugin would change them."""
        found = self.order(account, str(request.get("order")))
        if deed == "payment":
            found["payment"]["method"] = str(request["method"])
        elif deed == "row":
            found.update(request["fields"])
        else:
            raise ControlError(404, f"no deed {deed}")
        self._files.put(self._files.account(account), "order", str(found["entity_id"]), found)
        return found

    def _seed(self, shop: Account, article: Json) -> None:
        sku = str(article["sku"])
        held = shop["product"].get(sku)
        product = catalog.new_product(
            self._mall, sku, {**article, "price": decimal(article.get("price", 100))}
        )
        product["id"] = held["id"] if held else product["id"]
        product["first_quantity"] = int(article.get("quantity", 0))
        if article.get("bundle_parts"):
            kind = str(article.get("bundle_price", "fixed"))
            product |= {"type_id": "bundle", "bundle_parts": article["bundle_parts"], "bundle_price": kind}
        self._files.put(shop, "product", sku, product)
        if product["type_id"] == "simple":
            row = {
                "sku": sku,
                "source_code": "default",
                "quantity": Decimal(product["first_quantity"]),
                "status": 1,
            }
            self._files.put(shop, "source_item", f"default/{sku}", row)
        if article.get("parent"):
            self._under(shop, product, article["parent"])
        self._mall.show(shop, sku, "seed")

    def _under(self, shop: Account, child: Json, parent: Json) -> None:
        """The configurable tells its children by colour."""
        sku, option = str(parent["sku"]), str(parent["option"])
        held = shop["product"].get(sku) or catalog.new_product(
            self._mall, sku, {"name": parent["name"], "type_id": "configurable", "price": 0}
        )
        extension = held["extension_attributes"]
        links = extension.setdefault("configurable_product_links", [])
        rows = extension.setdefault(
            "configurable_product_options", [{"id": 1, "attribute_id": "93", "label": "Renk", "values": []}]
        )
        if child["id"] not in links:
            links.append(child["id"])
            rows[0]["values"].append({"value_index": int(option)})
        child["custom_attributes"].append({"attribute_code": "color", "value": option})
        child["visibility"] = 1
        self._files.put(shop, "product", sku, held)
        self._files.put(shop, "product", child["sku"], child)

    def _price(self, shelf: dict[str, Json], line: BasketLine) -> Decimal:
        product = shelf[line.key]
        if line.unit_price is not None:
            return line.unit_price
        if product.get("bundle_price") == "dynamic":
            parts = product["bundle_parts"].items()
            return sum((decimal(shelf[sku]["price"]) * units for sku, units in parts), Decimal(0))
        return shown_prices(product)[0]

    def _described(self, account: Account) -> Json:
        return {"provider": PROVIDER, "account": account.number, "path": "/magento", **account.profile}
