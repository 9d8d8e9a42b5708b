"""Templates of messages: the list, and one being written with its preview."""

from typing import Any

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.messages import ways
from prapazar.pages.page import Page
from prapazar.states.message_templates import MessageTemplatesState as State

t = ui.t
_MOMENTS = ("new", "paid", "packed", "shipped", "delivered", "undelivered", "cancelled", "ticket_solved")
_PLACES = (
    "{number} {name} {first_name} {channel} {merchant} {total} {date} {carrier} {tracking_number} {tracking_url}"
    " {coupon} {feedback_url} {ticket}"
)


def page() -> rx.Component:
    new = ui.button(t("messages.template_new"), kind="primary", icon_name="plus", on_click=State.edit(""))
    return frame(
        ui.page_header(
            t("messages.templates"),
            back=(t("messages.title"), routes.MESSAGES),
            primary=rx.cond(may("messages.write"), new, rx.fragment()),
        ),
        ui.data_table(
            _columns(),
            State.rows,
            label=t("messages.templates"),
            loading=State.loading,
            comfortable=True,
            empty=ui.empty_state(t("messages.template_empty"), icon_name="notebook-text"),
        ),
        _editor(),
        _delete(),
        active=routes.MESSAGES,
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="name", label=t("messages.template_name"), phone="title", cell=_name, fixed=True),
        ui.Column(key="way_name", label=t("messages.way"), phone="end"),
        ui.Column(key="moments", label=t("messages.moments"), grow=True, phone="sub", hint="moments"),
        ui.Column(key="languages", label=t("messages.languages")),
        ui.Column(
            key="state",
            label=t("messages.status"),
            phone="subend",
            cell=lambda row: ui.badge(row["state"].to(str), row["tone"].to(str)),
        ),
    ]


def _name(row: ui.Rows) -> rx.Component:
    return rx.cond(
        may("messages.write"),
        rx.el.button(
            row["name"],
            type="button",
            class_name="pp-row-link pp-plain-button",
            on_click=State.edit(row["id"].to(str)),
        ),
        rx.el.span(row["name"].to(str)),
    )


def _editor() -> rx.Component:
    form = rx.form(
        _field("name", "messages.template_name", max_length=80),
        rx.el.div(
            ui.select("way", t("messages.way"), ways(), value=State.way, on_change=State.set_way),
            ui.select(
                "purpose",
                t("messages.purpose"),
                [
                    ui.Choice(value=one, label=t(f"messages.purpose_{one}"))
                    for one in ("transactional", "commercial")
                ],
                default_value=State.editing["purpose"],
            ),
            class_name="pp-fields",
        ),
        rx.cond(
            State.ways[State.way].to(bool),
            rx.fragment(),
            ui.banner(t("messages.no_account_yet"), tone="wait", action=_connect()),
        ),
        rx.cond(
            State.way == "whatsapp",
            _field("provider_name", "messages.provider_name", help_text=t("messages.provider_name_help")),
            rx.fragment(),
        ),
        rx.el.fieldset(
            rx.el.legend(t("messages.moments"), class_name="pp-label"),
            *(
                ui.checkbox(
                    f"moment_{one}", t(f"messages.event_{one}"), default_checked=State.chosen[one].to(bool)
                )
                for one in _MOMENTS
            ),
            rx.cond(
                State.faults["moments"] != "",
                rx.el.p(State.faults["moments"], role="alert", class_name="pp-error"),
                rx.fragment(),
            ),
            class_name="pp-fieldset",
        ),
        _subject("subject_tr"),
        _body("body_tr", help_text=t("messages.body_help", places=_PLACES)),
        _preview("tr"),
        _subject("subject_en"),
        _body("body_en", optional=True),
        _preview("en"),
        ui.checkbox(
            "is_active", t("messages.is_active"), default_checked=State.editing["active"].to(str) != ""
        ),
        rx.el.div(
            rx.cond(
                may("messages.delete") & (State.editing["id"].to(str) != ""),
                ui.button(t("words.delete"), kind="danger", on_click=State.ask_delete(True)),
                rx.fragment(),
            ),
            ui.button(t("words.save"), kind="primary", submit=True),
            class_name="pp-row pp-row-end",
        ),
        on_submit=State.save,
        key=State.version.to_string(),
        class_name="pp-form",
    )
    return ui.sheet(
        rx.cond(State.editing["id"].to(str) != "", t("messages.template_edit"), t("messages.template_new")),
        form,
        is_open=State.is_open & ~State.delete_open,
        on_open_change=State.set_open,
    )


def _connect() -> rx.Component:
    return ui.link_button(t("messages.connect"), href=f"{routes.NEW_CHANNEL}?kind=message", icon_name="plus")


def _field(name: str, key: str, **more: object) -> rx.Component:
    return ui.text_input(
        name,
        t(key),
        default_value=State.editing[name],
        error=State.faults[name],
        **more,  # type: ignore[arg-type]  # html attributes
    )


def _subject(name: str) -> rx.Component:
    """Only mail has one."""
    shown = _field(name, f"messages.{name}", max_length=200, on_change=_typed(name))
    return rx.cond(State.way == "email", shown, rx.fragment())


def _body(name: str, **more: Any) -> rx.Component:  # noqa: ANN401 - as ui.textarea takes them
    return ui.textarea(
        name,
        t(f"messages.{name}"),
        default_value=State.editing[name],
        on_change=_typed(name),
        error=State.faults[name],
        max_length=5000,
        rows=5,
        **more,
    )


def _typed(name: str) -> ui.Handler:
    """The preview follows what is typed, a moment behind."""
    return lambda words: State.show_text(name, words).debounce(300)


def _preview(language: str) -> rx.Component:
    subject, body = State.preview[f"subject_{language}"], State.preview[f"body_{language}"]
    said = rx.el.div(
        rx.el.h3(t("messages.preview"), class_name="pp-soft pp-small"),
        rx.el.div(
            rx.cond(
                (State.way == "email") & (subject != ""),
                rx.el.p(subject, class_name="pp-strong"),
                rx.fragment(),
            ),
            rx.el.p(body, class_name="pp-address"),
            class_name="pp-said pp-said-ours",
        ),
        rx.el.p(State.parts[language], class_name="pp-soft pp-small"),
    )
    return rx.cond(body != "", said, rx.fragment())


def _delete() -> rx.Component:
    return ui.confirm_dialog(
        t("messages.template_delete_title", name=State.editing["name"].to(str)),
        t("messages.template_delete_text"),
        confirm=t("words.delete"),
        is_open=State.delete_open,
        on_open_change=State.ask_delete,
        on_confirm=State.delete,
    )


PAGE = Page(
    route=routes.MESSAGE_TEMPLATES,
    render=page,
    title="messages.templates",
    permission="messages.read",
    on_load=[State.load],
)
