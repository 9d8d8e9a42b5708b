"""Where providers deliver: checked, kept raw, answered at once; a worker makes something of it."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse

from prapazar.api.door import public
from prapazar.api.errors import Refused
from prapazar.flows import webhooks
from prapazar.flows.webhooks import WebhookRefused, WebhookUnreadable

router = APIRouter(prefix="/webhook", tags=["webhooks"])
ANY_CONNECTOR = "to"
LARGEST = 5_000_000


@router.post("/{connector}/{key}", dependencies=[Depends(public)])
async def deliver(connector: str, key: str, request: Request) -> Response:
    """200 for a delivery that was kept or was known already; 401 where its signature does not fit."""
    body = await request.body()
    if len(body) > LARGEST:
        raise Refused(413, "errors.too_large")
    headers = {name.lower(): value for name, value in request.headers.items()}
    named = None if connector == ANY_CONNECTOR else connector
    try:
        await run_in_threadpool(webhooks.receive, named, key, headers, body)
    except WebhookRefused:
        raise Refused(401, "errors.webhook_refused") from None
    except WebhookUnreadable:
        raise Refused(400, "errors.webhook_unreadable") from None
    return Response(status_code=200)


@router.get("/{connector}/{key}", dependencies=[Depends(public)])
async def prove(connector: str, key: str, request: Request, challenge_code: str = "") -> Response:
    """What a provider is told that wants to know first whose address this is."""
    named = None if connector == ANY_CONNECTOR else connector
    try:
        if not challenge_code:
            said = await run_in_threadpool(webhooks.handshake, named, key, dict(request.query_params))
            return Response(said, media_type="text/plain")
        answer = await run_in_threadpool(webhooks.challenge, named, key, challenge_code)
    except WebhookRefused:
        raise Refused(401 if challenge_code else 403, "errors.webhook_refused") from None
    return JSONResponse(answer)


@router.put("/{connector}/{key}/{event:path}", dependencies=[Depends(public)], include_in_schema=False)
@router.post("/{connector}/{key}/{event:path}", dependencies=[Depends(public)], include_in_schema=False)
async def deliver_event(connector: str, key: str, event: str, request: Request) -> Response:  # noqa: ARG001 - the body says what it is about
    """Some providers put a path of their own behind our address for each event."""
    return await deliver(connector, key, request)
