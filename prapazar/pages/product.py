"""One product, to look at and to edit."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import record_tasks
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.pages.product_bundle import bundle_card
from prapazar.pages.products import status
from prapazar.states.product import ProductState as State
from prapazar.states.product_bundle import ProductBundleState
from prapazar.states.session import SessionState

t = ui.t
_FIELDS = rx.Var.create(
    ["sku", "barcode", "name", "sale_price", "list_price", "floor_price", "cost", "desi", "shelf"]
)
"""Of a variant: an error that belongs to one of them stands beneath it."""


def page() -> rx.Component:
    return frame(
        rx.cond(
            State.missing,
            ui.empty_state(
                t("products.missing"),
                action=ui.link_button(t("products.title"), href=routes.PRODUCTS),
                icon_name="search-x",
            ),
            rx.cond(State.loading, ui.skeleton_lines(10), _product()),
        ),
        active=routes.PRODUCTS,
    )


def _product() -> rx.Component:
    return rx.fragment(
        ui.tab_title(State.product["name"]),
        ui.page_header(
            State.product["name"],
            status=status(State.product["status"]),
            back=(t("products.title"), routes.PRODUCTS),
            actions=[
                _publish_button(),
                record_tasks.new_task("product", State.product["id"]),
                _archive_button(),
            ],
        ),
        _banners(),
        ui.two_columns(product_form(), _facts()),
        _archive_dialog(),
    )


def _publish_button() -> rx.Component:
    send = ui.button(t("publishing.button"), icon_name="send", on_click=State.publish)
    return rx.cond(SessionState.can["listings.write"], send, rx.fragment())


def _archive_button() -> rx.Component:
    buttons = rx.cond(
        State.product["status"] == "archived",
        ui.button(t("products.restore"), on_click=State.restore),
        ui.button(t("products.archive"), kind="quiet", on_click=State.ask_archive(True)),
    )
    return rx.cond(SessionState.can["products.delete"], buttons, rx.fragment())


def _archive_dialog() -> rx.Component:
    return ui.confirm_dialog(
        t("products.archive_many", count=1),
        t("products.archive_text"),
        confirm=t("products.archive"),
        is_open=State.archive_open,
        on_open_change=State.ask_archive,
        on_confirm=State.archive,
    )


def _banners() -> rx.Component:
    return rx.fragment(
        rx.cond(State.has_problem, ui.banner(t("products.problem_banner"), tone="bad"), rx.fragment()),
        rx.cond(
            State.no_floor,
            ui.banner(t("products.no_floor_banner"), t("products.no_floor_text"), tone="wait"),
            rx.fragment(),
        ),
    )


def product_form() -> rx.Component:
    """Facts and variants; the new product's page has nothing else. Who may only read finds the fields shut."""
    may = SessionState.can["products.write"].to(bool)
    new_variant = ui.button(
        t("products.variant_new"), icon_name="plus", small=True, on_click=State.add_variant
    )
    return ui.edit_form(
        rx.el.fieldset(
            ui.card(t("products.facts"), _facts_fields()),
            ui.card(
                t("products.variant_lines"),
                rx.el.div(rx.foreach(State.variants, _variant), class_name="pp-stack"),
                action=rx.cond(may, new_variant, rx.fragment()),
            ),
            disabled=~may,
            class_name="pp-locked",
        ),
        on_save=State.save,
        version=State.version,
        busy=State.busy,
    )


