"""Tasks about orders."""

from prapazar.flows import orders
from workers.app import app
from workers.queues import INBOUND, OUTBOUND
from workers.tasks.calls import quietly


@app.task(name="orders.import_new", queue=INBOUND)
def import_new(connection_id: str) -> None:
    quietly(orders.import_new, connection_id)


@app.task(name="orders.check_count", queue=INBOUND)
def check_count(connection_id: str) -> None:
    quietly(orders.check_count, connection_id)


@app.task(name="orders.take_in", queue=INBOUND)
def take_in(connection_id: str) -> None:
    quietly(orders.take_in, connection_id)


@app.task(name="orders.refetch", queue=INBOUND)
def refetch(connection_id: str) -> None:
    quietly(orders.refetch, connection_id)


@app.task(name="orders.report_status", queue=OUTBOUND)
def report_status(connection_id: str) -> None:
    quietly(orders.report_steps, connection_id)
