"""The list of buy boxes, a page within the performance of stores."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.buyboxes import BuyBoxesState as State

t = ui.t
EXPORTS = "/api/channels/performance/buyboxes"


def page() -> rx.Component:
    return frame(
        *lists.list_page(
            State,
            _columns(),
            header=_header(),
            label=t("buyboxes.title"),
            search=t("buyboxes.search"),
            filters=[lists.choice(State, "connection", t("buyboxes.store"))],
            href=lambda row: row["href"].to(str),
            empty=ui.empty_state(
                t("buyboxes.empty"),
                action=ui.link_button(t("frame.new_channel"), href=routes.NEW_CHANNEL, kind="primary"),
                icon_name="trophy",
            ),
            bulk=[lists.export_menu(EXPORTS, lists.chosen(State), ("buyboxes", State, _columns()))],
            nothing={"lost": t("buyboxes.none_lost")},
        ),
        active=routes.CHANNELS,
    )


def _header() -> rx.Component:
    return rx.fragment(
        ui.page_header(
            t("buyboxes.title"),
            count=State.total_label,
            back=(t("performance.title"), routes.PERFORMANCE),
            actions=[lists.export_menu(EXPORTS, State.address, ("buyboxes", State, _columns()))],
        ),
        rx.el.p(
            rx.cond(State.view == "unknown", t("buyboxes.unknown_help"), t("buyboxes.about")),
            class_name="pp-soft pp-small",
        ),
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(
            key="title",
            label=t("buyboxes.listing"),
            fixed=True,
            grow=True,
            link=True,
            phone="title",
            hint="title",
        ),
        ui.Column(key="code", label=t("buyboxes.col_sku"), fixed=True),
        ui.Column(key="channel", label=t("buyboxes.store"), phone="sub", cell=_channel),
        ui.Column(key="state", label=t("buyboxes.rank"), fixed=True, phone="end", cell=_state),
        ui.Column(key="own", label=t("buyboxes.own"), align="right"),
        ui.Column(key="best", label=t("buyboxes.best"), align="right"),
        ui.Column(key="above", label=t("buyboxes.above"), align="right", phone="subend"),
        ui.Column(key="since", label=t("buyboxes.since"), hint="since_full"),
        ui.Column(key="checked", label=t("buyboxes.checked")),
    ]


def _channel(row: ui.Rows) -> rx.Component:
    return ui.channel_mark(row["connector"].to(str), name=row["channel"].to(str))


def _state(row: ui.Rows) -> rx.Component:
    return ui.badge(row["state"].to(str), row["tone"].to(str))


PAGE = Page(
    route=routes.BUYBOXES,
    render=page,
    title="buyboxes.title",
    permission="channels.read",
    on_load=[State.load],
    live={"buyboxes.changed": State.news},
)
