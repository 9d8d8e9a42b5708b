"""The levers of the pretend Magento shops."""

from collections.abc import Iterable
from decimal import Decimal

from prapazar.sandbox.baskets import Buyer, SoldOut
from prapazar.sandbox.filing import Account
from prapazar.sandbox.filing_desk import FilingDesk, Shelved, Sold
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json, decimal
from prapazar.sandbox.magento import catalog, orders
from prapazar.sandbox.magento.gateway import MagentoGateway
from prapazar.sandbox.magento.mall import Mall, shown_prices
from prapazar.sandbox.provider import ControlError, Provider


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its answers name no address of their own
    mall = Mall(ground)
    if not mall.files.accounts:
        mall.open_shop("deneme", "Deneme Mağaza")
    return Provider(MagentoGateway(mall), MagentoDesk(mall), mall)


class MagentoDesk(FilingDesk[Mall, Json]):
    order_key = "entity_id"

    def open_account(self, request: Json) -> Json:
        number = str(request["slug"])
        return self._described(self._mall.open_shop(number, str(request.get("name") or number)))

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

    def _put_up(self, shop: Account, article: Json) -> None:
        """It needs a `sku`; others are a product's fields, `quantity`, and `parent`: `{sku, name, option}`.

        `bundle_parts` by SKU makes a bundle, whose `bundle_price` is `fixed` or `dynamic`.
        """
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

    def _keys(self, account: Account) -> Iterable[str]:
        return [key for key, one in account["product"].items() if one["type_id"] == "simple"]

    def _shelved(self, account: Account, key: str) -> Shelved[Json] | None:
        one = account["product"].get(key)
        if one is None:
            return None
        price, full = shown_prices(one)
        return Shelved(
            one,
            int(self._mall.salable(account, key)),
            self._dynamic_price(account, one) if one.get("bundle_price") == "dynamic" else price,
            full,
            is_on_sale=one["status"] == 1 and one["type_id"] != "configurable",
            more={"physical": int(self._mall.physical(account, key)), "price": str(price)},
        )

    def _check(self, account: Account, key: str, shown: Shelved[Json], wanted: int) -> None:
        """Of a bundle, every part must be there."""
        for sku, units in (shown.article.get("bundle_parts") or {key: 1}).items():
            left = int(self._mall.salable(account, sku))
            if left < wanted * units:
                raise SoldOut(sku, wanted * units, left)

    def _write(self, account: Account, sold: Sold[Json], buyer: Buyer, at_ms: int) -> Json:
        return orders.new_order(self._mall, account, sold, buyer, at_ms)

    def _hand_over(self, account: Account, order: Json, sold: Sold[Json]) -> None:  # noqa: ARG002 - the order names the parts too
        for item in order["items"]:
            self._mall.show(account, item["sku"], f"order {order['increment_id']}")

    def _move(self, account: Account, number: str, status: str) -> None:
        orders.move(self._mall, account, account["order"][number], status)
        self._mall.ground.store.flush()

    def _dynamic_price(self, account: Account, bundle: Json) -> Decimal:
        """The sum of its parts."""
        parts = bundle["bundle_parts"].items()
        return sum((decimal(account["product"][sku]["price"]) * units for sku, units in parts), Decimal(0))
