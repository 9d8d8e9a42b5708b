"""The PraPazar bridge as it is installed in a shop: what is asked of it, its stock and prices, signed in headers."""

import hashlib
import hmac
from base64 import b64encode
from decimal import Decimal

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, NotJson, decimal
from prapazar.sandbox.opencart import bridge_hooks, bridge_listings
from prapazar.sandbox.opencart.mall import STATUSES, gross, net
from prapazar.sandbox.opencart.orders import told
from prapazar.sandbox.opencart.visit import Handler, Refusal, Visit

_MOST = 100
_CLOCK_S = 450


def check(visit: Visit) -> None:
    call, profile = visit.call, visit.shop.profile
    moment = call.headers.get("x-prapazar-time", "")
    content = hashlib.sha256(call.body).hexdigest()
    text = f"{call.method}\n{call.query_text}\n{content}\n{moment}\n"
    wanted = b64encode(hmac.digest(profile["key"].encode(), text.encode(), "sha256")).decode()
    is_known = call.headers.get("x-prapazar-user") == profile["username"]
    if not is_known or not hmac.compare_digest(wanted, call.headers.get("x-prapazar-signature", "")):
        raise Refusal("signature", "User or signature does not fit.", 401)
    if abs(int(moment) - visit.mall.ground.now_ms() // 1000) > _CLOCK_S:
        raise Refusal("clock", "The clocks differ by more than 450 seconds.", 401)
    if "127.0.0.1" not in profile["ips"]:
        raise Refusal("ip", "127.0.0.1 is not among the allowed addresses of this user.", 403)


def shop(visit: Visit) -> Reply:
    profile = visit.shop.profile
    return json_reply(
        {
            "name": profile["name"],
            "version": profile["version"],
            "bridge": "1.1.0",
            "currency": profile["currency"],
            "products": len(visit.shop["product"]),
            "statuses": [{"order_status_id": str(one), "name": name} for one, name in STATUSES.items()],
        }
    )


def categories(visit: Visit) -> Reply:
    return json_reply({"data": visit.shop.profile["categories"]})


def products(visit: Visit) -> Reply:
    found = sorted(visit.shop["product"].values(), key=lambda one: int(one["product_id"]))
    return _page(visit, [_shown(visit.shop, one) for one in found])


def orders(visit: Visit) -> Reply:
    """Oldest change first; what was never confirmed is not told."""
    query = visit.call.query
    found = [one for one in visit.shop["order"].values() if one["order_status_id"] != "0"]
    if "order_id" in query:
        found = [one for one in found if one["order_id"] == query["order_id"]]
    for field in ("modified", "added"):
        since, until = visit.number(f"{field}_since", 0), visit.number(f"{field}_until", 2**40)
        found = [one for one in found if since <= one[f"{field}_at"] < until]
    found.sort(key=lambda one: (one["modified_at"], int(one["order_id"])))
    return _page(visit, [told(one) for one in found])


def returns(visit: Visit) -> Reply:
    """Oldest change first."""
    query, found = visit.call.query, list(visit.shop["return"].values())
    if "return_id" in query:
        found = [one for one in found if one["return_id"] == query["return_id"]]
    since, until = visit.number("modified_since", 0), visit.number("modified_until", 2**40)
    found = [one for one in found if since <= one["modified_at"] < until]
    found.sort(key=lambda one: (one["modified_at"], int(one["return_id"])))
    shown = [{name: value for name, value in one.items() if name != "history"} for one in found]
    return _page(visit, shown)


def stock(visit: Visit) -> Reply:
    return json_reply({"data": [_set_stock(visit, item) for item in _items(visit)]})


def price(visit: Visit) -> Reply:
    return json_reply({"data": [_set_price(visit, item) for item in _items(visit)]})


def _set_stock(visit: Visit, item: Json) -> Json:
    product = visit.shop["product"].get(str(item["product_id"]))
    wanted = str(item.get("product_option_value_id") or "")
    named = {"product_id": str(item["product_id"]), "product_option_value_id": wanted}
    if product is None:
        return {**named, "result": "not_found"}
    if wanted:
        option = next((o for o in product["options"] if o["product_option_value_id"] == wanted), None)
        if option is None:
            return {**named, "result": "not_found"}
        option["quantity"] = str(int(item["quantity"]))
        product["quantity"] = str(sum(int(one["quantity"]) for one in product["options"]))
    else:
        product["quantity"] = str(int(item["quantity"]))
    visit.mall.keep(visit.shop, product, "bridge")
    return {**named, "result": "ok"}


def _set_price(visit: Visit, item: Json) -> Json:
    """The price comes with tax and is kept without; not while another one is on for a time."""
    product = visit.shop["product"].get(str(item["product_id"]))
    named = {"product_id": str(item["product_id"]), "product_option_value_id": ""}
    if product is None:
        return {**named, "result": "not_found"}
    if product["special"]:
        return {**named, "result": "special"}
    product["price"] = str(net(visit.shop, decimal(item["price"]), product["tax_class_id"]))
    visit.mall.keep(visit.shop, product, "bridge")
    return {**named, "result": "ok"}


def _items(visit: Visit) -> list[Json]:
    try:
        found = visit.call.json_object().get("items")
    except NotJson as cause:
        raise Refusal("request", "The body is no JSON.") from cause
    if not isinstance(found, list) or not 0 < len(found) <= _MOST:
        raise Refusal("request", f"1 to {_MOST} items are taken.")
    return found


def _page(visit: Visit, rows: list[Json]) -> Reply:
    size = min(max(1, visit.number("limit", _MOST)), _MOST)
    start = (max(1, visit.number("page", 1)) - 1) * size
    return json_reply({"total": len(rows), "data": rows[start : start + size]})


def _shown(shop: Account, product: Json) -> Json:
    tax_class = product["tax_class_id"]
    special = product["special"]
    return {
        **product,
        "price_with_tax": str(gross(shop, product["price"], tax_class)),
        "special_with_tax": str(gross(shop, special, tax_class)) if special else None,
        "tax_rate": _rate(shop, tax_class),
        "currency": shop.profile["currency"],
        "options": [
            {**one, "price_with_tax": str(gross(shop, one["price"], tax_class))} for one in product["options"]
        ],
    }


def _rate(shop: Account, tax_class: str) -> str | None:
    rate = shop.profile["tax_rates"].get(tax_class)
    return None if rate is None else str(Decimal(rate).quantize(Decimal("0.0001")))


ROUTES: dict[tuple[str, str], Handler] = {
    ("GET", "shop"): shop,
    ("GET", "categories"): categories,
    ("GET", "products"): products,
    ("GET", "orders"): orders,
    ("POST", "stock"): stock,
    ("POST", "price"): price,
    ("GET", "attributes"): bridge_listings.attributes,
    ("GET", "pictures"): bridge_listings.pictures,
    ("POST", "picture"): bridge_listings.picture,
    ("POST", "listings"): bridge_listings.listings,
    ("GET", "returns"): returns,
    ("POST", "returned"): bridge_hooks.returned,
    ("POST", "hook"): bridge_hooks.hook,
    ("POST", "unhook"): bridge_hooks.unhook,
}
