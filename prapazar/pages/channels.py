"""The stores list."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.channels_frame import channels_page
from prapazar.pages.page import Page
from prapazar.states.channels import ChannelsState as State
from prapazar.states.session import SessionState

t = ui.t


def page() -> rx.Component:
    may_write = SessionState.can["channels.write"]
    return channels_page(
        _table(),
        ui.bulk_bar(
            ui.link_button(
                t("channels.sync"),
                href=f"{routes.SYNC}?stores=" + State.selected.join(","),
                icon_name="refresh-cw",
            ),
            count=State.selected.length(),
            on_clear=State.clear,
        ),
        active="stores",
        count=State.count_label,
        actions=[
            rx.cond(
                may_write,
                ui.link_button(t("channels.sync"), href=routes.SYNC, icon_name="refresh-cw"),
                rx.fragment(),
            ),
        ],
        primary=rx.cond(
            may_write,
            ui.link_button(t("channels.connect"), href=routes.NEW_CHANNEL, kind="primary", icon_name="plus"),
            rx.fragment(),
        ),
    )


def _table() -> rx.Component:
    columns = [
        ui.Column(
            key="name",
            label=t("channels.name"),
            grow=True,
            phone="title",
            link=True,
            cell=lambda row: rx.el.span(
                ui.channel_mark(row["connector"], name=row["name"]),
                rx.cond(row["is_test"] != "", ui.badge(t("channels.test_store"), "wait"), rx.fragment()),
                class_name="pp-row",
            ),
        ),
        ui.Column(
            key="state",
            label=t("channels.status"),
            phone="subend",
            cell=lambda row: ui.badge(row["state"], row["tone"]),
        ),
        ui.Column(
            key="environment",
            label=t("channels.environment"),
            cell=lambda row: rx.cond(
                row["environment_key"] == "live",
                row["environment"],
                ui.badge(row["environment"], row["environment_tone"]),
            ),
        ),
        ui.Column(key="health", label=t("channels.health"), align="right", cell=_health, phone="end"),
        ui.Column(key="listings", label=t("channels.listings"), align="right"),
        ui.Column(key="unmatched", label=t("channels.unmatched"), align="right"),
        ui.Column(key="waiting", label=t("channels.waiting"), align="right"),
        ui.Column(key="last_order", label=t("channels.last_order"), phone="sub"),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("channels.title"),
        href=lambda row: f"{routes.CHANNELS}/" + row["id"].to(str),
        loading=State.loading,
        selected=State.selected,
        on_select=State.select,
        on_clear=State.clear,
        skeleton_rows=3,
        empty=ui.empty_state(
            t("channels.empty"),
            action=ui.link_button(t("channels.connect"), href=routes.NEW_CHANNEL, kind="primary"),
            icon_name="store",
        ),
    )


def _health(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["health"] != "",
        rx.el.span(ui.percent(row["health"]), title=row["calls"]),
        rx.el.span(t("channels.health_none"), class_name="pp-faint"),
    )


PAGE = Page(
    route=routes.CHANNELS,
    render=page,
    title="channels.title",
    permission="channels.read",
    on_load=[State.load],
    live={"channels.changed": State.load, "jobs.changed": State.load},
)