def _facts_fields() -> rx.Component:
    field, error = State.product, State.errors
    statuses = [ui.Choice(value=v, label=t(f"products.status_{v}")) for v in ("active", "draft", "archived")]
    return rx.fragment(
        ui.text_input(
            "name",
            t("products.name"),
            default_value=field["name"],
            error=error.get("name", ""),
            max_length=500,
        ),
        _grid(
            ui.text_input(
                "brand", t("products.brand"), default_value=field["brand"], list="pp-brands", optional=True
            ),
            ui.text_input(
                "category",
                t("products.category"),
                default_value=field["category"],
                help_text=t("products.category_help"),
                list="pp-categories",
                optional=True,
            ),
            ui.text_input(
                "code",
                t("products.code"),
                default_value=field["code"],
                help_text=t("products.code_help"),
                error=error.get("code", ""),
                optional=True,
            ),
            ui.text_input(
                "vat_rate",
                t("products.vat"),
                default_value=field["vat_rate"],
                numeric=True,
                suffix="%",
                error=error.get("vat_rate", ""),
            ),
            ui.select("status", t("products.status"), statuses, default_value=field["status"]),
            rx.cond(
                State.suppliers.length() > 0,
                ui.select(
                    "supplier",
                    t("products.supplier"),
                    State.suppliers,
                    default_value=field["supplier"],
                    error=error.get("supplier", ""),
                ),
                rx.fragment(),
            ),
        ),
        _choices("pp-brands", State.brands),
        _choices("pp-categories", State.categories),
        ui.textarea(
            "description",
            t("products.description"),
            default_value=field["description"],
            optional=True,
            rows=5,
        ),
        ui.textarea(
            "images",
            t("products.images"),
            default_value=field["images"],
            help_text=t("products.images_help"),
            error=error.get("images", ""),
            optional=True,
            rows=3,
        ),
    )


def _grid(*fields: ui.Child) -> rx.Component:
    return rx.el.div(
        *fields,
        style={
            "display": "grid",
            "gap": "12px",
            "grid_template_columns": "repeat(auto-fill, minmax(150px, 1fr))",
        },
    )


def _choices(name: str, values: rx.Var[list[str]]) -> rx.Component:
    return rx.el.datalist(rx.foreach(values, lambda value: rx.el.option(value=value)), id=name)


def _variant(line: ui.Rows) -> rx.Component:
    return rx.el.fieldset(
        _grid(
            _input(line, "sku"),
            _input(line, "barcode"),
            _input(line, "name", label="variant_name"),
            _input(line, "sale_price", label="sale", numeric=True, unit="₺"),
            _input(line, "list_price", label="list", numeric=True, unit="₺"),
            _input(line, "floor_price", label="floor", numeric=True, unit="₺"),
            _input(line, "cost", numeric=True, unit="₺"),
            _input(line, "desi", numeric=True),
            _input(line, "shelf"),
        ),
        rx.el.div(
            _is_active(line),
            _stock(line),
            rx.el.span(class_name="pp-grow"),
            ui.icon_button(
                "trash-2", t("products.variant_remove"), on_click=State.remove_variant(line["key"])
            ),
            class_name="pp-row",
        ),
        _said(line["odd_barcode"] != "", t("products.barcode_odd"), "pp-soft pp-small"),
        rx.cond(
            (line["error"] != "") & ~_FIELDS.contains(line["error_in"]),
            _wrong(line["error"], "e-" + line["key"].to(str)),
            rx.fragment(),
        ),
        key=line["key"],
        class_name="pp-card-body",
        style={"border": "1px solid var(--line)", "border_radius": "6px"},
    )


def _said(condition: rx.Var[bool], text: ui.Text, class_name: str) -> rx.Component:
    return rx.cond(condition, rx.el.p(text, class_name=class_name), rx.fragment())


def _input(
    line: ui.Rows, name: str, *, label: str = "", numeric: bool = False, unit: str = ""
) -> rx.Component:
    """Its name carries the line, so that one form sends them all."""
    identity = f"f-{name}-" + line["key"].to(str)
    is_wrong = line["error_in"] == name
    box = rx.el.input(
        id=identity,
        aria_invalid=is_wrong,
        aria_describedby="e-" + identity,
        name=f"{name}-" + line["key"].to(str),
        default_value=line[name],
        auto_complete="off",
        class_name="pp-input pp-num-input" if numeric else "pp-input",
        **({"input_mode": "decimal"} if numeric else {}),
    )
    return rx.el.div(
        rx.el.label(t(f"products.{label or name}"), html_for=identity),
        rx.el.div(box, rx.el.span(unit), class_name="pp-suffixed") if unit else box,
        rx.cond(is_wrong, _wrong(line["error"], "e-" + identity), rx.fragment()),
        class_name="pp-field",
    )


