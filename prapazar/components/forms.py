"""A form that notices it was changed: a bar at the foot saves or discards, leaving asks. See assets/js/edit_form.js."""

from typing import Any

import reflex as rx

from prapazar.components.kinds import Child, Flag, Handler, Text
from prapazar.components.language import t


def _sent(values: rx.Var[dict[str, str]]) -> tuple[rx.Var[dict[str, str]]]:
    return (values,)


class _EditForm(rx.Component):
    library = "$/public/js/edit_form.js"
    tag = "PpEditForm"

    busy: rx.Var[bool]
    version: rx.Var[Any]
    words: rx.Var[dict[str, str]]
    on_save: rx.EventHandler[_sent]


class _LeaveGuard(rx.Component):
    library = "$/public/js/edit_form.js"
    tag = "PpLeaveGuard"

    active: rx.Var[bool]
    words: rx.Var[dict[str, str]]


def edit_form(
    *children: Child,
    on_save: Handler,
    version: Text | rx.Var[int],
    busy: Flag = False,
) -> rx.Component:
    """Fields must be uncontrolled (`default_value`). `on_save(values: dict[str, str])`; checkboxes send "on".

    `version` changes when a save went through (a counter or updated_at): then the bar goes and the fields
    show what was stored. Until then leaving asks. Save with Ctrl-S too.
    """
    said = {
        "changed": t("forms.changed"),
        "save": t("words.save"),
        "discard": t("words.discard"),
        **_leaving(),
    }
    return _EditForm.create(
        *children,
        on_save=on_save,
        version=version,
        busy=busy,
        words=rx.Var.create(said),
        class_name="pp-form",
    )


def leave_guard(active: Flag) -> rx.Component:
    """For what is typed outside an `edit_form`: leaving asks while `active`."""
    return _LeaveGuard.create(active=active, words=rx.Var.create(_leaving()))


def _leaving() -> dict[str, rx.Var[str]]:
    return {
        "leave_title": t("forms.leave_title"),
        "leave_text": t("forms.leave_text"),
        "stay": t("forms.stay"),
        "leave": t("forms.leave"),
    }


def form_section(title: Text, *children: Child, help_text: Text | None = None) -> rx.Component:
    """Fields that belong together."""
    return rx.el.section(
        rx.el.header(
            rx.el.h2(title),
            *([rx.el.p(help_text, class_name="pp-soft pp-small")] if help_text is not None else []),
            class_name="pp-form-head",
        ),
        *children,
        class_name="pp-form-section",
    )
