"""The packing station: one field that always listens, and the box it fills."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.scan_field import scan_field
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.packing import PackingState as State

t = ui.t
_KEYS = (
    ("Enter", "key_enter"),
    ("5*", "key_times"),
    ("F2", "key_undo"),
    ("F4", "key_next"),
    ("F8", "key_camera"),
    ("F9", "key_print"),
    ("Esc", "key_aside"),
    ("?", "key_help"),
)


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("packing.title"),
            actions=[
                ui.link_button(t("picking.title"), href=routes.PICKING),
                rx.el.span(
                    ui.button(t("packing.help"), kind="quiet", on_click=State.show_help(True), shortcut="?"),
                    class_name="pp-not-phone",
                ),
            ],
            primary=ui.button(t("packing.next"), kind="primary", on_click=State.open_next, shortcut="F4"),
        ),
        scan_field(
            t("packing.scan"),
            answer=State.answer,
            label=State.label,
            picture=State.label.replace(".pdf", ".png"),
            prints=True,
            on_scan=State.scan,
            on_undo=State.undo,
            on_aside=State.put_aside,
            on_next=State.open_next,
            on_help=State.show_help(True),
        ),
        _answer(),
        ui.two_columns(rx.cond(State.box["id"], _box(), _free()), _beside()),
        _help(),
        active=routes.PACKING,
    )


def _answer() -> rx.Component:
    said = rx.el.div(
        rx.el.strong(State.answer["title"]),
        rx.el.span(State.answer["text"]),
        role="alert",
        class_name="pp-verdict pp-verdict-" + State.answer["tone"],
    )
    return rx.cond(State.answer["title"] != "", said, rx.fragment())


def _free() -> rx.Component:
    return rx.cond(
        State.choices.length() > 0,
        ui.card(t("packing.several"), rx.el.ul(rx.foreach(State.choices, _choice), class_name="pp-todo")),
        rx.cond(
            State.loading,
            ui.skeleton_lines(6),
            ui.empty_state(t("packing.empty_table"), icon_name="scan-barcode"),
        ),
    )


def _choice(row: ui.Rows) -> rx.Component:
    return rx.el.li(
        ui.button(row["number"].to(str), on_click=State.open_package(row["id"].to(str))), class_name="pp-row"
    )


def _box() -> rx.Component:
    def only(key: str, shown: rx.Component) -> rx.Component:
        return rx.cond(State.box[key] != "", shown, rx.fragment())

    head = rx.el.div(
        ui.channel_mark(State.box["connector"], name=State.box["channel"]),
        ui.link(
            State.box["number"], href=f"{routes.ORDERS}/" + State.box["order_id"], class_name="pp-strong"
        ),
        rx.el.span(State.box["buyer"]),
        rx.el.span(State.box["place"], class_name="pp-soft"),
        only("carrier", ui.badge(State.box["carrier"], "info")),
        only("test", ui.badge(t("orders.test"), "wait")),
        only(
            "ship_by",
            rx.cond(
                State.box["late"] != "",
                ui.badge(State.box["ship_by"], "bad"),
                ui.badge(State.box["ship_by"], "neutral"),
            ),
        ),
        class_name="pp-row pp-row-wrap",
    )
    return ui.card(
        t("packing.progress", progress=State.box["progress"]),
        rx.el.div(
            rx.el.div(class_name="pp-progress-fill", style={"width": State.box["share"] + "%"}),
            class_name="pp-progress",
            aria_hidden="true",
        ),
        head,
        only("companions", ui.banner(t("packing.together", numbers=State.box["companions"]), tone="info")),
        only("note", ui.banner(t("packing.note"), State.box["note"], tone="wait")),
        only("tags", ui.tag(State.box["tags"])),
        rx.el.ul(rx.foreach(State.items, _item), class_name="pp-pack-items"),
        rx.el.div(
            ui.button(t("packing.undo"), on_click=State.undo, shortcut="F2"),
            ui.button(t("packing.aside"), kind="quiet", on_click=State.put_aside, shortcut="Esc"),
            class_name="pp-row",
        ),
    )


def _item(row: ui.Rows) -> rx.Component:
    def only(key: str, shown: rx.Component) -> rx.Component:
        return rx.cond(row[key] != "", shown, rx.fragment())

    picture = rx.cond(
        row["image"] != "",
        rx.el.img(src=row["image"].to(str), alt="", class_name="pp-pack-picture"),
        rx.el.span(class_name="pp-pack-picture"),
    )
    return rx.el.li(
        picture,
        rx.el.div(
            rx.el.span(row["title"], class_name="pp-strong"),
            only("part", rx.el.span(t("packing.part_of", name=row["part"]), class_name="pp-soft pp-small")),
            rx.el.span(row["codes"], class_name="pp-soft pp-small pp-num"),
            only("shelf", ui.badge(t("packing.shelf", shelf=row["shelf"]), "neutral")),
            class_name="pp-lines pp-pack-words",
        ),
        rx.el.strong(row["count"], class_name="pp-num pp-pack-count"),
        rx.cond(
            row["left"] != "",
            ui.icon_button("plus", t("packing.count_one"), on_click=State.count_item(row["id"].to(str))),
            rx.el.span(ui.icon("check", size=20), class_name="pp-pack-whole"),
        ),
        class_name="pp-pack-item pp-pack-" + row["tone"].to(str),
        key=row["id"].to(str),
    )


def _beside() -> rx.Component:
    waiting = rx.cond(
        State.waiting.length() > 0,
        rx.el.ul(rx.foreach(State.waiting, _waiting), class_name="pp-todo"),
        rx.el.p(t("packing.none_waiting"), class_name="pp-soft pp-small"),
    )
    recent = ui.card(t("packing.recent"), rx.el.ul(rx.foreach(State.recent, _recent), class_name="pp-todo"))
    return rx.fragment(
        ui.card(t("packing.waiting"), waiting), rx.cond(State.recent.length() > 0, recent, rx.fragment())
    )


def _waiting(row: ui.Rows) -> rx.Component:
    tone = rx.cond(row["late"] != "", "bad", "neutral").to(str)
    return rx.el.li(
        rx.el.button(
            ui.channel_mark(row["connector"].to(str)),
            rx.el.span(
                rx.el.span(row["number"], class_name="pp-num pp-small pp-strong"),
                rx.el.span(row["buyer"], class_name="pp-soft pp-tiny pp-cut"),
                class_name="pp-lines pp-grow",
            ),
            rx.el.span(
                rx.cond(row["ship_by"] != "", ui.badge(row["ship_by"].to(str), tone), rx.fragment()),
                rx.el.span(t("packing.units", count=row["units"]), class_name="pp-soft pp-tiny pp-num"),
                class_name="pp-lines pp-lines-end",
            ),
            type="button",
            on_click=State.open_package(row["id"].to(str)),
            class_name="pp-row pp-pick",
        ),
        key=row["id"].to(str),
    )


def _recent(row: ui.Rows) -> rx.Component:
    again = ui.button(t("packing.show_label"), small=True, on_click=State.show_label(row["id"].to(str)))
    return rx.el.li(
        ui.link(row["number"].to(str), href=f"{routes.ORDERS}/" + row["order_id"].to(str)),
        rx.el.span(row["at"], class_name="pp-soft pp-num"),
        rx.match(
            row["label"].to(str),
            ("ready", again),
            ("waiting", ui.badge(t("packing.label_waiting"), "wait")),
            ("refused", ui.badge(t("packing.no_label"), "bad")),
            rx.fragment(),
        ),
        class_name="pp-row",
        key=row["id"].to(str),
    )


def _help() -> rx.Component:
    return ui.dialog(
        t("packing.help"),
        ui.key_values(*((t(f"packing.{name}"), ui.kbd(keys)) for keys, name in _KEYS)),
        is_open=State.help_open,
        on_open_change=State.show_help,
    )


PAGE = Page(
    route=routes.PACKING,
    render=page,
    title="packing.title",
    permission="orders.write",
    on_load=[State.load],
    live={"shipments.changed": State.news},
)
