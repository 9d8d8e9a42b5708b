"""Writes to connections, a module for each of their sides."""

from prapazar.domain.channels.actions.categories import (
    replace_attributes,
    replace_categories,
)
from prapazar.domain.channels.actions.connections import (
    connect,
    pause,
    refuse_webhook,
    remove,
    renew_credentials,
    replace_credentials,
    resume,
    set_offer,
    set_sends_stock,
    set_settings,
    set_webhook,
)
from prapazar.domain.channels.actions.jobs import (
    JOB_LOST,
    call_up_jobs,
    end_lost_job,
    finish_job,
    put_off_job,
    start_job,
)
from prapazar.domain.channels.actions.outcomes import (
    record_failure,
    record_success,
    record_traffic,
    retry_parked,
)

__all__ = [
    "JOB_LOST",
    "call_up_jobs",
    "connect",
    "end_lost_job",
    "finish_job",
    "pause",
    "put_off_job",
    "record_failure",
    "record_success",
    "record_traffic",
    "refuse_webhook",
    "remove",
    "renew_credentials",
    "replace_attributes",
    "replace_categories",
    "replace_credentials",
    "resume",
    "retry_parked",
    "set_offer",
    "set_sends_stock",
    "set_settings",
    "set_webhook",
    "start_job",
]
