"""Google's log-in: a signed claim of a service account, or a refresh token, for a token that lives an hour."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from urllib.parse import urlencode

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from prapazar.connector_kit.errors import AuthFailed
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import mapping, optional, required, text, whole
from prapazar.connector_kit.tokens import Token
from prapazar.foundation.clock import now

SCOPE = "https://www.googleapis.com/auth/content"
AUDIENCE = "https://oauth2.googleapis.com/token"
_JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIVES_SECONDS = 3600
_SHOWN = {"grant_type": "..."}


def fetch(login: Caller, credentials: Mapping[str, str]) -> Token:
    """Asking twice does no harm: it only makes another token."""
    body = Body(urlencode(_form(credentials)).encode(), "application/x-www-form-urlencoded", _SHOWN)
    answer = login.send(Call("token", "POST", "/token", body=body, only_asks=True)).content
    given = mapping(answer, "token")
    lives = optional(given, "expires_in") or _LIVES_SECONDS
    return Token(text(required(given, "access_token")), float(whole(lives, "expires_in")))


def _form(credentials: Mapping[str, str]) -> dict[str, str]:
    if key := credentials.get("service_account", ""):
        return {"grant_type": _JWT_BEARER, "assertion": assertion(key, int(now().timestamp()))}
    names = ("client_id", "client_secret", "refresh_token")
    if not all(credentials.get(name) for name in names):
        raise AuthFailed("neither a service account nor a refresh token is given")
    return {"grant_type": "refresh_token", **{name: credentials[name] for name in names}}


def assertion(service_account: str, at: int) -> str:
    """RS256 over who asks for what; raises AuthFailed where the key is none."""
    try:
        account = json.loads(service_account)
        issuer, key_id = account["client_email"], account.get("private_key_id", "")
        key = serialization.load_pem_private_key(account["private_key"].encode(), password=None)
    except (ValueError, TypeError, KeyError, AttributeError):
        raise AuthFailed("the service account's key cannot be read") from None
    if not isinstance(key, rsa.RSAPrivateKey):
        raise AuthFailed("the service account's key is of another kind")
    header = {"alg": "RS256", "typ": "JWT", **({"kid": key_id} if key_id else {})}
    claims = {"iss": issuer, "scope": SCOPE, "aud": AUDIENCE, "iat": at, "exp": at + _LIVES_SECONDS}
    signed = f"{_packed(json.dumps(header).encode())}.{_packed(json.dumps(claims).encode())}"
    return f"{signed}.{_packed(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def _packed(part: bytes) -> str:
    return urlsafe_b64encode(part).decode().rstrip("=")
