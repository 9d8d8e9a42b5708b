"""The ticket list."""

from collections.abc import Callable

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.tickets import TicketsState as State

t = ui.t
_WORKLISTS = ("open", "mine", "unassigned", "today", "breached", "waiting")


def page() -> rx.Component:
    return frame(
        *lists.list_page(
            State,
            _columns(),
            header=ui.page_header(
                t("tickets.title"),
                count=State.total_label,
                actions=[
                    ui.link_button(t("feedback.title"), href=routes.FEEDBACK, icon_name="star"),
                    ui.link_button(
                        t("tickets.stats_title"), href=routes.TICKET_STATISTICS, icon_name="chart-column"
                    ),
                    ui.more_menu(
                        ui.MenuEntry(
                            label=t("tickets.settings"),
                            icon_name="settings",
                            href=routes.SUPPORT_SETTINGS,
                            when=may("settings.read"),
                        ),
                        ui.MenuEntry(
                            label=t("questions.templates"),
                            icon_name="notebook-text",
                            href=routes.TEMPLATES,
                            when=may("messages.read"),
                        ),
                    ),
                ],
                primary=_new(),
            ),
            label=t("tickets.title"),
            search=t("tickets.search"),
            filters=[
                lists.choice(State, name, t(f"tickets.{label}"))
                for name, label in (
                    ("priority", "priority"),
                    ("assignee", "assignee"),
                    ("reason", "reason"),
                    ("connection", "channel"),
                )
            ],
            href=lambda row: f"{routes.TICKETS}/" + row["id"].to(str),
            empty=ui.empty_state(t("tickets.empty"), action=_new(), icon_name="life-buoy"),
            bulk=_bulk(),
            nothing={view: t(f"tickets.none_{view}") for view in _WORKLISTS},
        ),
        _refused(),
        active=routes.TICKETS,
    )


def _new() -> rx.Component:
    return rx.cond(
        may("tickets.write"),
        ui.link_button(t("tickets.new"), href=routes.NEW_TICKET, kind="primary", icon_name="plus"),
        rx.fragment(),
    )


def _bulk() -> list[ui.Child]:
    give = rx.el.select(
        rx.el.option(t("tickets.assign_many"), value=""),
        rx.el.option(t("tickets.nobody"), value="-"),
        ui.options(State.choices["assignee"]),
        value="",
        on_change=State.assign_many,
        aria_label=t("tickets.assign_many"),
        class_name="pp-input pp-select",
    )
    acts = rx.fragment(
        give,
        ui.button(t("tickets.solve_many"), kind="primary", on_click=State.move_many("solved")),
        ui.button(t("tickets.close_many"), on_click=State.move_many("closed")),
    )
    return [rx.cond(may("tickets.write"), acts, rx.fragment())]


def _refused() -> rx.Component:
    def one(row: ui.Rows) -> rx.Component:
        return rx.el.li(t("tickets.many_one", number=row["number"], why=row["why"]), key=row["id"])

    return ui.dialog(
        t("tickets.many_refused", count=State.refused.length()),
        rx.el.ul(rx.foreach(State.refused, one), class_name="pp-todo"),
        is_open=State.refused.length() > 0,
        on_open_change=State.close_refused,
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="number", label=t("tickets.number"), fixed=True, link=True, phone="sub", cell=_number),
        ui.Column(
            key="subject", label=t("tickets.subject"), fixed=True, phone="title", grow=True, hint="subject"
        ),
        ui.Column(key="customer", label=t("tickets.customer"), hint="customer"),
        ui.Column(key="channel", label=t("tickets.channel"), hint="channel", cell=_channel),
        ui.Column(key="order", label=t("tickets.order")),
        ui.Column(key="priority", label=t("tickets.priority"), cell=_priority),
        ui.Column(key="status", label=t("tickets.status"), phone="subend", cell=_status),
        ui.Column(key="reason", label=t("tickets.reason")),
        ui.Column(key="assignee", label=t("tickets.assignee"), hint="assignee"),
        ui.Column(key="tags", label=t("tickets.tags"), hint="tags"),
        ui.Column(key="due", label=t("tickets.due"), sort="due", phone="end", hint="due_full", cell=_due),
        ui.Column(key="said", label=t("tickets.said_at"), sort="said", hint="said_full", cell=_at("said_at")),
        ui.Column(
            key="created",
            label=t("tickets.created_at"),
            sort="created",
            hint="created_full",
            cell=_at("created_at"),
        ),
    ]


def _number(row: ui.Rows) -> rx.Component:
    """On a phone with who wrote, which has no column there."""
    return rx.fragment(
        row["number"].to(str),
        rx.cond(
            row["customer"] != "",
            rx.el.span(" · ", row["customer"].to(str), class_name="pp-only-phone"),
            rx.fragment(),
        ),
    )


def _channel(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["connector"] != "",
        ui.channel_mark(row["connector"].to(str)),
        rx.fragment(),
    )


def _priority(row: ui.Rows) -> rx.Component:
    return ui.badge(row["priority"].to(str), row["priority_tone"].to(str))


def _status(row: ui.Rows) -> rx.Component:
    return ui.badge(row["status"].to(str), row["tone"].to(str))


def _due(row: ui.Rows) -> rx.Component:
    return rx.cond(row["due"] != "", ui.badge(row["due"].to(str), row["due_tone"].to(str)), rx.fragment())


def _at(key: str) -> Callable[[ui.Rows], ui.Child]:
    return lambda row: rx.el.time(row[key].to(str), class_name="pp-num")


PAGE = Page(
    route=routes.TICKETS,
    render=page,
    title="tickets.title",
    permission="tickets.read",
    on_load=[State.load],
    live={"tickets.changed": State.news},
)
