"""Tasks about the files of channels that go by files."""

from uuid import UUID

from prapazar.flows import file_runs
from workers.app import app
from workers.queues import DOCUMENTS


@app.task(name="files.make", queue=DOCUMENTS)
def make(run_id: str) -> None:
    file_runs.make(UUID(run_id))


@app.task(name="files.read", queue=DOCUMENTS)
def read(run_id: str) -> None:
    file_runs.read(UUID(run_id))
