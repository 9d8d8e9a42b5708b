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
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from alembic import command
from prapazar.foundation import arrays, live
from prapazar.foundation.scope import PermissionDenied, Scope
from prapazar.foundation.secrets import derived_token
from prapazar.foundation.settings import settings
from prapazar.foundation.supplier_sight import SUPPLIER_ROLE
from prapazar.foundation.tenancy import APP_ROLE, ROLES, STORE_ROLE, SYSTEM_ROLE, ensure_roles, secure

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
        max_overflow=20,
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=True,  # an error's text goes to the logs; the values of its statement do not
        connect_args={"application_name": f"prapazar {role}", "prepare_threshold": 3},
    )
    event.listen(engine, "connect", lambda connection, _: arrays.register(connection))
    return engine


def dispose_engines() -> None:
    """Called after a fork and between test databases: connections are not shared across either."""
    for role in ROLES:
        if _engine.cache_info().currsize:
            _engine(role).dispose()
    _engine.cache_clear()


@contextmanager
def transaction(scope: Scope) -> Iterator[Session]:
    """One transaction that sees only `scope.merchant_id`, and of it only `scope.stores` and `scope.supplier_id`.

    Live events leave after it. Raises PermissionDenied when something of another store would be written, and for a
    supplier at whatever the database does not show to suppliers.
    """
    with Session(_engine(_role(scope)), expire_on_commit=False) as session:
        with _told(scope), session.begin():
            session.execute(_SEEN, {"merchant": str(scope.merchant_id), "stores": _array(scope)})
            if scope.supplier_id is not None:
                whose = {"supplier": str(scope.supplier_id), "user": str(scope.user_id or "")}
                session.execute(_OF_SUPPLIER, whose)
            if scope.stores is not None:
                session.info[_NARROW] = _array(scope)
            yield session
        live.publish_collected(session)


_SEEN = text(
    "SELECT set_config('app.merchant_id', :merchant, true), set_config('app.store_ids', :stores, true)"
)
_OF_SUPPLIER = text(
    "SELECT set_config('app.supplier_id', :supplier, true), set_config('app.user_id', :user, true)"
)
_OUTSIDE = "42501"
_NARROW = "stores"
_WIDEN = text(
    "SELECT set_config('app.store_ids', CAST(coalesce((SELECT array_agg(id) FROM connection), '{}') AS text), true)"
)
_NARROWED = text("SELECT set_config('app.store_ids', :stores, true)")


def _role(scope: Scope) -> str:
    if scope.supplier_id is not None:
        return SUPPLIER_ROLE
    return APP_ROLE if scope.stores is None else STORE_ROLE


@contextmanager
def for_all_stores(session: Session) -> Iterator[None]:
    """For what a limited person's work means for every store of the merchant: nothing read here may be shown."""
    narrow = session.info.get(_NARROW)
    if narrow is not None:
        session.execute(_WIDEN)
    yield
    if narrow is not None:
        session.execute(_NARROWED, {"stores": narrow})


def _array(scope: Scope) -> str:
    """As PostgreSQL writes it; without a limit nothing asks for it."""
    return "" if scope.stores is None else "{" + ",".join(sorted(str(store) for store in scope.stores)) + "}"


@contextmanager
def _told(scope: Scope) -> Iterator[None]:
    """What row-level security forbids, in the words of the product."""
    try:
        yield
    except DBAPIError as error:
        is_limited = scope.stores is not None or scope.supplier_id is not None
        if is_limited and getattr(error.orig, "sqlstate", None) == _OUTSIDE:
            raise PermissionDenied("stores" if scope.supplier_id is None else "supplier") from error
        raise


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
    passwords = {role: derived_token(f"database role {role}") for role in ROLES}
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


def tables_version() -> str:
    """The newest migration that ran here."""
    engine = create_engine(owner_url())
    with engine.connect() as connection:
        found: str = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    engine.dispose()
    return found


def knows(version: str) -> bool:
    """Whether a migration of that name is one of ours; those of later versions are not."""
    ours = ScriptDirectory.from_config(Config(str(_ALEMBIC_INI))).walk_revisions()
    return any(one.revision == version for one in ours)


def analyze() -> None:
    """For tables that were filled just now: the server looks at them only after a while, and plans badly till then."""
    engine = create_engine(owner_url(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ANALYZE"))
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
