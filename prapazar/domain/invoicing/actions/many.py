"""Many orders invoiced in one transaction: locked, drafted, numbered, checked, kept and left to be sent together.

A statement is for all of them, not for each: how long an order takes is how long its document is written and checked.
All of it is committed or nothing, so a number is never without its document.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.domain.channels.enums import Topic
from prapazar.domain.files import actions as files
from prapazar.domain.files.enums import FileKind, Subject
from prapazar.domain.invoicing import checking, content, drafting, sales
from prapazar.domain.invoicing.actions import numbering, runs
from prapazar.domain.invoicing.actions.draft import drafted
from prapazar.domain.invoicing.actions.numbering import Place, Series
from prapazar.domain.invoicing.actions.rows import LONGEST, note_many, settle
from prapazar.domain.invoicing.actions.runs import Outcome
from prapazar.domain.invoicing.documents import number as numbers
from prapazar.domain.invoicing.documents import ubl
from prapazar.domain.invoicing.documents.faults import Fault, told
from prapazar.domain.invoicing.documents.records import InvoiceDocument
from prapazar.domain.invoicing.enums import InvoiceKind
from prapazar.domain.invoicing.errors import InvoiceRefused
from prapazar.domain.invoicing.models import Invoice, InvoiceNumber
from prapazar.domain.invoicing.sales import Sale
from prapazar.domain.invoicing.seller import Seller
from prapazar.domain.orders.actions import timeline
from prapazar.foundation import outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope

FAULTY = "invoicing.faulty"
"""The checks found something before it was sent."""
Aliases = Mapping[str, str | None]
"""Letter boxes by tax number; None gets an e-Arşiv. Whoever is not in it was not looked up."""


@dataclass(slots=True)
class _Drafted:
    """A row of the run with its document on the way to a number."""

    row_id: UUID
    row: Invoice
    alias: str | None
    kind: str
    """Of its series."""
    place: Place | None = None
    document: InvoiceDocument | None = None
    xml: bytes = b""
    faults: Sequence[Fault] = ()

    @property
    def order(self) -> UUID:
        return self.row.order_id or UUID(int=0)


def buyers(session: Session, scope: Scope, order_ids: Sequence[UUID]) -> set[str]:
    """Tax numbers of whoever bought, to be looked up before anything is locked for long."""
    scope.require("invoices.write")
    found = sales.many(session, order_ids, locks=False).values()
    return {number for number in map(_tax_number, found) if number is not None}


def _tax_number(sale: Sale) -> str | None:
    """None where what the buyer gave is none: the order is refused for itself."""
    try:
        return drafting.buyer(sale.sold).tax_id
    except InvoiceRefused:
        return None


def invoice_many(
    session: Session, scope: Scope, rows: Sequence[tuple[UUID, UUID]], aliases: Aliases
) -> list[Outcome]:
    """Of a run's rows with their orders.

    Left out is what has to be done alone: an order with a draft already, or a buyer nobody looked up.
    """
    scope.require("invoices.write")
    seller = sales.seller(session, scope)
    usable = sales.providers(session, seller)
    if not usable:
        raise InvoiceRefused("invoicing.no_provider")
    found = sales.many(session, [order_id for _, order_id in rows])
    outcomes: list[Outcome] = []
    chosen: list[_Drafted] = []
    for row_id, order_id in rows:
        sale = found.get(order_id)
        if sale is None:
            outcomes.append(Outcome(row_id, code="invoicing.order_missing"))
        elif not _is_alone(sale, aliases):
            try:
                row = drafted(session, scope, sale, seller)
            except InvoiceRefused as refused:
                outcomes.append(Outcome(row_id, code=refused.code, detail=refused.detail))
                continue
            alias = aliases[row.buyer_tax_number]
            kind = numbering.series_of(row, is_taxpayer=alias is not None)
            chosen.append(_Drafted(row_id, row, alias, kind))
    _number(session, scope, seller, chosen)
    _write(session, scope, seller, chosen, usable[0])
    outcomes += [_outcome(one) for one in chosen]
    runs.record_rows(session, scope, outcomes)
    return outcomes


def _is_alone(sale: Sale, aliases: Aliases) -> bool:
    has_draft = any(one.kind == InvoiceKind.SALE and one.number is None for one in sale.standing)
    return has_draft or _tax_number(sale) not in aliases


def _number(session: Session, scope: Scope, seller: Seller, chosen: Sequence[_Drafted]) -> None:
    """Checked with the numbers they would have; what is left after a fault moves up and is checked again."""
    names = sorted({one.kind for one in chosen})
    open_series = {kind: Series(session, scope, seller.series.get(kind, "")) for kind in names}
    good = list(chosen)
    while good:
        places = {kind: series.places() for kind, series in open_series.items()}
        for one in good:
            place = next(places[one.kind])
            if place != one.place:
                _settle(session, one, place, seller)
        found = checking.faults_of([one.xml for one in good], now(), is_test=seller.is_test)
        for one, faults in zip(good, found, strict=True):
            one.faults = faults
        if not any(found):
            break
        good = [one for one in good if not one.faults]
    for kind, series in open_series.items():
        series.use(sum(one.kind == kind for one in good))


def _settle(session: Session, one: _Drafted, place: Place, seller: Seller) -> None:
    drawn = content.read(one.row.content)
    rated = numbering.rated(session, drawn, one.row, seller, place.issued_at)
    document = numbering.settled(rated, one.row, seller, place, is_taxpayer=one.alias is not None)
    if isinstance(document, InvoiceDocument):
        one.document, one.place, one.xml = document, place, ubl.write(document)


def _outcome(one: _Drafted) -> Outcome:
    if one.faults:
        return Outcome(one.row_id, one.row.id, FAULTY, one.faults[0].said)
    return Outcome(one.row_id, one.row.id)


def _write(
    session: Session, scope: Scope, seller: Seller, chosen: Sequence[_Drafted], provider: UUID
) -> None:
    """A document with a fault stays a draft, with what is wrong with it."""
    is_official = checking.is_official()
    events: list[tuple[UUID, str, dict[str, Any]]] = [
        (one.row.id, "drafted", {"order": _order_number(one)}) for one in chosen
    ]
    orders: list[timeline.Event] = [(one.order, "invoice_drafted", {}) for one in chosen]
    good: list[_Drafted] = []
    for one in chosen:
        if one.faults:
            said = one.faults[0].said[:LONGEST]
            one.row.code, one.row.detail = FAULTY, said
            values = {"code": FAULTY, "detail": said, "faults": told(one.faults)}
            events.append((one.row.id, "failed", values))
            orders.append((one.order, "invoice_failed", {"detail": said[:300]}))
        elif one.document is not None:
            good.append(one)
            one.row.content = {**one.row.content, "alias": one.alias}
            one.row.connection_id = provider
            numbering.as_sent(one.row, one.document, seller)
            events.append((one.row.id, "numbered", {"number": one.row.number, "official": is_official}))
            orders.append((one.order, "invoice_numbered", {"number": one.row.number}))
    kept = files.keep_new(
        session,
        scope,
        Subject.INVOICE,
        FileKind.INVOICE,
        [(one.row.id, f"{one.row.number}.xml", one.xml) for one in good],
    )
    for one, xml_id in zip(good, kept, strict=True):
        one.row.xml_id = xml_id
    session.add_all([*(one.row for one in chosen), *(_taken(scope, one) for one in good)])
    session.flush()
    note_many(session, scope, events)
    timeline.write(session, scope, orders)
    settle(session, scope, *(one.row.order_id for one in chosen))
    waiting = {one.row.id: {"invoice_id": str(one.row.id)} for one in good}
    outbox.append_many(session, scope.merchant_id, Topic.SEND_DOCUMENTS.value, provider, waiting)


def _order_number(one: _Drafted) -> str:
    return one.document.order.number if one.document and one.document.order else ""


def _taken(scope: Scope, one: _Drafted) -> InvoiceNumber:
    given = numbers.parse(one.row.number or "")
    return InvoiceNumber(
        merchant_id=scope.merchant_id,
        prefix=given.series,
        year=given.year,
        sequence=given.serial,
        invoice_id=one.row.id,
        given_at=one.row.issued_at,
    )
