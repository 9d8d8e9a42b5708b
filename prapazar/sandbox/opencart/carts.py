"""A cart with its buyer and addresses, from which the shop's own API of 4.1 makes an order."""

import re
from decimal import Decimal

from prapazar.sandbox.baskets import Buyer
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.opencart import orders
from prapazar.sandbox.opencart.mall import PENDING, net, paid
from prapazar.sandbox.opencart.visit import Visit

_FIELD = re.compile(r"product\[(\w+)\]\[(product_id|quantity)\]")
_OPTION = re.compile(r"(?:product\[(\w+)\]\[option\]|option)\[(\w+)\]")
_CENT = Decimal("0.01")
_SHIPPING: Json = {"code": "flat.flat", "name": "Sabit Kargo", "cost": "5.00", "tax_class_id": "0"}
_PAYMENT: Json = {"code": "cod.cod", "name": "Kapıda Ödeme"}
_NEEDED = {"shipping": ("name", "code", "cost", "tax_class_id"), "payment": ("name", "code")}
_STOCK = "Product not available in the desired quantity or not in stock!"
_LENGTHS = {"firstname": (1, 32), "lastname": (1, 32), "address_1": (3, 128), "city": (2, 128)}


def answered(visit: Visit, call: str) -> Reply | None:
    """None where there is no such call. Nothing is kept between calls: each brings all it is about."""
    form = visit.form()
    rows, faults = _cart(visit.shop, form)
    if call == "customer":
        return json_reply(_said(_customer(form), "You have successfully modified customers"))
    if call in {"payment_address", "shipping_address"}:
        kind = call.partition("_")[0]
        return json_reply(_said(_address(form, kind), f"Success: {kind.title()} address has been set!"))
    if call == "cart":
        cart = _said(faults, "Success: You have modified your shopping cart!")
        return json_reply({**cart, **_contents(visit.shop, rows)})
    if call not in _ON_CART:
        return None
    return json_reply({"error": faults} if faults else _ON_CART[call](visit, form, rows))


def _product_add(visit: Visit, form: dict[str, str], rows: list[Json]) -> Json:
    """One article more. What a cart would hold of it is compared before it is in, so too many go in unnoticed."""
    chosen = [form[name] for name in form if (found := _OPTION.fullmatch(name)) and found[1] is None]
    product = visit.shop["product"].get(str(_whole(form.get("product_id", ""))))
    if product is None or product["status"] != "1":
        return {"error": {"warning": "Warning: Product could not be found!"}, **_contents(visit.shop, rows)}
    faults = _options(product, chosen, _whole(form.get("quantity", "1")), "")
    if int(product["quantity"]) < sum(one["units"] for one in rows if one["product"] is product) or (
        not int(product["quantity"])
    ):
        faults["warning"] = _STOCK
    if not faults:
        rows = [*rows, _row(visit.shop, product, chosen, _whole(form.get("quantity", "1")))]
    said = _said(faults, "Success: You have modified your shopping cart!")
    return {**said, **_contents(visit.shop, rows)}


def _shipping_methods(_visit: Visit, form: dict[str, str], rows: list[Json]) -> Json:
    if fault := _before_shipping(form, rows):
        return {"error": fault}
    quote = {"flat": {**_SHIPPING, "text": "₺5,00"}}
    method = {"code": "flat", "name": "Sabit", "quote": quote, "sort_order": "1", "error": False}
    return {"shipping_methods": {"flat": method}}


def _payment_methods(_visit: Visit, form: dict[str, str], rows: list[Json]) -> Json:
    if fault := _before_shipping(form, rows):
        return {"error": fault}
    method = {"code": "cod", "name": _PAYMENT["name"], "option": {"cod": _PAYMENT}, "sort_order": "5"}
    return {"payment_methods": {"cod": method}}


def _shipping_method(visit: Visit, form: dict[str, str], rows: list[Json]) -> Json:
    return _chosen(visit, form, rows, "shipping")


