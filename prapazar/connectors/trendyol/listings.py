"""Writing listings at Trendyol: which of its four services takes which draft, and their batches as one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.errors import ConnectorError, Rejected, Unavailable
from prapazar.connector_kit.parsing import required, rows, text
from prapazar.connector_kit.records import ItemResult, ItemState, PushResult
from prapazar.connectors.trendyol import content
from prapazar.connectors.trendyol.client import TrendyolClient
from prapazar.connectors.trendyol.schemas import (
    ContentUpdate,
    NewProduct,
    Raw,
    UnapprovedUpdate,
    VariantUpdate,
)

MOST_BARCODES = 50
"""Asked for at once."""


@dataclass
class Loads:
    """What goes to each service, and what is refused before it gets there."""

    new: list[NewProduct] = field(default_factory=list)
    cards: dict[int, ContentUpdate] = field(default_factory=dict)
    variants: list[VariantUpdate] = field(default_factory=list)
    unapproved: list[UnapprovedUpdate] = field(default_factory=list)
    refused: list[ItemResult] = field(default_factory=list)


class ListingWriter:
    """For one push: what it has looked up is not looked up again."""

    def __init__(self, client: TrendyolClient, origin: str) -> None:
        self._client = client
        self._origin = origin
        self._brands: dict[str, int | None] = {}
        self._fixed: dict[str, set[str]] = {}

    def write(self, drafts: Sequence[ListingDraft]) -> PushResult:
        cards = self._cards([draft.external_id for draft in drafts if draft.external_id])
        loads = Loads()
        for draft in drafts:
            try:
                self._load(loads, draft, cards)
            except Rejected as error:
                refused = ItemResult(
                    draft.external_id or draft.sku, ItemState.REJECTED, error.code, error.detail
                )
                loads.refused.append(refused)
        return PushResult(tuple(loads.refused), ",".join(self._sent(loads)) or None)

    def _load(self, loads: Loads, draft: ListingDraft, cards: dict[str, int]) -> None:
        if draft.external_id is None:
            loads.new.append(content.new_product(draft, self._brand(draft), self._origin))
        elif draft.external_id not in cards:
            loads.unapproved.append(content.unapproved_update(draft, self._brand(draft), self._origin))
        else:
            card = cards[draft.external_id]
            loads.variants.append(content.variant_update(draft))
            if card not in loads.cards:  # the variants of a card share its content
                loads.cards[card] = content.content_update(draft, card, self._fixed_attributes(draft))

    def _sent(self, loads: Loads) -> list[str]:
        """Once one batch is on its way, a failure of the next leaves the push done in part."""
        numbers: list[str] = []
        services: list[Callable[[], Raw]] = []
        if loads.new:
            services.append(lambda: self._client.create_products(loads.new))
        if loads.cards:
            services.append(lambda: self._client.update_content(list(loads.cards.values())))
        if loads.variants:
            services.append(lambda: self._client.update_variants(loads.variants))
        if loads.unapproved:
            services.append(lambda: self._client.update_unapproved(loads.unapproved))
        for send in services:
            try:
                numbers.append(text(required(send(), "batchRequestId")))
            except ConnectorError as error:
                if numbers:
                    raise Unavailable(error.detail, maybe_done=True, code=error.code) from error
                raise
        return numbers

    def _cards(self, barcodes: Sequence[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for start in range(0, len(barcodes), MOST_BARCODES):
            asked = barcodes[start : start + MOST_BARCODES]
            answer = self._client.approved_products(0, barcodes=",".join(asked))
            found |= content.card_ids(rows(required(answer, "content"), "content"))
        return found

    def _brand(self, draft: ListingDraft) -> int | None:
        """By its id where the merchant has chosen one, else by its name."""
        if draft.brand_external_id:
            return int(draft.brand_external_id) if draft.brand_external_id.isdecimal() else None
        if draft.brand not in self._brands:
            found = self._client.brands_by_name(draft.brand) if draft.brand else []
            self._brands[draft.brand] = content.brand_id(found, draft.brand)
        return self._brands[draft.brand]

    def _fixed_attributes(self, draft: ListingDraft) -> set[str]:
        category = draft.category_external_id
        if not draft.attributes:
            return set()
        if category not in self._fixed:
            self._fixed[category] = content.fixed_attributes(self._client.category_attributes(category))
        return self._fixed[category]
