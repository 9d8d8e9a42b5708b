"""The database and queue a command needs: given ones, those of a running shop, or our own meanwhile."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from prapazar.foundation.embedded import postgres, redis
from prapazar.foundation.settings import settings


@contextmanager
def services(*, with_redis: bool = True) -> Iterator[None]:
    """While it lasts, the settings name a database (and a Redis) that answer."""
    given = settings()
    with ExitStack() as stack:
        if not given.database_url:
            url = postgres.running_url(given.data_dir)
            _hand_over(
                "PRAPAZAR_DATABASE_URL", url or stack.enter_context(postgres.Server(given.data_dir)).url
            )
        if with_redis and not given.redis_url:
            url = redis.running_url(given.data_dir)
            _hand_over("PRAPAZAR_REDIS_URL", url or stack.enter_context(redis.Server(given.data_dir)).url)
        yield


def _hand_over(name: str, url: str) -> None:
    os.environ[name] = url
    settings.cache_clear()
