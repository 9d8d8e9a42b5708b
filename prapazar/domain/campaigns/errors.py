"""What cannot be done with a campaign; codes name sentences in foundation.texts."""

from uuid import UUID


class CampaignRefused(Exception):
    """`field` is that of the form; empty where its state stands in the way."""

    def __init__(self, code: str, field: str = "") -> None:
        super().__init__(code, field)
        self.code, self.field = code, field


class CampaignMissing(Exception):
    def __init__(self, campaign_id: UUID) -> None:
        super().__init__(str(campaign_id))
