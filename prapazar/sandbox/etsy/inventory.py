"""The matrix of a listing's products, which is always written whole."""

from collections.abc import Iterable
from decimal import Decimal

from prapazar.sandbox.etsy.mall import Mall, money
from prapazar.sandbox.etsy.visit import Refusal, Routes, Visit
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, decimal

_MOST_UNITS = 999
_MOST_PROPERTIES = 2
_LONGEST_SKU = 32
_READ_ONLY = {"product_id", "is_deleted", "offering_id", "scale_name"}
ON_PROPERTY = ("price_on_property", "quantity_on_property", "sku_on_property", "readiness_state_on_property")
_PATH = "/v3/application/listings/{listing_id}/inventory"
routes = Routes()


@routes.route("GET", _PATH, "listings_r")
def read(visit: Visit) -> Reply:
    listing = known(visit)
    shown = matrix(visit.shop, listing)
    if "Listing" in visit.call.listed("includes"):
        shown["listing"] = {name: listing[name] for name in ("listing_id", "title", "state", "taxonomy_id")}
    return json_reply(shown)


@routes.route("PUT", _PATH, "listings_w")
def write(visit: Visit) -> Reply:
    """Whatever is not sent is gone."""
    listing, given = known(visit), visit.json()
    products = given.get("products")
    if not isinstance(products, list) or not products:
        raise Refusal("products is required and must not be empty.")
    lists = {name: [int(one) for one in given.get(name) or []] for name in ON_PROPERTY}
    made = [_product(visit, listing, one) for one in products]
    _check(visit.mall, made, lists)
    listing["products"], listing["lists"] = made, lists
    visit.mall.keep(visit.shop, listing, "api")
    visit.mall.ground.store.flush()
    return json_reply(matrix(visit.shop, listing))


def known(visit: Visit) -> Json:
    listing = visit.shop["listing"].get(visit.values["listing_id"])
    if listing is None or listing["state"] == "removed":
        raise Refusal("Listing not found.", 404)
    return listing


def matrix(shop: Account, listing: Json) -> Json:
    return {"products": [shown(shop, one) for one in listing["products"]], **listing["lists"]}


def shown(shop: Account, product: Json) -> Json:
    return {
        "product_id": product["product_id"],
        "sku": product["sku"],
        "is_deleted": False,
        "offerings": [
            {
                "offering_id": product["offering_id"],
                "quantity": product["quantity"],
                "is_enabled": product["is_enabled"],
                "is_deleted": False,
                "price": money(shop, Decimal(product["price"])),
                "readiness_state_id": product["readiness_state_id"],
            }
        ],
        "property_values": product["property_values"],
    }


def new_product(mall: Mall, given: Json) -> Json:
    return {
        "product_id": mall.number("product", 7_000_001),
        "offering_id": mall.number("offering", 8_000_001),
        "sku": given["sku"],
        "quantity": int(given["quantity"]),
        "price": f"{decimal(given['price']):.2f}",
        "is_enabled": bool(given.get("is_enabled", True)),
        "readiness_state_id": given.get("readiness_state_id"),
        "property_values": list(given.get("property_values") or []),
    }


def _product(visit: Visit, listing: Json, given: Json) -> Json:
    offerings = given.get("offerings")
    if not isinstance(offerings, list) or len(offerings) != 1:
        raise Refusal("Each product needs one offering.")
    [offering] = offerings
    values = [_value(one) for one in given.get("property_values") or []]
    if extra := _READ_ONLY & {*given, *offering, *(name for one in values for name in one["given"])}:
        raise Refusal(f"Unexpected field: {min(extra)}.")
    sku, price, quantity = str(given.get("sku") or ""), offering.get("price"), offering.get("quantity")
    if len(sku) > _LONGEST_SKU:
        raise Refusal(f"SKU may have {_LONGEST_SKU} characters at most.")
    if isinstance(price, dict | str | bool | None) or decimal(price) <= 0:
        raise Refusal("price must be a float above zero.")
    if not isinstance(quantity, int) or isinstance(quantity, bool) or not 0 <= quantity <= _MOST_UNITS:
        raise Refusal(f"quantity must be between 0 and {_MOST_UNITS}.")
    kept = [{**one["kept"], "scale_name": None} for one in values]
    made = new_product(visit.mall, {**offering, "sku": sku, "property_values": kept})
    if not visit.mall.rules.new_product_ids:
        before = next((one for one in listing["products"] if _places(one) == _places(made)), made)
        made |= {name: before[name] for name in ("product_id", "offering_id")}
    return made


def _value(given: Json) -> Json:
    values = [str(one) for one in given.get("values") or []]
    numbers = [int(one) for one in given.get("value_ids") or []]
    if not values or "property_id" not in given:
        raise Refusal("property_values need property_id and values.")
    kept = {
        "property_id": int(given["property_id"]),
        "property_name": given.get("property_name"),
        "scale_id": given.get("scale_id"),
        "value_ids": numbers,
        "values": values,
    }
    return {"given": list(given), "kept": kept}


def _check(mall: Mall, products: list[Json], lists: Json) -> None:
    properties = {one["property_id"] for product in products for one in product["property_values"]}
    if len(properties) > _MOST_PROPERTIES:
        raise Refusal("A listing may vary by two properties at most.")
    if len({_places(one) for one in products}) < len(products):
        raise Refusal("Each product must have its own combination of property values.")
    if any({value["property_id"] for value in one["property_values"]} != properties for one in products):
        raise Refusal("All products must have the same properties.")
    for name, field in zip(ON_PROPERTY, ("price", "quantity", "sku", "readiness_state_id"), strict=True):
        if not set(lists[name]) <= properties:
            raise Refusal(f"{name} names a property the products do not have.")
        _agree(products, field, lists[name], name)
    total = sum(one["quantity"] for one in products)
    if total > _MOST_UNITS:
        raise Refusal(f"The total quantity may be {_MOST_UNITS} at most.")
    if total == 0 and mall.rules.zero_total == "refused":
        raise Refusal("At least one offering must have a quantity above zero.")
    if not any(one["is_enabled"] for one in products):
        raise Refusal("At least one offering must be enabled.")


def _agree(products: Iterable[Json], field: str, by: list[int], name: str) -> None:
    """Products that are alike in the properties a value hangs on must agree about it."""
    seen: dict[tuple[object, ...], object] = {}
    for product in products:
        alike = tuple(
            tuple(one["values"])
            for one in sorted(product["property_values"], key=lambda value: value["property_id"])
            if one["property_id"] in by
        )
        if seen.setdefault(alike, product[field]) != product[field]:
            raise Refusal(f"{field} must be consistent across products that {name} does not tell apart.")


def _places(product: Json) -> tuple[tuple[int, tuple[str, ...]], ...]:
    return tuple(sorted((one["property_id"], tuple(one["values"])) for one in product["property_values"]))
