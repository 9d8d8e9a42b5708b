"""Connecting a channel: the wizard's form, the live test, the first set-up, and "sync now"."""

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.contract import ReadsQueue, ReceivesWebhooks, TestsCredentials
from prapazar.connector_kit.errors import ConnectorError, RateLimited, Rejected
from prapazar.connector_kit.manifest import AuthField, Manifest
from prapazar.connector_kit.records import AccountRecord
from prapazar.domain.access import audit
from prapazar.domain.channels import actions
from prapazar.domain.channels.enums import JobKind, Topic
from prapazar.domain.channels.errors import ConnectionInvalid
from prapazar.domain.channels.queries import Account
from prapazar.domain.channels.schedules import actions as schedules
from prapazar.domain.feeds import actions as feeds
from prapazar.flows import handing_back
from prapazar.flows.connections import Channel, ConnectionIdle, build, opened
from prapazar.flows.deliveries import webhook_address
from prapazar.flows.keeping import Tried
from prapazar.foundation import db, live, outbox
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Locale, Scope

_LEASE = timedelta(minutes=2)
_OURS = {
    "send_documents": (JobKind.DOCUMENTS, 120),
    "take_payments": (JobKind.PAYMENTS, 300),
    "follow_messages": (JobKind.MESSAGES, 120),
}
"""By capability, what recurs as often as we want it to: seconds."""
"""Seconds: an invoice that was refused should be seen the same hour, and providers are asked in bulk nowhere."""
_SOONEST, _LATEST = timedelta(seconds=5), timedelta(minutes=10)
"""Between two tries to set a connection up."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One input of the wizard, in the reader's language."""

    name: str
    kind: str
    label: str
    help: str
    is_required: bool
    default: str
    choices: tuple[tuple[str, str], ...]
    """(value, label)."""


@dataclass(frozen=True, slots=True)
class ConsentCard:
    """That access is granted on the provider's page, and what this spares the form."""

    environments: tuple[str, ...]
    """Those in which there is such a page."""
    filled: tuple[str, ...]
    """Fields that nobody has to type."""
    is_optional: bool
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConnectorCard:
    """A connector as the wizard offers it."""

    slug: str
    name: str
    kinds: tuple[str, ...]
    countries: tuple[str, ...]
    """None: anywhere."""
    capabilities: tuple[str, ...]
    documentation: str
    where: str
    """Where the merchant finds the credentials; for a channel by files what it can do and what not."""
    environments: tuple[str, ...]
    fields: tuple[FormField, ...]
    consent: ConsentCard | None


def connectors(locale: Locale) -> list[ConnectorCard]:
    return [_card(manifest, locale) for manifest in registry.all_manifests()]


def _card(manifest: Manifest, locale: Locale) -> ConnectorCard:
    return ConnectorCard(
        slug=manifest.slug,
        name=manifest.name,
        kinds=tuple(manifest.kinds),
        countries=manifest.countries,
        capabilities=tuple(manifest.capabilities),
        documentation=manifest.documentation,
        where=getattr(manifest.files.says if manifest.files else manifest.auth.where, locale),
        environments=tuple(manifest.hosts),
        fields=tuple(_form_field(field, locale) for field in manifest.auth.fields),
        consent=_consent(manifest),
    )


def _consent(manifest: Manifest) -> ConsentCard | None:
    consent = manifest.consent
    if consent is None:
        return None
    return ConsentCard(
        environments=tuple(consent.page),
        filled=tuple(sorted(consent.filled)),
        is_optional=consent.is_optional,
        scopes=consent.scopes,
    )


def _form_field(field: AuthField, locale: Locale) -> FormField:
    return FormField(
        name=field.name,
        kind=field.kind,
        label=getattr(field.label, locale),
        help=getattr(field.help, locale) if field.help else "",
        is_required=field.required,
        default=field.default or "",
        choices=tuple((choice.value, getattr(choice.label, locale)) for choice in field.choices),
    )


