"""Rows created, replaced, changed and deleted, and what follows from it in the shop."""

import re

from prapazar.sandbox.exchange import Reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.prestashop import forms, images, orders
from prapazar.sandbox.prestashop.mall import Mall, stocks
from prapazar.sandbox.prestashop.tables import TABLES
from prapazar.sandbox.prestashop.visit import Refusal, Visit


def create(visit: Visit) -> Reply:
    fields, hangs = _body(visit)
    if "id" in fields:
        raise Refusal(91, "id is forbidden when adding a new resource")
    if visit.resource == "order_histories":
        _check_history(visit.shop, fields)
        fields = {**fields, "date_add": visit.mall.local(visit.shop)}
    elif "date_add" in TABLES[visit.resource].fields:
        moment = visit.mall.local(visit.shop)
        fields = {**fields, "date_add": moment, "date_upd": moment}
    row = visit.mall.add(visit.shop, visit.resource, fields, hangs)
    _follow(visit.mall, visit.shop, visit.resource, row)
    return forms.single(visit.resource, row, visit.languages, as_json=visit.as_json, status=201)


def replace(visit: Visit) -> Reply:
    """The whole row: a field that is left out is blank afterwards."""
    fields, hangs = _body(visit)
    if not fields.get("id"):
        raise Refusal(90, "id is required when modifying a resource")
    before = visit.shop[visit.resource].get(fields["id"])
    if before is None or visit.number not in {"", fields["id"]}:
        raise Refusal(92, "Some objects could not be found", 404)
    table = TABLES[visit.resource]
    row: Json = {"id": fields["id"]}
    for name in table.fields:
        kept = name in table.read_only or name in {"date_add", "date_upd"}
        blank: object = {} if name in table.localized else ""
        row[name] = before[name] if kept else fields.get(name, blank)
    if "date_upd" in table.fields:
        row["date_upd"] = visit.mall.local(visit.shop)
    if table.hangs:
        row["associations"] = {name: hangs.get(name, []) for name in table.hangs}
    for name in ("combinations", "stock_availables", "images", "order_rows"):
        if visit.resource in {"products", "orders"} and name in table.hangs:
            row["associations"][name] = before["associations"][name]
    visit.mall.keep(visit.shop, visit.resource, row)
    _follow(visit.mall, visit.shop, visit.resource, row)
    return forms.single(visit.resource, row, visit.languages, as_json=visit.as_json)


def change(visit: Visit) -> Reply:
    """Only what is sent; an association that is sent is sent whole."""
    fields, hangs = _body(visit, is_whole=False)
    row = visit.shop[visit.resource].get(fields.get("id", visit.number))
    if row is None or visit.number not in {"", row["id"]}:
        raise Refusal(92, "Some objects could not be found", 404)
    table = TABLES[visit.resource]
    for name in (one for one in fields if one in table.fields):
        row[name] = {**row[name], **fields[name]} if name in table.localized else fields[name]
    for name in (one for one in hangs if one in table.hangs):
        row["associations"][name] = hangs[name]
    if "date_upd" in table.fields:
        row["date_upd"] = visit.mall.local(visit.shop)
    visit.mall.keep(visit.shop, visit.resource, row)
    _follow(visit.mall, visit.shop, visit.resource, row)
    return forms.single(visit.resource, row, visit.languages, as_json=visit.as_json)


def delete(visit: Visit) -> Reply:
    row = visit.shop[visit.resource].get(visit.number)
    if row is None:
        raise Refusal(87, "Id(s) not exists", 404)
    visit.mall.files.drop(visit.shop, visit.resource, visit.number)
    if visit.resource == "specific_prices":
        visit.mall.shown(visit.shop, row["id_product"], "webservice")
    if visit.resource == "products":
        images.drop_all(visit, visit.number)
        for resource in ("combinations", "stock_availables", "specific_prices"):
            hung = [one for one in visit.shop[resource].values() if one["id_product"] == visit.number]
            for one in hung:
                visit.mall.files.drop(visit.shop, resource, one["id"])
    return Reply(200, b"", None)


def add_product(mall: Mall, shop: Account, fields: Json, hangs: Json, quantity: int) -> Json:
    """As the shopkeeper does it."""
    moment = mall.local(shop)
    row = mall.add(shop, "products", {**fields, "date_add": moment, "date_upd": moment}, hangs)
    _follow(mall, shop, "products", row)
    for stock in stocks(shop, row["id"]):
        stock["quantity"] = str(quantity)
        mall.keep(shop, "stock_availables", stock)
    mall.shown(shop, row["id"], "seed")
    return row


def add_combination(mall: Mall, shop: Account, fields: Json, hangs: Json, quantity: int) -> Json:
    row = mall.add(shop, "combinations", fields, hangs)
    _follow(mall, shop, "combinations", row)
    stock = next(one for one in stocks(shop, row["id_product"]) if one["id_product_attribute"] == row["id"])
    stock["quantity"] = str(quantity)
    mall.keep(shop, "stock_availables", stock)
    total(mall, shop, row["id_product"])
    mall.shown(shop, row["id_product"], "seed")
    return row


