"""The database edge: engines per role, and the transaction that every request, task and event is."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

import structlog
from alembic.config import Config
from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from alembic import command
from prapazar.foundation import arrays, live
from prapazar.foundation.scope import Scope
from prapazar.foundation.secrets import derived_token
from prapazar.foundation.settings import settings
from prapazar.foundation.tenancy import APP_ROLE, SYSTEM_ROLE, ensure_roles, secure

log = structlog.get_logger(__name__)
ATTEMPTS = 4
"""How often a transaction is begun that the server ends for the sake of another one."""
_ALEMBIC_INI = Path(__file__).parents[2] / "alembic.ini"
MOMENT = 0.05
"""Seconds before the second try; the third waits twice as long."""
_CLASHES = {"40P01", "40001"}
"""Deadlock, and two that could not both be true: nothing was wrong with either transaction."""
_Made = TypeVar("_Made")


class DatabaseMissing(Exception):
    """PRAPAZAR_DATABASE_URL is not set; `prapazar up` sets it for its children."""


def owner_url() -> URL:
    configured = settings().database_url
    if configured is None:
        raise DatabaseMissing("PRAPAZAR_DATABASE_URL is not set; start with ./dev up, or set it.")
    return make_url(configured).set(drivername="postgresql+psycopg")


def role_url(role: str) -> URL:
    return owner_url().set(username=role, password=derived_token(f"database role {role}"))


@lru_cache(maxsize=4)
def _engine(role: str) -> Engine:
    engine = create_engine(
        role_url(role),
        pool_size=6,
        max_overflow=10,
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=True,  # an error's text goes to the logs; the values of its statement do not
        connect_args={"application_name": f"prapazar {role}", "prepare_threshold": 3},
    )
    event.listen(engine, "connect", lambda connection, _: arrays.register(connection))
    return engine


def dispose_engines() -> None:
    """Called after a fork and between test databases: connections are not shared across either."""
    for role in (APP_ROLE, SYSTEM_ROLE):
        if _engine.cache_info().currsize:
            _engine(role).dispose()
    _engine.cache_clear()


@contextmanager
def transaction(scope: Scope) -> Iterator[Session]:
    """One transaction that sees only `scope.merchant_id`; live events leave after its commit."""
    with Session(_engine(APP_ROLE), expire_on_commit=False) as session:
        with session.begin():
            session.execute(
                text("SELECT set_config('app.merchant_id', :merchant, true)"),
                {"merchant": str(scope.merchant_id)},
            )
            yield session
        live.publish_collected(session)


def retried(scope: Scope, work: Callable[[Session], _Made]) -> _Made:
    """One transaction, begun anew when the server ends it in favour of another that it could not go beside.

    `work` may run several times, so it touches nothing but its session. A moment lies between the tries, or the
    next one would be at the same locks before the other transaction has woken up.
    """
    for attempt in range(1, ATTEMPTS):
        try:
            with transaction(scope) as session:
                return work(session)
        except DBAPIError as error:
            if not _is_clash(error):
                raise
            log.info("transaction begun anew", attempt=attempt, cause=type(error.orig).__name__)
        time.sleep(random.uniform(0.5, 1.5) * MOMENT * attempt)  # noqa: S311 - jitter
    with transaction(scope) as session:
        return work(session)


def _is_clash(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in _CLASHES


@contextmanager
def system_transaction() -> Iterator[Session]:
    """Sees every merchant. For the relay, the scheduler, log-in and the look-up of a webhook's owner."""
    with Session(_engine(SYSTEM_ROLE), expire_on_commit=False) as session:
        with session.begin():
            yield session
        live.publish_collected(session)


def migrate() -> None:
    """Bring the tables up to date, then roles, grants and row-level security over all of them."""
    engine = create_engine(owner_url())
    passwords = {role: derived_token(f"database role {role}") for role in (APP_ROLE, SYSTEM_ROLE)}
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('prapazar roles'))"))
        ensure_roles(connection, passwords)
    config = Config(str(_ALEMBIC_INI))
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('prapazar migrate'))"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        secure(connection)
    engine.dispose()


@contextmanager
def exclusive(key: str) -> Iterator[bool]:
    """True while nobody else, in any process, holds `key`; a holder that dies lets go with its connection."""
    with _engine(SYSTEM_ROLE).connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")  # the lock needs no transaction around it
        held = bool(
            connection.execute(
                text("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))"), {"key": key}
            ).scalar()
        )
        try:
            yield held
        finally:
            if held:
                connection.execute(text("SELECT pg_advisory_unlock(hashtextextended(:key, 0))"), {"key": key})
