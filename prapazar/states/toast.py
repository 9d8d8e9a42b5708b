"""Short messages and the way out, sent as state so that no screen ever evaluates a string as code."""

import time
from typing import Any, Literal

import reflex as rx
from reflex.state import StateUpdate
from reflex_base.constants.state import FIELD_MARKER

from prapazar.foundation import routes

Level = Literal["info", "success", "warning", "error", "leave"]
_LONGEST = 300


class ToastState(rx.State):
    """Holds the newest message; `ToastBridge` in the page frame shows it once, by its key."""

    t: dict[str, str] = {}
    news: dict[str, str] = {}
    """What came from elsewhere, in a place of its own: of two that come at once a browser draws the last alone."""

    def _push(self, level: Level, text: str, link: str = "", link_text: str = "") -> None:
        self.t = message(level, text, link, link_text)


def message(
    level: Level, text: str, link: str = "", link_text: str = "", *, group: str = "", detail: str = ""
) -> dict[str, str]:
    """`group`: a later one of it takes this one's place, and none comes back once it was closed."""
    return {
        "k": str(time.time_ns()),
        "level": level,
        "text": text[:_LONGEST],
        "detail": detail[:_LONGEST],
        "link": link,
        "link_text": link_text,
        "group": group,
    }


async def toast(state: rx.State, level: Level, text: str, link: str = "", link_text: str = "") -> None:
    """From a handler, with the sentence ready: `say(locale, "stock.saved")`."""
    bridge = await state.get_state(ToastState)
    bridge._push(level, text, link, link_text)  # noqa: SLF001 - a leading _ keeps browsers from calling it


def delta(
    level: Level, text: str, link: str = "", link_text: str = "", *, group: str = "", detail: str = ""
) -> dict[str, dict[str, Any]]:
    """The message as it travels: merged into an update that touches no stored state. One of a `group` is news."""
    said = message(level, text, link, link_text, group=group, detail=detail)
    return {ToastState.get_full_name(): {("news" if group else "t") + FIELD_MARKER: said}}


def leave(path: str = routes.LOGIN) -> StateUpdate:
    """A full load of `path` that also forgets the tab's state. A function: the key must be fresh."""
    return StateUpdate(delta=delta("leave", path))
