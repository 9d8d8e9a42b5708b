"""The installation's figures, over all merchants, without saying whose they are."""

import json
import re
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import text

from prapazar.domain.channels.enums import Topic
from prapazar.flows import figures
from prapazar.foundation import db, outbox
from prapazar.foundation.scope import Scope
from prapazar.foundation.settings import settings
from tests.factories import catalog as make


def read() -> dict[str, list[tuple[dict[str, str], float]]]:
    return {
        gauge.name.removeprefix("prapazar_"): [(dict(one.labels), one.value) for one in gauge.samples]
        for gauge in figures.gauges()
    }


@pytest.mark.usefixtures("redis_server")
def test_what_waits_and_what_fails_is_counted_over_all_merchants(scope: Scope, other_scope: Scope) -> None:
    for merchant in (scope, other_scope):
        with db.transaction(merchant) as session:
            connection = make.connection(session, merchant)
            for _ in range(2):
                outbox.append(session, merchant.merchant_id, Topic.PUSH_STOCK.value, connection, uuid4(), {})
    with db.transaction(scope) as session:
        session.execute(text("UPDATE connection SET last_error = 'connector.unavailable'"))
        session.execute(text("UPDATE outbox SET parked_at = now()"))

    found = read()

    topic, store = {"topic": "listings.push_stock"}, {"connector": "trendyol", "status": "active"}
    assert found["up"] == [({"part": "redis"}, 1), ({"part": "database"}, 1)]
    assert (found["outbox_waiting"], found["outbox_parked"]) == ([(topic, 2.0)], [(topic, 2.0)])
    assert (found["connections"], found["connections_failing"]) == ([(store, 2)], [(store, 1)])
    assert (found["inbox_waiting"], found["repairs_open"], found["jobs_late"]) == ([({}, 0)], [], [({}, 0)])


def test_board_and_alerts_ask_for_figures_that_there_are(scope: Scope, redis_server: str) -> None:
    del scope, redis_server
    deploy = Path(__file__).parents[2] / "deploy"
    pages = [deploy / "grafana/boards/prapazar.json", deploy / "prometheus/alerts.yml"]
    told = {gauge.name for gauge in figures.gauges()}

    asked = {name for page in pages for name in re.findall(r"prapazar_\w+", page.read_text())}
    panels = json.loads(pages[0].read_text())["panels"]

    assert (asked - told, {name for name in told if name not in pages[0].read_text()}) == (set(), set())
    assert len({panel["id"] for panel in panels}) == len(panels)


def test_what_does_not_answer_is_told_as_down(monkeypatch: pytest.MonkeyPatch) -> None:
    db.dispose_engines()
    monkeypatch.setenv("PRAPAZAR_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("PRAPAZAR_REDIS_URL", "redis://127.0.0.1:1/0")
    settings.cache_clear()

    found = read()
    db.dispose_engines()
    settings.cache_clear()

    assert found == {"up": [({"part": "redis"}, 0), ({"part": "database"}, 0)]}
