"""Upkeep: what is kept for a while and then goes, and deliveries whose wake-up was lost."""

from sqlalchemy import text

from prapazar.domain.channels import takes
from prapazar.flows import feeds, own_account, privacy, uploads
from prapazar.foundation import db

_STEPS = (
    *takes.PURGE,
    "UPDATE label_run SET content = NULL WHERE content IS NOT NULL AND finished_at < now() - interval '1 day'",
    "DELETE FROM label_run WHERE created_at < now() - interval '30 days'",
    "DELETE FROM export WHERE created_at < now() - interval '30 days'",
    "DELETE FROM report_letter WHERE at < now() - interval '90 days'",
    "DELETE FROM sync_run WHERE created_at < now() - interval '30 days'",
    "DELETE FROM bench_run WHERE created_at < now() - interval '30 days'",
    "DELETE FROM traffic_hour WHERE hour < now() - interval '35 days'",
    "DELETE FROM job_run WHERE finished_at < now() - interval '14 days'",
    "DELETE FROM webhook_refusal WHERE last_at < now() - interval '14 days'",
    "DELETE FROM stray_delivery WHERE hour < now() - interval '14 days'",
    "DELETE FROM payload_drift WHERE closed_at < now() - interval '90 days'",
    "DELETE FROM login_session WHERE expires_at < now() - interval '7 days'",
    "DELETE FROM one_time_token WHERE expires_at < now() - interval '30 days'",
    "DELETE FROM connection_grant WHERE asked_at < now() - interval '1 day'",
    "DELETE FROM publish_run WHERE started_at IS NULL AND created_at < now() - interval '7 days'",
    "DELETE FROM publish_run WHERE finished_at < now() - interval '180 days'",
    "DELETE FROM publication_batch WHERE closed_at < now() - interval '30 days'",
    # Told by a process that died before the answer came: nobody knows, and the outbox tells it again.
    (
        "UPDATE publication SET state = 'unknown', code = 'listings.never_answered', answered_at = now()"
        " WHERE state = 'sent' AND batch_id IS NULL AND sent_at < now() - interval '15 minutes'"
    ),
    # A delivery is kept and its worker woken in one transaction; this is for what a person set back by hand.
    (
        "INSERT INTO outbox (merchant_id, topic, partition, coalesce_key, payload)"
        " SELECT DISTINCT ON (connection_id) merchant_id, 'orders.take_in', connection_id,"
        " connection_id, '{}' FROM inbox WHERE done_at IS NULL AND received_at < now() - interval '5 minutes'"
        " ON CONFLICT (partition, topic, coalesce_key) WHERE claimed_until IS NULL AND parked_at IS NULL DO NOTHING"
    ),
)


def clean_up() -> None:
    for step in _STEPS:
        with db.system_transaction() as session:
            session.execute(text(step))
    privacy.keep_in_time()
    own_account.end_overdue_impersonations()
    uploads.remove_abandoned()
    feeds.remove_abandoned()
    uploads.remove_made()
    uploads.remove_exports()
