"""Tasks about orders, and the queues channels tell of them by."""

from uuid import UUID

from prapazar.flows import cargo_changes, order_refetch, order_reports, order_runs, orders, queues, splits
from workers.app import app
from workers.queues import DOCUMENTS, INBOUND, OUTBOUND
from workers.tasks.calls import quietly


@app.task(name="orders.import_new", queue=INBOUND)
def import_new(connection_id: str) -> bool:
    return quietly(orders.import_new, connection_id)


@app.task(name="orders.check_count", queue=INBOUND)
def check_count(connection_id: str) -> bool:
    return quietly(orders.check_count, connection_id)


@app.task(name="queues.read", queue=INBOUND)
def read_queue(connection_id: str) -> bool:
    return quietly(queues.read, connection_id)


@app.task(name="orders.take_in", queue=INBOUND)
def take_in(connection_id: str) -> bool:
    return quietly(orders.take_in, connection_id)


@app.task(name="orders.refetch", queue=INBOUND)
def refetch(connection_id: str) -> bool:
    return quietly(order_refetch.refetch, connection_id)


@app.task(name="orders.report_status", queue=OUTBOUND)
def report_status(connection_id: str) -> bool:
    return quietly(order_reports.report_steps, connection_id)


@app.task(name="orders.split", queue=OUTBOUND)
def split(connection_id: str) -> bool:
    return quietly(splits.split_asked, connection_id)


@app.task(name="orders.change_carrier", queue=OUTBOUND)
def change_carrier(connection_id: str) -> bool:
    return quietly(cargo_changes.carry_out, connection_id)


@app.task(name="orders.run_bulk", queue=DOCUMENTS)
def run_bulk(run_id: str) -> None:
    order_runs.carry_on(UUID(run_id))
