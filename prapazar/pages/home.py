"""The home of a role: parts that each person puts in order, makes larger or smaller, and hides."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import home_goals
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.dashboard import BARS, COUNTS, EMPTY, FAILED, FIGURES, LOADING, PAIRS, SPANS
from prapazar.states.dashboard import DashboardState as State

t = ui.t
_SIZES = (1, 2, 3)


def page() -> rx.Component:
    return frame(
        ui.page_header(t("dashboard.title"), actions=[_add()]),
        rx.cond(State.loading, _shape(), _parts()),
        home_goals.dialog(),
        active=routes.HOME,
    )


def _add() -> rx.Component:
    """What is hidden, and back to the beginning."""
    entries = rx.foreach(
        State.hidden,
        lambda one: ui.menu_item(
            ui.MenuEntry(label=one["title"], icon_name="plus", on_click=State.show(one["key"].to(str)))
        ),
    )
    return ui.dropdown_menu(
        [ui.icon("layout-dashboard"), rx.el.span(t("homes.arrange"))],
        rx.fragment(entries),
        ui.SEPARATOR,
        ui.MenuEntry(label=t("homes.begin_again"), icon_name="rotate-ccw", on_click=State.begin_again),
        label=t("homes.arrange"),
        trigger_class="pp-button pp-button-secondary",
    )


def _shape() -> rx.Component:
    """Of a home on its way."""

    def part(size: int) -> rx.Component:
        return rx.el.section(
            rx.el.header(ui.skeleton(width="96px"), class_name="pp-card-head"),
            rx.el.div(ui.skeleton_lines(4), class_name="pp-card-body"),
            class_name="pp-card pp-part",
            data_size=str(size),
        )

    return rx.el.div(*(part(size) for size in (2, 1, 1, 2)), class_name="pp-home", aria_busy="true")


def _parts() -> rx.Component:
    return ui.home_board(
        rx.foreach(State.widgets, _part),
        on_move=State.move,
        on_shift=State.shift,
        on_undo=State.bring_back,
    )


def _part(part: ui.Rows) -> rx.Component:
    key = part["key"].to(str)
    title = rx.cond(part["href"] != "", ui.link(part["title"], href=part["href"], plain=True), part["title"])
    status = part["status"].to(str)
    body = rx.match(
        status,
        (LOADING, ui.skeleton_lines(4)),
        (FAILED, _failed(key)),
        (EMPTY, _empty(part)),
        _filled(part),
    )
    return ui.home_part(
        key,
        title,
        body,
        size=part["size"].to(str),
        actions=rx.el.div(home_goals.button(key), _menu(part), class_name="pp-row"),
        busy=status == LOADING,
        label=part["title"].to(str),
    )


def _filled(part: ui.Rows) -> rx.Component:
    key = part["key"].to(str)
    note = rx.cond(part["note"] != "", rx.el.p(part["note"], class_name="pp-part-note pp-num"), rx.fragment())

    def chart(*, stacked: bool) -> rx.Component:
        drawn = ui.bars(
            State.points[key],
            State.series[key],
            label=part["title"].to(str),
            height=190,
            fills=True,
            stacked=stacked,
            own_hrefs=True,
        )
        return rx.fragment(note, drawn)

    return rx.match(
        part["shape"].to(str),
        (FIGURES, rx.fragment(ui.kpi_row(State.rows[key]), note)),
        (COUNTS, rx.el.ul(rx.foreach(State.rows[key], _count), class_name="pp-todo")),
        (BARS, chart(stacked=True)),
        (PAIRS, chart(stacked=False)),
        (SPANS, rx.fragment(note, rx.el.ul(rx.foreach(State.rows[key], _span), class_name="pp-spans"))),
        rx.fragment(note, rx.el.ul(rx.foreach(State.rows[key], _line), class_name="pp-todo")),
    )


def _empty(part: ui.Rows) -> rx.Component:
    action = home_goals.first(part["key"].to(str))
    return ui.empty_state(part["empty"].to(str), icon_name="circle-check", action=action)


def _failed(key: rx.Var[str]) -> rx.Component:
    again = ui.button(t("homes.again"), on_click=State.reload(key), small=True, icon_name="rotate-cw")
    return ui.empty_state(t("homes.failed"), action=again, icon_name="circle-alert")


def _menu(part: ui.Rows) -> rx.Component:
    key, size = part["key"].to(str), part["size"].to(str)
    return ui.more_menu(
        ui.MenuEntry(label=t("homes.earlier"), icon_name="arrow-up", on_click=State.shift(key, -1)),
        ui.MenuEntry(label=t("homes.later"), icon_name="arrow-down", on_click=State.shift(key, 1)),
        ui.SEPARATOR,
        *(
            ui.MenuEntry(
                label=t(f"homes.size_{columns}"),
                on_click=State.resize(key, columns),
                checked=size == str(columns),
            )
            for columns in _SIZES
        ),
        ui.SEPARATOR,
        ui.MenuEntry(label=t("homes.hide"), icon_name="eye-off", on_click=State.hide(key)),
        label=t("homes.menu", title=part["title"].to(str)),
    )


def _count(row: ui.Rows) -> rx.Component:
    return rx.el.li(
        ui.link(
            ui.badge(row["label"], row["tone"]),
            rx.el.span(class_name="pp-grow"),
            rx.el.span(row["count"], class_name="pp-strong pp-num"),
            ui.icon("chevron-right", size=14),
            href=row["href"],
            plain=True,
            class_name="pp-row",
        ),
        key=row["id"],
    )


def _span(row: ui.Rows) -> rx.Component:
    """A bar that is a link: it is found by keys and said aloud, which the bars of a drawing are not."""
    return rx.el.li(
        ui.link(
            rx.el.span(row["label"]),
            rx.el.span(
                rx.el.span(
                    style={"width": row["share"].to(str) + "%"}, custom_attrs={"data-tone": row["tone"]}
                ),
                class_name="pp-span-bar",
                aria_hidden="true",
            ),
            rx.el.span(row["value"], class_name="pp-num pp-strong"),
            href=row["href"],
            plain=True,
            class_name="pp-span",
        ),
        key=row["id"],
    )


def _line(row: ui.Rows) -> rx.Component:
    inside = rx.fragment(
        rx.cond(row["connector"] != "", ui.channel_mark(row["connector"]), rx.fragment()),
        rx.el.span(
            rx.el.span(row["title"], class_name="pp-strong"),
            rx.cond(row["sub"] != "", rx.el.span(row["sub"], class_name="pp-soft pp-small"), rx.fragment()),
            class_name="pp-lines",
            title=row["title"],
        ),
        rx.el.span(
            rx.cond(row["badge"] != "", ui.badge(row["badge"], row["tone"]), rx.fragment()),
            rx.cond(row["end"] != "", rx.el.span(row["end"], class_name="pp-num"), rx.fragment()),
            rx.cond(
                row["meter"] != "",
                ui.meter(row["meter"].to(str), label="", tone=row["tone"].to(str)),
                rx.fragment(),
            ),
            rx.cond(
                row["subend"] != "",
                rx.el.span(row["subend"], class_name="pp-faint pp-small pp-num"),
                rx.fragment(),
            ),
            class_name="pp-part-end",
        ),
    )
    return rx.el.li(
        rx.cond(
            row["href"] != "",
            ui.link(inside, href=row["href"], plain=True, class_name="pp-part-line"),
            rx.el.div(inside, class_name="pp-part-line"),
        ),
        key=row["id"],
    )


PAGE = Page(
    route=routes.HOME,
    render=page,
    title="dashboard.title",
    permission="dashboard.read",
    on_load=[State.load],
    live={
        "access.changed": State.load,
        "orders.imported": State.news_orders,
        "orders.changed": State.news_orders,
        "stock.changed": State.news_stock,
        "channels.changed": State.news_channels,
        "health.changed": State.news_channels,
        "claims.imported": State.news_claims,
        "claims.changed": State.news_claims,
        "questions.imported": State.news_questions,
        "questions.changed": State.news_questions,
        "tasks.changed": State.news_tasks,
        "tickets.changed": State.news_tickets,
    },
)
