"""Tasks about shipments."""

from uuid import UUID

from prapazar.flows import delays, label_runs, shipment_labels, shipments
from workers.app import app
from workers.queues import DOCUMENTS, INBOUND, MAINTENANCE, OUTBOUND
from workers.tasks.calls import quietly


@app.task(name="shipments.create", queue=OUTBOUND)
def create(connection_id: str) -> bool:
    return quietly(shipments.create, connection_id)


@app.task(name="shipments.cancel", queue=OUTBOUND)
def cancel(connection_id: str) -> bool:
    return quietly(shipments.cancel, connection_id)


@app.task(name="shipments.labels", queue=INBOUND)
def fetch_labels(connection_id: str) -> bool:
    return quietly(shipment_labels.fetch, connection_id)


@app.task(name="shipments.watch", queue=MAINTENANCE)
def watch() -> None:
    delays.watch()


@app.task(name="shipments.track", queue=INBOUND)
def track(connection_id: str) -> bool:
    return quietly(shipments.track, connection_id)


@app.task(name="shipments.print", queue=DOCUMENTS)
def print_labels(run_id: str) -> None:
    label_runs.work(UUID(run_id))
