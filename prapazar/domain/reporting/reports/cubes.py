"""The sums reports are made of: which table, by what, and how each is added up from the books.

A truth is a SELECT of a span (`:since` to `:until`, days of Istanbul, the last exclusive) and of one store
(`:connection`) or all; its columns are the cube's keys and sums in their order.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from prapazar.domain.reporting import lines

NOBODY: Final = "00000000-0000-0000-0000-000000000000"
"""Stands for the store of orders that were entered by hand."""


class Grain(StrEnum):
    DAY = "day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Cube:
    table: str
    grain: Grain
    keys: tuple[str, ...]
    """Beside the merchant and the day."""
    sums: tuple[str, ...]
    truth: str


_SPAN = (
    " >= CAST(:since AS timestamp) AT TIME ZONE 'Europe/Istanbul'"
    " AND {0} < CAST(:until AS timestamp) AT TIME ZONE 'Europe/Istanbul'"
)
_STORE = "(CAST(:connection AS uuid) IS NULL OR coalesce({0}.connection_id, '" + NOBODY + "') = :connection)"


def _within(column: str) -> str:
    return column + _SPAN.format(column)


_ORDERS = (
    "WITH o AS (SELECT id, coalesce(connection_id, '"
    + NOBODY
    + "') AS connection_id, city AS province, currency,"
    "  CAST(ordered_at AT TIME ZONE 'Europe/Istanbul' AS date) AS day, status, total, discount"
    "  FROM purchase_order p WHERE merchant_id = :merchant AND NOT is_test"
    f"  AND {_within('ordered_at')} AND {_STORE.format('p')})"
)
_LINES = (
    ", l AS (SELECT o.day, o.connection_id, o.province, o.currency, x.variant_id, g.brand_id, g.category_id,"
    "   x.package_id, x.quantity - x.cancelled_quantity AS units, x.commission_rate,"
    f"   {lines.SOLD} AS sold, {lines.COST} AS cost, {lines.VAT_RATE} AS vat_rate"
    "  FROM o JOIN order_line x ON x.order_id = o.id JOIN shipment_package k ON k.id = x.package_id"
    "   AND k.status NOT IN ('cancelled', 'unpacked')"
    "  LEFT JOIN variant v ON v.id = x.variant_id LEFT JOIN product g ON g.id = v.product_id"
    "  WHERE o.status <> 'cancelled' AND x.quantity > x.cancelled_quantity),"
    # What the way of a package costs is shared by its lines as they were sold.
    " c AS (SELECT s.package_id, bool_and(s.payer <> 'sender' OR coalesce(s.billed_amount, s.expected_amount)"
    "    IS NOT NULL) AS is_known,"
    "   sum(CASE WHEN s.payer = 'sender' THEN coalesce(s.billed_amount, s.expected_amount) ELSE 0 END) AS cargo"
    "  FROM shipment s WHERE s.package_id IN (SELECT package_id FROM l) AND s.direction = 'out'"
    "   AND s.status NOT IN ('cancelled', 'refused') GROUP BY s.package_id),"
    " f AS (SELECT l.*, CASE WHEN c.is_known THEN round(c.cargo * CASE WHEN sum(l.sold) OVER w > 0"
    "    THEN l.sold / sum(l.sold) OVER w ELSE 1.0 / count(*) OVER w END, 4) END AS cargo"
    "  FROM l LEFT JOIN c USING (package_id) WINDOW w AS (PARTITION BY l.package_id))"
)
LINE_SUMS: Final = (
    *("lines", "units", "sold", "costed_lines", "costed_sold", "cost", "vat", "commission"),
    *("commission_lines", "cargo", "cargo_lines"),
)
_LINE_SUMS = (
    "count(*), sum(units), sum(sold), count(cost), coalesce(sum(sold) FILTER (WHERE cost IS NOT NULL), 0),"
    " coalesce(sum(cost * units), 0),"
    " coalesce(sum(round(sold * vat_rate / (100 + vat_rate), 4)) FILTER (WHERE cost IS NOT NULL), 0),"
    " coalesce(sum(round(sold * commission_rate / 100, 4)) FILTER (WHERE cost IS NOT NULL), 0),"
    " count(commission_rate) FILTER (WHERE cost IS NOT NULL),"
    " coalesce(sum(cargo) FILTER (WHERE cost IS NOT NULL), 0), count(cargo) FILTER (WHERE cost IS NOT NULL)"
)
_MONTH = "CAST(date_trunc('month', day) AS date)"


def _goods(day: str, keys: str) -> str:
    return f"{_ORDERS}{_LINES} SELECT {day}, {keys}, {_LINE_SUMS} FROM f GROUP BY {day}, {keys}"


_PLACE = "day, connection_id, province, currency"
_SALES = (
    f"{_ORDERS}{_LINES} SELECT {_PLACE}, sum(orders), sum(cancelled), sum(turnover), sum(discount),"
    f" {', '.join(f'sum({one})' for one in LINE_SUMS)} FROM ("
    f"SELECT {_PLACE}, count(*) FILTER (WHERE status <> 'cancelled') AS orders,"
    "  count(*) FILTER (WHERE status = 'cancelled') AS cancelled,"
    "  coalesce(sum(total) FILTER (WHERE status <> 'cancelled'), 0) AS turnover,"
    "  coalesce(sum(discount) FILTER (WHERE status <> 'cancelled'), 0) AS discount,"
    f"  {', '.join(f'0 AS {one}' for one in LINE_SUMS)} FROM o GROUP BY {_PLACE}"
    f" UNION ALL SELECT {_PLACE}, 0, 0, 0, 0, {_LINE_SUMS} FROM f GROUP BY {_PLACE}) both_of"
    f" GROUP BY {_PLACE}"
)
_PARCELS = (
    "SELECT CAST(s.created_at AT TIME ZONE 'Europe/Istanbul' AS date), coalesce(o.connection_id, '"
    + NOBODY
    + "'),"
    " s.carrier, s.city, s.currency, count(*), count(s.delivered_at),"
    " count(*) FILTER (WHERE s.expected_at IS NOT NULL AND (s.delivered_at IS NOT NULL OR s.is_late)),"
    " count(*) FILTER (WHERE s.delivered_at <= s.expected_at),"
    " count(*) FILTER (WHERE s.delivered_at >= s.shipped_at),"
    " coalesce(round(sum(extract(epoch FROM s.delivered_at - s.shipped_at) / 3600)"
    "  FILTER (WHERE s.delivered_at >= s.shipped_at), 4), 0),"
    " coalesce(sum(s.expected_amount), 0), count(s.expected_amount),"
    " coalesce(sum(s.billed_amount), 0), count(s.billed_amount),"
    " coalesce(sum(s.expected_amount) FILTER (WHERE s.billed_amount IS NOT NULL), 0),"
    " coalesce(sum(s.billed_amount) FILTER (WHERE s.expected_amount IS NOT NULL), 0)"
    " FROM shipment s JOIN purchase_order o ON o.id = s.order_id"
    " WHERE s.merchant_id = :merchant AND s.direction = 'out' AND NOT o.is_test"
    " AND s.status NOT IN ('waiting', 'cancelled', 'refused')"
    f" AND {_within('s.created_at')} AND {_STORE.format('o')} GROUP BY 1, 2, 3, 4, 5"
)
_SIGN = "CASE WHEN i.kind = 'return' THEN -1 ELSE 1 END"
_DOCUMENTS = (
    "WITH d AS (SELECT CAST(i.issued_at AT TIME ZONE 'Europe/Istanbul' AS date) AS day,"
    "  coalesce(o.connection_id, '" + NOBODY + f"') AS connection_id, {_SIGN} AS sign, i.id,"
    "  i.kind, i.document_kind, i.currency, i.net, i.vat, i.payable, i.content"
    "  FROM invoice i LEFT JOIN purchase_order o ON o.id = i.order_id"
    "  WHERE i.merchant_id = :merchant AND i.kind IN ('sale', 'return') AND i.number IS NOT NULL"
    "  AND i.status NOT IN ('draft', 'cancelled', 'rejected')"
    f"  AND {_within('i.issued_at')} AND {_STORE.format('o')}),"
    # A line says its price with VAT or without, and its discount in the same terms.
    " p AS (SELECT d.id, d.day, d.connection_id, d.kind, d.document_kind, d.currency, d.sign,"
    "   CAST(x ->> 'vat_rate' AS numeric) AS rate, sum(coalesce(CAST(x ->> 'amount' AS numeric),"
    "    CAST(x ->> 'quantity' AS numeric) * CAST(x ->> 'unit_price' AS numeric)"
    "     - coalesce(CAST(x ->> 'discount' AS numeric), 0))"
    "    / CASE WHEN x ->> 'includes_vat' = 'false' THEN 1 ELSE 1 + CAST(x ->> 'vat_rate' AS numeric) / 100 END) AS net"
    "  FROM d CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof(d.content -> 'lines') WHEN 'array'"
    "   THEN d.content -> 'lines' ELSE '[]' END) x WHERE x ->> 'vat_rate' IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8)"
    " SELECT day, connection_id, kind, document_kind, CAST(NULL AS numeric), currency, count(*), sum(sign * net),"
    "  sum(sign * vat), sum(sign * payable) FROM d GROUP BY 1, 2, 3, 4, 6"
    " UNION ALL SELECT day, connection_id, kind, document_kind, rate, currency, count(*),"
    "  sum(sign * round(net, 2)), sum(sign * round(round(net, 2) * rate / 100, 2)),"
    "  sum(sign * (round(net, 2) + round(round(net, 2) * rate / 100, 2))) FROM p GROUP BY 1, 2, 3, 4, 5, 6"
)
_AGE = (
    "CASE WHEN age IS NULL THEN 'unknown' WHEN age < 30 THEN '30' WHEN age < 60 THEN '60' WHEN age < 90 THEN '90'"
    " WHEN age < 180 THEN '180' WHEN age < 365 THEN '365' ELSE 'older' END"
)
_STOCK = (
    # The units that are left came with the newest receipts; what no receipt explains has no known age.
    "WITH held AS (SELECT variant_id, warehouse_id, on_hand FROM stock"
    "   WHERE merchant_id = :merchant AND on_hand > 0 AND counted_at IS NOT NULL),"
    " came AS (SELECT h.variant_id, h.warehouse_id, h.on_hand, m.at, m.on_hand_change AS units,"
    "   coalesce(sum(m.on_hand_change) OVER (PARTITION BY m.variant_id, m.warehouse_id ORDER BY m.id DESC"
    "    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS newer"
    "  FROM held h JOIN movement m ON m.merchant_id = :merchant AND m.variant_id = h.variant_id"
    "   AND m.warehouse_id = h.warehouse_id AND m.on_hand_change > 0),"
    " layer AS (SELECT variant_id, warehouse_id, CAST(:since AS date) - CAST(at AT TIME ZONE 'Europe/Istanbul' AS date)"
    "    AS age, least(units, on_hand - newer) AS units FROM came WHERE newer < on_hand"
    "  UNION ALL SELECT h.variant_id, h.warehouse_id, NULL, h.on_hand - coalesce(sum(c.units), 0)"
    "   FROM held h LEFT JOIN came c USING (variant_id, warehouse_id) GROUP BY 1, 2, h.on_hand"
    "   HAVING h.on_hand > coalesce(sum(c.units), 0))"
    f" SELECT CAST(:since AS date), y.warehouse_id, g.brand_id, g.category_id, {_AGE}, v.currency,"
    "  count(DISTINCT y.variant_id), sum(y.units), coalesce(sum(y.units) FILTER (WHERE v.cost > 0), 0),"
    "  coalesce(sum(y.units * v.cost), 0), coalesce(sum(y.units * v.sale_price), 0)"
    " FROM layer y JOIN variant v ON v.id = y.variant_id JOIN product g ON g.id = v.product_id"
    " GROUP BY 2, 3, 4, 5, 6"
)
_PERSON = "user_id IS NOT NULL AND merchant_id = :merchant"
_STEP_NAMES = (
    "CASE values ->> 'is' WHEN 'picking' THEN 'accepted' WHEN 'packed' THEN 'packed' WHEN 'shipped' THEN 'shipped'"
    " WHEN 'cancelled' THEN 'cancelled' ELSE 'moved' END"
)
_WORK = (
    "SELECT CAST(at AT TIME ZONE 'Europe/Istanbul' AS date), user_id, what, count(*) FROM ("
    "SELECT at, user_id, CASE kind WHEN 'created' THEN 'entered' WHEN 'scanned' THEN 'scanned'"
    f"  WHEN 'note' THEN 'noted' WHEN 'shipment' THEN 'sent' WHEN 'status' THEN {_STEP_NAMES}"
    "  ELSE 'other' END AS what FROM order_event"
    f" WHERE {_PERSON} AND {_within('at')}"
    " UNION ALL SELECT answered_at, answered_by, 'answered' FROM question WHERE merchant_id = :merchant"
    f"  AND answered_by IS NOT NULL AND {_within('answered_at')}"
    f" UNION ALL SELECT at, user_id, 'claims' FROM claim_event WHERE {_PERSON} AND {_within('at')}"
    f" UNION ALL SELECT at, user_id, 'invoices' FROM invoice_event WHERE {_PERSON} AND {_within('at')}"
    f" UNION ALL SELECT at, user_id, 'changes' FROM audit_entry WHERE {_PERSON} AND {_within('at')}"
    ") work GROUP BY 1, 2, 3"
)

SALES = Cube(
    "sales_day",
    Grain.DAY,
    ("connection_id", "province", "currency"),
    ("orders", "cancelled", "turnover", "discount", *LINE_SUMS),
    _SALES,
)
GOODS = Cube(
    "goods_day",
    Grain.DAY,
    ("connection_id", "brand_id", "category_id", "currency"),
    LINE_SUMS,
    _goods("day", "connection_id, brand_id, category_id, currency"),
)
ARTICLES = Cube(
    "goods_month",
    Grain.MONTH,
    ("connection_id", "variant_id", "currency"),
    LINE_SUMS,
    _goods(_MONTH, "connection_id, variant_id, currency"),
)
MIX = Cube(
    "mix_month",
    Grain.MONTH,
    ("connection_id", "province", "brand_id", "category_id", "currency"),
    LINE_SUMS,
    _goods(_MONTH, "connection_id, province, brand_id, category_id, currency"),
)
PARCELS = Cube(
    "parcel_day",
    Grain.DAY,
    ("connection_id", "carrier", "province", "currency"),
    (
        *("parcels", "delivered", "promised", "on_time", "timed", "hours", "expected", "expected_parcels"),
        *("billed", "billed_parcels", "compared_expected", "compared_billed"),
    ),
    _PARCELS,
)
DOCUMENTS = Cube(
    "invoice_day",
    Grain.DAY,
    ("connection_id", "kind", "document", "vat_rate", "currency"),
    ("invoices", "net", "vat", "payable"),
    _DOCUMENTS,
)
STOCK = Cube(
    "stock_day",
    Grain.DAY,
    ("warehouse_id", "brand_id", "category_id", "age", "currency"),
    ("articles", "units", "costed_units", "cost_value", "sale_value"),
    _STOCK,
)
WORK = Cube("work_day", Grain.DAY, ("user_id", "what"), ("times",), _WORK)
BY_STORE: Final = (SALES, GOODS, ARTICLES, MIX)
"""Kept by marks, a store and day at a time."""
CUBES: Final = (*BY_STORE, PARCELS, DOCUMENTS, STOCK, WORK)
