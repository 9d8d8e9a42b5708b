"""The table of who may enter a pretend shop."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from prapazar.sandbox.app import SandboxApp
from prapazar.sandbox.woocommerce.models import Key

Receiver = Any
"""The class stands in conftest, which tests do not import."""
_HOST = "http://127.0.0.1:8124"
_PATH = "/woocommerce/wp-json/wc/v3/products"
_LIST = ("woocommerce_rest_cannot_view", "Sorry, you cannot list resources.")
_WRONG = "woocommerce_rest_authentication_error"


def _told(answer: httpx.Response) -> tuple[int, str, str]:
    body = answer.json()
    assert body["data"] == {"status": answer.status_code}
    return answer.status_code, body["code"], body["message"]


def _sign(
    app: SandboxApp,
    key: Key,
    query: Mapping[str, str] | None = None,
    *,
    path: str = _PATH,
    method: str = "HMAC-SHA256",
) -> dict[str, str]:
    """One-legged OAuth 1.0a as its specification says, written without the sandbox's own code."""
    params = {
        "oauth_consumer_key": key.consumer_key,
        "oauth_timestamp": str(app.sandbox.ground.now_ms() // 1000),
        "oauth_nonce": "n1",
        "oauth_signature_method": method,
        **(query or {}),
    }

    def escaped(text: str) -> str:
        return quote(text, safe="-._~")

    joined = "&".join(
        f"{name}={value}" for name, value in sorted((escaped(k), escaped(v)) for k, v in params.items())
    )
    base = f"GET&{escaped(_HOST + path)}&{escaped(joined)}"
    algorithm = hashlib.sha256 if method == "HMAC-SHA256" else hashlib.sha1
    digest = hmac.new(f"{key.consumer_secret}&".encode(), base.encode(), algorithm).digest()
    return {**params, "oauth_signature": base64.b64encode(digest).decode()}


@pytest.mark.parametrize("method", ["HMAC-SHA256", "HMAC-SHA1"])
def test_signed_request_enters_over_http(
    client: httpx.Client, app: SandboxApp, key: Key, method: str
) -> None:
    query = {"search": "çay & şeker", "status": "publish"}

    answer = client.get(_PATH, params=_sign(app, key, query, method=method))

    assert (answer.status_code, answer.json()) == (200, [])


def test_query_repeated_behind_the_signed_one_counts_once(
    client: httpx.Client, app: SandboxApp, key: Key
) -> None:
    query = {"search": "çay şeker", "page": "1"}
    signed = httpx.QueryParams(_sign(app, key, query))

    answer = client.get(f"{_PATH}?{signed}&{httpx.QueryParams(query)}")

    assert (answer.status_code, answer.json()) == (200, [])


def test_signed_request_enters_through_rest_route(client: httpx.Client, app: SandboxApp, key: Key) -> None:
    params = _sign(app, key, {"rest_route": "/wc/v3/products"}, path="/woocommerce/")

    answer = client.get("/woocommerce/", params=params)

    assert (answer.status_code, answer.json()) == (200, [])


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"oauth_timestamp": "1000"}, "Invalid timestamp."),
        ({"oauth_consumer_key": "ck_wrong"}, "Consumer key is invalid."),
    ],
)
def test_bad_oauth_is_told_apart(
    client: httpx.Client, app: SandboxApp, key: Key, changes: dict[str, str], message: str
) -> None:
    answer = client.get(_PATH, params=_sign(app, key, changes))

    assert _told(answer) == (401, _WRONG, message)


def test_bad_signature_is_told(client: httpx.Client, app: SandboxApp, key: Key) -> None:
    params = {**_sign(app, key), "oauth_signature": "bm8="}

    answer = client.get(_PATH, params=params)

    assert _told(answer) == (401, _WRONG, "Invalid signature - provided signature does not match.")


def test_nonce_is_good_once(client: httpx.Client, app: SandboxApp, key: Key) -> None:
    params = _sign(app, key)
    client.get(_PATH, params=params)

    answer = client.get(_PATH, params=params)

    assert _told(answer) == (401, _WRONG, "Invalid nonce - nonce has already been used.")


