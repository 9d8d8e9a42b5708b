"""Tasks that keep the house: old traffic, old deliveries and old sessions go."""

from prapazar.flows import upkeep
from workers.app import app
from workers.queues import MAINTENANCE


@app.task(name="channels.clean_up", queue=MAINTENANCE)
def clean_up() -> None:
    upkeep.clean_up()
