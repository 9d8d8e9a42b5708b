"""Tasks about the catalogue: channel listings and spreadsheets."""

from uuid import UUID

from prapazar.flows import catalog, catalog_sheets
from workers.app import app
from workers.queues import DOCUMENTS, INBOUND
from workers.tasks.calls import quietly


@app.task(name="catalog.import_listings", queue=INBOUND)
def import_listings(connection_id: str) -> bool:
    return quietly(catalog.import_listings, connection_id)


@app.task(name="catalog.import_file", queue=DOCUMENTS)
def import_file(run_id: str) -> None:
    catalog_sheets.run_import(UUID(run_id))
