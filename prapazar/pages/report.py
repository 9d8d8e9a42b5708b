"""One report: the question on top, its chart, its table, and what stands behind a cell."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.address import address
from prapazar.components.plots import plot
from prapazar.foundation import routes
from prapazar.pages import report_dialogs
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.reports import WIDEST
from prapazar.states.reports import ReportState as State

t = ui.t
FORMS = ("pdf", "xlsx", "csv")


def page() -> rx.Component:
    return frame(
        ui.page_header(
            State.title,
            back=(t("reports.title"), routes.REPORTS),
            note=State.about,
            actions=[
                _files(),
                ui.button(t("reports.save"), on_click=State.open_dialog("save"), icon_name="bookmark"),
            ],
            primary=rx.cond(
                may("reports.write"),
                ui.button(
                    t("reports.schedule"),
                    kind="primary",
                    on_click=State.open_dialog("schedule"),
                    icon_name="mail",
                ),
                rx.fragment(),
            ),
        ),
        address(State.address),
        rx.cond(
            State.problem != "",
            ui.empty_state(
                State.problem,
                action=ui.link_button(t("reports.title"), href=routes.REPORTS, kind="primary"),
                icon_name="circle-alert",
            ),
            rx.fragment(_question(), rx.cond(State.loading, ui.skeleton_lines(10), _answer())),
        ),
        report_dialogs.behind(),
        report_dialogs.save(),
        report_dialogs.schedule(),
        active=routes.REPORTS,
    )


def _files() -> rx.Component:
    here = rx.Var.create("/api/reports/") + State.key
    return ui.dropdown_menu(
        [ui.icon("download"), rx.el.span(t("words.export"))],
        *(
            ui.MenuEntry(label=t(f"reports.export_{form}"), href=here + f"/file.{form}?" + State.address)
            for form in FORMS
        ),
        label=t("words.export"),
        trigger_class="pp-button pp-button-secondary",
    )


def _question() -> rx.Component:
    return rx.el.div(
        _choice("period", t("reports.period")),
        rx.cond(State.asked["period"] == "own", rx.fragment(_day("since"), _day("until")), rx.fragment()),
        _choice("rows", t("reports.rows")),
        _choice("columns", t("reports.columns"), none=t("reports.no_columns")),
        _choice("measure", t("reports.measure")),
        _choice("compare", t("reports.compare"), none=t("reports.no_compare")),
        _choice("letter", t("reports.letter"), none=t("reports.all_letters")),
        _choice("currency", t("reports.currency")),
        *(
            _choice(name, t(f"reports.d_{name}"), none=t(f"reports.any_{name}"))
            for name in ("channel", "province", "brand", "category", "carrier", "warehouse")
        ),
        class_name="pp-question",
        role="group",
        aria_label=t("reports.filters"),
    )


def _choice(name: str, label: ui.Text, *, none: ui.Text | None = None) -> rx.Component:
    """Shown where the report has anything to choose from."""
    known = State.choices[name]
    control = rx.el.label(
        rx.el.span(label),
        rx.el.select(
            *([rx.el.option(none, value="")] if none is not None else []),
            ui.options(known),
            value=State.asked[name],
            on_change=lambda value: State.ask(name, value),
        ),
        ui.icon("chevron-down", size=12),
        class_name="pp-filter",
        data_on=rx.cond(State.asked[name] != "", "1", "") if none is not None else "",
    )
    return rx.cond(known.length() > 0, control, rx.fragment())


def _day(name: str) -> rx.Component:
    return rx.el.input(
        type="date",
        value=State.asked[name],
        on_change=lambda value: State.ask(name, value).debounce(600),
        aria_label=t(f"reports.{name}"),
        class_name="pp-input",
    )


def _answer() -> rx.Component:
    can_widen = (State.choices["period"].length() > 0) & (State.asked["period"] != WIDEST)
    empty = ui.empty_state(
        t("reports.empty"),
        action=rx.cond(
            can_widen,
            ui.button(t("reports.widen"), on_click=State.widen),
            ui.link_button(t("reports.title"), href=routes.REPORTS),
        ),
        icon_name="chart-line",
    )
    drawn = rx.el.div(
        rx.el.ul(rx.foreach(State.legend, _named), class_name="pp-legend"),
        plot(State.figure, label=State.chart_label, height=State.figure_height, on_press=State.open_point),
        class_name=rx.cond(State.compares, "pp-plot-compared", ""),
    )
    return rx.cond(
        (State.rows.length() > 0) & ~State.is_empty,
        rx.fragment(
            ui.kpi_row(State.figures),
            rx.cond(State.figure, drawn, rx.fragment()),
            _table(),
            rx.el.div(
                rx.foreach(State.notes, rx.el.p),
                rx.el.p(State.as_of, class_name="pp-faint"),
                class_name="pp-report-notes",
            ),
        ),
        empty,
    )


def _named(one: ui.Rows) -> rx.Component:
    swatch = rx.el.span(class_name="pp-swatch", style={"background": one["color"]})
    return rx.el.li(swatch, rx.el.span(one["label"]))


def _table() -> rx.Component:
    head = rx.el.thead(
        rx.el.tr(
            rx.foreach(State.head, lambda one: rx.el.th(one["label"], scope="col", data_role=one["role"]))
        )
    )
    body = rx.el.tbody(
        rx.foreach(
            State.rows,
            lambda row, place: rx.el.tr(rx.foreach(row, lambda cell, column: _cell(cell, place, column))),
        )
    )
    foot = rx.el.tfoot(
        rx.el.tr(
            rx.foreach(State.total, lambda cell, place: rx.el.td(cell, data_role=State.head[place]["role"]))
        )
    )
    return rx.el.div(
        rx.el.table(
            rx.el.caption(State.title, class_name="pp-hidden"),
            head,
            body,
            foot,
            class_name="pp-pivot",
            data_press=rx.cond(State.can_drill, "1", ""),
        ),
        class_name="pp-pivot-box",
        tab_index=0,
    )


def _cell(cell: rx.Var[str], row: rx.Var[int], column: rx.Var[int]) -> rx.Component:
    role = State.head[column]["role"]
    name = rx.cond(
        (column == 0) & State.can_drill,
        rx.el.button(cell, type="button", aria_label=cell),
        rx.el.span(cell),
    )
    return rx.el.td(
        name,
        title=rx.cond(column == 0, cell, ""),
        data_role=role,
        data_tone=rx.cond(role == "change", State.tones[row], ""),
        on_click=State.open_cell(row, column),
    )


PAGE = Page(
    route=routes.REPORT,
    render=page,
    title="reports.title",
    permission="reports.read",
    on_load=[State.load],
)
