"""Figures for Prometheus, for whoever knows the installation's token."""

import hmac

from fastapi import APIRouter, Depends, Request, Response

from prapazar.api.door import public
from prapazar.api.errors import Refused
from prapazar.flows import figures
from prapazar.foundation import metrics
from prapazar.foundation.settings import settings

router = APIRouter(tags=["health"])


def _with_token(request: Request) -> None:
    """Not there at all where no token is set, so that nothing is told by default."""
    wanted = settings().metrics_token
    if not wanted:
        raise Refused(404, "errors.not_found")
    given = request.headers.get("authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {wanted}".encode()):
        raise Refused(401, "errors.signed_out")


@router.get("/metrics", dependencies=[Depends(public), Depends(_with_token)], include_in_schema=False)
def read() -> Response:
    return Response(metrics.exposition(figures.gauges()), media_type=metrics.MEDIA)
