"""What a request says about the browser it came from: address, origin, language, encryption."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection

from prapazar.foundation.scope import Locale
from prapazar.foundation.settings import settings

_LANGUAGE_COOKIE = "pp_lang"


def client_ip(connection: HTTPConnection) -> str:
    """The peer's address; behind our own proxies the one the outermost of them saw."""
    hops = settings().proxy_hops
    seen = [part.strip() for part in connection.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if hops and len(seen) >= hops:
        return seen[-hops]
    return connection.client.host if connection.client else ""


def is_encrypted(connection: HTTPConnection) -> bool:
    told = connection.headers.get("x-forwarded-proto", "") if settings().proxy_hops else ""
    return (told or connection.url.scheme) in {"https", "wss"}


def is_same_origin(connection: HTTPConnection) -> bool:
    """Whether one of our own pages sent it. A browser always says where a form came from."""
    headers = connection.headers
    source = headers.get("origin") or headers.get("referer") or ""
    if not source:
        return headers.get("sec-fetch-site") in {"same-origin", "none"}
    parts = urlsplit(source)
    ours = urlsplit(settings().address)
    return parts.scheme in {"http", "https"} and parts.netloc in {headers.get("host", ""), ours.netloc}


def language(connection: HTTPConnection) -> Locale:
    """Of somebody not logged in: their choice on our screens, else their browser's."""
    chosen = _cookies(connection).get(_LANGUAGE_COOKIE, "")
    wanted = chosen or connection.headers.get("accept-language", "")
    return "en" if wanted.lower().startswith("en") else "tr"


def _cookies(connection: HTTPConnection) -> Mapping[str, str]:
    return connection.cookies
