"""Policy headers and bounded bodies around everything the web process answers."""

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from prapazar.api import hardening
from prapazar.api.hardening import Hardened

_SCRIPT = "document.documentElement.className='dark'"
_HASH = f"'sha256-{base64.b64encode(hashlib.sha256(_SCRIPT.encode()).digest()).decode()}'"


async def _count(request: Request) -> Response:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    (tmp_path / "orders").mkdir()
    (tmp_path / "orders" / "index.html").write_text(
        f"<script>{_SCRIPT}</script><script src='/a.js'></script>"
    )
    (tmp_path / "404.html").write_text("<script>fallback()</script>")
    monkeypatch.setattr(hardening, "BODY_MOST", 1000)
    monkeypatch.setattr(hardening, "UPLOAD_MOST", 2000)
    inside = Starlette(routes=[Route("/{path:path}", _count, methods=["GET", "POST"])])
    return TestClient(Hardened(inside, tmp_path), base_url="http://shop.example")


def _script_sources(client: TestClient, path: str) -> list[str]:
    policy: str = client.get(path).headers["content-security-policy"]
    return policy.partition(";")[0].split()[1:]


def test_a_page_allows_its_own_inline_scripts_only(client: TestClient) -> None:
    page, other = _script_sources(client, "/orders/"), _script_sources(client, "/stock")

    assert (page[0], _HASH in page, _HASH in other, len(page), len(other)) == ("'self'", True, False, 3, 2)


def test_no_page_may_evaluate_text(client: TestClient) -> None:
    policy = client.get("/orders").headers["content-security-policy"]

    assert ("unsafe-eval" in policy, "frame-ancestors 'self'" in policy) == (False, True)


def test_headers_stand_on_every_answer(client: TestClient) -> None:
    headers = client.get("/api/health").headers

    assert {
        name: headers[name] for name in ("x-content-type-options", "referrer-policy", "cache-control")
    } == {
        "x-content-type-options": "nosniff",
        "referrer-policy": "same-origin",
        "cache-control": "no-store",
    }


def test_hsts_only_over_https(client: TestClient) -> None:
    plain = client.get("/orders").headers.get("strict-transport-security")
    encrypted = client.get("https://shop.example/orders").headers.get("strict-transport-security")

    assert (plain, encrypted) == (None, "max-age=31536000")


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [("/api/x", 1000, 200), ("/api/x", 1001, 413), ("/_upload", 2000, 200), ("/_upload", 2001, 413)],
)
def test_an_announced_body_is_bounded(client: TestClient, path: str, size: int, status: int) -> None:
    assert client.post(path, content=b"x" * size).status_code == status


def test_an_unannounced_body_is_cut_off(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(100):
            yield b"x" * 100

    answer = client.post("/api/x", content=endless())

    assert (answer.status_code, answer.json()["code"]) == (413, "errors.too_large")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("http://shop.example/login/", "/login/"),
        ("http://shop.example/login/?next=%2Forders", "/login/?next=%2Forders"),
        ("/login/", "/login/"),
        ("http://shop.example//evil.example/", "http://shop.example//evil.example/"),
        ("http://shop.example.evil.example/", "http://shop.example.evil.example/"),
        ("https://wc.example/consent", "https://wc.example/consent"),
    ],
)
def test_redirect_to_ourselves_names_no_scheme_which_only_the_proxy_knows(
    tmp_path: Path, said: str, told: str
) -> None:
    async def redirect(_: Request) -> Response:
        return Response(status_code=307, headers={"location": said})

    inside = Starlette(routes=[Route("/{path:path}", redirect)])
    client = TestClient(Hardened(inside, tmp_path), base_url="http://shop.example", follow_redirects=False)

    assert client.get("/login").headers["location"] == told


def test_address_with_an_empty_part_leads_on(client: TestClient) -> None:
    answer = client.get("/channels//health?only=1", follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (307, "/channels/health?only=1")
