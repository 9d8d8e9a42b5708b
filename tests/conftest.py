"""A real PostgreSQL and Redis for the whole run; a database cloned from a migrated template for each test that asks."""

import base64
import gc
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import hypothesis
import pytest
from hypothesis import HealthCheck
from passlib.hash import argon2
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool
from xdist.scheduler import LoadScopeScheduling

from prapazar.domain.access import passwords
from prapazar.foundation import db, live, secrets
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.settings import settings
from tests.factories.databases import Databases
from tests.factories.letters import Letterbox, letterboxed

# Nothing is timed: a busy machine must not fail a test.
hypothesis.settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.settings.load_profile("busy")
_TEMPLATE = "prapazar_template"
_JOURNEYS = "tests/journeys"
_LONG = (
    _JOURNEYS,
    "tests/workers/tasks",
    "tests/flows/test_faults.py",
    "tests/contract/test_faults.py",
    "tests/foreign",
    "tests/cli/test_supervisor.py",
    "tests/workers",
    "tests/flows",
    "tests/contract",
    "tests/cli",
    "tests/states",
    "tests/sandbox",
)
_ORDER = (*enumerate(_LONG), (len(_LONG), ""))
os.environ.setdefault("PRAPAZAR_ALLOW_PRIVATE_HOSTS", "127.0.0.1")  # pretend shops stand in for live ones
gc.disable()  # while ten thousand tests are collected, which stay


class _ByFile(LoadScopeScheduling):  # type: ignore[misc]  # xdist brings no types
    """A file's tests stay in one process, and so do all that share the one running shop."""

    def _split_scope(self, nodeid: str) -> str:
        return _JOURNEYS if nodeid.startswith(_JOURNEYS) else nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> _ByFile:  # noqa: ANN401 - xdist's own
    return _ByFile(config, log)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Packed bytes hold the second they were packed in, and every process must give a test the same name."""
    return f"{len(val)} bytes" if isinstance(val, bytes) and not val.isascii() else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: next(place for place, start in _ORDER if item.nodeid.startswith(start)))


def pytest_collection_finish() -> None:
    """What was loaded and collected stays to the end, and is not looked through again and again for rubbish."""
    gc.freeze()
    gc.enable()


def _forget_settings() -> None:
    db.dispose_engines()
    settings.cache_clear()
    secrets.box.cache_clear()
    live.forget_connection()


@pytest.fixture(autouse=True)
def settings_of_nobody_else() -> Iterator[None]:
    """What a test changed in the environment is given back before this ends; what was read of it is forgotten here."""
    yield
    settings.cache_clear()
    secrets.box.cache_clear()


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Argon2 with little work; that the product asks for much is seen in the test of passwords."""
    with pytest.MonkeyPatch.context() as patch:
        little = argon2.using(rounds=1, memory_cost=8, parallelism=1)  # type: ignore[no-untyped-call]  # as its stubs
        patch.setattr(passwords, "argon2", little)
        yield


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prapazar")
    os.environ["PRAPAZAR_DATA_DIR"] = str(folder)
    if run := os.environ.get("PYTEST_XDIST_TESTRUNUID"):
        # The passwords of the log-in roles come from it, and the processes of a run may share a server.
        (folder / "secret.key").write_text(base64.b64encode(sha256(run.encode()).digest()).decode())
    return folder


@pytest.fixture(scope="session")
def server_url(data_dir: Path) -> Iterator[str]:
    """A PostgreSQL server of this run; PRAPAZAR_TEST_DATABASE_URL names one that runs already."""
    running = os.environ.get("PRAPAZAR_TEST_DATABASE_URL")
    if running:
        yield running
        return
    from prapazar.foundation.embedded import postgres  # noqa: PLC0415 - only where none is given

    server = postgres.Server(data_dir, durable=False)
    yield server.start()
    server.stop()


@pytest.fixture(scope="session")
def redis_url(data_dir: Path) -> Iterator[str]:
    running = os.environ.get("PRAPAZAR_TEST_REDIS_URL")
    if running:
        yield running
        return
    from prapazar.foundation.embedded import redis as embedded_redis  # noqa: PLC0415 - only where none is given

    server = embedded_redis.Server(data_dir)
    yield server.start()
    server.stop()


@pytest.fixture(scope="session")
def template_database(server_url: str, data_dir: Path) -> str:
    """Migrated once; its name is unique to the run, so runs can share a server."""
    name = f"{_TEMPLATE}_{os.getpid()}"
    url = make_url(server_url).set(database=name).render_as_string(hide_password=False)
    with (
        create_engine(server_url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as admin,
        pytest.MonkeyPatch.context() as patch,
    ):
        # One run after another: the log-in roles are the whole server's. A pool would keep the lock.
        admin.execute(text("SELECT pg_advisory_lock(1)"))
        admin.execute(text(f"CREATE DATABASE {name}"))
        patch.setenv("PRAPAZAR_DATABASE_URL", url)
        _forget_settings()
        db.migrate()
    _forget_settings()
    return name


@pytest.fixture(scope="session")
def databases(server_url: str, template_database: str) -> Iterator[Databases]:
    kept = Databases(server_url, template_database)
    yield kept
    kept.close()


@pytest.fixture
def database(databases: Databases, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty, migrated database that no other test uses meanwhile; the settings point at it."""
    with databases.borrowed() as url:
        monkeypatch.setenv("PRAPAZAR_DATABASE_URL", url)
        _forget_settings()
        yield url
        _forget_settings()


@pytest.fixture
def redis_server(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("PRAPAZAR_REDIS_URL", redis_url)
    settings.cache_clear()
    live.forget_connection()
    yield redis_url
    settings.cache_clear()
    live.forget_connection()


@pytest.fixture
def letterbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Letterbox]:
    """The mail server of the settings."""
    with letterboxed() as (box, port):
        monkeypatch.setenv("PRAPAZAR_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("PRAPAZAR_SMTP_PORT", str(port))
        monkeypatch.setenv("PRAPAZAR_SMTP_STARTTLS", "false")
        settings.cache_clear()
        yield box
    settings.cache_clear()


def _new_merchant(name: str) -> UUID:
    merchant_id = uuid4()
    with db.system_transaction() as session:
        session.execute(
            text("INSERT INTO merchant (id, name, slug, is_active) VALUES (:id, :name, :slug, true)"),
            {"id": merchant_id, "name": name, "slug": f"{name.lower()}-{merchant_id.hex[:6]}"},
        )
    return merchant_id


@pytest.fixture
def scope(database: str) -> Scope:
    """The product acting for one merchant, everything permitted."""
    return system_scope(_new_merchant("Anadolu"))


@pytest.fixture
def other_scope(database: str) -> Scope:
    """A second merchant, whose rows the first must never see."""
    return system_scope(_new_merchant("Ege"))