def add_message(mall: Mall, shop: Account, product: Json, text: str, number: str | None) -> Json:
    """As a customer writes it from a product's page, in a new thread or in the one it began with."""
    moment = mall.local(shop)
    if number is None:
        people = {"firstname": "Şule", "lastname": "Iğdırlıoğlu", "email": "sule@example.com"}
        fields = {
            "id_lang": "1",
            "id_shop": "1",
            "id_customer": mall.add(shop, "customers", people)["id"],
            "id_order": "0",
            "id_product": product["id"],
            "id_contact": "1",
            "email": people["email"],
            "token": "x" * 12,
            "date_add": moment,
            "date_upd": moment,
        }
        number = mall.add(shop, "customer_threads", fields)["id"]
    thread = {**shop["customer_threads"][number], "status": "open"}
    mall.keep(shop, "customer_threads", thread)
    said = {"id_employee": "0", "id_customer_thread": number, "message": text, "private": "0", "read": "0"}
    row = mall.add(shop, "customer_messages", {**said, "date_add": moment, "date_upd": moment})
    _follow(mall, shop, "customer_messages", row)
    return row


def total(mall: Mall, shop: Account, product_id: str) -> None:
    """The row of attribute 0 is the sum of the combinations' rows, where there are any."""
    found = stocks(shop, product_id)
    parts = [one for one in found if one["id_product_attribute"] != "0"]
    if not parts:
        return
    whole = next(one for one in found if one["id_product_attribute"] == "0")
    whole["quantity"] = str(sum(int(one["quantity"]) for one in parts))
    mall.keep(shop, "stock_availables", whole)


def _body(visit: Visit, *, is_whole: bool = True) -> tuple[Json, Json]:
    found = forms.read(visit.call.body, visit.resource, visit.shop.profile["languages"])
    if found is None:
        raise Refusal(127, "XML error : the body could not be read", 500)
    fields, hangs = found
    table = TABLES[visit.resource]
    for name in fields:
        if name in table.read_only:
            raise Refusal(93, f"parameter {name} not writable. Please remove this attribute of this XML")
    missing = [name for name in table.required if fields.get(name) in (None, "")]
    if missing and is_whole:
        raise Refusal(41, f"parameter {missing[0]} required")
    for name, (pattern, most) in table.checks.items():
        told = fields.get(name, {} if name in table.localized else "")
        for value in told.values() if name in table.localized else filter(None, [told]):
            if len(value) > most or not re.fullmatch(pattern, value, re.DOTALL):
                words = f"Property {table.one.title()}->{name} is not valid"
                raise Refusal(85, f'Validation error: "{words}"')
    return fields, hangs


def _check_history(shop: Account, fields: Json) -> None:
    if fields["id_order"] not in shop["orders"] or fields["id_order_state"] not in shop["order_states"]:
        raise Refusal(85, "Validation error: the order or its state does not exist")


def _follow(mall: Mall, shop: Account, resource: str, row: Json) -> None:
    """A product and a combination have stock; a state moves its order; a tracking number is told by the order."""
    if resource == "stock_availables":
        total(mall, shop, row["id_product"])
    if resource in {"stock_availables", "specific_prices"}:
        mall.shown(shop, row["id_product"], "webservice")
    elif resource == "products":
        if not stocks(shop, row["id"]):
            _add_stock(mall, shop, row["id"], "0")
        mall.shown(shop, row["id"], "webservice")
    elif resource == "combinations":
        known = {one["id_product_attribute"] for one in stocks(shop, row["id_product"])}
        if row["id"] not in known:
            _add_stock(mall, shop, row["id_product"], row["id"])
            product = shop["products"][row["id_product"]]
            product["associations"]["combinations"].append({"id": row["id"]})
            mall.keep(shop, "products", product)
        mall.shown(shop, row["id_product"], "webservice")
    elif resource == "order_histories":
        orders.enter(mall, shop, row["id_order"], row["id_order_state"])
    elif resource == "customer_messages":
        _hang_message(mall, shop, row)
    elif resource == "order_carriers":
        order = shop["orders"][row["id_order"]]
        order["shipping_number"] = row["tracking_number"]
        order["date_upd"] = mall.local(shop)
        mall.keep(shop, "orders", order)


def _hang_message(mall: Mall, shop: Account, row: Json) -> None:
    thread = shop["customer_threads"][row["id_customer_thread"]]
    if {"id": row["id"]} not in thread["associations"]["customer_messages"]:
        thread["associations"]["customer_messages"].append({"id": row["id"]})
    mall.keep(shop, "customer_threads", {**thread, "date_upd": mall.local(shop)})


def _add_stock(mall: Mall, shop: Account, product_id: str, attribute: str) -> None:
    fields = {
        "id_product": product_id,
        "id_product_attribute": attribute,
        "id_shop": "1",
        "id_shop_group": "0",
        "quantity": "0",
        "depends_on_stock": "0",
        "out_of_stock": "2",
    }
    stock = mall.add(shop, "stock_availables", fields)
    product = shop["products"][product_id]
    product["associations"]["stock_availables"].append({"id": stock["id"], "id_product_attribute": attribute})
    mall.keep(shop, "products", product)
