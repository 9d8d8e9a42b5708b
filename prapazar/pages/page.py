"""What the web process needs to know about a screen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import reflex as rx

from prapazar.components.kinds import Handler


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One route. Every module of this room but layout, page and the list ends with its `PAGE`."""

    route: str
    render: Callable[[], rx.Component]
    title: str
    """Key of the sentence the browser's tab shows."""
    permission: str
    """What one needs to open it: `orders.read`, `*` for anybody logged in, `public`."""
    on_load: Sequence[Handler] = ()
    live: Mapping[str, Handler] = field(default_factory=dict)
    """Kind of live event (`orders.imported`) to the handler, or handlers, that look again."""
