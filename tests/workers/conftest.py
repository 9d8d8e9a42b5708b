"""A queue and a sandbox for the run; for each file a database of its own and a worker that is killed."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from prapazar.flows import connections
from prapazar.foundation import db, live
from prapazar.foundation.embedded import redis
from prapazar.foundation.settings import settings
from tests.factories import stages
from tests.factories.crashes import STOPS_AT_ONCE, Site, opened_site
from tests.factories.market import letter_box
from tests.factories.stages import Server
from workers.app import app


@pytest.fixture(scope="session")
def queue_url(tmp_path_factory: pytest.TempPathFactory, data_dir: Path) -> Iterator[str]:
    """A Redis of these tests alone: tasks of others must not come to their worker."""
    with redis.Server(tmp_path_factory.mktemp("queue")) as server:
        yield server.url


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Server]:
    with stages.sandbox() as running:
        yield running


@pytest.fixture(scope="module")
def books(server_url: str, template_database: str) -> Iterator[str]:
    """One database for the file: its worker is bound to it."""
    name = f"crash_{uuid4().hex[:12]}"
    admin = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template_database}"))
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture(scope="module")
def site(
    books: str, queue_url: str, sandbox: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    with pytest.MonkeyPatch.context() as patch, letter_box() as box:
        patch.setenv("PRAPAZAR_DATABASE_URL", books)
        patch.setenv("PRAPAZAR_REDIS_URL", queue_url)
        patch.setenv("PRAPAZAR_SANDBOX_PORT", sandbox.address.rpartition(":")[2])
        patch.setenv("PRAPAZAR_PORT", str(box.port))
        patch.setenv("PRAPAZAR_WORKER_THREADS", str(STOPS_AT_ONCE))
        _forget_settings()
        app.conf.broker_url = queue_url
        folder = tmp_path_factory.mktemp("worker")
        with opened_site(sandbox, box, folder, database_url=books, redis_url=queue_url) as opened:
            yield opened
        _forget_settings()  # as long as it is known which database it was
    settings.cache_clear()


def _forget_settings() -> None:
    db.dispose_engines()
    settings.cache_clear()
    live.forget_connection()
    connections._redis.cache_clear()  # noqa: SLF001 - it may name another Redis from now on
