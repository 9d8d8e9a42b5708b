"""Product files: the catalogue as one channel may be told it, page by page onto the disk, with what was left out."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from prapazar.connector_kit import files
from prapazar.connector_kit.file_products import FileOffer, LeftOut, row_of
from prapazar.connector_kit.files import ProductField
from prapazar.domain.catalog.actions import runs
from prapazar.domain.catalog.actions.runs import RowError, Step
from prapazar.domain.catalog.enums import ImportKind
from prapazar.domain.catalog.queries import RunRow
from prapazar.domain.listings import file_offers
from prapazar.domain.listings.file_offers import FileOfferRow
from prapazar.flows import file_channels
from prapazar.flows.file_channels import FileChannel
from prapazar.foundation import db
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from prapazar.foundation.sheets import Cell

BATCH = 1_000
CHANGED = "changed"
"""What a run is asked for: `changed` alone, or everything."""
_FIRST = UUID(int=0)


@dataclass(slots=True)
class _Told:
    """What this file says, remembered once it is whole."""

    digests: dict[UUID, bytes] = field(default_factory=dict)


def ask(scope: Scope, connection_id: UUID, *, only_changed: bool) -> UUID:
    """A worker makes the file. Raises ConnectionMissing, NotByFiles."""
    with db.transaction(scope) as session:
        found = file_channels.channel(session, scope, connection_id)
        moment = now().astimezone(ISTANBUL).strftime("%Y-%m-%d-%H%M")
        name = f"{found.connector}-{'degisen-' if only_changed else ''}urunler-{moment}.{found.ending}"
        return file_channels.start(
            session,
            scope,
            found,
            ImportKind.PRODUCT_FILE,
            name,
            asked={CHANGED: "1"} if only_changed else {},
            total=file_offers.count(session),
        )


def make(scope: Scope, run: RunRow, _done: int) -> None:
    """From the beginning each time: half a file is of no use to anybody."""
    if run.connection_id is None:
        return
    with db.transaction(scope) as session:
        found = file_channels.channel(session, scope, run.connection_id)
        runs.start_over(session, run.id)
    told = _Told()
    rows = _rows(scope, run, found, told)
    headings = files.headings(found.profile, found.form)
    with file_channels.made_path(scope, found) as path:
        file_channels.write_sheet(path, found, headings, rows)
        with db.transaction(scope) as session:
            runs.keep_file(session, run.id, str(path.relative_to(settings().data_dir)))
            file_offers.remember(session, scope, found.id, told.digests)


def _rows(scope: Scope, run: RunRow, found: FileChannel, told: _Told) -> Iterator[list[Cell]]:
    """Every page in a transaction of its own, which also says how far the run is."""
    after = _FIRST
    while True:
        with db.transaction(scope) as session:
            page = file_offers.page(session, found.id, after, BATCH)
            before = file_offers.told(session, found.id, [row.variant_id for row in page])
            good, errors, same = _chosen(page, before, found, told, only_changed=CHANGED in run.mapping)
            left = len({error.value for error in errors})
            step = Step(rows=len(page), created=len(good), unchanged=same, failed=left)
            runs.advance(session, scope, run.id, step, errors)
        yield from good
        if len(page) < BATCH:
            return
        after = page[-1].variant_id


def _chosen(
    page: list[FileOfferRow],
    before: dict[UUID, bytes],
    found: FileChannel,
    told: _Told,
    *,
    only_changed: bool,
) -> tuple[list[list[Cell]], list[RowError], int]:
    """Rows to write, what was left out, and how many are as the last file said."""
    good: list[list[Cell]] = []
    errors: list[RowError] = []
    same = 0
    for one in page:
        row = row_of(_offer(one), found.profile, found.form)
        cells = [cell for cell in row if not isinstance(cell, LeftOut)]
        if len(cells) < len(row):
            errors += [
                RowError(0, cell.column, cell.code, one.sku) for cell in row if isinstance(cell, LeftOut)
            ]
            continue
        digest = hashlib.blake2b(repr(cells).encode(), digest_size=16).digest()
        told.digests[one.variant_id] = digest
        if only_changed and before.get(one.variant_id) == digest:
            same += 1
        else:
            good.append(cells)
    return good, errors, same


def _offer(row: FileOfferRow) -> FileOffer:
    is_free = bool(row.sale_price) and row.is_above_floor
    fault = ""
    if not row.sale_price:
        fault = "no_price"
    elif not row.has_floor:
        fault = "no_floor"
    elif not row.is_above_floor:
        fault = "below_floor"
    texts = {
        ProductField.BARCODE: row.barcode or "",
        ProductField.CODE: row.code or "",
        ProductField.NAME: row.name,
        ProductField.VARIANT: row.variant,
        ProductField.BRAND: row.brand or "",
        ProductField.CATEGORY: row.category or "",
        ProductField.DESCRIPTION: row.description,
        ProductField.CURRENCY: row.currency,
        ProductField.IMAGES: " | ".join(row.images),
    }
    return FileOffer(
        sku=row.sku,
        texts=texts,
        vat_rate=row.vat_rate,
        desi=row.desi,
        price=row.sale_price if is_free else None,
        list_price=row.list_price,
        quantity=row.quantity,
        price_fault=fault,
    )
