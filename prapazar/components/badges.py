"""Statuses, counts and channel marks: always a shape and a word, never colour alone."""

from collections.abc import Mapping

import reflex as rx

from prapazar.components import client
from prapazar.components.kinds import Text, Tone
from prapazar.components.language import words
from prapazar.components.tokens import CHANNEL_HUES

ORDER_TONES: Mapping[str, Tone] = {
    "awaiting_payment": "wait",
    "new": "info",
    "picking": "wait",
    "packed": "wait",
    "shipped": "info",
    "delivered": "good",
    "undelivered": "bad",
    "returned": "neutral",
    "cancelled": "neutral",
    "unpacked": "neutral",
}


def badge(label: Text, tone: Tone | rx.Var[str] = "neutral") -> rx.Component:
    """A dot and a word. `tone` may be a var holding neutral, bad, wait, good or info."""
    return rx.el.span(
        rx.el.span(class_name="pp-dot", aria_hidden="true"),
        rx.el.span(label),
        class_name="pp-badge",
        data_tone=tone,
    )


def status_pill(subject: str, code: rx.Var[str], tones: Mapping[str, Tone]) -> rx.Component:
    """The status a code stands for: words from texts/<subject>.py, tone from the map (neutral if absent)."""
    tone = rx.match(code, *tones.items(), "neutral")
    return badge(words(subject, code), tone)


def order_status(code: rx.Var[str]) -> rx.Component:
    return status_pill("order_status", code, ORDER_TONES)


def tag(label: Text) -> rx.Component:
    """A word a person hung on something."""
    return rx.el.span(label, class_name="pp-tag")


def counter(count: rx.Var[int], *, urgent: bool = False) -> rx.Component:
    """A number where somebody must act; nothing at zero."""
    return rx.cond(
        count > 0,
        rx.el.span(
            rx.cond(count > 999, "999+", count.to_string()),  # noqa: PLR2004 - three digits fit
            class_name="pp-counter",
            data_urgent="1" if urgent else "",
        ),
        rx.fragment(),
    )


def channel_mark(slug: Text, *, name: Text | None = None, large: bool = False) -> rx.Component:
    """Two letters in the channel's own hue; with `name` the word stands beside it.

    `slug` is the connector's slug (`trendyol`); `manual` for orders entered by hand.
    """
    code = rx.Var.create(slug).to(str)
    known = [(known_slug, str(hue)) for known_slug, hue in CHANNEL_HUES.items()]
    hue = rx.match(code, *known, _hue_of(code))
    mark = rx.el.span(
        rx.match(code, *LETTERS.items(), code[:1].upper() + code[1:2]),
        class_name="pp-mark pp-mark-large" if large else "pp-mark",
        style={"--hue": hue},
        **(
            {"aria_hidden": "true"}
            if name is not None
            else {"role": "img", "aria_label": code, "title": code}
        ),
    )
    if name is None:
        return mark
    return rx.el.span(mark, rx.el.span(name, class_name="pp-cut"), class_name="pp-mark-named")


def _hue_of(code: rx.Var[str]) -> rx.Var[str]:
    """What `tokens.channel_hue` reckons, in the browser: a new channel has its hue without being named here."""
    letters = "Array.from({0}).reduce((sum, letter, place) => sum + letter.charCodeAt(0) * (place + 7), 0)"
    return client.text(f"{letters} * 37 % 360", code)


LETTERS = {
    "trendyol": "Ty",
    "woocommerce": "Wo",
    "hepsiburada": "Hb",
    "n11": "N1",
    "ciceksepeti": "Çs",
    "amazon": "Am",
    "pttavm": "Pt",
    "pazarama": "Pz",
    "shopify": "Sh",
    "idefix": "İd",
    "ebay": "eB",
    "etsy": "Et",
    "magento": "Ma",
    "opencart": "Oc",
    "prestashop": "Ps",
    "manual": "El",
}
"""The two letters people read first; others show the first two of their slug, the first one large."""
