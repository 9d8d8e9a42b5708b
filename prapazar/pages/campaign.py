"""One campaign: before it goes whom it reaches, afterwards what came of it."""

from typing import Literal

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import campaigns
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.campaign import CampaignState as State
from prapazar.states.campaigns import CampaignsState as Form

t = ui.t


def page() -> rx.Component:
    return frame(
        rx.cond(
            State.missing,
            ui.empty_state(
                t("campaigns.missing"),
                action=ui.link_button(t("campaigns.title"), href=routes.CAMPAIGNS, kind="primary"),
                icon_name="megaphone",
            ),
            ui.while_loading(State.loading, ui.skeleton_page(), _campaign()),
        ),
        campaigns.form_sheet(),
        *_dialogs(),
        active=routes.CAMPAIGNS,
    )


def _campaign() -> rx.Component:
    return rx.fragment(
        ui.tab_title(State.campaign["name"]),
        _header(),
        rx.cond(
            State.campaign["problem"] != "",
            ui.banner(t("campaigns.waits"), State.campaign["problem"], tone="wait", action=_connect()),
            rx.fragment(),
        ),
        rx.cond(State.warning != "", ui.banner(State.warning, tone="wait"), rx.fragment()),
        rx.cond(State.figures.length() > 0, ui.kpi_row(State.figures), rx.fragment()),
        rx.cond(State.results.length() > 0, _results(), rx.fragment()),
        ui.two_columns(_left(), _facts(), on_top="left"),
    )


def _header() -> rx.Component:
    def step(can: str, permission: str, shown: rx.Component) -> rx.Component:
        return rx.cond((State.campaign[can] != "") & may(permission), shown, rx.fragment())

    approve = ui.button(t("campaigns.approve"), kind="primary", on_click=State.question("approve"))
    ask = ui.button(t("campaigns.ask"), kind="primary", on_click=State.ask)
    return ui.page_header(
        State.campaign["name"],
        status=ui.badge(State.campaign["status"], State.campaign["tone"]),
        back=(t("campaigns.title"), routes.CAMPAIGNS),
        actions=[
            step(
                "is_open",
                "campaigns.write",
                ui.button(t("campaigns.test"), icon_name="send", on_click=State.question("test")),
            ),
            step(
                "can_edit",
                "campaigns.write",
                ui.button(t("words.edit"), icon_name="pencil", on_click=Form.edit(State.campaign["id"])),
            ),
            step(
                "can_send_back",
                "campaigns.approve",
                ui.button(t("campaigns.send_back"), on_click=State.send_back),
            ),
            step(
                "can_stop",
                "campaigns.write",
                ui.button(t("campaigns.stop"), kind="danger", on_click=State.question("stop")),
            ),
            step(
                "can_delete",
                "campaigns.delete",
                ui.icon_button("trash-2", t("words.delete"), on_click=State.question("delete")),
            ),
        ],
        primary=rx.cond(
            may("campaigns.approve"),
            step("can_approve", "campaigns.approve", approve),
            step("can_ask", "campaigns.write", ask),
        ),
    )


def _connect() -> rx.Component:
    return rx.cond(
        may("channels.write"),
        ui.link_button(t("messages.connect"), href=f"{routes.NEW_CHANNEL}?kind=message", icon_name="plus"),
        rx.fragment(),
    )


def _left() -> rx.Component:
    return rx.cond(
        State.results.length() > 0,
        _members(),
        ui.card(
            t("campaigns.estimate"),
            rx.el.dl(
                rx.foreach(
                    State.estimate,
                    lambda one: rx.el.div(
                        rx.el.dt(one["label"], class_name="pp-soft"),
                        rx.el.dd(one["value"], class_name="pp-num"),
                        class_name="pp-fact",
                    ),
                ),
                class_name="pp-facts",
            ),
            rx.el.p(t("campaigns.estimate_help"), class_name="pp-soft pp-small"),
        ),
    )


def _results() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("campaigns.group"), phone="title", fixed=True),
        _number("members", phone="sub", said=True),
        *(_number(name) for name in ("sent", "delivered", "read", "failed", "opted_out", "buyers")),
        _number("share", phone="subend", said=True),
        _number("orders"),
        _number("turnover", phone="end"),
        *(_number(name) for name in ("per_member", "cost")),
    ]
    return ui.card(
        t("campaigns.result"),
        ui.data_table(columns, State.results, label=t("campaigns.result")),
        rx.cond(
            State.bars.length() > 1,
            ui.bars(
                State.bars,
                [ui.Series(key="share", label=t("campaigns.share_chart"))],
                label=t("campaigns.share_chart"),
                height=160,
            ),
            rx.fragment(),
        ),
        rx.el.p(t("campaigns.result_help"), class_name="pp-soft pp-small"),
    )


