"""How the support desk did; what is pressed opens the list behind it."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.ticket_statistics import TicketStatisticsState as State

t = ui.t
PERIODS = ("7", "30", "90", "365")


def page() -> rx.Component:
    periods = [ui.Choice(value=value, label=t(f"tickets.period_{value}")) for value in PERIODS]
    period = rx.el.select(
        ui.options(periods),
        value=State.period,
        on_change=State.set_period,
        aria_label=t("tickets.period"),
        class_name="pp-input pp-select",
    )
    return frame(
        ui.page_header(t("tickets.stats_title"), back=(t("tickets.title"), routes.TICKETS), actions=[period]),
        rx.cond(
            State.loading,
            rx.fragment(ui.kpi_row(State.figures, loading=True, count=6), ui.skeleton_lines(8)),
            _all(),
        ),
        active=routes.TICKETS,
    )


def _all() -> rx.Component:
    return rx.cond(
        State.reasons.length() == 0,
        ui.empty_state(t("tickets.stats_empty"), icon_name="life-buoy"),
        rx.fragment(
            ui.kpi_row(State.figures),
            ui.card(
                t("tickets.stats_over_time"),
                ui.bars(
                    State.times,
                    [
                        ui.Series(key="opened", label=t("tickets.stats_opened")),
                        ui.Series(key="solved", label=t("tickets.stats_solved"), compare=True),
                    ],
                    label=t("tickets.stats_over_time"),
                    stacked=False,
                    height=160,
                    href=rx.Var.create(f"{routes.TICKETS}?view=all"),
                ),
            ),
            ui.card(t("tickets.stats_people"), _parts("stats_person", State.people, "stats_people")),
            ui.card(t("tickets.stats_reasons"), _parts("reason", State.reasons, "stats_reasons")),
        ),
    )


def _parts(label: str, rows: ui.Rows, title: str) -> rx.Component:
    columns = [
        ui.Column(key="name", label=t(f"tickets.{label}"), grow=True, phone="title", link=True),
        ui.Column(
            key="share",
            label=t("claims.stats_share"),
            phone="sub",
            cell=lambda row: ui.meter(row["share"].to(str), label=row["share_said"].to(str), tone="plain"),
        ),
        ui.Column(key="opened", label=t("tickets.stats_opened"), align="right", phone="end"),
        ui.Column(key="solved", label=t("tickets.stats_solved"), align="right"),
        ui.Column(key="first", label=t("tickets.stats_first"), align="right", phone="subend"),
        ui.Column(key="broken", label=t("tickets.stats_broken_rate"), align="right"),
    ]
    return ui.data_table(columns, rows, label=t(f"tickets.{title}"), href=lambda row: row["href"].to(str))


PAGE = Page(
    route=routes.TICKET_STATISTICS,
    render=page,
    title="tickets.stats_title",
    permission="tickets.read",
    on_load=[State.load],
    live={"tickets.changed": State.news, "feedback.changed": State.news},
)
