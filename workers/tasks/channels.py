"""Tasks about connections, and those that keep the house."""

from prapazar.flows import channels, mappings, upkeep
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
