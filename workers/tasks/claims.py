"""Tasks about claims."""

from prapazar.flows import claims
from workers.app import app
from workers.queues import INBOUND, OUTBOUND
from workers.tasks.calls import quietly


@app.task(name="claims.import_new", queue=INBOUND)
def import_new(connection_id: str) -> bool:
    return quietly(claims.import_new, connection_id)


@app.task(name="claims.decide", queue=OUTBOUND)
def decide(connection_id: str) -> bool:
    return quietly(claims.tell_decisions, connection_id)
