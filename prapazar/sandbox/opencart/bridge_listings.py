"""Products written through the bridge: whole items, each done or refused by itself, and the pictures they name."""

import base64
from html import escape
from typing import Any

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, NotJson, decimal
from prapazar.sandbox.opencart.mall import Mall, gross, net
from prapazar.sandbox.opencart.visit import Refusal, Visit

_MOST = 20
_KINDS = {b"\xff\xd8\xff": "jpg", b"\x89PNG": "png", b"GIF8": "gif"}
_ADDRESS = "https://opencart.example.com/image/"


class _Refused(Exception):
    """An item the shop cannot take."""


def attributes(visit: Visit) -> Reply:
    profile = visit.shop.profile
    return json_reply({"options": profile["options"], "attributes": profile["attributes"]})


def pictures(visit: Visit) -> Reply:
    asked = visit.call.query.get("marks", "").split(",")
    known = visit.shop["picture"]
    return json_reply({"data": [known[mark] for mark in asked if mark in known]})


def picture(visit: Visit) -> Reply:
    given = _body(visit)
    content = base64.b64decode(str(given.get("content", "")))
    ending = next((one for start, one in _KINDS.items() if content.startswith(start)), None)
    mark = str(given.get("mark", ""))
    if ending is None or len(mark) != 12:  # noqa: PLR2004  as the bridge has it
        raise Refusal("picture", "Not a JPEG, PNG or GIF.")
    row = {"mark": mark, "file": f"catalog/prapazar/{mark}.{ending}"}
    visit.mall.files.put(visit.shop, "picture", mark, row)
    return json_reply({"file": row["file"]})


def listings(visit: Visit) -> Reply:
    items = _body(visit).get("items")
    if not isinstance(items, list) or not 0 < len(items) <= _MOST:
        raise Refusal("request", f"1 to {_MOST} items are taken.")
    return json_reply({"data": [_write(visit, item) for item in items]})


def _write(visit: Visit, item: Json) -> Json:
    shop, known = visit.shop, visit.shop["product"]
    try:
        product = _held(shop, item)
        _check(shop, item, product)
    except _Refused as refused:
        return {"result": str(refused), "product_id": str(item.get("product_id") or "")}
    if product is None:
        tax_class = _tax_class(shop, item)
        product = {
            "product_id": str(visit.mall.files.next_number("product", 40)),
            "master_id": "0",
            "model": escape(str(item["sku"]), quote=False),
            "sku": escape(str(item["sku"]), quote=False),
            "price": str(net(shop, decimal(item["price"]), tax_class)),
            "special": None,
            "tax_class_id": tax_class,
            "quantity": str(int(item["quantity"])),
            "status": "1",
            "url": "",
            "options": [],
            "images": [],
        }
    product |= _card(shop, item, product)
    _set_options(visit, product, item)
    known[product["product_id"]] = product
    visit.mall.keep(shop, product, "bridge")
    return {"result": "ok", "product_id": product["product_id"]}


def _held(shop: Account, item: Json) -> Json | None:
    if item.get("product_id"):
        found = shop["product"].get(str(item["product_id"]))
        if found is None:
            raise _Refused("not_found")
        return found
    return next((one for one in shop["product"].values() if one["sku"] == escape(str(item["sku"]))), None)


def _check(shop: Account, item: Json, product: Json | None) -> None:
    profile = shop.profile
    if not str(item.get("name", "")).strip():
        raise _Refused("request")
    if str(item.get("category_id")) not in {one["category_id"] for one in profile["categories"]}:
        raise _Refused("category")
    told = {str(one["attribute_id"]) for one in item.get("attributes") or []}
    if told - {one["attribute_id"] for one in profile["attributes"]}:
        raise _Refused("attribute")
    if product is None:
        _tax_class(shop, item)
    options = item.get("options") or []
    names = {str(one.get("option_id") or one.get("option_name")) for one in options}
    kept = {one["name"] for one in (product or {}).get("options", []) if one["subtract"] == "1"}
    if len(names) > 1 or (kept and options and {_option_name(shop, one) for one in options} - kept):
        raise _Refused("several_options")


