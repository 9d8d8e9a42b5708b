"""One shipment."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.pages.shipments import FORMATS, format_label
from prapazar.states.shipment import ShipmentState as State

t = ui.t
HERE = "/api/shipments/" + State.shipment["id"].to(str)


def page() -> rx.Component:
    return frame(
        rx.cond(
            State.missing,
            ui.empty_state(
                t("shipping.missing"),
                action=ui.link_button(t("shipping.title"), href=routes.SHIPMENTS),
                icon_name="search-x",
            ),
            rx.cond(State.loading, ui.skeleton_page(), _shipment()),
        ),
        active=routes.SHIPMENTS,
    )


def _shipment() -> rx.Component:
    return rx.fragment(
        ui.tab_title(State.shipment["reference"]),
        ui.page_header(
            State.shipment["reference"],
            status=rx.fragment(
                ui.badge(State.shipment["status"], State.shipment["status_tone"]),
                rx.cond(State.shipment["is_back"] != "", ui.tag(t("shipping.back")), rx.fragment()),
            ),
            back=(t("shipping.title"), routes.SHIPMENTS),
            actions=[rx.cond(may("fulfillment.write"), _steps(), rx.fragment()), _more()],
            primary=_next(),
        ),
        _problems(),
        ui.two_columns(_left(), _right()),
        ui.confirm_dialog(
            t("shipping.cancel_title", count=1),
            t("shipping.cancel_text"),
            confirm=t("shipping.cancel"),
            is_open=State.cancel_open,
            on_open_change=State.ask_cancel,
            on_confirm=State.work("cancel"),
        ),
    )


def _next() -> rx.Component:
    """The one step that is next: mend a refusal, else print."""
    return rx.cond(
        ((State.shipment["is_refused"] != "") | (State.shipment["is_delayed"] != ""))
        & may("fulfillment.write"),
        ui.button(t("shipping.retry"), kind="primary", on_click=State.work("retry")),
        rx.cond(State.shipment["has_label"] != "", _print(), rx.fragment()),
    )


def _print() -> rx.Component:
    return ui.dropdown_menu(
        [ui.icon("printer"), rx.el.span(t("shipping.labels"))],
        *(ui.MenuEntry(label=format_label(kind), href=HERE + f"/label?format={kind}") for kind in FORMATS),
        label=t("shipping.labels"),
        trigger_class="pp-button pp-button-primary",
    )


def _steps() -> rx.Component:
    hand_over = ui.button(t("shipping.hand_over"), on_click=State.work("hand_over"))
    back = ui.button(t("shipping.open_return"), on_click=State.open_return)
    return rx.fragment(
        rx.cond(State.shipment["can_return"] != "", back, rx.fragment()),
        rx.cond(State.shipment["by_hand"] != "", _by_hand(), rx.fragment()),
        rx.cond(State.shipment["can_hand_over"] != "", hand_over, rx.fragment()),
    )


def _more() -> rx.Component:
    may_draft = may("invoices.write")
    may_cancel = may("fulfillment.write") & (State.shipment["can_cancel"] != "")
    menu = ui.more_menu(
        ui.MenuEntry(
            label=t("invoices.create_despatch"),
            icon_name="file-text",
            on_click=State.draft_despatch,
            when=may_draft,
        ),
        ui.MenuEntry(
            label=t("shipping.cancel"),
            icon_name="ban",
            danger=True,
            on_click=State.ask_cancel(True),
            when=may_cancel,
        ),
    )
    return rx.cond(may_draft | may_cancel, menu, rx.fragment())


def _by_hand() -> rx.Component:
    steps = ("in_transit", "delivered", "returned", "lost")
    return ui.dropdown_menu(
        [rx.el.span(t("shipping.set_status"))],
        *(ui.MenuEntry(label=t(f"shipping.status_{one}"), on_click=State.set_status(one)) for one in steps),
        label=t("shipping.set_status"),
        trigger_class="pp-button pp-button-quiet",
    )


def _problems() -> rx.Component:
    carrier = State.shipment["carrier"]
    refused = ui.banner(
        t("shipping.refused_by", carrier=carrier),
        rx.el.span(State.shipment["why"], " ", t("shipping.refused_todo")),
        tone="bad",
    )
    delayed = ui.banner(
        t("shipping.delayed_by", carrier=carrier),
        rx.el.span(State.shipment["why"], " ", t("shipping.delayed_todo")),
        tone="wait",
    )
    kept = ui.banner(t("shipping.not_cancelled", carrier=carrier), State.shipment["why"], tone="wait")
    late = ui.banner(
        t("shipping.late_banner"), t("shipping.late_text", at=State.shipment["expected_at"]), tone="wait"
    )
    return rx.fragment(
        rx.cond(State.shipment["is_refused"] != "", refused, rx.fragment()),
        rx.cond(State.shipment["is_delayed"] != "", delayed, rx.fragment()),
        rx.cond(State.shipment["is_not_cancelled"] != "", kept, rx.fragment()),
        rx.cond(State.shipment["is_late"] != "", late, rx.fragment()),
    )


def _left() -> rx.Component:
    follow = ui.outside_link(t("shipping.follow"), href=State.shipment["tracking_url"])
    none = rx.el.p(t("shipping.movements_none"), class_name="pp-soft pp-small")
    return rx.fragment(
        ui.card(
            t("shipping.movements"),
            rx.cond(State.shipment["tracking_url"] != "", follow, rx.fragment()),
            rx.cond(State.movements.length() > 0, ui.timeline(State.movements), none),
        ),
        ui.card(t("shipping.parcels"), rx.foreach(State.parcels, _parcel)),
    )


def _parcel(row: ui.Rows) -> rx.Component:
    return rx.el.div(
        ui.key_values((row["name"].to(str), ui.copyable(row["barcode"].to(str)))),
        rx.el.p(
            row["measures"].to(str),
            rx.cond(row["scanned"] != "", " · " + row["scanned"].to(str), ""),
            class_name="pp-soft pp-tiny pp-num",
        ),
        class_name="pp-stack pp-stack-tight",
        key=row["id"].to(str),
    )


def _right() -> rx.Component:
    return rx.fragment(
        ui.card(t("shipping.facts"), _facts()),
        ui.card(t("shipping.cost"), _cost()),
        ui.card(t("shipping.label"), _label()),
    )


def _label() -> rx.Component:
    whose = rx.cond(
        State.shipment["is_foreign_label"] != "", t("shipping.label_foreign"), t("shipping.label_ours")
    )
    printed = rx.cond(
        State.shipment["printed"] != "",
        t("shipping.printed_at", at=State.shipment["printed"]),
        t("shipping.not_printed"),
    )
    picture = rx.el.img(
        src=HERE + "/label.png?v=" + State.version.to_string(),
        alt=t("shipping.label"),
        loading="lazy",
        class_name="pp-label-preview",
    )
    return rx.cond(
        State.shipment["has_label"] != "",
        rx.fragment(rx.el.p(whose, " · ", printed, class_name="pp-soft pp-small"), picture),
        rx.el.p(t("shipping.label_later"), class_name="pp-soft pp-small"),
    )


def _facts() -> rx.Component:
    order = ui.link(
        State.shipment["order_number"], href=f"{routes.ORDERS}/" + State.shipment["order_id"].to(str)
    )
    channel = ui.channel_mark(State.shipment["connector"], name=State.shipment["channel"])
    return rx.fragment(
        ui.key_values(
            (t("shipping.order"), order),
            (t("shipping.carrier"), State.shipment["carrier"]),
            (t("shipping.payer"), State.shipment["payer"]),
            (t("shipping.recipient"), State.shipment["recipient"]),
        ),
        _only("channel", "orders.channel", channel),
        _only("city", "shipping.city"),
        _only("tracking", "shipping.tracking", ui.copyable(State.shipment["tracking"])),
        _only("desi", "shipping.desi"),
        _only("weight", "shipping.weight"),
        _only("expected_at", "shipping.expected"),
        _only("shipped", "shipping.shipped_at"),
        _only("delivered", "shipping.delivered_at"),
        _only("received_by", "shipping.received_by"),
        _only("handover", "shipping.handover"),
        _only("asked", "shipping.asked_at"),
    )


def _cost() -> rx.Component:
    return rx.fragment(
        _only("cost_expected", "shipping.cost_expected"),
        _only("cost_billed", "shipping.cost_billed"),
        _only("difference", "shipping.difference"),
        _only("billed_desi", "shipping.billed_desi"),
        _only("cash", "shipping.cash_amount"),
    )


def _only(key: str, label: str, shown: ui.Child | None = None) -> rx.Component:
    value = shown if shown is not None else rx.el.span(State.shipment[key], class_name="pp-num")
    return rx.cond(State.shipment[key] != "", ui.key_values((t(label), value)), rx.fragment())


PAGE = Page(
    route=routes.SHIPMENT,
    render=page,
    title="shipping.one",
    permission="fulfillment.read",
    on_load=[State.load],
    live={"shipments.changed": State.news},
)
