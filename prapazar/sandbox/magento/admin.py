"""Who manages a shop: a log-in by name and password gives a token that lives an hour."""

import base64
import hashlib
import hmac
import json

from prapazar.sandbox.exchange import Call, Reply, json_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.magento.mall import Mall
from prapazar.sandbox.magento.visit import Refusal

TOKEN = "/V1/integration/admin/token"  # noqa: S105 - a path
_ADMIN = 2
"""The kind of user a token speaks for."""
_LIFETIME_S = 3600
_WRONG = (
    "The account sign-in was incorrect or your account is disabled temporarily. "
    "Please wait and try again later."
)


def sign_in(mall: Mall, call: Call) -> Reply:
    """The answer is a JSON string, not an object."""
    given = call.json_object()
    for name in ("username", "password"):
        if not given.get(name):
            raise Refusal('"%fieldName" is required. Enter and try again.', parameters={"fieldName": name})
    for shop in mall.files.accounts.values():
        known = (shop.profile.get("admin_user"), shop.profile.get("admin_password"))
        if known == (given["username"], given["password"]):
            return json_reply(_issue(mall, shop))
    raise Refusal(_WRONG, 401)


def holder(mall: Mall, token: str) -> Account | None:
    now = mall.ground.now_ms()
    for shop in mall.files.accounts.values():
        held = shop["token"].get(token)
        if held is not None and held["untilMs"] > now:
            return shop
    return None


def _issue(mall: Mall, shop: Account) -> str:
    now = mall.ground.now_ms()
    begun = now // 1000
    serial = mall.files.next_number("token", 1)
    claims = {"uid": 1, "utypid": _ADMIN, "iat": begun, "exp": begun + _LIFETIME_S, "jti": serial}
    told = f"{_packed({'kid': '1', 'alg': 'HS256'})}.{_packed(claims)}"
    key = str(shop.profile["consumer_secret"]).encode()
    token = f"{told}.{_text(hmac.new(key, told.encode(), hashlib.sha256).digest())}"
    mall.files.put(shop, "token", token, {"untilMs": now + _LIFETIME_S * 1000})
    mall.ground.store.flush()
    return token


def _packed(part: Json) -> str:
    return _text(json.dumps(part, separators=(",", ":")).encode())


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")
