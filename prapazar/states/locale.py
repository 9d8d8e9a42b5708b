"""The reader's language, kept in a cookie of theirs."""

import reflex as rx

from prapazar.foundation.scope import Locale
from prapazar.states.policy import allow
from prapazar.states.session import remember_locale

COOKIE = "pp_lang"
YEAR = 31_536_000


class LocaleState(rx.State):
    locale: str = rx.Cookie("tr", name=COOKIE, max_age=YEAR, same_site="lax")
    """Written by the browser: read it through `spoken`, which knows only our languages."""

    @rx.event
    @allow("public")
    async def set_locale(self, locale: str) -> None:
        self.locale = spoken(locale)
        await remember_locale(self, self.locale)


def spoken(locale: str) -> Locale:
    """The language to answer in, whatever the cookie says."""
    return "en" if locale == "en" else "tr"
