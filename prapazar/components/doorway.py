"""Screens outside the frame: one card in the middle, language and theme within reach."""

import reflex as rx

from prapazar.components.feedback import banner
from prapazar.components.kinds import Child, Handler, Text, Tone
from prapazar.components.language import LOCALE, words
from prapazar.components.page_bridge import page_bridge
from prapazar.components.shell import brand, loading, locale_menu, theme_menu


def doorway(title: Text, *content: Child, on_locale: Handler, text: Text | None = None) -> rx.Component:
    """Log-in and its relatives, 404, maintenance."""
    return rx.el.main(
        page_bridge(lang=LOCALE),
        rx.el.div(
            brand(),
            rx.el.div(locale_menu(on_locale), theme_menu(), class_name="pp-row pp-tight"),
            class_name="pp-bare-head",
        ),
        rx.el.div(
            rx.el.h1(title),
            *([rx.el.p(text, class_name="pp-soft")] if text is not None else []),
            *content,
            class_name="pp-bare-card",
        ),
        class_name="pp-bare",
        **loading(),
    )


def asked(name: str) -> rx.Var[str]:
    """A value of the address's query; "" when absent."""
    return rx.Var.create(rx.State.router.url.query_parameters[name]).to(str) | ""


def problem() -> rx.Component:
    """What `?error=` says, in words; codes nobody wrote say nothing."""
    return _told("login_problem", "error", "bad")


def notice() -> rx.Component:
    """What `?notice=` says."""
    return _told("login_notice", "notice", "good")


def _told(subject: str, name: str, tone: Tone) -> rx.Component:
    sentence = words(subject, asked(name), otherwise="")
    return rx.cond(sentence != "", banner(sentence, tone=tone), rx.fragment())
