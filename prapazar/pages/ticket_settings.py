"""How the support desk works: hours, promises, who gets tickets, low ratings."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.ticket_settings import TicketSettingsState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(t("tickets.settings"), back=(t("tickets.title"), routes.TICKETS)),
        rx.cond(
            State.loading,
            ui.skeleton_page(),
            rx.fragment(_desk(), rx.el.div(_policies(), class_name="pp-narrow")),
        ),
        active=routes.TICKETS,
    )


def _desk() -> rx.Component:
    return ui.edit_form(
        ui.form_section(
            t("tickets.hours"),
            rx.el.div(rx.foreach(State.days, _day), class_name="pp-week"),
            rx.cond(
                State.faults["week"] != "",
                rx.el.p(State.faults["week"], role="alert", class_name="pp-error"),
                rx.fragment(),
            ),
            ui.checkbox(
                "keeps_holidays",
                t("tickets.keeps_holidays"),
                default_checked=State.form["keeps_holidays"] != "",
                help_text=t("tickets.keeps_holidays_help"),
            ),
            ui.textarea(
                "closed",
                t("tickets.closed_days"),
                default_value=State.form["closed"],
                help_text=t("tickets.closed_help"),
                error=State.faults["closed"],
                optional=True,
                rows=2,
            ),
            help_text=t("tickets.hours_help"),
        ),
        ui.form_section(
            t("tickets.turns"),
            ui.select(
                "assign_by",
                t("tickets.assign_by"),
                [
                    ui.Choice(value=one, label=t(f"tickets.assign_{one}"))
                    for one in ("nobody", "turn", "load")
                ],
                default_value=State.form["assign_by"],
            ),
            rx.el.fieldset(
                rx.el.legend(t("tickets.assign_people"), class_name="pp-label"),
                rx.foreach(State.people, _person),
                rx.el.p(t("tickets.assign_people_help"), class_name="pp-help"),
                class_name="pp-fieldset",
            ),
            rx.cond(
                State.faults["people"] != "",
                rx.el.p(State.faults["people"], role="alert", class_name="pp-error"),
                rx.fragment(),
            ),
            ui.field(
                "escalate",
                t("tickets.escalate"),
                rx.el.select(
                    rx.el.option(t("tickets.escalate_nobody"), value=""),
                    ui.options(State.people),
                    id="f-escalate",
                    name="escalate",
                    default_value=State.form["escalate"],
                    class_name="pp-input pp-select",
                ),
            ),
        ),
        ui.form_section(
            t("tickets.low"),
            ui.select(
                "low_rating",
                t("tickets.low_rating"),
                [
                    ui.Choice(value=one, label=t(f"tickets.low_{one}"))
                    for one in ("nothing", "notice", "ticket")
                ],
                default_value=State.form["low_rating"],
            ),
            ui.select(
                "low_at",
                t("tickets.low_at"),
                [ui.Choice(value=str(one), label=str(one)) for one in range(1, 5)],
                default_value=State.form["low_at"],
            ),
        ),
        on_save=State.save,
        version=State.version,
    )


def _day(row: ui.Rows) -> rx.Component:
    name = rx.match(
        row["key"], *((str(day), t(f"tickets.day_{day}")) for day in range(6)), t("tickets.day_6")
    )

    def clock(which: str) -> rx.Component:
        return rx.el.input(
            type="time",
            name=rx.Var.create(f"{which}_") + row["key"].to(str),
            default_value=row[which],
            aria_label=rx.Var.create("") + name.to(str) + " " + t(f"tickets.{which}"),
            class_name="pp-input",
        )

    return rx.el.div(
        rx.el.span(name, class_name="pp-small"),
        clock("from"),
        rx.el.span("–", aria_hidden="true"),
        clock("until"),
        class_name="pp-week-day",
        key=row["key"],
    )


def _person(row: ui.Rows) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name=rx.Var.create("person_") + row["value"].to(str),
            default_checked=row["on"] != "",
            class_name="pp-checkbox",
        ),
        rx.el.span(row["label"]),
        class_name="pp-step",
        key=row["value"],
    )


def _policies() -> rx.Component:
    head = rx.el.thead(
        rx.el.tr(
            *(
                rx.el.th(t(f"tickets.{name}"), scope="col")
                for name in ("priority", "policy_first", "policy_solve", "policy_warn")
            )
        )
    )
    own = rx.cond(
        State.has_own,
        rx.el.span(
            rx.el.span(t("tickets.policy_own"), class_name="pp-soft pp-small"),
            ui.button(t("tickets.policy_reset"), small=True, on_click=State.reset_policies),
            class_name="pp-row",
        ),
        rx.el.span(t("tickets.policy_usual"), class_name="pp-soft pp-small"),
    )
    return ui.card(
        t("tickets.policies"),
        rx.el.p(t("tickets.policies_help"), class_name="pp-soft pp-small"),
        rx.el.div(
            ui.filter_select(
                t("tickets.policy_channel"),
                value=State.channel,
                choices=State.channels,
                on_change=State.set_channel,
            ),
            rx.cond(State.channel != "", own, rx.fragment()),
            class_name="pp-row pp-row-wrap",
        ),
        rx.form(
            rx.el.div(
                rx.el.table(head, rx.el.tbody(rx.foreach(State.policies, _policy)), class_name="pp-promises"),
                class_name="pp-scroll",
            ),
            rx.cond(
                State.faults["policy"] != "",
                rx.el.p(State.faults["policy"], role="alert", class_name="pp-error"),
                rx.fragment(),
            ),
            rx.cond(
                may("settings.write"),
                rx.el.div(
                    ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
                ),
                rx.fragment(),
            ),
            on_submit=State.save_policies,
            key=State.version.to_string(),
            class_name="pp-stack",
        ),
    )


def _policy(row: ui.Rows) -> rx.Component:
    def minutes(name: str) -> rx.Component:
        return rx.el.td(
            rx.el.input(
                type="number",
                min="0",
                max="86400",
                name=row["priority"].to(str) + f"_{name}",
                default_value=row[name],
                aria_label=row["label"].to(str) + " " + t(f"tickets.policy_{name}"),
                class_name="pp-input pp-num",
            )
        )

    return rx.el.tr(
        rx.el.th(row["label"], scope="row"),
        minutes("first"),
        minutes("solve"),
        minutes("warn"),
        key=row["priority"],
    )


PAGE = Page(
    route=routes.SUPPORT_SETTINGS,
    render=page,
    title="tickets.settings",
    permission="settings.read",
    on_load=[State.load],
)
