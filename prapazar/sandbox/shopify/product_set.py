"""productSet: a product as it is to be, lists whole, fields that are not named left alone."""

from decimal import Decimal

from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.shopify.mall import Mall, money, number_of
from prapazar.sandbox.shopify.shelves import Shelves, amount, user_error

_WORDS = ("title", "descriptionHtml", "vendor", "productType", "status", "tags", "handle", "category")
_TAXONOMY = "gid://shopify/TaxonomyCategory/"


class ProductSet:
    def __init__(self, mall: Mall, shop: Account, shelves: Shelves) -> None:
        self._mall = mall
        self._shop = shop
        self._shelves = shelves

    def mutations(self) -> Json:
        return {"productSet": self._set}

    def _set(self, given: Json) -> Json:
        wanted, identifier = given["input"], given.get("identifier") or {}
        held = None
        if identifier.get("id"):
            held = self._shop["product"].get(number_of(identifier["id"], "Product"))
            if held is None:
                fault = user_error(["identifier"], "Product does not exist", "PRODUCT_DOES_NOT_EXIST")
                return {"product": None, "userErrors": [fault]}
        faults = [*self._product_faults(wanted, held), *self._variant_faults(wanted)]
        if faults:
            return {"product": None, "userErrors": faults}
        product = self._kept(held, wanted)
        return {"product": self._shelves.product(product), "userErrors": []}

    def _product_faults(self, wanted: Json, held: Json | None) -> list[Json]:
        found = []
        if held is None and not wanted.get("title"):
            found.append(user_error(["input", "title"], "Title can't be blank", "BLANK"))
        if wanted.get("category") and not str(wanted["category"]).startswith(_TAXONOMY):
            found.append(user_error(["input", "category"], "The category is invalid", "INVALID_INPUT"))
        for place, one in enumerate(wanted.get("files") or []):
            if not str(one.get("originalSource")).startswith("https://"):
                field = ["input", "files", str(place), "originalSource"]
                found.append(user_error(field, "Image URL is invalid", "INVALID_INPUT"))
        return found

    def _variant_faults(self, wanted: Json) -> list[Json]:
        found, seen = [], set()
        named = {one["name"] for one in wanted.get("productOptions") or []}
        for place, one in enumerate(wanted.get("variants") or []):
            field = ["input", "variants", str(place)]
            values = tuple((value.get("optionName"), value.get("name")) for value in one["optionValues"])
            price = Decimal(0) if one.get("price") is None else amount(one["price"])
            if {name for name, _ in values} != named:
                found.append(user_error(field, "Option values must fit the options", "OPTION_VALUES_MISSING"))
            if values in seen:
                text = "The variant already exists."
                found.append(user_error(field, text, "VARIANT_ALREADY_EXISTS"))
            if price is None or price < 0:
                found.append(user_error([*field, "price"], "Price is invalid", "INVALID_INPUT"))
            seen.add(values)
        return found

    def _kept(self, held: Json | None, wanted: Json) -> Json:
        now = self._mall.stamp()
        product = held or {
            "id": self._mall.number(),
            "descriptionHtml": "",
            "status": "ACTIVE",
            "vendor": self._shop.profile["name"],
            "productType": "",
            "tags": [],
            "createdAt": now,
            "variantIds": [],
        }
        product |= {name: wanted[name] for name in _WORDS if name in wanted}
        product.setdefault("handle", str(product["id"]))
        product["updatedAt"] = now
        if "files" in wanted:
            product["files"] = [one["originalSource"] for one in wanted["files"]]
        if "variants" in wanted:
            rows = enumerate(wanted["variants"], 1)
            product["variantIds"] = [self._variant(product, one, place) for place, one in rows]
        for number in product["variantIds"]:
            self._shop["variant"][number]["parentTitle"] = product["title"]
        self._mall.files.put(self._shop, "product", str(product["id"]), product)
        return product

    def _variant(self, product: Json, given: Json, place: int) -> str:
        """Quantities of a variant that is there already are written as well, where they are named."""
        now = self._mall.stamp()
        values = [{"name": one["optionName"], "value": one["name"]} for one in given["optionValues"]]
        held = self._shop["variant"].get(number_of(given.get("id") or "", "ProductVariant"))
        variant: Json = held or {
            "id": self._mall.number(),
            "itemId": self._mall.number(),
            "productId": product["id"],
            "sku": "",
            "barcode": None,
            "price": "0.00",
            "compareAtPrice": None,
            "taxable": True,
            "tracked": False,
            "inventoryPolicy": "DENY",
            "levels": {},
            "createdAt": now,
        }
        item = given.get("inventoryItem") or {}
        variant |= {"parentTitle": product["title"], "position": place, "updatedAt": now}
        variant |= {"selectedOptions": values, "title": " / ".join(one["value"] for one in values)}
        variant |= {name: given[name] for name in ("barcode", "sku", "taxable") if name in given}
        variant |= {name: item[name] for name in ("sku", "tracked") if name in item}
        for name in ("price", "compareAtPrice"):
            if name in given:
                variant[name] = None if given[name] is None else money(Decimal(given[name]))
        for one in given.get("inventoryQuantities") or []:
            level = variant["levels"].setdefault(
                number_of(one["locationId"], "Location"), {"available": 0, "committed": 0}
            )
            level["available"] = one["quantity"]
        self._mall.show(self._shop, variant, "api")
        return str(variant["id"])
