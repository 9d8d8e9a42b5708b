"""A shop at a pretend Etsy that answers as told; the token and whose shop it is come first."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from tests.factories.provider import Provider, answer, fixture

CREDENTIALS = {"keystring": "ks1", "shared_secret": "gizli", "refresh_token": "50000001.r-1"}
SETTINGS = {"user_id": "50000001", "access": "grown"}
TOKEN = {"access_token": "50000001.a-1", "token_type": "Bearer", "expires_in": 3600}
ME = {"user_id": 50000001, "shop_id": 12000001}
ROOT = "/v3/application"


def recorded(name: str) -> Any:  # noqa: ANN401 - a recorded answer
    return fixture(Path(__file__).parent, name)


def page(rows: Sequence[object] = (), count: int | None = None) -> dict[str, object]:
    return {"count": len(rows) if count is None else count, "results": list(rows)}


def shop(*answers: object, **settings: str) -> tuple[Any, Provider]:
    """A connector that has its token and knows its shop, and whom it asks; `requests` begins after that."""
    given = [one if isinstance(one, httpx.Response | Exception) else answer(one) for one in answers]
    provider = Provider([answer(TOKEN), answer(ME), *given])
    connector = provider.connector("etsy", {**SETTINGS, **settings}, CREDENTIALS)
    connector._shop()  # noqa: SLF001 - so that tests begin at what they are about
    provider.requests.clear()
    return connector, provider


def asked(provider: Provider) -> list[tuple[str, str, str, str]]:
    """Method, path behind the API's root, query and body."""
    return [
        (
            one.method,
            one.url.path.removeprefix(ROOT),
            one.url.query.decode(),
            one.content.decode("utf-8", "replace"),
        )
        for one in provider.requests
    ]
