"""Who is asking: OAuth 1.0a in the Authorization header, checked as RFC 5849 tells."""

import base64
import hashlib
import hmac
import re
from urllib.parse import quote, unquote, unquote_plus

from prapazar.sandbox.exchange import Call, Reply, text_reply
from prapazar.sandbox.filing import Account
from prapazar.sandbox.magento import admin
from prapazar.sandbox.magento.mall import Mall
from prapazar.sandbox.magento.visit import Refusal

_PAIR = re.compile(r'\s*([A-Za-z0-9_]+)="([^"]*)"\s*')
_METHOD = "HMAC-SHA256"
_WINDOW_S = 600
_NONCES = 5000
"""So many are remembered."""
_NEEDED = (
    "oauth_consumer_key",
    "oauth_nonce",
    "oauth_signature",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_token",
)


class Stranger(Exception):
    """Nobody the shop knows; carries the whole answer."""

    def __init__(self, reply: Reply) -> None:
        super().__init__()
        self.reply = reply


def claimed(mall: Mall, call: Call) -> Account | None:
    """Whose key it is, before anything is checked."""
    scheme, _, rest = call.headers.get("authorization", "").partition(" ")
    if scheme == "Bearer":
        found = (one for one in mall.files.accounts.values() if one.profile["access_token"] == rest)
        return next(found, None) or admin.holder(mall, rest)
    return mall.shop_of(_told(rest).get("oauth_consumer_key", "")) if scheme == "OAuth" else None


def authenticate(mall: Mall, call: Call, resource: str) -> Account:
    scheme, _, rest = call.headers.get("authorization", "").partition(" ")
    shop = claimed(mall, call)
    if (
        scheme == "Bearer"
        and shop is not None
        and (rest != shop.profile["access_token"] or mall.rules.bearer)
    ):
        return shop
    if scheme != "OAuth":
        raise Stranger(not_allowed(resource).reply())
    told = _told(rest)
    _check_form(mall, told)
    if shop is None:
        refusal = Refusal("A consumer having the specified key does not exist", 401)
        raise _problem(mall, "consumer_key_rejected", refusal)
    if told["oauth_token"] != shop.profile["access_token"]:
        raise _problem(mall, "token_rejected", Refusal("Specified token does not exist", 401))
    if not hmac.compare_digest(_signature(call, told, shop), told["oauth_signature"]):
        refusal = Refusal("The signature is invalid. Verify and try again.", 401)
        raise _problem(mall, "signature_invalid", refusal)
    nonce = f"{told['oauth_timestamp']}/{told['oauth_nonce']}"
    if nonce in shop["nonce"]:
        message = "The nonce is already being used by the consumer with ID %1."
        raise _problem(mall, "nonce_used", Refusal(message, 401, [shop.number]))
    if len(shop["nonce"]) > _NONCES:
        shop["nonce"].clear()
    shop["nonce"][nonce] = {}
    return shop


def _check_form(mall: Mall, told: dict[str, str]) -> None:
    for name in _NEEDED:
        if not told.get(name):
            refusal = Refusal("%name is required. Enter and try again.", 400, {"name": name})
            raise _problem(mall, "parameter_absent", refusal)
    method = told["oauth_signature_method"]
    if method != _METHOD:
        refusal = Refusal("Signature method %1 is not supported", 400, [method])
        raise _problem(mall, "signature_method_rejected", refusal)
    if abs(int(told["oauth_timestamp"]) * 1000 - mall.ground.now_ms()) > _WINDOW_S * 1000:
        refusal = Refusal("The timestamp value in the oauth_timestamp parameter is invalid.", 400)
        raise _problem(mall, "timestamp_refused", refusal)


def not_allowed(resource: str) -> Refusal:
    message = "The consumer isn't authorized to access %resources."
    return Refusal(message, 401, {"resources": resource})


def _problem(mall: Mall, name: str, refusal: Refusal) -> Stranger:
    if mall.rules.oauth_errors == "form":
        text = f"oauth_problem={name}&message={quote(refusal.message)}"
        reply = text_reply(text, refusal.status)
        reply.content_type = "application/x-www-form-urlencoded"
        return Stranger(reply)
    return Stranger(refusal.reply())


def _told(header: str) -> dict[str, str]:
    found = (_PAIR.fullmatch(part) for part in header.split(","))
    return {one[1]: unquote(one[2]) for one in found if one and one[1] != "realm"}


def _signature(call: Call, told: dict[str, str], shop: Account) -> str:
    """Over the decoded query and every parameter of the header but the signature; no body."""
    pairs = [(name, value) for name, value in told.items() if name != "oauth_signature"]
    for part in filter(None, call.query_text.split("&")):
        name, _, value = part.partition("=")
        pairs.append((unquote_plus(name), unquote_plus(value)))
    encoded = sorted((_encoded(name), _encoded(value)) for name, value in pairs)
    normal = "&".join(f"{name}={value}" for name, value in encoded)
    address = f"{call.scheme}://{call.host}{call.full_path}"
    base = f"{call.method}&{_encoded(address)}&{_encoded(normal)}"
    key = f"{_encoded(shop.profile['consumer_secret'])}&{_encoded(shop.profile['access_token_secret'])}"
    return base64.b64encode(hmac.new(key.encode(), base.encode(), hashlib.sha256).digest()).decode()


def _encoded(text: str) -> str:
    return quote(text, safe="~")
