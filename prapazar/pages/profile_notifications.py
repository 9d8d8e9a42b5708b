"""The card of one's own profile that says what one hears, by which way and when."""

import reflex as rx

from prapazar import components as ui
from prapazar.states.notification_choices import NotificationChoicesState as State

t = ui.t
_MODES = ("off", "now", "digest")


def choices() -> rx.Component:
    modes = [ui.Choice(value=one, label=t(f"notifications.{one}")) for one in _MODES]
    return rx.el.div(
        ui.card(
            t("notifications.choices"),
            rx.el.p(t("notifications.choices_help"), class_name="pp-soft pp-small"),
            ui.edit_form(
                rx.el.div(
                    _head(),
                    rx.foreach(State.rows, lambda row: _subject(row, modes)),
                    class_name="pp-hears",
                ),
                rx.el.div(
                    _field("phone", "notifications.phone", help_text=t("notifications.phone_help")),
                    _field("quiet_from", "notifications.quiet_from", type="time"),
                    _field("quiet_to", "notifications.quiet_to", type="time"),
                    _field("digest_at", "notifications.digest_at", type="time"),
                    class_name="pp-fields",
                ),
                rx.el.p(t("notifications.quiet_help"), class_name="pp-soft pp-small"),
                ui.checkbox(
                    "breaks_quiet", t("notifications.errors_break_quiet"), default_checked=State.breaks_quiet
                ),
                rx.el.p(t("notifications.ways_missing"), class_name="pp-soft pp-small"),
                on_save=State.save,
                version=State.version,
            ),
        ),
        id="notifications",
    )


def _head() -> rx.Component:
    """Of the columns, once: each choice has its own name for those who listen, and on a phone."""
    ways = [t(f"messages.way_{name}") for name in ("email", "sms", "whatsapp")]
    return rx.el.div(
        rx.el.span(),
        *(rx.el.span(said) for said in (t("notifications.in_app"), *ways)),
        class_name="pp-hear pp-hear-head pp-soft pp-small",
        aria_hidden="true",
    )


def _subject(row: ui.Rows, modes: list[ui.Choice]) -> rx.Component:
    def way(name: str) -> rx.Component:
        return rx.el.label(
            rx.el.span(t(f"messages.way_{name}"), class_name="pp-soft pp-small pp-hear-name"),
            rx.el.select(
                ui.options(modes),
                name=row["subject"].to(str) + f"_{name}",
                default_value=row[name].to(str),
                class_name="pp-input pp-select",
            ),
            class_name="pp-choice-text",
        )

    return rx.el.div(
        rx.el.span(row["label"].to(str), class_name="pp-strong"),
        rx.el.label(
            rx.el.input(
                type="checkbox",
                name=row["subject"].to(str) + "_in_app",
                default_checked=row["in_app"].to(str) == "on",
                class_name="pp-checkbox",
            ),
            rx.el.span(t("notifications.in_app"), class_name="pp-hear-name"),
            class_name="pp-choice",
        ),
        way("email"),
        way("sms"),
        way("whatsapp"),
        role="group",
        aria_label=row["label"].to(str),
        class_name="pp-hear",
    )


def _field(name: str, key: str, **more: object) -> rx.Component:
    return ui.text_input(
        name,
        t(key),
        default_value=State.values[name],
        error=State.faults[name],
        optional=True,
        **more,  # type: ignore[arg-type]  # html attributes
    )
