"""Where whoever got advertising says no to more: a page with one button, and the one click of mail programs."""

from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse

from prapazar.api import browser
from prapazar.api.door import public
from prapazar.flows import opting_out
from prapazar.foundation import routes
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say

router = APIRouter(tags=["messages"], include_in_schema=False, dependencies=[Depends(public)])
_STYLE = (
    ":root{color-scheme:light dark}body{margin:0;font:16px/1.5 Inter,system-ui,sans-serif}"
    "main{max-width:28rem;margin:0 auto;padding:3rem 1rem}"
    "button{font:inherit;min-height:2.75rem;padding:0 1rem;border:0;border-radius:.375rem;"
    "background:#4f46e5;color:#fff}"
)
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"


@router.get(routes.OPT_OUT)
def ask(request: Request, token: str, lang: Annotated[str, Query(max_length=2)] = "") -> HTMLResponse:
    """Looking changes nothing: mail scanners open every link."""
    locale = _locale(request, lang)
    if not opting_out.is_ours(token):
        return _page(locale, f"<p>{say(locale, 'messages.stop_unknown')}</p>", 404)
    button = f'<form method="post"><button>{escape(say(locale, "messages.stop_button"))}</button></form>'
    return _page(locale, f"<p>{escape(say(locale, 'messages.stop_ask'))}</p>{button}")


@router.post(routes.OPT_OUT)
def stop(request: Request, token: str, lang: Annotated[str, Query(max_length=2)] = "") -> HTMLResponse:
    locale = _locale(request, lang)
    is_done = opting_out.opt_out(token)
    said = say(locale, "messages.stop_done" if is_done else "messages.stop_unknown")
    return _page(locale, f'<p role="status">{escape(said)}</p>', 200 if is_done else 404)


def _locale(request: Request, lang: str) -> Locale:
    return "en" if lang == "en" else browser.language(request)


def _page(locale: Locale, body: str, status: int = 200) -> HTMLResponse:
    title = escape(say(locale, "messages.stop_title"))
    html = (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<style>{_STYLE}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    )
    answer = HTMLResponse(html, status)
    answer.headers["content-security-policy"] = _POLICY
    answer.headers["referrer-policy"] = "no-referrer"
    answer.headers["cache-control"] = "no-store"
    return answer
