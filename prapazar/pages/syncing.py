"""Sync now for several stores, with progress."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.channels_frame import channels_page
from prapazar.pages.page import Page
from prapazar.states.syncing import SyncState as State

t = ui.t
KINDS = ("orders", "products", "stock", "price")


def page() -> rx.Component:
    start = ui.button(
        t("syncing.start"),
        kind="primary",
        icon_name="refresh-cw",
        on_click=State.start,
        disabled=State.stores.length() == 0,
    )
    return channels_page(
        rx.cond(State.problem != "", ui.banner(State.problem, tone="bad"), rx.fragment()),
        rx.cond(
            State.loading,
            ui.skeleton_lines(6),
            ui.two_columns(rx.fragment(_now(), _earlier()), _choice(), on_top="right"),
        ),
        active="sync",
        primary=start,
    )


def _choice() -> rx.Component:
    stores = rx.foreach(
        State.stores,
        lambda row: rx.el.label(
            rx.el.input(
                type="checkbox",
                class_name="pp-checkbox",
                checked=State.chosen.contains(row["id"]),
                on_change=lambda checked: State.choose(row["id"], checked),
            ),
            rx.el.span(
                ui.channel_mark(row["connector"], name=row["name"]),
                rx.cond(row["is_test"] != "", ui.badge(t("channels.test_store"), "wait"), rx.fragment()),
                class_name="pp-row",
            ),
            class_name="pp-choice",
            key=row["id"],
        ),
    )
    return rx.fragment(
        ui.card(
            t("syncing.stores"),
            rx.cond(
                State.stores.length() > 0,
                rx.el.div(stores, class_name="pp-stack"),
                ui.empty_state(t("syncing.none"), icon_name="store"),
            ),
        ),
        ui.card(t("syncing.kinds"), rx.el.div(*map(_kind, KINDS), class_name="pp-stack")),
    )


def _kind(kind: str) -> rx.Component:
    return ui.checkbox(
        f"kind-{kind}",
        t(f"syncing.kind_{kind}"),
        checked=State.kinds.contains(kind),
        on_change=lambda checked: State.choose_kind(kind, checked),
    )


def _now() -> rx.Component:
    columns = [
        ui.Column(
            key="store",
            label=t("channels.name"),
            phone="title",
            cell=lambda row: ui.channel_mark(row["connector"], name=row["store"]),
        ),
        ui.Column(key="kind", label=t("syncing.kind"), grow=True, phone="sub"),
        ui.Column(key="progress", label=t("channels.result"), align="right", phone="subend"),
        ui.Column(
            key="status",
            label=t("channels.status"),
            phone="end",
            hint="error",
            cell=lambda row: ui.badge(row["status"], row["tone"]),
        ),
        ui.Column(key="error", label="", hint="error"),
    ]
    bar = rx.fragment(
        rx.cond(
            State.run["is_open"] != "",
            ui.progress_bar(
                percent=State.percent,
                label=State.run["count"],
                on_cancel=State.cancel,
                done=State.run["cancelling"] != "",
            ),
            rx.fragment(),
        ),
        rx.cond(
            State.run["cancelling"] != "",
            rx.el.p(t("syncing.cancelling"), class_name="pp-soft", role="status"),
            rx.fragment(),
        ),
    )
    return rx.cond(
        State.run["id"].to(bool),
        ui.card(
            State.run["at_full"].to(str),
            bar,
            rx.el.div(ui.data_table(columns, State.parts, label=t("syncing.title"))),
            action=ui.badge(State.run["status"], State.run["tone"]),
        ),
        ui.card(t("syncing.runs"), ui.empty_state(t("syncing.runs_empty"), icon_name="refresh-cw")),
    )


def _earlier() -> rx.Component:
    columns = [
        ui.Column(key="at", label=t("channels.at"), hint="at_full", grow=True, phone="title"),
        ui.Column(key="count", label=t("channels.result"), align="right", phone="sub"),
        ui.Column(
            key="status",
            label=t("channels.status"),
            phone="end",
            cell=lambda row: ui.badge(row["status"], row["tone"]),
        ),
    ]
    return rx.cond(
        State.earlier.length() > 0,
        ui.card(t("syncing.runs"), ui.data_table(columns, State.earlier, label=t("syncing.runs"))),
        rx.fragment(),
    )


PAGE = Page(
    route=routes.SYNC,
    render=page,
    title="syncing.title",
    permission="channels.write",
    on_load=[State.load],
    live={"sync.changed": State.news},
)
