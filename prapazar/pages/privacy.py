"""Privacy: requests and receipts, retention, the data inventory."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.privacy import TABS
from prapazar.states.privacy import PrivacyState as State

t = ui.t
_KINDS = ("traffic", "deliveries", "messages", "notifications", "exports")


def page() -> rx.Component:
    tabs = [ui.Choice(value=one, label=t(f"privacy.tab_{one}")) for one in TABS]
    return frame(
        ui.page_header(t("privacy.title"), back=(t("customers.title"), routes.CUSTOMERS)),
        ui.view_tabs(tabs, active=State.tab, on_change=State.show_tab),
        rx.match(
            State.tab,
            ("retention", _retention()),
            ("inventory", _inventory()),
            _requests(),
        ),
        _approve(),
        active=routes.CUSTOMERS,
    )


def _requests() -> rx.Component:
    columns = [
        ui.Column(key="person", label=t("privacy.person"), phone="title", cell=_person),
        ui.Column(key="kind", label=t("privacy.kind"), phone="sub"),
        ui.Column(
            key="status",
            label=t("privacy.status"),
            phone="end",
            cell=lambda row: ui.badge(row["status"].to(str), row["tone"].to(str)),
        ),
        ui.Column(key="way", label=t("privacy.way"), grow=True),
        ui.Column(key="identity", label=t("privacy.identity")),
        ui.Column(key="asked_at", label=t("privacy.asked_at"), align="right", hint="asked_full"),
        ui.Column(key="due_at", label=t("privacy.due_at"), align="right"),
        ui.Column(key="acts", label="", align="right", phone="subend", cell=_acts),
    ]
    return rx.fragment(
        ui.data_table(
            columns,
            State.requests,
            label=t("privacy.tab_requests"),
            loading=State.loading,
            comfortable=True,
            empty=ui.empty_state(
                t("privacy.empty"),
                action=ui.link_button(t("privacy.to_customers"), href=routes.CUSTOMERS),
                icon_name="shield-check",
            ),
        ),
        rx.cond(
            State.has_more,
            ui.button(t("customers.more"), kind="quiet", on_click=State.more),
            rx.fragment(),
        ),
    )


def _person(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["href"] != "",
        ui.link(row["person"].to(str), href=row["href"].to(str)),
        rx.el.span(row["person"].to(str), class_name="pp-soft"),
    )


def _acts(row: ui.Rows) -> rx.Component:
    decide = rx.el.span(
        ui.button(t("privacy.refuse"), small=True, kind="quiet", on_click=State.refuse(row["id"].to(str))),
        ui.button(t("privacy.approve"), small=True, on_click=State.ask_approve(row["id"].to(str))),
        class_name="pp-row pp-row-end",
    )
    return rx.fragment(
        rx.cond((row["can_decide"] != "") & may("privacy.approve"), decide, rx.fragment()),
        _download(row["receipt"].to(str), t("privacy.receipt_open")),
        rx.cond(may("privacy.write"), _download(row["file"].to(str), t("privacy.file_fetch")), rx.fragment()),
        rx.cond(
            row["over"] != "",
            rx.el.span(t("privacy.file_over"), class_name="pp-soft pp-small"),
            rx.fragment(),
        ),
    )


def _download(href: rx.Var[str], label: rx.Var[str]) -> rx.Component:
    button = ui.link_button(label, href=href, small=True, download=True, icon_name="download")
    return rx.cond(href != "", button, rx.fragment())


def _approve() -> rx.Component:
    return ui.confirm_dialog(
        t("privacy.approve_title"),
        t("privacy.approve_text"),
        confirm=t("privacy.approve"),
        is_open=State.approving != "",
        on_open_change=State.close_approve,
        on_confirm=State.approve,
        type_name=t("privacy.approve_word"),
        typed=State.typed,
        on_type=State.set_typed,
    )


def _retention() -> rx.Component:
    return ui.card(
        t("privacy.tab_retention"),
        rx.el.p(t("privacy.retention_help"), class_name="pp-soft pp-small"),
        ui.while_loading(State.loading, ui.skeleton_lines(5), _rules()),
    )


def _rules() -> rx.Component:
    return ui.edit_form(
        rx.el.div(*(_rule(kind) for kind in _KINDS), class_name="pp-fields"),
        on_save=State.save_days,
        version=State.version,
        busy=~may("privacy.approve"),
    )


def _rule(kind: str) -> rx.Component:
    return ui.text_input(
        kind,
        t(f"privacy.keep_{kind}"),
        default_value=State.days[kind],
        help_text=State.ranges[kind],
        error=State.faults[kind],
        max_length=4,
    )


def _inventory() -> rx.Component:
    columns = [
        ui.Column(key="place", label=t("privacy.place"), phone="title", cell=_place),
        ui.Column(
            key="becomes",
            label=t("privacy.becomes"),
            phone="end",
            cell=lambda row: ui.badge(row["becomes"].to(str), row["tone"].to(str)),
        ),
        ui.Column(
            key="columns",
            label=t("privacy.columns"),
            grow=True,
            phone="sub",
            cell=lambda row: rx.el.span(row["columns"].to(str), class_name="pp-wrap pp-mono pp-small"),
        ),
        ui.Column(
            key="stays",
            label=t("privacy.stays"),
            cell=lambda row: rx.el.span(row["stays"].to(str), class_name="pp-wrap pp-small"),
        ),
    ]
    return rx.fragment(
        rx.el.p(t("privacy.inventory_help"), class_name="pp-soft pp-small"),
        ui.data_table(
            columns,
            State.places,
            label=t("privacy.tab_inventory"),
            loading=State.loading,
            comfortable=True,
        ),
    )


def _place(row: ui.Rows) -> rx.Component:
    return rx.el.div(
        rx.el.span(row["place"].to(str), class_name="pp-strong"),
        rx.el.span(row["table"].to(str), class_name="pp-soft pp-tiny pp-mono"),
        class_name="pp-lines",
    )


PAGE = Page(
    route=routes.PRIVACY,
    render=page,
    title="privacy.title",
    permission="privacy.read",
    on_load=[State.load],
    live={"privacy.changed": State.news},
)
