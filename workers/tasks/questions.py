"""Tasks about questions and buyer messages."""

from prapazar.flows import questions
from workers.app import app
from workers.queues import INBOUND, OUTBOUND
from workers.tasks.calls import quietly


@app.task(name="questions.import_new", queue=INBOUND)
def import_new(connection_id: str) -> bool:
    return quietly(questions.import_new, connection_id)


@app.task(name="questions.answer", queue=OUTBOUND)
def answer(connection_id: str) -> bool:
    return quietly(questions.tell_answers, connection_id)
