"""One picking list, walked with a phone in the hand."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.scan_field import scan_field
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.picking import ORDER, SHELF
from prapazar.states.picking import PickingState as State

t = ui.t
PAPERS = "/api/packing/lists"


def page() -> rx.Component:
    return frame(
        rx.cond(
            State.missing,
            ui.empty_state(
                t("picking.list_missing"), action=ui.link_button(t("picking.title"), href=routes.PICKING)
            ),
            rx.cond(State.loading, ui.skeleton_lines(8), _list()),
        ),
        active=routes.PICKING,
    )


def _list() -> rx.Component:
    papers = [
        ui.link_button(
            t(f"picking.print_{by}"),
            href=f"{PAPERS}/" + State.head["id"] + f"/{by}.pdf",
            external=True,
            target="_blank",
        )
        for by in (SHELF, ORDER)
    ]
    walk = scan_field(t("picking.scan"), answer=State.answer, on_scan=State.scan)
    return rx.fragment(
        ui.tab_title(State.head["number"]),
        ui.page_header(
            State.head["number"],
            back=(t("picking.title"), routes.PICKING),
            actions=papers,
            primary=ui.link_button(t("picking.to_packing"), href=routes.PACKING, kind="primary"),
        ),
        rx.el.div(
            rx.el.div(
                ui.progress_bar(percent=State.share, label=State.head["progress"]), class_name="pp-grow"
            ),
            rx.cond(State.head["missing"] != "", ui.badge(State.head["missing"], "bad"), rx.fragment()),
            class_name="pp-desk-sums",
        ),
        rx.cond(may("orders.write"), rx.fragment(walk, _answer()), rx.fragment()),
        ui.view_tabs(
            [ui.Choice(value=by, label=t(f"picking.by_{by}")) for by in (SHELF, ORDER)],
            active=State.by,
            on_change=State.show_by,
        ),
        rx.el.ul(rx.foreach(State.stops, _stop), class_name="pp-pack-items"),
    )


def _answer() -> rx.Component:
    said = rx.el.div(
        rx.el.strong(State.answer["title"]),
        rx.el.span(State.answer["text"]),
        role="alert",
        class_name="pp-verdict pp-verdict-" + State.answer["tone"],
    )
    return rx.cond(State.answer["title"] != "", said, rx.fragment())


def _stop(row: ui.Rows) -> rx.Component:
    picture = rx.cond(
        row["image"] != "",
        rx.el.img(src=row["image"].to(str), alt="", class_name="pp-pack-picture", loading="lazy"),
        rx.el.span(class_name="pp-pack-picture"),
    )
    line = rx.el.div(
        rx.el.strong(row["shelf"], class_name="pp-num pp-pack-shelf"),
        picture,
        rx.el.div(
            rx.el.span(row["name"], class_name="pp-strong"),
            rx.el.span(row["codes"], class_name="pp-soft pp-small pp-num"),
            rx.el.span(row["boxes"], class_name="pp-small"),
            rx.cond(row["missing"] != "", ui.badge(row["missing"].to(str), "bad"), rx.fragment()),
            class_name="pp-lines pp-pack-words",
        ),
        rx.el.strong(row["count"], class_name="pp-num pp-pack-count"),
        rx.cond(may("orders.write"), _hand(row), rx.fragment()),
        class_name="pp-pack-item pp-pack-" + row["tone"].to(str),
    )
    head = rx.el.h3(row["head"], class_name="pp-pick-kind")
    return rx.el.li(rx.cond(row["head"] != "", head, rx.fragment()), line, key=row["id"].to(str))


def _hand(row: ui.Rows) -> rx.Component:
    ids = row["ids"].to(list[str])
    return rx.el.span(
        ui.icon_button("minus", t("picking.one_less"), on_click=State.change(ids, -1)),
        ui.icon_button("plus", t("picking.one_more"), on_click=State.change(ids, 1)),
        ui.button(t("picking.not_found"), small=True, kind="quiet", on_click=State.not_found(ids)),
        class_name="pp-row",
    )


PAGE = Page(
    route=routes.PICKING_LIST,
    render=page,
    title="picking.list",
    permission="orders.read",
    on_load=[State.load],
    live={"picking.changed": State.load},
)
