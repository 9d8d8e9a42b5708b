"""Bulk requests: their identifiers, their slow answers, and their end after four hours."""

import uuid
from datetime import timedelta

from prapazar.sandbox.clock import to_ms
from prapazar.sandbox.exchange import Reply, json_reply
from prapazar.sandbox.jsontext import Json
from prapazar.sandbox.trendyol.models import Batch, Seller
from prapazar.sandbox.trendyol.visit import Routes, Visit

INVENTORY = "ProductInventoryUpdate"
_KEPT_MS = to_ms(timedelta(hours=4))
routes = Routes()


def open_batch(visit: Visit, kind: str, items: list[Json]) -> Reply:
    """Store the outcome, answer only its number: what came of it is asked later."""
    now = visit.now_ms
    _forget_old(visit, now)
    batch = Batch(f"{uuid.uuid4()}-{now // 1000}", kind, now, now + visit.market.rules.batch_ms, items)
    visit.market.keep_batch(visit.seller, batch)
    return json_reply({"batchRequestId": batch.batch_id})


def outcome(request_item: Json, failures: list[str]) -> Json:
    return {
        "requestItem": request_item,
        "status": "FAILED" if failures else "SUCCESS",
        "failureReasons": failures,
    }


@routes.route("GET", "/integration/product/sellers/{seller}/products/batch-requests/{batch}", "product-read")
def read_batch(visit: Visit) -> Reply:
    batch_id, now = visit.values["batch"], visit.now_ms
    batch = visit.seller.batches.get(batch_id)
    if batch is None or batch.created_ms + _KEPT_MS < now:
        return json_reply(_unknown(batch_id))
    done = batch.done_ms <= now
    items = batch.items if done else [_unfinished(item) for item in batch.items]
    answer: Json = {
        "batchRequestId": batch_id,
        "items": items,
        "status": "COMPLETED" if done else "IN_PROGRESS",
        "creationDate": batch.created_ms,
        "lastModification": batch.done_ms if done else batch.created_ms,
        "sourceType": "API",
        "itemCount": len(items),
        "failedItemCount": sum(1 for item in items if item["status"] == "FAILED"),
        "batchRequestType": batch.kind,
        "notes": None,
    }
    if batch.kind == INVENTORY:
        # Price and stock batches say nothing as a whole: a client has to look at the items.
        del answer["status"]
    return json_reply(answer)


def _unfinished(item: Json) -> Json:
    return {"requestItem": item["requestItem"], "status": "IN_PROGRESS", "failureReasons": []}


def _unknown(batch_id: str) -> Json:
    return {
        "batchRequestId": batch_id,
        "items": [],
        "status": "PROCESSING",
        "creationDate": 0,
        "lastModification": 0,
        "sourceType": None,
        "itemCount": 0,
        "failedItemCount": 0,
        "batchRequestType": None,
        "notes": None,
    }


def _forget_old(visit: Visit, now_ms: int) -> None:
    """Batches stand in the order they came, so the old ones are in front."""
    seller: Seller = visit.seller
    for batch_id, batch in list(zip(seller.batches, seller.batches.values(), strict=True))[:20]:
        if batch.created_ms + _KEPT_MS >= now_ms:
            return
        visit.market.drop_batch(seller, batch_id)
