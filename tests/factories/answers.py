"""What became of each item of a push: answered at once, or asked for batch by batch."""

from collections.abc import Sequence
from typing import Any

from prapazar.connector_kit.content import ListingDraft
from prapazar.connector_kit.contract import AnswersBatches
from prapazar.connector_kit.records import ItemResult, ItemState, PriceOffer, PushResult, StockOffer


def results(connector: Any, pushed: PushResult) -> list[ItemResult]:  # noqa: ANN401 - any connector
    items = list(pushed.items)
    if pushed.batch_external_id is not None:
        assert isinstance(connector, AnswersBatches)
        batch = connector.fetch_batch(pushed.batch_external_id)
        assert batch.is_final
        items += batch.items
    return items


def states(
    connector: Any,  # noqa: ANN401 - any connector
    pushed: PushResult,
    asked: Sequence[StockOffer | PriceOffer | ListingDraft] = (),
) -> dict[str, ItemState]:
    """What a channel says of `asked` it may say of all it does not name."""
    named = {item.external_id: item.state for item in results(connector, pushed)}
    unnamed = connector.fetch_batch(pushed.batch_external_id).unnamed if pushed.batch_external_id else None
    return {**({_name(one): unnamed for one in asked} if unnamed else {}), **named}


def _name(asked: StockOffer | PriceOffer | ListingDraft) -> str:
    """A new listing is named by its SKU."""
    return asked.external_id or (asked.sku if isinstance(asked, ListingDraft) else "")
