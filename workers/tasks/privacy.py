"""Tasks about people's own data."""

from uuid import UUID

from prapazar.flows import privacy
from workers.app import app
from workers.queues import MAINTENANCE


@app.task(name="privacy.work", queue=MAINTENANCE)
def work(request_id: str) -> None:
    privacy.work(UUID(request_id))
