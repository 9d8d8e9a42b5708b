"""Who is asking: Basic or query keys over https, one-legged OAuth 1.0a over http."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import quote, unquote

from prapazar.sandbox.exchange import Call
from prapazar.sandbox.woocommerce.errors import AUTHENTICATION, CANNOT_VIEW, ShopError
from prapazar.sandbox.woocommerce.mall import Mall
from prapazar.sandbox.woocommerce.models import Key, Shop

_OAUTH = ("oauth_consumer_key", "oauth_timestamp", "oauth_nonce", "oauth_signature", "oauth_signature_method")
_METHODS = {"HMAC-SHA1": "sha1", "HMAC-SHA256": "sha256"}
_WINDOW_S = 15 * 60
_READS = ("GET", "HEAD")
_DENIALS = {
    "view_list": (CANNOT_VIEW, "Sorry, you cannot list resources."),
    "view": (CANNOT_VIEW, "Sorry, you cannot view this resource."),
    "create": ("woocommerce_rest_cannot_create", "Sorry, you are not allowed to create resources."),
    "edit": ("woocommerce_rest_cannot_edit", "Sorry, you are not allowed to edit this resource."),
    "delete": ("woocommerce_rest_cannot_delete", "Sorry, you are not allowed to delete this resource."),
    "batch": (
        "woocommerce_rest_cannot_batch",
        "Sorry, you are not allowed to batch manipulate this resource.",
    ),
}


def authenticate(mall: Mall, shop: Shop, call: Call, template: str) -> Key:
    """The key, with the right to do this; otherwise the error the shop would give."""
    key = _by_secret(shop, call) if call.scheme == "https" else None
    if key is None:
        key = _by_oauth(mall, shop, call)
    if key is None:
        raise denied(call.method, template, 401)
    needed = "read" if call.method in _READS else "write"
    if key.permission not in (needed, "read_write"):
        raise _wrong(f"The API key provided does not have {needed} permissions.")
    if not key.capable:
        raise denied(call.method, template, 403)
    return key


def denied(method: str, template: str, status: int) -> ShopError:
    code, message = _DENIALS[_deed(method, template)]
    return ShopError(status, code, message)


def _deed(method: str, template: str) -> str:
    ends_open = template.endswith("}")
    if method in _READS:
        return "view" if ends_open else "view_list"
    if template.endswith("/batch"):
        return "batch"
    if method == "DELETE":
        return "delete"
    return "edit" if ends_open else "create"


def _by_secret(shop: Shop, call: Call) -> Key | None:
    """An unknown key is as good as none; a wrong secret is told."""
    given = _basic(call) or (call.query.get("consumer_key", ""), call.query.get("consumer_secret", ""))
    key = shop.keys.get(given[0])
    if key is None:
        return None
    if not hmac.compare_digest(key.consumer_secret.encode(), given[1].encode()):
        raise _wrong("Consumer secret is invalid.")
    return key


def _basic(call: Call) -> tuple[str, str] | None:
    scheme, _, packed = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(packed.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return name, secret


def _by_oauth(mall: Mall, shop: Shop, call: Call) -> Key | None:
    given = _oauth_parameters(call)
    if not given:
        return None
    missing = [name for name in _OAUTH if not given.get(name)]
    if missing:
        word = "parameter" if len(missing) == 1 else "parameters"
        message = f"Missing OAuth {word} {', '.join(missing)}"
        raise ShopError(401, "woocommerce_rest_authentication_missing_parameter", message)
    key = shop.keys.get(given["oauth_consumer_key"])
    if key is None:
        raise _wrong("Consumer key is invalid.")
    _check_signature(key, call, given)
    _check_freshness(mall, shop, key, given)
    return key


def _oauth_parameters(call: Call) -> dict[str, str]:
    """In the query, or in an `Authorization: OAuth` header."""
    given: dict[str, str] = {name: value for name, value in call.pairs if name.startswith("oauth_")}
    scheme, _, rest = call.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "oauth":
        for part in rest.split(","):
            name, _, value = part.strip().partition("=")
            if name.startswith("oauth_"):
                given[name] = unquote(value.strip('"'))
    return given


def _check_signature(key: Key, call: Call, given: dict[str, str]) -> None:
    algorithm = _METHODS.get(given["oauth_signature_method"])
    if algorithm is None:
        raise _wrong("Invalid signature - signature method is invalid.")
    pairs = [(name, value) for name, value in call.pairs if not name.startswith("oauth_")]
    pairs.extend((name, value) for name, value in given.items() if name != "oauth_signature")
    for scheme in ("http", "https"):
        url = f"{scheme}://{call.host}{call.full_path}"
        for spelled in (pairs, _as_php_reads(pairs)):
            expected = signature(call.method, url, spelled, key.consumer_secret, algorithm)
            if hmac.compare_digest(expected.encode(), given["oauth_signature"].replace(" ", "+").encode()):
                return
    raise _wrong("Invalid signature - provided signature does not match.")


def signature(
    method: str, url: str, pairs: Iterable[tuple[str, str]], secret: str, algorithm: str = "sha256"
) -> str:
    """v3 keeps the ampersand behind the secret although there is no token."""
    encoded = sorted((_escape(name), _escape(value)) for name, value in pairs)
    joined = "&".join(f"{name}={value}" for name, value in encoded)
    base = f"{method.upper()}&{_escape(url)}&{_escape(joined)}"
    digest = hmac.new(f"{secret}&".encode(), base.encode(), getattr(hashlib, algorithm)).digest()
    return base64.b64encode(digest).decode()


def _as_php_reads(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The shop signs what PHP made of the query: a repeated name counts once, `name[]` is numbered.

    A well-known client repeats its whole query behind the signed one and is understood only because of this.
    """
    counts: dict[str, int] = {}
    read: dict[str, str] = {}
    for name, value in pairs:
        if name.endswith("[]"):
            place = counts.get(name, 0)
            counts[name] = place + 1
            read[f"{name[:-2]}[{place}]"] = value
        else:
            read[name] = value
    return list(read.items())


def _check_freshness(mall: Mall, shop: Shop, key: Key, given: dict[str, str]) -> None:
    now = mall.ground.now_ms() // 1000
    stamp = given["oauth_timestamp"]
    if not stamp.isdecimal() or abs(now - int(stamp)) > _WINDOW_S:
        raise _wrong("Invalid timestamp.")
    for nonce, at in list(shop.nonces.items()):
        if at + _WINDOW_S >= now:
            break
        del shop.nonces[nonce]
    nonce = f"{key.consumer_key}:{given['oauth_nonce']}"
    if nonce in shop.nonces:
        raise _wrong("Invalid nonce - nonce has already been used.")
    shop.nonces[nonce] = now


def _escape(text: str) -> str:
    return quote(text, safe="-._~")


def _wrong(message: str) -> ShopError:
    return ShopError(401, AUTHENTICATION, message)
