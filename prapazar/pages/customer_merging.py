"""On a customer's page: who may be the same person, who was put together, and looking for another."""

import reflex as rx

from prapazar import components as ui
from prapazar.pages.layout import may
from prapazar.states.customer import CustomerState as State

t = ui.t


def pairs_card() -> rx.Component:
    shown = ui.card(t("customers.pairs"), rx.foreach(State.pairs, _pair))
    return rx.cond(State.pairs.length() > 0, shown, rx.fragment())


def _pair(row: ui.Rows) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            ui.link(row["name"].to(str), href=row["href"].to(str)),
            rx.el.span(row["why"].to(str), class_name="pp-soft"),
            rx.el.span(
                t("customers.other_facts", place=row["place"], orders=row["orders"]), class_name="pp-soft"
            ),
            class_name="pp-lines pp-small pp-grow",
        ),
        rx.cond(
            may("customers.write"),
            rx.el.div(
                ui.button(
                    t("customers.two"), small=True, kind="quiet", on_click=State.dismiss(row["id"].to(str))
                ),
                ui.button(t("customers.merge"), small=True, on_click=State.accept(row["id"].to(str))),
                class_name="pp-row",
            ),
            rx.fragment(),
        ),
        class_name="pp-row pp-row-wrap",
    )


def merges_card() -> rx.Component:
    shown = ui.card(t("customers.merges"), rx.el.div(rx.foreach(State.merges, _merge), class_name="pp-stack"))
    return rx.cond(State.merges.length() > 0, shown, rx.fragment())


def _merge(row: ui.Rows) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.span(row["name"].to(str), class_name="pp-strong"),
            rx.el.span(
                row["detail"].to(str),
                " · ",
                rx.el.time(row["at"].to(str), title=row["at_full"].to(str), class_name="pp-num"),
                rx.cond(row["who"] != "", " · " + row["who"].to(str), ""),
                class_name="pp-soft",
            ),
            class_name="pp-lines pp-small pp-grow",
        ),
        rx.cond(
            may("customers.write"),
            ui.button(t("customers.unmerge"), small=True, on_click=State.unmerge(row["id"].to(str))),
            rx.fragment(),
        ),
        class_name="pp-row",
    )


def find_dialog() -> rx.Component:
    found = rx.el.div(rx.foreach(State.hits, _hit), class_name="pp-stack pp-stack-tight")
    asked = rx.el.div(
        rx.el.p(
            t("customers.merge_sure", gone=State.other["name"], kept=State.customer["name"].to(str)),
            class_name="pp-small",
        ),
        rx.el.div(
            ui.button(t("words.cancel"), on_click=State.find(False)),
            ui.button(t("customers.merge"), kind="primary", on_click=State.merge),
            class_name="pp-row pp-row-end",
        ),
        class_name="pp-stack",
    )
    return ui.dialog(
        t("customers.merge_with"),
        rx.cond(
            State.other["id"] == "",
            rx.el.div(
                rx.debounce_input(
                    rx.el.input(
                        on_change=State.look_for,
                        placeholder=t("customers.search"),
                        aria_label=t("customers.search"),
                        type="search",
                        auto_complete="off",
                        class_name="pp-input",
                    ),
                    debounce_timeout=200,
                ),
                found,
                class_name="pp-stack",
            ),
            asked,
        ),
        text=t("customers.merge_text"),
        is_open=State.finding,
        on_open_change=State.find,
    )


def _hit(row: ui.Rows) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.el.span(row["name"].to(str), class_name="pp-strong"),
            rx.el.span(
                t("customers.other_facts", place=row["place"], orders=row["orders"]), class_name="pp-soft"
            ),
            class_name="pp-lines pp-small pp-grow",
        ),
        ui.button(t("customers.choose"), small=True, on_click=State.choose(row["id"].to(str))),
        class_name="pp-row",
    )
