"""Where packages are sent from: the rules in their order, the places, and a box to try them."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.routing import RoutingState as State

t = ui.t


def page() -> rx.Component:
    new = ui.button(t("routing.add"), kind="primary", icon_name="plus", on_click=State.edit(""))
    return frame(
        ui.page_header(
            t("routing.title"),
            note=t("routing.intro"),
            back=(t("orders.title"), routes.ORDERS),
            primary=rx.cond(may("orders.write"), new, rx.fragment()),
        ),
        rx.cond(
            State.loading,
            ui.skeleton_lines(6),
            ui.two_columns(
                ui.card(t("routing.rules"), _rules()),
                rx.fragment(ui.card(t("routing.try"), _try()), ui.card(t("routing.places"), _places())),
            ),
        ),
        _dialog(),
        _remove_dialog(),
        active=routes.ORDERS,
    )


def _rules() -> rx.Component:
    columns = [
        ui.Column(key="at", label=t("routing.at"), align="right"),
        ui.Column(key="name", label=t("routing.name"), phone="title", cell=_name),
        ui.Column(key="wishes", label=t("routing.wishes"), grow=True, phone="sub", hint="wishes"),
        ui.Column(key="warehouse", label=t("routing.place"), phone="end"),
        ui.Column(key="do", label="", align="right", phone="subend", cell=_steps),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("routing.rules"),
        comfortable=True,
        empty=ui.empty_state(t("routing.none"), icon_name="split"),
    )


def _name(row: ui.Rows) -> rx.Component:
    return rx.el.span(
        row["name"].to(str),
        rx.cond(row["on"] == "", ui.tag(t("routing.off")), rx.fragment()),
        class_name="pp-row",
    )


def _steps(row: ui.Rows) -> rx.Component:
    key = row["id"].to(str)
    steps = rx.el.span(
        ui.icon_button("arrow-up", t("routing.up"), on_click=State.move(key, -1)),
        ui.icon_button("arrow-down", t("routing.down"), on_click=State.move(key, 1)),
        ui.more_menu(
            ui.MenuEntry(label=t("words.edit"), icon_name="pencil", on_click=State.edit(key)),
            ui.MenuEntry(
                label=rx.cond(row["on"] != "", t("words.pause"), t("words.resume")),
                icon_name="power",
                on_click=State.turn(key, row["on"] == ""),
            ),
            ui.SEPARATOR,
            ui.MenuEntry(
                label=t("words.delete"), icon_name="trash-2", danger=True, on_click=State.ask_remove(key)
            ),
        ),
        class_name="pp-row pp-row-end",
    )
    return rx.cond(may("orders.write"), steps, rx.fragment())


def _dialog() -> rx.Component:
    def wish(name: str) -> rx.Component:
        return ui.field(
            name,
            t(f"routing.{name}"),
            rx.el.select(
                rx.el.option(t("routing.any"), value=""),
                ui.options(State.choices[name]),
                id=f"f-{name}",
                name=name,
                default_value=State.editing[name],
                class_name="pp-input pp-select",
            ),
            optional=True,
        )

    form = rx.form(
        ui.text_input(
            "name",
            t("routing.name"),
            help_text=t("routing.name_help"),
            default_value=State.editing["name"],
            error=State.faults["name"],
            max_length=80,
            auto_focus=True,
        ),
        ui.select(
            "place",
            t("routing.place"),
            State.choices["place"],
            default_value=State.editing["place"],
            error=State.faults["place"],
        ),
        ui.checkboxes(
            t("routing.channels"),
            State.choices["channel"],
            State.chosen_stores,
            on_choose=State.choose_store,
            help_text=t("routing.channels_help"),
        ),
        ui.text_input(
            "provinces",
            t("routing.provinces"),
            help_text=t("routing.provinces_help"),
            default_value=State.editing["provinces"],
            error=State.faults["provinces"],
            optional=True,
        ),
        rx.el.div(wish("brand"), wish("category"), class_name="pp-row pp-row-wrap"),
        ui.checkbox(
            "needs_stock", t("routing.needs_stock"), default_checked=State.editing["needs_stock"] != ""
        ),
        rx.el.div(ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"),
        on_submit=State.save,
        key="rule-" + State.version.to_string(),
        class_name="pp-form",
    )
    return ui.dialog(
        rx.cond(State.editing["id"] == "", t("routing.add"), t("routing.edit")),
        form,
        is_open=State.is_editing,
        on_open_change=State.close_edit,
        wide=True,
    )


def _remove_dialog() -> rx.Component:
    return ui.confirm_dialog(
        t("routing.delete"),
        t("routing.delete_text", name=State.removing["name"]),
        confirm=t("words.delete"),
        is_open=State.removing["id"] != "",
        on_open_change=State.close_remove,
        on_confirm=State.remove,
    )


def _try() -> rx.Component:
    said = rx.match(
        State.tried_tone,
        ("good", ui.banner(State.tried, tone="good")),
        ("bad", ui.banner(State.tried, tone="bad")),
        ui.banner(State.tried, tone="info"),
    )
    return rx.fragment(
        rx.form(
            ui.text_input("number", t("routing.try_number"), help_text=t("routing.try_help")),
            ui.button(t("routing.try_go"), submit=True),
            on_submit=State.attempt,
            class_name="pp-stack",
        ),
        rx.el.div(rx.cond(State.tried != "", said, rx.fragment()), role="status"),
    )


def _places() -> rx.Component:
    def place(row: ui.Rows) -> rx.Component:
        return rx.el.li(
            rx.el.span(row["name"], class_name="pp-grow"),
            rx.cond(
                row["people"] != "",
                rx.cond(
                    may("users.read"),
                    ui.link(row["people"], href=routes.USERS, class_name="pp-small"),
                    rx.el.span(row["people"], class_name="pp-small pp-soft"),
                ),
                rx.fragment(),
            ),
            rx.cond(row["kind"] != "", ui.badge(row["kind"].to(str), "neutral"), rx.fragment()),
            class_name="pp-row",
            key=row["id"].to(str),
        )

    form = rx.form(
        ui.text_input("name", t("routing.place_new"), error=State.place_fault, max_length=80),
        ui.checkbox("supplier", t("routing.supplier"), help_text=t("routing.supplier_help")),
        ui.button(t("routing.add_place"), submit=True),
        on_submit=State.add_place,
        key="place-" + State.version.to_string(),
        class_name="pp-stack",
    )
    return rx.fragment(
        rx.el.ul(rx.foreach(State.places, place), class_name="pp-todo"),
        rx.cond(may("stock.write"), form, rx.fragment()),
    )


PAGE = Page(
    route=routes.ROUTING,
    render=page,
    title="routing.title",
    permission="orders.read",
    on_load=[State.load],
)
