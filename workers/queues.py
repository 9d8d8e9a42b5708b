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
    Topic.CREATE_SHIPMENTS.value: OUTBOUND,
    Topic.CANCEL_SHIPMENTS.value: OUTBOUND,
    Topic.DECIDE_CLAIMS.value: OUTBOUND,
    Topic.ANSWER_QUESTIONS.value: OUTBOUND,
    Topic.SEND_DOCUMENTS.value: DOCUMENTS,
    Topic.CANCEL_DOCUMENTS.value: DOCUMENTS,
    Topic.TELL_DOCUMENTS.value: DOCUMENTS,
    Topic.SHARE_INVOICES.value: OUTBOUND,
    Topic.INVOICE_MANY.value: DOCUMENTS,
    Topic.OPEN_PAYMENTS.value: OUTBOUND,
    Topic.TAKE_PAYMENTS.value: INBOUND,
    Topic.LOOK_AT_PAYMENTS.value: INBOUND,
    Topic.REFUND_PAYMENTS.value: OUTBOUND,
    Topic.SETTLE_PAYMENTS.value: DOCUMENTS,
    Topic.FETCH_LABELS.value: INBOUND,
    Topic.SYNC.value: INBOUND,
    Topic.MAKE_FILE.value: DOCUMENTS,
    Topic.READ_FILE.value: DOCUMENTS,
    Topic.BULK.value: DOCUMENTS,
    Topic.SPLIT.value: OUTBOUND,
    Topic.CHANGE_CARRIER.value: OUTBOUND,
    Topic.GATHER_CUSTOMERS.value: DOCUMENTS,
    Topic.REMIND.value: MAINTENANCE,
    Topic.CARRY_OUT.value: MAINTENANCE,
    Topic.MESSAGE_EVENTS.value: MESSAGES,
    Topic.TELL_PEOPLE.value: MESSAGES,
    Topic.SEND_MAIL.value: MESSAGES,
    Topic.SEND_MESSAGES.value: MESSAGES,
    Topic.TAKE_REPORTS.value: MESSAGES,
    Topic.PRINT_LABELS.value: DOCUMENTS,
    Topic.PRIVACY.value: MAINTENANCE,
    Topic.SEND_CAMPAIGN.value: MESSAGES,
    Topic.TICKET_CLOCK.value: MAINTENANCE,
    Topic.TICKET_SOLVED.value: MESSAGES,
    Topic.SUM_MONTHS.value: MAINTENANCE,
    Topic.MAIL_REPORTS.value: DOCUMENTS,
    Topic.EXPORT.value: DOCUMENTS,
}
"""A topic is also the name of its task, which takes the partition."""

JOB_TASKS: dict[str, tuple[str, str]] = {
    JobKind.ORDERS.value: ("orders.import_new", INBOUND),
    JobKind.ORDER_COUNT.value: ("orders.check_count", INBOUND),
    JobKind.PRODUCTS.value: ("catalog.import_listings", INBOUND),
    JobKind.BATCHES.value: ("listings.poll_batches", OUTBOUND),
    JobKind.QUEUE.value: ("queues.read", INBOUND),
    JobKind.FEED.value: ("feeds.look", DOCUMENTS),
    JobKind.TRACKING.value: ("shipments.track", INBOUND),
    JobKind.CLAIMS.value: ("claims.import_new", INBOUND),
    JobKind.QUESTIONS.value: ("questions.import_new", INBOUND),
    JobKind.DOCUMENTS.value: ("invoices.follow", DOCUMENTS),
    JobKind.PAYMENTS.value: ("payments.follow", INBOUND),
    JobKind.MESSAGES.value: ("messages.follow", MESSAGES),
    JobKind.BUYBOXES.value: ("listings.read_buyboxes", INBOUND),
}
