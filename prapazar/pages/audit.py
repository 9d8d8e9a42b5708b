"""The audit trail."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.audit import AuditState as State

t = ui.t
EXPORTS = "/api/exports/audit"


def page() -> rx.Component:
    columns = _columns()
    return frame(
        *lists.list_page(
            State,
            columns,
            header=_header(columns),
            label=t("audit.title"),
            search=t("audit.search"),
            filters=[
                lists.choice(State, "person", t("audit.person")),
                lists.choice(State, "action", t("audit.action")),
                lists.choice(State, "days", t("audit.days")),
            ],
            href=lambda row: row["href"].to(str),
            empty=ui.empty_state(
                t("audit.empty"),
                action=ui.link_button(t("frame.users"), href=routes.USERS, kind="primary"),
                icon_name="scroll-text",
            ),
            bulk=[lists.chosen_file_menu(EXPORTS, lists.chosen(State), ("audit", State, columns))],
        ),
        active=routes.AUDIT,
    )


def _header(columns: list[ui.Column]) -> rx.Component:
    return rx.fragment(
        ui.page_header(
            t("audit.title"),
            count=State.total_label,
            actions=[lists.chosen_file_menu(EXPORTS, State.address, ("audit", State, columns))],
            primary=ui.button(
                rx.cond(State.checking, t("audit.check_stop"), t("audit.check")),
                icon_name="shield-check",
                kind="primary",
                on_click=rx.cond(State.checking, State.stop_check, State.check),
            ),
        ),
        rx.cond(
            State.checking,
            ui.banner(State.checked_label, tone="info"),
            rx.match(
                State.verdict["tone"],
                ("good", ui.banner(State.verdict["title"], State.verdict["text"], tone="good")),
                ("bad", ui.banner(State.verdict["title"], State.verdict["text"], tone="bad")),
                rx.fragment(),
            ),
        ),
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="number", label=t("audit.number"), align="right"),
        ui.Column(key="at", label=t("audit.at"), hint="at_full", phone="end"),
        ui.Column(key="person", label=t("audit.person"), hint="person", phone="sub"),
        ui.Column(key="action", label=t("audit.action"), phone="title", link=True, fixed=True),
        ui.Column(key="record", label=t("audit.record"), hint="record", phone="subend", cell=_record),
        ui.Column(key="details", label=t("audit.details"), grow=True, hint="details_full"),
        ui.Column(key="origin", label=t("audit.origin")),
    ]


def _record(row: ui.Rows) -> rx.Component:
    """With a way to everything else that was done to it."""
    only = ui.icon_button(
        "filter", t("audit.only_record"), on_click=State.set_filter("record", row["record_id"].to(str))
    )
    return rx.el.span(
        rx.el.span(row["record"].to(str), class_name="pp-cut"),
        rx.cond(row["record_id"] != "", only, rx.fragment()),
        class_name="pp-row",
    )


PAGE = Page(
    route=routes.AUDIT,
    render=page,
    title="audit.title",
    permission="audit.read",
    on_load=[State.load],
)
