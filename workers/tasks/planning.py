"""Tasks of the calendar: reminders, and plans whose time has come."""

from uuid import UUID

from prapazar.flows import planning
from workers.app import app
from workers.queues import MAINTENANCE


@app.task(name="planning.remind", queue=MAINTENANCE)
def remind(merchant_id: str) -> None:
    planning.remind(UUID(merchant_id))


@app.task(name="planning.carry_out", queue=MAINTENANCE)
def carry_out(merchant_id: str) -> None:
    planning.carry_out(UUID(merchant_id))
