"""Pieces of an order's page about the channel's carriers: asked for another, chosen, told, refused."""

import reflex as rx

from prapazar import components as ui
from prapazar.pages.layout import may
from prapazar.states.cargo_change import CargoChangeState as State

t = ui.t
LOAD = State.load
NEWS = State.news


def button(package_id: rx.Var[str]) -> rx.Component:
    """Beside a package whose channel offers several."""
    shown = ui.button(
        t("cargo_change.change"), small=True, kind="quiet", icon_name="truck", on_click=State.ask(package_id)
    )
    return rx.cond(State.changeable.contains(package_id) & may("orders.write"), shown, rx.fragment())


def banners() -> rx.Component:
    return rx.foreach(State.shown, _banner)


def _banner(row: ui.Rows) -> rx.Component:
    package = row["package_id"].to(str)
    deeds = rx.el.div(
        ui.button(t("cargo_change.again"), small=True, on_click=State.ask(package)),
        ui.button(t("cargo_change.leave"), small=True, kind="quiet", on_click=State.leave(package)),
        class_name="pp-row pp-row-wrap",
    )
    refused = ui.banner(
        t("cargo_change.refused_title", package=row["package"]),
        row["why"],
        tone="bad",
        action=rx.cond(may("orders.write"), deeds, rx.fragment()),
    )
    under_way = ui.banner(
        t("cargo_change.under_way_title", package=row["package"], carrier=row["carrier"]),
        rx.cond(row["why"] != "", row["why"], t("cargo_change.asked")),
        tone="info",
    )
    return rx.el.div(rx.cond(row["state"] == "refused", refused, under_way), key=package)


def dialog() -> rx.Component:
    now = rx.cond(
        State.now != "",
        rx.el.p(t("cargo_change.now", carrier=State.now), class_name="pp-soft"),
        rx.fragment(),
    )
    form = rx.form(
        ui.select("carrier", t("cargo_change.carrier"), State.offers),
        rx.el.div(
            ui.button(t("words.cancel"), on_click=State.close(False)),
            ui.button(t("cargo_change.choose"), kind="primary", submit=True),
            class_name="pp-row pp-row-end",
        ),
        on_submit=State.choose,
        class_name="pp-form",
    )
    waits = rx.el.div(
        rx.el.p(rx.cond(State.problem != "", State.problem, t("cargo_change.looking")), class_name="pp-soft"),
        ui.skeleton_lines(2),
        class_name="pp-stack",
        role="status",
    )
    answered = rx.cond(State.offers.length() > 0, form, ui.banner(State.problem, tone="wait"))
    return ui.dialog(
        t("cargo_change.title"),
        rx.el.div(now, rx.cond(State.looking, waits, answered), class_name="pp-stack"),
        text=t("cargo_change.text"),
        is_open=State.asking != "",
        on_open_change=State.close,
    )
