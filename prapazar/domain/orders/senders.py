"""Who sends a package, in SQL: our own shelves, or a supplier."""

from typing import Final

SUPPLIERS: Final = "ARRAY(SELECT id FROM warehouse WHERE is_supplier)"
OWN: Final = f"(p.warehouse_id IS NULL OR p.warehouse_id <> ALL({SUPPLIERS}))"
"""Of a package `p`: it leaves our own shelves."""
_OPEN = "('new', 'picking', 'packed')"
AT_SUPPLIERS: Final = (
    f"SELECT p.order_id FROM shipment_package p WHERE p.warehouse_id = ANY({SUPPLIERS})"
    f" AND p.status IN {_OPEN}"
)
"""Orders of which a supplier still has something to send."""
SHARED: Final = (
    "SELECT p.order_id, (ARRAY['new', 'picking', 'packed'])[min(CASE p.status WHEN 'new' THEN 1"
    " WHEN 'picking' THEN 2 ELSE 3 END)] AS status FROM shipment_package p"
    f" WHERE p.order_id IN ({AT_SUPPLIERS}) AND p.status IN {_OPEN} AND {OWN} GROUP BY p.order_id"
)
"""Those of them that we send a part of, and where our slowest part stands: the order itself waits for the supplier."""
