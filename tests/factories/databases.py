"""Migrated databases for tests: one is emptied and lent again, which takes a tenth of making another."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import Connection, Engine, create_engine, make_url, text

_ROOM = 8_000_000
"""Bytes a database may have grown by before another takes its place."""
_EMPTY = """
DO $$ DECLARE one regclass; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
             AND relname <> 'alembic_version'
  LOOP EXECUTE format('DELETE FROM %s', one); END LOOP;
  PERFORM setval(quote_ident(schemaname) || '.' || quote_ident(sequencename), start_value, false)
     FROM pg_sequences WHERE last_value IS NOT NULL;
END $$
"""
_SHAPE = """
SELECT (SELECT count(*) FROM pg_class WHERE relpersistence <> 't' AND relnamespace = 'public'::regnamespace),
       (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_policy), (SELECT count(*) FROM pg_trigger),
       (SELECT count(*) FROM pg_proc), (SELECT count(*) FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped)
"""
_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Databases:
    """Those of one process, cloned from a template whose tables are empty."""

    def __init__(self, server_url: str, template: str) -> None:
        self._url = make_url(server_url)
        self._template = template
        self._admin = create_engine(self._url, isolation_level="AUTOCOMMIT")
        self._free: list[tuple[str, Engine, Connection]] = []
        self._first_size = 0
        self._shape: tuple[int, ...] = ()

    @contextmanager
    def borrowed(self) -> Iterator[str]:
        name, engine, inside = self._free.pop() if self._free else self._made()
        yield self._url.set(database=name).render_as_string(hide_password=False)
        if self._emptied(inside):
            self._free.append((name, engine, inside))
        else:
            self._drop(name, engine, inside)

    def close(self) -> None:
        for one in self._free:
            self._drop(*one)
        self._admin.dispose()

    def _made(self) -> tuple[str, Engine, Connection]:
        name = f"t_{uuid4().hex[:12]}"
        with self._admin.connect() as admin:
            admin.execute(text(f"CREATE DATABASE {name} TEMPLATE {self._template}"))
        engine = create_engine(self._url.set(database=name), isolation_level="AUTOCOMMIT")
        inside = engine.connect()
        self._first_size = self._first_size or self._size(inside)
        self._shape = self._shape or tuple(inside.execute(text(_SHAPE)).one())
        return name, engine, inside

    def _emptied(self, inside: Connection) -> bool:
        """False where the tables themselves were changed, or so much was written that vacuuming would take longer."""
        inside.execute(text(_OTHERS))
        if tuple(inside.execute(text(_SHAPE)).one()) != self._shape:
            return False
        if self._size(inside) > self._first_size + _ROOM:
            return False
        inside.execute(text(_EMPTY))
        return True

    def _size(self, inside: Connection) -> int:
        return int(inside.execute(text("SELECT pg_database_size(current_database())")).scalar_one())

    def _drop(self, name: str, engine: Engine, inside: Connection) -> None:
        inside.close()
        engine.dispose()
        with self._admin.connect() as admin:
            admin.execute(text(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"))
