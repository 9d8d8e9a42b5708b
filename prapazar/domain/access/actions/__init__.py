"""Writes to merchants, people, roles and sessions, one module per group of verbs."""

from prapazar.domain.access.actions.impersonation import begin_impersonation, end_impersonation, end_overdue
from prapazar.domain.access.actions.login import (
    log_in,
    log_in_by_code,
    log_out,
    log_out_everywhere,
    switch_merchant,
    ticket,
)
from prapazar.domain.access.actions.merchants import create_merchant
from prapazar.domain.access.actions.own import (
    accept_invitation,
    change_password,
    complete_first_run,
    first_run_token,
    request_password_reset,
    reset_password,
    set_preferences,
)
from prapazar.domain.access.actions.roles import delete_role, require_factor, save_role
from prapazar.domain.access.actions.second_factor import (
    Setup,
    begin_factor,
    confirm_factor,
    remove_factor,
    renew_recovery_codes,
    take_away_factor,
)
from prapazar.domain.access.actions.users import (
    add_member,
    invite,
    invite_again,
    set_member_role,
    set_member_supplier,
    set_suspended,
)

__all__ = [
    "Setup",
    "accept_invitation",
    "add_member",
    "begin_factor",
    "begin_impersonation",
    "change_password",
    "complete_first_run",
    "confirm_factor",
    "create_merchant",
    "delete_role",
    "end_impersonation",
    "end_overdue",
    "first_run_token",
    "invite",
    "invite_again",
    "log_in",
    "log_in_by_code",
    "log_out",
    "log_out_everywhere",
    "remove_factor",
    "renew_recovery_codes",
    "request_password_reset",
    "require_factor",
    "reset_password",
    "save_role",
    "set_member_role",
    "set_member_supplier",
    "set_preferences",
    "set_suspended",
    "switch_merchant",
    "take_away_factor",
    "ticket",
]
