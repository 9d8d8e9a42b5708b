"""Tasks about feeds."""

from prapazar.domain.feeds.errors import FeedMissing
from prapazar.flows import feeds
from workers.app import app
from workers.queues import DOCUMENTS
from workers.tasks.calls import quietly


@app.task(name="feeds.look", queue=DOCUMENTS)
def look(connection_id: str) -> bool:
    try:
        return quietly(feeds.look, connection_id)
    except FeedMissing:
        return False
