"""What a stage of the pipeline means."""

from enum import StrEnum


class StageKind(StrEnum):
    OPEN = "open"
    WON = "won"
    LOST = "lost"


FIRST_STAGES = (
    ("Yeni ilgi", 10, StageKind.OPEN),
    ("Görüşme", 30, StageKind.OPEN),
    ("Teklif", 50, StageKind.OPEN),
    ("Pazarlık", 75, StageKind.OPEN),
    ("Kazanıldı", 100, StageKind.WON),
    ("Kaybedildi", 0, StageKind.LOST),
)
"""What a merchant begins with; names and chances are theirs to change."""
