"""Row-level security: which role sees which rows, laid over the tables after every migration."""

import hashlib

from sqlalchemy import Connection, text

APP_ROLE = "prapazar_app"
SYSTEM_ROLE = "prapazar_system"

# In a sub-select it is worked out once a statement, not once a row.
_CURRENT = "(SELECT nullif(current_setting('app.merchant_id', true), '')::uuid)"

UNSCOPED_TABLES: dict[str, str] = {
    # what the tenant role may do with rows that belong to no single merchant
    "merchant": f"id = {_CURRENT}",
    "app_user": "id IN (SELECT user_id FROM membership)",
}
"""Tables without merchant_id that the tenant role may read, and which of their rows. All others: none."""


def secure(connection: Connection) -> None:
    """Idempotent. A table with merchant_id is open to the tenant role for that merchant's rows only."""
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}, {SYSTEM_ROLE}"))
    tables = connection.execute(
        text(
            "SELECT c.relname, EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid"
            " AND a.attname = 'merchant_id' AND NOT a.attisdropped) FROM pg_class c"
            " WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace"
            " AND c.relname <> 'alembic_version'"
        )
    ).all()
    for table, has_merchant in tables:
        _secure_table(connection, table, has_merchant=has_merchant)
    _let_search_use_its_index(connection)
    connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}, {SYSTEM_ROLE}"))
    connection.execute(
        text(f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {SYSTEM_ROLE}")
    )  # for backups
    connection.execute(text(f"GRANT SELECT ON alembic_version TO {APP_ROLE}, {SYSTEM_ROLE}"))


def _let_search_use_its_index(connection: Connection) -> None:
    """Behind row-level security an operator may use an index only if it cannot leak rows (docs/decisions/0010).

    `tsvector @@ tsquery` reads its two values and says yes or no; it never shows them, in errors neither. Only
    a superuser can say so; without one, search is right but slow.
    """
    is_superuser = connection.execute(
        text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    ).scalar_one()
    is_marked = connection.execute(
        text("SELECT proleakproof FROM pg_proc WHERE oid = 'ts_match_vq(tsvector, tsquery)'::regprocedure")
    ).scalar_one()
    if is_superuser and not is_marked:
        connection.execute(text("ALTER FUNCTION ts_match_vq(tsvector, tsquery) LEAKPROOF"))


def ensure_roles(connection: Connection, passwords: dict[str, str]) -> None:
    """Roles belong to the whole server: nothing is locked there when they are as they should be already."""
    for role, password in passwords.items():
        mark = hashlib.sha256(f"{role} {password}".encode()).hexdigest()[:16]
        known = connection.execute(
            text(
                "SELECT coalesce(shobj_description(oid, 'pg_authid'), '') FROM pg_roles WHERE rolname = :role"
            ),
            {"role": role},
        ).scalar()
        if known == mark:
            continue
        verb = "CREATE" if known is None else "ALTER"
        # DDL takes no parameters; derived_token is base64url, so the literal needs no escaping.
        connection.execute(
            text(f"{verb} ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB PASSWORD '{password}'")
        )
        connection.execute(text(f"COMMENT ON ROLE {role} IS '{mark}'"))


def _secure_table(connection: Connection, table: str, *, has_merchant: bool) -> None:
    rule = f"merchant_id = {_CURRENT}" if has_merchant else UNSCOPED_TABLES.get(table)
    rights = "SELECT, INSERT, UPDATE, DELETE" if has_merchant else "SELECT"
    statements = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'REVOKE ALL ON "{table}" FROM {APP_ROLE}',
        f'GRANT SELECT, INSERT, UPDATE, DELETE ON "{table}" TO {SYSTEM_ROLE}',
        f'DROP POLICY IF EXISTS tenant ON "{table}"',
        f'DROP POLICY IF EXISTS system ON "{table}"',
        f'CREATE POLICY system ON "{table}" TO {SYSTEM_ROLE} USING (true) WITH CHECK (true)',
    ]
    if rule:
        statements += [
            f'GRANT {rights} ON "{table}" TO {APP_ROLE}',
            f'CREATE POLICY tenant ON "{table}" TO {APP_ROLE} USING ({rule}) WITH CHECK ({rule})',
        ]
    for statement in statements:
        connection.execute(text(statement))
