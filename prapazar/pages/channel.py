"""One store: health, schedules, what it is shown, and its request log."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import bench_parts as bench
from prapazar.pages import channel_feed, channel_files, channel_test, health, schedules
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.channel_files import ChannelFilesState
from prapazar.states.channels import ChannelState as State
from prapazar.states.feed import FeedState
from prapazar.states.health import HealthState
from prapazar.states.renew import RenewState
from prapazar.states.schedules import SchedulesState
from prapazar.states.session import SessionState
from prapazar.states.twins import TwinState

t = ui.t


def page() -> rx.Component:
    return frame(
        rx.cond(
            State.missing,
            ui.empty_state(
                t("channels.missing"),
                action=ui.link_button(t("channels.title"), href=routes.CHANNELS),
                icon_name="search-x",
            ),
            rx.cond(State.loading, ui.skeleton_lines(8), _store()),
        ),
        active=routes.CHANNELS,
    )


def _store() -> rx.Component:
    may = SessionState.can["channels.write"]
    pausing = rx.cond(
        State.store["status"] == "paused",
        ui.button(t("channels.resume"), icon_name="play", on_click=State.resume),
        ui.button(t("channels.pause"), icon_name="pause", on_click=State.pause),
    )
    return rx.fragment(
        ui.tab_title(State.store["name"]),
        ui.page_header(
            State.store["name"],
            status=rx.el.span(
                ui.badge(State.store["state"], State.store["tone"]),
                rx.cond(
                    State.store["environment_key"] != "live",
                    bench.environment_badge(State.store),
                    rx.fragment(),
                ),
                class_name="pp-row",
            ),
            back=(t("channels.title"), routes.CHANNELS),
            actions=[
                _to_mappings(),
                _to_bench(),
                rx.cond(may & (State.store["by_files"] == ""), pausing, rx.fragment()),
            ],
            primary=rx.cond(may, _next_step(), rx.fragment()),
        ),
        bench.test_banner(State.store),
        _problems(),
        rx.cond(
            State.store["by_files"] != "",
            ui.two_columns(channel_files.left(), channel_files.right(_offer, _remove)),
            ui.two_columns(_left(), _right(), on_top="first card"),
        ),
        _layers(),
    )


def _to_bench() -> rx.Component:
    return rx.cond(
        SessionState.can["console.read"],
        ui.link_button(
            t("channels.bench"),
            href=f"{routes.CHANNELS}/" + State.store["id"].to(str) + "/console",
            icon_name="terminal",
        ),
        rx.fragment(),
    )


def _to_mappings() -> rx.Component:
    address = f"{routes.CHANNELS}/" + State.store["id"].to(str) + "/mappings"
    return ui.link_button(t("mappings.title"), href=address, icon_name="arrow-left-right")


def _next_step() -> rx.Component:
    """A store that is refused has nothing to sync until its credentials are new; one that goes by files never."""
    return rx.cond(
        State.store["by_files"] != "",
        rx.fragment(),
        rx.cond(
            State.store["status"] == "broken",
            ui.button(
                t("channels.renew"), kind="primary", icon_name="key-round", on_click=RenewState.ask(True)
            ),
            ui.button(t("channels.sync"), kind="primary", icon_name="refresh-cw", on_click=State.sync),
        ),
    )


def _problems() -> rx.Component:
    return rx.fragment(
        rx.cond(
            State.store["status"] == "broken",
            ui.banner(t("channels.broken"), t("channels.broken_text"), tone="bad"),
            rx.cond(
                State.store["error"] != "",
                ui.banner(t("channels.problem"), State.store["error"], tone="wait"),
                rx.fragment(),
            ),
        ),
        rx.cond(
            State.store["parked"] != "",
            ui.banner(
                t("dashboard.parked"),
                State.store["parked"],
                tone="bad",
                action=ui.button(t("channels.retry_parked"), small=True, on_click=State.retry_parked),
            ),
            rx.fragment(),
        ),
    )


def _renew_button() -> rx.Component:
    return rx.cond(
        SessionState.can["channels.write"],
        ui.button(t("channels.renew"), small=True, icon_name="key-round", on_click=RenewState.ask(True)),
        rx.fragment(),
    )


def _left() -> rx.Component:
    log_columns = [
        ui.Column(key="at", label=t("channels.at"), hint="at_full", phone="end"),
        ui.Column(
            key="operation",
            label=t("channels.operation"),
            grow=True,
            phone="title",
            hint="url",
            cell=_operation,
        ),
        ui.Column(
            key="status",
            label=t("channels.answer_code"),
            phone="subend",
            hint="error",
            cell=lambda row: ui.badge(row["status"], row["tone"]),
        ),
        ui.Column(key="took", label=t("channels.took"), align="right", phone="sub"),
    ]
    return rx.fragment(
        channel_feed.section(),
        health.section(),
        schedules.section(),
        ui.card(
            t("channels.log"),
            ui.data_table(
                log_columns,
                State.log,
                label=t("channels.log"),
                empty=ui.empty_state(t("channels.log_empty"), icon_name="activity"),
            ),
            action=ui.switch(
                "errors_only",
                t("channels.errors_only"),
                checked=State.errors_only,
                on_change=State.show_errors,
            ),
        ),
    )


def _operation(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        row["method"],
        " ",
        row["operation"],
        type="button",
        class_name="pp-link pp-plain-button",
        on_click=State.open_entry(row["id"]),
    )


def _right() -> rx.Component:
    may = SessionState.can["channels.write"]
    return rx.fragment(
        ui.card(
            t("channels.settings"),
            ui.key_values(
                (t("channels.name"), ui.channel_mark(State.store["connector"], name=State.store["name"])),
                (t("channels.environment"), State.store["environment"]),
                (t("channels.webhook"), State.store["webhook"]),
                (
                    t("channels.health"),
                    ui.popover(
                        [rx.el.span(_health(State.store["health"]), class_name="pp-num")],
                        rx.el.p(t("channels.why_health"), class_name="pp-strong"),
                        rx.el.p(State.store["calls"], class_name="pp-soft"),
                        label=t("channels.why_health"),
                        trigger_class="pp-ask",
                        align="end",
                    ),
                ),
                (t("channels.listings"), rx.el.span(State.store["listings"], class_name="pp-num")),
                (t("channels.waiting"), rx.el.span(State.store["waiting"], class_name="pp-num")),
                (t("channels.last_contact"), State.store["last_ok"]),
                (t("channels.last_order"), State.store["last_order"]),
            ),
            rx.cond(State.store["unmatched"] != "", _to_matching(), rx.fragment()),
            _renew_button(),
        ),
        rx.cond(TwinState.places.length() > 1, _environments(), rx.fragment()),
        channel_test.section(),
        rx.cond(may, ui.card(t("channels.offer"), _offer()), rx.fragment()),
        health.facts(),
        _remove(),
    )


def _remove() -> rx.Component:
    return rx.cond(
        SessionState.can["channels.delete"],
        ui.button(t("channels.remove"), kind="danger", on_click=State.ask_remove(True)),
        rx.fragment(),
    )


def _environments() -> rx.Component:
    """Which environments the channel has, and going from one to another."""

    def place(one: ui.Rows) -> rx.Component:
        move = ui.button(
            t("channels.switch_to", environment=one["label"]),
            small=True,
            icon_name="arrow-right-left",
            on_click=TwinState.ask(one["environment"]),
        )
        return rx.el.div(
            rx.el.span(
                rx.el.span(one["label"], class_name="pp-strong"),
                rx.el.span(" · ", one["state"], class_name="pp-soft"),
                class_name="pp-grow",
            ),
            rx.cond((one["is_here"] == "") & SessionState.can["channels.write"], move, rx.fragment()),
            class_name="pp-row pp-wrap",
            key=one["environment"],
        )

    return ui.card(
        t("channels.environment"),
        rx.el.div(rx.foreach(TwinState.places, place), class_name="pp-stack pp-stack-tight"),
    )


def _switching() -> rx.Component:
    def field(one: ui.Rows) -> rx.Component:
        name = one["name"].to(str)
        shared = {"id": "f-switch-" + name, "name": name}
        choice = rx.el.select(
            rx.foreach(
                TwinState.choices[name].to(list[dict[str, str]]),
                lambda option: rx.el.option(option["label"], value=option["value"]),
            ),
            **shared,
            default_value=one["default"],
            class_name="pp-input pp-select",
        )
        written = rx.el.input(
            **shared,
            type=rx.cond(one["kind"] == "secret", "password", "text"),
            default_value=one["default"],
            auto_complete="off",
            class_name="pp-input",
        )
        return rx.el.div(
            rx.el.label(one["label"], html_for="f-switch-" + name),
            rx.cond(one["kind"] == "choice", choice, written),
            rx.cond(one["help"] != "", rx.el.p(one["help"], class_name="pp-help"), rx.fragment()),
            rx.cond(
                TwinState.faults[name].to(bool),
                rx.el.p(TwinState.faults[name], role="alert", class_name="pp-error"),
                rx.fragment(),
            ),
            class_name="pp-field",
            key=name,
        )

    is_new = TwinState.fields.length() > 0
    return ui.dialog(
        t("channels.switch_title"),
        rx.form(
            rx.cond(is_new, rx.el.p(t("channels.switch_form"), class_name="pp-soft"), rx.fragment()),
            rx.foreach(TwinState.fields, field),
            rx.cond(
                TwinState.failed != "",
                ui.banner(t("channels.not_connected"), TwinState.failed, tone="bad"),
                rx.fragment(),
            ),
            rx.el.div(
                ui.button(
                    rx.cond(
                        is_new,
                        t("channels.switch_submit"),
                        t("channels.switch_to", environment=TwinState.asked_label),
                    ),
                    kind="primary",
                    submit=True,
                    loading=TwinState.testing,
                ),
                class_name="pp-row pp-row-end",
            ),
            on_submit=TwinState.submit,
            class_name="pp-stack",
        ),
        is_open=TwinState.is_open,
        on_open_change=TwinState.close,
        text=TwinState.text,
    )


def _health(share: rx.Var[str]) -> rx.Var[str]:
    return rx.cond(share != "", ui.percent(share), t("channels.health_none")).to(str)


def _to_matching() -> rx.Component:
    label = t("channels.match_waiting", count=State.store["unmatched"].to(str))
    return ui.link_button(
        label, href=f"{routes.MATCHING}?connection=" + State.store["id"].to(str), icon_name="link", small=True
    )


def _offer() -> rx.Component:
    return ui.edit_form(
        ui.text_input(
            "buffer",
            t("channels.buffer"),
            help_text=t("channels.buffer_help"),
            default_value=State.store["buffer"],
            error=State.faults["buffer"],
            numeric=True,
        ),
        ui.text_input(
            "percent",
            t("channels.percent"),
            default_value=State.store["percent"],
            error=State.faults["percent"],
            suffix="%",
            numeric=True,
        ),
        ui.text_input(
            "cap",
            t("channels.cap"),
            help_text=t("channels.cap_help"),
            default_value=State.store["cap"],
            error=State.faults["cap"],
            numeric=True,
            optional=True,
        ),
        on_save=State.save_offer,
        version=State.version,
    )


def _renewing() -> rx.Component:
    def field(one: ui.Rows) -> rx.Component:
        name = one["name"].to(str)
        return rx.el.div(
            rx.el.label(one["label"], html_for="f-" + name),
            rx.el.input(
                type="password",
                id="f-" + name,
                name=name,
                auto_complete="off",
                aria_invalid=rx.cond(RenewState.faults[name].to(bool), "true", "false"),
                placeholder=t("forms.secret_kept"),
                class_name="pp-input",
            ),
            rx.cond(one["help"] != "", rx.el.p(one["help"], class_name="pp-help"), rx.fragment()),
            rx.cond(
                RenewState.faults[name].to(bool),
                rx.el.p(RenewState.faults[name], role="alert", class_name="pp-error"),
                rx.fragment(),
            ),
            class_name="pp-field",
            key=name,
        )

    refused = ui.banner(t("channels.not_renewed"), RenewState.failed, tone="bad")
    by_page = rx.el.div(
        rx.el.p(t("connect.renew_by_page"), class_name="pp-small"),
        ui.link_button(
            t("connect.grant_open"),
            href=RenewState.page_address,
            kind="primary",
            icon_name="external-link",
            external=True,
        ),
        rx.el.p(t("connect.or_keys"), class_name="pp-soft pp-small"),
        class_name="pp-stack",
    )
    return ui.dialog(
        t("channels.renew"),
        rx.cond(RenewState.page_address != "", by_page, rx.fragment()),
        rx.form(
            rx.foreach(RenewState.fields, field),
            rx.cond(RenewState.failed != "", refused, rx.fragment()),
            rx.el.div(
                ui.button(
                    t("channels.renew_submit"), kind="primary", submit=True, loading=RenewState.testing
                ),
                class_name="pp-row pp-row-end",
            ),
            on_submit=RenewState.submit,
            class_name="pp-stack",
        ),
        is_open=RenewState.is_open,
        on_open_change=RenewState.ask,
        text=t("channels.renew_text"),
    )


def _layers() -> rx.Component:
    return rx.fragment(
        _renewing(),
        health.layers(),
        schedules.layers(),
        _switching(),
        ui.sheet(
            State.entry["operation"],
            ui.key_values(
                (t("channels.at"), State.entry["at_full"]),
                (t("channels.answer_code"), State.entry["status"]),
                (t("channels.took"), State.entry["took"]),
            ),
            rx.cond(
                State.entry["error"] != "",
                ui.banner(t("channels.problem"), State.entry["error"], tone="bad"),
                rx.fragment(),
            ),
            ui.code_block(State.entry["url"], label="URL"),
            ui.code_block(State.entry["request"], label=t("channels.request")),
            ui.code_block(State.entry["answer"], label=t("channels.answer")),
            is_open=State.entry_open,
            on_open_change=State.close_entry,
        ),
        ui.confirm_dialog(
            t("channels.remove"),
            t("channels.remove_text", name=State.store["name"]),
            confirm=t("channels.remove"),
            is_open=State.remove_open,
            on_open_change=State.ask_remove,
            on_confirm=State.remove,
            type_name=State.store["name"],
            typed=State.typed,
            on_type=State.type_name,
        ),
    )


PAGE = Page(
    route=routes.CHANNEL,
    render=page,
    title="channels.name",
    permission="channels.read",
    on_load=[
        State.load,
        HealthState.load_store,
        SchedulesState.load,
        TwinState.load,
        FeedState.load,
        ChannelFilesState.load,
    ],
    live={
        "channels.changed": [State.load, HealthState.news, SchedulesState.news],
        "jobs.changed": [State.load, HealthState.news, SchedulesState.news],
        "listings.answered": State.load,
        "health.changed": HealthState.news,
        "feeds.changed": FeedState.news,
        "imports.changed": ChannelFilesState.news,
    },
)
