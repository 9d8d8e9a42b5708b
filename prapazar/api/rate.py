"""Where a buyer says what they thought of an order or of our help: one page, no log-in, no script."""

from html import escape
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import HTMLResponse

from prapazar.api import browser
from prapazar.api.door import public
from prapazar.domain.support.enums import REASONS
from prapazar.domain.support.errors import TicketMissing, TicketRefused
from prapazar.flows import rating_links
from prapazar.flows.rating_links import RatesTooFast, Shown
from prapazar.foundation import routes
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say

router = APIRouter(tags=["tickets"], include_in_schema=False, dependencies=[Depends(public)])
_BEST = 5
_STYLE = """
*{box-sizing:border-box}
:root{color-scheme:light dark;--back:#f8fafc;--card:#fff;--line:#cbd5e1;--text:#0f172a;--soft:#475569;--accent:#4f46e5;
--bad:#b91c1c}
@media (prefers-color-scheme:dark){:root{--back:#0b1120;--card:#111827;--line:#334155;--text:#e5e7eb;--soft:#9ca3af;
--accent:#818cf8;--bad:#f87171}}
body{margin:0;background:var(--back);color:var(--text);font:15px/1.5 Inter,system-ui,sans-serif}
main{max-width:30rem;margin:0 auto;padding:1.5rem 1rem 3rem}
header{display:flex;justify-content:space-between;align-items:baseline;gap:1rem;margin-bottom:.75rem}
header strong{overflow-wrap:anywhere}a{color:var(--accent)}
section{background:var(--card);border:1px solid var(--line);border-radius:.375rem;padding:1.25rem}
h1{font-size:1.125rem;margin:0 0 .75rem}p{margin:.25rem 0}.soft{color:var(--soft);font-size:.875rem}
fieldset{border:0;padding:0;margin:0 0 1rem;min-width:0}legend{padding:0;margin-bottom:.375rem;font-weight:600}
.row{display:flex;flex-wrap:wrap;gap:.5rem}.row.five{display:grid;grid-template-columns:repeat(5,1fr)}
.ends{display:flex;justify-content:space-between}
label.chip{position:relative;display:flex;align-items:center;justify-content:center;min-height:2.75rem;
padding:0 .875rem;border:1px solid var(--line);border-radius:.375rem;cursor:pointer}
label.chip input{position:absolute;inset:0;opacity:0;margin:0;cursor:pointer}
label.chip:has(:checked){background:#4f46e5;border-color:#4f46e5;color:#fff;font-weight:600}
label.chip:has(:focus-visible),button:focus-visible,textarea:focus-visible,a:focus-visible{
outline:2px solid var(--accent);outline-offset:2px}
textarea{font:inherit;width:100%;min-height:6rem;padding:.625rem .75rem;border:1px solid var(--line);
border-radius:.375rem;background:var(--back);color:inherit;resize:vertical}
button{font:inherit;width:100%;min-height:2.75rem;margin-top:1rem;border:0;border-radius:.375rem;cursor:pointer;
background:#4f46e5;color:#fff;font-weight:600}
.bad{color:var(--bad)}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
Lang = Annotated[str, Query(max_length=2)]


@router.get(routes.RATE)
def ask(request: Request, token: str, lang: Lang = "") -> HTMLResponse:
    """Looking gives nothing: mail scanners open every link."""
    locale = _locale(request, lang)
    try:
        shown = rating_links.shown(token, browser.client_ip(request))
    except RatesTooFast:
        return _said(locale, "too_fast", 429)
    if shown is None:
        return _said(locale, "unknown", 404)
    return _page(locale, shown.seller, _form(shown, locale) if shown.is_open else _closed(locale))


@router.post(routes.RATE)
def give(
    request: Request,
    token: str,
    lang: Lang = "",
    rating: Annotated[int, Form(ge=0, le=_BEST)] = 0,
    reason: Annotated[list[str] | None, Form(max_length=len(REASONS))] = None,
    words: Annotated[str, Form(max_length=4000)] = "",
) -> HTMLResponse:
    locale = _locale(request, lang)
    try:
        if rating == 0:
            return _again(request, token, locale)
        done = rating_links.rate(token, browser.client_ip(request), rating, reason or [], words, locale)
    except RatesTooFast:
        return _said(locale, "too_fast", 429)
    except (TicketRefused, TicketMissing) as error:
        return _said(locale, "closed" if isinstance(error, TicketRefused) else "unknown", 409)
    if not done:
        return _said(locale, "unknown", 404)
    return _said(locale, "thanks", 200, "changeable")


def _again(request: Request, token: str, locale: Locale) -> HTMLResponse:
    shown = rating_links.shown(token, browser.client_ip(request))
    if shown is None or not shown.is_open:
        return _said(locale, "unknown", 404)
    fault = f'<p class="bad" role="alert">{_t(locale, "choose")}</p>'
    return _page(locale, shown.seller, fault + _form(shown, locale), 422)


def _form(shown: Shown, locale: Locale) -> str:
    given = shown.given
    stars = "".join(
        _chip("radio", "rating", str(one), str(one), is_on=given is not None and given.rating == one)
        for one in range(1, _BEST + 1)
    )
    reasons = "".join(
        _chip(
            "checkbox", "reason", one, _t(locale, f"reason_{one}"), is_on=bool(given and one in given.reasons)
        )
        for one in REASONS
    )
    words = escape(given.words) if given else ""
    return (
        f'<form method="post" action="?lang={locale}"><fieldset><legend>{_t(locale, "question")}</legend>'
        f'<div class="row five">{stars}</div>'
        f'<p class="soft ends"><span>{_t(locale, "worst")}</span><span>{_t(locale, "best")}</span></p></fieldset>'
        f"<fieldset><legend>{_t(locale, 'why')}</legend>"
        f'<div class="row">{reasons}</div></fieldset>'
        f'<label for="words"><strong>{_t(locale, "words")}</strong></label>'
        f'<textarea id="words" name="words" maxlength="2000">{words}</textarea>'
        f"<button>{_t(locale, 'change' if given else 'send')}</button></form>"
    )


def _chip(kind: str, name: str, value: str, label: str, *, is_on: bool) -> str:
    on = " checked" if is_on else ""
    return f'<label class="chip"><input type="{kind}" name="{name}" value="{value}"{on}>{label}</label>'


def _closed(locale: Locale) -> str:
    return f'<p role="status">{_t(locale, "closed")}</p>'


def _t(locale: Locale, name: str) -> str:
    return escape(say(locale, f"feedback.page_{name}"))


def _said(locale: Locale, name: str, status: int, more: str = "") -> HTMLResponse:
    soft = f'<p class="soft">{_t(locale, more)}</p>' if more else ""
    return _page(locale, "", f'<p role="status">{_t(locale, name)}</p>{soft}', status)


def _locale(request: Request, lang: str) -> Locale:
    if lang in {"tr", "en"}:
        return "en" if lang == "en" else "tr"
    return browser.language(request)


def _page(locale: Locale, seller: str, body: str, status: int = 200) -> HTMLResponse:
    other, title = ("en" if locale == "tr" else "tr"), _t(locale, "title")
    html = (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f"<style>{_STYLE}</style></head><body><main><header><strong>{escape(seller)}</strong>"
        f'<a href="?lang={other}" lang="{other}">{_t(locale, "language")}</a></header>'
        f"<section><h1>{title}</h1>{body}</section></main></body></html>"
    )
    answer = HTMLResponse(html, status)
    answer.headers["content-security-policy"] = _POLICY
    answer.headers["referrer-policy"] = "no-referrer"
    answer.headers["cache-control"] = "no-store"
    return answer
