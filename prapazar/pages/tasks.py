"""Tasks: the board, the list, and the dialog of one."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.calendar import board
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.task import TaskState as Task
from prapazar.states.tasks import TasksState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("tasks.title"),
            actions=[
                lists.chosen_file_menu(
                    "/api/exports/tasks",
                    lists.asked(view=State.view, search=State.search, assignee=State.assignee),
                    ("tasks", None, columns()),
                ),
                ui.link_button(t("calendar.title"), href=routes.CALENDAR, icon_name="calendar-days"),
            ],
            primary=_new(),
        ),
        ui.view_tabs(State.views, active=State.view, on_change=State.choose),
        ui.filter_bar(
            ui.search_input(value=State.search, on_change=State.find, placeholder=t("tasks.search")),
            ui.filter_select(
                t("tasks.assignee"),
                value=State.assignee,
                choices=State.people,
                on_change=State.choose_assignee,
            ),
        ),
        rx.cond(State.view == "board", _board(), _list()),
        _dialog(),
        ui.confirm_dialog(
            t("tasks.remove"),
            t("tasks.remove_text", title=Task.form["title"]),
            confirm=t("words.delete"),
            is_open=Task.is_removing,
            on_open_change=Task.ask_remove,
            on_confirm=Task.remove,
        ),
        active=routes.TASKS,
    )


def _new() -> rx.Component:
    return rx.cond(
        may("calendar.write"),
        ui.button(t("tasks.new"), kind="primary", icon_name="plus", on_click=Task.begin("")),
        rx.fragment(),
    )


def _board() -> rx.Component:
    columns = (("todo", State.todo), ("doing", State.doing), ("done", State.done))
    return rx.fragment(
        board(
            *(_column(status, rows) for status, rows in columns),
            movable=may("calendar.write"),
            on_move=State.move,
        ),
        rx.el.p(t("tasks.board_help"), class_name="pp-faint pp-tiny pp-not-phone"),
    )


def _column(status: str, rows: ui.Rows) -> rx.Component:
    return rx.el.section(
        rx.el.h2(
            t(f"tasks.status_{status}"),
            rx.el.span(rows.length(), class_name="pp-faint pp-num"),
            class_name="pp-board-head",
        ),
        rx.foreach(rows, _card),
        rx.cond(
            rows.length() == 0,
            rx.el.p(t("tasks.column_empty"), class_name="pp-faint pp-small"),
            rx.fragment(),
        ),
        class_name="pp-board-column",
        custom_attrs={"data-column": status},
    )


def _card(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        rx.el.span(row["title"], class_name="pp-strong"),
        rx.el.span(
            rx.cond(row["due"] != "", _due(row), rx.fragment()),
            _fact(row["assignee"], "user"),
            _fact(row["checks"], "list-checks"),
            _fact(row["link"], "link-2"),
            class_name="pp-board-facts",
        ),
        type="button",
        on_click=Task.open_task(row["id"]),
        draggable=may("calendar.write"),
        key=row["id"],
        class_name="pp-board-card",
        custom_attrs={"data-card": row["id"], "data-done": rx.cond(row["status"] == "done", "1", "")},
    )


def _due(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["late"] != "",
        ui.badge(row["due"], "bad"),
        rx.el.span(ui.icon("calendar", size=12), rx.el.span(row["due"], class_name="pp-num")),
    )


def _fact(value: rx.Var[str], icon_name: str) -> rx.Component:
    return rx.cond(
        value != "",
        rx.el.span(ui.icon(icon_name, size=12), rx.el.span(value, class_name="pp-cut")),
        rx.fragment(),
    )


def columns() -> list[ui.Column]:
    return [
        ui.Column(key="title", label=t("tasks.name"), grow=True, phone="title", cell=_title, fixed=True),
        ui.Column(key="due", label=t("tasks.due"), phone="end", cell=_due_cell),
        ui.Column(key="assignee", label=t("tasks.assignee"), phone="sub"),
        ui.Column(key="checks", label=t("tasks.checklist"), align="right", phone="hide"),
        ui.Column(key="link", label=t("tasks.link"), phone="hide", cell=_link),
        ui.Column(key="status", label=t("tasks.status"), phone="subend", cell=_status),
        ui.Column(key="acts", label="", align="right", phone="hide", cell=_acts),
    ]


def _list() -> rx.Component:
    return rx.fragment(
        ui.data_table(
            columns(),
            State.rows,
            label=t("tasks.title"),
            loading=State.loading,
            empty=ui.empty_state(t("tasks.empty"), action=_new(), icon_name="square-check-big"),
        ),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.turn(-1),
            on_next=State.turn(1),
        ),
    )


def _title(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        row["title"], type="button", class_name="pp-link pp-plain-button", on_click=Task.open_task(row["id"])
    )


def _due_cell(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["late"] != "", ui.badge(row["due"], "bad"), rx.el.span(row["due"], class_name="pp-num")
    )


def _link(row: ui.Rows) -> rx.Component:
    return rx.cond(row["href"] != "", ui.link(row["link"], href=row["href"]), rx.fragment())


def _status(row: ui.Rows) -> rx.Component:
    return ui.badge(row["status_label"].to(str), row["tone"].to(str))


def _acts(row: ui.Rows) -> rx.Component:
    return rx.cond(
        may("calendar.write"),
        rx.cond(
            row["status"] == "done",
            ui.icon_button("rotate-ccw", t("tasks.reopen"), on_click=State.finish(row["id"])),
            ui.icon_button("check", t("tasks.finish"), on_click=State.finish(row["id"])),
        ),
        rx.fragment(),
    )


def _dialog() -> rx.Component:
    is_new = Task.form["id"] == ""
    return ui.dialog(
        rx.cond(is_new, t("tasks.new"), t("tasks.edit")),
        rx.el.form(
            _fields(),
            rx.el.div(
                rx.cond(
                    ~is_new & may("calendar.delete"),
                    ui.button(
                        t("words.delete"), kind="danger", icon_name="trash-2", on_click=Task.ask_remove(True)
                    ),
                    rx.fragment(),
                ),
                rx.el.span(class_name="pp-grow"),
                rx.cond(
                    may("calendar.write"),
                    ui.button(t("words.save"), kind="primary", submit=True),
                    rx.fragment(),
                ),
                class_name="pp-row",
            ),
            key=Task.version.to(str),
            on_submit=Task.save,
            class_name="pp-form",
        ),
        is_open=Task.is_open,
        on_open_change=Task.close,
    )


def _fields() -> rx.Component:
    return rx.fragment(
        ui.text_input(
            "title",
            t("tasks.name"),
            default_value=Task.form["title"],
            error=Task.errors.get("title", ""),
            auto_focus=True,
            auto_complete="off",
            max_length=140,
        ),
        rx.el.div(
            ui.select(
                "assignee",
                t("tasks.assignee"),
                Task.choices["assignee"],
                default_value=Task.form["assignee"],
                error=Task.errors.get("assignee", ""),
            ),
            ui.select("status", t("tasks.status"), Task.choices["status"], default_value=Task.status),
            ui.text_input(
                "due",
                t("tasks.due"),
                type="date",
                default_value=Task.form["day"],
                error=Task.errors.get("due", ""),
            ),
            ui.text_input(
                "time",
                t("tasks.due_time"),
                type="time",
                default_value=Task.form["time"],
                help_text=t("tasks.due_help"),
            ),
            class_name="pp-fields",
        ),
        ui.select("remind", t("calendar.remind"), Task.choices["remind"], default_value=Task.form["remind"]),
        rx.el.div(
            ui.select(
                "link_kind", t("tasks.link_kind"), Task.choices["link"], default_value=Task.form["link_kind"]
            ),
            ui.text_input(
                "link",
                t("tasks.link_name"),
                default_value=Task.form["link_name"],
                help_text=t("tasks.link_help"),
                error=Task.errors.get("link", ""),
                auto_complete="off",
            ),
            class_name="pp-fields",
        ),
        rx.cond(
            Task.form["href"] != "",
            ui.link(Task.form["link_name"], href=Task.form["href"], class_name="pp-lone-link"),
            rx.fragment(),
        ),
        rx.cond(
            Task.checks.length() > 0, rx.el.div(rx.foreach(Task.checks, _check), role="group"), rx.fragment()
        ),
        ui.textarea(
            "steps",
            t("tasks.checklist"),
            optional=True,
            rows=3,
            default_value=Task.form["steps"],
            help_text=t("tasks.checklist_help"),
        ),
        ui.textarea(
            "note", t("tasks.note"), optional=True, rows=2, default_value=Task.form["note"], max_length=4000
        ),
    )


def _check(one: ui.Rows) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            checked=one["done"] != "",
            on_change=lambda checked: Task.check(one["place"], checked),
            class_name="pp-checkbox",
        ),
        rx.el.span(one["text"]),
        class_name="pp-step",
    )


PAGE = Page(
    route=routes.TASKS,
    render=page,
    title="tasks.title",
    permission="calendar.read",
    on_load=[State.load],
    live={"tasks.changed": State.news},
)
