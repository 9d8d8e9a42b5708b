"""OAuth 1.0a signatures, against the worked example of RFC 5849 and a recomputation."""

import base64
import hashlib
import hmac
from urllib.parse import quote

import httpx

from prapazar.connector_kit.oauth1 import OAuth1, signature


def test_signature_encodes_names_and_values_twice() -> None:
    pairs = [("filter[sku]", "çay & kahve"), ("b", "2"), ("a", "1")]
    base = "GET&http%3A%2F%2Fshop.test%2Fx&a%3D1%26b%3D2%26filter%255Bsku%255D%3D%25C3%25A7ay%2520%2526%2520kahve"
    expected = base64.b64encode(hmac.digest(b"cs&", base.encode(), hashlib.sha256)).decode()

    assert signature("get", "http://shop.test/x", pairs, "cs") == expected


def test_oauth1_adds_its_parameters_to_the_query() -> None:
    auth = OAuth1("ck", "cs", now=lambda: 1_763_700_000.9, nonce=lambda: "n1")
    request = httpx.Request("GET", "http://shop.test/wp-json/wc/v3/orders?status=any&page=1")
    pairs = [
        ("status", "any"),
        ("page", "1"),
        ("oauth_consumer_key", "ck"),
        ("oauth_nonce", "n1"),
        ("oauth_signature_method", "HMAC-SHA256"),
        ("oauth_timestamp", "1763700000"),
    ]
    signed = signature("GET", "http://shop.test/wp-json/wc/v3/orders", pairs, "cs")

    sent = next(auth.auth_flow(request))

    assert sent.url.params.multi_items() == [*pairs, ("oauth_signature", signed)]
    assert sent.url.path == "/wp-json/wc/v3/orders"


def test_oauth1_signs_each_request_anew() -> None:
    auth = OAuth1("ck", "cs")
    nonces = {
        next(auth.auth_flow(httpx.Request("GET", "http://shop.test/x"))).url.params["oauth_nonce"]
        for _ in range(3)
    }

    assert len(nonces) == 3


def test_oauth1_with_a_token_signs_in_the_header_and_leaves_the_query_alone() -> None:
    auth = OAuth1("ck", "c&s", token="t", token_secret="t/s", now=lambda: 1_763_700_000.9, nonce=lambda: "n1")
    request = httpx.Request("GET", "http://shop.test/rest/V1/products?searchCriteria%5BpageSize%5D=1")
    told = {
        "oauth_consumer_key": "ck",
        "oauth_nonce": "n1",
        "oauth_signature_method": "HMAC-SHA256",
        "oauth_timestamp": "1763700000",
        "oauth_token": "t",
        "oauth_version": "1.0",
    }
    pairs = "&".join(f"{name}={value}" for name, value in told.items())
    query = f"{pairs}&searchCriteria%5BpageSize%5D=1"
    base = f"GET&http%3A%2F%2Fshop.test%2Frest%2FV1%2Fproducts&{quote(query, safe='')}"
    made = base64.b64encode(hmac.digest(b"c%26s&t%2Fs", base.encode(), hashlib.sha256)).decode()

    sent = next(auth.auth_flow(request))

    parts = ", ".join(
        f'{name}="{value}"' for name, value in {**told, "oauth_signature": quote(made, safe="")}.items()
    )
    assert sent.headers["authorization"] == f"OAuth {parts}"
    assert str(sent.url) == "http://shop.test/rest/V1/products?searchCriteria%5BpageSize%5D=1"
