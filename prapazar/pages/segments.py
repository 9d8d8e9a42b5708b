"""The list of segments."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.segments import SegmentsState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("segments.title"),
            count=State.total,
            actions=[ui.link_button(t("frame.campaigns"), href=routes.CAMPAIGNS, icon_name="megaphone")],
            primary=_new(),
        ),
        ui.filter_bar(
            ui.search_input(value=State.search, on_change=State.find, placeholder=t("segments.search"))
        ),
        ui.data_table(
            _columns(),
            State.rows,
            label=t("segments.title"),
            loading=State.loading,
            href=lambda row: f"{routes.SEGMENTS}/" + row["id"].to(str),
            empty=ui.empty_state(t("segments.empty"), action=_new(), icon_name="users-round"),
        ),
        active=routes.SEGMENTS,
    )


def _new() -> rx.Component:
    return rx.cond(
        may("campaigns.write"),
        ui.link_button(t("segments.new"), href=routes.segment("new"), kind="primary", icon_name="plus"),
        rx.fragment(),
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="name", label=t("segments.name"), phone="title", link=True, fixed=True, hint="note"),
        ui.Column(key="size", label=t("segments.size"), align="right", phone="end", cell=_size),
        ui.Column(key="counted", label=t("segments.counted_at"), phone="sub", cell=_counted),
        ui.Column(key="campaigns", label=t("frame.campaigns"), align="right", phone="hide"),
        ui.Column(key="by", label=t("segments.by"), grow=True, phone="hide"),
        ui.Column(key="updated", label=t("segments.updated"), phone="hide"),
        ui.Column(key="acts", label="", align="right", phone="hide", cell=_acts),
    ]


def _size(row: ui.Rows) -> rx.Component:
    """On a phone with the word, which has no heading there; so too when it was counted."""
    return rx.fragment(
        rx.el.span(row["size"].to(str), class_name="pp-not-phone"),
        rx.el.span(t("segments.size_said", count=row["size"]), class_name="pp-only-phone"),
    )


def _counted(row: ui.Rows) -> rx.Component:
    return rx.fragment(
        rx.el.span(t("segments.counted_at"), ": ", class_name="pp-only-phone"), row["counted"].to(str)
    )


def _acts(row: ui.Rows) -> rx.Component:
    return ui.icon_button("refresh-cw", t("segments.count_again"), on_click=State.count(row["id"].to(str)))


PAGE = Page(
    route=routes.SEGMENTS,
    render=page,
    title="segments.title",
    permission="campaigns.read",
    on_load=[State.load],
    live={"segments.changed": State.news},
)
