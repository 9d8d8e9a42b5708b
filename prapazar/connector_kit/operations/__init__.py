"""What can be asked of a connector by hand: one entry for each method of the contract, with its fields."""

from prapazar.connector_kit.manifest import Manifest
from prapazar.connector_kit.operations.aftersales import AFTERSALES
from prapazar.connector_kit.operations.fields import Field as Field
from prapazar.connector_kit.operations.fields import FieldKind as FieldKind
from prapazar.connector_kit.operations.fields import FieldWrong as FieldWrong
from prapazar.connector_kit.operations.fields import Find as Find
from prapazar.connector_kit.operations.fields import Goods as Goods
from prapazar.connector_kit.operations.fields import as_written as as_written
from prapazar.connector_kit.operations.operation import Operation as Operation
from prapazar.connector_kit.operations.plain import plain as plain
from prapazar.connector_kit.operations.trade import REASONS as REASONS
from prapazar.connector_kit.operations.trade import STEPS as STEPS
from prapazar.connector_kit.operations.trade import TRADE

OPERATIONS: dict[str, Operation] = {operation.name: operation for operation in (*TRADE, *AFTERSALES)}
METHODS = {
    "fetch_packages": "orders",
    "fetch_package": "order",
    "fetch_siblings": "siblings",
    "fetch_claims": "claims",
    "fetch_questions": "questions",
    "fetch_settlements": "settlements",
    "fetch_listings": "listings",
    "fetch_batch": "batch",
}
"""What the jobs read, by the method that reads it: these calls can be recorded and replayed."""


def of(manifest: Manifest) -> list[Operation]:
    """What this connector can be asked, in the order of the contract."""
    able = set(manifest.capabilities)
    return [operation for operation in OPERATIONS.values() if operation.capability in able]
