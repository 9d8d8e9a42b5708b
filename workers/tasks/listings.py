"""Tasks about listings: pushing what waits, polling what was promised."""

from functools import partial

from prapazar.domain.channels.enums import Topic
from prapazar.flows import buyboxes, listings, publishing
from workers.app import app
from workers.queues import INBOUND, OUTBOUND
from workers.tasks.calls import in_turn, quietly


@app.task(name="listings.push_stock", queue=OUTBOUND)
def push_stock(connection_id: str) -> bool | float:
    return in_turn(partial(listings.push, topic=Topic.PUSH_STOCK), connection_id)


@app.task(name="listings.push_price", queue=OUTBOUND)
def push_price(connection_id: str) -> bool | float:
    return in_turn(partial(listings.push, topic=Topic.PUSH_PRICE), connection_id)


@app.task(name="listings.push_content", queue=OUTBOUND)
def push_content(connection_id: str) -> bool:
    return quietly(publishing.push, connection_id)


@app.task(name="listings.poll_batches", queue=OUTBOUND)
def poll_batches(connection_id: str) -> bool:
    return quietly(listings.poll_batches, connection_id)


@app.task(name="listings.read_buyboxes", queue=INBOUND)
def read_buyboxes(connection_id: str) -> bool:
    return quietly(buyboxes.read, connection_id)
