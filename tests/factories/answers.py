"""What became of each item of a push: answered at once, or asked for batch by batch."""

from typing import Any

from prapazar.connector_kit.contract import AnswersBatches
from prapazar.connector_kit.records import ItemResult, ItemState, PushResult


def results(connector: Any, pushed: PushResult) -> list[ItemResult]:  # noqa: ANN401 - any connector
    items = list(pushed.items)
    if pushed.batch_external_id is not None:
        assert isinstance(connector, AnswersBatches)
        batch = connector.fetch_batch(pushed.batch_external_id)
        assert batch.is_final
        items += batch.items
    return items


def states(connector: Any, pushed: PushResult) -> dict[str, ItemState]:  # noqa: ANN401 - any connector
    return {item.external_id: item.state for item in results(connector, pushed)}