def _payment_method(visit: Visit, form: dict[str, str], rows: list[Json]) -> Json:
    return _chosen(visit, form, rows, "payment")


def _chosen(visit: Visit, form: dict[str, str], rows: list[Json], kind: str) -> Json:
    fault = _before_shipping(form, rows)
    if not fault and not _has_method(form, kind):
        fault = f"Warning: {kind.title()} method required!"
    said = {"error": fault} if fault else {"success": f"Success: {kind.title()} method has been set!"}
    return {**said, **_contents(visit.shop, rows)}


def _confirm(visit: Visit, form: dict[str, str], rows: list[Json]) -> Json:
    checks = {
        "customer": (not _customer(form), "Customer details"),
        "product": (bool(rows), "Products"),
        "payment_address": (not _address(form, "payment"), "Payment address"),
        "shipping_address": (not rows or not _address(form, "shipping"), "Shipping address"),
        "shipping_method": (not rows or _has_method(form, "shipping"), "Shipping method"),
        "payment_method": (_has_method(form, "payment"), "Payment method"),
    }
    faults = {name: f"Warning: {words} required!" for name, (is_fine, words) in checks.items() if not is_fine}
    if faults:
        return {"error": faults, **_contents(visit.shop, rows)}
    sold = [(one["key"], one["units"], one["paid"]) for one in rows]
    moment, status = visit.mall.ground.now_ms(), _whole(form.get("order_status_id", "")) or PENDING
    order = orders.new_order(visit.mall, visit.shop, sold, _buyer(form), moment, status)
    visit.mall.ground.store.flush()
    for heard in visit.mall.ground.sales:
        heard("opencart", visit.shop.number, order["order_id"])
    done: Json = {"order_id": int(order["order_id"]), "success": "Success: You have modified orders!"}
    return {**done, "points": 0, "commission": "₺0,00", **_contents(visit.shop, rows)}


_ON_CART = {
    "product_add": _product_add,
    "shipping_methods": _shipping_methods,
    "shipping_method": _shipping_method,
    "payment_methods": _payment_methods,
    "payment_method": _payment_method,
    "confirm": _confirm,
}


def _cart(shop: Account, form: dict[str, str]) -> tuple[list[Json], Json]:
    asked: dict[str, dict[str, str]] = {}
    options: dict[str, list[str]] = {}
    for name, value in form.items():
        if found := _FIELD.fullmatch(name):
            asked.setdefault(found[1], {})[found[2]] = value
        elif (found := _OPTION.fullmatch(name)) and found[1]:
            options.setdefault(found[1], []).append(value)
    rows: list[Json] = []
    faults: Json = {}
    for place, one in asked.items():
        product, units = shop["product"].get(one.get("product_id", "")), _whole(one.get("quantity", ""))
        if product is None or product["status"] != "1":
            faults[f"product_{place}_product"] = "Warning: Product could not be found!"
            continue
        chosen = options.get(place, [])
        faults |= _options(product, chosen, units, f"product_{place}_")
        together = sum(row["units"] for row in rows if row["product"] is product) + units
        if not 0 < int(product["quantity"]) >= together:
            faults[f"product_{place}_product"] = _STOCK
        rows.append(_row(shop, product, chosen, units))
    if faults:
        return [], {**faults, "warning": "Warning: Please check the cart carefully for errors!"}
    return rows, {}


def _options(product: Json, chosen: list[str], units: int, place: str) -> Json:
    if not product["options"]:
        return {}
    first, option = product["options"][0], _option(product, chosen)
    name = f"{place}option_{first['product_option_id']}"
    if option is None:
        return {name: f"{first['name']} required!" if not chosen else "Option could not be found!"}
    if int(option["quantity"]) < max(units, 1):
        return {name: _STOCK.replace("Product", "Option")}
    return {}


