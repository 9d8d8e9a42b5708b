"""Tasks about e-documents."""

from uuid import UUID

from prapazar.flows import invoice_mails, invoice_shares, invoicing, invoicing_runs
from workers.app import app
from workers.queues import DOCUMENTS, OUTBOUND
from workers.tasks.calls import quietly


@app.task(name="invoices.send", queue=DOCUMENTS)
def send(connection_id: str) -> bool:
    return quietly(invoicing.send, connection_id)


@app.task(name="invoices.cancel", queue=DOCUMENTS)
def cancel(connection_id: str) -> bool:
    return quietly(invoicing.cancel, connection_id)


@app.task(name="invoices.tell", queue=DOCUMENTS)
def tell(connection_id: str) -> None:
    invoice_mails.tell(UUID(connection_id))


@app.task(name="invoices.share", queue=OUTBOUND)
def share(connection_id: str) -> bool:
    return quietly(invoice_shares.share, connection_id)


@app.task(name="invoices.follow", queue=DOCUMENTS)
def follow(connection_id: str) -> bool:
    return quietly(invoicing.follow, connection_id)


@app.task(name="invoices.run", queue=DOCUMENTS)
def run(run_id: str) -> None:
    invoicing_runs.work(UUID(run_id))
