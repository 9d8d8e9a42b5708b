"""The merchant's category tree."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.categories import CategoriesState as State

t = ui.t


def page() -> rx.Component:
    without = ui.banner(t("categories.without", count=State.without))
    return frame(
        ui.page_header(
            t("categories.title"),
            count=State.total,
            note=t("categories.intro"),
            back=(t("frame.products"), routes.PRODUCTS),
            primary=_new(),
        ),
        rx.cond(State.without != "", without, rx.fragment()),
        ui.filter_bar(
            ui.search_input(value=State.search, on_change=State.find, placeholder=t("categories.search"))
        ),
        ui.data_table(
            _columns(),
            State.rows,
            label=t("categories.title"),
            loading=State.loading,
            href=lambda row: row["href"].to(str),
            empty=ui.empty_state(t("categories.empty"), action=_new(), icon_name="folder-tree"),
        ),
        *_dialogs(),
        active=routes.PRODUCTS,
    )


def _new() -> rx.Component:
    return rx.cond(
        may("products.write"),
        ui.button(t("categories.new"), kind="primary", icon_name="plus", on_click=State.ask("new", "")),
        rx.fragment(),
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(
            key="name",
            label=t("categories.name"),
            grow=True,
            phone="title",
            hint="path",
            link=True,
            cell=_name,
        ),
        ui.Column(key="products", label=t("categories.products"), align="right", phone="hide"),
        ui.Column(key="below", label=t("categories.below"), align="right", phone="end"),
        ui.Column(key="acts", label="", align="right", phone="subend", cell=_acts),
    ]


def _name(row: ui.Rows) -> rx.Component:
    return rx.el.span(row["name"].to(str), style={"paddingLeft": row["indent"].to(str)}, class_name="pp-cut")


def _acts(row: ui.Rows) -> rx.Component:
    key = row["id"].to(str)

    def entry(step: str, icon_name: str, *, danger: bool = False) -> ui.MenuEntry:
        return ui.MenuEntry(
            label=t(f"categories.do_{step}"),
            icon_name=icon_name,
            danger=danger,
            on_click=State.ask(step, key),
        )

    menu = ui.more_menu(
        entry("new", "plus"),
        entry("rename", "pencil"),
        entry("move", "folder-input"),
        entry("merge", "merge"),
        ui.SEPARATOR,
        entry("delete", "trash-2", danger=True),
    )
    return rx.cond(may("products.write"), menu, rx.fragment())


def _dialogs() -> list[rx.Component]:
    fault = rx.cond(
        State.fault != "", rx.el.p(State.fault, role="alert", class_name="pp-error"), rx.fragment()
    )

    def form(step: str, handler: ui.Handler, *inside: ui.Child) -> rx.Component:
        return ui.dialog(
            t(f"categories.{step}_title", name=State.chosen["name"]),
            rx.form(
                *inside,
                fault,
                rx.el.div(
                    ui.button(t(f"categories.go_{step}"), kind="primary", submit=True),
                    class_name="pp-row pp-row-end",
                ),
                on_submit=handler,
                key=f"{step}-" + State.version.to_string(),
                class_name="pp-form",
            ),
            is_open=State.step == step,
            on_open_change=State.close,
            text=t(f"categories.{step}_text") if step in ("move", "merge") else None,
        )

    def other(none: ui.Text) -> rx.Component:
        return ui.field(
            "other",
            t("categories.other"),
            rx.el.select(
                rx.el.option(none, value=""),
                ui.options(State.choices),
                id="f-other",
                name="other",
                class_name="pp-input pp-select",
            ),
        )

    above = rx.cond(
        State.chosen["path"] != "",
        rx.el.p(t("categories.below_of", path=State.chosen["path"]), class_name="pp-soft"),
        rx.fragment(),
    )
    return [
        form(
            "new",
            State.save,
            above,
            ui.text_input("name", t("categories.name"), max_length=80, auto_focus=True),
        ),
        form(
            "rename",
            State.save,
            ui.text_input(
                "name",
                t("categories.name"),
                default_value=State.chosen["name"],
                max_length=80,
                auto_focus=True,
            ),
        ),
        form("move", State.save, other(t("categories.to_top"))),
        form("merge", State.merge, other(t("categories.choose"))),
        ui.confirm_dialog(
            t("categories.delete_title", name=State.chosen["name"]),
            t("categories.delete_text"),
            confirm=t("words.delete"),
            is_open=State.step == "delete",
            on_open_change=State.close,
            on_confirm=State.delete,
        ),
    ]


PAGE = Page(
    route=routes.CATEGORIES,
    render=page,
    title="categories.title",
    permission="products.read",
    on_load=[State.load],
    live={"categories.changed": State.news},
)