def _number(
    name: str, phone: Literal["end", "sub", "subend", "hide"] = "hide", *, said: bool = False
) -> ui.Column:
    """`said`: with its words on a phone, where no heading tells what it is."""

    def cell(row: ui.Rows) -> rx.Component:
        words = rx.el.span(t(f"campaigns.{name}_said", count=row[name].to(str)), class_name="pp-only-phone")
        return rx.fragment(rx.el.span(row[name].to(str), class_name="pp-not-phone"), words)

    label = t(f"campaigns.col_{name}")
    return ui.Column(key=name, label=label, align="right", phone=phone, cell=cell if said else None)


def _members() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("customers.name"), phone="title", link=True),
        ui.Column(key="arm", label=t("campaigns.group"), phone="sub"),
        ui.Column(key="status", label=t("campaigns.message"), phone="end", hint="why"),
        ui.Column(key="why", label=t("campaigns.why"), grow=True, phone="hide", hint="why"),
        ui.Column(key="sent", label=t("campaigns.sent_at"), phone="subend"),
        ui.Column(key="orders", label=t("campaigns.col_orders"), align="right", phone="hide"),
    ]
    shown = ui.card(
        t("campaigns.members"),
        ui.data_table(
            columns,
            State.members,
            label=t("campaigns.members"),
            href=lambda row: f"{routes.CUSTOMERS}/" + row["id"].to(str),
        ),
        rx.cond(
            State.has_more,
            ui.button(t("campaigns.more"), kind="quiet", on_click=State.more),
            rx.fragment(),
        ),
    )
    return rx.cond(State.members.length() > 0, shown, rx.fragment())


def _facts() -> rx.Component:
    def fact(name: str) -> tuple[ui.Text, ui.Child]:
        return t(f"campaigns.{name}"), rx.el.span(
            rx.cond(State.campaign[name] != "", State.campaign[name], "–"), class_name="pp-num"
        )

    segment = ui.link(State.campaign["segment"], href=f"{routes.SEGMENTS}/" + State.campaign["segment_id"])
    return ui.card(
        t("campaigns.about"),
        ui.key_values(
            fact("days"),
            (t("campaigns.segment"), segment),
            fact("way"),
            (t("campaigns.template"), rx.el.span(State.campaign["template"])),
            (
                t("campaigns.template_b"),
                rx.el.span(rx.cond(State.campaign["template_b"] != "", State.campaign["template_b"], "–")),
            ),
            (t("campaigns.control_share"), rx.el.span(State.campaign["control"], class_name="pp-num")),
            fact("hours"),
            fact("coupon"),
            fact("budget"),
            (t("campaigns.joiners_short"), rx.el.span(State.campaign["joiners"])),
            fact("by"),
            fact("approver"),
        ),
        rx.cond(
            State.campaign["goal"] != "",
            rx.el.p(State.campaign["goal"], class_name="pp-soft"),
            rx.fragment(),
        ),
    )


def _dialogs() -> list[rx.Component]:
    def confirm(step: str, handler: ui.Handler, label: ui.Text) -> rx.Component:
        return ui.confirm_dialog(
            t(f"campaigns.{step}_title", name=State.campaign["name"]),
            t(f"campaigns.{step}_text"),
            confirm=label,
            is_open=State.asking == step,
            on_open_change=State.close,
            on_confirm=handler,
        )

    test = ui.dialog(
        t("campaigns.test"),
        rx.form(
            rx.cond(
                State.campaign["template_b"] != "",
                ui.select(
                    "arm",
                    t("campaigns.text"),
                    [ui.Choice(value=one, label=t(f"campaigns.arm_{one}")) for one in ("a", "b")],
                ),
                rx.fragment(),
            ),
            ui.text_input(
                "to",
                t("campaigns.to"),
                optional=True,
                error=State.fault,
                help_text=t("campaigns.to_help"),
                auto_complete="off",
                max_length=200,
            ),
            rx.el.div(
                ui.button(t("campaigns.test_go"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.test,
            class_name="pp-form",
        ),
        is_open=State.asking == "test",
        on_open_change=State.close,
    )
    return [
        confirm("approve", State.approve, t("campaigns.approve")),
        confirm("stop", State.stop, t("campaigns.stop")),
        confirm("delete", State.delete, t("words.delete")),
        test,
    ]


PAGE = Page(
    route=routes.CAMPAIGN,
    render=page,
    title="campaigns.title",
    permission="campaigns.read",
    on_load=[State.load],
    live={"campaigns.changed": State.news},
)
