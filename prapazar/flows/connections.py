"""Opens a connection for a piece of work: its account, its connector, its traffic log, its health."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

import redis
import structlog

from prapazar.connector_kit import registry
from prapazar.connector_kit.breaker import RedisBreaker
from prapazar.connector_kit.contract import Connector
from prapazar.connector_kit.errors import AuthFailed, ConnectorError, RateLimited
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import RedisLimiter
from prapazar.connector_kit.manifest import Environment
from prapazar.connector_kit.records import PackageStatus
from prapazar.connector_kit.statuses import explaining
from prapazar.connector_kit.tokens import RedisTokens
from prapazar.connector_kit.traffic import TrafficRecord
from prapazar.domain.channels import actions, queries
from prapazar.domain.channels.enums import ConnectionStatus
from prapazar.domain.channels.queries import Account
from prapazar.domain.mappings import queries as mappings
from prapazar.domain.messaging import actions as messaging
from prapazar.foundation import db, routes, secrets
from prapazar.foundation.clock import now
from prapazar.foundation.scope import Scope, system_scope
from prapazar.foundation.settings import settings

log = structlog.get_logger(__name__)


class ConnectionIdle(Exception):
    """Paused, or broken until its credentials are renewed: nothing is called."""


@dataclass(frozen=True, slots=True)
class Channel:
    """A connection opened for work."""

    account: Account
    scope: Scope
    connector: Connector
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
def opened(connection_id: UUID, *, even_if_idle: bool = False) -> Iterator[Channel]:
    """Traffic is kept and health recorded whatever happens inside. Raises ConnectionIdle, ConnectionMissing."""
    scope = scope_of(connection_id)
    with db.transaction(scope) as session:
        account = queries.account(session, connection_id)
        carriers = mappings.carriers_of(session, connection_id)
        statuses = mappings.statuses_of(session, connection_id)
    if account.status != ConnectionStatus.ACTIVE and not even_if_idle:
        raise ConnectionIdle(account.status)
    traffic: list[dict[str, Any]] = []
    channel = Channel(account, scope, build(account, traffic), carriers)
    try:
        with explaining({word: PackageStatus(status) for word, status in statuses.items()}):
            yield channel
    except RateLimited:
        _close(channel, traffic, None)  # being told to wait is no failure
        raise
    except ConnectorError as error:
        _close(channel, traffic, error)
        raise
    else:
        _close(channel, traffic, None)


def build(account: Account, traffic: list[dict[str, Any]]) -> Connector:
    def keep(record: TrafficRecord) -> None:
        traffic.append(
            {
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
    wire = Wire(
        limiter=RedisLimiter(client),
        breaker=RedisBreaker(client),
        tokens=RedisTokens(client, secrets.box()),
        recorder=keep,
        circuit=str(account.id),
    )
    return registry.build(
        account.connector,
        account.settings,
        account.credentials,
        cast("Environment", account.environment),
        wire,
    )


def _close(channel: Channel, traffic: list[dict[str, Any]], error: ConnectorError | None) -> None:
    with db.transaction(channel.scope) as session:
        actions.record_traffic(session, channel.scope, channel.id, traffic)
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
                "channels.failed",
                permission="channels.read",
                level="error",
                group_key=f"channels.failed:{channel.id}:{error.code}",
                values={"channel": channel.account.name, "code": error.code},
                link=routes.channel(channel.id),
            )


@lru_cache(maxsize=1)
def _redis() -> "redis.Redis":
    return redis.Redis.from_url(settings().redis_url or "")
