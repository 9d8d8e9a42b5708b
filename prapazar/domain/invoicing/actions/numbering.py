"""Numbers: given out one after the other within a series, together with the document that gets them, or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from uuid import UUID, uuid4

from sqlalchemy import text
from sqlalchemy.orm import Session

from prapazar.domain.files import actions as files
from prapazar.domain.files.enums import FileKind, Subject
from prapazar.domain.invoicing import checking, content, drafting, exchanges, rules, sales
from prapazar.domain.invoicing.actions.rows import fill, locked, note
from prapazar.domain.invoicing.documents import number as numbers
from prapazar.domain.invoicing.documents import ubl
from prapazar.domain.invoicing.documents.number import DocumentNumber
from prapazar.domain.invoicing.documents.records import (
    DespatchDocument,
    InvoiceDocument,
    Profile,
)
from prapazar.domain.invoicing.enums import InvoiceKind, InvoiceStatus
from prapazar.domain.invoicing.errors import DocumentFaulty, InvoiceRefused
from prapazar.domain.invoicing.models import Invoice, InvoiceNumber
from prapazar.domain.invoicing.seller import Seller
from prapazar.domain.orders.actions import timeline
from prapazar.foundation.clock import ISTANBUL, now
from prapazar.foundation.scope import Scope

_LATEST = text(
    "SELECT max(last_issued_at) FROM invoice_series WHERE merchant_id = :merchant AND prefix = :prefix"
)
_OPEN = text(
    "INSERT INTO invoice_series (id, merchant_id, prefix, year, last, first)"
    " VALUES (gen_random_uuid(), :merchant, :prefix, :year, 0, 1) ON CONFLICT DO NOTHING"
)
_LOCK = text(
    "SELECT id, last, first, last_issued_at FROM invoice_series"
    " WHERE merchant_id = :merchant AND prefix = :prefix AND year = :year FOR UPDATE"
)
_TAKE = text("UPDATE invoice_series SET last = :sequence, last_issued_at = :moment WHERE id = :id")
_VOID = text(
    "UPDATE invoice_number SET state = 'void', reason = :reason WHERE merchant_id = :merchant"
    " AND prefix = :prefix AND year = :year AND sequence = :sequence"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A number and the moment that goes with it; its series stays locked until the transaction ends."""

    number: DocumentNumber
    issued_at: datetime


def number(session: Session, scope: Scope, invoice_id: UUID, *, alias: str | None) -> str:
    """Numbered, checked and kept as it is sent; a document with a number keeps it and is written anew.

    `alias` is the letter box of a recipient of e-Fatura; None gets an e-Arşiv. Number, document and file
    are of this transaction: it gives all or nothing. Raises DocumentFaulty, InvoiceRefused.
    """
    scope.require("invoices.write")
    row = locked(session, scope, invoice_id)
    if row.status not in {*rules.ISSUABLE, InvoiceStatus.ISSUING, InvoiceStatus.WAITING}:
        raise InvoiceRefused("invoicing.not_issuable")
    seller = sales.seller(session, scope)
    is_taxpayer = alias is not None
    row.content = {**row.content, "alias": alias}
    document = replace(content.read(row.content), seller=seller.party)
    if row.number is None:
        kind = series_of(row, is_taxpayer=is_taxpayer)
        place = take(session, scope, seller.series.get(kind, ""))
    else:
        place = Place(numbers.parse(row.number), row.issued_at)
    if row.number is None:
        document = rated(session, document, row, seller, place.issued_at)
    document = settled(document, row, seller, place, is_taxpayer=is_taxpayer)
    xml = ubl.write(document)
    found = checking.faults(xml, now(), is_test=seller.is_test)
    if found:
        raise DocumentFaulty(found)
    is_new = row.number is None
    as_sent(row, document, seller)
    row.xml_id = files.keep(
        session, scope, Subject.INVOICE, row.id, FileKind.INVOICE, f"{document.number}.xml", xml
    )
    if is_new:
        session.add(
            InvoiceNumber(
                merchant_id=scope.merchant_id,
                prefix=place.number.series,
                year=place.number.year,
                sequence=place.number.serial,
                invoice_id=row.id,
                given_at=place.issued_at,
            )
        )
        session.flush()
        note(session, scope, row.id, "numbered", number=row.number, official=checking.is_official())
        if row.order_id is not None:
            timeline.write(session, scope, [(row.order_id, "invoice_numbered", {"number": row.number})])
    return str(place.number)


