"""The calendar: layers, the calendar itself, and the dialogs of an entry, of what is looked at, and of the address."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.calendar import calendar
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.calendar import CalendarState as State
from prapazar.states.calendar_address import CalendarAddressState as Address
from prapazar.states.calendar_entry import CalendarEntryState as Entry

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("calendar.title"),
            actions=[
                rx.el.span(
                    ui.link_button(t("tasks.title"), href=routes.TASKS, icon_name="square-check-big"),
                    class_name="pp-not-phone",
                ),
                ui.button(t("calendar.feed"), icon_name="rss", on_click=Address.open_address(True)),
            ],
            primary=rx.cond(
                may("calendar.write"),
                ui.button(
                    t("calendar.new"),
                    kind="primary",
                    icon_name="plus",
                    shortcut="N",
                    on_click=Entry.begin("", "", False),
                ),
                rx.fragment(),
            ),
        ),
        _layers(),
        calendar(
            State.events,
            editable=may("calendar.write"),
            on_range=State.show,
            on_move=State.move,
            on_open=State.open,
            on_new=Entry.begin,
            on_undo=State.undo,
        ),
        _moved(),
        rx.el.p(t("calendar.keys"), class_name="pp-faint pp-tiny pp-not-phone"),
        _entry(),
        _remove(),
        _shown(),
        _address(),
        active=routes.CALENDAR,
    )


def _layers() -> rx.Component:
    return rx.el.div(
        rx.foreach(
            State.layers,
            lambda one: rx.el.button(
                one["label"],
                type="button",
                on_click=State.switch(one["value"]),
                aria_pressed=rx.cond(one["on"] != "", "true", "false"),
                class_name="pp-layer pp-cal-" + one["value"].to(str),
            ),
        ),
        class_name="pp-layers",
        role="group",
        aria_label=t("calendar.layers"),
    )


def _moved() -> rx.Component:
    """What was just moved can be taken back, and a series can follow it; nothing of the calendar gives way to it."""
    line = rx.el.div(
        ui.icon("move"),
        rx.el.span(State.moved["text"], class_name="pp-grow"),
        rx.cond(
            State.moved["series"] != "",
            ui.button(t("calendar.move_all"), small=True, on_click=State.move_all),
            rx.fragment(),
        ),
        ui.button(t("words.undo"), small=True, icon_name="undo-2", on_click=State.undo),
        ui.icon_button("x", t("words.close"), on_click=State.keep),
        class_name="pp-bulk pp-undo",
        role="status",
    )
    return rx.cond(State.moved.contains("text"), line, rx.fragment())


def _entry() -> rx.Component:
    is_plan = (Entry.kind == "price") | (Entry.kind == "stock")
    is_new = Entry.form["id"] == ""
    fields = rx.el.form(
        rx.cond(Entry.form["outcome"] != "", ui.banner(Entry.form["outcome"]), rx.fragment()),
        rx.cond(
            is_new,
            ui.select(
                "kind",
                t("calendar.kind"),
                Entry.choices["kind"],
                value=Entry.kind,
                on_change=Entry.choose_kind,
            ),
            rx.fragment(),
        ),
        ui.text_input(
            "title",
            t("calendar.name"),
            default_value=Entry.form["title"],
            error=Entry.errors.get("title", ""),
            auto_focus=True,
            auto_complete="off",
            max_length=140,
        ),
        rx.cond(
            is_plan,
            rx.fragment(),
            ui.checkbox(
                "whole",
                t("calendar.whole_day"),
                checked=Entry.is_all_day,
                on_change=Entry.choose_all_day,
            ),
        ),
        _times(is_plan),
        rx.cond(is_plan, _lines(), _repetition()),
        ui.select(
            "remind",
            t("calendar.remind"),
            Entry.choices["remind"],
            default_value=Entry.form["remind"],
            error=Entry.errors.get("remind", ""),
        ),
        ui.textarea(
            "note",
            t("calendar.note"),
            optional=True,
            rows=2,
            default_value=Entry.form["note"],
            max_length=4000,
        ),
        rx.el.div(
            rx.cond(
                ~is_new & may("calendar.delete"),
                ui.button(
                    t("words.delete"), kind="danger", icon_name="trash-2", on_click=Entry.ask_remove(True)
                ),
                rx.fragment(),
            ),
            rx.el.span(class_name="pp-grow"),
            ui.button(t("words.cancel"), on_click=Entry.close(False)),
            rx.cond(
                (Entry.form["is_over"] == "") & may("calendar.write"),
                ui.button(t("words.save"), kind="primary", submit=True),
                rx.fragment(),
            ),
            class_name="pp-row pp-row-end",
        ),
        key=Entry.version.to(str),
        on_submit=Entry.save,
        class_name="pp-form",
    )
    return ui.dialog(
        rx.cond(is_new, t("calendar.new"), t("calendar.edit")),
        fields,
        is_open=Entry.is_open,
        on_open_change=Entry.close,
        text=Entry.form["person"],
    )


def _times(is_plan: rx.Var[bool]) -> rx.Component:
    """Two fields for days, or two for days with a time; the other pair is not there."""

    def pair(kind: str, first: str, last: str) -> rx.Component:
        ends = ui.text_input(
            "ends",
            t("calendar.ends"),
            type=kind,
            default_value=Entry.form[last],
            error=Entry.errors.get("ends", ""),
        )
        return rx.el.div(
            ui.text_input(
                "starts",
                t("calendar.starts"),
                type=kind,
                default_value=Entry.form[first],
                error=Entry.errors.get("starts", ""),
            ),
            rx.cond(is_plan, rx.fragment(), ends),
            key=kind,
            class_name="pp-fields",
        )

    return rx.cond(
        Entry.is_all_day & ~is_plan,
        pair("date", "first", "last"),
        pair("datetime-local", "starts", "ends"),
    )


def _repetition() -> rx.Component:
    which = ui.field(
        "which",
        t("calendar.which"),
        rx.el.select(
            rx.el.option(Entry.form["which_one"], value="one"),
            rx.el.option(t("calendar.which_all"), value="all"),
            id="f-which",
            name="which",
            value=Entry.which,
            on_change=Entry.choose_which,
            class_name="pp-input pp-select",
        ),
    )
    rule = rx.el.div(
        ui.select(
            "rule",
            t("calendar.repeat"),
            Entry.choices["repeat"],
            value=Entry.repeat,
            on_change=Entry.choose_repeat,
            error=Entry.errors.get("rule", ""),
        ),
        rx.cond(
            Entry.repeat != "",
            ui.text_input(
                "until",
                t("calendar.repeats_until"),
                type="date",
                optional=True,
                default_value=Entry.form["until"],
                error=Entry.errors.get("repeats_until", ""),
            ),
            rx.fragment(),
        ),
        class_name="pp-fields",
    )
    is_one = (Entry.form["day"] != "") & (Entry.which == "one")
    return rx.fragment(
        rx.cond(Entry.form["day"] != "", which, rx.fragment()), rx.cond(is_one, rx.fragment(), rule)
    )


def _lines() -> rx.Component:
    refused = rx.el.ul(
        rx.foreach(
            Entry.refused,
            lambda one: rx.el.li(
                rx.el.span(one["sku"], class_name="pp-mono pp-grow"),
                rx.el.span(one["why"], class_name="pp-soft pp-small"),
                class_name="pp-row",
            ),
        ),
        class_name="pp-todo",
    )
    return rx.fragment(
        ui.textarea(
            "lines",
            t("calendar.lines"),
            rows=5,
            default_value=Entry.form["lines"],
            help_text=t("calendar.lines_help"),
            error=Entry.errors.get("lines", ""),
            placeholder="KAHVE-250; 199,90",
        ),
        rx.cond(Entry.refused.length() > 0, refused, rx.fragment()),
    )


def _remove() -> rx.Component:
    return ui.confirm_dialog(
        t("calendar.remove"),
        t("calendar.remove_text", title=Entry.form["title"]),
        confirm=rx.cond(
            Entry.form["day"] == "",
            t("words.delete"),
            rx.cond(Entry.which == "one", t("calendar.remove_one"), t("calendar.remove_all")),
        ),
        is_open=Entry.is_removing,
        on_open_change=Entry.ask_remove,
        on_confirm=Entry.remove,
    )


def _shown() -> rx.Component:
    is_job = State.shown["is_job"] != ""
    facts = rx.el.dl(
        _fact(rx.cond(is_job, t("calendar.job_next"), t("calendar.starts")), State.shown["starts"]),
        rx.cond(
            State.shown["last"] != "", _fact(t("calendar.sale_until"), State.shown["last"]), rx.fragment()
        ),
        rx.cond(is_job, _fact(t("calendar.job_every"), State.shown["hint"]), rx.fragment()),
        class_name="pp-stack",
    )
    return ui.dialog(
        State.shown["title"],
        facts,
        rx.cond(
            is_job | (State.shown["hint"] == ""),
            rx.fragment(),
            rx.el.p(State.shown["hint"], class_name="pp-soft"),
        ),
        is_open=State.is_shown,
        on_open_change=State.close,
        footer=[
            rx.cond(
                is_job,
                ui.link_button(t("calendar.job_schedules"), href=routes.SCHEDULES),
                rx.fragment(),
            ),
            rx.cond(
                is_job & may("channels.write"),
                ui.button(t("calendar.job_run"), kind="primary", icon_name="play", on_click=State.run_job),
                rx.fragment(),
            ),
        ],
    )


def _fact(label: ui.Text, value: ui.Text) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label, class_name="pp-soft"),
        rx.el.dd(value, class_name="pp-num"),
        class_name="pp-row pp-spread",
    )


def _address() -> rx.Component:
    has_one = Address.address.contains("url")
    return ui.dialog(
        t("calendar.feed"),
        rx.cond(
            has_one,
            rx.el.div(
                rx.el.div(ui.copyable(Address.address["url"]), class_name="pp-secret-address"),
                rx.el.p(Address.address["read"], class_name="pp-faint pp-tiny"),
                class_name="pp-stack",
            ),
            rx.el.p(t("calendar.feed_none"), class_name="pp-soft"),
        ),
        is_open=Address.is_open,
        on_open_change=Address.open_address,
        text=t("calendar.feed_text"),
        footer=[
            rx.cond(has_one, ui.button(t("calendar.feed_forget"), on_click=Address.forget), rx.fragment()),
            ui.button(
                rx.cond(has_one, t("calendar.feed_renew"), t("calendar.feed_make")),
                kind="primary",
                on_click=Address.make,
            ),
        ],
    )


PAGE = Page(
    route=routes.CALENDAR,
    render=page,
    title="calendar.title",
    permission="calendar.read",
    on_load=[State.load],
    live={
        "calendar.changed": State.news,
        "tasks.changed": State.news,
        "jobs.changed": State.news,
        "orders.imported": State.news,
        "orders.changed": State.news,
        "claims.changed": State.news,
        "questions.changed": State.news,
    },
)
