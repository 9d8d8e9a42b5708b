"""Items of a catalogue: written by batches that are worked off later, read page by page."""

import base64
from decimal import Decimal, InvalidOperation
from urllib.parse import urlencode

from prapazar.sandbox import jsontext
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.meta.mall import FIRST_NODE, Mall
from prapazar.sandbox.meta.visit import Refusal, Routes, Visit

_MOST_REQUESTS = 5000
_USUAL_ROWS, _MOST_ROWS = 25, 1000
_HOUR_MS = 3_600_000
_AVAILABILITIES = {"in stock", "out of stock", "preorder", "available for order", "discontinued"}
_CONDITIONS = {"new", "refurbished", "used"}
_NEEDED = ("title", "description", "availability", "condition", "price", "link", "image_link", "brand")
_LONGEST = {"id": 100, "title": 200, "description": 9999}
_SYMBOLS = {"TRY": "₺", "USD": "$", "EUR": "€"}
routes = Routes()


@routes.route("GET", "/{version}/{node}")
def node(visit: Visit) -> Reply:
    """The catalogue itself, or one of its items by the number Meta gave it."""
    fields = visit.query("fields").split(",")
    if visit.values["node"] != visit.seller.number:
        return json_reply(_told(visit.mall, _by_node(visit), fields))
    known: Json = {
        "name": visit.seller.profile["name"],
        "vertical": "commerce",
        "product_count": len(visit.seller["item"]),
        "feed_count": 0,
    }
    return json_reply({"id": visit.seller.number, **{name: known[name] for name in fields if name in known}})


@routes.route("POST", "/{version}/{catalog}/items_batch")
def items_batch(visit: Visit) -> Reply:
    body = visit.body()
    if body.get("item_type") != "PRODUCT_ITEM":
        raise Refusal("(#100) Param item_type must be PRODUCT_ITEM")
    requests = body.get("requests")
    if isinstance(requests, str):
        requests = jsontext.parse(requests)
    if not isinstance(requests, list) or not requests or len(requests) > _MOST_REQUESTS:
        raise Refusal("(#100) Param requests must have between 1 and 5000 entries")
    rules = [("batch", visit.mall.rules.batches_an_hour, _HOUR_MS)]
    if visit.mall.ground.gate.enter(f"meta/{visit.seller.number}", rules):
        raise Refusal(
            "(#80014) There have been too many calls for the batch uploads to this catalog account.", 80014
        )
    upserts = body.get("allow_upsert", True) is not False
    refused, work = [], []
    for line, request in enumerate(requests):
        data = request.get("data") or {}
        faults = _faults(request.get("method"), data)
        if faults:
            told = {"errors": [{"message": fault} for fault in faults], "warnings": []}
            refused.append({"retailer_id": str(data.get("id")), **told})
        else:
            work.append((line, request["method"], data))
    errors = [
        fault for line, method, data in work if (fault := _do(visit, line, method, data, upserts=upserts))
    ]
    handle = f"Ac{visit.mall.files.next_number('handle', 1):012}"
    done_ms = visit.mall.ground.now_ms() + visit.mall.rules.batch_ms
    visit.mall.files.put(visit.seller, "batch", handle, {"done_ms": done_ms, "errors": errors})
    return json_reply({"handles": [handle], "validation_status": refused})


@routes.route("GET", "/{version}/{catalog}/check_batch_request_status")
def batch_status(visit: Visit) -> Reply:
    batch = visit.seller["batch"].get(visit.query("handle"))
    if batch is None:
        raise Refusal("(#100) Invalid handle")
    is_done = batch["done_ms"] <= visit.mall.ground.now_ms()
    errors = batch["errors"] if is_done else []
    row: Json = {
        "handle": visit.query("handle"),
        "status": "finished" if is_done else "in_progress",
        "errors": errors[: visit.mall.rules.errors_told],
        "errors_total_count": len(errors),
        "warnings": [],
        "warnings_total_count": 0,
    }
    if visit.query("load_ids_of_invalid_requests") == "true":
        row["ids_of_invalid_requests"] = [one["id"] for one in errors]
    return json_reply({"data": [row]})


@routes.route("GET", "/{version}/{catalog}/products")
def products(visit: Visit) -> Reply:
    """The cursor names the last row that was told."""
    fields = [name for name in visit.query("fields").split(",") if name]
    limit = min(int(visit.query("limit") or _USUAL_ROWS), _MOST_ROWS)
    after = base64.b64decode(visit.query("after")).decode() if visit.query("after") else ""
    wanted = _wanted(visit.query("filter"))
    keys = [key for key in sorted(visit.seller["item"]) if key > after and key in (wanted or {key})]
    rows = [_told(visit.mall, visit.seller["item"][key], fields) for key in keys[:limit]]
    answer: Json = {"data": rows}
    if rows:
        cursor = base64.b64encode(keys[: len(rows)][-1].encode()).decode()
        answer["paging"] = {"cursors": {"before": "", "after": cursor}}
        if len(keys) > limit:
            answer["paging"]["next"] = _onward(visit, cursor)
    return json_reply(answer)


def _onward(visit: Visit, cursor: str) -> str:
    """The whole address of the next page, token and all: some clients go there and nowhere else."""
    asked = {"access_token": visit.seller.profile["access_token"], **visit.call.query, "after": cursor}
    return f"{visit.call.scheme}://{visit.call.host}{visit.call.full_path}?{urlencode(asked)}"


@routes.route("DELETE", "/{version}/{node}")
def delete(visit: Visit) -> Reply:
    visit.mall.files.drop(visit.seller, "item", _by_node(visit)["retailer_id"])
    return json_reply({"success": True})


