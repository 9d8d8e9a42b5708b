"""Channel import: every listing a channel has, page by page, matched to the books as it comes in."""

from collections.abc import Callable, Sequence
from uuid import UUID

from sqlalchemy.orm import Session

from prapazar.connector_kit.contract import ReadsListings
from prapazar.connector_kit.errors import ConnectorError
from prapazar.connector_kit.records import ListingRecord, ParkedRecord
from prapazar.domain.catalog.actions import runs
from prapazar.domain.catalog.actions.runs import RowError, RunStopped, Step
from prapazar.domain.catalog.enums import ImportKind, ImportStatus
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels import queries as connections
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.listings import queries_matching
from prapazar.domain.listings.actions.adopt import Adopted, create_products_from
from prapazar.domain.listings.actions.match import accept_suggestions, match_by_code
from prapazar.domain.listings.actions.publish_runs import accept_listed
from prapazar.domain.listings.actions.take_in import mark_gone, take_in
from prapazar.domain.listings.enums import ListingStatus, MatchState
from prapazar.domain.listings.errors import NotAdopted
from prapazar.domain.listings.records import IncomingListing
from prapazar.domain.messaging import actions as messaging
from prapazar.flows.connections import Channel, opened
from prapazar.foundation import db, routes
from prapazar.foundation.scope import Scope

BATCH = 500
SOME = 500
"""Listings a person's \"all of them\" takes at a time."""
_MOST_LEFT = 100_000


IMPORTING = "catalog.import_listings:{}"
"""The lock of a connection's import."""
Told = Callable[[int], bool]
"""Hears how many listings came; False ends the work."""


def go_on(_count: int) -> bool:
    return True


def import_listings(connection_id: UUID) -> int:
    """The job: read everything the channel lists. Returns how many listings are new or changed."""
    with db.exclusive(IMPORTING.format(connection_id)) as is_mine:
        if not is_mine:
            return 0
        with opened(connection_id) as channel:
            return read_channel(channel)


def read_channel(channel: Channel, told: Told = go_on) -> int:
    """For whoever holds the lock of `IMPORTING`."""
    if not isinstance(channel.connector, ReadsListings):
        return 0
    with db.transaction(channel.scope) as session:
        channels.start_job(session, channel.id, JobKind.PRODUCTS)
        run_id = runs.start_run(
            session, channel.scope, ImportKind.CHANNEL, channel.account.name, connection_id=channel.id
        )
    count, code = 0, None
    try:
        count = read_all(channel.scope, channel.id, channel.connector, run_id, told)
    except ConnectorError as error:
        code = error.code
        raise
    finally:
        with db.transaction(channel.scope) as session:
            channels.finish_job(session, channel.scope, channel.id, JobKind.PRODUCTS, count=count, error=code)
            if count:  # what is new on the channel stands somewhere among the offers of others
                channels.call_up_jobs(session, [channel.id], [JobKind.BUYBOXES])
    return count


def read_all(
    scope: Scope, connection_id: UUID, connector: ReadsListings, run_id: UUID, told: Told = go_on
) -> int:
    """Pages into the books; a record that cannot be read is an error of the run and blocks nothing."""
    with db.transaction(scope) as session:
        runs.begin(session, run_id)
    seen: set[str] = set()
    count = 0
    try:
        for page in connector.fetch_listings():
            for start in range(0, len(page), BATCH):
                part = page[start : start + BATCH]
                count += _take_page(scope, connection_id, run_id, part)
                seen |= {record.external_id for record in part if record.external_id}
                _ask(told, len(part))
    except RunStopped:
        _finish(scope, run_id, ImportStatus.CANCELLED)
        return count
    except ConnectorError as error:
        with db.transaction(scope) as session:
            runs.advance(session, scope, run_id, Step(), [RowError(0, "", error.code, error.detail)])
        _finish(scope, run_id, ImportStatus.FAILED)
        raise
    with db.transaction(scope) as session:
        mark_gone(session, connection_id, seen)
        # Listings that did not change may be products by now: somebody made them since the last import.
        left = queries_matching.waiting_ids(
            session, scope, MatchState.UNMATCHED, connection_id=connection_id, limit=_MOST_LEFT
        )
        match_by_code(session, scope, left, by_words=False)
        accept_listed(session, scope, connection_id)
        if count:
            _tell_people(session, scope, connection_id)
        runs.finish(session, scope, run_id, ImportStatus.DONE)
    return count


