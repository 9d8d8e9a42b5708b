"""Roles and what they permit."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.roles import RolesState as State

t = ui.t
_VERBS = ("read", "write", "delete", "approve")


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("access.roles_title"),
            back=(t("access.users_title"), routes.USERS),
            primary=rx.cond(
                may("roles.write"),
                ui.button(t("access.new_role"), kind="primary", icon_name="plus", on_click=State.new_role),
                rx.fragment(),
            ),
        ),
        _table(),
        _sheet(),
        ui.confirm_dialog(
            t("access.delete_role_title", name=State.name),
            t("access.delete_role_text"),
            confirm=t("words.delete"),
            is_open=State.delete_open,
            on_open_change=State.ask_delete,
            on_confirm=State.delete,
        ),
        active=routes.USERS,
    )


def _table() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("access.role"), phone="title", grow=True),
        ui.Column(key="kind", label=t("access.kind"), phone="sub"),
        ui.Column(key="people", label=t("access.people"), align="right", phone="subend", cell=_people),
        ui.Column(key="permissions", label=t("access.permissions"), align="right"),
        ui.Column(key="stores", label=t("access.stores")),
        ui.Column(
            key="factor",
            label=t("access.factor_column"),
            cell=lambda row: rx.cond(row["factor"] == "1", ui.badge(t("access.must"), "info"), rx.fragment()),
        ),
        ui.Column(
            key="open",
            label="",
            align="right",
            phone="end",
            cell=lambda row: ui.button(t("words.open"), small=True, on_click=State.open_role(row["id"])),
        ),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("access.roles_title"),
        loading=State.loading,
        comfortable=True,
        skeleton_rows=8,
    )


def _people(row: ui.Rows) -> rx.Component:
    """A phone shows no head above the number."""
    said = t("access.people_count", count=row["people"].to(str))
    return rx.fragment(
        rx.el.span(row["people"], class_name="pp-not-phone"), rx.el.span(said, class_name="pp-only-phone")
    )


def _sheet() -> rx.Component:
    return ui.sheet(
        rx.cond(State.role_id == "", t("access.new_role"), State.name),
        rx.cond(State.fixed, ui.banner(t("access.role_fixed")), rx.fragment()),
        rx.form(
            ui.text_input(
                "name",
                t("access.role_name"),
                default_value=State.name,
                error=State.fault,
                required=True,
                read_only=State.fixed,
            ),
            _matrix(),
            _masks(),
            _stores(),
            _factor(),
            rx.cond(may("roles.write"), _foot(), rx.fragment()),
            on_submit=State.save,
            class_name="pp-stack",
            key=State.version.to_string(),
        ),
        is_open=State.is_open,
        on_open_change=State.close,
    )


def _matrix() -> rx.Component:
    head = rx.el.tr(
        rx.el.th(t("access.permissions"), scope="col"),
        *(rx.el.th(t(f"permission_words.{verb}"), scope="col") for verb in _VERBS),
    )
    return rx.fragment(
        rx.el.table(rx.el.thead(head), rx.el.tbody(rx.foreach(State.matrix, _line)), class_name="pp-matrix"),
        rx.el.p(t("access.matrix_help"), class_name="pp-help"),
    )


def _line(line: ui.Rows) -> rx.Component:
    return rx.el.tr(rx.el.th(line["label"], scope="row"), *(rx.el.td(_tick(line, verb)) for verb in _VERBS))


def _tick(line: ui.Rows, verb: str) -> rx.Component:
    return rx.cond(
        line[verb] == "",
        rx.fragment(),
        rx.el.input(
            type="checkbox",
            name=line["subject"].to(str) + f".{verb}",
            default_checked=line[verb] == "1",
            disabled=State.fixed,
            aria_label=line["label"].to(str) + ": " + t(f"permission_words.{verb}"),
            class_name="pp-checkbox",
        ),
    )


def _masks() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("access.masks"), class_name="pp-strong"),
        rx.el.p(t("access.masks_help"), class_name="pp-help"),
        rx.foreach(State.masks, _tickable),
        class_name="pp-stack pp-stack-tight",
    )


def _stores() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("access.stores"), class_name="pp-strong"),
        rx.el.label(
            rx.el.input(
                type="checkbox",
                name="stores_limited",
                checked=State.is_store_limited,
                on_change=State.limit_stores,
                disabled=State.fixed,
                class_name="pp-checkbox",
            ),
            rx.el.span(t("access.stores_limited")),
            class_name="pp-choice",
        ),
        rx.el.p(t("access.stores_help"), class_name="pp-help"),
        rx.cond(
            State.is_store_limited,
            rx.el.div(rx.foreach(State.stores, _tickable), class_name="pp-choice-grid"),
            rx.fragment(),
        ),
        class_name="pp-stack pp-stack-tight",
    )


def _tickable(one: ui.Rows) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=one["name"],
            default_checked=one["on"] == "1",
            disabled=State.fixed,
            class_name="pp-checkbox",
        ),
        rx.el.span(one["label"]),
        class_name="pp-choice",
    )


def _factor() -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(t("access.factor"), class_name="pp-strong"),
        rx.el.label(
            rx.el.input(
                type="checkbox",
                name="needs_factor",
                default_checked=State.needs_factor,
                class_name="pp-checkbox",
            ),
            rx.el.span(t("access.needs_factor")),
            class_name="pp-choice",
        ),
        rx.el.p(t("access.needs_factor_help"), class_name="pp-help"),
        class_name="pp-stack pp-stack-tight",
    )


def _foot() -> rx.Component:
    return rx.el.div(
        rx.cond(
            may("roles.delete") & (State.role_id != "") & ~State.fixed,
            ui.button(t("words.delete"), kind="danger", on_click=State.ask_delete(True)),
            rx.fragment(),
        ),
        rx.el.span(class_name="pp-grow"),
        ui.button(t("words.save"), kind="primary", submit=True),
        class_name="pp-row",
    )


PAGE = Page(
    route=routes.ROLES,
    render=page,
    title="access.roles_title",
    permission="roles.read",
    on_load=[State.load],
)
