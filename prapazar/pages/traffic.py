"""The traffic recorder of one store: search, replay, and what a changed mapping would change."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import bench_parts as bench
from prapazar.pages.page import Page
from prapazar.pages.store_frame import LOAD, store_page
from prapazar.states.session import SessionState
from prapazar.states.traffic import TrafficState as State

t = ui.t


def page() -> rx.Component:
    compare = rx.cond(
        SessionState.can["console.write"],
        ui.button(
            t("console.compare"),
            kind="primary",
            icon_name="git-compare",
            on_click=State.compare,
            loading=State.comparison["busy"].to(bool),
        ),
        rx.fragment(),
    )
    return store_page(
        rx.cond(State.loading, ui.skeleton_lines(8), _traffic()), active="traffic", primary=compare
    )


def _traffic() -> rx.Component:
    return rx.fragment(
        _recording(),
        _comparison(),
        ui.view_tabs(
            [
                ui.Choice(value="requests", label=t("console.requests_tab")),
                ui.Choice(value="takes", label=t("console.takes_tab")),
            ],
            active=State.view,
            on_change=State.show_view,
        ),
        _filters(),
        rx.cond(State.view == "takes", _takes(), _requests()),
        _pager(),
        _entry_sheet(),
        _take_sheet(),
    )


def _recording() -> rx.Component:
    return ui.card(
        t("console.recording"),
        rx.el.div(
            rx.cond(
                SessionState.can["console.write"],
                ui.select(
                    "recording",
                    t("console.recording_days"),
                    State.recording_choices,
                    value=State.recording,
                    on_change=State.record,
                ),
                rx.fragment(),
            ),
            rx.el.p(t("console.recording_help"), class_name="pp-soft pp-grow"),
            class_name="pp-row pp-wrap",
        ),
        action=rx.el.span(State.kept, class_name="pp-soft pp-num"),
    )


def _comparison() -> rx.Component:
    columns = [
        ui.Column(
            key="record",
            label=t("console.record"),
            phone="title",
            cell=lambda row: rx.el.button(
                row["record"],
                type="button",
                class_name="pp-link pp-plain-button",
                on_click=State.replay(row["take"]),
            ),
        ),
        ui.Column(key="operation", label=t("console.choose"), phone="end"),
        *_difference(),
    ]
    shown = ui.card(
        t("console.compare"),
        rx.el.p(State.comparison["text"], role="status"),
        rx.cond(
            State.differing.length() > 0,
            rx.el.div(ui.data_table(columns, State.differing, label=t("console.compare"))),
            rx.fragment(),
        ),
        rx.el.p(t("console.compare_help"), class_name="pp-soft pp-small"),
        action=ui.badge(State.comparison["at"], State.comparison["tone"]),
    )
    return rx.cond(State.comparison["text"].to(bool), shown, rx.fragment())


def _difference() -> list[ui.Column]:
    return [
        ui.Column(key="field", label=t("console.field"), grow=True, phone="sub"),
        ui.Column(key="was", label=t("console.was"), phone="subend"),
        ui.Column(
            key="now",
            label=t("console.now"),
            phone="subend",
            cell=lambda row: rx.el.strong(row["now"]),
        ),
    ]


def _filters() -> rx.Component:
    hours = [ui.Choice(value=one, label=t(f"console.range_{one}")) for one in ("1", "24", "72")]
    outcomes = [
        ui.Choice(value="good", label=t("console.outcome_good")),
        ui.Choice(value="error", label=t("console.outcome_error")),
        *(
            ui.Choice(value=one, label=one)
            for one in ("400", "401", "403", "404", "409", "429", "500", "503")
        ),
    ]
    return ui.filter_bar(
        ui.search_input(
            value=State.filters["search"],
            on_change=lambda text: State.set_filter("search", text),
            placeholder=rx.cond(State.view == "takes", t("console.search_takes"), t("console.search")),
        ),
        ui.filter_select(
            t("console.choose"),
            value=State.filters["operation"],
            choices=State.operations,
            on_change=lambda value: State.set_filter("operation", value),
        ),
        ui.filter_select(
            t("console.outcome"),
            value=State.filters["outcome"],
            choices=outcomes,
            on_change=lambda value: State.set_filter("outcome", value),
        ),
        ui.filter_select(
            t("console.range"),
            value=State.filters["hours"],
            choices=hours,
            on_change=lambda value: State.set_filter("hours", value),
        ),
    )


def _requests() -> rx.Component:
    columns = [
        ui.Column(key="at", label=t("channels.at"), hint="at_full", phone="end"),
        ui.Column(
            key="operation",
            label=t("channels.operation"),
            phone="title",
            hint="call",
            cell=lambda row: rx.el.button(
                row["method"],
                " ",
                row["operation"],
                type="button",
                class_name="pp-link pp-plain-button",
                on_click=State.open_entry(row["id"]),
            ),
        ),
        ui.Column(key="path", label=t("console.address"), grow=True, hint="url"),
        ui.Column(
            key="status",
            label=t("channels.answer_code"),
            phone="subend",
            hint="error",
            cell=lambda row: ui.badge(row["status"], row["tone"]),
        ),
        ui.Column(key="took", label=t("channels.took"), align="right", phone="sub"),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("channels.log"),
        empty=ui.empty_state(
            t("channels.log_empty"),
            icon_name="activity",
            action=ui.button(t("lists.clear_filters"), on_click=State.clear, small=True),
        ),
    )


def _takes() -> rx.Component:
    columns = [
        ui.Column(key="at", label=t("channels.at"), hint="at_full", phone="end"),
        ui.Column(
            key="operation",
            label=t("channels.operation"),
            grow=True,
            phone="title",
            cell=lambda row: rx.el.button(
                row["operation"],
                type="button",
                class_name="pp-link pp-plain-button",
                on_click=State.replay(row["id"]),
            ),
        ),
        ui.Column(key="records", label=t("console.record"), align="right", phone="sub"),
        ui.Column(
            key="parked",
            label=t("channels.result"),
            phone="subend",
            hint="error",
            cell=lambda row: ui.badge(row["label"], row["tone"]),
        ),
        ui.Column(key="size", label=t("console.size"), align="right"),
    ]
    return ui.data_table(
        columns,
        State.takes,
        label=t("console.takes_tab"),
        empty=ui.empty_state(t("console.takes_empty"), icon_name="cassette-tape"),
    )


def _pager() -> rx.Component:
    return rx.el.div(
        rx.cond(
            State.is_older,
            ui.button(t("console.newest"), small=True, icon_name="chevrons-left", on_click=State.newest),
            rx.fragment(),
        ),
        rx.el.span(class_name="pp-grow"),
        rx.cond(
            State.has_more,
            ui.button(t("console.older"), small=True, icon_name="chevron-right", on_click=State.older),
            rx.fragment(),
        ),
        class_name="pp-row",
    )


def _entry_sheet() -> rx.Component:
    return ui.sheet(
        State.entry["operation"],
        ui.key_values(
            (t("channels.call"), State.entry["call"]),
            (t("channels.at"), State.entry["at_full"]),
            (t("channels.answer_code"), State.entry["status"]),
            (t("channels.took"), State.entry["took"]),
        ),
        rx.cond(
            State.entry["take"].to(bool),
            ui.button(
                t("console.replay"), icon_name="rotate-ccw", on_click=State.replay(State.entry["take"])
            ),
            rx.fragment(),
        ),
        rx.cond(
            State.entry["error"].to(bool),
            ui.banner(t("channels.problem"), State.entry["error"], tone="bad"),
            rx.fragment(),
        ),
        ui.code_block(State.entry["url"], label="URL"),
        ui.code_block(State.entry["request"], label=t("channels.request")),
        ui.code_block(State.entry["answer"], label=t("channels.answer")),
        is_open=State.entry_open,
        on_open_change=State.close_entry,
    )


def _take_sheet() -> rx.Component:
    again = rx.cond(
        (State.take["is_orders"] == "1") & SessionState.can["console.write"],
        ui.button(t("console.import_again"), icon_name="refresh-cw", on_click=State.import_again),
        rx.fragment(),
    )
    columns = [ui.Column(key="record", label=t("console.record"), phone="title"), *_difference()]
    verdict = rx.cond(
        State.take["error"].to(bool),
        ui.banner(t("console.replay_failed"), State.take["error"], tone="bad"),
        rx.cond(
            State.take["differs"].to(bool),
            rx.fragment(
                ui.banner(State.take["differs"], tone="wait"),
                ui.data_table(columns, State.changes, label=t("console.compare")),
            ),
            ui.banner(t("console.replay_same"), tone="good"),
        ),
    )
    return ui.sheet(
        State.take["title"],
        verdict,
        rx.el.h3(t("console.records"), class_name="pp-strong"),
        bench.records(State.records, State.facts),
        rx.el.h3(t("console.raw"), class_name="pp-strong"),
        bench.requests(State.exchanges),
        is_open=State.take_open,
        on_open_change=State.close_take,
        footer=[again],
    )


PAGE = Page(
    route=routes.TRAFFIC,
    render=page,
    title="console.traffic",
    permission="console.read",
    on_load=[LOAD, State.load],
    live={"console.changed": State.news, "channels.changed": LOAD},
)
