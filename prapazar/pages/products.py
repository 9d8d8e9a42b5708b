"""The product list."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.address import address
from prapazar.foundation import routes
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.products import ProductsState as State
from prapazar.states.session import SessionState

t = ui.t
TONES: dict[str, ui.Tone] = {"active": "good", "draft": "wait", "archived": "neutral"}


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("products.title"),
            count=State.total_label,
            actions=[
                _only(
                    "products.write",
                    ui.link_button(t("products.import"), href=routes.IMPORTS, icon_name="upload"),
                ),
                _export(),
            ],
            primary=_only(
                "products.write",
                ui.link_button(t("products.new"), href=routes.NEW_PRODUCT, kind="primary", icon_name="plus"),
            ),
        ),
        address(State.address),
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
        _bulk_dialog(),
        _archive_dialog(),
        active=routes.PRODUCTS,
    )


def _only(permission: str, child: rx.Component) -> rx.Component:
    return rx.cond(SessionState.can[permission], child, rx.fragment())


def _export() -> rx.Component:
    return ui.dropdown_menu(
        [ui.icon("download"), rx.el.span(t("words.export"))],
        *(
            ui.MenuEntry(
                label=t(f"products.export_{kind}"), href=f"/api/products/export.{kind}?" + State.address
            )
            for kind in ("csv", "xlsx")
        ),
        label=t("words.export"),
        trigger_class="pp-button pp-button-secondary",
    )


def _filters() -> rx.Component:
    def named(name: str) -> ui.Handler:
        return lambda value: State.set_filter(name, value)

    stock = [ui.Choice(value=v, label=t(f"products.stock_{v}")) for v in ("in_stock", "low", "out", "short")]
    return ui.filter_bar(
        ui.search_input(value=State.search, on_change=named("search"), placeholder=t("products.search")),
        ui.filter_select(t("products.stock"), value=State.stock, choices=stock, on_change=named("stock")),
        ui.filter_select(
            t("products.channel"), value=State.channel, choices=State.channels, on_change=named("channel")
        ),
        ui.filter_select(
            t("products.brand"), value=State.brand, choices=State.brands, on_change=named("brand")
        ),
        ui.filter_select(
            t("products.category"),
            value=State.category,
            choices=State.categories,
            on_change=named("category"),
        ),
        *(_price_bound(name) for name in ("price_from", "price_to")),
        chips=State.chips,
        on_remove=State.remove_filter,
        on_clear=State.clear_filters,
    )


def _price_bound(name: str) -> rx.Component:
    value = State.price_from if name == "price_from" else State.price_to
    return rx.el.input(
        default_value=value,
        key=f"{name}-" + value,
        placeholder=t(f"products.{name}"),
        aria_label=t(f"products.{name}"),
        input_mode="decimal",
        on_blur=lambda text: State.set_filter(name, text),
        class_name="pp-input pp-num-input",
        style={"width": "88px"},
    )


def _table() -> rx.Component:
    columns = [
        ui.Column(
            key="name", label=t("products.name"), sort="name", phone="title", link=True, grow=True, cell=_name
        ),
        ui.Column(key="category", label=t("products.category"), hint="category"),
        ui.Column(key="price", label=t("products.price"), align="right", phone="end", cell=_price),
        ui.Column(key="on_hand", label=t("products.on_hand"), align="right"),
        ui.Column(
            key="available", label=t("products.available"), align="right", phone="subend", cell=_available
        ),
        ui.Column(key="channels", label=t("products.channels"), cell=_channels),
        ui.Column(
            key="status",
            label=t("products.status"),
            phone="sub",
            cell=lambda row: status(row["status"]),
        ),
        ui.Column(
            key="updated", label=t("products.updated"), sort="updated", hint="updated_full", align="right"
        ),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("products.title"),
        href=lambda row: f"{routes.PRODUCTS}/" + row["id"].to(str),
        loading=State.loading,
        sort=State.sort,
        on_sort=State.sort_by,
        selected=State.selected,
        on_select=State.select,
        on_clear=State.clear,
        empty=_empty(),
    )


def status(code: rx.Var[str]) -> rx.Component:
    return rx.match(
        code,
        *[(name, ui.badge(t(f"products.status_{name}"), tone)) for name, tone in TONES.items()],
        rx.fragment(),
    )


def _name(row: ui.Rows) -> rx.Component:
    picture = rx.cond(
        row["image"] != "",
        rx.el.img(src=row["image"], alt="", class_name="pp-thumb", loading="lazy"),
        rx.el.span(class_name="pp-thumb"),
    )
    return rx.el.span(
        picture,
        rx.el.span(
            rx.el.span(row["name"]),
            rx.el.span(row["sku"], class_name="pp-soft pp-tiny pp-num"),
            class_name="pp-lines",
        ),
        class_name="pp-row",
    )


def _price(row: ui.Rows) -> rx.Component:
    return rx.fragment(
        rx.cond(row["no_floor"] != "", ui.badge(t("products.no_floor"), "wait"), rx.fragment()), row["price"]
    )


def _available(row: ui.Rows) -> rx.Component:
    return rx.cond(
        row["stock_tone"] != "",
        ui.badge(row["available"], row["stock_tone"]),
        rx.el.span(row["available"]),
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
        rx.el.span(row["more"], class_name="pp-soft pp-tiny"),
        class_name="pp-row",
    )


def _empty() -> rx.Component:
    return rx.cond(
        State.chips.length() > 0,
        ui.no_hits(State.chips[0]["label"], State.clear_filters),
        rx.cond(
            State.view == "all",
            ui.empty_state(
                t("products.empty"),
                action=ui.link_button(t("frame.new_channel"), href=routes.NEW_CHANNEL, kind="primary"),
                icon_name="package",
            ),
            ui.empty_state(t("lists.empty"), icon_name="circle-check"),
        ),
    )


def _bulk() -> rx.Component:
    return ui.bulk_bar(
        _only(
            "products.write",
            ui.button(t("products.bulk_edit"), kind="primary", on_click=State.ask_bulk(True)),
        ),
        _only(
            "products.delete",
            rx.cond(
                State.view == "archived",
                ui.button(t("products.restore"), on_click=State.restore),
                ui.button(t("products.archive"), kind="danger", on_click=State.ask_archive(True)),
            ),
        ),
        count=State.selected.length(),
        on_clear=State.clear,
        total=State.total,
        total_label=State.total_label,
        every=State.every,
        on_select_all=State.select_all,
    )


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
    count = rx.cond(State.every, State.total_label, State.selected.length().to_string())
    return ui.confirm_dialog(
        t("products.archive_many", count=count),
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
