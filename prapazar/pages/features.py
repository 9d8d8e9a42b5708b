"""Parts of the product on and off, for the merchant and its roles."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.features import FeaturesState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(t("access.features_title"), back=(t("access.users_title"), routes.USERS)),
        rx.el.p(t("access.features_help"), class_name="pp-soft"),
        ui.while_loading(State.loading, ui.skeleton_lines(14), _matrix()),
        active=routes.USERS,
    )


def _matrix() -> rx.Component:
    head = rx.el.tr(
        rx.el.th(t("access.feature"), scope="col"),
        rx.el.th(t("access.feature_everybody"), scope="col"),
        rx.foreach(State.roles, lambda role: rx.el.th(role["name"], scope="col")),
    )
    return rx.el.div(
        rx.el.table(
            rx.el.thead(head), rx.el.tbody(rx.foreach(State.rows, _line)), class_name="pp-matrix pp-features"
        ),
        class_name="pp-scroll-x",
        tab_index=0,
        role="region",
        aria_label=t("access.features_title"),
    )


def _line(row: ui.Rows) -> rx.Component:
    feature = row["feature"].to(str)
    return rx.el.tr(
        rx.el.th(
            rx.el.span(row["label"], class_name="pp-strong"),
            rx.el.span(row["text"], class_name="pp-soft pp-small"),
            scope="row",
        ),
        rx.el.td(
            _tick(
                row["on"] == "1",
                row["label"].to(str) + ": " + t("access.feature_everybody"),
                lambda is_on: State.switch_merchant(feature, is_on),
                ~State.may_merchant,
            )
        ),
        rx.foreach(State.roles, lambda role: rx.el.td(_role(row, role))),
    )


def _role(row: ui.Rows, role: ui.Rows) -> rx.Component:
    feature, role_id = row["feature"].to(str), role["id"].to(str)
    mark = State.marks[feature][role_id]
    return rx.match(
        mark,
        ("-", rx.el.span("–", title=t("access.feature_off"), class_name="pp-faint")),
        ("=", ui.icon("check", size=14)),
        _tick(
            mark == "1",
            row["label"].to(str) + ": " + role["name"].to(str),
            lambda is_on: State.switch_role(feature, role_id, is_on),
            ~may("roles.write"),
        ),
    )


def _tick(on: rx.Var[bool], label: ui.Text, change: ui.Handler, disabled: rx.Var[bool]) -> rx.Component:
    return rx.el.input(
        type="checkbox",
        checked=on,
        on_change=change,
        disabled=disabled,
        aria_label=label,
        class_name="pp-checkbox",
    )


PAGE = Page(
    route=routes.FEATURES,
    render=page,
    title="access.features_title",
    permission="roles.read",
    on_load=[State.load],
    live={"access.changed": State.load},
)
