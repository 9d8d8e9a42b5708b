"""Digital signatures, which sellers of the EU and the UK owe on matters of money, and the keys they are made with."""

import base64
import binascii
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519

from prapazar.sandbox.ebay.visit import Refusal
from prapazar.sandbox.exchange import Call
from prapazar.sandbox.jsontext import Json

_INPUT = re.compile(r"sig1=(\(([^)]*)\);created=(\d+))")
_COVERED = ["x-ebay-signature-key", "@method", "@path", "@authority"]
_OLDEST_SECONDS = 300


def new_key(number: str) -> Json:
    """The private half is shown to the seller once; the public one is known by its JWE."""
    made = ed25519.Ed25519PrivateKey.generate()
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    private = made.private_bytes(serialization.Encoding.DER, *form)
    return {"signing_jwe": f"eyJ6aXAiOiJERUYifQ.{number}", "signing_key": base64.b64encode(private).decode()}


def check(call: Call, profile: Json, now_ms: int) -> None:
    """Of a request without a body."""
    if call.headers.get("x-ebay-signature-key") != profile["signing_jwe"]:
        raise _refusal(215_000, "The x-ebay-signature-key header is missing or unknown.")
    given = _INPUT.fullmatch(call.headers.get("signature-input", ""))
    if given is None or [one.strip('"') for one in given[2].split()] != _COVERED:
        raise _refusal(215_001, "The Signature-Input header is missing or invalid.")
    if abs(now_ms // 1000 - int(given[3])) > _OLDEST_SECONDS:
        raise _refusal(215_002, "The signature is too old.")
    lines = [
        f'"x-ebay-signature-key": {profile["signing_jwe"]}',
        f'"@method": {call.method}',
        f'"@path": {call.full_path}',
        f'"@authority": {call.host}',
        f'"@signature-params": {given[1]}',
    ]
    key = serialization.load_der_private_key(base64.b64decode(profile["signing_key"]), None)
    signed = call.headers.get("signature", "").removeprefix("sig1=:").removesuffix(":")
    try:
        if isinstance(key, ed25519.Ed25519PrivateKey):
            key.public_key().verify(base64.b64decode(signed, validate=True), "\n".join(lines).encode())
    except (InvalidSignature, binascii.Error) as cause:
        raise _refusal(215_003, "The signature does not fit.") from cause


def _refusal(number: int, text: str) -> Refusal:
    return Refusal(number, text, domain="ACCESS")
