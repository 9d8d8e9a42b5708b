"""Marks of channels: every connector has letters and a hue of its own, and one nobody named has them from its slug."""

from prapazar.components.badges import LETTERS, channel_mark
from prapazar.components.tokens import CHANNEL_HUES


def test_every_named_mark_has_letters_and_hue_of_its_own() -> None:
    assert LETTERS.keys() == CHANNEL_HUES.keys()
    assert len(set(LETTERS.values())) == len(LETTERS)
    assert len(set(CHANNEL_HUES.values())) == len(CHANNEL_HUES)


def test_unnamed_channel_has_its_mark_from_its_slug() -> None:
    drawn = str(channel_mark("new_shop"))

    assert "charCodeAt" in drawn
