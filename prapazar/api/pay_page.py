"""The buyer's page as HTML: one column, no script but the way out of a frame, in the buyer's light or dark."""

import base64
import hashlib
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

from prapazar.domain.payments.queries_work import Sheet
from prapazar.flows.paying import Shown, Stage
from prapazar.foundation import formats, routes
from prapazar.foundation.scope import Locale
from prapazar.foundation.texts import say

_STYLE = """
*{box-sizing:border-box}
:root{color-scheme:light dark;--back:#f8fafc;--card:#fff;--line:#e2e8f0;--text:#0f172a;--soft:#475569;--accent:#4f46e5;
--good:#15803d;--bad:#b91c1c;--wait:#a16207}
@media (prefers-color-scheme:dark){:root{--back:#0b1120;--card:#111827;--line:#273244;--text:#e5e7eb;--soft:#9ca3af;
--accent:#818cf8;--good:#4ade80;--bad:#f87171;--wait:#facc15}}
body{margin:0;background:var(--back);color:var(--text);font:15px/1.5 Inter,system-ui,sans-serif}
main{max-width:30rem;margin:0 auto;padding:1.5rem 1rem 3rem}
main.wide{max-width:46rem}
header{display:flex;justify-content:space-between;align-items:baseline;gap:1rem;margin-bottom:.75rem}
header strong{font-size:1.0625rem;overflow-wrap:anywhere}
header a{white-space:nowrap}
a{color:var(--accent)}
section{background:var(--card);border:1px solid var(--line);border-radius:.375rem;padding:1.25rem}
h1{font-size:1.0625rem;margin:0 0 .25rem}
p{margin:.25rem 0}
.soft{color:var(--soft);font-size:.875rem}
form+.soft,[role=status]+.soft{margin-top:1rem}
dl{display:flex;justify-content:space-between;gap:1rem;margin:0 0 1rem;padding-bottom:1rem;
border-bottom:1px solid var(--line);align-items:baseline}
dt{color:var(--soft);font-size:.875rem}
dd{margin:0;font-size:1.5rem;font-weight:600;font-variant-numeric:tabular-nums;white-space:nowrap}
label{display:block;font-size:.875rem;margin:.75rem 0 .25rem}
input,button,.button{font:inherit;width:100%;min-height:2.75rem;border-radius:.375rem}
input{border:1px solid var(--line);background:var(--back);color:inherit;padding:0 .75rem}
button,.button{display:flex;align-items:center;justify-content:center;margin-top:1rem;border:0;cursor:pointer;
background:#4f46e5;color:#fff;font-weight:600;text-decoration:none}
iframe{width:100%;height:44rem;border:0;background:#fff;border-radius:.375rem}
@media (max-width:30rem){iframe{width:calc(100% + 2.5rem);margin:0 -1.25rem -1.25rem;border-radius:0 0 .375rem .375rem}}
.good h1{color:var(--good)}.bad h1{color:var(--bad)}.wait h1{color:var(--wait)}
:focus-visible{outline:2px solid var(--accent);outline-offset:2px}
footer{margin-top:1rem;color:var(--soft);font-size:.8125rem;text-align:center}
.bar{height:3px;background:var(--line);border-radius:2px;overflow:hidden;margin-top:1rem}
.bar i{display:block;height:100%;width:40%;background:var(--accent);animation:go 1.2s ease-in-out infinite alternate}
@keyframes go{to{transform:translateX(150%)}}
@media (prefers-reduced-motion:reduce){.bar i{animation:none;width:100%}}
"""
_OUT = "if(window.top!==window.self){window.top.location.replace(window.location.href)}"
"""The provider's frame leads back to us: the whole page has to follow."""
_OUT_HASH = base64.b64encode(hashlib.sha256(_OUT.encode()).digest()).decode()
_PATIENT = 4
"""Looks after which the buyer may begin anew."""
_SLOW = 20
"""Looks at an answer that does not come, two seconds apart; after them the page stops turning."""