def faults(connector: str, values: Mapping[str, str], *, leaving: Collection[str] = ()) -> dict[str, str]:
    """Field name to the code of what is wrong with it; `leaving` names fields that are filled in later."""
    return registry.manifest(connector).faults(dict(values), leaving=leaving)


def test_credentials(connector: str, environment: str, values: Mapping[str, str]) -> AccountRecord:
    """Ask the provider whose account this is. Calls it: never from a web request. Raises ProviderFault."""
    return tried(connector, environment, values, Tried())[0]


test_credentials.__test__ = False  # type: ignore[attr-defined]


def tried(
    connector: str,
    environment: str,
    values: Mapping[str, str],
    keeper: Tried,
    traffic: list[dict[str, Any]] | None = None,
) -> tuple[AccountRecord, dict[str, str]]:
    """The same, and the values as they hold afterwards: the provider may have replaced some by being asked."""
    account = unkept(connector, environment, values)
    client = build(account, [] if traffic is None else traffic, keeper)
    try:
        if not isinstance(client, TestsCredentials):
            raise Rejected(code="channels.no_test")
        found = client.test_credentials()
    finally:
        client.close()
    return found, {**values, **keeper.replaced}


def unkept(connector: str, environment: str, values: Mapping[str, str]) -> Account:
    """A form as the account it would make."""
    kept, sealed = registry.manifest(connector).split(dict(values))
    return Account(
        id=uuid4(),
        merchant_id=uuid4(),
        connector=connector,
        name=connector,
        environment=environment,
        status="active",
        settings=kept,
        credentials=sealed,
        webhook_key="",
        webhook_secret="",
        webhook_external_id=None,
        created_at=now(),
    )


def connect(
    session: Session,
    scope: Scope,
    *,
    connector: str,
    name: str,
    environment: str,
    values: Mapping[str, str],
    is_test: bool = False,
) -> UUID:
    """Keep the account and have a worker set it up. Raises ConnectionInvalid.

    Orders of a test store are marked, hold no stock, and are neither counted nor invoiced.
    """
    manifest = registry.manifest(connector)
    wrong = manifest.faults(dict(values))
    if wrong:
        field, code = next(iter(wrong.items()))
        raise ConnectionInvalid(field, code)
    if environment not in manifest.hosts:
        raise ConnectionInvalid("environment", "field.not_a_choice")
    kept, sealed = manifest.split(dict(values))
    connection_id = actions.connect(
        session,
        scope,
        connector=connector,
        name=name,
        environment=environment,
        settings=kept,
        credentials=sealed,
        intervals=intervals(manifest),
        is_test=is_test,
    )
    if manifest.feed is not None:
        chosen = kept.get("format", "")
        feeds.open_feed(
            session,
            scope,
            connection_id,
            chosen if chosen in manifest.feed.formats else manifest.feed.formats[0],
        )
    audit.append(session, scope, "channels.connect", connection_id, {"connector": connector, "name": name})
    outbox.append(session, scope.merchant_id, Topic.SET_UP.value, connection_id, connection_id, {})
    return connection_id


def intervals(manifest: Manifest) -> dict[JobKind, int]:
    given = manifest.intervals
    capabilities = set(manifest.capabilities)
    jobs: dict[JobKind, int] = {}
    if "read_orders" in capabilities:
        jobs |= {JobKind.ORDERS: given.orders, JobKind.ORDER_COUNT: given.order_count}
    if "read_listings" in capabilities:
        jobs[JobKind.PRODUCTS] = given.products
    if "answer_batches" in capabilities:
        jobs[JobKind.BATCHES] = given.batches
    if "read_queue" in capabilities:
        jobs[JobKind.QUEUE] = given.queue
    if manifest.feed is not None:
        jobs[JobKind.FEED] = given.feed
    if "read_claims" in capabilities:
        jobs[JobKind.CLAIMS] = given.claims
    if "read_questions" in capabilities:
        jobs[JobKind.QUESTIONS] = given.questions
    if "read_buyboxes" in capabilities:
        jobs[JobKind.BUYBOXES] = given.buyboxes
    if "track_shipments" in capabilities:
        jobs[JobKind.TRACKING] = given.tracking
    return jobs | {kind: every for needed, (kind, every) in _OURS.items() if needed in capabilities}


