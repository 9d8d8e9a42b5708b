"""The product list."""

from collections.abc import Callable

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import lists
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.products import ProductsState as State

t = ui.t
EXPORTS = "/api/products"
TONES: dict[str, ui.Tone] = {"active": "good", "draft": "wait", "archived": "neutral"}


def page() -> rx.Component:
    stock = [ui.Choice(value=v, label=t(f"products.stock_{v}")) for v in ("in_stock", "low", "out", "short")]
    return frame(
        *lists.list_page(
            State,
            _columns(),
            header=_header(),
            label=t("products.title"),
            search=t("products.search"),
            filters=[
                lists.choice(State, "stock", t("products.stock"), stock),
                lists.choice(State, "channel", t("products.channel")),
                lists.choice(State, "brand", t("products.brand")),
                lists.choice(State, "category", t("products.category")),
                rx.el.span(
                    _price_bound("price_from"), _price_bound("price_to"), class_name="pp-row pp-tight"
                ),
            ],
            href=lambda row: f"{routes.PRODUCTS}/" + row["id"].to(str),
            empty=_empty(),
            bulk=_bulk(),
        ),
        _bulk_dialog(),
        _archive_dialog(),
        active=routes.PRODUCTS,
    )


def _only(permission: str, child: rx.Component) -> rx.Component:
    return rx.cond(may(permission), child, rx.fragment())


def _header() -> rx.Component:
    take_in = ui.link_button(t("products.import"), href=routes.IMPORTS, icon_name="upload")
    new = ui.link_button(t("products.new"), href=routes.NEW_PRODUCT, kind="primary", icon_name="plus")
    return ui.page_header(
        t("products.title"),
        count=State.total_label,
        actions=[
            _only("products.write", take_in),
            lists.export_menu(EXPORTS, State.address, ("products", State, _columns())),
        ],
        primary=_only("products.write", new),
    )


def _price_bound(name: str) -> rx.Component:
    value = State.filters[name]
    return rx.el.input(
        default_value=value,
        key=f"{name}-" + value,
        placeholder=t(f"products.{name}"),
        aria_label=t(f"products.{name}"),
        input_mode="decimal",
        on_blur=lists.named(State, name),
        class_name="pp-input pp-num-input pp-price-bound",
    )


def _columns() -> list[ui.Column]:
    return [
        ui.Column(
            key="name",
            label=t("products.name"),
            sort="name",
            phone="title",
            link=True,
            grow=True,
            cell=_name,
            hint="name",
            fixed=True,
        ),
        ui.Column(key="sku", label=t("products.sku"), phone="sub", cell=_sku),
        ui.Column(key="brand", label=t("products.brand"), cell=_cut("brand"), hint="brand"),
        ui.Column(key="category", label=t("products.category"), cell=_cut("category_end"), hint="category"),
        ui.Column(key="price", label=t("products.price"), align="right", phone="end", cell=_price),
        ui.Column(key="on_hand", label=t("products.on_hand"), align="right"),
        ui.Column(
            key="available", label=t("products.available"), align="right", phone="subend", cell=_available
        ),
        ui.Column(key="channels", label=t("products.channels"), cell=_channels),
        ui.Column(
            key="status",
            label=t("products.status"),
            cell=lambda row: status(row["status"].to(str)),
        ),
        ui.Column(
            key="updated", label=t("products.updated"), sort="updated", hint="updated_full", align="right"
        ),
    ]


def _cut(key: str) -> Callable[[ui.Rows], rx.Component]:
    return lambda row: rx.el.span(row[key].to(str), class_name="pp-cut pp-cell-words")


def status(code: rx.Var[str]) -> rx.Component:
    return rx.match(
        code,
        *[(name, ui.badge(t(f"products.status_{name}"), tone)) for name, tone in TONES.items()],
        rx.fragment(),
    )


def _name(row: ui.Rows) -> rx.Component:
    name = rx.el.span(row["name"].to(str), class_name="pp-cut")
    return rx.el.span(lists.picture(row), name, class_name="pp-row")