@dataclass(frozen=True, slots=True)
class View:
    """What the address asks for beside the link."""

    locale: Locale
    is_going: bool = False
    """The buyer has just pressed the button."""
    looks: int = 0
    """How often the page looked already after the way back; 0: the buyer does not come from the provider."""
    problem: str = ""
    """Name of a sentence about what was pressed."""


def security(shown: Shown | None) -> str:
    """The page's own policy: of others only the provider's frame, where banks ask for their passwords too."""
    frames = "'self' https:"
    if shown is not None and shown.attempt is not None and shown.attempt.url.startswith("http:"):
        parts = urlsplit(shown.attempt.url)
        frames += f" {parts.scheme}://{parts.netloc}"
    return (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{_OUT_HASH}'; img-src 'self';"
        f" frame-src {frames}; form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
    )


def missing(locale: Locale) -> str:
    return _page(locale, "", _said(locale, "missing", "missing_text", tone="bad"))


def page(link: str, shown: Shown, view: View) -> str:
    sheet, locale = shown.sheet, view.locale
    body, refresh, is_wide = _body(link, shown, view)
    other = "en" if locale == "tr" else "tr"
    head = (
        f"<header><strong>{escape(sheet.seller)}</strong>"
        f'<a href="?lang={other}" lang="{other}">{say(locale, "pay.language")}</a></header>'
    )
    return _page(locale, head + body, "", refresh=refresh, title=sheet.seller, is_wide=is_wide)


def _body(link: str, shown: Shown, view: View) -> tuple[str, str, bool]:
    """What stands on it, what it does next by itself, and whether it is wide."""
    locale, sheet = view.locale, shown.sheet
    here = routes.with_query(routes.pay(link), lang=locale)
    match shown.stage:
        case Stage.PAID:
            return _paid(sheet, locale), "", False
        case Stage.REFUNDED | Stage.CANCELLED | Stage.EXPIRED:
            is_back = shown.stage is Stage.REFUNDED
            text, tone = ("", "good") if is_back else ("closed_text", "wait")
            said = _said(locale, shown.stage.value, text, tone=tone, is_card=False)
            return _card(sheet, locale, said), "", False
        case Stage.PREPARING:
            late = _said(locale, "preparing", "preparing_long", tone="wait", is_card=False)
            said = late if shown.is_late else _busy(locale, "preparing")
            return _card(sheet, locale, said), f"{5 if shown.is_late else 1};url={here}&go=1", False
        case Stage.PAY:
            return _pay(shown, view, here)
    return _card(sheet, locale, _ask(link, shown, view)), "", False


def _pay(shown: Shown, view: View, here: str) -> tuple[str, str, bool]:
    locale, sheet, tried = view.locale, shown.sheet, shown.attempt
    url = tried.url if tried else ""
    if view.looks:
        more = f"2;url={here}&back={view.looks + 1}" if view.looks < _SLOW else ""
        said = _busy(locale, "checking", "checking_text")
        if view.looks >= _PATIENT:
            button = f"<button>{say(locale, 'pay.again')}</button>"
            said += f'<p class="soft">{say(locale, "pay.not_paid")}</p>'
            said += f'<form method="post" action="{escape(here)}&amp;again=1">{button}</form>'
        return _card(sheet, locale, said), more, False
    if tried is not None and tried.in_frame:
        frame = f'<iframe src="{escape(url)}" title="{say(locale, "pay.frame")}" allow="payment"></iframe>'
        return _card(sheet, locale, frame), "", True
    on = f'<a class="button" href="{escape(url)}" rel="noreferrer">{say(locale, "pay.go")}</a>'
    said = f"<p>{say(locale, 'pay.go_text')}</p>" if view.is_going else ""
    return _card(sheet, locale, said + on), f"0;url={url}" if view.is_going else "", False


