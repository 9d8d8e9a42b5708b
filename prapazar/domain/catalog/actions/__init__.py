"""Writes to the catalogue, one module per verb."""

from prapazar.domain.catalog.actions.bulk import BulkChange, bulk_edit
from prapazar.domain.catalog.actions.save import (
    archive,
    create_product,
    restore,
    update_product,
    update_variants,
)

__all__ = [
    "BulkChange",
    "archive",
    "bulk_edit",
    "create_product",
    "restore",
    "update_product",
    "update_variants",
]
