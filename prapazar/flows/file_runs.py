"""The worker's side of file channels: a run of any kind, carried to its end."""

from uuid import UUID

from prapazar.domain.catalog.enums import ImportKind
from prapazar.domain.catalog.queries import RunRow
from prapazar.domain.channels.enums import Topic
from prapazar.flows import order_files, product_files, sheet_runs, shipment_files
from prapazar.foundation.scope import Scope


def make(run_id: UUID) -> None:
    """A file for the platform."""
    sheet_runs.run(Topic.MAKE_FILE, run_id, _make)


def read(run_id: UUID) -> None:
    """A file of the platform."""
    sheet_runs.run(Topic.READ_FILE, run_id, _read)


def _make(scope: Scope, run_id: UUID) -> None:
    sheet_runs.carry_on(scope, run_id, _make_one, keeps_file=True)


def _read(scope: Scope, run_id: UUID) -> None:
    sheet_runs.carry_on(scope, run_id, order_files.take_in)


def _make_one(scope: Scope, run: RunRow, done: int) -> None:
    maker = product_files.make if run.kind == ImportKind.PRODUCT_FILE else shipment_files.make
    maker(scope, run, done)
