"""The page on which a pretend buyer pays: a tester presses a button, and no card is asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from prapazar.sandbox.exchange import Call, Reply

_HTML = "text/html; charset=utf-8"
_STYLE = """
*{box-sizing:border-box}
body{margin:0;font:16px/1.5 system-ui,sans-serif;background:#f4f5f7;color:#1b1f24}
main{max-width:28rem;margin:0 auto;padding:1.5rem 1rem}
section{background:#fff;border:1px solid #d9dde3;border-radius:.75rem;padding:1.25rem}
h1{font-size:1.125rem;margin:0}
.note{color:#59636e;font-size:.875rem;margin:.25rem 0 1rem}
ul{list-style:none;margin:0;padding:0}
li{display:flex;gap:1rem;justify-content:space-between;padding:.25rem 0}
li span:first-child{overflow-wrap:anywhere}
li span:last-child,.total{font-variant-numeric:tabular-nums;white-space:nowrap}
.total{font-size:1.75rem;font-weight:600;margin:.75rem 0}
label{display:block;font-size:.875rem;margin-bottom:.25rem}
select,button{font:inherit;width:100%;min-height:2.75rem;border-radius:.5rem;border:1px solid #b6bdc7;background:#fff}
select{padding:0 .5rem;margin-bottom:.75rem}
button{margin-top:.5rem;cursor:pointer}
a{color:inherit}
button[value=pay]{background:#15623a;border-color:#15623a;color:#fff;font-weight:600}
:focus-visible{outline:3px solid #2f6fed;outline-offset:2px}
@media (prefers-color-scheme:dark){
body{background:#101418;color:#e8ecf1}section{background:#191f26;border-color:#323b46}
.note{color:#a3adb8}select,button{background:#191f26;color:inherit;border-color:#4b5663}
button[value=pay]{background:#2f9e63;border-color:#2f9e63;color:#06140c}}
"""
_WORDS = {
    "tr": {
        "note": "Deneme ödemesi: kart bilgisi istenmez, para çekilmez.",
        "plan": "Taksit",
        "once": "Tek çekim",
        "times": "taksit",
        "pay": "Öde",
        "no_money": "Kart limiti yetersiz",
        "leave": "Vazgeç",
        "on": "Mağazaya dön",
        "gone": "Bu ödeme sayfası artık açık değil.",
    },
    "en": {
        "note": "A test payment: no card is asked for, no money is taken.",
        "plan": "Instalments",
        "once": "Single payment",
        "times": "instalments",
        "pay": "Pay",
        "no_money": "Card has no funds",
        "leave": "Give up",
        "on": "Back to the shop",
        "gone": "This payment page is no longer open.",
    },
}
PRESSES = ("pay", "no_money", "leave")


@dataclass(frozen=True, slots=True)
class Checkout:
    provider: str
    merchant: str
    total: Decimal
    currency: str
    lines: Sequence[tuple[str, Decimal]]
    plans: Mapping[int, Decimal]
    """What is paid altogether, by the number of instalments."""
    language: str = "tr"


def shown(checkout: Checkout) -> Reply:
    """The form is sent to the page's own address."""
    words = _words(checkout.language)
    lines = "".join(
        f"<li><span>{escape(name)}</span><span>{_money(amount, checkout)}</span></li>"
        for name, amount in checkout.lines
    )
    buttons = "".join(f'<button name="press" value="{one}">{words[one]}</button>' for one in PRESSES)
    body = (
        f"<h1>{escape(checkout.merchant)}</h1><p class=note>{escape(checkout.provider)} · {words['note']}</p>"
        f"<ul>{lines}</ul><p class=total>{_money(checkout.total, checkout)}</p>"
        f'<form method="post" action="">{_plans(checkout, words)}{buttons}</form>'
    )
    return _page(checkout.provider, body, checkout.language)


def posted_on(url: str, fields: Mapping[str, str], language: str) -> Reply:
    """The browser carries a form to the shop by itself; without scripts by the button."""
    inputs = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in fields.items()
    )
    body = (
        f'<form id="on" method="post" action="{escape(url)}">{inputs}'
        f"<button>{_words(language)['on']}</button></form>"
        "<script>document.getElementById('on').submit()</script>"
    )
    return _page("…", body, language)


def sent_on(url: str, language: str) -> Reply:
    """The browser goes to the shop by itself, out of the frame it may be in; without scripts by the link."""
    body = (
        f'<a id="on" target="_top" href="{escape(url)}">{_words(language)["on"]}</a>'
        "<script>window.top.location.href=document.getElementById('on').href</script>"
    )
    return _page("…", body, language)


def gone(language: str = "tr") -> Reply:
    return _page("…", f"<p>{_words(language)['gone']}</p>", language, 404)


def pressed(call: Call) -> tuple[str, int]:
    """The button, and the number of instalments."""
    form = call.form
    press = form.get("press", "")
    return press if press in PRESSES else "leave", int(form.get("installments") or 1)


def with_interest(amount: Decimal, installments: int, monthly: Decimal) -> Decimal:
    """A plain price list: so many percent for each instalment, none for a single payment."""
    rate = monthly * installments if installments > 1 else Decimal(0)
    return (amount * (1 + rate / 100)).quantize(Decimal("0.01"))


def _plans(checkout: Checkout, words: Mapping[str, str]) -> str:
    if len(checkout.plans) < 2:  # noqa: PLR2004 - nothing to choose
        return ""
    names = {count: words["once"] if count == 1 else f"{count} {words['times']}" for count in checkout.plans}
    options = "".join(
        f'<option value="{count}">{names[count]} · {_money(total, checkout)}</option>'
        for count, total in checkout.plans.items()
    )
    return (
        f'<label for="plan">{words["plan"]}</label><select id="plan" name="installments">{options}</select>'
    )


def _money(amount: Decimal, checkout: Checkout) -> str:
    text = f"{amount:,.2f}"
    if checkout.language != "en":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"{text} {escape(checkout.currency)}"


def _words(language: str) -> Mapping[str, str]:
    return _WORDS.get(language, _WORDS["tr"])


def _page(title: str, body: str, language: str, status: int = 200) -> Reply:
    text = (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><section>{body}</section></main></body></html>"
    )
    return Reply(status, text.encode(), _HTML)
