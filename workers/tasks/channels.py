"""Tasks about connections, and those that keep the house."""

from uuid import UUID

from prapazar.flows import breaches, channels, console, mappings, silence, sync_runs, upkeep
from workers.app import app
from workers.queues import INBOUND, MAINTENANCE
from workers.tasks.calls import quietly


@app.task(name="channels.set_up", queue=INBOUND)
def set_up(connection_id: str) -> bool:
    return quietly(channels.set_up, connection_id)


@app.task(name="channels.learn", queue=INBOUND)
def learn(connection_id: str) -> bool:
    return quietly(mappings.learn, connection_id)


@app.task(name="channels.clean_up", queue=MAINTENANCE)
def clean_up() -> None:
    upkeep.clean_up()


@app.task(name="channels.watch", queue=MAINTENANCE)
def watch() -> None:
    silence.watch()


@app.task(name="channels.tell_breaches", queue=MAINTENANCE)
def tell_breaches(merchant_id: str) -> None:
    breaches.watch(UUID(merchant_id))


@app.task(name="console.run", queue=INBOUND)
def run_by_hand(run_id: str) -> None:
    console.run(UUID(run_id))


@app.task(name="channels.sync", queue=INBOUND)
def sync(part_id: str) -> bool:
    return quietly(sync_runs.step, part_id)
