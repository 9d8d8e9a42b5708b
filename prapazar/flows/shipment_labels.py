"""Labels to print: ours drawn from the books, those of carriers and channels fetched once and kept."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from io import BytesIO
from itertools import groupby
from uuid import UUID

import pypdfium2
from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import MakesLabels
from prapazar.connector_kit.errors import Rejected
from prapazar.connector_kit.parcels import LabelFormat
from prapazar.domain.channels.enums import Topic
from prapazar.domain.files import actions as files
from prapazar.domain.shipping import actions, labels_read
from prapazar.domain.shipping.labels import files as label_files
from prapazar.domain.shipping.labels.content import LabelContent
from prapazar.domain.shipping.labels.files import Paper
from prapazar.domain.shipping.labels_read import LabelRow
from prapazar.flows import handing_back, standing
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.flows.shipments import ENDINGS
from prapazar.foundation import db, outbox
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Scope

LEASE = timedelta(minutes=2)
AT_ONCE = 50
MOST = actions.MOST_LABELS
"""Shipments on one print-out."""
_PDF, _ZPL = "application/pdf", "application/zpl"


class Print(StrEnum):
    LABEL = "10x15"
    A4 = "a4"
    ZPL = "zpl"


CONTENT_TYPES = {Print.LABEL: _PDF, Print.A4: _PDF, Print.ZPL: _ZPL}


@dataclass(frozen=True, slots=True)
class PrintOut:
    name: str
    content_type: str
    data: bytes
    shipment_ids: tuple[UUID, ...]


def fetch(connection_id: UUID) -> int:
    """Bring labels that are drawn elsewhere. Returns how many are settled."""
    with db.exclusive(f"{Topic.FETCH_LABELS}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                with db.transaction(channel.scope) as session:
                    claims = outbox.claim(session, Topic.FETCH_LABELS.value, channel.id, AT_ONCE, LEASE)
                return handing_back.one_by_one(channel, claims, lambda claim: _fetch(channel, claim))
        except ConnectionIdle:
            handing_back.put_off(connection_id, Topic.FETCH_LABELS)
            return 0


def _fetch(channel: Channel, claim: Claim) -> None:
    """Where there is none for this one, ours shows the channel's number: nothing is left to be done."""
    connector, label, name = channel.connector, None, ""
    with db.transaction(channel.scope) as session:
        asked = labels_read.asked_label(session, UUID(claim.payload["shipment_id"]))
    if asked is not None and isinstance(connector, MakesLabels):
        wanted = LabelFormat.PDF if LabelFormat.PDF in connector.label_formats else connector.label_formats[0]
        try:
            label = connector.fetch_label(asked.number, asked.external_id, wanted)
            name = f"{asked.reference}.{ENDINGS[label.format]}"
        except Rejected:
            label = None

    def record(session: Session) -> None:
        outbox.finish(session, [claim.id])
        if asked is not None and label is not None:
            actions.record_label(session, channel.scope, asked.id, name, label.data)

    db.retried(channel.scope, record)


Drawn = dict[UUID, tuple[files.KeptFile, bytes]]
Told = Callable[[], None]
"""Called as each shipment is drawn."""


@dataclass(frozen=True, slots=True)
class Stack:
    """What is printed together, read from the books."""

    rows: tuple[LabelRow, ...]
    drawn: Drawn


def read(scope: Scope, shipment_ids: Sequence[UUID]) -> Stack:
    """In the order given; shipments that no carrier has taken are left out."""
    scope.require("fulfillment.read")
    with db.transaction(scope) as session:
        rows = labels_read.contents(
            session, list(dict.fromkeys(shipment_ids))[:MOST], standing.channel_name, scope.locale
        )
        return Stack(tuple(rows), _drawn(session, scope, rows))


def _drawn(session: Session, scope: Scope, rows: Sequence[LabelRow]) -> Drawn:
    """What others drew; a file that is no readable PDF must not spoil the print-out of a whole day."""
    found = {row.label_id: files.read(session, scope, row.label_id) for row in rows if row.label_id}
    return {
        key: kept
        for key, kept in found.items()
        if kept[0].content_type != _PDF or label_files.is_readable(kept[1])
    }


def printed(scope: Scope, shipment_ids: Sequence[UUID], kind: Print, start: int = 1) -> PrintOut | None:
    """One file for all of them; None where none of them has a label.

    `start`: the first free field of a sheet of A4 that was begun.
    """
    stack = read(scope, shipment_ids)
    if not stack.rows:
        return None
    out = print_out(stack, kind, start)
    with db.transaction(scope) as session:
        actions.mark_printed(session, scope, out.shipment_ids)
    return out


def print_out(stack: Stack, kind: Print, start: int = 1, told: Told = lambda: None) -> PrintOut:
    """Drawn without the books, which another may use meanwhile."""
    is_zpl, first, count = kind is Print.ZPL, stack.rows[0].reference, len(stack.rows)
    data = b"\n".join(_zpl(stack, told)) if is_zpl else _pdf(stack, Paper(kind.value), start, told)
    name = first if count == 1 else f"{first}-{count}"
    return PrintOut(
        f"{name}.{'zpl' if is_zpl else 'pdf'}",
        CONTENT_TYPES[kind],
        data,
        tuple(row.shipment_id for row in stack.rows),
    )


def _pdf(stack: Stack, paper: Paper, start: int = 1, told: Told = lambda: None) -> bytes:
    """Ours in one piece as long as they follow each other; what others drew stands between, as they drew it.

    A label that a carrier gives for its printers alone cannot stand on paper: there ours shows its number.
    """
    parts: list[bytes] = []
    for is_ours, rows in groupby(stack.rows, lambda row: _foreign(stack, row, _PDF) is None):
        if is_ours:
            parts.append(label_files.pdf(_labels(rows, told), paper, start))
            start = 1
            continue
        for row in rows:
            parts.append(_foreign(stack, row, _PDF) or b"")
            told()
    return parts[0] if len(parts) == 1 else label_files.joined(parts)


def _zpl(stack: Stack, told: Told) -> Iterator[bytes]:
    for is_ours, rows in groupby(stack.rows, lambda row: _foreign(stack, row, _ZPL, _PDF) is None):
        if is_ours:
            yield label_files.zpl(_labels(rows, told))
            continue
        for row in rows:
            ready = _foreign(stack, row, _ZPL)
            yield ready if ready is not None else label_files.pdf_as_zpl(_foreign(stack, row, _PDF) or b"")
            told()


def _labels(rows: Iterable[LabelRow], told: Told) -> Iterator[LabelContent]:
    for row in rows:
        yield from row.labels
        told()


def _foreign(stack: Stack, row: LabelRow, *kinds: str) -> bytes | None:
    """What somebody else drew for it, if it is of one of these kinds."""
    kept = stack.drawn.get(row.label_id) if row.label_id else None
    return kept[1] if kept is not None and kept[0].content_type in kinds else None


def preview(scope: Scope, shipment_id: UUID) -> bytes | None:
    """The first label as a picture of the screen's size."""
    stack = read(scope, [shipment_id])
    return _picture(_pdf(stack, Paper.LABEL)) if stack.rows else None


def _picture(document: bytes) -> bytes:
    opened_pdf = pypdfium2.PdfDocument(document)
    try:
        target = BytesIO()
        opened_pdf[0].render(scale=1.6, grayscale=True).to_pil().save(target, "PNG", compress_level=1)
        return target.getvalue()
    finally:
        opened_pdf.close()
