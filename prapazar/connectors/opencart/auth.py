"""How calls are signed: the bridge in headers, the core API of 4.1 in the address."""

import hashlib
import hmac
from base64 import b64encode
from collections.abc import Generator
from urllib.parse import quote

import httpx

from prapazar.foundation import clock


class BridgeSignature(httpx.Auth):
    """Method, query as it is sent, digest of the body and the time, under the API user's key."""

    requires_request_body = True

    def __init__(self, username: str, key: str) -> None:
        self._username = username
        self._key = key.encode()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        moment = str(int(clock.now().timestamp()))
        content = hashlib.sha256(request.content).hexdigest()
        lines = (request.method, request.url.query.decode(), content, moment)
        request.headers["X-PraPazar-User"] = self._username
        request.headers["X-PraPazar-Time"] = moment
        request.headers["X-PraPazar-Signature"] = _signature(self._key, lines, "sha256")
        yield request


class CoreSignature(httpx.Auth):
    """The core API's own: ten lines under HMAC-SHA1, percent-encoded once more than the query asks for."""

    requires_request_body = True

    def __init__(self, username: str, key: str) -> None:
        self._username = username
        self._key = key.encode()

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        asked, moment = request.url.params, str(int(clock.now().timestamp()))
        lines = (
            asked["route"],
            asked["call"],
            self._username,
            request.headers["host"],
            request.url.path.rpartition("/")[0] + "/",
            asked["store_id"],
            asked["language"],
            asked["currency"],
            hashlib.md5(request.content).hexdigest(),  # noqa: S324 - the shop asks for MD5
            moment,
        )
        signed = quote(_signature(self._key, lines, "sha1"), safe="")
        own = {"username": self._username, "time": moment, "signature": signed}
        request.url = request.url.copy_merge_params(own)
        yield request


def _signature(key: bytes, lines: tuple[str, ...], digest: str) -> str:
    text = "".join(f"{line}\n" for line in lines)
    return b64encode(hmac.digest(key, text.encode(), digest)).decode()
