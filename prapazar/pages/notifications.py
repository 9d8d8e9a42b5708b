"""The notification centre."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.notifications import NotificationsState as State

t = ui.t
_SUBJECTS = (
    *("orders", "shipments", "claims", "questions", "payments", "listings", "channels", "calendar", "tasks"),
    "other",
)


def page() -> rx.Component:
    views = [
        ui.Choice(value="all", label=t("notifications.all")),
        ui.Choice(value="unread", label=t("notifications.unread_only")),
        ui.Choice(value="cause", label=t("notifications.by_cause")),
    ]
    return frame(
        ui.page_header(
            t("notifications.title"),
            actions=[
                lists.chosen_file_menu(
                    "/api/exports/notifications",
                    lists.asked(view=State.view, level=State.level, subject=State.subject),
                    ("notifications", None, columns()),
                ),
                ui.link_button(
                    t("notifications.choices"),
                    href=f"{routes.PROFILE}#notifications",
                    icon_name="sliders-horizontal",
                ),
            ],
            primary=ui.button(
                t("notifications.mark_all"), kind="primary", icon_name="check-check", on_click=State.mark_all
            ),
        ),
        ui.view_tabs(views, active=State.view, on_change=State.show_view),
        rx.cond(State.view == "cause", rx.fragment(), _filters()),
        rx.el.div(_list(), class_name="pp-notices"),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.turn(-1),
            on_next=State.turn(1),
        ),
        active=routes.NOTIFICATIONS,
    )


def _list() -> rx.Component:
    return ui.data_table(
        columns(),
        State.rows,
        label=t("notifications.title"),
        loading=State.loading,
        comfortable=True,
        empty=ui.empty_state(
            rx.match(
                State.view,
                ("unread", t("notifications.empty")),
                ("cause", t("notifications.empty_causes")),
                t("notifications.empty_all"),
            ),
            icon_name="bell",
        ),
    )


def _filters() -> rx.Component:
    levels = [
        ui.Choice(value=level, label=t(f"levels.{level}"))
        for level in ("info", "success", "warning", "error")
    ]
    subjects = [ui.Choice(value=one, label=t(f"notifications.subject_{one}")) for one in _SUBJECTS]
    return ui.filter_bar(
        ui.filter_select(
            t("notifications.subject"), value=State.subject, choices=subjects, on_change=State.set_subject
        ),
        ui.filter_select(t("levels.title"), value=State.level, choices=levels, on_change=State.set_level),
    )


def columns() -> list[ui.Column]:
    return [
        ui.Column(
            key="text", label=t("notifications.what"), grow=True, phone="title", cell=_text, fixed=True
        ),
        ui.Column(key="times", label=t("notifications.how_often"), align="right", phone="sub"),
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


def _text(row: ui.Rows) -> rx.Component:
    said = rx.cond(
        row["unread"] != "",
        rx.el.strong(row["text"], class_name="pp-wrap"),
        rx.el.span(row["text"], class_name="pp-wrap"),
    )
    linked = rx.cond(row["link"] != "", ui.link(said, href=row["link"], plain=True), said)
    why = rx.cond(
        row["why"] != "", rx.el.span(row["why"], class_name="pp-soft pp-small pp-wrap"), rx.fragment()
    )
    return rx.el.span(
        ui.badge("", row["tone"]),
        rx.el.span(linked, why, class_name="pp-choice-text"),
        class_name="pp-row",
    )


PAGE = Page(
    route=routes.NOTIFICATIONS,
    render=page,
    title="notifications.title",
    permission="*",
    on_load=[State.load],
    live={"notifications.new": State.news, "notifications.read": State.news},
)
