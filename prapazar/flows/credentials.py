"""Renewing the credentials of a store that stays: tested with the channel first, kept only when it answers."""

from collections.abc import Mapping
from uuid import UUID

from prapazar.domain.access import audit
from prapazar.domain.channels import actions, queries
from prapazar.domain.channels.enums import ConnectionStatus
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.flows import channels
from prapazar.flows.channels import FormField
from prapazar.flows.keeping import Tried
from prapazar.foundation import db
from prapazar.foundation.scope import Locale, Scope


def secret_fields(connector: str, locale: Locale) -> list[FormField]:
    """What is sealed and therefore never shown: the rest of a store's form does not change with its keys."""
    card = next(card for card in channels.connectors(locale) if card.slug == connector)
    return [field for field in card.fields if field.kind == "secret"]


def renew(scope: Scope, connection_id: UUID, typed: Mapping[str, str]) -> None:
    """A field left empty keeps what is kept. Raises ConnectionInvalid, ConnectionMissing, ProviderFault.

    Calls the channel, so it opens its own transactions. A store that was refused works again at once.
    """
    scope.require("channels.write")
    with db.transaction(scope) as session:
        account = queries.account(session, connection_id)
    given = {name: value.strip() for name, value in typed.items() if value.strip()}
    secrets = {**account.credentials, **given}
    values = {**account.settings, **secrets}
    for field, code in channels.faults(account.connector, values).items():
        raise ConnectionInvalid(field, code)
    _, values = channels.tried(account.connector, account.environment, values, Tried())
    secrets = {name: values[name] for name in secrets}
    with db.transaction(scope) as session:
        actions.renew_credentials(session, scope, connection_id, secrets)
        if account.status == ConnectionStatus.BROKEN:
            actions.resume(session, scope, connection_id)
        audit.append(session, scope, "channels.renew", connection_id, {"name": account.name})
