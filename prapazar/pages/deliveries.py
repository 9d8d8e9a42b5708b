"""The webhook inspector of all stores, and the same as the page of one."""

from typing import Literal

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.channels_frame import channels_page
from prapazar.pages.layout import may
from prapazar.pages.page import Page
from prapazar.states.deliveries import DeliveriesState as State

t = ui.t
_VIEWS = ("all", "done", "waiting", "failed", "refused")


def page() -> rx.Component:
    return channels_page(
        rx.cond(State.strays != "", ui.banner(State.strays, tone="info"), rx.fragment()),
        inspector(is_of_one=False),
        active="deliveries",
    )


def inspector(*, is_of_one: bool) -> rx.Component:
    views = [ui.Choice(value=view, label=t(f"deliveries.view_{view}")) for view in _VIEWS]
    stores = ui.filter_select(
        t("deliveries.store"), value=State.store, choices=State.stores, on_change=State.choose
    )
    return rx.fragment(
        ui.card(t("deliveries.addresses"), _addresses(is_of_one=is_of_one)),
        ui.view_tabs(views, active=State.view, on_change=State.show_view),
        ui.filter_bar(
            ui.search_input(value=State.search, on_change=State.find, placeholder=t("deliveries.search")),
            *([] if is_of_one else [stores]),
        ),
        _list(is_of_one=is_of_one),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.turn(-1),
            on_next=State.turn(1),
        ),
        _sheet(),
    )


def _addresses(*, is_of_one: bool) -> rx.Component:
    columns = [
        *([] if is_of_one else [_store("title")]),
        ui.Column(
            key="state",
            label=t("deliveries.registered"),
            phone="end",
            hint="since",
            cell=lambda row: ui.badge(row["state"], row["tone"]),
        ),
        ui.Column(
            key="address",
            label=t("deliveries.address"),
            grow=True,
            cell=_address,
            phone="title" if is_of_one else "hide",
        ),
        ui.Column(key="day", label=t("deliveries.day"), align="right", phone="sub"),
        ui.Column(key="acts", label="", align="right", phone="subend", cell=_register),
    ]
    return ui.data_table(
        columns, State.addresses, label=t("deliveries.addresses"), loading=State.loading, skeleton_rows=2
    )


def _address(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["error"] != "",
        rx.el.div(
            rx.el.p(row["error"], class_name="pp-small pp-wrap"),
            rx.cond(row["address"] != "", ui.copyable(row["address"], shown=row["short"]), rx.fragment()),
            class_name="pp-lines",
        ),
        rx.cond(row["address"] != "", ui.copyable(row["address"], shown=row["short"]), rx.fragment()),
    )


def _register(row: ui.Rows) -> rx.Component:
    label = rx.cond(row["is_on"] != "", t("deliveries.register_again"), t("deliveries.register"))
    return rx.cond(
        may("channels.write") & (row["can"] != ""),
        ui.button(label, small=True, on_click=State.register(row["id"])),
        rx.fragment(),
    )


def _store(phone: Literal["title", "sub"]) -> ui.Column:
    return ui.Column(
        key="name",
        label=t("deliveries.store"),
        phone=phone,
        cell=lambda row: ui.channel_mark(row["connector"], name=row["name"]),
    )


def _list(*, is_of_one: bool) -> rx.Component:
    columns = [
        ui.Column(key="at", label=t("deliveries.at"), hint="at_full", phone="end", cell=_opener),
        *([] if is_of_one else [_store("sub")]),
        ui.Column(key="kind", label=t("deliveries.kind"), phone="sub" if is_of_one else "hide"),
        ui.Column(
            key="signature",
            label=t("deliveries.signature"),
            hint="why",
            phone="subend",
            cell=lambda row: ui.badge(row["signature"], row["signature_tone"]),
        ),
        ui.Column(
            key="became", label=t("deliveries.became"), grow=True, phone="title", hint="became", cell=_became
        ),
        ui.Column(key="repeats", label="", align="right"),
        ui.Column(key="acts", label="", align="right", cell=_again),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("deliveries.list"),
        loading=State.loading,
        empty=ui.empty_state(t("deliveries.empty"), icon_name="webhook"),
    )


def _opener(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        row["at"], type="button", class_name="pp-link pp-plain-button pp-num", on_click=State.look(row["id"])
    )


def _became(row: ui.Rows) -> rx.Component:
    said = rx.cond(
        row["is_refused"] != "",
        rx.el.span(row["why"], class_name="pp-soft pp-cut"),
        ui.badge(row["became"], row["tone"]),
    )
    return rx.cond(row["href"] != "", ui.link(said, href=row["href"], plain=True), said)


def _again(row: ui.Rows) -> rx.Component:
    return rx.cond(
        may("channels.write") & (row["is_refused"] == ""),
        ui.icon_button("rotate-cw", t("deliveries.again"), on_click=State.again(row["id"])),
        rx.fragment(),
    )


def _sheet() -> rx.Component:
    row = State.shown
    return ui.sheet(
        row["name"],
        rx.cond(
            row["is_refused"] != "",
            ui.banner(row["why"], t("deliveries.what_to_do"), tone="bad"),
            rx.fragment(),
        ),
        ui.key_values(
            (t("deliveries.at"), row["at_full"]),
            (t("deliveries.kind"), row["kind"]),
            (t("deliveries.signature"), ui.badge(row["signature"], row["signature_tone"])),
            (t("deliveries.became"), rx.cond(row["is_refused"] != "", row["detail"], row["became"])),
        ),
        rx.el.p(rx.cond(row["is_refused"] != "", "", row["why"]), class_name="pp-soft pp-small"),
        ui.code_block(row["headers"], label=t("deliveries.headers")),
        ui.code_block(row["body"], label=t("deliveries.body")),
        rx.el.p(t("deliveries.redacted"), class_name="pp-faint pp-tiny"),
        rx.el.div(
            rx.cond(
                row["href"] != "",
                ui.link_button(
                    rx.cond(
                        row["href"] == routes.REPAIRS, t("deliveries.to_repairs"), t("deliveries.to_order")
                    ),
                    href=row["href"],
                ),
                rx.fragment(),
            ),
            rx.cond(
                may("channels.write") & (row["is_refused"] == ""),
                ui.button(
                    t("deliveries.again"),
                    kind="primary",
                    icon_name="rotate-cw",
                    on_click=State.again(row["id"]),
                ),
                rx.fragment(),
            ),
            class_name="pp-row pp-row-end",
        ),
        is_open=State.is_open,
        on_open_change=State.close,
    )


PAGE = Page(
    route=routes.DELIVERIES,
    render=page,
    title="deliveries.title",
    permission="channels.read",
    on_load=[State.load],
    live={"deliveries.changed": State.news, "channels.changed": State.news},
)
