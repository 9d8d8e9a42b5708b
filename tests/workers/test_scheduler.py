"""The scheduler killed with -9 while it starts a job: the job runs now, not an interval later."""

import pytest

from tests.factories.crashes import Site
from tests.factories.gates import gate
from tests.factories.running import awaited


@pytest.mark.parametrize("is_sent", [False, True])
def test_scheduler_killed_while_it_sends_a_job_sends_it_again(
    site: Site, queue_url: str, is_sent: bool
) -> None:
    site.open_shops([])
    site.make_polls_due()
    with gate(queue_url, b"\r\nLPUSH\r\n", lets_it_in=is_sent) as door:
        site.scheduler.start(PRAPAZAR_REDIS_URL=door.url)
        was_there = door.await_command()
        site.scheduler.kill()

    site.worker.start()

    assert (was_there, awaited(lambda: _looked(site), "done")) == (True, "done")


def _looked(site: Site) -> str:
    """Once more, as the next scheduler does every second: the rows of a dead one stay locked for a moment."""
    site.look()
    status = site.value(
        "SELECT last_status FROM sync_job WHERE connection_id = :id AND kind = 'orders'",
        id=site.whole.connection_id,
    )
    return str(status)
