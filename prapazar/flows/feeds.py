"""Writes the file a channel fetches: the catalogue read in batches, told by its profile, put in place at once."""

import gzip
import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, cast
from uuid import UUID

import structlog

from prapazar.connector_kit import feed_files, feed_text, feeds, registry
from prapazar.connector_kit.feeds import FeedItem, Profile, ProfileField
from prapazar.connector_kit.manifest import FeedFormat, Kind, Manifest
from prapazar.domain.channels import actions as channel_actions
from prapazar.domain.channels import queries as channel_queries
from prapazar.domain.channels.enums import ConnectionStatus, JobKind
from prapazar.domain.channels.queries import Account
from prapazar.domain.feeds import actions, catalogue, queries
from prapazar.domain.feeds.actions import Remark, Written
from prapazar.domain.feeds.catalogue import CatalogueRow
from prapazar.domain.feeds.queries import FeedRow
from prapazar.flows.connections import ConnectionIdle, scope_of
from prapazar.foundation import db
from prapazar.foundation.clock import now
from prapazar.foundation.money import parse_amount
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings

BATCH = 500
FOLDER = "feeds"
GZIP_SUFFIX = ".gz"
_LEVEL = 6
log = structlog.get_logger(__name__)


def look(connection_id: UUID) -> int:
    """Write the file anew if it is due. Returns the articles in it; 0 where nothing had to be done.

    One writer per feed: a second one finds the door closed and leaves it to the first. Raises ConnectionIdle.
    """
    with db.exclusive(f"feeds.look:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        scope = scope_of(connection_id)
        with db.transaction(scope) as session:
            account = channel_queries.account(session, connection_id)
            feed = queries.feed(session, connection_id)
            is_due = queries.is_due(session, scope, feed) or _is_lost(feed)
        if account.status != ConnectionStatus.ACTIVE:
            raise ConnectionIdle(account.status)
        if not is_due:
            _note_look(scope, connection_id, 0)
            return 0
        return _written(scope, account, feed)


def _is_lost(feed: FeedRow) -> bool:
    """The books came from a backup, the file did not."""
    return feed.digest is not None and not path_of(feed).is_file()


def _note_look(scope: Scope, connection_id: UUID, count: int, error: str | None = None) -> None:
    with db.transaction(scope) as session:
        if channel_actions.start_job(session, connection_id, JobKind.FEED) is not None:
            channel_actions.finish_job(session, scope, connection_id, JobKind.FEED, count=count, error=error)


@dataclass(slots=True)
class _Run:
    scope: Scope
    account: Account
    feed: FeedRow
    manifest: Manifest
    id: UUID
    profile: Profile
    fields: tuple[ProfileField, ...]
    counts: dict[str, int] = field(default_factory=lambda: {"written": 0, "left_out": 0, "noted": 0})

    @property
    def format(self) -> FeedFormat:
        return cast("FeedFormat", self.feed.format)


def _written(scope: Scope, account: Account, feed: FeedRow) -> int:
    manifest = registry.manifest(account.connector)
    profile, fields = feeds.fields_of(
        manifest, registry.folder(account.connector), cast("FeedFormat", feed.format)
    )
    with db.transaction(scope) as session:
        total = catalogue.count(session, scope)
        run_id = actions.start_run(session, scope, account.id, total)
    run = _Run(scope, account, feed, manifest, run_id, profile, fields)
    read_from = now()
    try:
        with _placed(feed.connection_id, run.format) as place:
            for row in _rows(run):
                place.write(row)
            place.finish()
    except Exception:
        with db.transaction(scope) as session:
            actions.fail_run(session, scope, run_id, "feeds.failed")
        _note_look(scope, account.id, 0, "feeds.failed")
        raise
    file = Written(place.digest, run.format, place.size, read_from)
    with db.transaction(scope) as session:
        is_changed = actions.finish_run(session, scope, account.id, run_id, file, run.counts)
    _remove_others(feed.connection_id, place.digest)
    _note_look(scope, account.id, run.counts["written"])
    log.info("feed written", connection=str(account.id), changed=is_changed, **run.counts)
    return run.counts["written"]


def _rows(run: _Run) -> Iterator[str]:
    """The file's text, piece by piece; no more than a batch of articles is in memory."""
    feed = run.manifest.feed
    if feed is None:
        raise LookupError(run.manifest.slug)
    home = str(run.account.settings.get("shop_url", ""))
    layout = feed_files.layout(feed, run.format, run.fields, run.account.name, home)
    yield layout.head()
    after = catalogue.FIRST
    while True:
        with db.transaction(run.scope) as session:
            found = catalogue.batch(session, run.scope, run.account.id, _shops(), after=after, size=BATCH)
        if not found:
            break
        after = found[-1].variant_id
        remarks: list[Remark] = []
        for row in found:
            told = _told(run, row, remarks)
            if told is not None:
                yield layout.row(told)
        with db.transaction(run.scope) as session:
            actions.advance(session, run.scope, run.id, len(found), remarks)
        if len(found) < BATCH:
            break
    yield layout.foot()


def _shops() -> list[str]:
    """Connectors whose listings have an address buyers can open."""
    return [one.slug for one in registry.all_manifests() if Kind.SHOP in one.kinds]


def _told(
    run: _Run, row: CatalogueRow, remarks: list[Remark]
) -> tuple[tuple[ProfileField, feeds.Told], ...] | None:
    if row.cause is not None:
        run.counts["left_out"] += 1
        remarks.append(_remark(row, row.cause, is_left_out=True))
        return None
    verdict = feeds.judged(run.profile, run.fields, item(row, run.account.settings, run.feed.categories))
    if verdict.cause is not None:
        run.counts["left_out"] += 1
        cause = verdict.cause
        remarks.append(_remark(row, cause.code, cause.field, cause.value, is_left_out=True))
        return None
    run.counts["written"] += 1
    run.counts["noted"] += bool(verdict.notes)
    remarks += [_remark(row, note.code, note.field, note.value, is_left_out=False) for note in verdict.notes]
    return verdict.told


def _remark(row: CatalogueRow, code: str, name: str = "", value: str = "", *, is_left_out: bool) -> Remark:
    return Remark(row.product_id, row.sku, row.product_name[:200], is_left_out, code, name, value)


def item(row: CatalogueRow, said: Mapping[str, str], categories: Mapping[str, str]) -> FeedItem:
    """`said` are the connection's settings, `categories` the channel's by ours."""
    several = row.siblings > 1
    return FeedItem(
        sku=row.sku,
        product_name=row.product_name,
        variant_name=row.variant_name if several else "",
        description=row.description,
        brand=row.brand,
        category=row.category,
        channel_category=mapped(row.category, categories),
        category_key=row.category_id.hex[-12:] if row.category_id else "",
        group=(row.product_code or str(row.product_id)) if several else "",
        barcode=row.barcode,
        link=_link(row, str(said.get("link_template", ""))),
        images=tuple(row.images),
        price=row.price,
        list_price=row.list_price,
        currency=row.currency,
        quantity=row.quantity,
        shipping=_shipping(row.price, said),
        handling_days=str(said.get("handling_days", "")),
        options=row.options,
        desi=row.desi,
    )


def mapped(path: str, categories: Mapping[str, str]) -> str:
    """The channel's category of ours, or of the nearest one above it."""
    while path:
        if path in categories:
            return categories[path]
        path = path.rpartition(" > ")[0]
    return ""


def _link(row: CatalogueRow, template: str) -> str:
    if not template:
        return row.link
    return feed_text.filled(template, {"sku": row.sku, "barcode": row.barcode, "code": row.product_code})


def _shipping(price: Decimal, said: Mapping[str, str]) -> Decimal | None:
    cost, free_from = said.get("shipping_price"), said.get("free_shipping_from")
    if free_from and price >= parse_amount(free_from):
        return Decimal(0)
    return parse_amount(cost) if cost else None


class _Place:
    """A file on its way: plain and packed beside each other, counted and digested as they are written."""

    def __init__(self, folder: Path, feed_format: str, plain: IO[bytes], packed: IO[bytes]) -> None:
        self._folder = folder
        self._format = feed_format
        self._plain, self._packed = plain, packed
        # Without name and moment: the same articles make the same bytes.
        self._zip = gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=packed, mtime=0)
        self._hash = hashlib.sha256()
        self.size = 0

    @property
    def digest(self) -> str:
        return self._hash.hexdigest()[:32]

    def write(self, text: str) -> None:
        data = text.encode()
        self._hash.update(data)
        self.size += len(data)
        self._plain.write(data)
        self._zip.write(data)

    def finish(self) -> None:
        self._zip.close()
        for file in (self._plain, self._packed):
            file.flush()
        target = self._folder / f"{self.digest}.{self._format}"
        Path(self._packed.name).rename(target.with_name(target.name + GZIP_SUFFIX))
        Path(self._plain.name).rename(target)


