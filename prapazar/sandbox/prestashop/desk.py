"""The levers of the pretend PrestaShop."""

import re
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from prapazar.sandbox.baskets import BasketLine, Buyer, NotOnSale, SoldOut, units_by_key
from prapazar.sandbox.clock import epoch_ms
from prapazar.sandbox.filing import Account
from prapazar.sandbox.ground import Ground
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.prestashop import orders, writing
from prapazar.sandbox.prestashop.fresh import furnish
from prapazar.sandbox.prestashop.gateway import PrestashopGateway
from prapazar.sandbox.prestashop.mall import PROVIDER, Mall, paid, shelved, stocks, tax_rate
from prapazar.sandbox.prestashop.tables import TABLES
from prapazar.sandbox.provider import ControlError, Provider

_FIRST_SHOP = "shop"


def open_provider(ground: Ground, address: str) -> Provider:  # noqa: ARG001 - its paths need no address
    mall = Mall(ground)
    if not mall.files.accounts:
        furnish(mall, mall.open_shop(_FIRST_SHOP, _profile(_FIRST_SHOP)))
    return Provider(PrestashopGateway(mall), PrestashopDesk(mall), mall)


class PrestashopDesk:
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
        shop = self._mall.open_shop(slug, {**usual, **given})
        furnish(self._mall, shop)
        self._mall.ground.store.flush()
        return self._described(shop)

    def change_account(self, account: str, request: Json) -> Json:
        """`rights`, `time_zone`, `languages` and the like."""
        found = self._files.account(account)
        known = {name: request[name] for name in found.profile if name in request}
        return self._described(self._files.open(account, {**found.profile, **known}))

    def seed(self, account: str, articles: list[Json]) -> int:
        """Articles need a `reference` and a `price` with tax; `combinations` are its forms, with an `impact`."""
        shop = self._files.account(account)
        for article in articles:
            self._add(shop, article)
        self._mall.ground.store.flush()
        return len(articles)

    def stock(self, account: str, key: str) -> Json:
        shop = self._files.account(account)
        found = shelved(shop, key)
        if found is None:
            raise ControlError(404, f"no product {key}")
        product, combination, stock = found
        price, before = paid(shop, product, combination)
        return {
            "key": key,
            "quantity": int(stock["quantity"]),
            "price": str(price),
            "list_price": str(before),
            "history": self._files.history(shop, key),
        }

    def all_stock(self, account: str) -> dict[str, int | None]:
        shop = self._files.account(account)
        found: dict[str, int | None] = {}
        for product in shop["products"].values():
            for stock in stocks(shop, product["id"]):
                form = shop["combinations"].get(stock["id_product_attribute"], product)
                found[form["reference"]] = int(stock["quantity"])
        return found

    def place_order(
        self,
        account: str,
        basket: Sequence[BasketLine],
        buyer: Buyer,
        at: datetime | None,
        status: str | None,
    ) -> Json:
        shop = self._files.account(account)
        prices = {}
        for key, wanted in units_by_key(basket).items():
            found = shelved(shop, key)
            if found is None or found[0]["active"] != "1":
                raise NotOnSale(key)
            left = int(found[2]["quantity"])
            if left < wanted:
                raise SoldOut(key, wanted, left)
            prices[key] = paid(shop, found[0], found[1])[0]
        sold = [(one.key, one.quantity, one.unit_price or prices[one.key]) for one in basket]
        at_ms = self._mall.ground.now_ms() if at is None else epoch_ms(at)
        order = orders.new_order(self._mall, shop, sold, buyer, at_ms)
        if status is not None:
            orders.enter(self._mall, shop, order["id"], status)
        self._mall.ground.store.flush()
        for heard in self._mall.ground.sales:
            heard(PROVIDER, account, order["id"])
        return order

    def order(self, account: str, order: str) -> Json:
        found = self._files.account(account)["orders"].get(order)
        if found is None:
            raise ControlError(404, f"no order {order}")
        return found

    def move_order(self, account: str, order: str, status: str) -> Json:
        found = self.order(account, order)
        orders.enter(self._mall, self._files.account(account), order, status)
        self._mall.ground.store.flush()
        return found

    def deed(self, account: str, deed: str, request: Json) -> Json:
        """`ask`: a customer writes; `row`: a row of a resource written over, or added, past the webservice."""
        if deed == "ask":
            return self._ask(account, request)
        resource = str(request.get("resource"))
        if deed != "row" or resource not in TABLES:
            raise ControlError(404, f"no deed {deed}")
        shop, fields = self._files.account(account), dict(request["fields"])
        if "id" not in request:
            return self._mall.add(shop, resource, fields, request.get("associations"))
        row = shop[resource].get(str(request["id"]))
        if row is None:
            raise ControlError(404, f"no row {request['id']}")
        return self._mall.keep(shop, resource, {**row, **fields})

    def _ask(self, account: str, request: Json) -> Json:
        """About the article `key`; in `thread`, or a new one."""
        shop = self._files.account(account)
        found = shelved(shop, str(request["key"]))
        if found is None:
            raise ControlError(404, f"no product {request['key']}")
        said = writing.add_message(self._mall, shop, found[0], str(request["text"]), request.get("thread"))
        self._mall.ground.store.flush()
        return said

    def _add(self, shop: Account, given: Json) -> None:
        group = str(given.get("id_tax_rules_group", "0"))
        net = Decimal(str(given.get("price", "100"))) * 100 / (100 + tax_rate(shop, group))
        names = given.get("names") or dict.fromkeys(shop.profile["languages"], str(given.get("name", "")))
        fields = {
            "id_manufacturer": "0",
            "id_category_default": "4",
            "id_tax_rules_group": group,
            "manufacturer_name": "",
            "quantity": "0",
            "reference": str(given["reference"]),
            "ean13": str(given.get("ean13", "")),
            "price": str(net),
            "active": str(given.get("active", "1")),
            "state": "1",
            "product_type": "combinations" if given.get("combinations") else "standard",
            "name": names,
            "description": dict.fromkeys(shop.profile["languages"], str(given.get("description", ""))),
            "link_rewrite": dict.fromkeys(shop.profile["languages"], "x"),
        }
        hangs = {"categories": [{"id": "4"}]}
        product = writing.add_product(self._mall, shop, fields, hangs, int(given.get("quantity", 0)))
        for form in given.get("combinations") or []:
            self._add_form(shop, product, form)

    def _add_form(self, shop: Account, product: Json, given: Json) -> None:
        values = [{"id": self._value(shop, *pair)} for pair in given["options"].items()]
        fields = {
            "id_product": product["id"],
            "reference": str(given["reference"]),
            "ean13": str(given.get("ean13", "")),
            "price": str(given.get("impact", "0")),
            "minimal_quantity": "1",
        }
        hangs = {"product_option_values": values}
        writing.add_combination(self._mall, shop, fields, hangs, int(given.get("quantity", 0)))

    def _value(self, shop: Account, option: str, value: str) -> str:
        """The id of an option's value, made where it is not there."""
        languages = shop.profile["languages"]
        options = shop["product_options"].values()
        group = next((one for one in options if option in one["name"].values()), None)
        if group is None:
            spoken = dict.fromkeys(languages, option)
            group = self._mall.add(
                shop, "product_options", {"group_type": "select", "name": spoken, "public_name": spoken}
            )
        for known in shop["product_option_values"].values():
            if known["id_attribute_group"] == group["id"] and value in known["name"].values():
                return str(known["id"])
        fields = {"id_attribute_group": group["id"], "name": dict.fromkeys(languages, value)}
        return str(self._mall.add(shop, "product_option_values", fields)["id"])

    def _described(self, account: Account) -> Json:
        return {
            "provider": PROVIDER,
            "account": account.number,
            "path": f"/{PROVIDER}/{account.number}",
            **account.profile,
        }


def _profile(slug: str) -> Json:
    return {
        "name": f"Dükkân {slug}",
        "key": re.sub("[^A-Z0-9]", "", f"SANDBOXKEY{slug.upper()}").ljust(32, "X")[:32],
        "time_zone": "Europe/Istanbul",
        "languages": ["1"],
        "rights": {},
        "country_id": "1",
    }
