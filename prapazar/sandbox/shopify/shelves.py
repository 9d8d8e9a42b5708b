"""Products, variants and stock by location: how they are shown, found, priced and counted."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.shopify.connection import connection, listed
from prapazar.sandbox.shopify.engine import MOST_ROWS, GraphFault
from prapazar.sandbox.shopify.mall import Mall, available, gid, money, number_of
from prapazar.sandbox.shopify.schema import IDEMPOTENT_SINCE

_REASONS = {
    "correction", "cycle_count_available", "damaged", "movement_created", "movement_received", "movement_updated",
    "other", "promotion", "quality_control", "received", "reservation_created", "restock", "safety_stock", "shrinkage",
}  # fmt: skip
_MOST_UNITS = 1_000_000_000
Fault = Json | None


class Shelves:
    """The shelves of one shop, as one version of the API shows and takes them."""

    def __init__(self, mall: Mall, shop: Account, version: str) -> None:
        self._mall = mall
        self._shop = shop
        self._version = version

    def queries(self) -> Json:
        return {
            "product": lambda given: self._one("product", "Product", given["id"], self.product),
            "products": lambda given: self._all("product", given, self.product),
            "productVariant": lambda given: self._one("variant", "ProductVariant", given["id"], self.variant),
            "productVariants": lambda given: self._all("variant", given, self.variant),
            "productVariantsCount": lambda _: {"count": len(self._shop["variant"]), "precision": "EXACT"},
            "inventoryItem": lambda given: self.item_by_id(given["id"]),
            "locations": lambda given: listed(list(self._shop["location"].values()), given, self.location),
        }

    def mutations(self) -> Json:
        return {
            "inventorySetQuantities": lambda given: self._write(given["input"], "quantities"),
            "inventoryAdjustQuantities": lambda given: self._write(given["input"], "changes"),
            "inventoryActivate": self._activate,
            "productVariantsBulkUpdate": self._update_variants,
        }

    def product(self, held: Json) -> Json:
        def mine() -> list[Json]:
            return [self._shop["variant"][number] for number in held["variantIds"]]

        return {
            **held,
            "__typename": "Product",
            "id": gid("Product", held["id"]),
            "legacyResourceId": str(held["id"]),
            "totalInventory": lambda _: sum(available(one) for one in mine()),
            "variants": lambda given: listed(mine(), given, self.variant),
        }

    def variant(self, held: Json) -> Json:
        return {
            **held,
            "__typename": "ProductVariant",
            "id": gid("ProductVariant", held["id"]),
            "legacyResourceId": str(held["id"]),
            "displayName": f"{held['parentTitle']} - {held['title']}",
            "inventoryQuantity": available(held),
            "inventoryItem": lambda _: self.item(held),
            "product": lambda _: self.product(self._shop["product"][str(held["productId"])]),
        }

    def item(self, held: Json) -> Json:
        levels = list(held["levels"].items())
        return {
            "__typename": "InventoryItem",
            "id": gid("InventoryItem", held["itemId"]),
            "legacyResourceId": str(held["itemId"]),
            "requiresShipping": True,
            "sku": held["sku"],
            "tracked": held["tracked"],
            "updatedAt": held["updatedAt"],
            "inventoryLevel": lambda given: self._level_at(held, given["locationId"]),
            "inventoryLevels": lambda given: listed(levels, given, lambda one: self.level(held, one[0])),
            "variants": lambda given: listed([held], given, self.variant),
        }

    def level(self, held: Json, location: str) -> Json:
        kept = held["levels"][location]
        shown = {
            **dict.fromkeys(("incoming", "reserved", "damaged", "safety_stock", "quality_control"), 0),
            **kept,
        }
        shown["on_hand"] = kept["available"] + kept["committed"]
        number = f"{location}?inventory_item_id={held['itemId']}"
        return {
            "id": gid("InventoryLevel", number),
            "canDeactivate": True,
            "isActive": True,
            "createdAt": held["createdAt"],
            "updatedAt": held["updatedAt"],
            "item": lambda _: self.item(held),
            "location": lambda _: self.location(self._shop["location"][location]),
            "quantities": lambda given: [
                {
                    "id": gid("InventoryQuantity", f"{number}&name={name}"),
                    "name": name,
                    "quantity": shown[name],
                }
                for name in given["names"]
                if name in shown
            ],
        }

    def location(self, held: Json) -> Json:
        return {
            "__typename": "Location",
            "id": gid("Location", held["id"]),
            "legacyResourceId": str(held["id"]),
            "name": held["name"],
            "isActive": held["active"],
            "fulfillsOnlineOrders": True,
            "shipsInventory": True,
        }

    def held_by_item(self, given: str) -> Json | None:
        return self._mall.find(self._shop, "itemId", number_of(given, "InventoryItem"))

    def item_by_id(self, given: str) -> Json | None:
        held = self.held_by_item(given)
        return None if held is None else self.item(held)

    def _one(self, drawer: str, kind: str, given: str, show: Callable[[Json], Json]) -> Json | None:
        held = self._shop[drawer].get(number_of(given, kind))
        return None if held is None else show(held)

    def _all(self, drawer: str, given: Json, show: Callable[[Json], Json]) -> Json:
        wanted = (given.get("query") or "").partition("sku:")[2].strip("'\" ")
        rows = [
            ([one["id"]], one)
            for one in self._shop[drawer].values()
            if not wanted or one.get("sku") == wanted
        ]
        return connection(rows, given, show)

    def _level_at(self, held: Json, location: str) -> Json | None:
        number = number_of(location, "Location")
        return self.level(held, number) if number in held["levels"] else None

    def _write(self, request: Json, rows: str) -> Json:
        """All quantities or none, but for a shop whose rules say that the good ones are taken."""
        faults, given = self._faults(request, rows), request[rows]
        found = [] if faults else [self._checked(one, ["input", rows, str(n)]) for n, one in enumerate(given)]
        faults += [fault for _, _, fault in found if fault]
        if faults and (not found or self._mall.rules.stock_errors == "atomic"):
            return {"inventoryAdjustmentGroup": None, "userErrors": faults}
        for one, (held, level, fault) in zip(given, found, strict=True):
            if fault is None:
                level["available"] = one.get("quantity", level["available"] + one.get("delta", 0))
                held["updatedAt"] = self._mall.stamp()
                self._mall.show(self._shop, held, "api")
        group = {
            "id": gid("InventoryAdjustmentGroup", self._mall.number()),
            "createdAt": self._mall.stamp(),
            "reason": request["reason"],
            "referenceDocumentUri": request.get("referenceDocumentUri"),
            "changes": [],
        }
        return {"inventoryAdjustmentGroup": group, "userErrors": faults}

    def _faults(self, request: Json, rows: str) -> list[Json]:
        if request["name"] not in ("available", "on_hand"):
            return [user_error(["input", "name"], "The quantity name is invalid.", "INVALID_NAME")]
        if request["reason"] not in _REASONS:
            return [user_error(["input", "reason"], "The reason is invalid.", "INVALID_REASON")]
        if len(request[rows]) > MOST_ROWS:
            raise GraphFault(
                f"The input array size is greater than the maximum allowed of {MOST_ROWS}.", "BAD_REQUEST"
            )
        if self._version >= IDEMPOTENT_SINCE and any(
            "changeFromQuantity" not in one for one in request[rows]
        ):
            raise GraphFault("changeFromQuantity is required; send null to opt out.", "BAD_REQUEST")
        if (
            self._version < IDEMPOTENT_SINCE
            and rows == "quantities"
            and not request.get("ignoreCompareQuantity")
        ):
            names = {"compareQuantity", "changeFromQuantity"}
            if any(not names & set(one) for one in request[rows]):
                text = "The compare quantity argument must be given to each quantity or ignored."
                return [user_error(["input", "ignoreCompareQuantity"], text, "COMPARE_QUANTITY_REQUIRED")]
        pairs = [(one["inventoryItemId"], one["locationId"]) for one in request[rows]]
        if len(set(pairs)) < len(pairs):
            text = "The combination of inventoryItemId and locationId must be unique."
            return [user_error(["input", rows], text, "NO_DUPLICATE_INVENTORY_ITEM_ID_GROUP_ID_PAIR")]
        return []

    def _checked(self, given: Json, field: list[str]) -> tuple[Json, Json, Fault]:
        """The variant, its stock at the location, and what is wrong with writing it."""
        held = self.held_by_item(given["inventoryItemId"])
        location = number_of(given["locationId"], "Location")
        if held is None:
            text = "The specified inventory item could not be found."
            return {}, {}, user_error([*field, "inventoryItemId"], text, "INVALID_INVENTORY_ITEM")
        if location not in self._shop["location"]:
            text = "The specified location could not be found."
            return {}, {}, user_error([*field, "locationId"], text, "INVALID_LOCATION")
        if location not in held["levels"]:
            text = "The specified inventory item is not stocked at the location."
            return {}, {}, user_error([*field, "locationId"], text, "ITEM_NOT_STOCKED_AT_LOCATION")
        level: Json = held["levels"][location]
        return held, level, _quantity_fault(given, level, field)

    def _activate(self, given: Json) -> Json:
        held = self.held_by_item(given["inventoryItemId"])
        location = number_of(given["locationId"], "Location")
        if held is None or location not in self._shop["location"]:
            return {
                "inventoryLevel": None,
                "userErrors": [user_error(None, "The record could not be found.")],
            }
        if location not in held["levels"]:
            held["levels"][location] = {"available": given.get("available") or 0, "committed": 0}
            self._mall.show(self._shop, held, "api")
        return {"inventoryLevel": self.level(held, location), "userErrors": []}

    def _update_variants(self, given: Json) -> Json:
        product = self._shop["product"].get(number_of(given["productId"], "Product"))
        none: Json = {"product": None, "productVariants": None}
        if product is None:
            fault = user_error(["productId"], "Product does not exist", "PRODUCT_DOES_NOT_EXIST")
            return {**none, "userErrors": [fault]}
        found = [(one, self._variant_fault(product, one, str(n))) for n, one in enumerate(given["variants"])]
        faults = [fault for _, fault in found if fault]
        if faults and not given.get("allowPartialUpdates"):
            return {**none, "userErrors": faults}
        changed = [self._change(one) for one, fault in found if not fault]
        shown = [self.variant(one) for one in changed]
        return {"product": self.product(product), "productVariants": shown, "userErrors": faults}

    def _variant_fault(self, product: Json, given: Json, place: str) -> Fault:
        held = self._shop["variant"].get(number_of(given.get("id") or "", "ProductVariant"))
        if held is None or held["productId"] != product["id"]:
            text = "Product variant does not exist"
            return user_error(["variants", place, "id"], text, "PRODUCT_VARIANT_DOES_NOT_EXIST")
        if given.get("inventoryQuantities"):
            text = "Inventory quantities can only be provided during create."
            return user_error(["variants", place], text, "NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE")
        for name in ("price", "compareAtPrice"):
            price = Decimal(0) if given.get(name) is None else amount(given[name])
            if price is None or price < 0:
                return user_error(
                    ["variants", place, name], f"{name} must be 0 or more", "NEGATIVE_PRICE_VALUE"
                )
        return None

    def _change(self, given: Json) -> Json:
        held: Json = self._shop["variant"][number_of(given["id"], "ProductVariant")]
        for name, value in given.items():
            if name in ("price", "compareAtPrice"):
                held[name] = None if value is None else money(Decimal(value))
            elif name in ("barcode", "taxable"):
                held[name] = value
        held["updatedAt"] = self._mall.stamp()
        self._mall.show(self._shop, held, "api")
        return held


def _quantity_fault(given: Json, level: Json, field: list[str]) -> Fault:
    expected = given.get("changeFromQuantity", given.get("compareQuantity"))
    if expected is not None and expected != level["available"]:
        code = "CHANGE_FROM_QUANTITY_STALE" if "changeFromQuantity" in given else "COMPARE_QUANTITY_STALE"
        return user_error(field, "The quantity has changed meanwhile.", code)
    wanted = given.get("quantity", 0)
    if wanted < 0:
        return user_error(
            [*field, "quantity"], "The quantity can't be negative.", "INVALID_QUANTITY_NEGATIVE"
        )
    if wanted > _MOST_UNITS:
        text = "The quantity can't be higher than 1,000,000,000."
        return user_error([*field, "quantity"], text, "INVALID_QUANTITY_TOO_HIGH")
    return None


def user_error(field: list[str] | None, message: str, code: str | None = None) -> Json:
    return {"field": field, "message": message, "code": code}


def amount(given: Any) -> Decimal | None:  # noqa: ANN401 - whatever was sent
    try:
        return Decimal(str(given))
    except InvalidOperation:
        return None
