"""The notification centre."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.notifications import NotificationsState as State

t = ui.t


def page() -> rx.Component:
    views = [
        ui.Choice(value="all", label=t("notifications.all")),
        ui.Choice(value="unread", label=t("notifications.unread_only")),
    ]
    levels = [
        ui.Choice(value=level, label=t(f"levels.{level}"))
        for level in ("info", "success", "warning", "error")
    ]
    columns = [
        ui.Column(key="text", label=t("notifications.what"), grow=True, phone="title", cell=_text),
        ui.Column(key="times", label="", align="right", phone="sub"),
        ui.Column(key="at", label=t("notifications.when"), align="right", hint="at_full", phone="end"),
        ui.Column(
            key="mark",
            label="",
            align="right",
            phone="subend",
            cell=lambda row: rx.cond(
                row["unread"] != "",
                ui.icon_button("check", t("notifications.mark"), on_click=State.mark(row["id"])),
                rx.fragment(),
            ),
        ),
    ]
    return frame(
        ui.page_header(
            t("notifications.title"),
            primary=ui.button(t("notifications.mark_all"), icon_name="check-check", on_click=State.mark_all),
        ),
        ui.view_tabs(views, active=rx.cond(State.unread_only, "unread", "all"), on_change=State.show_unread),
        ui.filter_bar(
            ui.filter_select(t("levels.title"), value=State.level, choices=levels, on_change=State.set_level)
        ),
        ui.data_table(
            columns,
            State.rows,
            label=t("notifications.title"),
            loading=State.loading,
            empty=ui.empty_state(
                rx.cond(State.unread_only, t("notifications.empty"), t("notifications.empty_all")),
                icon_name="bell",
            ),
        ),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.turn(-1),
            on_next=State.turn(1),
        ),
        active=routes.NOTIFICATIONS,
    )


def _text(row: ui.Rows) -> rx.Component:
    said = rx.cond(
        row["unread"] != "",
        rx.el.strong(row["text"], class_name="pp-wrap"),
        rx.el.span(row["text"], class_name="pp-wrap"),
    )
    return rx.el.span(
        ui.badge("", row["tone"]),
        rx.cond(row["link"] != "", ui.link(said, href=row["link"], plain=True), said),
        class_name="pp-row",
    )


PAGE = Page(
    route=routes.NOTIFICATIONS,
    render=page,
    title="notifications.title",
    permission="*",
    on_load=[State.load],
    live={"notifications.new": State.news},
)