class Series:
    """Numbers of one series, which is locked until the transaction ends."""

    def __init__(self, session: Session, scope: Scope, prefix: str) -> None:
        self._session, self._prefix = session, prefix
        keys = {"merchant": scope.merchant_id, "prefix": prefix}
        # A clock set back over New Year's Eve goes on in the year it was in.
        self._moment = max(now(), session.execute(_LATEST, keys).scalar() or now())
        self._year = self._moment.astimezone(ISTANBUL).year
        named = {**keys, "year": self._year}
        session.execute(_OPEN, named)
        row = session.execute(_LOCK, named).one()
        self._id, self._first = row.id, max(row.last + 1, row.first)
        self._moment = max(self._moment, row.last_issued_at or self._moment)

    def places(self) -> Iterator[Place]:
        """What comes next, from the first number that nobody has. Raises InvoiceRefused."""
        for serial in count(self._first):
            try:
                yield Place(DocumentNumber(self._prefix, self._year, serial), self._moment)
            except numbers.BadNumber as error:
                raise InvoiceRefused("invoicing.series_wrong", self._prefix) from error

    def use(self, many: int) -> None:
        """So many of those that come next have their documents; written once."""
        if many:
            taken = {"id": self._id, "sequence": self._first + many - 1, "moment": self._moment}
            self._session.execute(_TAKE, taken)


def take(session: Session, scope: Scope, prefix: str) -> Place:
    """The next number of a series; whoever asks meanwhile waits. Raises InvoiceRefused."""
    series = Series(session, scope, prefix)
    place = next(series.places())
    series.use(1)
    return place


def void(session: Session, scope: Scope, invoice_id: UUID, reason: str) -> None:
    """A number that will never be anybody's; the reason is asked for at an inspection."""
    row = locked(session, scope, invoice_id)
    if row.number is None or not reason.strip():
        raise InvoiceRefused("invoicing.reason_needed")
    given = numbers.parse(row.number)
    session.execute(
        _VOID,
        {
            "merchant": scope.merchant_id,
            "prefix": given.series,
            "year": given.year,
            "sequence": given.serial,
            "reason": reason.strip()[:300],
        },
    )
    note(session, scope, row.id, "voided", number=row.number, reason=reason.strip()[:300])


def renumber(session: Session, scope: Scope, invoice_id: UUID, reason: str) -> None:
    """Back to a draft with another ETTN, since its kind was wrong; its number stays explained."""
    void(session, scope, invoice_id, reason)
    row = locked(session, scope, invoice_id)
    document = replace(content.read(row.content), number="", ettn=uuid4())
    row.number, row.xml_id, row.external_id = None, None, None
    row.status, row.code, row.detail, row.attempts = InvoiceStatus.DRAFT.value, None, "", 0
    fill(row, document)
    session.flush()


def explain_gap(session: Session, scope: Scope, given: DocumentNumber, reason: str) -> None:
    """Of a number that no document here has, such as one used by another program."""
    scope.require("invoices.approve")
    if not reason.strip():
        raise InvoiceRefused("invoicing.reason_needed")
    session.execute(
        text(
            "INSERT INTO invoice_number (id, merchant_id, prefix, year, sequence, state, reason)"
            " VALUES (gen_random_uuid(), :merchant, :prefix, :year, :sequence, 'void', :reason)"
            " ON CONFLICT (merchant_id, prefix, year, sequence) DO UPDATE SET reason = excluded.reason"
            " WHERE invoice_number.state = 'void'"
        ),
        {
            "merchant": scope.merchant_id,
            "prefix": given.series,
            "year": given.year,
            "sequence": given.serial,
            "reason": reason.strip()[:300],
        },
    )


def series_of(row: Invoice, *, is_taxpayer: bool) -> str:
    if row.kind == InvoiceKind.DESPATCH:
        return "despatch"
    if row.kind == InvoiceKind.RETURN:
        return "return"
    return "einvoice" if is_taxpayer else "earchive"


def settled(
    document: InvoiceDocument | DespatchDocument,
    row: Invoice,
    seller: Seller,
    place: Place,
    *,
    is_taxpayer: bool,
) -> InvoiceDocument | DespatchDocument:
    said = str(place.number)
    if isinstance(document, DespatchDocument):
        return replace(document, number=said, issued_at=place.issued_at)
    wanted = Profile(row.wanted_profile) if row.wanted_profile else seller.profile
    return drafting.settled(
        document, number=said, moment=place.issued_at, is_taxpayer=is_taxpayer, wanted=wanted
    )


def rated(
    session: Session,
    document: InvoiceDocument | DespatchDocument,
    row: Invoice,
    seller: Seller,
    moment: datetime,
) -> InvoiceDocument | DespatchDocument:
    """TCMB's rate is that of the day of issue, not of the draft's; one given by hand stays."""
    if not isinstance(document, InvoiceDocument) or row.kind != InvoiceKind.SALE or document.rate_on is None:
        return document
    found = exchanges.of(session, document.currency, seller, moment)
    return replace(document, rate=found.rate, rate_on=found.day) if found else document


def as_sent(row: Invoice, document: InvoiceDocument | DespatchDocument, seller: Seller) -> None:
    """The row of a document that has its number and waits to be sent."""
    fill(row, document)
    row.number, row.code, row.detail = document.number, None, ""
    row.status = InvoiceStatus.WAITING.value
    if isinstance(document, InvoiceDocument) and row.document_kind != "credit_note":
        row.document_kind = "earchive" if document.profile is Profile.ARCHIVE else "einvoice"
    if row.kind == InvoiceKind.SALE and row.due_on is None:
        row.due_on = document.issued_at.astimezone(ISTANBUL).date() + timedelta(days=seller.due_days)
