"""The books of stock, checked as an auditor would: every number from every other."""

from sqlalchemy import text
from sqlalchemy.orm import Session

_FAULTS = text(
    "SELECT v.sku, f.fault FROM stock s JOIN variant v ON v.id = s.variant_id"
    " CROSS JOIN LATERAL (SELECT coalesce(sum(on_hand_change), 0) AS on_hand,"
    "  coalesce(sum(reserved_change), 0) AS reserved FROM movement m"
    "  WHERE m.variant_id = s.variant_id AND m.warehouse_id = s.warehouse_id) moved"
    " CROSS JOIN LATERAL (SELECT coalesce(sum(quantity), 0) AS units FROM reservation r"
    "  WHERE r.variant_id = s.variant_id AND r.warehouse_id = s.warehouse_id) held"
    " CROSS JOIN LATERAL (SELECT coalesce(sum(quantity), 0) AS units FROM shortage h"
    "  WHERE h.variant_id = s.variant_id AND h.warehouse_id = s.warehouse_id AND resolved_at IS NULL) short"
    " CROSS JOIN LATERAL (VALUES"
    "  (s.on_hand <> moved.on_hand, 'on hand is not the sum of its movements'),"
    "  (s.reserved <> moved.reserved, 'reserved is not the sum of its movements'),"
    "  (s.reserved <> held.units, 'reserved is not the sum of reservations'),"
    "  (s.on_hand < 0 OR s.reserved < 0, 'below zero'),"
    "  (s.reserved > s.on_hand AND NOT s.allows_backorder, 'more is promised than there is'),"
    "  (short.units > 0 AND s.reserved < s.on_hand, 'units lie free while an order misses them')"
    " ) f(is_wrong, fault) WHERE f.is_wrong ORDER BY v.sku, f.fault"
)
_CHAIN = text(
    "SELECT v.sku, 'a movement does not begin where the one before it ended' FROM"
    " (SELECT variant_id, on_hand_after - on_hand_change AS on_hand_before,"
    "   reserved_after - reserved_change AS reserved_before,"
    "   lag(on_hand_after, 1, 0) OVER story AS on_hand_left, lag(reserved_after, 1, 0) OVER story AS reserved_left"
    "  FROM movement WINDOW story AS (PARTITION BY variant_id, warehouse_id ORDER BY id)) m"
    " JOIN variant v ON v.id = m.variant_id"
    " WHERE (on_hand_before, reserved_before) <> (on_hand_left, reserved_left) ORDER BY v.sku"
)


def faults(session: Session) -> list[tuple[str, str]]:
    """SKU and what is wrong with its books; empty when all agree."""
    return [(row[0], row[1]) for row in session.execute(_FAULTS)]


def broken_chains(session: Session) -> list[tuple[str, str]]:
    """Where movements, in the order of their ids, do not follow from one another.

    Ids are made in each process before its locks are taken, so only a single writer promises this order.
    """
    return [(row[0], row[1]) for row in session.execute(_CHAIN)]


def owed_but_neither_held_nor_short(session: Session) -> list[tuple[str, str]]:
    """Order and SKU of lines waiting to be handled whose units are not all held or recorded as missing."""
    found = session.execute(
        text(
            "SELECT o.number, v.sku FROM order_line l JOIN shipment_package p ON p.id = l.package_id"
            " JOIN purchase_order o ON o.id = l.order_id JOIN variant v ON v.id = l.variant_id"
            " CROSS JOIN LATERAL (SELECT coalesce(sum(quantity), 0) AS units FROM"
            "  (SELECT quantity FROM reservation WHERE order_line_id = l.id UNION ALL"
            "   SELECT quantity FROM shortage WHERE order_line_id = l.id AND resolved_at IS NULL) u) got"
            " WHERE got.units <> CASE WHEN p.status IN ('awaiting_payment', 'new', 'picking', 'packed')"
            "  THEN l.quantity - l.cancelled_quantity ELSE 0 END ORDER BY 1, 2"
        )
    )
    return [(row[0], row[1]) for row in found]
