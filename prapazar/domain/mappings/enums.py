"""What is mapped, and who said so."""

from enum import StrEnum


class MappingKind(StrEnum):
    """For each, which side is looked up: `key` is that side, `target` what it becomes."""

    CATEGORY = "category"
    """Ours (the category's id) to the channel's leaf."""
    ATTRIBUTE = "attribute"
    """What a channel's category asks for, to where the answer comes from; see rules.Source."""
    VALUE = "value"
    """Our word to one of the values an attribute offers."""
    BRAND = "brand"
    """Ours (the brand's id) to the channel's name or id of it."""
    CARRIER = "carrier"
    """The channel's name of a carrier to ours; read backwards when we tell the channel."""
    STATUS = "status"
    """A word of the channel we do not know, to our status."""


class Origin(StrEnum):
    PERSON = "person"
    SUGGESTED = "suggested"
    """A person accepted what their words are alike in."""
    REMEMBERED = "remembered"
    """A person accepted what was mapped elsewhere before."""


class Reason(StrEnum):
    """Why something is suggested."""

    SAME_CONNECTOR = "same_connector"
    """It was mapped so on another connection of the same channel."""
    LISTED_THERE = "listed_there"
    """Products of it stand there on this very channel."""
    OTHER_CHANNEL = "other_channel"
    """The same products stand elsewhere under words like these."""
    WORDS = "words"
    EQUAL = "equal"
    """The words are the same but for capitals and accents."""
