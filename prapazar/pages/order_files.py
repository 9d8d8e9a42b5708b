"""The files kept with an order, on its page."""

import reflex as rx

from prapazar import components as ui
from prapazar.states.order_desk import OrderDeskState as Desk
from prapazar.states.session import SessionState

t = ui.t
UPLOAD = "order-files"
MOST_BYTES = 10_000_000
"""As domain.files keeps at most; the server asks again."""


def card() -> rx.Component:
    return ui.card(t("orders.files"), _files())


def _files() -> rx.Component:
    zone = rx.upload(
        rx.el.div(
            ui.icon("upload", size=20),
            rx.el.strong(t("orders.drop_file")),
            rx.el.span(t("orders.drop_kinds"), class_name="pp-soft pp-small"),
            class_name="pp-drop",
        ),
        id=UPLOAD,
        multiple=True,
        max_size=MOST_BYTES,
        on_drop=Desk.upload(rx.upload_files(upload_id=UPLOAD)),
        on_drop_rejected=lambda _files: Desk.refuse(),
        width="100%",
        border="0",
        padding="0",
    )
    # The input itself is hidden; whoever listens is told what it is for.
    chooser = next(child for child in zone.children[0].children if child.tag == "input")
    chooser.custom_attrs = {"aria-label": t("orders.drop_file")}
    kinds = [
        ui.Choice(value=kind, label=t(f"kept.kind_{kind}"))
        for kind in ("document", "invoice", "label", "picture")
    ]
    write = rx.fragment(
        ui.filter_select(t("orders.file_kind"), value=Desk.kind, choices=kinds, on_change=Desk.set_kind),
        zone,
        rx.cond(
            Desk.problem != "", rx.el.p(Desk.problem, role="alert", class_name="pp-error"), rx.fragment()
        ),
    )
    return rx.fragment(
        rx.el.ul(rx.foreach(Desk.files, _file), class_name="pp-todo"),
        rx.cond(SessionState.can["orders.write"], write, rx.fragment()),
    )


def _file(row: ui.Rows) -> rx.Component:
    remove = ui.icon_button("trash-2", t("words.delete"), on_click=Desk.remove_file(row["id"].to(str)))
    return rx.el.li(
        rx.el.div(
            rx.el.a(row["name"], href=row["href"].to(str), target="_blank", class_name="pp-link"),
            rx.el.span(
                ui.words("kept", "kind_" + row["kind"].to(str)),
                " · ",
                row["about"],
                class_name="pp-soft pp-small",
            ),
            class_name="pp-lines pp-grow",
        ),
        rx.cond((row["own"] != "") & SessionState.can["orders.write"].to(bool), remove, rx.fragment()),
        class_name="pp-row",
        key=row["id"].to(str),
    )