def reconcile_jobs() -> tuple[int, int]:
    """After an update stores get the jobs their connectors have learned. Returns how many came and went."""
    wanted = {manifest.slug: intervals(manifest) for manifest in registry.all_manifests()}
    with db.system_transaction() as session:
        return schedules.reconcile(session, wanted)


def has_jobs(connector: str) -> bool:
    """Whether anything recurs for such a connection."""
    return connector in registry.slugs() and bool(intervals(registry.manifest(connector)))


def set_up(connection_id: UUID) -> None:
    """What a new connection needs once: its webhook. The jobs bring listings and orders."""
    with db.exclusive(f"{Topic.SET_UP}:{connection_id}") as is_mine:
        if not is_mine:
            return
        try:
            with opened(connection_id) as channel:
                _set_up(channel)
        except ConnectionIdle:
            handing_back.put_off(connection_id, Topic.SET_UP)


def _set_up(channel: Channel) -> None:
    with db.transaction(channel.scope) as session:
        claims = outbox.claim(session, Topic.SET_UP.value, channel.id, 10, _LEASE)
    if not claims:
        return
    ids = [claim.id for claim in claims]
    try:
        register_webhook(channel, anew=any(claim.payload.get("anew") for claim in claims))
    except ConnectorError as error:
        until = now() + _set_up_again_after(now() - claims[0].created_at, error)
        with db.transaction(channel.scope) as session:
            outbox.give_back(session, ids, error.code, until, counts=False)
        raise
    with db.transaction(channel.scope) as session:
        outbox.finish(session, ids)


def _set_up_again_after(age: timedelta, error: ConnectorError) -> timedelta:
    """Soon at first, then half as long again as it has waited already; never parked, as polling alone is slow."""
    if isinstance(error, RateLimited):
        return timedelta(seconds=error.retry_after)
    return max(_SOONEST, min(age / 2, _LATEST))


def register_webhook(channel: Channel, *, anew: bool = False) -> None:
    """Our address, or the merchant's own queue, is made known to the provider.

    Where that cannot be, polling alone must do: its refusal is kept, not raised.
    `anew` takes the one before away first.
    """
    account, ways = channel.account, _ways(channel)
    if ways is None or (account.webhook_external_id and not anew):
        return
    register, remove = ways
    if account.webhook_external_id:
        _remove_webhook(channel, remove, account.webhook_external_id)
    try:
        made = register()
    except Rejected as error:
        with db.transaction(channel.scope) as session:
            actions.refuse_webhook(session, channel.id, error.code)
            live.tell(session, channel.scope.merchant_id, "deliveries.changed")
        return
    with db.transaction(channel.scope) as session:
        actions.set_webhook(session, channel.id, made)
        live.tell(session, channel.scope.merchant_id, "deliveries.changed")


def _ways(channel: Channel) -> tuple[Callable[[], str], Callable[[str], None]] | None:
    """How to make it known to the provider, and how to take it back."""
    connector, account = channel.connector, channel.account
    if isinstance(connector, ReceivesWebhooks):
        address = webhook_address(account.environment, account.webhook_key)

        def register() -> str:
            return connector.register_webhook(address, account.webhook_secret).external_id

        return register, connector.remove_webhook
    if isinstance(connector, ReadsQueue) and connector.has_queue:
        return connector.subscribe, connector.unsubscribe
    return None


def _remove_webhook(channel: Channel, remove: Callable[[str], None], external_id: str) -> None:
    """The channel may have forgotten it already."""
    with suppress(Rejected):
        remove(external_id)
    with db.transaction(channel.scope) as session:
        actions.set_webhook(session, channel.id, None)


def sync_now(session: Session, scope: Scope, connection_ids: Sequence[UUID], kinds: Sequence[JobKind]) -> int:
    """The jobs run within a second or two. Returns how many were called up."""
    scope.require("channels.write")
    return actions.call_up_jobs(session, connection_ids, kinds)