def test_missing_oauth_parameter_is_named(client: httpx.Client, app: SandboxApp, key: Key) -> None:
    params = _sign(app, key)
    del params["oauth_nonce"]

    answer = client.get(_PATH, params=params)

    code = "woocommerce_rest_authentication_missing_parameter"
    assert _told(answer) == (401, code, "Missing OAuth parameter oauth_nonce")


def test_basic_enters_only_over_https(keeper: httpx.Client) -> None:
    over_https = keeper.get(_PATH)
    over_http = keeper.get(_PATH, headers={"x-forwarded-proto": "http"})

    assert over_https.status_code == 200
    assert _told(over_http) == (401, *_LIST)


def test_query_keys_enter_only_over_https(client: httpx.Client, key: Key) -> None:
    params = {"consumer_key": key.consumer_key, "consumer_secret": key.consumer_secret}

    over_https = client.get(_PATH, params=params, headers={"x-forwarded-proto": "https"})
    over_http = client.get(_PATH, params=params)

    assert over_https.status_code == 200
    assert _told(over_http) == (401, *_LIST)


def test_unknown_key_is_as_good_as_none_but_a_wrong_secret_is_told(keeper: httpx.Client, key: Key) -> None:
    none = keeper.get(_PATH, auth=("", ""))
    unknown = keeper.get(_PATH, auth=("ck_wrong", key.consumer_secret))
    wrong = keeper.get(_PATH, auth=(key.consumer_key, "cs_wrong"))

    assert [_told(one) for one in (none, unknown, wrong)] == [
        (401, *_LIST),
        (401, *_LIST),
        (401, _WRONG, "Consumer secret is invalid."),
    ]


def test_read_only_key_may_not_write(keeper: httpx.Client) -> None:
    made = keeper.post("/_control/woocommerce/default/keys", json={"permission": "read"}).json()
    auth = (made["consumer_key"], made["consumer_secret"])

    reading = keeper.get(_PATH, auth=auth)
    writing = keeper.post(_PATH, auth=auth, json={"name": "Çay"})

    assert (reading.status_code, reading.json()) == (200, [])
    assert _told(writing) == (401, _WRONG, "The API key provided does not have write permissions.")
    assert keeper.get(_PATH).json() == []


def test_key_of_a_user_without_rights_is_forbidden(keeper: httpx.Client) -> None:
    made = keeper.post("/_control/woocommerce/default/keys", json={"capable": False}).json()

    answer = keeper.post(_PATH, auth=(made["consumer_key"], made["consumer_secret"]), json={"name": "Çay"})

    assert (answer.status_code, answer.json()["code"]) == (403, "woocommerce_rest_cannot_create")


def test_second_shop_has_its_own_path_and_keys(keeper: httpx.Client) -> None:
    second = keeper.post("/_control/woocommerce/accounts", json={"slug": "ikinci"}).json()
    auth = (second["keys"][0]["consumer_key"], second["keys"][0]["consumer_secret"])

    path = "/woocommerce/ikinci/wp-json/wc/v3/products"

    assert (second["path"], keeper.get(path, auth=auth).status_code) == ("/woocommerce/ikinci", 200)
    assert (keeper.get(path).status_code, keeper.get(_PATH, auth=auth).status_code) == (401, 401)


def test_app_gets_its_keys_by_consent(client: httpx.Client, receiver: Receiver) -> None:
    asked = {
        "app_name": "PraPazar",
        "scope": "read_write",
        "user_id": "7",
        "return_url": "http://127.0.0.1/back",
        "callback_url": receiver.url,
    }
    page = client.get("/woocommerce/wc-auth/v1/authorize", params=asked)
    granted = client.get("/woocommerce/wc-auth/v1/access_granted", params=asked)
    client.post("/_control/webhooks/deliver")

    given = httpx.Response(200, content=receiver.received[0].body).json()
    auth = (given["consumer_key"], given["consumer_secret"])
    answer = client.get(_PATH, auth=auth, headers={"x-forwarded-proto": "https"})
    assert "PraPazar would like to connect to your store" in page.text
    assert granted.headers["location"] == "http://127.0.0.1/back?success=1&user_id=7"
    assert (given["user_id"], given["key_permissions"], answer.status_code) == ("7", "read_write", 200)