def _by_node(visit: Visit) -> Json:
    """An item has a number of Meta's own besides the shop's."""
    found = (one for one in visit.seller["item"].values() if one["id"] == visit.values["node"])
    item = next(found, None)
    if item is None:
        raise Refusal("(#100) Unsupported request: the object does not exist")
    return item


def _wanted(filtered: str) -> set[str] | None:
    """Of the filters only those by the shop's own number."""
    if not filtered:
        return None
    asked = jsontext.parse_object(filtered.encode())
    condition = asked.get("retailer_id") or {}
    if set(asked) != {"retailer_id"} or not set(condition) <= {"eq", "is_any"}:
        raise Refusal("(#100) Param filter is not supported")
    return {str(condition["eq"])} if "eq" in condition else {str(one) for one in condition["is_any"]}


def _faults(method: object, data: Json) -> list[str]:
    found = [] if data.get("id") else ["The field id is required"]
    if method == "CREATE":
        found += [f"The field {name} is required" for name in _NEEDED if not data.get(name)]
    elif method not in {"UPDATE", "DELETE"}:
        found.append("The method is not supported")
    found += [
        f"The field {name} is longer than {most} characters"
        for name, most in _LONGEST.items()
        if len(str(data.get(name, ""))) > most
    ]
    for name in ("link", "image_link"):
        if name in data and not str(data[name]).startswith(("https://", "http://")):
            found.append(f"The field {name} is no valid URL")
    if "availability" in data and data["availability"] not in _AVAILABILITIES:
        found.append("The field availability has an invalid value")
    if "condition" in data and data["condition"] not in _CONDITIONS:
        found.append("The field condition has an invalid value")
    if any(name in data and _price(data[name]) is None for name in ("price",)) or (
        data.get("sale_price") and _price(data["sale_price"]) is None
    ):
        found.append("The price is not in the form '9.99 USD'")
    return found


def _price(text: object) -> tuple[Decimal, str] | None:
    amount, _, currency = str(text).partition(" ")
    try:
        read = Decimal(amount)
    except InvalidOperation:
        return None
    return (read, currency) if read > 0 and len(currency) == 3 and currency.isupper() else None  # noqa: PLR2004 - ISO 4217


def _do(visit: Visit, line: int, method: str, data: Json, *, upserts: bool) -> Json | None:
    """Carries one request out; what cannot be done is an error of the batch."""
    key = str(data["id"])
    item = visit.seller["item"].get(key)
    if item is None and method == "DELETE":
        return {"line": line, "id": key, "message": "The item to delete does not exist"}
    if item is None and (method == "UPDATE" and not (upserts and all(data.get(name) for name in _NEEDED))):
        return {"line": line, "id": key, "message": "The item does not exist in the catalog"}
    if method == "DELETE":
        visit.mall.files.drop(visit.seller, "item", key)
        return None
    fresh = item or new_item(visit.mall, key)
    visit.mall.keep(visit.seller, {**fresh, **_changes(data)}, "api")
    return None


def _changes(data: Json) -> Json:
    names = {"item_group_id": "retailer_product_group_id", "link": "url", "image_link": "image_url"}
    names |= {
        "additional_image_link": "additional_image_urls",
        "title": "name",
        "mpn": "manufacturer_part_number",
    }
    same = (
        "description",
        "rich_text_description",
        "availability",
        "condition",
        "brand",
        "gtin",
        "color",
        "size",
    )
    found = {names[name]: data[name] for name in names if name in data}
    found |= {name: data[name] for name in same if name in data}
    if "quantity_to_sell_on_facebook" in data:
        found["quantity"] = int(data["quantity_to_sell_on_facebook"])
    price = _price(data["price"]) if "price" in data else None
    if price:
        found |= {"price": str(price[0]), "currency": price[1]}
    if "sale_price" in data:
        sale = _price(data["sale_price"])
        found["sale_price"] = str(sale[0]) if sale else None
    return found


def new_item(mall: Mall, key: str, **given: object) -> Json:
    return {
        "id": str(mall.files.next_number("node", FIRST_NODE)),
        "retailer_id": key,
        "retailer_product_group_id": None,
        "name": key,
        "description": "",
        "rich_text_description": None,
        "availability": "in stock",
        "condition": "new",
        "price": "1.00",
        "sale_price": None,
        "currency": "TRY",
        "quantity": 0,
        "url": "https://magaza.example/",
        "image_url": "https://magaza.example/1.jpg",
        "additional_image_urls": [],
        "brand": "Deneme Marka",
        "gtin": None,
        "manufacturer_part_number": None,
        "color": None,
        "size": None,
        "review_status": "pending" if mall.rules.reviews else "approved",
        "review_rejection_reasons": [],
        "visibility": "published",
        **given,
    }


def _told(mall: Mall, item: Json, fields: list[str]) -> Json:
    known = {**item, "inventory": item["quantity"], "quantity_to_sell_on_facebook": item["quantity"]}
    for name in ("price", "sale_price"):
        known[name] = _shown(mall, item[name], item["currency"]) if item[name] else None
    told = {name: known[name] for name in ("id", *fields) if known.get(name) is not None}
    return {name: value for name, value in told.items() if value != []}


def _shown(mall: Mall, amount: str, currency: str) -> str:
    if mall.rules.price_form == "symbol":
        return f"{_SYMBOLS[currency]}{Decimal(amount):,.2f}"
    return f"{Decimal(amount):.2f} {currency}"


def review(mall: Mall, account: Account, key: str, status: str) -> Json:
    item = {**account["item"][key], "review_status": status}
    if status == "rejected":
        item["review_rejection_reasons"] = ["IMAGE_QUALITY"]
    mall.files.put(account, "item", key, item)
    return item
