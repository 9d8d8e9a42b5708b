"""The list of claims and returns."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.returns import ReturnsState as State

t = ui.t
PERIODS = ("7", "30", "90", "365")
EXPORTS = "/api/claims"


def page() -> rx.Component:
    periods = [ui.Choice(value=value, label=t(f"claims.period_{value}")) for value in PERIODS]
    return frame(
        *lists.list_page(
            State,
            _columns(),
            header=_header(),
            label=t("claims.title"),
            search=t("claims.search"),
            filters=[
                lists.choice(State, "channel", t("claims.channel")),
                lists.choice(State, "kind", t("claims.kind")),
                lists.choice(State, "reason", t("claims.reason")),
                lists.choice(State, "period", t("claims.period"), periods),
            ],
            href=lambda row: f"{routes.RETURNS}/" + row["id"].to(str),
            empty=ui.empty_state(t("claims.empty"), icon_name="undo-2"),
            bulk=_bulk(),
        ),
        _approve_dialog(),
        _result_dialog(),
        active=routes.RETURNS,
    )


def _header() -> rx.Component:
    new = ui.link_button(t("claims.new"), href=routes.NEW_CLAIM, icon_name="plus", kind="primary")
    return ui.page_header(
        t("claims.title"),
        count=State.total_label,
        actions=[
            _scan(),
            ui.link_button(
                t("claims.statistics"), href=routes.RETURN_STATISTICS, icon_name="chart-no-axes-column"
            ),
            lists.export_menu(EXPORTS, State.address, ("claims", State, _columns())),
        ],
        primary=rx.cond(may("claims.write"), new, rx.fragment()),
    )


def _scan() -> rx.Component:
    """A scanner types the code and Enter."""
    return rx.form(
        rx.el.input(
            name="code",
            key=State.scan_version.to_string(),
            placeholder=t("claims.scan"),
            aria_label=t("claims.scan"),
            title=t("claims.scan_help"),
            auto_complete="off",
            class_name="pp-input",
        ),
        on_submit=State.scan,
        class_name="pp-claim-scan",
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="order", label=t("claims.order"), phone="title", link=True, cell=_order, fixed=True),
        ui.Column(key="at", label=t("claims.date"), sort="at", hint="at_full"),
        ui.Column(
            key="channel",
            label=t("claims.channel"),
            cell=lambda row: rx.el.span(
                ui.channel_mark(row["connector"].to(str)), title=row["channel"].to(str)
            ),
        ),
        ui.Column(key="kind", label=t("claims.kind")),
        ui.Column(key="buyer", label=t("claims.buyer"), hint="buyer"),
        ui.Column(key="item", label=t("claims.item"), grow=True, hint="item", phone="sub"),
        ui.Column(key="due", label=t("claims.due"), sort="due", hint="due_full", cell=_due),
        ui.Column(key="status", label=t("claims.status"), phone="subend", cell=_status),
        ui.Column(key="reason", label=t("claims.reason"), hint="reason"),
        ui.Column(key="units", label=t("claims.units"), align="right"),
        ui.Column(key="goods", label=t("claims.goods"), align="right"),
        ui.Column(key="amount", label=t("claims.amount"), align="right", phone="end"),
    ]


def _order(row: ui.Rows) -> rx.Component:
    warning = rx.el.span(
        ui.icon("triangle-alert", size=14), title=row["refused"].to(str), class_name="pp-bad"
    )
    return rx.fragment(row["order"].to(str), rx.cond(row["refused"] != "", warning, rx.fragment()))


def _due(row: ui.Rows) -> rx.Component:
    return rx.cond(row["due"] != "", ui.badge(row["due"].to(str), row["due_tone"].to(str)), rx.fragment())


def _status(row: ui.Rows) -> rx.Component:
    """On a phone with the clock, which has no column there."""
    return rx.el.span(
        ui.badge(row["status"].to(str), row["tone"].to(str)),
        rx.cond(
            row["due"] != "",
            rx.el.span(row["due"].to(str), class_name="pp-only-phone pp-num pp-small"),
            rx.fragment(),
        ),
        class_name="pp-row",
    )


def _bulk() -> list[ui.Child]:
    approve = ui.button(t("claims.approve"), kind="primary", on_click=State.ask_approve(True))
    return [
        rx.cond(may("claims.approve"), approve, rx.fragment()),
        lists.export_menu(EXPORTS, lists.chosen(State), ("claims", State, _columns())),
    ]


def _approve_dialog() -> rx.Component:
    return ui.confirm_dialog(
        t("claims.approve_many", count=lists.chosen_count(State)),
        t("claims.approve_text"),
        confirm=t("claims.approve"),
        is_open=State.approve_open,
        on_open_change=State.ask_approve,
        on_confirm=State.approve,
    )


def _result_dialog() -> rx.Component:
    columns = [
        ui.Column(key="number", label=t("claims.order"), phone="title"),
        ui.Column(key="cause", label=t("claims.status"), phone="sub", grow=True),
    ]
    return ui.dialog(
        t("claims.result_title"),
        rx.el.p(t("claims.result_refused", count=State.result_refused.length().to_string())),
        ui.data_table(columns, State.result_refused, label=t("claims.result_title"), row_id="number"),
        text=State.result_done,
        is_open=State.result_open,
        on_open_change=State.close_result,
        wide=True,
    )


PAGE = Page(
    route=routes.RETURNS,
    render=page,
    title="claims.title",
    permission="claims.read",
    on_load=[State.load],
    live={"claims.imported": State.news, "claims.changed": State.news},
)
