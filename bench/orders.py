"""Order import through the domain, beside hand-written SQL for the same orders, lines and reservations."""

import hashlib
import random
import time
from datetime import timedelta
from decimal import Decimal

from sqlalchemy import create_engine, text

from bench.ground import Ground
from prapazar.domain.orders.actions import import_packages
from prapazar.domain.orders.enums import OrderStatus
from prapazar.domain.orders.records import IncomingLine, IncomingPackage
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id

BATCH = 100


def measure(ground: Ground, count: int) -> dict[str, float]:
    """`order_import_per_s`, `insert_limit_per_s`: orders of two or three lines, a hundred a transaction."""
    skus = [f"869{place:08d}" for place in range(1, len(ground.variants) + 1)]
    packages = _packages(skus, count)
    begun = time.perf_counter()
    for start in range(0, count, BATCH):
        with db.transaction(ground.scope) as session:
            import_packages(session, ground.scope, ground.connections[0], packages[start : start + BATCH])
    taken = time.perf_counter() - begun
    return {"order_import_per_s": count / taken, "insert_limit_per_s": count / _by_hand(ground, count)}


def _packages(barcodes: list[str], count: int) -> list[IncomingPackage]:
    dice = random.Random(7)
    begun = now() - timedelta(days=1)
    made = []
    for place in range(count):
        chosen = dice.sample(barcodes, dice.choice((2, 3)))
        moment = begun + timedelta(seconds=place)
        made.append(
            IncomingPackage(
                external_id=f"p{place}",
                order_external_id=f"o{place}",
                order_number=f"1{place:09d}",
                status=OrderStatus.NEW,
                provider_status="Created",
                ordered_at=moment,
                modified_at=moment,
                payload_hash=hashlib.blake2b(str(place).encode(), digest_size=16).digest(),
                currency="TRY",
                total=Decimal(100 * len(chosen)),
                discount=Decimal(0),
                shipping=Decimal(0),
                lines=tuple(_line(str(at), barcode) for at, barcode in enumerate(chosen)),
                buyer_name="Ayşe Yılmaz",
                city="İstanbul",
                district="Kadıköy",
            )
        )
    return made


def _line(external_id: str, barcode: str) -> IncomingLine:
    return IncomingLine(
        external_id,
        barcode,
        None,
        barcode,
        f"Ürün {barcode}",
        1,
        0,
        Decimal(100),
        Decimal(0),
        Decimal(100),
        None,
        None,
    )


def _by_hand(ground: Ground, count: int) -> float:
    """Seconds for bare tables with the same rows: order, lines, reservations, the balance locked and updated."""
    engine = create_engine(ground.owner_url)
    dice = random.Random(7)
    with engine.begin() as owner:
        for statement in _BARE:
            owner.execute(text(statement))
        owner.execute(text("INSERT INTO bare_stock SELECT variant_id, on_hand, 0 FROM stock"))
    batches = []
    for start in range(0, count, BATCH):
        orders = [new_id() for _ in range(min(BATCH, count - start))]
        lines = [
            (order, variant)
            for order in orders
            for variant in dice.sample(ground.variants, dice.choice((2, 3)))
        ]
        batches.append((start, orders, lines))
    begun = time.perf_counter()
    with engine.connect() as owner:
        for start, orders, lines in batches:
            with owner.begin():
                owner.execute(
                    text(
                        "INSERT INTO bare_order SELECT id, 'o' || (:start + i), 'new', now(), 200, 'Ayşe Yılmaz', 'İstanbul'"
                        " FROM unnest(CAST(:ids AS uuid[])) WITH ORDINALITY AS u(id, i)"
                    ),
                    {"start": start, "ids": orders},
                )
                values = {"orders": [o for o, _ in lines], "variants": [v for _, v in lines]}
                owner.execute(text(_BARE_LINES), values)
                owner.execute(text(_BARE_LOCK), values).all()
                owner.execute(text(_BARE_HOLD), values)
                owner.execute(text(_BARE_RESERVE), values)
    engine.dispose()
    return time.perf_counter() - begun


_BARE = (
    "DROP TABLE IF EXISTS bare_order, bare_line, bare_reservation, bare_stock",
    (
        "CREATE TABLE bare_order (id uuid PRIMARY KEY, external_id text UNIQUE, status text, ordered_at timestamptz,"
        " total numeric(14,2), buyer text, city text)"
    ),
    "CREATE TABLE bare_line (order_id uuid, variant_id uuid, quantity int, price numeric(14,2))",
    "CREATE INDEX ON bare_line (order_id)",
    "CREATE TABLE bare_reservation (order_id uuid, variant_id uuid, quantity int)",
    "CREATE INDEX ON bare_reservation (order_id)",
    "CREATE TABLE bare_stock (variant_id uuid PRIMARY KEY, on_hand int, reserved int, CHECK (reserved <= on_hand))",
)
_BARE_LINES = "INSERT INTO bare_line SELECT o, v, 1, 100 FROM unnest(CAST(:orders AS uuid[]), CAST(:variants AS uuid[])) AS u(o, v)"
_BARE_LOCK = "SELECT variant_id FROM bare_stock WHERE variant_id = ANY(CAST(:variants AS uuid[])) ORDER BY variant_id FOR UPDATE"
_BARE_HOLD = (
    "UPDATE bare_stock s SET reserved = reserved + n.units FROM (SELECT v, count(*) AS units"
    " FROM unnest(CAST(:variants AS uuid[])) AS u(v) GROUP BY v) n WHERE s.variant_id = n.v"
)
_BARE_RESERVE = "INSERT INTO bare_reservation SELECT o, v, 1 FROM unnest(CAST(:orders AS uuid[]), CAST(:variants AS uuid[])) AS u(o, v)"
