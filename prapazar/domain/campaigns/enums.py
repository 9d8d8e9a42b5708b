"""Where a campaign stands, and which of its texts a member gets."""

from enum import StrEnum


class CampaignStatus(StrEnum):
    DRAFT = "draft"
    ASKED = "asked"
    """Somebody who may approve it has to look."""
    APPROVED = "approved"
    """It goes when its time comes."""
    SENDING = "sending"
    SENT = "sent"
    """All members have been written to; what they buy until its last day is counted."""
    STOPPED = "stopped"


class Arm(StrEnum):
    A = "a"
    B = "b"
    CONTROL = "control"
    """Gets nothing, so that one sees what the message was good for."""


EDITABLE = frozenset({CampaignStatus.DRAFT, CampaignStatus.ASKED})
MOVABLE = frozenset({CampaignStatus.DRAFT, CampaignStatus.ASKED, CampaignStatus.APPROVED})
STOPPABLE = frozenset({CampaignStatus.ASKED, CampaignStatus.APPROVED, CampaignStatus.SENDING})