def _ask(told: Told, count: int) -> None:
    if not told(count):
        raise RunStopped


def _take_page(
    scope: Scope, connection_id: UUID, run_id: UUID, page: Sequence[ListingRecord | ParkedRecord]
) -> int:
    good = [record for record in page if isinstance(record, ListingRecord)]
    errors = [
        RowError(0, record.external_id or "", record.code, record.detail)
        for record in page
        if isinstance(record, ParkedRecord)
    ]
    with db.transaction(scope) as session:
        taken = take_in(session, scope, connection_id, [incoming(record) for record in good])
        match_by_code(session, scope, taken.created + taken.updated)
        step = Step(len(page), len(taken.created), len(taken.updated), taken.unchanged, len(errors))
        runs.advance(session, scope, run_id, step, errors)
    return len(taken.created) + len(taken.updated)


def _finish(scope: Scope, run_id: UUID, status: ImportStatus) -> None:
    with db.transaction(scope) as session:
        runs.finish(session, scope, run_id, status)


def _tell_people(session: Session, scope: Scope, connection_id: UUID) -> None:
    counts = queries_matching.match_counts(session, scope, connection_id)
    waiting = counts[MatchState.SUGGESTED] + counts[MatchState.UNMATCHED]
    if waiting:
        messaging.notify(
            session,
            scope,
            "listings.unmatched",
            permission="listings.read",
            level="warning",
            group_key=f"listings.unmatched:{connection_id}",
            store=connection_id,
            values={"channel": connections.connection(session, scope, connection_id).name, "count": waiting},
            link=routes.with_query(routes.MATCHING, connection=str(connection_id)),
        )


def incoming(record: ListingRecord) -> IncomingListing:
    return IncomingListing(
        external_id=record.external_id,
        external_parent_id=record.external_parent_id,
        sku=record.sku,
        barcode=record.barcode,
        title=record.title,
        status=ListingStatus.ACTIVE if record.is_active else ListingStatus.INACTIVE,
        price=record.price,
        quantity=record.quantity,
        url=record.url,
        image=record.images[0] if record.images else None,
        raw={
            "parent_title": record.parent_title,
            "options": record.options,
            "brand": record.brand,
            "category": record.category,
            "vat_rate": None if record.vat_rate is None else str(record.vat_rate),
            "description": record.description,
            "images": list(record.images),
            "desi": None if record.desi is None else str(record.desi),
            "currency": record.currency,
            "list_price": None if record.list_price is None else str(record.list_price),
        },
    )


def adopt_some(
    scope: Scope, connection_id: UUID | None, without: Sequence[UUID], *, most: int = SOME
) -> tuple[Adopted, bool]:
    """The next unmatched listings become products; (what came of them, whether more may wait)."""
    with db.transaction(scope) as session:
        ids = queries_matching.waiting_ids(
            session, scope, MatchState.UNMATCHED, connection_id=connection_id, without=without, limit=most
        )
        return create_products_from(session, scope, ids), len(ids) == most


def adopt_all(scope: Scope, connection_id: UUID | None = None) -> Adopted:
    """Every unmatched listing becomes a product, some a transaction; what is refused is passed over."""
    products = variants = 0
    refused: list[NotAdopted] = []
    has_more = True
    while has_more:
        done, has_more = adopt_some(scope, connection_id, [one.listing_id for one in refused])
        products, variants = products + done.products, variants + done.variants
        refused += done.refused
    return Adopted(products, variants, tuple(refused))


def accept_some(scope: Scope, connection_id: UUID | None = None, *, most: int = SOME) -> tuple[int, bool]:
    """The next suggestions are taken as they stand; (how many, whether more may wait)."""
    with db.transaction(scope) as session:
        ids = queries_matching.waiting_ids(
            session, scope, MatchState.SUGGESTED, connection_id=connection_id, limit=most
        )
        return accept_suggestions(session, scope, ids), len(ids) == most
