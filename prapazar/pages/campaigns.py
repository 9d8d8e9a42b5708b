"""The list of campaigns, and the form in which one is written."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.campaigns import CampaignsState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("campaigns.title"),
            count=State.total,
            actions=[ui.link_button(t("frame.segments"), href=routes.SEGMENTS, icon_name="users-round")],
            primary=_new(),
        ),
        ui.view_tabs(State.views, active=State.view, on_change=State.choose),
        ui.filter_bar(
            ui.search_input(value=State.search, on_change=State.find, placeholder=t("campaigns.search"))
        ),
        ui.data_table(
            _columns(),
            State.rows,
            label=t("campaigns.title"),
            loading=State.loading,
            href=lambda row: f"{routes.CAMPAIGNS}/" + row["id"].to(str),
            empty=ui.empty_state(t("campaigns.empty"), action=_new(), icon_name="megaphone"),
        ),
        rx.cond(
            State.has_next | (State.page > 0),
            ui.pager(
                label="",
                has_previous=State.page > 0,
                has_next=State.has_next,
                on_previous=State.turn(-1),
                on_next=State.turn(1),
            ),
            rx.fragment(),
        ),
        form_sheet(),
        active=routes.CAMPAIGNS,
    )


def _new() -> rx.Component:
    return rx.cond(
        may("campaigns.write"),
        ui.button(t("campaigns.new"), kind="primary", icon_name="plus", on_click=State.begin("")),
        rx.fragment(),
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="name", label=t("campaigns.name"), phone="title", link=True, fixed=True, hint="goal"),
        ui.Column(key="status", label=t("campaigns.status"), phone="end", cell=status),
        ui.Column(key="days", label=t("campaigns.days"), phone="sub"),
        ui.Column(key="segment", label=t("campaigns.segment"), grow=True, hint="segment", phone="hide"),
        ui.Column(key="way", label=t("campaigns.way"), phone="hide"),
        ui.Column(key="members", label=t("campaigns.members"), align="right", phone="subend", cell=_members),
        ui.Column(key="budget", label=t("campaigns.budget"), align="right", phone="hide"),
    ]


def _members(row: ui.Rows) -> rx.Component:
    said = rx.el.span(t("campaigns.members_said", count=row["members"]), class_name="pp-only-phone")
    return rx.cond(
        row["members"] != "",
        rx.fragment(rx.el.span(row["members"].to(str), class_name="pp-not-phone"), said),
        rx.fragment(),
    )


def status(row: ui.Rows) -> rx.Component:
    return ui.badge(row["status"].to(str), row["tone"].to(str))


def form_sheet() -> rx.Component:
    """Opened by the state's `begin` and `edit`."""
    return ui.sheet(
        rx.cond(State.form["id"] == "", t("campaigns.new"), t("campaigns.edit")),
        rx.form(
            _text("name", max_length=80, auto_focus=True),
            _text("goal", optional=True, max_length=300, help_text=t("campaigns.goal_help")),
            _choice("segment", "segment"),
            rx.cond(
                State.choices["segment"].length() == 0,
                ui.banner(
                    t("campaigns.segment_first"),
                    tone="wait",
                    action=ui.link_button(t("segments.new"), href=routes.segment("new")),
                ),
                rx.fragment(),
            ),
            rx.el.div(_text("starts_on", type="date"), _text("ends_on", type="date"), class_name="pp-fields"),
            _choice("template", "template"),
            rx.cond(
                State.choices["template"].length() == 0,
                ui.banner(
                    t("campaigns.template_first"),
                    tone="wait",
                    action=ui.link_button(t("messages.template_new"), href=routes.MESSAGE_TEMPLATES),
                ),
                rx.fragment(),
            ),
            _choice("template_b", "template", optional=True, help_text=t("campaigns.template_b_help")),
            rx.el.div(
                _text(
                    "b_share", type="number", numeric=True, suffix="%", help_text=t("campaigns.b_share_help")
                ),
                _text(
                    "control_share",
                    type="number",
                    numeric=True,
                    suffix="%",
                    help_text=t("campaigns.control_help"),
                ),
                class_name="pp-fields",
            ),
            rx.el.div(
                _text("hour_from", type="number", numeric=True),
                _text("hour_to", type="number", numeric=True, help_text=t("campaigns.hours_help")),
                class_name="pp-fields",
            ),
            rx.el.div(
                _text("coupon", optional=True, max_length=40, help_text=t("campaigns.coupon_help")),
                _text("budget", optional=True, numeric=True, suffix="₺"),
                class_name="pp-fields",
            ),
            ui.checkbox(
                "takes_joiners",
                t("campaigns.takes_joiners"),
                help_text=t("campaigns.joiners_help"),
                default_checked=State.form["takes_joiners"] != "",
            ),
            rx.el.div(
                ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.save,
            key="campaign-" + State.version.to_string(),
            class_name="pp-form",
        ),
        is_open=State.is_open,
        on_open_change=State.close,
    )


def _text(name: str, **more: object) -> rx.Component:
    return ui.text_input(
        name,
        t(f"campaigns.{name}"),
        default_value=State.form[name],
        error=State.faults[name],
        auto_complete="off",
        **more,  # type: ignore[arg-type]  # html attributes
    )


def _choice(
    name: str, choices: str, *, optional: bool = False, help_text: ui.Text | None = None
) -> rx.Component:
    return ui.field(
        name,
        t(f"campaigns.{name}"),
        rx.el.select(
            rx.el.option(t("campaigns.none") if optional else t("campaigns.choose"), value=""),
            ui.options(State.choices[choices]),
            id=f"f-{name}",
            name=name,
            default_value=State.form[name],
            class_name="pp-input pp-select",
        ),
        error=State.faults[name],
        help_text=help_text,
        optional=optional,
    )


PAGE = Page(
    route=routes.CAMPAIGNS,
    render=page,
    title="campaigns.title",
    permission="campaigns.read",
    on_load=[State.load],
    live={"campaigns.changed": State.news},
)
