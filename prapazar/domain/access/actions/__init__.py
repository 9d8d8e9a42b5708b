"""Writes to merchants, people, roles and sessions, one module per group of verbs."""

from prapazar.domain.access.actions.login import log_in, log_out, log_out_everywhere, switch_merchant
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
from prapazar.domain.access.actions.roles import delete_role, save_role
from prapazar.domain.access.actions.users import (
    add_member,
    invite,
    invite_again,
    set_member_role,
    set_suspended,
)

__all__ = [
    "accept_invitation",
    "add_member",
    "change_password",
    "complete_first_run",
    "create_merchant",
    "delete_role",
    "first_run_token",
    "invite",
    "invite_again",
    "log_in",
    "log_out",
    "log_out_everywhere",
    "request_password_reset",
    "reset_password",
    "save_role",
    "set_member_role",
    "set_preferences",
    "set_suspended",
    "switch_merchant",
]