@contextmanager
def _placed(connection_id: UUID, feed_format: str) -> Iterator[_Place]:
    """Nobody sees half a file: it gets its name, which is that of its content, when it is whole."""
    folder = folder_of(connection_id)
    folder.mkdir(parents=True, exist_ok=True)
    with (
        NamedTemporaryFile(dir=folder, prefix=".new-", delete=False) as plain,
        NamedTemporaryFile(dir=folder, prefix=".new-", delete=False) as packed,
    ):
        try:
            yield _Place(folder, feed_format, plain, packed)
        finally:
            for file in (plain, packed):
                Path(file.name).unlink(missing_ok=True)


def _remove_others(connection_id: UUID, digest: str) -> None:
    """Whoever fetches an older one at this moment has it open and gets it whole."""
    for path in folder_of(connection_id).iterdir():
        if not path.name.startswith(digest):
            path.unlink(missing_ok=True)


def folder_of(connection_id: UUID) -> Path:
    return settings().data_dir / FOLDER / str(connection_id)


def remove_abandoned() -> int:
    """Files of connections that are gone. Returns how many folders went."""
    folders = [path for path in (settings().data_dir / FOLDER).glob("*") if path.is_dir()]
    if not folders:
        return 0
    with db.system_transaction() as session:
        known = queries.connection_ids(session)
    gone = [folder for folder in folders if folder.name not in known]
    for folder in gone:
        shutil.rmtree(folder, ignore_errors=True)
    return len(gone)


def path_of(feed: FeedRow, *, is_packed: bool = False) -> Path:
    name = f"{feed.digest}.{feed.file_format}"
    return folder_of(feed.connection_id) / (name + GZIP_SUFFIX if is_packed else name)


def media_type(feed_format: str) -> str:
    return feed_files.MEDIA_TYPES[feed_format]


def fetched(key: str, feed_format: str) -> FeedRow:
    """The feed behind an address, for whoever holds it. Raises FeedMissing."""
    with db.system_transaction() as session:
        found = queries.served(session, key, feed_format)
        actions.note_fetch(session, found.id)
    return found


def address(feed: FeedRow) -> str:
    return f"{settings().address}/feeds/{feed.key}.{feed.format}"


def write_now(scope: Scope, connection_id: UUID) -> None:
    """The scheduler's next turn, a second or two from now, writes it whatever changed."""
    with db.transaction(scope) as session:
        actions.ask(session, scope, connection_id)
        channel_actions.call_up_jobs(session, [connection_id], [JobKind.FEED])


def formats(connector: str) -> Sequence[str]:
    """Empty for a connector that serves no file."""
    feed = registry.manifest(connector).feed
    return feed.formats if feed else ()
