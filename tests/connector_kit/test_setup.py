"""Whose limits a connector's calls count against."""

from typing import Any

import httpx
import pytest

from prapazar.connector_kit import registry
from prapazar.connector_kit.errors import ConnectorError
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.setup import Setup
from prapazar.connector_kit.tokens import Token

_KEYS = {"app_key": "anahtar", "app_secret": "gizli"}


def _setup(slug: str, settings: dict[str, Any], credentials: dict[str, str]) -> Setup:
    return Setup(registry.manifest(slug), "live", settings, credentials, "https://shop.test", Wire())


def test_account_is_the_setting_the_manifest_names() -> None:
    assert _setup("trendyol", {"seller_id": "1001"}, {}).account == "trendyol:live:1001"


def test_account_named_by_a_secret_does_not_show_it() -> None:
    accounts = [_setup("n11", {}, keys).account for keys in (_KEYS, _KEYS, {**_KEYS, "app_key": "başka"})]

    assert accounts[0] == accounts[1] != accounts[2]
    assert "anahtar" not in accounts[0]


@pytest.mark.parametrize(("given", "host"), [(None, "shop.test"), ("https://login.test/a", "login.test")])
def test_caller_of_a_provider_with_several_hosts_goes_where_it_is_sent(given: str | None, host: str) -> None:
    setup = _setup("n11", {}, _KEYS)

    caller = setup.caller(
        user_agent="PraPazar", auth=httpx.Auth(), read_error=lambda _: ConnectorError(), base_url=given
    )

    assert caller.client.base_url.host == host


def test_tokens_of_one_account_are_told_apart_by_their_purpose() -> None:
    setup = _setup("n11", {}, _KEYS)
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.headers["authorization"])
        return httpx.Response(200)

    for purpose in ("", "restricted", ""):
        auth = setup.token_auth(lambda: Token(f"token-{len(sent)}", 3600), purpose=purpose)
        with httpx.Client(auth=auth, transport=httpx.MockTransport(answer)) as client:
            client.get("https://shop.test/")

    assert sent == ["Bearer token-0", "Bearer token-1", "Bearer token-0"]
