"""What a person sees of a feed and may change about it: settings, categories, address, a new file."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from prapazar.connector_kit import registry
from prapazar.domain.access import audit
from prapazar.domain.channels import actions as channel_actions
from prapazar.domain.channels import queries as channel_queries
from prapazar.domain.channels.enums import JobKind
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.domain.feeds import actions, catalogue, queries
from prapazar.domain.feeds.queries import FeedRow, RemarkRow, RunRow
from prapazar.flows import channels, feeds
from prapazar.flows.channels import FormField
from prapazar.foundation import db
from prapazar.foundation.scope import Locale, Scope

LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class FeedView:
    """All of a feed's screen but the remarks."""

    feed: FeedRow
    address: str
    runs: list[RunRow]
    fields: list[FormField]
    """With the value it has now as `default`."""
    categories: list[tuple[str, int, str]]
    """Our path, its active products, the channel's name."""


@dataclass(frozen=True, slots=True)
class RemarkPage:
    rows: list[RemarkRow]
    total: int


def view(scope: Scope, connection_id: UUID, locale: Locale) -> FeedView:
    """Raises ConnectionMissing, FeedMissing."""
    scope.require("channels.read")
    with db.transaction(scope) as session:
        connection = channel_queries.connection(session, scope, connection_id)
        feed = queries.feed(session, connection_id)
        runs = queries.runs(session, scope, connection_id)
        used = catalogue.categories(session, scope)
    card = next(card for card in channels.connectors(locale) if card.slug == connection.connector)
    fields = [
        FormField(
            one.name,
            one.kind,
            one.label,
            one.help,
            one.is_required,
            str(connection.settings.get(one.name, "")),
            one.choices,
        )
        for one in card.fields
    ]
    named = [(path, count, feed.categories.get(path, "")) for path, count in used]
    return FeedView(feed, feeds.address(feed), runs, fields, named)


def remarks(scope: Scope, connection_id: UUID, search: str, offset: int, limit: int) -> RemarkPage:
    """Of the last run that came to its end."""
    with db.transaction(scope) as session:
        finished = [run for run in queries.runs(session, scope, connection_id) if run.status == "done"]
        if not finished:
            return RemarkPage([], 0)
        found, total = queries.remarks(
            session, scope, finished[0].id, search=search, offset=offset, limit=limit
        )
    return RemarkPage(found, total)


def renew_address(scope: Scope, connection_id: UUID) -> None:
    with db.transaction(scope) as session:
        actions.renew_key(session, scope, connection_id)


def configure(scope: Scope, connection_id: UUID, typed: Mapping[str, str]) -> None:
    """Raises ConnectionInvalid. The file is written anew at once."""
    scope.require("channels.write")
    with db.transaction(scope) as session:
        connector = channel_queries.connection(session, scope, connection_id).connector
        manifest = registry.manifest(connector)
        values = {field.name: str(typed.get(field.name, "")).strip() for field in manifest.auth.fields}
        for field, code in manifest.faults(values).items():
            raise ConnectionInvalid(field, code)
        kept, _ = manifest.split(values)
        channel_actions.set_settings(session, scope, connection_id, kept)
        if manifest.feed is not None and kept.get("format") in manifest.feed.formats:
            actions.choose_format(session, scope, connection_id, kept["format"])
        audit.append(session, scope, "feeds.configure", connection_id, dict(kept))
        actions.ask(session, scope, connection_id)
        channel_actions.call_up_jobs(session, [connection_id], [JobKind.FEED])


def map_categories(scope: Scope, connection_id: UUID, names: Mapping[str, str]) -> None:
    """The channel's name by our path; an empty one takes the mapping away."""
    with db.transaction(scope) as session:
        for path, name in names.items():
            actions.map_category(session, scope, connection_id, path, name.strip()[:LONGEST_NAME])
        channel_actions.call_up_jobs(session, [connection_id], [JobKind.FEED])
