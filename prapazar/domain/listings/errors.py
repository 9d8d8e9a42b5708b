"""What listings refuse."""

from dataclasses import dataclass
from uuid import UUID


class ListingMissing(Exception):
    """No such listing on this merchant's channels."""

    def __init__(self, listing_id: UUID) -> None:
        super().__init__(listing_id)
        self.listing_id = listing_id


class VariantMissing(Exception):
    """No such variant in this merchant's catalogue."""

    def __init__(self, variant_id: UUID) -> None:
        super().__init__(variant_id)
        self.variant_id = variant_id


@dataclass(frozen=True, slots=True)
class NotAdopted:
    """A listing that could not become a product; the others did."""

    listing_id: UUID
    title: str
    code: str
    value: str = ""


class RunMissing(Exception):
    """No such publishing run, or it is not where it would have to be for this."""
