"""Labels a second, as a packing table prints a day's worth: drawn from plain values, and as a worker's print-out."""

import json
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from uuid import UUID

from sqlalchemy import text

from bench.ground import Ground
from prapazar.domain.channels import actions as channels
from prapazar.domain.shipping.actions.settings import save_sender
from prapazar.domain.shipping.labels.content import LabelContent, Place
from prapazar.domain.shipping.labels.files import pdf, zpl
from prapazar.flows import label_runs, shipment_desk
from prapazar.flows.shipment_labels import Print
from prapazar.foundation import db

_COURIER = "own_courier"
_SENDER = {
    "name": "Deneme Mağaza",
    "line": "Sanayi Caddesi No: 1",
    "district": "Kadıköy",
    "city": "İstanbul",
    "phone": "02161112233",
}
_RECIPIENT = {
    "name": "Şule Iğdırlıoğlu",
    "line": "Çınar Sokağı No: 7 Daire: 3",
    "district": "Çankaya",
    "city": "Ankara",
    "postal_code": "06680",
    "phone": "05321112233",
}


def measure(count: int) -> dict[str, float]:
    """`count` labels as one print-out; a tenth as many for label printers, which get pictures."""
    few = max(10, count // 10)
    pdf(_labels(1))  # fonts are loaded once for a process
    return {
        "labels_s": count / _taken(pdf, _labels(count)),
        "labels_zpl_s": few / _taken(zpl, _labels(few)),
    }


def measure_runs(ground: Ground, count: int) -> dict[str, float]:
    """What waits on the screen for its file: shipments read, drawn, sealed and kept, for orders that are there."""
    shipments = _shipments(ground, count)
    return {
        "label_run_s": len(shipments) / _run(ground, shipments, Print.LABEL),
        "label_run_zpl_s": len(shipments) / _run(ground, shipments, Print.ZPL),
    }


def _run(ground: Ground, shipments: Sequence[UUID], kind: Print) -> float:
    begun = time.perf_counter()
    run_id = label_runs.begin(ground.scope, shipments, kind)
    label_runs.work(run_id)
    taken = time.perf_counter() - begun
    with db.transaction(ground.scope) as session:
        printed = session.execute(
            text("SELECT printed FROM label_run WHERE id = :id"), {"id": run_id}
        ).scalar()
    if printed != len(shipments):
        raise RuntimeError(f"{printed} labels of {len(shipments)}")
    return taken


def _shipments(ground: Ground, count: int) -> list[UUID]:
    """By a courier of the seller's own, who need not be told."""
    with db.transaction(ground.scope) as session:
        courier = channels.connect(
            session,
            ground.scope,
            connector=_COURIER,
            name="Kurye",
            environment="live",
            settings={},
            credentials={},
            intervals={},
        )
        save_sender(session, ground.scope, _SENDER)
        session.execute(
            text("UPDATE purchase_order SET shipping_address = CAST(:address AS jsonb), city = 'Ankara'"),
            {"address": json.dumps(_RECIPIENT)},
        )
        packages = list(
            session.execute(
                text("SELECT id FROM shipment_package ORDER BY id LIMIT :most"), {"most": count}
            ).scalars()
        )
    wish = shipment_desk.Wish(connection_id=courier)
    done = shipment_desk.open_shipments(ground.scope, packages, wish)
    return list(done.done.values())


def _taken(draw: Callable[[Sequence[LabelContent]], bytes], labels: Sequence[LabelContent]) -> float:
    begun = time.perf_counter()
    draw(labels)
    return time.perf_counter() - begun


def _labels(count: int) -> list[LabelContent]:
    sender = Place("Deneme Mağaza", ("Sanayi Caddesi No: 1",), "Kadıköy", "İstanbul", phone="0216 111 22 33")
    return [
        LabelContent(
            barcode=f"PZABCD{number:08d}",
            carrier="Yurtiçi Kargo",
            sender=sender,
            recipient=Place(
                f"Şule Iğdırlıoğlu {number}",
                ("Çınar Sokağı No: 7 Daire: 3", "Gülbahçe Apartmanı"),
                "Çankaya",
                "Ankara",
                "06680",
                "0532 111 22 33",
            ),
            order_number=f"S-{number}",
            channel="Trendyol",
            desi=Decimal("2.5"),
            payer="Gönderen öder",
            goods=("2 x Çiçekli Şal, İğne Oyalı", "1 x Keten Gömlek"),
        )
        for number in range(count)
    ]
