"""The reader's language, kept in a cookie of theirs."""

import reflex as rx

from prapazar.foundation.scope import Locale
from prapazar.states.policy import allow
from prapazar.states.session import leave_for, remember_locale, session_row

COOKIE = "pp_lang"
YEAR = 31_536_000


class LocaleState(rx.State):
    locale: str = rx.Cookie("tr", name=COOKIE, max_age=YEAR, same_site="lax")
    """Written by the browser: read it through `spoken`, which knows only our languages."""

    @rx.event
    @allow("public")
    async def set_locale(self, locale: str) -> None:
        self.locale = spoken(locale)
        if await remember_locale(self, self.locale):
            # What the server wrote (dates, money, statuses) stands on the screen in the other language.
            await leave_for(self, self.router.url.path)

    @rx.event
    @allow("*")
    async def follow(self) -> None:
        """On every load: the language a person chose elsewhere holds in this browser too."""
        row = await session_row(self.router_data)
        if row is not None and row.locale != self.locale:
            self.locale = spoken(row.locale)


def spoken(locale: str) -> Locale:
    """The language to answer in, whatever the cookie says."""
    return "en" if locale == "en" else "tr"
