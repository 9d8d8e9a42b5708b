"""Files made for a platform, fetched over REST."""

import asyncio

import httpx
from fastapi import FastAPI

from prapazar.api import errors
from prapazar.api.door import Needs
from prapazar.api.v1 import files
from prapazar.flows import file_runs, product_files
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope
from tests.factories.files import connected, counted


def _fetched(scope: Scope, path: str) -> httpx.Response:
    app = FastAPI()
    app.include_router(files.router)
    errors.install(app)
    app.dependency_overrides[Needs("channels.read")] = lambda: scope

    async def fetch() -> httpx.Response:
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://shop.example") as client:
            return await client.get(path)

    return asyncio.run(fetch())


def test_made_file_is_fetched_by_its_merchant_alone(scope: Scope, other_scope: Scope) -> None:
    counted(scope, "CAY", 3)
    run_id = product_files.ask(scope, connected(scope, "letgo"), only_changed=False)
    waiting = _fetched(scope, f"/api/channels/files/{run_id}")
    file_runs.make(run_id)

    mine = _fetched(scope, f"/api/channels/files/{run_id}")
    theirs = _fetched(other_scope, f"/api/channels/files/{run_id}")
    none = _fetched(scope, f"/api/channels/files/{new_id()}")

    assert [answer.status_code for answer in (waiting, mine, theirs, none)] == [404, 200, 404, 404]
    assert mine.content.startswith(b"\xef\xbb\xbfStok Kodu;")
    assert mine.headers["content-disposition"].startswith('attachment; filename="letgo-urunler-')