def _wrong(text: ui.Text, identity: ui.Text) -> rx.Component:
    return rx.el.p(
        ui.icon("circle-alert", size=14),
        rx.el.span(text),
        id=identity,
        role="alert",
        class_name="pp-error",
    )


def _is_active(line: ui.Rows) -> rx.Component:
    return rx.el.label(
        rx.el.input(
            type="checkbox",
            name="is_active-" + line["key"].to(str),
            default_checked=line["is_active"],
            class_name="pp-checkbox",
        ),
        rx.el.span(t("products.is_active"), class_name="pp-choice-text"),
        class_name="pp-choice",
    )


def _stock(line: ui.Rows) -> rx.Component:
    shown = ui.link(
        t("products.on_hand"),
        " ",
        rx.el.strong(line["on_hand"], class_name="pp-num"),
        " · ",
        t("products.available"),
        " ",
        rx.el.strong(line["available"], class_name="pp-num"),
        href=f"{routes.STOCK}/" + line["id"].to(str),
    )
    return rx.cond(line["id"] != "", shown, rx.fragment())


def _facts() -> rx.Component:
    picture = rx.cond(
        State.product["image"] != "",
        rx.el.img(
            src=State.product["image"],
            alt="",
            loading="lazy",
            style={"max_width": "100%", "max_height": "220px", "object_fit": "contain"},
        ),
        rx.fragment(),
    )
    return rx.fragment(
        record_tasks.open_tasks(),
        ui.card(t("products.on_channels"), _listings()),
        bundle_card(),
        ui.card(
            None,
            picture,
            ui.key_values(
                (t("products.changed_at"), rx.el.span(State.product["updated"], class_name="pp-num")),
                (t("products.created_at"), rx.el.span(State.product["created"], class_name="pp-num")),
            ),
        ),
        rx.cond(
            State.history.length() > 0,
            ui.card(t("products.price_history"), ui.timeline(State.history)),
            rx.fragment(),
        ),
    )


def _listings() -> rx.Component:
    return rx.cond(
        State.listings.length() == 0,
        rx.el.p(t("products.not_listed"), class_name="pp-soft"),
        rx.el.ul(rx.foreach(State.listings, _listing), class_name="pp-todo"),
    )


def _listing(row: ui.Rows) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            ui.channel_mark(row["connector"], name=row["channel"]),
            rx.el.span(class_name="pp-grow"),
            rx.el.span(row["sku"], class_name="pp-soft pp-tiny pp-num"),
            class_name="pp-row",
        ),
        ui.key_values(
            (
                t("products.told"),
                ui.link(
                    row["told"],
                    rx.el.span(" ", row["told_at"], class_name="pp-soft"),
                    href=f"{routes.STOCK}/" + row["variant_id"].to(str),
                ),
            ),
            (t("products.told_price"), rx.el.span(row["told_price"], class_name="pp-num")),
        ),
        rx.cond(row["problem"] != "", ui.badge(row["problem"], "bad"), rx.fragment()),
        rx.cond(
            row["box"] != "",
            rx.el.div(ui.badge(row["box"].to(str), row["box_tone"].to(str))),
            rx.fragment(),
        ),
        rx.cond(
            row["url"] != "",
            rx.el.div(ui.outside_link(row["title"], href=row["url"]), class_name="pp-small"),
            rx.fragment(),
        ),
        class_name="pp-listed",
    )


PAGE = Page(
    route=routes.PRODUCT,
    render=page,
    title="products.title",
    permission="products.read",
    on_load=[State.load, ProductBundleState.load, record_tasks.LOAD],
    live={
        "stock.changed": State.news,
        "prices.changed": State.news,
        "listings.changed": State.news,
        "buyboxes.changed": State.news,
        "tasks.changed": record_tasks.LOAD,
    },
)
