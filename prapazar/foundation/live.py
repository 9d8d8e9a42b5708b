"""Live events: collected while a transaction runs, published to every web process after its commit."""

import json
from functools import lru_cache
from typing import Any
from uuid import UUID

import redis
import structlog
from sqlalchemy.orm import Session

from prapazar.foundation.settings import settings

CHANNEL = "pp:events"
_KEY = "live_events"
log = structlog.get_logger(__name__)


def tell(session: Session, merchant_id: UUID, kind: str, **values: str | int | bool | None) -> None:
    """`kind` is `<subject>.<verb>`; values are ids and display strings, never personal data.

    Delivery is best effort: what must not be missed is a row that screens read again on load.
    """
    session.info.setdefault(_KEY, []).append({"kind": kind, "merchant": str(merchant_id), **values})


def tell_user(session: Session, user_id: UUID, kind: str) -> None:
    """For one person in all merchants: log-out, or rights that changed."""
    session.info.setdefault(_KEY, []).append({"kind": kind, "merchant": "", "user": str(user_id)})


def publish_collected(session: Session) -> None:
    events: list[dict[str, Any]] = session.info.pop(_KEY, [])
    if not events or settings().redis_url is None:
        return
    try:
        pipe = _client().pipeline(transaction=False)
        for event in _merged(events):
            pipe.publish(CHANNEL, json.dumps(event))
        pipe.execute()
    except redis.RedisError:
        log.warning("live events not published", count=len(events), exc_info=True)


_TOGETHER = ("merchant", "kind", "user", "text", "permission", "only", "muted", "store", "link", "v_code")


def _merged(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A batch of a thousand orders is one message, with its count; what is for other people stays by itself."""
    merged: dict[tuple[str, ...], dict[str, Any]] = {}
    for event in events:
        key = tuple(str(event.get(name, "")) for name in _TOGETHER)
        known = merged.get(key, {"count": 0, "units": 0})
        units = {"units": known.get("units", 0) + event["units"]} if "units" in event else {}
        merged[key] = {**event, **units, "count": known["count"] + 1}
    return list(merged.values())


def forget_connection() -> None:
    """The settings may name another Redis from now on."""
    _client.cache_clear()


@lru_cache(maxsize=1)
def _client() -> "redis.Redis":
    return redis.Redis.from_url(settings().redis_url or "")
