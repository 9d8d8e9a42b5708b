"""The shop's own API: signed in 4.1, by session in 4.0. Of 4.0's calls only those on a made order are played."""

import hashlib
import hmac
from base64 import b64encode
from html import escape
from http.cookies import SimpleCookie
from urllib.parse import unquote, urlencode

from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.opencart import carts, orders
from prapazar.sandbox.opencart.mall import Mall
from prapazar.sandbox.opencart.visit import Visit, permission

_SIGNED = ("route", "call", "username", "store_id", "language", "currency", "time", "signature")
_HERE = "127.0.0.1"
_NO_ORDER = {"error": "Warning: Order could not be found!"}
_DONE = {"success": "Success: You have modified orders!"}


def signed_call(visit: Visit) -> Reply:
    """`route=api/order` of 4.1; the time is looked at, but never refused."""
    query, profile = visit.call.query, visit.shop.profile
    has_all = all(name in query for name in _SIGNED)
    if not has_all or query["username"] != profile["username"] or _HERE not in profile["ips"]:
        return permission()
    fits = hmac.compare_digest(unquote(query["signature"]).encode(), _signature(visit).encode())
    if not fits:
        return permission()
    if query["call"] == "history_add":
        return _add_history(visit)
    return carts.answered(visit, query["call"]) or json_reply({"error": "API call not found"})


def login(visit: Visit) -> Reply:
    """`route=api/account/login` of 4.0: the token is the session's id."""
    given, profile = visit.form(), visit.shop.profile
    if (given.get("username"), given.get("key")) != (profile["username"], profile["key"]):
        return json_reply({"error": "Warning: Incorrect API Key!"})
    if _HERE not in profile["ips"]:
        return json_reply({"error": f"Warning: Your IP {_HERE} is not allowed to access this API!"})
    number = visit.mall.files.next_number("session", 1)
    token = hashlib.sha256(f"{visit.shop.number}/{number}".encode()).hexdigest()[:26]
    visit.mall.files.put(visit.shop, "session", token, {"token": token})
    return json_reply({"success": "Success: API session successfully started!", "api_token": token})


def add_history_by_session(visit: Visit) -> Reply:
    """`route=api/sale/order.addHistory`, `|` instead of the point before 4.0.2."""
    cookies = SimpleCookie(visit.call.headers.get("cookie", ""))
    token = cookies["OCSESSID"].value if "OCSESSID" in cookies else ""
    return _add_history(visit) if token in visit.shop["session"] else permission()


def _add_history(visit: Visit) -> Reply:
    given = visit.form()
    order = visit.shop["order"].get(given.get("order_id", ""))
    if order is None:
        return json_reply(_NO_ORDER)
    status = int(given.get("order_status_id") or 0)
    note = given.get("comment", "").strip()
    is_told = given.get("notify") in {"1", "true"}
    orders.add_history(visit.mall, visit.shop, order, status, note, is_told=is_told)
    return json_reply(_DONE)


def _signature(visit: Visit) -> str:
    query, profile = visit.call.query, visit.shop.profile
    lines = (
        query["route"],
        query["call"],
        profile["username"],
        visit.call.host,
        visit.call.full_path.rpartition("/")[0] + "/",
        str(int(query["store_id"])),
        query["language"],
        query["currency"],
        hashlib.md5(_fields(visit.mall, visit.form()).encode()).hexdigest(),  # noqa: S324 - the shop's own
        query["time"],
    )
    text = "".join(f"{line}\n" for line in lines)
    return b64encode(hmac.digest(profile["key"].encode(), text.encode(), "sha1")).decode()


def _fields(mall: Mall, form: dict[str, str]) -> str:
    if mall.rules.signed_fields == "raw":
        return urlencode(form)
    cleaned = {
        name: escape(value, quote=False).replace('"', "&quot;").strip() for name, value in form.items()
    }
    return urlencode(cleaned)
