"""Access granted on a provider's page: the way there, the way back, and the store that comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from prapazar.connector_kit import granting, registry
from prapazar.connector_kit.errors import ConnectorError
from prapazar.connector_kit.granting import Ticket
from prapazar.connector_kit.manifest import Environment
from prapazar.connector_kit.records import AccountRecord
from prapazar.connector_kit.tokens import LocalTokens
from prapazar.domain.access import audit
from prapazar.domain.channels import actions, grants, queries
from prapazar.domain.channels.enums import ConnectionStatus
from prapazar.domain.channels.errors import ConnectionInvalid, GrantRefused
from prapazar.domain.channels.grants import Grant
from prapazar.flows import channels, connections
from prapazar.flows.keeping import Tried
from prapazar.foundation import db, routes
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings as installation

_LONGEST = 4_000
_MOST = 40


@dataclass(frozen=True, slots=True)
class Asked:
    """The provider's page, and what was filled in on the way there."""

    address: str
    id: UUID


@dataclass(frozen=True, slots=True)
class Filled:
    """What was filled in before: secrets are named, not told."""

    name: str
    environment: str
    values: dict[str, str]
    kept: frozenset[str]


@dataclass(frozen=True, slots=True)
class Granted:
    """Who was connected."""

    connection_id: UUID
    name: str
    account: AccountRecord
    is_new: bool


def address_back(origin: str = "") -> str:
    """What a provider sends browsers back to; `origin` is where this one is, where we have no public address."""
    base = origin if origin in installation().origins else installation().address
    return f"{base}{routes.GRANT_BACK}"


def ask(
    scope: Scope,
    login: str,
    *,
    connector: str,
    environment: str,
    name: str,
    values: Mapping[str, str],
    origin: str = "",
    connection_id: UUID | None = None,
) -> Asked:
    """The provider's page. Raises ConnectionInvalid, GrantRefused."""
    scope.require("channels.write")
    manifest = registry.manifest(connector)
    consent = granting.consent_of(manifest)
    for field, code in manifest.faults(dict(values), leaving=consent.filled).items():
        raise ConnectionInvalid(field, code)
    for field in sorted(consent.asked):
        if not values.get(field, "").strip():
            raise ConnectionInvalid(field, "field.required")
    if environment not in consent.page:
        raise GrantRefused("grant.no_page")
    given = {field: value.strip() for field, value in values.items() if field not in consent.filled}
    sandbox = f"http://127.0.0.1:{installation().sandbox_port}"
    address, ticket = granting.ask(
        manifest, environment, given, back=address_back(origin), sandbox_url=sandbox
    )
    content = {
        "values": given,
        "state": ticket.state,
        "verifier": ticket.verifier,
        "redirect": ticket.redirect,
        "origin": origin,
    }
    with db.transaction(scope) as session:
        made = Grant(new_id(), connector, environment, name, connection_id, content)
        grants.issue(session, scope, login, made)
    return Asked(address, made.id)


def filled(scope: Scope, login: str, grant_id: UUID) -> Filled:
    """For the form to be opened again. Raises GrantRefused."""
    with db.transaction(scope) as session:
        grant = grants.form_of(session, scope, login, grant_id)
    values: dict[str, str] = grant.content["values"]
    sealed = {
        field.name for field in registry.manifest(grant.connector).auth.fields if field.kind == "secret"
    }
    told = {name: value for name, value in values.items() if name not in sealed}
    kept = frozenset(name for name in sealed if values.get(name))
    return Filled(grant.name, grant.environment, told, kept)


def with_kept(
    scope: Scope, login: str, grant_id: UUID, connector: str, typed: Mapping[str, str]
) -> dict[str, str]:
    """A secret that was left empty is the one typed before. Raises GrantRefused."""
    with db.transaction(scope) as session:
        grant = grants.form_of(session, scope, login, grant_id)
    if grant.connector != connector:
        return dict(typed)
    before = grant.content["values"]
    sealed = {field.name for field in registry.manifest(connector).auth.fields if field.kind == "secret"}
    return {
        name: before.get(name, "") if name in sealed and not value.strip() else value
        for name, value in typed.items()
    }


