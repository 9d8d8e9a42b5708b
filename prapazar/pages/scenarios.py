"""The test scenarios of one store."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import bench_parts as bench
from prapazar.pages import pretend
from prapazar.pages.page import Page
from prapazar.pages.store_frame import LOAD, store_page
from prapazar.states.pretend import PretendState
from prapazar.states.scenarios import ScenariosState as State
from prapazar.states.session import SessionState

t = ui.t


def page() -> rx.Component:
    is_live = State.store["environment_key"] == "live"
    start = rx.cond(
        SessionState.can["console.write"] & ~is_live,
        ui.button(
            t("scenarios.start"), kind="primary", icon_name="play", on_click=State.start, loading=State.busy
        ),
        rx.fragment(),
    )
    return store_page(
        rx.cond(State.loading, ui.skeleton_lines(8), _scenarios()), active="scenarios", primary=start
    )


def _scenarios() -> rx.Component:
    is_live = State.store["environment_key"] == "live"
    return rx.fragment(
        rx.cond(
            is_live,
            ui.banner(
                t("scenarios.not_live"),
                tone="wait",
                action=ui.link_button(
                    t("channels.environment"),
                    href=f"{routes.CHANNELS}/" + State.store["id"].to(str) + "/settings",
                    small=True,
                ),
            ),
            rx.el.p(t("scenarios.intro"), class_name="pp-soft"),
        ),
        ui.two_columns(_report(), rx.fragment(pretend.card(), _reports())),
        ui.sheet(
            State.step["label"],
            ui.key_values(
                (t("scenarios.outcome"), ui.badge(State.step["outcome"], State.step["tone"])),
                (t("scenarios.found"), State.step["found"]),
                (t("channels.took"), State.step["took"]),
            ),
            bench.requests(State.exchanges),
            is_open=State.step_open,
            on_open_change=State.close_step,
        ),
    )


def _report() -> rx.Component:
    columns = [
        ui.Column(key="label", label=t("scenarios.step"), phone="title", cell=_step),
        ui.Column(
            key="outcome",
            label=t("scenarios.outcome"),
            phone="end",
            cell=lambda row: ui.badge(row["outcome"], row["tone"]),
        ),
        ui.Column(key="found", label=t("scenarios.found"), grow=True, phone="sub", cell=_found),
        ui.Column(key="requests", label=t("scenarios.requests"), align="right"),
        ui.Column(key="took", label=t("channels.took"), align="right", phone="subend"),
    ]
    return ui.card(
        rx.cond(State.run["id"].to(bool), State.run["at_full"].to(str), t("scenarios.title")),
        rx.cond(State.run["sum"].to(bool), rx.el.p(State.run["sum"], role="status"), rx.fragment()),
        rx.el.div(
            ui.data_table(
                columns,
                State.steps,
                label=t("scenarios.title"),
                empty=rx.cond(
                    State.busy,
                    ui.skeleton_lines(4),
                    ui.empty_state(t("scenarios.no_reports"), icon_name="flask-conical"),
                ),
            )
        ),
        action=rx.cond(
            State.run["label"].to(bool), ui.badge(State.run["label"], State.run["tone"]), rx.fragment()
        ),
    )


def _found(row: ui.Rows) -> rx.Component:
    return rx.el.p(row["found"], class_name="pp-small pp-wrap")


def _step(row: ui.Rows) -> rx.Component:
    return rx.el.button(
        row["label"],
        type="button",
        class_name="pp-link pp-plain-button",
        title=t("scenarios.show_requests"),
        on_click=State.open_step(row["id"]),
    )


def _reports() -> rx.Component:
    columns = [
        ui.Column(
            key="at",
            label=t("channels.at"),
            grow=True,
            phone="title",
            hint="at_full",
            cell=lambda row: rx.el.button(
                row["at"],
                type="button",
                class_name="pp-link pp-plain-button",
                on_click=State.open_report(row["id"]),
            ),
        ),
        ui.Column(
            key="label",
            label=t("scenarios.outcome"),
            phone="sub",
            cell=lambda row: ui.badge(row["label"], row["tone"]),
        ),
    ]
    return ui.card(
        t("scenarios.reports"),
        ui.data_table(
            columns,
            State.reports,
            label=t("scenarios.reports"),
            empty=ui.empty_state(t("scenarios.no_reports"), icon_name="history"),
        ),
    )


PAGE = Page(
    route=routes.SCENARIOS,
    render=page,
    title="scenarios.title",
    permission="console.read",
    on_load=[LOAD, State.load, PretendState.load],
    live={"console.changed": State.news, "channels.changed": LOAD},
)
