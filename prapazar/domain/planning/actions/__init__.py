"""Writes of the calendar and of tasks, one module per subject."""

from prapazar.domain.planning.actions.addresses import forget_address, make_address
from prapazar.domain.planning.actions.entries import add, change, move, put_back, remove
from prapazar.domain.planning.actions.reminders import due_reminders
from prapazar.domain.planning.actions.tasks import (
    add_task,
    change_task,
    check_off,
    move_task,
    put_off,
    remove_task,
)

__all__ = [
    "add",
    "add_task",
    "change",
    "change_task",
    "check_off",
    "due_reminders",
    "forget_address",
    "make_address",
    "move",
    "move_task",
    "put_back",
    "put_off",
    "remove",
    "remove_task",
]