def ask_again(scope: Scope, login: str, grant_id: UUID) -> Asked:
    """With what was filled in before. Raises GrantRefused."""
    with db.transaction(scope) as session:
        grant = grants.form_of(session, scope, login, grant_id)
    return ask(
        scope,
        login,
        connector=grant.connector,
        environment=grant.environment,
        name=grant.name,
        values=grant.content["values"],
        origin=grant.content["origin"],
        connection_id=grant.connection_id,
    )


def renew(scope: Scope, login: str, connection_id: UUID, origin: str = "") -> Asked:
    """The page again, for a store whose access has ended. Raises ConnectionMissing, GrantRefused."""
    scope.require("channels.write")
    with db.transaction(scope) as session:
        account = queries.account(session, connection_id)
    return ask(
        scope,
        login,
        connector=account.connector,
        environment=account.environment,
        name=account.name,
        values={**account.settings, **account.credentials},
        origin=origin,
        connection_id=connection_id,
    )


def come_back(scope: Scope, login: str, query: Mapping[str, str]) -> UUID:
    """The browser is back: the state is spent, and what came is kept for the last step. Raises GrantRefused.

    A "no" is kept as well, to be told on the wizard's own page. Nothing is asked of the provider here.
    """
    kept = {name[:100]: value[:_LONGEST] for name, value in list(query.items())[:_MOST]}
    with db.transaction(scope) as session:
        grant = grants.answer(session, scope, login, kept.get("state", ""), kept)
        manifest = registry.manifest(grant.connector)
        try:
            granting.code_of(manifest, grant.content["values"], kept, now())
        except ConnectorError as error:
            grants.refuse(session, grant.id, error.code)
    return grant.id


def finish(scope: Scope, login: str, grant_id: UUID) -> Granted:
    """Make the code into access, ask whose it is, and keep it. Calls the provider: never from a web request.

    Raises GrantRefused, GrantDone, ConnectionMissing, ProviderFault.
    """
    with db.transaction(scope) as session:
        grant = grants.take(session, scope, login, grant_id)
    if grant.error:
        raise GrantRefused(grant.error)
    traffic: list[dict[str, Any]] = []
    try:
        account, values = _granted(grant, traffic)
        return _kept(scope, grant, account, values, traffic)
    except (ConnectorError, GrantRefused) as error:
        with db.transaction(scope) as session:
            grants.refuse(session, grant.id, error.code)
            if grant.connection_id:
                actions.record_traffic(session, scope, grant.connection_id, traffic)
        raise


def _granted(grant: Grant, traffic: list[dict[str, Any]]) -> tuple[AccountRecord, dict[str, str]]:
    """The account behind the code, and the whole form. Tokens of an earlier grant must not answer for this one."""
    content = grant.content
    keeper = Tried(LocalTokens())
    ticket = Ticket(content["state"], content["verifier"], content["redirect"])
    account = channels.unkept(grant.connector, grant.environment, content["values"])
    setup = registry.setup(
        grant.connector,
        account.settings,
        account.credentials,
        cast("Environment", grant.environment),
        connections.wire(account, traffic, keeper),
    )
    values = {**content["values"], **granting.exchange(setup, content["query"], ticket)}
    if registry.manifest(grant.connector).faults(values):
        raise GrantRefused("grant.incomplete")
    return channels.tried(grant.connector, grant.environment, values, keeper, traffic)


def _kept(
    scope: Scope, grant: Grant, account: AccountRecord, values: dict[str, str], traffic: list[dict[str, Any]]
) -> Granted:
    with db.transaction(scope) as session:
        if grant.connection_id is None:
            connection_id = channels.connect(
                session,
                scope,
                connector=grant.connector,
                name=grant.name,
                environment=grant.environment,
                values=values,
                is_test=grant.environment != "live",
            )
        else:
            connection_id = grant.connection_id
            before = queries.account(session, connection_id)
            kept, sealed = registry.manifest(grant.connector).split(values)
            if any(before.settings.get(name, value) != value for name, value in kept.items()):
                raise GrantRefused("grant.wrong_account")
            actions.renew_credentials(session, scope, connection_id, sealed)
            if before.status == ConnectionStatus.BROKEN:
                actions.resume(session, scope, connection_id)
            audit.append(session, scope, "channels.renew", connection_id, {"name": grant.name})
        actions.record_traffic(session, scope, connection_id, traffic)
        grants.finish(session, grant.id, connection_id)
    return Granted(connection_id, grant.name, account, is_new=grant.connection_id is None)
