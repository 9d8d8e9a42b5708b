"""Tasks about customers."""

from uuid import UUID

from prapazar.flows import customers
from workers.app import app
from workers.queues import DOCUMENTS


@app.task(name="customers.gather", queue=DOCUMENTS)
def gather(partition: str) -> None:
    customers.gather(UUID(partition))
