"""Tasks of campaigns."""

from uuid import UUID

from prapazar.flows import campaigns
from workers.app import app
from workers.queues import MESSAGES


@app.task(name="campaigns.send", queue=MESSAGES)
def send(campaign_id: str) -> int:
    return campaigns.send(UUID(campaign_id))
