"""Writes to campaigns, one module per verb."""

from prapazar.domain.campaigns.actions.members import begin, finish, mark_written, settle, take, trouble
from prapazar.domain.campaigns.actions.save import delete, save
from prapazar.domain.campaigns.actions.steps import approve, ask, move, send_back, stop

__all__ = [
    "approve",
    "ask",
    "begin",
    "delete",
    "finish",
    "mark_written",
    "move",
    "save",
    "send_back",
    "settle",
    "stop",
    "take",
    "trouble",
]
