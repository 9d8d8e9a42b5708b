"""What a buyer and a payment provider reach without being logged in: the page of a link, and the callbacks."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse

from prapazar.api import browser, pay_page
from prapazar.api.door import public
from prapazar.api.errors import Refused
from prapazar.api.pay_page import View
from prapazar.domain.payments.errors import PaymentRefused
from prapazar.flows import paying, payment_callbacks
from prapazar.flows.paying import PaysTooFast
from prapazar.flows.webhooks import WebhookRefused, WebhookUnreadable
from prapazar.foundation import routes
from prapazar.foundation.scope import Locale

router = APIRouter(tags=["payments"], include_in_schema=False, dependencies=[Depends(public)])
_SEE_OTHER = 303
LARGEST = 100_000
_PROBLEMS = {
    "payments.not_owed_any_more": "settled",
    "payments.too_many_tries": "too_many",
    "payments.provider_idle": "idle",
    "payments.no_provider": "idle",
}
Said = Annotated[str, Form(max_length=100)]


@router.get(routes.PAY)
def show(
    request: Request,
    link: str,
    lang: str = "",
    go: str = "",
    back: Annotated[int, Query(ge=0, le=1000)] = 0,
    problem: str = "",
) -> HTMLResponse:
    known = {"fill", "too_fast", *_PROBLEMS.values()}
    view = View(_locale(request, lang), bool(go), back, problem if problem in known else "")
    shown = paying.shown(link)
    html = pay_page.missing(view.locale) if shown is None else pay_page.page(link, shown, view)
    answer = HTMLResponse(html, 404 if shown is None else 200)
    answer.headers["content-security-policy"] = pay_page.security(shown)
    answer.headers["cache-control"] = "no-store"
    answer.headers["referrer-policy"] = "no-referrer"
    return answer


@router.post(routes.PAY)
def start(
    request: Request,
    link: str,
    lang: str = "",
    again: str = "",
    name: Said = "",
    email: Said = "",
    phone: Said = "",
) -> RedirectResponse:
    """The buyer presses the button: a worker opens the provider's page, and ours waits for it."""
    locale, problem = _locale(request, lang), ""
    try:
        ip = browser.client_ip(request)
        filled = paying.start(
            link, name=name, email=email, phone=phone, ip=ip, language=locale, anew=bool(again)
        )
        problem = "" if filled else "fill"
    except PaymentRefused as refused:
        problem = _PROBLEMS.get(refused.code, "")
    except PaysTooFast:
        problem = "too_fast"
    query = {"problem": problem} if problem else {"go": "1"}
    return RedirectResponse(routes.with_query(routes.pay(link), lang=locale, **query), _SEE_OTHER)


@router.api_route(f"{routes.PAY}/back", methods=["GET", "POST"])
async def come_back(request: Request, link: str) -> RedirectResponse:
    """The browser comes from the provider's page. What it brings decides nothing: a worker asks the provider."""
    body = await _body(request)
    headers = {name.lower(): value for name, value in request.headers.items()}
    await run_in_threadpool(payment_callbacks.come_back, link, headers, body)
    return RedirectResponse(routes.with_query(routes.pay(link), back="1"), _SEE_OTHER)


@router.post(routes.CALLBACK)
async def callback(connector: str, key: str, request: Request) -> Response:
    """The provider tells what became of a payment; answered in its own words once it is kept."""
    body = await _body(request)
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        answer = await run_in_threadpool(payment_callbacks.receive, connector, key, headers, body)
    except WebhookRefused:
        raise Refused(401, "errors.webhook_refused") from None
    except WebhookUnreadable:
        raise Refused(400, "errors.webhook_unreadable") from None
    return PlainTextResponse(answer)


async def _body(request: Request) -> bytes:
    body = await request.body()
    if len(body) > LARGEST:
        raise Refused(413, "errors.too_large")
    return body


def _locale(request: Request, chosen: str) -> Locale:
    if chosen in {"tr", "en"}:
        return "en" if chosen == "en" else "tr"
    return browser.language(request)