def _sku(row: ui.Rows) -> rx.Component:
    more = rx.el.span(
        row["more_variants"].to(str), class_name="pp-soft pp-tiny", title=t("products.variants")
    )
    return rx.fragment(row["sku"].to(str), more)


def _price(row: ui.Rows) -> rx.Component:
    return rx.fragment(
        rx.cond(row["no_floor"] != "", ui.badge(t("products.no_floor"), "wait"), rx.fragment()),
        row["price"].to(str),
    )


def _available(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["stock_tone"] != "",
        ui.badge(row["available"].to(str), row["stock_tone"].to(str)),
        rx.el.span(row["available"].to(str)),
    )


def _channels(row: ui.Rows) -> rx.Component:
    marks = row["marks"].to(list[dict[str, str]])
    return rx.el.span(
        rx.foreach(
            marks,
            lambda mark: rx.el.span(
                ui.channel_mark(mark["slug"]),
                rx.cond(
                    mark["problem"] != "",
                    rx.el.span(
                        ui.icon("triangle-alert", size=12), title=mark["problem"], class_name="pp-bad"
                    ),
                    rx.fragment(),
                ),
                title=mark["name"],
            ),
        ),
        rx.el.span(row["more"].to(str), class_name="pp-soft pp-tiny"),
        class_name="pp-row",
    )


def _empty() -> rx.Component:
    connect = ui.link_button(t("frame.new_channel"), href=routes.NEW_CHANNEL, kind="primary")
    return ui.empty_state(t("products.empty"), action=_only("channels.write", connect), icon_name="package")


def _bulk() -> list[ui.Child]:
    shelve = rx.cond(
        State.view == "archived",
        ui.button(t("products.restore"), on_click=State.restore),
        ui.button(t("products.archive"), kind="danger", on_click=State.ask_archive(True)),
    )
    edit = ui.button(t("products.bulk_edit"), kind="primary", on_click=State.ask_bulk(True))
    return [
        _only("products.write", edit),
        _only("listings.write", ui.button(t("publishing.button"), icon_name="send", on_click=State.publish)),
        _only("products.delete", shelve),
        lists.export_menu(EXPORTS, lists.chosen(State), ("products", State, _columns())),
    ]


def _bulk_dialog() -> rx.Component:
    endings = [ui.Choice(value=v, label=t(f"products.ending_{v}")) for v in ("exact", "ninety", "whole")]
    form = rx.form(
        ui.text_input("brand", t("products.brand"), optional=True),
        ui.text_input(
            "category", t("products.category"), help_text=t("products.category_help"), optional=True
        ),
        ui.text_input(
            "vat_rate",
            t("products.bulk_vat"),
            numeric=True,
            suffix="%",
            error=_error("vat_rate"),
            optional=True,
        ),
        _only(
            "prices.write",
            rx.fragment(
                ui.text_input(
                    "percent",
                    t("products.bulk_percent"),
                    numeric=True,
                    suffix="%",
                    help_text=t("products.bulk_percent_help"),
                    error=_error("percent"),
                    optional=True,
                ),
                ui.select("ending", t("products.bulk_ending"), endings, default_value="exact"),
            ),
        ),
        ui.button(t("products.apply"), kind="primary", submit=True),
        on_submit=State.bulk_edit,
        class_name="pp-form",
    )
    return ui.dialog(
        t("products.bulk_edit"),
        form,
        is_open=State.bulk_open,
        on_open_change=State.ask_bulk,
        text=t("products.bulk_text"),
    )


def _error(name: str) -> rx.Var[str]:
    return State.errors.get(name, "")


def _archive_dialog() -> rx.Component:
    return ui.confirm_dialog(
        t("products.archive_many", count=lists.chosen_count(State)),
        t("products.archive_text"),
        confirm=t("products.archive"),
        is_open=State.archive_open,
        on_open_change=State.ask_archive,
        on_confirm=State.archive,
    )


PAGE = Page(
    route=routes.PRODUCTS,
    render=page,
    title="products.title",
    permission="products.read",
    on_load=[State.load],
    live={"products.changed": State.news, "stock.changed": State.news, "prices.changed": State.news},
)
