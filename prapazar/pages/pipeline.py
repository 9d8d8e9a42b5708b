"""The dealer pipeline: board, list, funnel, and the dialogs of a deal and of the stages."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.calendar import board
from prapazar.foundation import routes
from prapazar.pages.deal import dialogs
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.deal import DealState as Deal
from prapazar.states.pipeline import PipelineState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("pipeline.title"),
            actions=[
                rx.cond(
                    may("customers.write"),
                    ui.button(t("pipeline.stages"), icon_name="columns-3", on_click=State.edit_stages(True)),
                    rx.fragment(),
                )
            ],
            primary=_new(),
        ),
        ui.kpi_row(State.figures, loading=State.loading),
        ui.view_tabs(State.views, active=State.view, on_change=State.choose),
        ui.filter_bar(
            ui.search_input(value=State.search, on_change=State.find, placeholder=t("pipeline.search")),
            rx.cond(
                State.view == "board",
                rx.fragment(),
                ui.filter_select(
                    t("pipeline.stage"),
                    value=State.stage,
                    choices=State.stage_choices,
                    on_change=State.choose_stage,
                ),
            ),
        ),
        rx.cond(State.view == "board", _board(), _list()),
        *dialogs(),
        _losing(),
        _stages(),
        active=routes.PIPELINE,
    )


def _new() -> rx.Component:
    return rx.cond(
        may("customers.write"),
        ui.button(t("pipeline.new"), kind="primary", icon_name="plus", on_click=Deal.begin("")),
        rx.fragment(),
    )


def _board() -> rx.Component:
    return rx.fragment(
        board(
            rx.foreach(State.columns, _column),
            movable=may("customers.write"),
            on_move=State.move,
            flows=True,
        ),
        rx.el.p(t("tasks.board_help"), class_name="pp-faint pp-tiny pp-not-phone"),
        ui.card(
            t("pipeline.funnel"),
            ui.bars(
                State.funnel,
                [ui.Series(key="deals", label=t("pipeline.deals"))],
                label=t("pipeline.funnel"),
                height=180,
            ),
            rx.el.p(t("pipeline.funnel_help"), class_name="pp-soft pp-small"),
        ),
    )


def _column(column: ui.Rows) -> rx.Component:
    cards = column["cards"].to(list[dict[str, str]])
    return rx.el.section(
        rx.el.h2(
            rx.el.span(column["name"].to(str), class_name="pp-cut"),
            rx.el.span(column["count"].to(str), class_name="pp-faint pp-num"),
            class_name="pp-board-head",
        ),
        rx.el.p(
            rx.cond(column["kind"].to(str) == "open", column["chance"].to(str) + " · ", ""),
            rx.cond(column["sum"].to(str) != "", column["sum"].to(str), "–"),
            class_name="pp-soft pp-small pp-num",
        ),
        rx.foreach(cards, _card),
        class_name="pp-board-column",
        key=column["id"].to(str),
        custom_attrs={"data-column": column["id"].to(str)},
    )


def _card(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        rx.el.span(row["title"], class_name="pp-strong"),
        rx.el.span(row["customer"], class_name="pp-soft pp-small pp-cut"),
        rx.el.span(
            rx.cond(
                row["value"] != "", rx.el.span(row["value"], class_name="pp-num pp-strong"), rx.fragment()
            ),
            rx.cond(row["expected"] != "", _expected(row), rx.fragment()),
            _fact(row["owner"], "user"),
            _fact(row["step"], "list-checks"),
            _fact(row["reason"], "circle-x"),
            class_name="pp-board-facts",
        ),
        type="button",
        on_click=Deal.open_deal(row["id"]),
        draggable=may("customers.write"),
        key=row["id"],
        class_name="pp-board-card",
        custom_attrs={"data-card": row["id"]},
    )


def _expected(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["late"] != "",
        ui.badge(row["expected"], "bad"),
        rx.el.span(ui.icon("calendar", size=12), rx.el.span(row["expected"], class_name="pp-num")),
    )


def _fact(value: rx.Var[str], icon_name: str) -> rx.Component:
    return rx.cond(
        value != "",
        rx.el.span(ui.icon(icon_name, size=12), rx.el.span(value, class_name="pp-cut")),
        rx.fragment(),
    )


def _list() -> rx.Component:
    columns = [
        ui.Column(key="title", label=t("pipeline.deal"), grow=True, phone="title", cell=_title),
        ui.Column(key="customer", label=t("pipeline.customer"), phone="sub", hint="customer"),
        ui.Column(
            key="stage",
            label=t("pipeline.stage"),
            phone="subend",
            cell=lambda row: ui.badge(row["stage"].to(str), row["tone"].to(str)),
        ),
        ui.Column(key="value", label=t("pipeline.value"), align="right", phone="end"),
        ui.Column(key="expected", label=t("pipeline.expected"), phone="hide", cell=_day),
        ui.Column(key="owner", label=t("pipeline.owner"), phone="hide"),
        ui.Column(key="step", label=t("pipeline.step"), phone="hide", hint="step"),
        ui.Column(key="reason", label=t("pipeline.reason"), phone="hide", hint="reason"),
        ui.Column(key="updated", label=t("pipeline.updated"), phone="hide"),
    ]
    return rx.fragment(
        ui.data_table(
            columns,
            State.rows,
            label=t("pipeline.title"),
            loading=State.loading,
            empty=ui.empty_state(t("pipeline.empty"), action=_new(), icon_name="handshake"),
        ),
        rx.cond(
            State.has_next | (State.page > 0),
            ui.pager(
                label="",
                has_previous=State.page > 0,
                has_next=State.has_next,
                on_previous=State.turn(-1),
                on_next=State.turn(1),
            ),
            rx.fragment(),
        ),
    )


def _title(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        row["title"].to(str),
        type="button",
        class_name="pp-link pp-plain-button",
        on_click=Deal.open_deal(row["id"].to(str)),
    )


def _day(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["late"] != "",
        ui.badge(row["expected"].to(str), "bad"),
        rx.el.span(row["expected"].to(str), class_name="pp-num"),
    )


def _losing() -> rx.Component:
    return ui.dialog(
        t("pipeline.lose_title", title=State.losing["title"]),
        rx.form(
            ui.text_input(
                "reason",
                t("pipeline.reason"),
                error=State.reason_fault,
                max_length=200,
                auto_focus=True,
                auto_complete="off",
            ),
            rx.el.div(
                ui.button(t("pipeline.lose"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.lose,
            class_name="pp-form",
        ),
        is_open=State.losing["id"] != "",
        on_open_change=State.keep,
    )


def _stages() -> rx.Component:
    return ui.sheet(
        t("pipeline.stages"),
        rx.el.ul(rx.foreach(State.stages, _stage), class_name="pp-todo"),
        rx.form(
            rx.el.h3(t("pipeline.stage_new"), class_name="pp-strong"),
            rx.el.div(_stage_fields("", "50"), class_name="pp-row pp-row-wrap"),
            rx.cond(
                (State.stage_faults["name"] != "") | (State.stage_faults["probability"] != ""),
                rx.el.p(
                    State.stage_faults["name"],
                    " ",
                    State.stage_faults["probability"],
                    role="alert",
                    class_name="pp-error",
                ),
                rx.fragment(),
            ),
            ui.button(t("pipeline.stage_add"), submit=True, icon_name="plus"),
            on_submit=State.save_stage,
            key="new-" + State.version.to_string(),
            class_name="pp-stack",
        ),
        is_open=State.stages_open,
        on_open_change=State.edit_stages,
        text=t("pipeline.stages_help"),
    )


def _stage_fields(name: ui.Text, probability: ui.Text) -> rx.Component:
    return rx.fragment(
        rx.el.input(
            name="name",
            default_value=name,
            aria_label=t("pipeline.stage_name"),
            placeholder=t("pipeline.stage_name"),
            max_length=40,
            class_name="pp-input pp-grow",
        ),
        rx.el.input(
            name="probability",
            default_value=probability,
            aria_label=t("pipeline.probability"),
            input_mode="numeric",
            max_length=3,
            class_name="pp-input pp-num-input pp-short-input",
        ),
        rx.el.span("%", class_name="pp-soft"),
    )


def _stage(one: ui.Rows) -> rx.Component:
    key = one["id"]
    return rx.el.li(
        rx.form(
            rx.el.input(type="hidden", name="id", value=key),
            _stage_fields(one["name"], one["probability"]),
            ui.button(t("words.save"), kind="quiet", small=True, submit=True),
            rx.cond(
                one["kind"] == "open",
                rx.el.span(
                    ui.icon_button("arrow-up", t("routing.up"), on_click=State.move_stage(key, -1)),
                    ui.icon_button("arrow-down", t("routing.down"), on_click=State.move_stage(key, 1)),
                    ui.icon_button("trash-2", t("words.delete"), on_click=State.delete_stage(key)),
                    class_name="pp-row",
                ),
                rx.fragment(),
            ),
            on_submit=State.save_stage,
            key=key + State.version.to_string(),
            class_name="pp-row",
        ),
        key=key,
    )


PAGE = Page(
    route=routes.PIPELINE,
    render=page,
    title="pipeline.title",
    permission="customers.read",
    on_load=[State.load],
    live={"pipeline.changed": State.news},
)
