"""The inbox: questions and buyer messages left, the open one with its answer right."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.inbox_keys import inbox_keys
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.inbox_aside import aside
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.inbox import InboxState as State

t = ui.t
_DUE = ("late", "two_hours", "today", "tomorrow", "later")


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("questions.title"),
            actions=[
                lists.chosen_file_menu(
                    "/api/exports/questions",
                    lists.asked(view=State.view, search=State.search, channel=State.channel),
                    ("questions", None, columns()),
                ),
                ui.link_button(t("questions.templates"), href=routes.TEMPLATES, icon_name="notebook-text"),
            ],
        ),
        ui.view_tabs(State.views, active=State.view, on_change=State.show_view),
        ui.filter_bar(
            ui.search_input(
                value=State.search, on_change=State.set_search, placeholder=t("questions.search")
            ),
            ui.filter_select(
                t("questions.channel"),
                value=State.channel,
                choices=State.channels,
                on_change=State.set_channel,
            ),
            rx.cond(
                (State.view == "waiting") | (State.view == "mine"),
                ui.filter_select(
                    t("questions.due"),
                    value=State.due,
                    choices=[ui.Choice(value=one, label=t(f"orders.due_{one}")) for one in _DUE],
                    on_change=State.set_due,
                ),
                rx.fragment(),
            ),
        ),
        inbox_keys(
            rx.el.div(
                rx.el.section(_list(), class_name="pp-inbox-list", aria_label=t("questions.title")),
                rx.el.section(
                    rx.cond(State.current != "", _open(), _nothing_open()),
                    class_name="pp-inbox-open",
                ),
                class_name="pp-inbox",
                data_open=rx.cond(State.current != "", "1", ""),
            )
        ),
        active=routes.INBOX,
    )


def columns() -> list[ui.Column]:
    """What a row of the list tells, as its file calls it."""
    return [
        ui.Column(key="body", label=t("exports.col_question"), fixed=True),
        *(
            ui.Column(key=key, label=t(f"exports.col_{name}"))
            for key, name in (
                *(("channel", "channel"), ("customer", "customer"), ("at", "asked")),
                *(("topic", "article"), ("status", "status"), ("due", "due")),
            )
        ),
    ]


def _list() -> rx.Component:
    empty = ui.empty_state(t("questions.empty"), icon_name="circle-check")
    return rx.cond(
        State.loading,
        ui.skeleton_lines(8),
        rx.cond(State.rows.length() == 0, empty, rx.foreach(State.rows, _row)),
    )


def _row(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        rx.el.span(
            ui.channel_mark(row["connector"]),
            rx.el.span(row["customer"], class_name="pp-strong pp-grow pp-cut"),
            rx.el.time(row["at"], title=row["at_full"], class_name="pp-soft pp-tiny pp-num"),
            class_name="pp-row",
        ),
        rx.el.span(row["body"], class_name="pp-inbox-body"),
        rx.el.span(
            rx.cond(row["refused"] != "", _warning(), rx.fragment()),
            rx.el.span(row["topic"], class_name="pp-soft pp-tiny pp-grow pp-cut"),
            rx.cond(row["due"] != "", ui.badge(row["due"], row["due_tone"]), rx.fragment()),
            rx.cond(row["due"] == "", ui.badge(row["status"], row["tone"]), rx.fragment()),
            class_name="pp-row",
        ),
        type="button",
        class_name="pp-inbox-row",
        on_click=State.open(row["id"]),
        aria_current=rx.cond(State.current == row["id"], "true", "false"),
        custom_attrs={"data-question": row["id"]},
        key=row["id"],
    )


def _warning() -> rx.Component:
    return rx.el.span(
        ui.icon("triangle-alert", size=14), title=t("questions.refused_title"), class_name="pp-bad"
    )


def _nothing_open() -> rx.Component:
    return rx.el.div(
        ui.empty_state(t("questions.choose"), icon_name="message-square"),
        rx.el.p(t("questions.keys"), class_name="pp-soft pp-tiny pp-inbox-keys"),
    )


def _open() -> rx.Component:
    return rx.el.div(
        rx.el.div(_conversation(), class_name="pp-stack"),
        rx.el.aside(aside(), class_name="pp-stack"),
        class_name="pp-inbox-question",
    )


def _conversation() -> rx.Component:
    asked = rx.el.article(
        rx.el.header(
            rx.el.span(State.question["customer"], class_name="pp-strong"),
            rx.el.time(State.question["at"], title=State.question["at_full"], class_name="pp-soft pp-num"),
            class_name="pp-row",
        ),
        rx.el.p(State.question["body"]),
        class_name="pp-said",
    )
    answered = rx.el.article(
        rx.el.header(
            rx.el.span(
                rx.cond(
                    State.question["answered_by"] != "",
                    State.question["answered_by"],
                    t("questions.your_answer"),
                ),
                class_name="pp-strong",
            ),
            rx.el.time(State.question["answered_at"], class_name="pp-soft pp-num"),
            class_name="pp-row",
        ),
        rx.el.p(State.question["answer"]),
        class_name="pp-said pp-said-ours",
    )
    return rx.fragment(
        _head(),
        asked,
        rx.cond(State.question["answer"] != "", answered, rx.fragment()),
        _sending(),
        rx.cond(
            State.question["refused"] != "",
            ui.banner(
                t("questions.refused_title"),
                t("questions.refused_text", detail=State.question["refused"]),
                tone="bad",
            ),
            rx.fragment(),
        ),
        rx.cond(
            State.question["in_the_panel"] != "",
            ui.banner(t("questions.in_the_panel"), tone="info"),
            rx.fragment(),
        ),
        rx.cond(
            (State.question["can_answer"] != "") & (State.question["sending"] == "") & may("messages.write"),
            _reply(),
            rx.fragment(),
        ),
    )


def _head() -> rx.Component:
    assign = rx.el.label(
        rx.el.span(t("questions.assign"), class_name="pp-soft pp-small pp-cut"),
        rx.el.select(
            ui.options(State.members),
            value=State.question["assignee"],
            on_change=State.assign,
            disabled=~may("messages.write"),
            class_name="pp-input pp-select",
        ),
        class_name="pp-row",
    )
    return rx.el.header(
        ui.button(
            t("questions.back"),
            kind="quiet",
            icon_name="arrow-left",
            on_click=State.back,
            custom_attrs={"data-phone": "1"},
        ),
        ui.channel_mark(State.question["connector"], name=State.question["channel"]),
        ui.tag(rx.cond(State.question["public"] != "", t("questions.public"), t("questions.private"))),
        ui.badge(State.question["status"], State.question["tone"]),
        rx.cond(
            State.question["due"] != "",
            ui.badge(State.question["due"], State.question["due_tone"]),
            rx.fragment(),
        ),
        rx.el.span(class_name="pp-grow"),
        rx.cond(
            may("tickets.write"),
            ui.link_button(
                t("customers.new_ticket"),
                href=rx.Var.create(f"{routes.NEW_TICKET}?question=") + State.question["id"].to(str),
                small=True,
                icon_name="life-buoy",
            ),
            rx.fragment(),
        ),
        assign,
        class_name="pp-row pp-row-wrap",
    )


def _sending() -> rx.Component:
    on_its_way = rx.fragment(
        rx.el.article(rx.el.p(State.question["draft"]), class_name="pp-said pp-said-ours"),
        ui.banner(
            t("questions.sending"),
            tone="info",
            action=ui.button(t("questions.undo"), icon_name="undo-2", small=True, on_click=State.undo),
        ),
    )
    return rx.cond(State.question["sending"] != "", on_its_way, rx.fragment())


def _reply() -> rx.Component:
    def template(row: ui.Rows) -> rx.Component:
        return ui.button(
            row["name"], small=True, title=row["text"], on_click=State.use(row["id"]), key=row["id"]
        )

    box = rx.debounce_input(
        rx.el.textarea(
            id="f-answer",
            value=State.draft,
            on_change=State.set_draft,
            rows="6",
            placeholder=t("questions.answer_place"),
            aria_label=t("questions.your_answer"),
            class_name="pp-input pp-textarea",
        ),
        debounce_timeout=300,
        force_notify_on_blur=True,
    )
    return rx.form(
        rx.cond(
            State.suggested.length() > 0,
            rx.el.div(
                rx.el.span(t("questions.suggested"), class_name="pp-soft pp-small"),
                rx.foreach(State.suggested, template),
                class_name="pp-row pp-row-wrap",
            ),
            rx.fragment(),
        ),
        box,
        rx.cond(
            State.fault != "",
            rx.el.p(State.fault, role="alert", class_name="pp-error"),
            rx.fragment(),
        ),
        rx.el.div(
            rx.cond(
                State.others.length() > 0,
                rx.el.details(
                    rx.el.summary(t("questions.all_templates"), class_name="pp-small"),
                    rx.el.div(rx.foreach(State.others, template), class_name="pp-row pp-row-wrap"),
                    class_name="pp-grow",
                ),
                rx.el.span(class_name="pp-grow"),
            ),
            ui.button(t("questions.send"), kind="primary", submit=True, icon_name="send"),
            class_name="pp-row",
        ),
        on_submit=State.send(),
        class_name="pp-stack",
    )


PAGE = Page(
    route=routes.INBOX,
    render=page,
    title="questions.title",
    permission="messages.read",
    on_load=[State.load],
    live={"questions.imported": State.news, "questions.changed": State.news},
)
