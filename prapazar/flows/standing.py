"""How a store stands with its channel: what its limits leave free just now, and how far its connector is proven."""

from dataclasses import dataclass
from functools import lru_cache
from typing import cast
from uuid import UUID

import redis
from sqlalchemy.orm import Session

from prapazar.connector_kit import evidence, registry
from prapazar.connector_kit.breaker import RedisBreaker
from prapazar.connector_kit.http import Wire
from prapazar.connector_kit.limits import (  # names of the keys are the limiter's to choose
    Window,
    _bucket,
    _held,
)
from prapazar.connector_kit.manifest import Environment, Kind
from prapazar.connector_kit.setup import Setup
from prapazar.domain.channels import queries
from prapazar.domain.channels.queries import ChannelName
from prapazar.foundation import db
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings

WHOLE = 100


@dataclass(frozen=True, slots=True)
class LimitUse:
    """One rule of the channel's, and how much of it is free this moment."""

    group: str
    requests: int
    seconds: float
    free: int
    """Percent of what may be asked at once."""
    held: float
    """Seconds the channel asked us to wait; 0 when it did not."""

    @property
    def used(self) -> int:
        """Percent. A rule of one request at a time is spent by every call: nothing is scarce by that."""
        return WHOLE if self.held else 0 if self.requests == 1 else WHOLE - self.free


def limits(scope: Scope, connection_id: UUID) -> list[LimitUse]:
    """Groups in the manifest's order, the widest rule of each. Raises ConnectionMissing."""
    scope.require("channels.read")
    with db.transaction(scope) as session:
        account = queries.account(session, connection_id)
    manifest = registry.manifest(account.connector)
    environment = cast("Environment", account.environment)
    owner = Setup(manifest, environment, account.settings, account.credentials, "", Wire()).account
    windows = manifest.windows(account.settings)
    store = redis.Redis.from_url(settings().redis_url or "", decode_responses=True)
    seconds, micros = cast("tuple[int, int]", store.time())
    now = seconds + micros / 1_000_000
    return [_use(store, group, f"{owner}:{group}", rules, now) for group, rules in windows.items() if rules]


def _use(store: "redis.Redis", group: str, key: str, rules: tuple[Window, ...], now: float) -> LimitUse:
    widest = max(rules, key=lambda rule: rule.seconds)
    until = float(cast("str | None", store.get(_held(key))) or now)
    free = min(_free(store, key, rule, now) for rule in rules)
    return LimitUse(group, widest.requests, widest.seconds, round(free * WHOLE), max(0.0, until - now))


def _free(store: "redis.Redis", key: str, rule: Window, now: float) -> float:
    tokens, at = cast("list[str | None]", store.hmget(_bucket(key, rule), ["tokens", "at"]))
    if tokens is None or at is None:
        return 1.0
    held = float(tokens) + max(0.0, now - float(at)) * rule.rate  # below nothing after a delay on the way
    return min(1.0, max(0.0, held / rule.burst))


def circuit(connection_id: UUID) -> str:
    """`closed`, `open` while the channel is left alone, or `half_open` while one call tries it."""
    store = redis.Redis.from_url(settings().redis_url or "")
    return RedisBreaker(store).state(str(connection_id)).value


def channel_name(connector: str) -> str:
    return registry.manifest(connector).name if connector in registry.slugs() else connector


@lru_cache
def duties(connector: str) -> frozenset[str]:
    """The capabilities its manifest names; what a store cannot do is not shown on its pages."""
    if connector not in registry.slugs():
        return frozenset()
    return frozenset(one.value for one in registry.manifest(connector).capabilities)


_SERVICES = frozenset({Kind.CARRIER, Kind.EINVOICE, Kind.PAYMENT, Kind.MESSAGE})


@lru_cache
def sells(connector: str) -> bool:
    """False for what only carries, invoices or takes money: no order and no listing is ever of it."""
    return connector not in registry.slugs() or not _SERVICES.issuperset(registry.manifest(connector).kinds)


def stores(session: Session, scope: Scope) -> list[ChannelName]:
    """For filters: connections something is sold through."""
    return [one for one in queries.names(session, scope) if sells(one.connector)]


@lru_cache
def is_carrier(connector: str) -> bool:
    """Also one that goes by files: then nobody tells it anything, and people say where its parcels are."""
    return connector in registry.slugs() and Kind.CARRIER in registry.manifest(connector).kinds


@lru_cache
def evidence_level(connector: str) -> str:
    """As `./dev connectors` computes it; the source does not change while a process runs."""
    return evidence.level(registry.folder(connector)).value
