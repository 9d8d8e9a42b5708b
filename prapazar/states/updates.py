"""Setting what a screen shows: only what differs is sent to the browser and drawn again."""

import reflex as rx


def put(state: rx.State, **shown: object) -> None:
    """Reflex sends what was set, also where it is what it was; a screen that follows the news is set all the time."""
    for name, value in shown.items():
        if getattr(state, name) != value:
            setattr(state, name, value)
