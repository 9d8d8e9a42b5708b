"""Queues, and which task a topic of the outbox or a job of the schedule becomes."""

from prapazar.domain.channels.enums import JobKind, Topic

INBOUND, OUTBOUND, DOCUMENTS, MESSAGES, FORECASTS, MAINTENANCE = (
    "inbound",
    "outbound",
    "documents",
    "messages",
    "forecasts",
    "maintenance",
)
QUEUES: dict[str, dict[str, str]] = {
    name: {} for name in (INBOUND, OUTBOUND, DOCUMENTS, MESSAGES, FORECASTS, MAINTENANCE)
}  # options: none

TOPIC_QUEUES: dict[str, str] = {
    Topic.PUSH_STOCK.value: OUTBOUND,
    Topic.PUSH_PRICE.value: OUTBOUND,
    Topic.PUSH_CONTENT.value: OUTBOUND,
    Topic.LEARN.value: INBOUND,
    Topic.REPORT_STATUS.value: OUTBOUND,
    Topic.SET_UP.value: INBOUND,
    Topic.TAKE_IN.value: INBOUND,
    Topic.REFETCH.value: INBOUND,
    Topic.IMPORT_FILE.value: DOCUMENTS,
    Topic.BENCH.value: INBOUND,
    Topic.SYNC.value: INBOUND,
    Topic.MAKE_FILE.value: DOCUMENTS,
    Topic.READ_FILE.value: DOCUMENTS,
}
"""A topic is also the name of its task, which takes the partition."""

JOB_TASKS: dict[str, tuple[str, str]] = {
    JobKind.ORDERS.value: ("orders.import_new", INBOUND),
    JobKind.ORDER_COUNT.value: ("orders.check_count", INBOUND),
    JobKind.PRODUCTS.value: ("catalog.import_listings", INBOUND),
    JobKind.BATCHES.value: ("listings.poll_batches", OUTBOUND),
    JobKind.FEED.value: ("feeds.look", DOCUMENTS),
}
