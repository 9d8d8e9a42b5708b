"""Test mode: which environments a store has, and going from one to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from prapazar.connector_kit import registry
from prapazar.domain.access import audit
from prapazar.domain.channels import queries, twins
from prapazar.domain.channels.enums import Topic
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.flows import channels
from prapazar.flows.channels import FormField
from prapazar.foundation import db, outbox
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class Place:
    """One environment the manifest has, as this store stands in it."""

    environment: str
    connection_id: UUID | None
    """None: nobody has given credentials for it yet."""
    status: str
    waiting: int
    is_here: bool


def places(scope: Scope, connection_id: UUID) -> list[Place]:
    """In the manifest's order. Raises ConnectionMissing."""
    with db.transaction(scope) as session:
        row = queries.connection(session, scope, connection_id)
        known = {one.environment: one for one in twins.family(session, scope, connection_id)}
    found = []
    for environment in registry.manifest(row.connector).hosts:
        one = known.get(environment)
        found.append(
            Place(
                environment,
                one.id if one else None,
                one.status if one else "",
                one.waiting if one else 0,
                one is not None and one.id == connection_id,
            )
        )
    return found


def fields(scope: Scope, connection_id: UUID) -> tuple[list[FormField], dict[str, str]]:
    """The whole form, with what is no secret filled in from the store one comes from."""
    with db.transaction(scope) as session:
        row = queries.connection(session, scope, connection_id)
    card = next(card for card in channels.connectors(scope.locale) if card.slug == row.connector)
    return list(card.fields), {name: str(value) for name, value in row.settings.items()}


def enter(
    scope: Scope, connection_id: UUID, environment: str, values: Mapping[str, str] | None = None
) -> UUID:
    """The store in that environment, active; the one left is paused. Returns its connection.

    `values` are its credentials where it was never there before; the provider is asked first. Raises
    ConnectionInvalid, ConnectionMissing, ProviderFault.
    """
    scope.require("channels.write")
    there = next((place for place in places(scope, connection_id) if place.environment == environment), None)
    if there is None:
        raise ConnectionInvalid("environment", "field.not_a_choice")
    target = there.connection_id or _add(scope, connection_id, environment, values or {})
    with db.transaction(scope) as session:
        twins.switch(session, scope, connection_id, target)
        audit.append(session, scope, "channels.switch", connection_id, {"environment": environment})
    return target


def _add(scope: Scope, connection_id: UUID, environment: str, values: Mapping[str, str]) -> UUID:
    with db.transaction(scope) as session:
        connector = queries.connection(session, scope, connection_id).connector
    for field, code in channels.faults(connector, values).items():
        raise ConnectionInvalid(field, code)
    channels.test_credentials(connector, environment, values)
    manifest = registry.manifest(connector)
    kept, sealed = manifest.split(dict(values))
    with db.transaction(scope) as session:
        made = twins.add(
            session,
            scope,
            connection_id,
            environment,
            settings=kept,
            credentials=sealed,
            intervals=channels.intervals(manifest),
        )
        outbox.append(session, scope.merchant_id, Topic.SET_UP.value, made, made, {})
    return made
