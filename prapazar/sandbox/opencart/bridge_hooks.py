"""What the bridge tells by itself of orders, and the returns it tells and moves."""

import hashlib
import hmac
from base64 import b64encode
from datetime import timedelta

from prapazar.sandbox.courier import Parcel
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json, dump
from prapazar.sandbox.opencart.mall import PROVIDER, Mall
from prapazar.sandbox.opencart.visit import Refusal, Visit

_PATIENCE = timedelta(seconds=3)


def hook(visit: Visit) -> Reply:
    given = visit.call.json_object()
    address, secret = str(given.get("address", "")), str(given.get("secret", ""))
    if not address.startswith(("http://", "https://")) or not secret:
        raise Refusal("request", "An address and a secret are asked for.")
    number = str(visit.mall.files.next_number("hook", 1))
    row = {"hook_id": number, "address": address, "secret": secret}
    visit.mall.files.put(visit.shop, "hook", number, row)
    return json_reply({"hook_id": number})


def unhook(visit: Visit) -> Reply:
    number = str(visit.call.json_object().get("hook_id", ""))
    if number in visit.shop["hook"]:
        visit.mall.files.drop(visit.shop, "hook", number)
    return json_reply({"result": "ok"})


def tell(mall: Mall, shop: Account, order: Json) -> None:
    """As the shop's event after addHistory has it; what is lost is not sent again."""
    body = dump({"data": [order]}).encode()
    for row in shop["hook"].values():
        signature = b64encode(hmac.digest(row["secret"].encode(), body, hashlib.sha256)).decode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-PraPazar-Event": "order",
            "X-PraPazar-Hook": row["hook_id"],
            "X-PraPazar-Signature": signature,
        }
        mall.ground.courier.send(
            Parcel(
                provider=PROVIDER,
                account=shop.number,
                webhook=row["hook_id"],
                topic="order",
                url=row["address"],
                body=body,
                headers=headers,
                settle=lambda _: None,
                timeout=_PATIENCE,
            )
        )


def returned(visit: Visit) -> Reply:
    given = visit.call.json_object()
    row = visit.shop["return"].get(str(given.get("return_id", "")))
    if row is None:
        return json_reply({"result": "not_found"})
    status = str(given["return_status_id"])
    history = [*row["history"], {"return_status_id": status, "comment": str(given.get("comment", ""))}]
    moved = {**row, "return_status_id": status, "history": history}
    moved["modified_at"] = visit.mall.ground.now_ms() // 1000
    visit.mall.files.put(visit.shop, "return", row["return_id"], moved)
    return json_reply({"result": "ok"})


def new_return(mall: Mall, shop: Account, order: Json, line: Json, quantity: int) -> Json:
    """As a buyer asks for it on their account's page."""
    number = str(mall.files.next_number("return", 1))
    moment = mall.ground.now_ms() // 1000
    row = {
        "return_id": number,
        "order_id": order["order_id"],
        "order_product_id": line["order_product_id"],
        "firstname": order["firstname"],
        "lastname": order["lastname"],
        "product_id": line["product_id"],
        "product": line["name"],
        "model": line["model"],
        "sku": line["sku"],
        "quantity": str(quantity),
        "opened": "0",
        "reason": "Kusurlu",
        "return_status_id": shop.profile["return_status_id"],
        "return_status": "",
        "comment": "Dikişi sökük &amp; lekeli",
        "unit_price": line["price"],
        "unit_tax": line["tax"],
        "currency_code": order["currency_code"],
        "currency_value": order["currency_value"],
        "added_at": moment,
        "modified_at": moment,
        "history": [],
    }
    mall.files.put(shop, "return", number, row)
    return row
