"""What buyers thought: the list and its averages."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.feedback import FeedbackState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        *lists.list_page(
            State,
            _columns(),
            header=_header(),
            label=t("feedback.title"),
            search=t("feedback.search"),
            filters=[
                lists.choice(State, "reason", t("feedback.reasons")),
                lists.choice(State, "connection", t("feedback.channel")),
            ],
            href=lambda row: row["href"].to(str),
            empty=ui.empty_state(
                t("feedback.empty", place="{feedback_url}"),
                action=ui.link_button(
                    t("feedback.to_templates"), href=routes.MESSAGE_TEMPLATES, kind="primary"
                ),
                icon_name="star",
            ),
            bulk=[],
        ),
        rx.cond(State.products.length() + State.stores.length() > 0, _averages(), rx.fragment()),
        active=routes.TICKETS,
    )


def _header() -> rx.Component:
    return rx.fragment(
        ui.page_header(
            t("feedback.title"), count=State.total_label, back=(t("tickets.title"), routes.TICKETS)
        ),
        rx.el.div(
            rx.foreach(State.figures, lambda one: ui.figure(one["label"], one["value"])),
            class_name="pp-figures",
        ),
    )


def _averages() -> rx.Component:
    return rx.fragment(
        rx.el.div(
            ui.card(
                t("feedback.spread"),
                ui.bars(
                    State.spread,
                    [ui.Series(key="count", label=t("feedback.count"))],
                    label=t("feedback.spread"),
                    height=160,
                    href=rx.Var.create(routes.FEEDBACK),
                ),
                action=rx.el.span(t("feedback.last_90"), class_name="pp-soft pp-small"),
            ),
            ui.card(t("feedback.by_reason"), _table(State.reasons, "by_reason", "reason")),
            class_name="pp-two-halves",
        ),
        rx.el.div(
            ui.card(t("feedback.by_product"), _table(State.products, "by_product", "product")),
            ui.card(t("feedback.by_channel"), _table(State.stores, "by_channel", "channel")),
            class_name="pp-two-halves",
        ),
    )


def _table(rows: ui.Rows, label: str, about: str) -> rx.Component:
    columns = [
        ui.Column(key="name", label=t(f"feedback.{about}"), grow=True, phone="title", hint="name", link=True),
        ui.Column(
            key="rating",
            label=t("feedback.average"),
            phone="sub",
            cell=lambda row: ui.meter(row["share"].to(str), label=row["rating"].to(str), tone="plain"),
        ),
        ui.Column(key="count", label=t("feedback.number"), align="right", phone="end"),
    ]
    return ui.data_table(columns, rows, label=t(f"feedback.{label}"), href=lambda row: row["href"].to(str))


def _columns() -> list[ui.Column]:
    return [
        ui.Column(key="about", label=t("feedback.about"), fixed=True, link=True, phone="title"),
        ui.Column(key="rating", label=t("feedback.rating"), fixed=True, phone="end", cell=_rating),
        ui.Column(key="reasons", label=t("feedback.reasons"), hint="reasons"),
        ui.Column(key="words", label=t("feedback.words"), grow=True, hint="words", phone="sub"),
        ui.Column(key="buyer", label=t("feedback.buyer"), hint="buyer"),
        ui.Column(key="channel", label=t("feedback.channel"), cell=_channel),
        ui.Column(key="ticket", label=t("feedback.ticket"), cell=_ticket),
        ui.Column(key="at", label=t("feedback.at"), hint="at_full", phone="subend"),
    ]


def _rating(row: ui.Rows) -> rx.Component:
    return ui.badge(row["rating"].to(str), row["tone"].to(str))


def _channel(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["connector"] != "",
        ui.channel_mark(row["connector"].to(str), name=row["channel"].to(str)),
        rx.fragment(),
    )


def _ticket(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["ticket_href"] != "",
        ui.link(row["ticket"].to(str), href=row["ticket_href"].to(str)),
        rx.fragment(),
    )


PAGE = Page(
    route=routes.FEEDBACK,
    render=page,
    title="feedback.title",
    permission="tickets.read",
    on_load=[State.load],
    live={"feedback.changed": State.news},
)
