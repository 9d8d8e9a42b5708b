"""The way back from a provider's consent page: checked, kept, and led on to the wizard."""

from fastapi import APIRouter, Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse

from prapazar.api.door import key_of, public
from prapazar.domain.access import queries, sessions
from prapazar.domain.access.queries import NoMerchantChosen
from prapazar.domain.channels.errors import GrantRefused
from prapazar.flows import grants
from prapazar.foundation import routes
from prapazar.foundation.scope import PermissionDenied

router = APIRouter(tags=["grants"], include_in_schema=False)
_SEE_OTHER = 303


@router.get(routes.GRANT_BACK, dependencies=[Depends(public)])
async def come_back(request: Request) -> RedirectResponse:
    """Open to anybody and good for nobody but the log-in that asked: the state in the address says so.

    The code never stands in an address of ours, and this page of history shows nothing when it is opened again.
    """
    response = RedirectResponse(await run_in_threadpool(_onward, request), _SEE_OTHER)
    response.headers["cache-control"] = "no-store"
    response.headers["referrer-policy"] = "no-referrer"
    return response


def _onward(request: Request) -> str:
    key = key_of(request)
    row = sessions.load(key)
    if row is None:
        return routes.with_query(routes.LOGIN, next=routes.with_query(routes.NEW_CHANNEL, error="signed_out"))
    try:
        grant_id = grants.come_back(queries.scope_of(row), key, dict(request.query_params))
    except GrantRefused as refused:
        return routes.with_query(routes.NEW_CHANNEL, error=refused.code.rpartition(".")[2])
    except (PermissionDenied, NoMerchantChosen):
        return routes.with_query(routes.NEW_CHANNEL, error="unknown")
    return routes.with_query(routes.NEW_CHANNEL, grant=str(grant_id))
