"""Sending products to a channel, and the latest runs."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.publishing import PublishingState as State
from prapazar.states.session import SessionState

t = ui.t


def page() -> rx.Component:
    gone = ui.empty_state(
        t("publishing.gone"),
        action=ui.link_button(t("publishing.runs"), href=routes.PUBLISHING),
        icon_name="search-x",
    )
    return frame(
        ui.page_header(
            t("publishing.title"),
            back=(t("products.title"), routes.PRODUCTS),
            actions=[rx.cond(State.phase == "draft", _writers(_check()), rx.fragment())],
            primary=rx.cond(State.send_label != "", _writers(_send()), rx.fragment()),
        ),
        rx.cond(
            State.missing,
            gone,
            rx.cond(State.loading, ui.skeleton_lines(8), rx.cond(State.phase == "", _runs(), _run())),
        ),
        active=routes.PRODUCTS,
    )


def _writers(child: rx.Component) -> rx.Component:
    return rx.cond(SessionState.can["listings.write"], child, rx.fragment())


def _check() -> rx.Component:
    return rx.cond(
        State.channel != "",
        ui.button(t("publishing.check"), icon_name="refresh-cw", loading=State.busy, on_click=State.check),
        rx.fragment(),
    )


def _send() -> rx.Component:
    return ui.button(State.send_label, kind="primary", disabled=State.busy, on_click=State.send)


def _run() -> rx.Component:
    return rx.fragment(
        rx.cond(State.phase == "draft", _channel(), _progress()),
        rx.cond(State.gaps.length() > 0, _gaps(), rx.fragment()),
        ui.view_tabs(State.views, active=State.view, on_change=State.show_view),
        _items(),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.turn(-1),
            on_next=State.turn(1),
        ),
    )


def _channel() -> rx.Component:
    chooser = rx.el.div(
        rx.el.label(t("publishing.choose_channel"), html_for="f-channel"),
        rx.el.select(
            rx.el.option(t("publishing.choose_first"), value=""),
            ui.options(State.channels),
            id="f-channel",
            value=State.channel,
            on_change=State.choose_channel,
            disabled=State.busy,
            class_name="pp-input pp-select",
        ),
        rx.el.p(t("publishing.choose_help"), class_name="pp-help"),
        class_name="pp-field",
    )
    nowhere = ui.empty_state(
        t("publishing.no_channel"),
        action=ui.link_button(t("channels.connect"), href=routes.NEW_CHANNEL),
        icon_name="store",
    )
    return ui.card(None, rx.cond(State.channels.length() > 0, chooser, nowhere))


def _progress() -> rx.Component:
    return ui.card(
        None,
        rx.el.div(
            ui.channel_mark(State.run["connector"], name=State.run["channel"]),
            rx.el.span(State.run["when"], " · ", State.run["person"], class_name="pp-soft pp-small"),
            class_name="pp-row pp-between",
        ),
        rx.cond(
            State.phase == "open",
            ui.progress_bar(
                percent=State.percent,
                label=State.run["progress"],
                detail=State.run["detail"],
                on_cancel=State.cancel,
            ),
            ui.progress_bar(percent=State.percent, label=State.run["progress"], detail=State.run["detail"]),
        ),
    )


def _gaps() -> rx.Component:
    def line(gap: ui.Rows) -> rx.Component:
        mend = rx.cond(
            gap["href"] != "",
            ui.link(t("publishing.mend_mapping"), href=gap["href"].to(str)),
            rx.fragment(),
        )
        return rx.el.li(
            rx.el.span(gap["text"], class_name="pp-grow"),
            rx.el.span(rx.el.span(gap["count"], class_name="pp-soft pp-num"), mend, class_name="pp-row"),
            class_name="pp-row pp-between",
        )

    return ui.card(
        t("publishing.missing"),
        rx.el.p(t("publishing.missing_note"), class_name="pp-soft pp-small"),
        rx.el.ul(rx.foreach(State.gaps, line), class_name="pp-todo"),
    )


def _items() -> rx.Component:
    columns = [
        ui.Column(
            key="name", label=t("publishing.article"), phone="title", grow=True, link=True, hint="name"
        ),
        ui.Column(key="sku", label=t("publishing.sku"), phone="sub"),
        ui.Column(key="kind", label="", phone="hide"),
        ui.Column(
            key="state",
            label=t("publishing.state"),
            phone="end",
            cell=lambda row: ui.badge(row["state"], row["tone"].to(str)),
        ),
        ui.Column(key="said", label=t("publishing.answer"), phone="subend", cell=_said),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("publishing.articles"),
        href=lambda row: row["product"].to(str),
        comfortable=True,
        empty=ui.empty_state(t("publishing.empty")),
    )


def _said(row: ui.Rows) -> rx.Component:
    return rx.el.div(row["said"], class_name="pp-lines pp-whole-names pp-small")


def _runs() -> rx.Component:
    columns = [
        ui.Column(
            key="channel",
            label=t("publishing.choose_channel"),
            phone="title",
            grow=True,
            link=True,
            cell=lambda row: ui.channel_mark(row["connector"], name=row["channel"]),
        ),
        ui.Column(key="progress", label=t("publishing.result"), phone="sub"),
        ui.Column(key="detail", label="", phone="hide"),
        ui.Column(key="person", label=t("publishing.person"), phone="subend"),
        ui.Column(key="when", label=t("publishing.when"), align="right", phone="end"),
    ]
    return ui.card(
        t("publishing.runs"),
        ui.data_table(
            columns,
            State.runs,
            label=t("publishing.runs"),
            href=lambda row: row["href"].to(str),
            empty=ui.empty_state(
                t("publishing.runs_empty"),
                action=ui.link_button(t("publishing.to_products"), href=routes.PRODUCTS),
                icon_name="send",
            ),
        ),
    )


PAGE = Page(
    route=routes.PUBLISHING,
    render=page,
    title="publishing.title",
    permission="listings.read",
    on_load=[State.load],
    live={"publishing.changed": State.news, "mappings.changed": State.news},
)
