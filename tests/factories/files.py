"""Channels that go by files, and the spreadsheets that go to and fro."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from uuid import UUID

from prapazar.domain.catalog.queries import RunRow
from prapazar.domain.stock.actions import StockCount, set_on_hand
from prapazar.flows import channels, file_channels, file_runs, order_files, sheet_runs
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from tests.factories import catalog as make

USUAL = {
    "columns": "tr",
    "format": "csv",
    "separator": "semicolon",
    "encoding": "utf8",
    "decimal": "comma",
    "vat": "included",
    "price": "sale",
}
HEAD = "Sipariş No;Sipariş Tarihi;Durum;Stok Kodu;Ürün Adı;Adet;Birim Fiyat;Alıcı;İl;Kargo Firması;Takip No"


def connected(scope: Scope, slug: str = "vakko", **form: str) -> UUID:
    with db.transaction(scope) as session:
        return channels.connect(
            session,
            scope,
            connector=slug,
            name=f"{slug} mağazam",
            environment="live",
            values={**USUAL, **form},
        )


def counted(scope: Scope, sku: str, units: int, **named: str) -> UUID:
    """An article of which there are so many."""
    with db.transaction(scope) as session:
        made = make.variant(session, scope, sku, **named)
        set_on_hand(session, scope, [StockCount(made, units)], note="sayım")
    return made


def uploaded(
    scope: Scope,
    lines: Iterable[str],
    *,
    head: str = HEAD,
    name: str = "siparişler.csv",
    encoding: str = "utf-8",
) -> Path:
    path = sheet_runs.upload_path(scope, name)
    path.write_bytes("\n".join([head, *lines]).encode(encoding))
    return path


def taken(scope: Scope, connection_id: UUID, path: Path, mapping: Mapping[str, str] | None = None) -> RunRow:
    """The file imported by a worker, with the columns a person would have left as they were guessed."""
    chosen = mapping or order_files.preview(scope, connection_id, path).mapping
    run_id = order_files.start(scope, connection_id, path, path.name, chosen)
    file_runs.read(run_id)
    return run(scope, run_id)


def run(scope: Scope, run_id: UUID) -> RunRow:
    with db.transaction(scope) as session:
        found = file_channels.run(session, scope, run_id)
    assert found is not None
    return found


def counts(found: RunRow) -> tuple[str, int, int, int, int, int]:
    """(status, rows done, created, updated, unchanged, failed)."""
    return found.status, found.done, found.created, found.updated, found.unchanged, found.failed


def errors(found: RunRow) -> list[tuple[int, str, str, str]]:
    return [(one["row"], one["column"], one["code"], one["value"]) for one in found.errors]
