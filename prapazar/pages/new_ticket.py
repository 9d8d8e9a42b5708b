"""Opening a ticket."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.new_ticket import NewTicketState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(t("tickets.new_title"), back=(t("tickets.title"), routes.TICKETS)),
        ui.card(
            rx.cond(State.label != "", State.label, t("tickets.one")),
            rx.form(
                *_fields(),
                rx.el.div(
                    ui.button(t("tickets.new_open"), kind="primary", submit=True),
                    class_name="pp-row pp-row-end",
                ),
                on_submit=State.save,
                key=State.version.to_string(),
                class_name="pp-form",
            ),
        ),
        active=routes.TICKETS,
    )


def _fields() -> list[rx.Component]:
    is_free = State.about == ""
    return [
        ui.text_input(
            "subject",
            t("tickets.subject"),
            default_value=State.form["subject"],
            error=State.faults["subject"],
            max_length=200,
            auto_focus=True,
            auto_complete="off",
        ),
        ui.textarea(
            "words",
            t("tickets.new_words"),
            default_value=State.form["words"],
            optional=True,
            rows=5,
            max_length=10_000,
        ),
        rx.el.div(
            ui.select("priority", t("tickets.priority"), State.priorities, default_value="normal"),
            _optional("reason", State.reasons, "tickets.no_reason"),
            _optional("assignee", State.members, "tickets.nobody"),
            class_name="pp-fields",
        ),
        rx.cond(
            is_free | (State.about == "customer"),
            ui.text_input(
                "order",
                t("tickets.order"),
                help_text=t("tickets.new_order_help"),
                error=State.faults["order"],
                optional=True,
                max_length=100,
                auto_complete="off",
            ),
            rx.fragment(),
        ),
        rx.cond(is_free, _contact(), rx.fragment()),
        ui.text_input("tags", t("tickets.tags"), help_text=t("tickets.tags_help"), optional=True),
        ui.textarea("note", t("tickets.new_note"), help_text=t("tickets.note_help"), optional=True, rows=3),
    ]


def _optional(name: str, choices: ui.Rows, nothing: str) -> rx.Component:
    return ui.field(
        name,
        t(f"tickets.{name}"),
        rx.el.select(
            rx.el.option(t(nothing), value=""),
            ui.options(choices),
            id=f"f-{name}",
            name=name,
            class_name="pp-input pp-select",
        ),
        error=State.faults["assignee"] if name == "assignee" else None,
    )


def _contact() -> rx.Component:
    return rx.el.div(
        ui.text_input("name", t("tickets.name"), optional=True, max_length=200, auto_complete="off"),
        ui.text_input("email", t("tickets.email"), optional=True, max_length=200, auto_complete="off"),
        ui.text_input("phone", t("tickets.phone"), optional=True, max_length=60, auto_complete="off"),
        class_name="pp-fields",
    )


PAGE = Page(
    route=routes.NEW_TICKET,
    render=page,
    title="tickets.new_title",
    permission="tickets.write",
    on_load=[State.load],
)
