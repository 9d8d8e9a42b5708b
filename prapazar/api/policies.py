"""Headers that tell the browser what our pages may do; scripts only those of the build, by their hashes."""

import base64
import hashlib
import re
from pathlib import Path

from prapazar.foundation.settings import settings

_INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL)
_ANYWHERE = ("/__spa-fallback", "/404")
"""What answers paths with a value in them, such as an order's."""
_YEAR = 31_536_000

ALWAYS: tuple[tuple[bytes, bytes], ...] = (
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(self), microphone=(), geolocation=(), payment=(), usb=()"),
)
ENCRYPTED: tuple[bytes, bytes] = (b"strict-transport-security", f"max-age={_YEAR}".encode())


class ContentPolicy:
    """The Content-Security-Policy of a path; `built` is the folder of the built pages."""

    def __init__(self, built: Path) -> None:
        self._hashes = script_hashes(built)
        self._rest = _rest()
        self._made: dict[str, bytes] = {}

    def header(self, path: str) -> bytes:
        page = _page(path)
        if page not in self._hashes:
            page = _ANYWHERE[0]
        if page not in self._made:
            allowed = dict.fromkeys(
                found for name in (page, *_ANYWHERE) for found in self._hashes.get(name, ())
            )
            scripts = " ".join(("'self'", *allowed))
            self._made[page] = f"script-src {scripts}; {self._rest}".encode()
        return self._made[page]


def script_hashes(built: Path) -> dict[str, list[str]]:
    """Of the inline scripts of each built page, by the path it answers."""
    found: dict[str, list[str]] = {}
    for file in sorted(built.rglob("*.html")) if built.is_dir() else ():
        key = _page("/" + file.relative_to(built).as_posix())
        scripts = _INLINE.findall(file.read_text("utf8"))
        found.setdefault(key, []).extend(_hash(script) for script in scripts)
    return found


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _page(path: str) -> str:
    return path.removesuffix("index.html").removesuffix(".html").rstrip("/") or "/"


def _rest() -> str:
    pictures = ["'self'", "data:", "blob:", "https:"]  # goods are pictured on their channels' servers
    if settings().public_url is None:
        port = settings().sandbox_port
        pictures += [f"http://localhost:{port}", f"http://127.0.0.1:{port}"]
    return "; ".join(
        (
            "default-src 'self'",
            "style-src 'self' 'unsafe-inline'",  # the component libraries set styles by script
            f"img-src {' '.join(pictures)}",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'self'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )
