"""Health of all channels, and the same as parts of one store's pages."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.channels_frame import channels_page
from prapazar.pages.layout import may
from prapazar.pages.page import Page
from prapazar.states.health import HealthState as State

t = ui.t


def page() -> rx.Component:
    return channels_page(
        ui.kpi_row(State.kpis, loading=State.loading),
        rx.cond(State.hour != "", _of_hour(), rx.fragment()),
        _alarms(),
        _channels(),
        causes(is_of_one=False),
        drifts(is_of_one=False),
        layers(),
        active="health",
    )


def _of_hour() -> rx.Component:
    """What lies behind one bar of the home's chart of calls."""
    columns = [
        ui.Column(
            key="name",
            label=t("health.channel"),
            grow=True,
            phone="title",
            link=True,
            cell=_mark,
        ),
        ui.Column(key="calls", label=t("health.calls"), align="right", phone="end"),
        ui.Column(
            key="errors",
            label=t("health.failed"),
            align="right",
            phone="sub",
            cell=lambda row: ui.badge(row["errors"].to(str), row["tone"].to(str)),
        ),
    ]
    return ui.card(
        t("health.of_hour", hour=State.hour),
        ui.data_table(
            columns,
            State.of_hour,
            label=t("health.of_hour", hour=State.hour),
            href=lambda row: row["href"].to(str),
            empty=ui.empty_state(t("health.of_hour_none"), icon_name="circle-check"),
        ),
        action=ui.button(t("health.whole_day"), small=True, icon_name="x", on_click=State.whole_day),
    )


def hours() -> rx.Component:
    """Of the store whose page is open, as everything without `is_of_one`; the layers stand beside it."""
    one = State.one
    return ui.card(
        t("health.by_hour"),
        ui.strip(
            (one["path_slow"], "soft"),
            (one["path_median"], "plain"),
            label=t("health.by_hour_label"),
            large=True,
        ),
        _legend(
            _named(t("health.legend_median"), one["median"]),
            _named(t("health.legend_slow"), one["slow"]),
            one["highest_slow"],
        ),
        ui.strip(
            (one["path_calls"], "plain"),
            (one["path_errors"], "bad"),
            label=t("health.by_hour_label"),
            large=True,
        ),
        _legend(_named(t("health.success"), one["success"]), one["calls"], one["highest_calls"]),
    )


def causes(*, is_of_one: bool = True) -> rx.Component:
    nothing = ui.card(
        t("health.causes"),
        rx.el.p(ui.icon("circle-check"), t("health.causes_none"), class_name="pp-row pp-soft", role="status"),
    )
    shown = ui.card(t("health.causes"), _causes(is_of_one=is_of_one))
    return rx.cond(~State.loading & (State.causes.length() == 0), nothing, shown)


def drifts(*, is_of_one: bool = True) -> rx.Component:
    shown = ui.card(t("health.drifts"), _drifts(is_of_one=is_of_one))
    return rx.cond(State.drifts.length() > 0, shown, rx.fragment())


def shape_alarms() -> rx.Component:
    """A store's head says itself what else is wrong with it."""
    return _alarms(drifts_only=True)


def _named(label: ui.Text, value: ui.Text) -> rx.Component:
    return rx.fragment(label, " ", rx.el.strong(value, class_name="pp-num"))


def facts() -> rx.Component:
    """How the channel answers, and what the store last did well."""
    one = State.one
    return ui.card(
        t("health.section"),
        ui.key_values(
            (t("health.success"), ui.badge(one["success"], one["success_tone"])),
            (t("health.per_second"), rx.el.span(one["per_second"], class_name="pp-num")),
            (t("health.circuit"), one["circuit"]),
            (t("health.last_order"), one["last_order"]),
            (t("health.last_stock"), one["last_stock"]),
            (t("health.last_price"), one["last_price"]),
        ),
    )


def limits() -> rx.Component:
    """Nothing where the channel names none."""
    shown = ui.card(t("channels.limits"), limits_table(State.limits))
    return rx.cond(State.limits.length() > 0, shown, rx.fragment())


def silence() -> rx.Component:
    one = State.one
    return ui.card(
        t("health.silence"),
        rx.cond(one["silent"] != "", ui.banner(one["silent"], tone="bad"), rx.fragment()),
        rx.el.p(one["silence_rule"], class_name="pp-small"),
        rx.el.p(one["silence_now"], class_name="pp-soft pp-small"),
        rx.cond(may("channels.write"), _rule_form(), rx.fragment()),
    )


def _rule_form() -> rx.Component:
    return ui.edit_form(
        ui.checkbox("is_enabled", t("health.silence_on"), default_checked=State.one["silence_on"] != ""),
        ui.text_input(
            "orders",
            t("health.silence_orders"),
            help_text=t("health.silence_orders_help"),
            default_value=State.one["silence_orders"],
            error=State.faults["orders"],
            numeric=True,
        ),
        ui.text_input(
            "pause",
            t("health.silence_pause"),
            help_text=t("health.silence_pause_help"),
            default_value=State.one["silence_pause"],
            error=State.faults["pause"],
        ),
        on_save=State.save_silence,
        version=State.version,
    )


def _legend(*parts: ui.Child) -> rx.Component:
    return rx.el.div(*(rx.el.span(part) for part in parts), class_name="pp-legend-line")


def limits_table(rows: ui.Rows) -> rx.Component:
    columns = [
        ui.Column(key="group", label=t("channels.limit_group"), grow=True, phone="title", hint="group"),
        ui.Column(key="rule", label=t("channels.limit"), align="right", phone="sub"),
        ui.Column(key="used", label=t("channels.limit_used"), align="right", phone="end", cell=_used),
    ]
    return ui.data_table(columns, rows, label=t("channels.limits"))


def _used(row: ui.Rows) -> rx.Component:
    return ui.meter(row["used"], label=row["label"], tone=row["tone"])


def _alarms(*, drifts_only: bool = False) -> rx.Component:
    """A store's own page says in its head what else is wrong with it."""

    def alarm(row: ui.Rows) -> rx.Component:
        way = rx.cond(
            row["drift"] != "",
            ui.button(t("health.look"), small=True, on_click=State.open_drift(row["drift"])),
            ui.link_button(t("health.look"), href=row["href"], small=True),
        )
        told = rx.cond(
            row["tone"] == "bad",
            ui.banner(row["text"], row["detail"], tone="bad", action=way),
            ui.banner(row["text"], row["detail"], tone="wait", action=way),
        )
        return rx.cond(row["drift"] != "", told, rx.fragment()) if drifts_only else told

    return rx.foreach(State.alarms, alarm)


def _store(place: ui.Text) -> ui.Column:
    return ui.Column(key="name", label=place, phone="sub", cell=_mark)


def _mark(row: ui.Rows) -> rx.Component:
    return ui.channel_mark(row["connector"], name=row["name"])


def _state(row: ui.Rows) -> rx.Component:
    return ui.badge(row["state"], row["tone"])


def _channels() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("health.channel"), phone="title", link=True, cell=_mark),
        ui.Column(key="state", label=t("health.state"), phone="end", hint="circuit", cell=_state),
        ui.Column(
            key="success",
            label=t("health.success"),
            align="right",
            phone="sub",
            hint="calls",
            cell=lambda row: ui.badge(row["success"], row["success_tone"]),
        ),
        ui.Column(key="median", label="p50", align="right"),
        ui.Column(key="slow", label="p95", align="right", phone="subend"),
        ui.Column(key="per_second", label=t("health.per_second"), align="right"),
        ui.Column(
            key="used",
            label=t("health.limit"),
            cell=lambda row: ui.meter(row["used"], label=row["used_label"], tone=row["used_tone"]),
        ),
        ui.Column(key="last_order", label=t("health.last_order"), align="right"),
        ui.Column(key="last_stock", label=t("health.last_stock"), align="right"),
        ui.Column(key="last_price", label=t("health.last_price"), align="right"),
    ]
    return ui.data_table(
        columns,
        State.channels,
        label=t("health.title"),
        href=lambda row: f"{routes.CHANNELS}/" + row["id"].to(str),
        loading=State.loading,
        skeleton_rows=3,
        empty=ui.empty_state(t("health.empty"), icon_name="activity"),
    )


def _causes(*, is_of_one: bool) -> rx.Component:
    columns = [
        ui.Column(key="cause", label=t("health.cause"), grow=True, phone="title", hint="code", cell=_cause),
        *([] if is_of_one else [_store(t("health.channel"))]),
        ui.Column(key="count", label=t("health.count"), align="right", phone="end"),
        ui.Column(key="first", label=t("health.first"), align="right"),
        ui.Column(key="last", label=t("health.last"), align="right", hint="last_full", phone="subend"),
        ui.Column(key="example", label=t("health.example"), cell=_example),
    ]
    return ui.data_table(
        columns,
        State.causes,
        label=t("health.causes"),
        loading=State.loading,
        skeleton_rows=2,
    )


def _cause(row: ui.Rows) -> rx.Component:
    return rx.el.div(
        rx.el.p(row["cause"], class_name="pp-wrap"),
        rx.el.p(row["todo"], class_name="pp-soft pp-tiny pp-wrap"),
        class_name="pp-cause",
    )


def _example(row: ui.Rows) -> rx.Component:
    said = rx.cond(row["operation"] != "", row["operation"], row["source"])
    opener = rx.el.button(
        t("health.see_request"),
        type="button",
        title=said,
        class_name="pp-link pp-plain-button",
        on_click=State.open_entry(row["entry"]),
    )
    otherwise = rx.cond(
        row["href"] != "",
        ui.link(row["source"], href=row["href"]),
        rx.el.span(said, class_name="pp-soft"),
    )
    return rx.cond(row["entry"] != "", opener, otherwise)


def _drifts(*, is_of_one: bool) -> rx.Component:
    columns = [
        ui.Column(key="operation", label=t("channels.operation"), phone="title", cell=_drift_opener),
        *([] if is_of_one else [_store(t("health.channel"))]),
        ui.Column(key="what", label=t("health.drifted"), grow=True, hint="what"),
        ui.Column(key="first", label=t("health.first"), align="right", hint="seen", phone="subend"),
        ui.Column(key="state", label=t("health.state"), phone="end", cell=_state),
    ]
    return ui.data_table(
        columns,
        State.drifts,
        label=t("health.drifts"),
        loading=State.loading,
        skeleton_rows=1,
    )


def _drift_opener(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        row["operation"],
        type="button",
        class_name="pp-link pp-plain-button",
        on_click=State.open_drift(row["id"]),
    )


def layers() -> rx.Component:
    return rx.fragment(_drift_sheet(), _entry_sheet())


def _drift_sheet() -> rx.Component:
    drift = State.drift

    def change(row: ui.Rows) -> rx.Component:
        return rx.el.li(
            rx.el.code(row["path"]),
            ui.badge(row["kind"], row["tone"]),
            rx.el.span(row["types"], class_name="pp-faint pp-tiny"),
        )

    is_open = drift["is_open"] != ""
    return ui.sheet(
        drift["title"],
        rx.el.div(
            ui.badge(drift["state"], drift["tone"]),
            rx.el.span(drift["seen"], class_name="pp-soft pp-small"),
            class_name="pp-row pp-row-wrap",
        ),
        rx.el.ul(rx.foreach(State.changes, change), class_name="pp-paths"),
        rx.cond(is_open, rx.el.p(t("health.drift_what"), class_name="pp-soft pp-small"), rx.fragment()),
        rx.el.div(
            rx.cond(
                drift["entry"] != "",
                ui.button(t("health.drift_entry"), on_click=State.open_entry(drift["entry"])),
                rx.fragment(),
            ),
            rx.cond(
                is_open & may("channels.write"),
                ui.button(t("health.accept"), kind="primary", on_click=State.accept(drift["id"])),
                rx.fragment(),
            ),
            class_name="pp-row pp-row-wrap pp-row-end",
        ),
        is_open=State.is_drift_open,
        on_open_change=State.close_drift,
    )


def _entry_sheet() -> rx.Component:
    entry = State.entry
    return ui.sheet(
        entry["operation"],
        ui.key_values(
            (t("channels.call"), entry["call"]),
            (t("channels.at"), entry["at"]),
            (t("channels.answer_code"), entry["status"]),
        ),
        rx.cond(entry["error"] != "", ui.banner(entry["error"], tone="bad"), rx.fragment()),
        ui.code_block(entry["url"], label="URL"),
        ui.code_block(entry["request"], label=t("channels.request")),
        ui.code_block(entry["answer"], label=t("channels.answer")),
        is_open=State.is_entry_open,
        on_open_change=State.close_entry,
    )


PAGE = Page(
    route=routes.CHANNEL_HEALTH,
    render=page,
    title="health.title",
    permission="channels.read",
    on_load=[State.load],
    live={"health.changed": State.news, "channels.changed": State.news, "jobs.changed": State.news},
)
