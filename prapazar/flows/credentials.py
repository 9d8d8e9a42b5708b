"""Renewing the credentials of a store that stays: tested with the channel first, kept only when it answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from prapazar.connector_kit import registry
from prapazar.connector_kit.manifest import Manifest
from prapazar.domain.access import audit
from prapazar.domain.channels import actions, queries
from prapazar.domain.channels.enums import ConnectionStatus
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.flows import channels
from prapazar.flows.channels import FormField
from prapazar.flows.keeping import Tried
from prapazar.foundation import db
from prapazar.foundation.scope import Scope


@dataclass(frozen=True, slots=True)
class KeptField:
    """One input of a store's form, with what is kept of it; of a secret only that it is."""

    field: FormField
    value: str
    is_kept: bool
    is_fixed: bool
    """Whose account it is: another one would be another store."""


def form(scope: Scope, connection_id: UUID) -> list[KeptField]:
    """The store's whole form. Raises ConnectionMissing."""
    scope.require("channels.write")
    with db.transaction(scope) as session:
        account = queries.account(session, connection_id)
    card = next(card for card in channels.connectors(scope.locale) if card.slug == account.connector)
    fixed = _fixed(registry.manifest(account.connector))
    return [
        KeptField(
            field=field,
            value="" if field.kind == "secret" else str(account.settings.get(field.name, field.default)),
            is_kept=bool(account.credentials.get(field.name)),
            is_fixed=field.name in fixed and field.kind != "secret",
        )
        for field in card.fields
    ]


def renew(scope: Scope, connection_id: UUID, typed: Mapping[str, str]) -> None:
    """Secrets left empty stay; anything else typed is taken as it is, but for whose account it is.

    Raises ConnectionInvalid, ConnectionMissing, ProviderFault.

    Calls the channel, so it opens its own transactions. A store that was refused works again at once.
    """
    scope.require("channels.write")
    with db.transaction(scope) as session:
        account = queries.account(session, connection_id)
    manifest = registry.manifest(account.connector)
    sealed = {field.name for field in manifest.auth.fields if field.kind == "secret"}
    given = {name: value.strip() for name, value in typed.items()}
    secrets = {
        **account.credentials,
        **{name: text for name, text in given.items() if name in sealed and text},
    }
    clear = {name: text for name, text in given.items() if name not in sealed | _fixed(manifest)}
    values = {**account.settings, **clear, **secrets}
    for field, code in channels.faults(account.connector, values).items():
        raise ConnectionInvalid(field, code)
    _, values = channels.tried(account.connector, account.environment, values, Tried())
    secrets = {name: values[name] for name in secrets}
    settings, _ = manifest.split({name: value for name, value in values.items() if name not in secrets})
    with db.transaction(scope) as session:
        if clear:
            actions.set_settings(session, scope, connection_id, settings)
        actions.renew_credentials(session, scope, connection_id, secrets)
        if account.status == ConnectionStatus.BROKEN:
            actions.resume(session, scope, connection_id)
        audit.append(session, scope, "channels.renew", connection_id, {"name": account.name})


def _fixed(manifest: Manifest) -> frozenset[str]:
    """Whose account it is, and what only the channel's own page tells."""
    return frozenset({manifest.auth.account, *(manifest.consent.filled if manifest.consent else ())})
