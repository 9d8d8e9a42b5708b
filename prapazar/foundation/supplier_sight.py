"""What the database shows to somebody of a supplier: the columns and rows named here, and nothing else."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, text

SUPPLIER_ROLE: Final = "prapazar_supplier"
"""A role of its own, no member of the tenant role: a table that is not in SEEN is closed to it."""
_MERCHANT = "merchant_id = (SELECT nullif(current_setting('app.merchant_id', true), '')::uuid)"
_SUPPLIER = "(SELECT nullif(current_setting('app.supplier_id', true), '')::uuid)"
_USER = "(SELECT nullif(current_setting('app.user_id', true), '')::uuid)"
_STORES = "(SELECT nullif(current_setting('app.store_ids', true), ''))::uuid[]"
_OF_STORE = f"({_STORES} IS NULL OR connection_id = ANY ({_STORES}))"


@dataclass(frozen=True, slots=True)
class Sight:
    columns: str
    """That may be read; none of them is a buyer's, a price or a sum."""
    rows: str
    writes: str = ""
    """What else may be done to these rows, such as `INSERT, UPDATE`."""


SEEN: Final[dict[str, Sight]] = {
    "warehouse": Sight("id merchant_id name is_default is_supplier", f"id = {_SUPPLIER}"),
    "shipment_package": Sight(
        "id merchant_id order_id connection_id external_id status carrier tracking_number shipped_at delivered_at"
        " warehouse_id created_at",
        f"warehouse_id = {_SUPPLIER} AND {_OF_STORE}",
    ),
    "purchase_order": Sight(
        "id merchant_id number ordered_at ship_by_at is_test",
        "EXISTS (SELECT 1 FROM shipment_package p WHERE p.order_id = purchase_order.id)",
    ),
    "order_line": Sight(
        "id merchant_id order_id package_id variant_id sku barcode title quantity cancelled_quantity moved_quantity",
        "EXISTS (SELECT 1 FROM shipment_package p WHERE p.id = order_line.package_id)",
    ),
    "order_event": Sight(
        "id merchant_id order_id kind values at",
        # Of an order whose packages several places send, the steps of its own package alone; and what it refused.
        f"(kind = 'supply_refused' AND order_event.values ->> 'supplier' = {_SUPPLIER}::text"
        f" AND ({_STORES} IS NULL OR CAST(order_event.values ->> 'store' AS uuid) = ANY ({_STORES}))"
        " OR kind = 'status' AND EXISTS (SELECT 1 FROM shipment_package p WHERE p.order_id = order_event.order_id"
        " AND p.external_id = order_event.values ->> 'package'))",
    ),
    "product": Sight("id merchant_id name folded_name supplier_id status", f"supplier_id = {_SUPPLIER}"),
    "variant": Sight(
        "id merchant_id product_id sku barcode name is_active",
        "EXISTS (SELECT 1 FROM product p WHERE p.id = variant.product_id)",
    ),
    "stock": Sight(
        "id merchant_id variant_id warehouse_id on_hand reserved counted_at updated_at",
        f"warehouse_id = {_SUPPLIER}",
    ),
    "import_run": Sight(
        "id merchant_id kind source status total done updated unchanged failed errors mapping created_at finished_at",
        f"kind = 'supplier_stock' AND mapping ->> 'supplier' = {_SUPPLIER}::text",
    ),
    "notification": Sight(
        "id merchant_id user_id level kind group_key cause values link connection_id count told created_at updated_at"
        " read_at",
        f"user_id = {_USER}",
        "UPDATE",
    ),
    "notification_choice": Sight(
        "id merchant_id user_id rules phone quiet_from quiet_to errors_break_quiet digest_at updated_at",
        f"user_id = {_USER}",
        "INSERT, UPDATE",
    ),
}
"""Who a package goes to is read by the house for it, and of open packages alone: see domain.dropship."""


def secure(connection: Connection) -> None:
    """Idempotent, after the tables have their policies."""
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {SUPPLIER_ROLE}"))
    for table, sight in SEEN.items():
        rule = f"{_MERCHANT} AND {sight.rows}"
        columns = ", ".join(f'"{one}"' for one in sight.columns.split())
        for statement in (
            f'CREATE POLICY supplier ON "{table}" TO {SUPPLIER_ROLE} USING ({rule}) WITH CHECK ({rule})',
            f'GRANT SELECT ({columns}) ON "{table}" TO {SUPPLIER_ROLE}',
            *([f'GRANT {sight.writes} ON "{table}" TO {SUPPLIER_ROLE}'] if sight.writes else []),
        ):
            connection.execute(text(statement))
