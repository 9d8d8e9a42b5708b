"""Mappings and what follows from them: categories and attributes learned, parked orders read again."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from prapazar.connector_kit.content import AttributeRecord
from prapazar.connector_kit.contract import ReadsAttributes, ReadsCategories
from prapazar.connector_kit.statuses import UNKNOWN
from prapazar.domain.channels import actions as channels
from prapazar.domain.channels.enums import Topic
from prapazar.domain.mappings import actions
from prapazar.domain.mappings.actions import Choice
from prapazar.domain.mappings.enums import MappingKind
from prapazar.domain.orders import reports
from prapazar.flows import handing_back
from prapazar.flows.connections import Channel, ConnectionIdle, opened
from prapazar.foundation import db, live, outbox
from prapazar.foundation.outbox import Claim
from prapazar.foundation.scope import Scope

_LEASE = timedelta(minutes=5)
_AT_ONCE = 25


def ask_categories(session: Session, scope: Scope, connection_id: UUID) -> None:
    """Have a worker read the channel's categories."""
    scope.require("channels.write")
    _ask(session, scope, connection_id, "")


def ask_attributes(session: Session, scope: Scope, connection_id: UUID, categories: Sequence[str]) -> None:
    """Have a worker read what these categories ask for."""
    for category in dict.fromkeys(categories):
        _ask(session, scope, connection_id, category)


def _ask(session: Session, scope: Scope, connection_id: UUID, category: str) -> None:
    key = uuid5(connection_id, category)
    outbox.append(session, scope.merchant_id, Topic.LEARN.value, connection_id, key, {"category": category})


def learn(connection_id: UUID) -> int:
    """Read from the channel what was asked for. Returns how many questions were answered."""
    with db.exclusive(f"{Topic.LEARN}:{connection_id}") as is_mine:
        if not is_mine:
            return 0
        try:
            with opened(connection_id) as channel:
                with db.transaction(channel.scope) as session:
                    claims = outbox.claim(session, Topic.LEARN.value, channel.id, _AT_ONCE, _LEASE)
                return handing_back.one_by_one(channel, claims, lambda claim: _learn(channel, claim))
        except ConnectionIdle:
            handing_back.put_off(connection_id, Topic.LEARN)
            return 0


def _learn(channel: Channel, claim: Claim) -> None:
    category = str(claim.payload["category"])
    connector, scope = channel.connector, channel.scope
    if category and isinstance(connector, ReadsAttributes):
        asked = [_row(place, one) for place, one in enumerate(connector.fetch_attributes(category))]
        with db.transaction(scope) as session:
            channels.replace_attributes(session, scope, channel.id, category, asked)
    elif not category and isinstance(connector, ReadsCategories):
        found = connector.fetch_categories()
        rows = [(c.external_id, c.parent_external_id, c.name, c.is_leaf) for c in found]
        with db.transaction(scope) as session:
            channels.replace_categories(session, scope, channel.id, rows)
            live.tell(session, scope.merchant_id, "mappings.changed", connection=str(channel.id))
    with db.transaction(scope) as session:
        outbox.finish(session, [claim.id])


def _row(place: int, record: AttributeRecord) -> dict[str, object]:
    return {
        "external_id": record.external_id,
        "place": place,
        "name": record.name,
        "is_required": record.is_required,
        "allows_custom": record.allows_custom,
        "is_variant": record.is_variant,
        "choices": [{"id": one.external_id, "name": one.name} for one in record.values],
    }


def map_keys(
    session: Session, scope: Scope, connection_id: UUID, kind: MappingKind, chosen: Sequence[Choice]
) -> list[UUID]:
    """As actions.map_keys, with what follows from it."""
    if kind is MappingKind.ATTRIBUTE:
        written = [
            one
            for choice in chosen
            for one in actions.map_attribute(
                session, scope, connection_id, choice.place, choice.key, choice.target_id
            )
        ]
    else:
        written = actions.map_keys(session, scope, connection_id, kind, chosen)
    _follow(session, scope, connection_id, kind, written)
    return written


def accept(
    session: Session,
    scope: Scope,
    connection_id: UUID,
    kind: MappingKind,
    *,
    share: int = 0,
    only: Sequence[tuple[str, str]] | None = None,
) -> list[UUID]:
    """As actions.accept, with what follows from it."""
    written = actions.accept(session, scope, connection_id, kind, share=share, only=only)
    _follow(session, scope, connection_id, kind, written)
    return written


def _follow(
    session: Session, scope: Scope, connection_id: UUID, kind: MappingKind, written: Sequence[UUID]
) -> None:
    """A mapped category is asked what it wants to know; orders parked for a mapped status are read again."""
    if kind is MappingKind.CATEGORY:
        ask_attributes(session, scope, connection_id, actions.written_targets(session, written))
    elif kind is MappingKind.STATUS:
        words = actions.written_keys(session, written)
        reports.read_again_all(session, scope, connection_id, UNKNOWN, words)
