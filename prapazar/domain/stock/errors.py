"""What stock refuses."""

from uuid import UUID


class StockShort(Exception):
    """Fewer units free than wanted, and the product allows no backorder."""

    def __init__(self, variant_id: UUID, *, wanted: int, free: int) -> None:
        super().__init__(variant_id, wanted, free)
        self.variant_id, self.wanted, self.free = variant_id, wanted, free


class QuantityInvalid(Exception):
    """A quantity below zero or beyond what the ledger holds."""

    def __init__(self, quantity: int) -> None:
        super().__init__(quantity)
        self.quantity = quantity


class VariantUnknown(Exception):
    """No such variant in this merchant's catalogue."""

    def __init__(self, variant_ids: list[UUID]) -> None:
        super().__init__(variant_ids)
        self.variant_ids = variant_ids