def _option(product: Json, chosen: list[str]) -> Json | None:
    return next((one for one in product["options"] if one["product_option_value_id"] in chosen), None)


def _row(shop: Account, product: Json, chosen: list[str], units: int) -> Json:
    option = _option(product, chosen)
    key = f"{product['sku']}/{option['value']}" if option else product["sku"]
    price = paid(shop, product, option).quantize(_CENT)
    return {"product": product, "option": option, "units": units, "key": key, "paid": price}


def _contents(shop: Account, rows: list[Json]) -> Json:
    """Prices without tax, as the shop's table has them."""
    plain, taxed = Decimal(0), Decimal(0)
    products = []
    for place, row in enumerate(rows, 1):
        product, units = row["product"], row["units"]
        price = net(shop, row["paid"], product["tax_class_id"])
        plain, taxed = plain + price * units, taxed + row["paid"] * units
        named = {name: product[name] for name in ("product_id", "master_id", "name", "model", "status")}
        option = row["option"] and {name: row["option"][name] for name in orders.OPTION}
        more = {"cart_id": str(place), "option": [option] if option else [], "quantity": str(units)}
        told = {"price": price, "total": price * units, "price_text": f"₺{row['paid']}", "stock": True}
        products.append({**named, **more, **told, "stock_status": True, "minimum_status": True})
    values = (("sub_total", "Ara Toplam", plain), ("tax", "KDV", taxed - plain), ("total", "Toplam", taxed))
    totals = [
        {"extension": "opencart", "code": code, "title": title, "value": value, "sort_order": str(place)}
        for place, (code, title, value) in enumerate(values, 1)
    ]
    return {"products": products, "totals": totals, "shipping_required": bool(rows)}


def _said(faults: Json, words: str) -> Json:
    return {"error": faults} if faults else {"success": words}


def _customer(form: dict[str, str]) -> Json:
    faults = {
        name: f"{name} is too short or too long!" for name in _wrong(form, "", ("firstname", "lastname"))
    }
    if "@" not in form.get("email", ""):
        faults["email"] = "E-Mail Address does not appear to be valid!"
    return faults


def _address(form: dict[str, str], kind: str) -> Json:
    names = ("firstname", "lastname", "address_1", "city")
    faults = {
        f"{kind}_{name}": f"{name} is too short or too long!" for name in _wrong(form, f"{kind}_", names)
    }
    for name, words in (("country", "country"), ("zone", "region / state")):
        if not _whole(form.get(f"{kind}_{name}_id", "")):
            faults[f"{kind}_{name}"] = f"Please select a {words}!"
    return faults


def _wrong(form: dict[str, str], before: str, names: tuple[str, ...]) -> list[str]:
    lengths = {name: len(form.get(f"{before}{name}", "").strip()) for name in names}
    return [name for name in names if not _LENGTHS[name][0] <= lengths[name] <= _LENGTHS[name][1]]


def _before_shipping(form: dict[str, str], rows: list[Json]) -> str:
    if _customer(form):
        return "Warning: Customer details required!"
    if not rows:
        return "Warning: There are no products that require shipping"
    return "Warning: Shipping address required!" if _address(form, "shipping") else ""


def _has_method(form: dict[str, str], kind: str) -> bool:
    return all(f"{kind}_method[{name}]" in form for name in _NEEDED[kind])


def _whole(text: str) -> int:
    """As PHP makes a number of a text: its first digits, or nothing."""
    found = re.match(r"\s*[+-]?\d+", text)
    return int(found[0]) if found else 0


def _buyer(form: dict[str, str]) -> Buyer:
    """A zone is a number here; of the provinces the shop knows İstanbul's."""
    return Buyer(
        first_name=form["shipping_firstname"],
        last_name=form["shipping_lastname"],
        email=form["email"],
        phone=form.get("telephone", ""),
        address=form["shipping_address_1"],
        district=form["shipping_city"],
        neighborhood="",
        postal_code=form.get("shipping_postcode", ""),
    )
