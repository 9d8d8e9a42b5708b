"""Writes to notifications and messages, one module per verb."""

from prapazar.domain.messaging.actions.choices import choice, choose
from prapazar.domain.messaging.actions.compose import Draft, send_again, take_down
from prapazar.domain.messaging.actions.consents import opt_out, record_consents
from prapazar.domain.messaging.actions.notices import (
    mark_cause_read,
    mark_read,
    notify,
    notify_each,
    take_untold,
)
from prapazar.domain.messaging.actions.registering import mark_registered, take_registered
from prapazar.domain.messaging.actions.sending import (
    Report,
    begin,
    forget_recipient,
    record_asked,
    record_not_sent,
    record_reports,
    record_sent,
)
from prapazar.domain.messaging.actions.templates import PLACES, delete_template, moment_of, save_template

__all__ = [
    "PLACES",
    "Draft",
    "Report",
    "begin",
    "choice",
    "choose",
    "delete_template",
    "forget_recipient",
    "mark_cause_read",
    "mark_read",
    "mark_registered",
    "moment_of",
    "notify",
    "notify_each",
    "opt_out",
    "record_asked",
    "record_consents",
    "record_not_sent",
    "record_reports",
    "record_sent",
    "save_template",
    "send_again",
    "take_down",
    "take_registered",
    "take_untold",
]