def _ask(link: str, shown: Shown, view: View) -> str:
    locale, sheet, tried = view.locale, shown.sheet, shown.attempt
    said = ""
    if view.problem:
        said = f'<p role="alert" class="bad">{say(locale, f"pay.{view.problem}")}</p>'
    elif tried is not None and sheet.failure:
        bank = say(locale, "pay.bank_said", detail=tried.detail) if tried.detail else ""
        said = _said(locale, "failed", "failed_text", tone="bad", is_card=False)
        said += f'<p class="soft">{escape(bank)}</p>'
    fields = [
        _field(locale, name, kind, auto)
        for name, kind, auto, known in (
            ("name", "text", "name", sheet.buyer_name),
            ("email", "email", "email", sheet.buyer_email),
            ("phone", "tel", "tel", sheet.buyer_phone),
        )
        if not known
    ]
    label = say(locale, "pay.again" if tried is not None else "pay.start")
    action = escape(routes.with_query(routes.pay(link), lang=locale))
    form = f'<form method="post" action="{action}">{"".join(fields)}<button>{label}</button></form>'
    safe = say(locale, "pay.safe", provider=sheet.provider)
    until = say(locale, "pay.until", day=formats.day(sheet.expires_at, locale)) if sheet.expires_at else ""
    return f'{said}{form}<p class="soft">{escape(safe)}</p><p class="soft">{until}</p>'


def _field(locale: Locale, name: str, kind: str, auto: str) -> str:
    return (
        f'<label for="{name}">{say(locale, f"pay.{name}")}</label>'
        f'<input id="{name}" name="{name}" type="{kind}" autocomplete="{auto}" maxlength="100" required>'
    )


def _paid(sheet: Sheet, locale: Locale) -> str:
    at = formats.full(sheet.paid_at, locale) if sheet.paid_at else ""
    text = "".join(f'<p class="soft">{escape(part)}</p>' for part in (at, sheet.card) if part)
    back = ""
    if sheet.refunded:
        amount = formats.money(sheet.refunded, sheet.currency, locale)
        back = f"<p>{say(locale, 'pay.partly_refunded', amount=amount)}</p>"
    said = f'<div class="good" role="status"><h1>✓ {say(locale, "pay.paid")}</h1>'
    return _card(sheet, locale, f"{said}{text}{back}</div>")


def _card(sheet: Sheet, locale: Locale, inside: str) -> str:
    about = say(locale, f"pay.for_{sheet.about}", number=sheet.number) if sheet.number else sheet.title
    amount = formats.money(sheet.amount, sheet.currency, locale)
    return f"<section><dl><dt>{escape(about)}</dt><dd>{escape(amount)}</dd></dl>{inside}</section>"


def _busy(locale: Locale, title: str, text: str = "") -> str:
    below = f'<p class="soft">{say(locale, f"pay.{text}")}</p>' if text else ""
    return f'<div role="status"><h1>{say(locale, f"pay.{title}")}</h1>{below}<div class="bar"><i></i></div></div>'


def _said(locale: Locale, title: str, text: str, *, tone: str, is_card: bool = True) -> str:
    below = f'<p class="soft">{say(locale, f"pay.{text}")}</p>' if text else ""
    said = f'<div class="{tone}"><h1>{say(locale, f"pay.{title}")}</h1>{below}</div>'
    return f"<section>{said}</section>" if is_card else said


def _page(
    locale: Locale, head: str, body: str, *, refresh: str = "", title: str = "", is_wide: bool = False
) -> str:
    again = f'<meta http-equiv="refresh" content="{escape(refresh)}">' if refresh else ""
    name = f"{title} · {say(locale, 'pay.title')}" if title else say(locale, "pay.title")
    return (
        f'<!doctype html><html lang="{locale}"><head><meta charset="utf-8"><title>{escape(name)}</title>'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        f'{again}<link rel="icon" href="/favicon.png"><style>{_STYLE}</style><script>{_OUT}</script></head>'
        f"<body><main{' class=wide' if is_wide else ''}>{head}{body}"
        f"<footer>{say(locale, 'pay.powered')}</footer></main></body></html>"
    )
