"""Tasks about exchange rates."""

from prapazar.flows import exchange_rates
from workers.app import app
from workers.queues import MAINTENANCE


@app.task(name="rates.refresh", queue=MAINTENANCE)
def refresh() -> bool:
    return exchange_rates.refresh()
