"""Opens a connection for a piece of work: its account, its connector, its traffic log, its health."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any, cast
from uuid import UUID

import redis
import structlog
from sqlalchemy.orm import Session

from prapazar.connector_kit import registry
from prapazar.connector_kit.breaker import RedisBreaker, Shut
from prapazar.connector_kit.contract import Connector
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import RedisLimiter
from prapazar.connector_kit.manifest import Environment
from prapazar.connector_kit.playback import Take, Tape, Taping, watch
from prapazar.connector_kit.statuses import explaining
from prapazar.connector_kit.tokens import RedisTokens
from prapazar.connector_kit.traffic import TrafficRecord
from prapazar.domain.channels import actions, queries
from prapazar.domain.channels import takes as takes_kept
from prapazar.domain.channels.enums import ConnectionStatus
from prapazar.domain.channels.queries import Account
from prapazar.domain.mappings import queries as mappings
from prapazar.domain.messaging import actions as messaging
from prapazar.flows import recording
from prapazar.flows.keeping import Keeper, Kept
from prapazar.flows.pacing import Noting
from prapazar.foundation import db, routes, secrets
from prapazar.foundation.clock import now
from prapazar.foundation.ids import new_id
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.settings import settings

log = structlog.get_logger(__name__)
_SEARCHED = ("external_id", "order_external_id", "order_number")
"""What a recording can be found by."""


class ConnectionIdle(Exception):
    """Paused, or broken until its credentials are renewed: nothing is called."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A connection opened for work."""

    account: Account
    scope: Scope
    connector: Connector
    limiter: Noting
    carriers: Mapping[str, str] = field(default_factory=dict)
    """The channel's name of a carrier, folded, to ours."""

    @property
    def id(self) -> UUID:
        return self.account.id


@lru_cache(maxsize=4096)
def scope_of(connection_id: UUID) -> Scope:
    """Asked once: a connection never changes its merchant."""
    with db.system_transaction() as session:
        return system_scope(queries.merchant_of(session, connection_id))


@contextmanager
def opened(
    connection_id: UUID, *, even_if_idle: bool = False, tape: Tape | None = None, by_hand: bool = False
) -> Iterator[Channel]:
    """Traffic is kept and health recorded whatever happens inside. Raises ConnectionIdle, ConnectionMissing.

    What is done `by_hand` says nothing of the store's health: a wrong id is the person's. `tape` listens.
    """
    scope = scope_of(connection_id)
    with db.transaction(scope) as session:
        account = queries.account(session, connection_id)
        carriers = mappings.carriers_of(session, connection_id)
        statuses = mappings.statuses_of(session, connection_id)
    if account.status != ConnectionStatus.ACTIVE and not even_if_idle:
        raise ConnectionIdle(account.status)
    traffic: list[dict[str, Any]] = []
    own_tape = Tape() if tape is None and account.recording_days else None
    limiter = Noting(RedisLimiter(_redis()))
    connector = build(account, traffic, tape=tape or own_tape, limiter=limiter)
    channel = Channel(account, scope, connector, limiter, carriers)
    takes: list[Take] = []
    if own_tape is not None:
        watch(channel.connector, own_tape, lambda take: _note(take, takes, traffic))
    try:
        with explaining(statuses):
            yield channel
    except RateLimited:
        _close(channel, traffic, takes, None, by_hand=by_hand)  # being told to wait is no failure
        raise
    except ConnectorError as error:
        _close(channel, traffic, takes, error, by_hand=by_hand)
        raise
    else:
        _close(channel, traffic, takes, None, by_hand=by_hand)


def _note(take: Take, takes: list[Take], traffic: list[dict[str, Any]]) -> None:
    """The requests of a recording are the last ones of the log; the number stands for its id until it has one."""
    for entry in traffic[-len(take.tape.exchanges) :]:
        entry["take"] = len(takes)
    takes.append(take)


def build(
    account: Account,
    traffic: list[dict[str, Any]],
    keeper: Keeper | None = None,
    tape: Tape | None = None,
    limiter: Noting | None = None,
    *,
    asks: bool = True,
) -> Connector:
    """`keeper` for an account that is tried and not kept yet; `tape` listens.

    One that `asks` nothing reads what is handed to it, and is Unavailable where it would have to call.
    """
    return registry.build(
        account.connector,
        account.settings,
        account.credentials,
        cast("Environment", account.environment),
        wire(account, traffic, keeper or Kept(account), tape, limiter) if asks else Wire(breaker=Shut()),
    )


def wire(
    account: Account,
    traffic: list[dict[str, Any]],
    keeper: Keeper,
    tape: Tape | None = None,
    limiter: Noting | None = None,
) -> Wire:
    def keep(record: TrafficRecord) -> None:
        traffic.append(
            {
                "id": str(new_id()),
                "shape": record.shape,
                "at": now().isoformat(),
                "operation": record.operation,
                "method": record.method,
                "url": record.url,
                "status": record.status,
                "duration_ms": str(record.duration_ms),
                "error": record.error,
                "request": record.request,
                "answer": record.answer,
            }
        )

    client = _redis()
    return Wire(
        limiter=limiter or RedisLimiter(client),
        breaker=RedisBreaker(client),
        tokens=keeper.tokens or RedisTokens(client, secrets.box()),
        keep_credentials=keeper.keep,
        newest_credentials=keeper.newest,
        recorder=keep,
        circuit=str(account.id),
        around=None if tape is None else partial(Taping, tape=tape),
    )


def _close(
    channel: Channel,
    traffic: list[dict[str, Any]],
    recorded: list[Take],
    error: ConnectorError | None,
    *,
    by_hand: bool,
) -> None:
    seen = recording.shapes_of(traffic)
    with db.transaction(channel.scope) as session:
        ids = [_keep(session, channel, take) for take in recorded]
        for entry in traffic:
            if "take" in entry:
                entry["take_id"] = str(ids[entry.pop("take")])
        recording.keep(session, channel.scope, channel.account, traffic, seen)
        if by_hand and not isinstance(error, AuthFailed):
            return
        if error is None:
            if traffic and actions.record_success(session, channel.scope, channel.id):
                log.info(
                    "connection recovered", connection=str(channel.id), connector=channel.account.connector
                )
            return
        is_new = actions.record_failure(
            session, channel.scope, channel.id, error.code, is_broken=isinstance(error, AuthFailed)
        )
        if is_new:
            log.warning("connection failed", connection=str(channel.id), code=error.code, detail=error.detail)
            messaging.notify(
                session,
                channel.scope,
                "channels.refused" if isinstance(error, AuthFailed) else "channels.failed",
                permission="channels.read",
                level="error",
                group_key=f"channels.failed:{channel.id}:{error.code}",
                store=channel.id,
                values={"channel": channel.account.name, "code": error.code},
                link=routes.channel(channel.id),
            )


def _keep(session: Session, channel: Channel, take: Take) -> UUID:
    records = [record for record in take.records if isinstance(record, dict)]
    content = {"fields": take.fields, "exchanges": take.tape.as_plain(), "records": take.records}
    return takes_kept.keep(
        session,
        channel.scope,
        channel.id,
        operation=take.operation,
        content=content,
        records=len(take.records),
        parked=sum(record.get("_") == "ParkedRecord" for record in records),
        error=take.error,
        ids=[str(record[name]) for record in records for name in _SEARCHED if record.get(name)],
    )


@lru_cache(maxsize=1)
def _redis() -> "redis.Redis":
    return redis.Redis.from_url(settings().redis_url or "")
