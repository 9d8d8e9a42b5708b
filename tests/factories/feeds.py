"""Feed connections, catalogues to fill them with, and readers that know nothing of how the files are written."""

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID
from xml.etree.ElementTree import Element

from defusedxml import ElementTree
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import JobKind
from prapazar.domain.feeds import queries
from prapazar.flows import channels, feeds
from prapazar.foundation import db
from prapazar.foundation.scope import Scope

SETTINGS = {
    "shop_url": "https://magaza.example",
    "link_template": "https://magaza.example/urun/{sku}",
    "shipping_price": "75,50",
    "free_shipping_from": "500",
}


def connect(scope: Scope, connector: str, **settings: str) -> UUID:
    with db.transaction(scope) as session:
        return channels.connect(
            session,
            scope,
            connector=connector,
            name="Dükkân & Oğulları",
            environment="live",
            values={**SETTINGS, **settings},
        )


def jobs(session: Session, connection_id: UUID) -> list[str]:
    found = session.execute(
        text("SELECT kind FROM sync_job WHERE connection_id = :id"), {"id": connection_id}
    )
    return sorted(str(JobKind(kind)) for kind in found.scalars())


_USUAL: dict[str, object] = {
    "brand": "Rize Çaycısı",
    "category": "Gıda > Çay",
    "images": ["https://cdn.example/1.jpg", "https://cdn.example/2.jpg"],
    "description": "<p>Şifalı &amp; <b>ılık</b> çay</p><script>x()</script><p>İkinci satır</p>",
}
_HOUSE = (
    "INSERT INTO warehouse (id, merchant_id, name, is_default) VALUES (gen_random_uuid(), :merchant, 'Depo', true)"
    " ON CONFLICT DO NOTHING"
)
_STOCK = (
    "INSERT INTO stock (id, merchant_id, variant_id, warehouse_id, on_hand, reserved, incoming, safety_stock,"
    " allows_backorder, counted_at) SELECT gen_random_uuid(), :merchant, v.id, w.id, :quantity, 0, 0, 0, false, now()"
    " FROM variant v, warehouse w"
)
_COMPLETE = (
    (
        "INSERT INTO brand (id, merchant_id, name, folded) VALUES (gen_random_uuid(), :merchant, :brand, :brand)"
        " ON CONFLICT DO NOTHING"
    ),
    (
        "INSERT INTO category (id, merchant_id, name, path) VALUES (gen_random_uuid(), :merchant, 'Çay', :category)"
        " ON CONFLICT DO NOTHING"
    ),
    _HOUSE,
    (
        "UPDATE product SET brand_id = (SELECT id FROM brand WHERE name = :brand), category_id = (SELECT id FROM"
        " category WHERE path = :category), description = :description, images = to_jsonb(CAST(:images AS text[]))"
        " WHERE id = (SELECT product_id FROM variant WHERE id = :variant)"
    ),
    f"{_STOCK} WHERE v.id = :variant",
)


def complete(session: Session, scope: Scope, variant_id: UUID, quantity: int = 7, **columns: object) -> None:
    """Gives a variant what every channel asks for; `columns` are of its product."""
    asked = {"variant": variant_id, "merchant": scope.merchant_id, "quantity": quantity, **_USUAL, **columns}
    for statement in _COMPLETE:
        session.execute(text(statement), asked)


_MANY = (
    (
        "INSERT INTO product (id, merchant_id, name, folded_name, description, vat_rate, status, images) SELECT"
        " md5('p' || n)::uuid, :merchant, 'Ürün ' || n, 'urun ' || n, repeat('Şık bir açıklama. ', 30), 20, 'active',"
        " '[\"https://cdn.example/1.jpg\"]' FROM generate_series(1, :count) n"
    ),
    (
        "INSERT INTO variant (id, merchant_id, product_id, sku, name, sale_price, floor_price, currency, shelf,"
        " is_active) SELECT md5('v' || n)::uuid, :merchant, md5('p' || n)::uuid, 'SKU-' || n, '', 10 + n / 100.0, 1,"
        " 'TRY', '', true FROM generate_series(1, :count) n"
    ),
    _HOUSE,
    _STOCK,
)


def fill(session: Session, scope: Scope, count: int) -> None:
    """A catalogue of a size, with nothing missing but brands and categories."""
    for statement in _MANY:
        session.execute(text(statement), {"merchant": scope.merchant_id, "count": count, "quantity": 5})


def analyze(database_url: str) -> None:
    """What the server's autovacuum does within a minute of a large import."""
    engine = create_engine(database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as owner:
        owner.execute(text("ANALYZE"))
    engine.dispose()


def content(scope: Scope, connection_id: UUID, *, is_packed: bool = False) -> bytes:
    with db.transaction(scope) as session:
        feed = queries.feed(session, connection_id)
    return feeds.path_of(feed, is_packed=is_packed).read_bytes()


def xml_rows(data: bytes, row: str) -> list[Element]:
    root = ElementTree.fromstring(data)
    return list(root.iter(row))


def values(row: Element) -> dict[str, str]:
    """Text by path below the row; a path that stands several times is joined by `|`."""
    found: dict[str, str] = {}

    def walk(element: Element, path: str) -> None:
        for child in element:
            name = f"{path}{child.tag.rpartition('}')[2]}"
            if len(child):
                walk(child, f"{name}/")
            else:
                found[name] = f"{found[name]}|{child.text or ''}" if name in found else child.text or ""

    walk(row, "")
    return found


def table_rows(data: bytes, mark: str) -> list[dict[str, str]]:
    """A table by tabs knows no quotes."""
    if mark == "\t":
        head, *lines = data.decode().removesuffix("\n").split("\n")
        return [dict(zip(head.split(mark), line.split(mark), strict=True)) for line in lines]
    return list(csv.DictReader(io.StringIO(data.decode()), delimiter=mark))


def amount(cell: Mapping[str, str], name: str) -> Decimal:
    return Decimal(cell[name].removesuffix(" TRY"))
