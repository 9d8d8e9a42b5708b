"""Whether this process can work: for load balancers and watchers, without saying more than that."""

import redis
from fastapi import APIRouter, Depends, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from prapazar.api.door import public
from prapazar.foundation import db
from prapazar.foundation.settings import settings

router = APIRouter(prefix="/api", tags=["health"])


@router.get("/health", dependencies=[Depends(public)])
def health(response: Response) -> dict[str, str]:
    """200 when the database and Redis answer, else 503."""
    found = {"database": _database(), "redis": _redis()}
    well = set(found.values()) == {"ok"}
    response.status_code = 200 if well else 503
    return {"status": "ok" if well else "down", **found}


def _database() -> str:
    try:
        with db.system_transaction() as session:
            session.execute(text("SELECT 1"))
    except (SQLAlchemyError, db.DatabaseMissing):
        return "down"
    return "ok"


def _redis() -> str:
    try:
        with redis.Redis.from_url(settings().redis_url or "", socket_timeout=2) as client:
            client.ping()
    except (redis.RedisError, ValueError):
        return "down"
    return "ok"
