"""The keyboard of the inbox, over assets/js/inbox_keys.js."""

from typing import Any

import reflex as rx


class InboxKeys(rx.Component):
    """Wraps questions marked `data-question` and the answer's field `f-answer`."""

    library = "$/public/js/inbox_keys.js"
    tag = "PpInboxKeys"


def inbox_keys(*children: Any, **props: Any) -> rx.Component:  # noqa: ANN401 - components and their props
    """j/k open the next and the one before, r begins the answer, Ctrl+Enter sends it."""
    return InboxKeys.create(*children, **props)
