"""Commands find the database of a running shop, or start one for as long as they need it."""

import os
from pathlib import Path

import psycopg
import pytest

from prapazar.cli.services import services
from prapazar.foundation.embedded import postgres, redis
from prapazar.foundation.settings import settings
from tests.factories.servers import supervised

pytestmark = pytest.mark.process


@pytest.fixture(autouse=True)
def _nothing_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRAPAZAR_DATA_DIR", str(tmp_path))
    for name in ("PRAPAZAR_DATABASE_URL", "PRAPAZAR_REDIS_URL"):
        monkeypatch.setenv(name, "")
    settings.cache_clear()


def test_services_start_what_is_missing_and_stop_it_again(tmp_path: Path) -> None:
    with services():
        with psycopg.connect(settings().database_url or "") as connection:
            answer = connection.execute("SELECT 1").fetchone()
        during = (postgres.running_url(tmp_path), redis.running_url(tmp_path))
        given = (settings().database_url, settings().redis_url)

    assert (answer, during) == ((1,), given)
    assert (postgres.running_url(tmp_path), redis.running_url(tmp_path)) == (None, None)


def test_services_use_those_of_a_running_shop_and_leave_them(tmp_path: Path) -> None:
    with supervised("postgres", tmp_path) as database, supervised("redis", tmp_path) as queue:
        with services():
            used = (os.environ["PRAPAZAR_DATABASE_URL"], os.environ["PRAPAZAR_REDIS_URL"])

        assert used == (database.url, queue.url)
        assert not database.server_has_gone()
        assert not queue.server_has_gone()
