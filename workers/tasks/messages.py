"""Tasks about messages and what people are told of."""

from uuid import UUID

from prapazar.flows import message_events, messages, notices, report_callbacks
from workers.app import app
from workers.queues import MESSAGES
from workers.tasks.calls import quietly


@app.task(name="messages.event", queue=MESSAGES)
def event(merchant_id: str) -> None:
    message_events.compose(UUID(merchant_id))


@app.task(name="messages.tell", queue=MESSAGES)
def tell(merchant_id: str) -> None:
    notices.tell(UUID(merchant_id))


@app.task(name="messages.send_mail", queue=MESSAGES)
def send_mail(merchant_id: str) -> bool:
    return messages.send_mail(UUID(merchant_id))


@app.task(name="messages.send", queue=MESSAGES)
def send(connection_id: str) -> bool:
    return quietly(messages.send, connection_id)


@app.task(name="messages.take_reports", queue=MESSAGES)
def take_reports(connection_id: str) -> bool:
    return quietly(report_callbacks.take_in, connection_id)


@app.task(name="messages.follow", queue=MESSAGES)
def follow(connection_id: str) -> bool:
    return quietly(messages.follow, connection_id)
