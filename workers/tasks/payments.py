"""Tasks about payments."""

from uuid import UUID

from prapazar.flows import payment_follow, payment_refunds, payments
from workers.app import app
from workers.queues import DOCUMENTS, INBOUND, OUTBOUND
from workers.tasks.calls import quietly


@app.task(name="payments.open", queue=OUTBOUND)
def open_pages(connection_id: str) -> bool:
    return quietly(payments.open_pages, connection_id)


@app.task(name="payments.take_in", queue=INBOUND)
def take_in(connection_id: str) -> bool:
    return quietly(payments.take_in, connection_id)


@app.task(name="payments.look", queue=INBOUND)
def look(connection_id: str) -> bool:
    return quietly(payments.look, connection_id)


@app.task(name="payments.refund", queue=OUTBOUND)
def refund(connection_id: str) -> bool:
    return quietly(payment_refunds.refund, connection_id)


@app.task(name="payments.follow", queue=INBOUND)
def follow(connection_id: str) -> bool:
    return quietly(payment_follow.follow, connection_id)


@app.task(name="payments.settle", queue=DOCUMENTS)
def settle(order_id: str) -> None:
    payments.settle(UUID(order_id))
