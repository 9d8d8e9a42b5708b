"""Row-level security: which role sees which rows, laid over the tables after every migration."""

import hashlib

from sqlalchemy import Connection, text

from prapazar.foundation import supplier_sight
from prapazar.foundation.supplier_sight import SUPPLIER_ROLE

APP_ROLE = "prapazar_app"
SYSTEM_ROLE = "prapazar_system"
STORE_ROLE = "prapazar_store"
"""For people who see only some of a merchant's stores: all that the tenant role may, less what is not theirs."""
ROLES = (APP_ROLE, SYSTEM_ROLE, STORE_ROLE, SUPPLIER_ROLE)

# In a sub-select it is worked out once a statement, not once a row.
_CURRENT = "(SELECT nullif(current_setting('app.merchant_id', true), '')::uuid)"

UNSCOPED_TABLES: dict[str, str] = {
    # what the tenant role may do with rows that belong to no single merchant
    "merchant": f"id = {_CURRENT}",
    "app_user": "id IN (SELECT user_id FROM membership)",
    "exchange_rate": "true",
    "rate_source": "true",
}
"""Tables without merchant_id that the tenant role may read, and which of their rows. All others: none."""

_STORES = "(SELECT nullif(current_setting('app.store_ids', true), ''))::uuid[]"
_OF_STORE = f"connection_id = ANY ({_STORES})"
_OF_STORE_OR_NONE = f"(connection_id IS NULL OR {_OF_STORE})"
"""What is about no store in particular is for whoever may see such things at all."""


def _of(column: str, parent: str) -> str:
    return f"EXISTS (SELECT 1 FROM {parent} above WHERE above.id = {{table}}.{column})"


STORE_BOUND: dict[str, str] = {
    "purchase_order": _OF_STORE,
    "shipment_package": _OF_STORE,
    "repair": _OF_STORE,
    "claim": _OF_STORE,
    "question": _OF_STORE,
    "order_line": _of("order_id", "purchase_order"),
    "order_event": _of("order_id", "purchase_order"),
    "claim_line": _of("claim_id", "claim"),
    "claim_event": _of("claim_id", "claim"),
    "invoice": _of("order_id", "purchase_order"),
    "invoice_event": _of("invoice_id", "invoice"),
    "invoice_share": _of("invoice_id", "invoice"),
    "payment": _of("order_id", "purchase_order"),
    "payment_attempt": _of("payment_id", "payment"),
    "payment_share": _of("payment_id", "payment"),
    "payment_event": _of("payment_id", "payment"),
    "refund": _of("payment_id", "payment"),
    "shipment": _of("order_id", "purchase_order"),
    "shipment_parcel": _of("shipment_id", "shipment"),
    "shipment_event": _of("shipment_id", "shipment"),
    "picking_line": _of("package_id", "shipment_package"),
    "packing_count": _of("package_id", "shipment_package"),
    "package_split": _OF_STORE,
    "carrier_change": _OF_STORE,
    "customer_order": _of("order_id", "purchase_order"),
    "listing": _OF_STORE,
    "publication": _OF_STORE,
    "publish_run": _OF_STORE_OR_NONE,
    "publish_item": _OF_STORE_OR_NONE,
    "traffic_entry": _OF_STORE,
    "traffic_hour": _OF_STORE,
    "take": _OF_STORE,
    "bench_run": _OF_STORE,
    "webhook_refusal": _OF_STORE,
    "payload_drift": _OF_STORE,
    "notification": _OF_STORE_OR_NONE,
    "customer_purchase": _of("order_id", "purchase_order"),
    "sales_mark": _OF_STORE,
    "sales_day": _OF_STORE,
    "goods_day": _OF_STORE,
    "goods_month": _OF_STORE,
    "mix_month": _OF_STORE,
    "parcel_day": _OF_STORE,
    "invoice_day": _OF_STORE,
    # Its connection is the provider's account; one to a customer about no order belongs to no store.
    "message": f"(order_id IS NULL OR {_of('order_id', 'purchase_order')})",
    # One about no order belongs to no store either.
    "ticket": _OF_STORE_OR_NONE,
    "ticket_entry": _of("ticket_id", "ticket"),
    "feedback": _OF_STORE_OR_NONE,
    "store_goal": _OF_STORE,
    "buy_box": _OF_STORE,
    "buy_box_day": _OF_STORE,
    "performance_target": _OF_STORE,
    "performance_breach": _OF_STORE,
}
"""What belongs to a store, and so is shown only to those who see it; the rule holds in the database, for whatever
query. The policy of a table above holds within that of one below. Connections are not here; their lists are narrowed
by their own queries. Where a limited person's work means something for every store, such as a sale that lowers all
offers, `db.for_all_stores` opens the others for that statement."""


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
    supplier_sight.secure(connection)
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
    is_within = text("SELECT pg_has_role(:store, :app, 'MEMBER')")
    if not connection.execute(is_within, {"store": STORE_ROLE, "app": APP_ROLE}).scalar_one():
        connection.execute(text(f"GRANT {APP_ROLE} TO {STORE_ROLE}"))


def _secure_table(connection: Connection, table: str, *, has_merchant: bool) -> None:
    rule = f"merchant_id = {_CURRENT}" if has_merchant else UNSCOPED_TABLES.get(table)
    rights = "SELECT, INSERT, UPDATE, DELETE" if has_merchant else "SELECT"
    statements = [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'REVOKE ALL ON "{table}" FROM {APP_ROLE}',
        f'REVOKE ALL ON "{table}" FROM {SUPPLIER_ROLE}',
        f'DROP POLICY IF EXISTS supplier ON "{table}"',
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
    statements.append(f'DROP POLICY IF EXISTS store ON "{table}"')
    if table in STORE_BOUND:
        own = STORE_BOUND[table].format(table=f'"{table}"')
        statements.append(
            f'CREATE POLICY store ON "{table}" AS RESTRICTIVE TO {STORE_ROLE} USING ({own}) WITH CHECK ({own})'
        )
    for statement in statements:
        connection.execute(text(statement))
