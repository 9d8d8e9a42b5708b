"""How calls to a shop are authenticated, by the scheme of its address."""

import base64

import httpx
import pytest

from prapazar.connectors.woocommerce.auth import auth_for

_BASIC = f"Basic {base64.b64encode(b'ck_1:cs_1').decode()}"


def _sent(address: str, *, in_query: bool) -> httpx.Request:
    auth = auth_for(address, "ck_1", "cs_1", in_query=in_query)
    return next(auth.auth_flow(httpx.Request("GET", f"{address}/wp-json?page=1")))


def test_keys_go_into_the_header_over_tls() -> None:
    sent = _sent("https://dukkan.example.com", in_query=False)

    assert (sent.headers["authorization"], dict(sent.url.params)) == (_BASIC, {"page": "1"})


def test_keys_go_into_the_address_where_the_header_is_dropped() -> None:
    sent = _sent("https://dukkan.example.com", in_query=True)

    assert "authorization" not in sent.headers
    assert dict(sent.url.params) == {"page": "1", "consumer_key": "ck_1", "consumer_secret": "cs_1"}


@pytest.mark.parametrize("in_query", [False, True])
def test_secret_never_travels_without_tls(*, in_query: bool) -> None:
    sent = _sent("http://dukkan.example.com", in_query=in_query)

    assert sorted(sent.url.params) == [
        "oauth_consumer_key",
        "oauth_nonce",
        "oauth_signature",
        "oauth_signature_method",
        "oauth_timestamp",
        "page",
    ]
    assert "cs_1" not in f"{sent.url} {sent.headers}"
