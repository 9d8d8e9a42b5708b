"""AWS Signature Version 4, as the services of AWS want it: a secret key that never goes over the wire."""

import hashlib
import hmac
from collections.abc import Callable, Generator
from datetime import datetime
from urllib.parse import quote

import httpx

from prapazar.foundation import clock

_ALGORITHM = "AWS4-HMAC-SHA256"


class AwsSignature(httpx.Auth):
    """Signs method, path, query, the headers that matter, and the body."""

    requires_request_body = True

    def __init__(
        self,
        key_id: str,
        secret: str,
        region: str,
        service: str,
        *,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._key_id = key_id
        self._secret = secret
        self._region = region
        self._service = service
        self._now = now

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        moment = self._now().strftime("%Y%m%dT%H%M%SZ")
        request.headers["x-amz-date"] = moment
        names = sorted(name for name in request.headers if _is_signed(name))
        scope = f"{moment[:8]}/{self._region}/{self._service}/aws4_request"
        asked = hashlib.sha256(_canonical(request, names).encode()).hexdigest()
        key = f"AWS4{self._secret}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), hashlib.sha256)
        made = hmac.digest(key, f"{_ALGORITHM}\n{moment}\n{scope}\n{asked}".encode(), hashlib.sha256).hex()
        request.headers["authorization"] = (
            f"{_ALGORITHM} Credential={self._key_id}/{scope}, SignedHeaders={';'.join(names)}, Signature={made}"
        )
        yield request


def _is_signed(name: str) -> bool:
    return name in ("host", "content-type") or name.startswith("x-amz-")


def _canonical(request: httpx.Request, names: list[str]) -> str:
    """The path is encoded a second time, as every service but S3 has it."""
    path = quote(request.url.raw_path.partition(b"?")[0].decode() or "/", safe="/-_.~")
    pairs = sorted(
        (quote(name, safe="-_.~"), quote(value, safe="-_.~"))
        for name, value in request.url.params.multi_items()
    )
    query = "&".join(f"{name}={value}" for name, value in pairs)
    headers = "".join(f"{name}:{' '.join(request.headers[name].split())}\n" for name in names)
    body = hashlib.sha256(request.content).hexdigest()
    return "\n".join((request.method, path, query, headers, ";".join(names), body))
