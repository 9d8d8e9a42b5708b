"""eBay's log-in: a refresh token that lives 18 months gives user tokens, the keys alone give the application's own."""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Generator, Mapping
from typing import Any
from urllib.parse import urlencode

import httpx
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connector_kit.http import Body, Call, Caller
from prapazar.connector_kit.parsing import mapping, optional, required, whole
from prapazar.connector_kit.tokens import Token
from prapazar.foundation.clock import now

SCOPE = "https://api.ebay.com/oauth/api_scope"


class KeyLogin(httpx.Auth):
    """The application shows who it is by its keyset."""

    def __init__(self, client_id: str, client_secret: str) -> None:
        self._packed = b64encode(f"{client_id}:{client_secret}".encode()).decode()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["authorization"] = f"Basic {self._packed}"
        yield request


def iaf(request: httpx.Request, token: str) -> None:
    """How the Post-Order API wants the same token."""
    request.headers["authorization"] = f"IAF {token}"


class Signed(httpx.Auth):
    """Adds the digital signature that sellers of the EU and the UK owe on matters of money.

    The key is made at eBay's Key Management API: its public half comes sealed as a JWE, the private one is shown once.
    """

    requires_request_body = True

    def __init__(self, inner: httpx.Auth, jwe: str, private_key: str) -> None:
        self._inner = inner
        self._jwe = jwe
        self._key = signing_key(private_key)

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        self._sign(request)
        yield from self._inner.auth_flow(request)

    def _sign(self, request: httpx.Request) -> None:
        covered = {"x-ebay-signature-key": self._jwe}
        if request.content:
            digest = b64encode(hashlib.sha256(request.content).digest()).decode()
            covered = {"content-digest": f"sha-256=:{digest}:", **covered}
        request.headers.update(covered)
        covered |= {
            "@method": request.method,
            "@path": request.url.raw_path.decode().partition("?")[0],
            "@authority": request.url.netloc.decode(),
        }
        names = " ".join(f'"{name}"' for name in covered)
        terms = f"({names});created={int(now().timestamp())}"
        lines = [*(f'"{name}": {value}' for name, value in covered.items()), f'"@signature-params": {terms}']
        request.headers["signature-input"] = f"sig1={terms}"
        request.headers["signature"] = f"sig1=:{self._signature(chr(10).join(lines).encode())}:"

    def _signature(self, base: bytes) -> str:
        if isinstance(self._key, ed25519.Ed25519PrivateKey):
            return b64encode(self._key.sign(base)).decode()
        return b64encode(self._key.sign(base, padding.PKCS1v15(), hashes.SHA256())).decode()


def signing_key(text: str) -> ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey:
    """As eBay shows it, with or without its first and last line."""
    inner = "".join(one for one in text.split("\n") if not one.startswith("-----"))
    try:
        key = serialization.load_der_private_key(b64decode("".join(inner.split())), None)
    except (ValueError, TypeError) as error:
        raise Rejected("not a private key", code="ebay.signing_key", field="signing_key") from error
    if not isinstance(key, ed25519.Ed25519PrivateKey | rsa.RSAPrivateKey):
        raise Rejected("a key of another kind", code="ebay.signing_key", field="signing_key")
    return key


def user_token(login: Caller, refresh_token: str) -> Token:
    """Without a scope: the token may do what the seller agreed to, whatever that was."""
    return _fetched(login, {"grant_type": "refresh_token", "refresh_token": refresh_token})


def application_token(login: Caller) -> Token:
    return _fetched(login, {"grant_type": "client_credentials", "scope": SCOPE})


def _fetched(login: Caller, form: Mapping[str, str]) -> Token:
    """Asking twice does no harm: a refresh token is never replaced."""
    shown = {name: value for name, value in form.items() if name != "refresh_token"}
    body = Body(urlencode(form).encode(), "application/x-www-form-urlencoded", shown)
    answer = login.send(Call("token", "POST", "/identity/v1/oauth2/token", body=body, only_asks=True)).content
    return token(mapping(answer, "token"))


def token(answer: Mapping[str, Any]) -> Token:
    value = optional(answer, "access_token")
    if not isinstance(value, str) or not value:
        raise UnexpectedAnswer("an answer without a token", code="connector.missing_field")
    return Token(value, float(whole(required(answer, "expires_in"), "expires_in")))
