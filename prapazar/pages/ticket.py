"""One ticket: the conversation with its composer left, clock and facts right."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.ticket_desk import composer, ticket_keys
from prapazar.foundation import routes
from prapazar.pages import record_tasks, ticket_aside
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.ticket import TicketState as State

t = ui.t


def page() -> rx.Component:
    missing = ui.empty_state(
        t("tickets.missing"),
        action=ui.link_button(t("tickets.title"), href=routes.TICKETS),
        icon_name="search-x",
    )
    return frame(
        rx.cond(State.missing, missing, rx.cond(State.loading, ui.skeleton_page(), _ticket())),
        active=routes.TICKETS,
    )


def _ticket() -> rx.Component:
    return ticket_keys(
        ui.tab_title(State.ticket["number"]),
        ui.page_header(
            State.ticket["subject"],
            status=rx.el.span(
                rx.el.span(State.ticket["number"], class_name="pp-soft"),
                ui.badge(State.ticket["status"], State.ticket["tone"]),
                class_name="pp-row",
            ),
            back=(t("tickets.title"), routes.TICKETS),
            actions=[_take(), record_tasks.new_task("ticket", State.ticket["id"]), _close()],
            primary=_next(),
        ),
        _merged_banner(),
        ui.two_columns(_conversation(), ticket_aside.aside()),
        _merge_dialog(),
    )


def _is(*codes: str) -> rx.Var[bool]:
    found = State.ticket["status_code"] == codes[0]
    for code in codes[1:]:
        found = found | (State.ticket["status_code"] == code)
    return found


def _next() -> rx.Component:
    solve = ui.button(
        t("tickets.solve"),
        kind="primary",
        icon_name="check",
        on_click=State.move("solved"),
        custom_attrs={"data-key": "e"},
    )
    reopen = ui.button(
        t("tickets.reopen"), kind="primary", icon_name="rotate-ccw", on_click=State.move("open")
    )
    shown = rx.cond(_is("solved", "closed"), reopen, solve)
    return rx.cond(may("tickets.write") & (State.ticket["merged_into"] == ""), shown, rx.fragment())


def _take() -> rx.Component:
    take = ui.button(t("tickets.take"), on_click=State.take, custom_attrs={"data-key": "t"})
    is_free = (State.ticket["assignee_id"] == "") & (State.ticket["merged_into"] == "")
    return rx.cond(may("tickets.write") & is_free & ~_is("solved", "closed"), take, rx.fragment())


def _close() -> rx.Component:
    close = ui.button(t("tickets.close"), kind="quiet", on_click=State.move("closed"))
    return rx.cond(may("tickets.write") & ~_is("closed"), close, rx.fragment())


def _merged_banner() -> rx.Component:
    return rx.cond(
        State.ticket["merged_into"] != "",
        ui.banner(
            t("tickets.merged_banner", number=State.ticket["merged_into"]),
            tone="info",
            action=rx.el.span(
                ui.link_button(
                    t("tickets.to_merged", number=State.ticket["merged_into"]),
                    href=State.ticket["merged_href"],
                    small=True,
                ),
                rx.cond(
                    may("tickets.write"),
                    ui.button(t("tickets.unmerge"), small=True, on_click=State.unmerge(State.ticket["id"])),
                    rx.fragment(),
                ),
                class_name="pp-row",
            ),
        ),
        rx.fragment(),
    )


def _conversation() -> rx.Component:
    return rx.fragment(
        ui.card(
            t("tickets.conversation"),
            rx.el.div(rx.foreach(State.entries, _entry), class_name="pp-talk", role="log"),
            rx.cond(may("tickets.write") & (State.ticket["merged_into"] == ""), _composer(), rx.fragment()),
        ),
    )


def _entry(row: ui.Rows) -> rx.Component:
    event = rx.el.p(
        rx.el.span(class_name="pp-dot", aria_hidden="true"),
        rx.el.span(row["body"], class_name="pp-grow"),
        rx.el.span(row["who"], class_name="pp-cut"),
        rx.el.time(row["at"], title=row["at_full"], class_name="pp-num"),
        class_name="pp-talk-event",
        data_tone=row["tone"],
    )
    return rx.cond(row["kind"] == "event", event, _said(row))


def _said(row: ui.Rows) -> rx.Component:
    files = rx.foreach(State.files, lambda one: _file_of(row, one))
    return rx.el.article(
        rx.el.header(
            rx.el.span(row["who"], class_name="pp-strong"),
            rx.cond(row["kind"] == "note", ui.tag(t("tickets.note")), rx.fragment()),
            rx.cond(row["way"] != "", rx.el.span(row["way"], class_name="pp-soft pp-small"), rx.fragment()),
            rx.cond(
                row["message"] != "",
                rx.el.span(ui.badge(row["message"], row["message_tone"]), title=row["message_why"]),
                rx.fragment(),
            ),
            rx.el.span(class_name="pp-grow"),
            rx.el.time(row["at"], title=row["at_full"], class_name="pp-soft pp-small pp-num"),
            class_name="pp-row pp-row-wrap",
        ),
        rx.el.p(row["body"]),
        rx.cond(
            row["message_tone"] == "bad",
            rx.el.p(row["message_why"], class_name="pp-error"),
            rx.fragment(),
        ),
        files,
        class_name=rx.match(
            row["kind"],
            ("answer", "pp-said pp-said-ours"),
            ("note", "pp-said pp-said-ours pp-said-note"),
            "pp-said",
        ),
        key=row["id"],
    )


def _file_of(row: ui.Rows, one: ui.Rows) -> rx.Component:
    link = rx.el.a(
        ui.icon("paperclip", size=12),
        one["name"],
        rx.el.span(one["about"], class_name="pp-soft pp-tiny"),
        href=one["href"],
        target="_blank",
        class_name="pp-link pp-row",
    )
    return rx.cond(one["entry"] == row["id"], link, rx.fragment())


def _composer() -> rx.Component:
    is_note = State.mode == "note"
    return rx.form(
        rx.el.div(
            _mode("answer", "r"),
            _mode("note", "n"),
            rx.el.span(class_name="pp-grow"),
            rx.cond(
                is_note,
                rx.el.span(t("tickets.note_help"), class_name="pp-soft pp-small"),
                _way(),
            ),
            class_name="pp-row pp-row-wrap",
        ),
        composer(
            "words",
            rx.cond(is_note, t("tickets.note"), t("tickets.answer")),
            placeholder=rx.cond(is_note, t("tickets.note_place"), t("tickets.answer_place")),
            canned=State.canned,
            invalid=State.fault != "",
        ),
        rx.cond(
            State.fault != "",
            rx.el.p(State.fault, id="f-words-error", role="alert", class_name="pp-error"),
            rx.fragment(),
        ),
        rx.el.div(
            rx.cond(is_note, rx.fragment(), _then()),
            ui.button(
                rx.cond(is_note, t("tickets.keep_note"), t("tickets.send")),
                kind="primary",
                submit=True,
                icon_name="send",
            ),
            class_name="pp-row pp-row-wrap pp-row-end",
        ),
        rx.el.p(t("tickets.keys"), class_name="pp-faint pp-tiny pp-not-phone"),
        on_submit=State.send,
        key=State.version.to_string(),
        class_name="pp-stack pp-talk-form",
        data_mode=State.mode,
    )


def _mode(mode: str, key: str) -> rx.Component:
    return rx.el.button(
        t(f"tickets.{mode}"),
        type="button",
        on_click=State.set_mode(mode),
        aria_pressed=rx.cond(State.mode == mode, "true", "false"),
        class_name="pp-button pp-button-quiet pp-mode",
        custom_attrs={"data-key": key},
    )


def _way() -> rx.Component:
    ways = rx.el.label(
        rx.el.span(t("tickets.to"), class_name="pp-soft pp-small"),
        rx.el.select(
            ui.options(State.ways),
            value=State.way,
            on_change=State.set_way,
            class_name="pp-input pp-select",
        ),
        class_name="pp-row",
    )
    template = rx.el.select(
        ui.options(State.whatsapp),
        name="template",
        aria_label=t("tickets.whatsapp_template"),
        class_name="pp-input pp-select",
    )
    return rx.fragment(ways, rx.cond(State.way == "whatsapp", template, rx.fragment()))


def _then() -> rx.Component:
    choices = [
        ui.Choice(value=one, label=t(f"tickets.then_{one}")) for one in ("waiting_customer", "solved", "open")
    ]
    return rx.el.select(
        ui.options(choices), name="then", aria_label=t("tickets.then"), class_name="pp-input pp-select"
    )


def _merge_dialog() -> rx.Component:
    return ui.confirm_dialog(
        t("tickets.merge_title", number=State.merging["number"]),
        t("tickets.merge_text", number=State.merging["number"]),
        confirm=t("tickets.merge"),
        is_open=State.merging["id"] != "",
        on_open_change=State.close_merge,
        on_confirm=State.merge,
    )


PAGE = Page(
    route=routes.TICKET,
    render=page,
    title="tickets.one",
    permission="tickets.read",
    on_load=[State.load, record_tasks.LOAD],
    live={"tickets.changed": State.news, "messages.changed": State.news, "tasks.changed": record_tasks.LOAD},
)
