"""Counting tries in Redis, across processes: so many per key and window."""

from functools import lru_cache
from typing import cast

import redis
import structlog

from prapazar.foundation.settings import settings

log = structlog.get_logger(__name__)


def granted(key: str, *, most: int, seconds: int) -> bool:
    """False when `key` was tried more than `most` times in the window.

    Without Redis everything is granted: what it protects has its own lock in the database.
    """
    if settings().redis_url is None:
        return True
    try:
        pipe = _client(settings().redis_url or "").pipeline(transaction=True)
        pipe.set(f"pp:tries:{key}", 0, ex=seconds, nx=True)
        pipe.incr(f"pp:tries:{key}")
        return cast("int", pipe.execute()[1]) <= most
    except redis.RedisError:
        log.warning("tries not counted: Redis does not answer", exc_info=True)
        return True


@lru_cache(maxsize=2)
def _client(url: str) -> "redis.Redis":
    return redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
