"""Templates of answers: the list, and one being written with its preview."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.answer_templates import AnswerTemplatesState as State

t = ui.t


def page() -> rx.Component:
    new = ui.button(t("questions.template_new"), kind="primary", icon_name="plus", on_click=State.edit(""))
    return frame(
        ui.page_header(
            t("questions.template_title"),
            back=(t("questions.title"), routes.INBOX),
            primary=rx.cond(may("messages.write"), new, rx.fragment()),
        ),
        ui.data_table(
            _columns(),
            State.rows,
            label=t("questions.template_title"),
            loading=State.loading,
            comfortable=True,
            empty=ui.empty_state(
                t("questions.template_empty"),
                action=rx.cond(may("messages.write"), new, rx.fragment()),
                icon_name="notebook-text",
            ),
        ),
        _editor(),
        _delete(),
        active=routes.INBOX,
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="name", label=t("questions.template_name"), phone="title", cell=_name),
        ui.Column(key="body", label=t("questions.template_body"), grow=True, phone="sub", hint="body"),
        ui.Column(key="topics", label=t("questions.template_topics"), hint="topics"),
        ui.Column(key="used", label=t("questions.template_used"), align="right"),
    ]


def _name(row: ui.Rows) -> rx.Component:
    return rx.cond(
        may("messages.write"),
        rx.el.button(
            row["name"].to(str),
            type="button",
            class_name="pp-plain-button pp-row-link",
            on_click=State.edit(row["id"].to(str)),
        ),
        rx.el.span(row["name"].to(str)),
    )


def _editor() -> rx.Component:
    form = rx.form(
        ui.text_input(
            "name",
            t("questions.template_name"),
            default_value=State.editing["name"],
            max_length=80,
            error=State.faults["name"],
        ),
        ui.textarea(
            "body",
            t("questions.template_body"),
            default_value=State.editing["body"],
            on_blur=State.set_body,
            help_text=t("questions.template_body_help"),
            error=State.faults["body"],
            max_length=2000,
            rows=6,
        ),
        ui.text_input(
            "topics",
            t("questions.template_topics"),
            default_value=State.editing["topics"],
            help_text=t("questions.template_topics_help"),
            optional=True,
        ),
        rx.el.div(
            rx.cond(
                State.editing["id"].to(str) != "",
                ui.button(t("words.delete"), kind="danger", on_click=State.ask_delete(True)),
                rx.fragment(),
            ),
            ui.button(t("words.save"), kind="primary", submit=True),
            class_name="pp-row pp-row-end",
        ),
        # Below the buttons: it comes as soon as the text is left, and whoever presses one of them is doing just that.
        rx.cond(
            State.preview != "",
            rx.el.div(
                rx.el.h3(t("questions.template_preview"), class_name="pp-soft pp-small"),
                rx.el.p(State.preview, class_name="pp-said pp-said-ours"),
            ),
            rx.fragment(),
        ),
        on_submit=State.save,
        key=State.version.to_string(),
        class_name="pp-form",
    )
    return ui.sheet(
        rx.cond(State.editing["id"].to(str) != "", t("questions.template_edit"), t("questions.template_new")),
        form,
        is_open=State.is_open & ~State.delete_open,
        on_open_change=State.set_open,
    )


def _delete() -> rx.Component:
    return ui.confirm_dialog(
        t("questions.template_delete_title", name=State.editing["name"].to(str)),
        t("questions.template_delete_text"),
        confirm=t("words.delete"),
        is_open=State.delete_open,
        on_open_change=State.ask_delete,
        on_confirm=State.delete,
    )


PAGE = Page(
    route=routes.TEMPLATES,
    render=page,
    title="questions.template_title",
    permission="messages.read",
    on_load=[State.load],
)
