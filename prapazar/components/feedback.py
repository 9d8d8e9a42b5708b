"""What the product says back: problems that stay, long work, nothing here, still loading."""

import reflex as rx

from prapazar.components.buttons import button
from prapazar.components.icons import icon
from prapazar.components.kinds import Child, Flag, Handler, Text, Tone
from prapazar.components.language import t

_ICONS = {
    "bad": "circle-alert",
    "wait": "triangle-alert",
    "good": "circle-check",
    "info": "info",
    "neutral": "info",
}


def banner(
    title: Text, detail: Text | None = None, *, tone: Tone = "info", action: Child | None = None
) -> rx.Component:
    """A problem that stays, on the thing itself; `action` is the way out."""
    return rx.el.div(
        icon(_ICONS[tone]),
        rx.el.div(
            rx.el.p(title, class_name="pp-strong"),
            *([rx.el.p(detail, class_name="pp-soft")] if detail is not None else []),
            class_name="pp-grow",
        ),
        *([action] if action is not None else []),
        class_name="pp-banner",
        data_tone=tone,
        role="alert" if tone == "bad" else "status",
    )


def progress_bar(
    *,
    percent: rx.Var[int],
    label: Text,
    detail: Text | None = None,
    on_cancel: Handler = None,
    done: Flag = False,
) -> rx.Component:
    """Long work: `label` is the count (`1.240 / 5.000`), `detail` rate and time left, both made by the server."""
    return rx.el.div(
        rx.el.div(
            rx.el.span(label, class_name="pp-strong pp-num"),
            *([rx.el.span(detail, class_name="pp-soft pp-num")] if detail is not None else []),
            rx.el.span(class_name="pp-grow"),
            *(
                [button(t("words.cancel"), on_click=on_cancel, kind="quiet", small=True, disabled=done)]
                if on_cancel is not None
                else []
            ),
            class_name="pp-row",
        ),
        rx.el.div(
            rx.el.div(class_name="pp-progress-fill", style={"width": percent.to_string() + "%"}),
            class_name="pp-progress",
            role="progressbar",
            aria_valuenow=percent,
            aria_valuemin=0,
            aria_valuemax=100,
            aria_label=label,
        ),
        class_name="pp-stack pp-stack-tight",
    )


def empty_state(sentence: Text, *, action: Child | None = None, icon_name: str = "inbox") -> rx.Component:
    """Why there is nothing, and the one thing to do about it."""
    return rx.el.div(
        icon(icon_name, size=20),
        rx.el.p(sentence),
        *([action] if action is not None else []),
        class_name="pp-empty",
    )


def skeleton(*, width: str = "100%", height: str = "12px") -> rx.Component:
    return rx.el.span(class_name="pp-skeleton", style={"width": width, "height": height}, aria_hidden="true")


def skeleton_lines(count: int = 4) -> rx.Component:
    """Text that is on its way."""
    widths = ("92%", "74%", "83%", "61%")
    return rx.el.div(
        *(skeleton(width=widths[place % len(widths)]) for place in range(count)),
        class_name="pp-stack pp-stack-tight",
        aria_busy="true",
    )


def skeleton_page() -> rx.Component:
    """One thing on its way: head, what is in it, facts beside it."""

    def shape(lines: int) -> rx.Component:
        return rx.el.section(
            rx.el.header(skeleton(width="96px"), class_name="pp-card-head"),
            rx.el.div(skeleton_lines(lines), class_name="pp-card-body"),
            class_name="pp-card",
        )

    return rx.el.div(
        rx.el.div(
            skeleton(width="72px"),
            skeleton(width="220px", height="22px"),
            class_name="pp-stack pp-stack-tight",
        ),
        rx.el.div(
            rx.el.div(shape(5), shape(6), class_name="pp-stack"),
            rx.el.div(shape(6), shape(4), class_name="pp-stack"),
            class_name="pp-two-columns",
        ),
        class_name="pp-stack",
        aria_busy="true",
    )


def while_loading(loading: Flag, shape: Child, content: Child) -> rx.Component:
    """The true shape first, then the thing."""
    return rx.cond(loading, shape, content)
