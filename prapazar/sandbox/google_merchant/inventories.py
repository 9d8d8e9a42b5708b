"""What a product costs and whether it is there, by store on the street and by region."""

from collections.abc import Callable

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.google_merchant.products import is_price, key_of
from prapazar.sandbox.google_merchant.visit import Refusal, Routes, Visit
from prapazar.sandbox.jsontext import Json

_ROOT = "/inventories/v1/accounts/{a}/products/{id}"
_MOST_ROWS = 25_000
_PRICES = ("price", "salePrice")
_REGIONAL_AVAILABILITIES = {"IN_STOCK", "OUT_OF_STOCK"}
routes = Routes()


@routes.route("POST", f"{_ROOT}/localInventories:insert")
def insert_local(visit: Visit) -> Reply:
    return _inserted(visit, "local", "storeCode", _local_fault)


@routes.route("POST", f"{_ROOT}/regionalInventories:insert")
def insert_regional(visit: Visit) -> Reply:
    return _inserted(visit, "regional", "region", _regional_fault)


@routes.route("GET", f"{_ROOT}/localInventories")
def locals_of(visit: Visit) -> Reply:
    return _listed(visit, "local", "localInventories")


@routes.route("GET", f"{_ROOT}/regionalInventories")
def regionals_of(visit: Visit) -> Reply:
    return _listed(visit, "regional", "regionalInventories")


@routes.route("DELETE", f"{_ROOT}/localInventories/{{place}}")
def delete_local(visit: Visit) -> Reply:
    return _deleted(visit, "local")


@routes.route("DELETE", f"{_ROOT}/regionalInventories/{{place}}")
def delete_regional(visit: Visit) -> Reply:
    return _deleted(visit, "regional")


def _inserted(visit: Visit, kind: str, name: str, fault_of: Callable[[Json], str]) -> Reply:
    """Whole: what is not told again is gone."""
    key, body = _product(visit), visit.body()
    if not body.get(name):
        raise Refusal(f"[{name}] is required.")
    told = body.get(f"{kind}InventoryAttributes") or {}
    wrong = next((one for one in _PRICES if one in told and not is_price(told[one])), "")
    fault = f"{wrong} is invalid." if wrong else fault_of(told)
    if fault:
        raise Refusal(f"[{kind}InventoryAttributes] {fault}")
    place = f"accounts/{visit.seller.number}/products/{visit.values['id']}"
    document: Json = {
        "name": f"{place}/{kind}Inventories/{body[name]}",
        name: body[name],
        f"{kind}InventoryAttributes": told,
    }
    visit.mall.files.put(visit.seller, kind, f"{key}|{body[name]}", document)
    return json_reply(document)


def _listed(visit: Visit, kind: str, name: str) -> Reply:
    key = _product(visit)
    found = [one for place, one in visit.seller[kind].items() if place.startswith(f"{key}|")]
    rows, more = visit.page(found, _MOST_ROWS, _MOST_ROWS)
    return json_reply({name: rows, **more} if rows else {})


def _deleted(visit: Visit, kind: str) -> Reply:
    place = f"{_product(visit)}|{visit.values['place']}"
    if place not in visit.seller[kind]:
        raise Refusal("inventory not found", 404, "NOT_FOUND")
    visit.mall.files.drop(visit.seller, kind, place)
    return json_reply({})


def _product(visit: Visit) -> str:
    key = key_of(visit.values["id"])
    if key not in visit.seller["input"]:
        raise Refusal("product not found", 404, "NOT_FOUND")
    return key


def _local_fault(told: Json) -> str:
    is_odd = "quantity" in told and not isinstance(told["quantity"], str)
    return "quantity is an int64, which is a string in JSON." if is_odd else ""


def _regional_fault(told: Json) -> str:
    if "quantity" in told:
        return "quantity is unknown."
    is_odd = told.get("availability", "IN_STOCK") not in _REGIONAL_AVAILABILITIES
    return "availability is invalid." if is_odd else ""
