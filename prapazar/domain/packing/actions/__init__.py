"""What is written at the packing station and on the way along the shelves."""

from prapazar.domain.packing.actions.asking import ask, ask_again, drop
from prapazar.domain.packing.actions.counting import count, count_item, open_box, pack, undo
from prapazar.domain.packing.actions.merging import Alike, Merged, alike, merge, unmerge
from prapazar.domain.packing.actions.picking import leave, make_list, mark_printed, pick
from prapazar.domain.packing.actions.splitting import join, split

__all__ = [
    "Alike",
    "Merged",
    "alike",
    "ask",
    "ask_again",
    "count",
    "count_item",
    "drop",
    "join",
    "leave",
    "make_list",
    "mark_printed",
    "merge",
    "open_box",
    "pack",
    "pick",
    "split",
    "undo",
    "unmerge",
]