def _tax_class(shop: Account, item: Json) -> str:
    rate = decimal(item["tax_rate"])
    found = [one for one, known in shop.profile["tax_rates"].items() if decimal(known) == rate]
    if not found and rate:
        raise _Refused("tax")
    return found[0] if found else "0"


def _card(shop: Account, item: Json, product: Json) -> Json:
    names = {one["category_id"]: one["name"] for one in shop.profile["categories"]}
    held = {one["attribute_id"]: one["text"] for one in product.get("attributes", [])}
    held |= {str(one["attribute_id"]): str(one["text"]) for one in item.get("attributes") or []}
    images = [f"{_ADDRESS}{one}" for one in item.get("images") or []]
    return {
        "name": escape(str(item["name"]), quote=False),
        "description": escape(str(item.get("description", "")), quote=False),
        "ean": str(item.get("ean") or product.get("ean") or ""),
        "manufacturer": escape(str(item.get("manufacturer") or ""), quote=False)
        or product.get("manufacturer", ""),
        "category": names[str(item["category_id"])],
        "attributes": [{"attribute_id": one, "text": text} for one, text in held.items()],
        "images": images or product["images"],
    }


def _option_name(shop: Account, given: Json) -> str:
    for option in shop.profile["options"]:
        if str(given.get("option_id") or "") == option["option_id"]:
            return str(option["name"])
    return escape(str(given.get("option_name", "")), quote=False)


def _set_options(visit: Visit, product: Json, item: Json) -> None:
    """A value that is there keeps its stock and price, and gets its codes."""
    for given in item.get("options") or []:
        word = _value_of(visit.mall, visit.shop, given)
        held = next((one for one in product["options"] if one["value"] == word), None)
        codes = {"sku": str(given.get("sku") or ""), "ean": str(given.get("ean") or "")}
        if held is not None:
            held |= codes
            continue
        own, base = decimal(given["price"]), gross(visit.shop, product["price"], product["tax_class_id"])
        product["options"].append(
            {
                "product_option_id": product["options"][0]["product_option_id"]
                if product["options"]
                else str(visit.mall.files.next_number("product_option", 1)),
                "product_option_value_id": str(visit.mall.files.next_number("option", 17)),
                "name": _option_name(visit.shop, given),
                "value": word,
                "quantity": str(int(given["quantity"])),
                "subtract": "1",
                "price": str(net(visit.shop, abs(own - base), product["tax_class_id"])),
                "price_prefix": "+" if own >= base else "-",
                **codes,
            }
        )
    if item.get("options"):
        product["quantity"] = str(sum(int(one["quantity"]) for one in product["options"]))


def _value_of(mall: Mall, shop: Account, given: Json) -> str:
    """The word of an option's value; an option or value the shop lacks is made."""
    options: list[Any] = shop.profile["options"]
    name = _option_name(shop, given)
    option = next((one for one in options if one["name"] == name), None)
    if option is None:
        number = str(mall.files.next_number("option_kind", 20))
        option = {"option_id": number, "name": name, "type": "select", "values": []}
        options.append(option)
    wanted, word = str(given.get("option_value_id") or ""), escape(str(given.get("value", "")), quote=False)
    for value in option["values"]:
        if value["option_value_id"] == wanted or (not wanted and value["name"] == word):
            return str(value["name"])
    option["values"].append(
        {"option_value_id": str(mall.files.next_number("option_value", 60)), "name": word}
    )
    mall.files.open(shop.number, shop.profile)
    return word


def _body(visit: Visit) -> Json:
    try:
        return visit.call.json_object()
    except NotJson as cause:
        raise Refusal("request", "The body is no JSON.") from cause
