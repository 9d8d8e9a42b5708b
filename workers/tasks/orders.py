"""Tasks about orders."""

from prapazar.flows import order_reports, orders
from workers.app import app
from workers.queues import INBOUND, OUTBOUND
from workers.tasks.calls import quietly


@app.task(name="orders.import_new", queue=INBOUND)
def import_new(connection_id: str) -> bool:
    return quietly(orders.import_new, connection_id)


@app.task(name="orders.check_count", queue=INBOUND)
def check_count(connection_id: str) -> bool:
    return quietly(orders.check_count, connection_id)


@app.task(name="orders.take_in", queue=INBOUND)
def take_in(connection_id: str) -> bool:
    return quietly(orders.take_in, connection_id)


@app.task(name="orders.refetch", queue=INBOUND)
def refetch(connection_id: str) -> bool:
    return quietly(orders.refetch, connection_id)


@app.task(name="orders.report_status", queue=OUTBOUND)
def report_status(connection_id: str) -> bool:
    return quietly(order_reports.report_steps, connection_id)
