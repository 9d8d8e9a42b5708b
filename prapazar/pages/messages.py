"""The message log, and one message with what became of it."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.messages import MessagesState as State

t = ui.t
WAYS = ("email", "sms", "whatsapp")
_VIEWS = ("all", "waiting", "arrived", "failed", "blocked")


def page() -> rx.Component:
    views = [ui.Choice(value=one, label=t(f"messages.view_{one}")) for one in _VIEWS]
    return frame(
        ui.page_header(
            t("messages.title"),
            actions=[
                ui.link_button(t("iys.title"), href=routes.IYS, icon_name="badge-check"),
                lists.chosen_file_menu(
                    "/api/exports/messages",
                    lists.asked(view=State.view, way=State.way, search=State.search),
                    ("messages", None, columns()),
                ),
            ],
            primary=ui.link_button(
                t("messages.templates"), href=routes.MESSAGE_TEMPLATES, icon_name="notebook-text"
            ),
        ),
        rx.cond(
            State.figures.length() > 0,
            rx.el.div(
                rx.foreach(State.figures, lambda one: ui.figure(one["label"], one["value"])),
                class_name="pp-figures",
            ),
            rx.fragment(),
        ),
        ui.view_tabs(views, active=State.view, on_change=State.show_view),
        ui.filter_bar(
            ui.search_input(value=State.search, on_change=State.set_search, placeholder=t("messages.search")),
            ui.filter_select(t("messages.way"), value=State.way, choices=ways(), on_change=State.set_way),
        ),
        ui.data_table(
            columns(),
            State.rows,
            label=t("messages.title"),
            loading=State.loading,
            empty=ui.empty_state(
                rx.cond(
                    (State.view == "all") & (State.way == "") & (State.search == ""),
                    t("messages.empty"),
                    t("messages.nothing_found"),
                ),
                icon_name="send",
            ),
        ),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.turn(-1),
            on_next=State.turn(1),
        ),
        _detail(),
        _again(),
        active=routes.MESSAGES,
    )


def ways() -> list[ui.Choice]:
    return [ui.Choice(value=one, label=t(f"messages.way_{one}")) for one in WAYS]


def columns() -> list[ui.Column]:
    return [
        ui.Column(key="to", label=t("messages.to"), phone="title", cell=_to, fixed=True),
        ui.Column(key="way", label=t("messages.way")),
        ui.Column(key="text", label=t("messages.text"), grow=True, phone="sub", hint="text"),
        ui.Column(key="about", label=t("messages.about")),
        ui.Column(
            key="status",
            label=t("messages.status"),
            phone="subend",
            hint="why",
            cell=lambda row: ui.badge(row["status"].to(str), row["tone"].to(str)),
        ),
        ui.Column(key="cost", label=t("messages.cost"), align="right"),
        ui.Column(key="at", label=t("messages.at"), align="right", hint="at_full", phone="end"),
    ]


def _to(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        row["to"],
        type="button",
        class_name="pp-row-link pp-plain-button pp-num",
        on_click=State.open(row["id"].to(str)),
    )


def _detail() -> rx.Component:
    shown = State.shown
    return ui.sheet(
        t("messages.details"),
        rx.cond(
            shown["why"].to(str) != "",
            ui.banner(
                shown["why"].to(str),
                shown["detail"].to(str),
                tone="wait",
                action=_again_button(),
            ),
            rx.cond(shown["can_again"].to(str) != "", _again_button(), rx.fragment()),
        ),
        rx.el.div(
            rx.cond(
                shown["subject"].to(str) != "",
                rx.el.p(shown["subject"].to(str), class_name="pp-strong"),
                rx.fragment(),
            ),
            rx.el.p(shown["body"].to(str), class_name="pp-address"),
            class_name="pp-said pp-said-ours",
        ),
        rx.el.dl(
            *(_fact(name, f"messages.{name}") for name in ("to", "way", "status")),
            rx.cond(
                shown["order_link"].to(str) != "",
                _line(
                    t("messages.order"),
                    ui.link(shown["order_number"].to(str), href=shown["order_link"].to(str)),
                ),
                rx.fragment(),
            ),
            *(
                _fact(name, key)
                for name, key in (
                    ("template", "messages.template_name"),
                    ("purpose", "messages.purpose"),
                    ("account", "messages.account"),
                    ("cost", "messages.cost"),
                    ("attempts", "messages.attempts"),
                    ("provider_status", "messages.provider_status"),
                    ("sent_at", "messages.sent_at"),
                    ("delivered_at", "messages.delivered_at"),
                )
            ),
            class_name="pp-facts",
        ),
        is_open=State.is_open & ~State.ask_again,
        on_open_change=State.set_open,
    )


def _again_button() -> rx.Component:
    pressed = rx.cond(State.shown["is_unclear"].to(str) != "", State.set_ask_again(True), State.send_again())
    can = may("messages.write") & (State.shown["can_again"].to(str) != "")
    return rx.cond(
        can,
        ui.button(t("messages.send_again"), small=True, icon_name="send", on_click=pressed),
        rx.fragment(),
    )


def _fact(name: str, key: str) -> rx.Component:
    return rx.cond(State.shown[name].to(str) != "", _line(t(key), State.shown[name].to(str)), rx.fragment())


def _line(label: rx.Var[str], value: ui.Child) -> rx.Component:
    return rx.el.div(rx.el.dt(label), rx.el.dd(value), class_name="pp-fact")


def _again() -> rx.Component:
    return ui.confirm_dialog(
        t("messages.send_again_title"),
        t("messages.send_again_text"),
        confirm=t("messages.send_again"),
        is_open=State.ask_again,
        on_open_change=State.set_ask_again,
        on_confirm=State.send_again,
    )


PAGE = Page(
    route=routes.MESSAGES,
    render=page,
    title="messages.title",
    permission="messages.read",
    on_load=[State.load],
    live={"messages.changed": State.news},
)
