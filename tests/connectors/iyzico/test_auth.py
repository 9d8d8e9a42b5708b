"""iyzico's signatures, by the vectors of its documents and clients."""

import base64
import hashlib
import hmac
from decimal import Decimal

import httpx

from prapazar.connectors.iyzico.auth import Signature, is_signed, is_webhook_signed


def test_request_is_signed_over_key_path_and_body_without_query_and_prefix() -> None:
    signature = Signature("anahtar", "gizli", "http://127.0.0.1:8124/iyzico")
    request = httpx.Request(
        "POST", "http://127.0.0.1:8124/iyzico/payment/detail?a=1", content='{"ş":1}'.encode()
    )

    sent = next(signature.auth_flow(request))

    key = sent.headers["x-iyzi-rnd"]
    hashed = hmac.new(b"gizli", f'{key}/payment/detail{{"ş":1}}'.encode(), hashlib.sha256).hexdigest()
    packed = base64.b64encode(f"apiKey:anahtar&randomKey:{key}&signature:{hashed}".encode()).decode()
    assert sent.headers["authorization"] == f"IYZWSv2 {packed}"


def test_no_two_requests_share_a_random_key() -> None:
    signature = Signature("anahtar", "gizli", "https://api.iyzipay.com")

    keys = {
        next(signature.auth_flow(httpx.Request("GET", "https://api.iyzipay.com/x"))).headers["x-iyzi-rnd"]
        for _ in range(3)
    }

    assert len(keys) == 3


def test_callback_signature_is_the_documents_vector() -> None:
    secret = "jLc7GQHD2pyJoqXDeEcTnGHYtP7Ai5jl"
    expected = "a4f73b80bb32a6ef8358090bbd8609a49a7b53f463048f8ef147496e236d04f0"

    assert is_signed(secret, ("", None, "1", "22484292", "success"), expected)
    assert not is_signed(secret, ("", None, "1", "22484292", "failure"), expected)


def test_webhook_signature_is_the_documents_vector() -> None:
    secret = "sandbox-UuLnD7wZa0a3DmytfIrwHQqAMfqCNJrs"
    form = (
        "CHECKOUT_FORM_AUTH",
        "22483975",
        "e828c62d-fd12-4b1a-ad5a-380f15fe6596",
        "conversationId",
        "SUCCESS",
    )
    direct = ("API_AUTH", "22484059", "conversationId", "SUCCESS")

    assert is_webhook_signed(secret, form, "4031c575763486a2d2bf3f7ace0baebfcd6bed65393ab4df3fe80c00d5fd6878")
    assert is_webhook_signed(
        secret, direct, "92c7a72b7741bc83eb696066605c894778c87297b2c88d6037670666230e18ae"
    )
    assert not is_webhook_signed(secret, direct, "")


def test_amounts_are_signed_without_zeros_at_their_end() -> None:
    def signed(text: str) -> str:
        return hmac.new(b"gizli", text.encode(), hashlib.sha256).hexdigest()

    for given, written in (("10.00", "10"), ("1249.90", "1249.9"), ("100", "100"), ("0.05", "0.05")):
        assert is_signed("gizli", (Decimal(given), "x"), signed(f"{written}:x"))
