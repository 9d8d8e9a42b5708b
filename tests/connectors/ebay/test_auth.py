"""eBay's log-in: what a token's answer has to hold, and the digital signature."""

import base64
import hashlib
import re
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

from prapazar.connector_kit.errors import Rejected, UnexpectedAnswer
from prapazar.connectors.ebay import auth

_ADDRESS = "https://apiz.ebay.com/sell/finances/v1/transaction?limit=20"


def _shown(key: Any, encoding: serialization.Encoding = serialization.Encoding.DER) -> str:  # noqa: ANN401 - a key of any kind
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    told: bytes = key.private_bytes(encoding, *form)
    return told.decode() if encoding is serialization.Encoding.PEM else base64.b64encode(told).decode()


def _signed(key: str, method: str, content: bytes = b"") -> httpx.Request:
    request = httpx.Request(method, _ADDRESS, content=content)
    next(auth.Signed(httpx.Auth(), "eyJ.jwe", key).auth_flow(request))
    return request


def _base(request: httpx.Request, *digest: str) -> bytes:
    """What was signed, put together as the documents say."""
    terms = request.headers["signature-input"].removeprefix("sig1=")
    lines = [
        *(f'"content-digest": {one}' for one in digest),
        '"x-ebay-signature-key": eyJ.jwe',
        f'"@method": {request.method}',
        '"@path": /sell/finances/v1/transaction',
        '"@authority": apiz.ebay.com',
        f'"@signature-params": {terms}',
    ]
    return "\n".join(lines).encode()


def _signature(request: httpx.Request) -> bytes:
    told = re.fullmatch(r"sig1=:(.+):", request.headers["signature"])
    assert told is not None
    return base64.b64decode(told[1])


def test_request_without_a_body_is_signed_by_where_it_goes() -> None:
    key = ed25519.Ed25519PrivateKey.generate()

    request = _signed(_shown(key), "GET")

    key.public_key().verify(_signature(request), _base(request))
    assert "content-digest" not in request.headers


def test_request_with_a_body_is_signed_with_its_digest() -> None:
    key = rsa.generate_private_key(65537, 2048)

    request = _signed(_shown(key, serialization.Encoding.PEM), "POST", b"{}")

    digest = f"sha-256=:{base64.b64encode(hashlib.sha256(b'{}').digest()).decode()}:"
    key.public_key().verify(_signature(request), _base(request, digest), padding.PKCS1v15(), hashes.SHA256())
    assert request.headers["content-digest"] == digest


@pytest.mark.parametrize(
    "text", ["kein Schlüssel", "", "AAAA", _shown(ec.generate_private_key(ec.SECP256R1()))]
)
def test_key_that_cannot_sign_is_refused(text: str) -> None:
    with pytest.raises(Rejected) as raised:
        auth.signing_key(text)

    assert raised.value.code == "ebay.signing_key"


@pytest.mark.parametrize("answer", [{}, {"access_token": ""}, {"access_token": 5}, {"access_token": "x"}])
def test_answer_without_a_token_or_its_end_is_unexpected(answer: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedAnswer):
        auth.token(answer)
