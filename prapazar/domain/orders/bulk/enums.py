"""What can be done with many orders at once."""

from enum import StrEnum


class BulkKind(StrEnum):
    ACCEPT = "accept"
    PICK_LIST = "pick_list"
    PACK = "pack"
    LABEL = "label"
    """Open the shipments of what is packed, or may be."""
    SHIP = "ship"
    CANCEL = "cancel"
    MERGE = "merge"
    ROUTE = "route"
    """By the rules, or to the place that is named."""
    NOTE = "note"
    TAG = "tag"
    INVOICE = "invoice"


WHOLE = frozenset({BulkKind.PICK_LIST, BulkKind.MERGE})
"""Made of all the orders together, not one by one."""
