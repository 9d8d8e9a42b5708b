"""The matching screen."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.matching import MatchingState as State
from prapazar.states.session import SessionState

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("matching.title"),
            count=State.waiting,
            note=t("matching.note"),
            back=(t("products.title"), routes.PRODUCTS),
            primary=_all_button(),
        ),
        ui.view_tabs(State.views, active=State.view, on_change=State.show_view),
        _filters(),
        _table(),
        ui.pager(
            label=State.range_label,
            has_previous=State.page > 0,
            has_next=State.has_next,
            on_previous=State.previous_page,
            on_next=State.next_page,
        ),
        _bulk(),
        _all_dialog(),
        _choose_dialog(),
        active=routes.MATCHING,
    )


def _writers(child: rx.Component) -> rx.Component:
    return rx.cond(SessionState.can["listings.write"], child, rx.fragment())


def _creators(child: rx.Component) -> rx.Component:
    may = SessionState.can["listings.write"] & SessionState.can["products.write"]
    return rx.cond(may, child, rx.fragment())


def _by_view(suggested: ui.Child, unmatched: ui.Child, matched: ui.Child, ignored: ui.Child) -> rx.Component:
    return rx.match(
        State.view,
        ("suggested", suggested),
        ("unmatched", unmatched),
        ("matched", matched),
        ("ignored", ignored),
        rx.fragment(),
    )


def _all_button() -> rx.Component:
    def button(key: str) -> rx.Component:
        return ui.button(t(key), kind="primary", loading=State.busy, on_click=State.ask_all(True))

    buttons = _by_view(
        button("matching.all_accept"), button("matching.all_create"), rx.fragment(), rx.fragment()
    )
    return rx.cond(State.rows.length() > 0, _creators(buttons), rx.fragment())


def _filters() -> rx.Component:
    return ui.filter_bar(
        ui.search_input(
            value=State.search,
            on_change=lambda value: State.set_filter("search", value),
            placeholder=t("matching.search"),
        ),
        ui.filter_select(
            t("matching.channel"),
            value=State.channel,
            choices=State.channels,
            on_change=lambda value: State.set_filter("channel", value),
        ),
        chips=State.chips,
        on_remove=lambda key: State.set_filter(key, ""),
        on_clear=State.clear_filters,
    )


def _table() -> rx.Component:
    columns = [
        ui.Column(
            key="channel",
            label=t("matching.channel"),
            cell=lambda row: ui.channel_mark(row["connector"], name=row["channel"]),
        ),
        ui.Column(key="title", label=t("matching.listing"), phone="title", grow=True, cell=_listing),
        ui.Column(key="price", label=t("matching.price"), align="right"),
        ui.Column(key="quantity", label=t("matching.quantity"), align="right"),
        ui.Column(key="suggested", label=t("matching.product"), phone="sub", grow=True, cell=_suggested),
        ui.Column(key="actions", label="", align="right", phone="subend", cell=_actions),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("matching.title"),
        loading=State.loading,
        comfortable=True,
        selected=State.selected,
        on_select=State.select,
        on_clear=State.clear,
        empty=_empty(),
    )


def _listing(row: ui.Rows) -> rx.Component:
    name = rx.cond(row["url"] != "", ui.outside_link(row["title"], href=row["url"]), rx.el.span(row["title"]))
    return _pictured(row["image"], name, row["codes"])


def _suggested(row: ui.Rows) -> rx.Component:
    shown = _pictured(row["suggested_image"], rx.el.span(row["suggested"]), row["suggested_codes"])
    return rx.cond(row["suggested"] != "", shown, rx.el.span("–", class_name="pp-soft"))


def _pictured(image: ui.Text, name: rx.Component, codes: ui.Text) -> rx.Component:
    picture = rx.cond(
        rx.Var.create(image).to(str) != "",
        rx.el.img(src=image, alt="", class_name="pp-thumb", loading="lazy"),
        rx.el.span(class_name="pp-thumb"),
    )
    return rx.el.div(
        picture,
        rx.el.div(
            name, rx.el.span(codes, class_name="pp-soft pp-tiny pp-num"), class_name="pp-lines pp-whole-names"
        ),
        class_name="pp-row",
    )


def _actions(row: ui.Rows) -> rx.Component:
    listing = row["id"].to(str)
    choose = ui.icon_button("search", t("matching.choose"), on_click=State.ask_choose(listing))
    ignore = ui.icon_button("eye-off", t("matching.ignore"), on_click=State.ignore(listing))
    create = ui.button(t("matching.create"), small=True, on_click=State.create(listing))
    buttons = _by_view(
        rx.fragment(
            ui.button(t("matching.accept"), small=True, on_click=State.accept(listing)),
            choose,
            ignore,
        ),
        rx.fragment(_creators(create), choose, ignore),
        rx.fragment(ui.button(t("matching.unmatch"), small=True, on_click=State.unmatch(listing)), choose),
        ui.button(t("matching.heed"), small=True, on_click=State.heed(listing)),
    )
    return _writers(rx.el.div(buttons, class_name="pp-row pp-row-end"))


def _empty() -> rx.Component:
    found_none = _by_view(
        ui.empty_state(t("matching.empty_suggested"), icon_name="circle-check"),
        ui.empty_state(t("matching.empty_unmatched"), icon_name="circle-check"),
        ui.empty_state(t("matching.empty")),
        ui.empty_state(t("matching.empty")),
    )
    return rx.cond(
        State.chips.length() > 0, ui.no_hits(State.chips[0]["label"], State.clear_filters), found_none
    )


def _bulk() -> rx.Component:
    ignore = ui.button(t("matching.ignore"), on_click=State.ignore(""))
    create = ui.button(t("matching.create"), kind="primary", on_click=State.create(""))
    return ui.bulk_bar(
        _writers(
            _by_view(
                rx.fragment(
                    ui.button(t("matching.accept"), kind="primary", on_click=State.accept("")),
                    _creators(ui.button(t("matching.create"), on_click=State.create(""))),
                    ignore,
                ),
                rx.fragment(_creators(create), ignore),
                ui.button(t("matching.unmatch"), kind="danger", on_click=State.unmatch("")),
                ui.button(t("matching.heed"), on_click=State.heed("")),
            )
        ),
        count=State.selected.length(),
        on_clear=State.clear,
    )


def _all_dialog() -> rx.Component:
    def said(name: str) -> tuple[ui.Text, ui.Text]:
        return t(f"matching.{name}"), t(f"matching.{name}_text", count=State.waiting)

    (accept, accept_text), (create, create_text) = said("all_accept"), said("all_create")
    is_accepting = State.view == "suggested"
    return ui.confirm_dialog(
        rx.cond(is_accepting, accept, create),
        rx.cond(is_accepting, accept_text, create_text),
        confirm=rx.cond(is_accepting, accept, create),
        is_open=State.all_open,
        on_open_change=State.ask_all,
        on_confirm=State.do_all,
        busy=State.busy,
    )


def _choose_dialog() -> rx.Component:
    hits = rx.cond(
        State.hits.length() > 0,
        rx.el.ul(rx.foreach(State.hits, _hit), class_name="pp-todo"),
        rx.cond(
            State.typed != "",
            ui.empty_state(t("matching.no_product"), icon_name="search-x"),
            rx.fragment(),
        ),
    )
    return ui.dialog(
        t("matching.dialog_title"),
        rx.el.p(State.choose_title, class_name="pp-strong"),
        ui.search_input(
            value=State.typed, on_change=State.set_typed, placeholder=t("matching.dialog_search")
        ),
        hits,
        is_open=State.choose_open,
        on_open_change=State.close_choose,
        wide=True,
    )


def _hit(hit: ui.Rows) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(
                rx.el.span(hit["name"], class_name="pp-strong"),
                rx.el.span(hit["codes"], class_name="pp-soft pp-tiny pp-num"),
                class_name="pp-lines",
            ),
            ui.icon("chevron-right", size=14),
            type="button",
            class_name="pp-row pp-between",
            on_click=State.choose(hit["id"].to(str)),
        )
    )


PAGE = Page(
    route=routes.MATCHING,
    render=page,
    title="matching.title",
    permission="listings.read",
    on_load=[State.load],
    live={"listings.changed": State.news},
)
