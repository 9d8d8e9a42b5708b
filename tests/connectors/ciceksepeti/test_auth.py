"""Çiçeksepeti's key on every request."""

import httpx

from prapazar.connectors.ciceksepeti.auth import KeyLogin


def test_key_stands_in_a_header_of_its_own() -> None:
    seen: list[httpx.Request] = []

    def serve(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return httpx.Response(200)

    with httpx.Client(auth=KeyLogin("gizli"), transport=httpx.MockTransport(serve)) as client:
        client.get("https://apis.ciceksepeti.com/api/v1/Categories")

    assert [(one.headers["x-api-key"], "authorization" in one.headers) for one in seen] == [("gizli", False)]
