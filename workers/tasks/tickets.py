"""Tasks of the support desk: clocks whose time has come, and messages about solved tickets."""

from uuid import UUID

from prapazar.flows import ticket_messages, tickets
from workers.app import app
from workers.queues import MAINTENANCE, MESSAGES


@app.task(name="tickets.clock", queue=MAINTENANCE)
def clock(merchant_id: str) -> None:
    tickets.look_at_clocks(UUID(merchant_id))


@app.task(name="tickets.solved", queue=MESSAGES)
def solved(merchant_id: str) -> None:
    ticket_messages.tell_solved(UUID(merchant_id))
