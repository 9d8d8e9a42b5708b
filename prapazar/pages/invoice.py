"""One document."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import take_payment
from prapazar.pages.layout import frame, may
from prapazar.pages.order_invoices import units_row
from prapazar.pages.page import Page
from prapazar.states.invoice import InvoiceState as State

t = ui.t


def page() -> rx.Component:
    missing = ui.empty_state(
        t("invoices.missing"),
        action=ui.link_button(t("invoices.title"), href=routes.INVOICES),
        icon_name="search-x",
    )
    return frame(
        rx.cond(State.missing, missing, rx.cond(State.loading, ui.skeleton_page(), _invoice())),
        active=routes.INVOICES,
    )


def _invoice() -> rx.Component:
    return rx.fragment(
        ui.tab_title(State.invoice["number"]),
        ui.page_header(
            State.invoice["number"],
            status=rx.el.span(
                ui.badge(State.invoice["kind"], "neutral"),
                ui.badge(State.invoice["status"], State.invoice["tone"]),
                class_name="pp-row",
            ),
            back=(t("invoices.title"), routes.INVOICES),
            actions=[_papers(), _second()],
            primary=_primary(),
        ),
        _problem(),
        ui.two_columns(_left(), _right()),
        _edit_dialog(),
        _reason_dialog("cancel", State.cancel_open, State.ask_cancel, State.cancel),
        _reason_dialog("discard", State.discard_open, State.ask_discard, State.discard),
        take_payment.dialog(),
        _return_dialog(),
        _mail_dialog(),
    )


def _only(key: str, permission: str, shown: rx.Component) -> rx.Component:
    return rx.cond(may(permission) & (State.invoice[key] != ""), shown, rx.fragment())


def _papers() -> rx.Component:
    xml = ui.outside_link(t("invoices.xml"), href=State.invoice["xml"])
    return rx.el.span(
        ui.outside_link(t("invoices.pdf"), href=State.invoice["pdf"]),
        rx.cond(State.invoice["xml"] != "", xml, rx.fragment()),
        class_name="pp-row",
    )


def _second() -> rx.Component:
    give_back = rx.fragment(
        ui.button(t("invoices.make_return"), on_click=State.ask_return("return")),
        ui.button(t("invoices.make_credit_note"), on_click=State.ask_return("credit_note")),
    )
    edit = rx.fragment(
        rx.cond(
            may("invoices.delete"),
            ui.button(t("invoices.discard"), kind="quiet", on_click=State.ask_discard(True)),
            rx.fragment(),
        ),
        ui.button(t("invoices.edit"), on_click=State.ask_edit(True)),
    )
    cancel = ui.button(t("invoices.cancel"), kind="quiet", on_click=State.ask_cancel(True))
    return rx.fragment(
        _only("can_cancel", "invoices.delete", cancel),
        _only("can_return", "invoices.write", give_back),
        _only("can_edit", "invoices.write", edit),
    )


def _primary() -> rx.Component:
    label = rx.cond(State.invoice["is_retry"] != "", t("invoices.again"), t("invoices.issue"))
    return rx.fragment(
        _only("can_issue", "invoices.write", ui.button(label, kind="primary", on_click=State.issue)),
        take_payment.button(),
    )


def _problem() -> rx.Component:
    why, fix = State.invoice["why"], State.invoice["fix"]
    banner = rx.cond(
        State.invoice["tone"] == "bad", ui.banner(why, fix, tone="bad"), ui.banner(why, fix, tone="wait")
    )
    faults = rx.el.ul(
        rx.foreach(
            State.faults,
            lambda one: rx.el.li(
                rx.el.span(one["text"]), rx.el.span(" ", one["place"], class_name="pp-faint pp-tiny")
            ),
        ),
        class_name="pp-small",
    )
    return rx.cond(
        State.invoice["why"] != "",
        rx.fragment(banner, rx.cond(State.faults.length() > 0, faults, rx.fragment())),
        rx.fragment(),
    )


def _quantity(row: ui.Rows) -> rx.Component:
    """Without a column of its own for the price, a phone says it here."""
    price = rx.el.span(" × ", row["price"], class_name="pp-only-phone", key="price")
    return rx.fragment(row["quantity"], rx.cond(row["price"] != "", price, rx.fragment()))


def _vat(row: ui.Rows) -> rx.Component:
    named = rx.el.span(t("invoices.vat"), " ", class_name="pp-only-phone", key="name")
    return rx.fragment(rx.cond(row["vat"] != "", named, rx.fragment()), row["vat"])


def _left() -> rx.Component:
    columns = [
        ui.Column(
            key="title",
            label=t("invoices.line"),
            grow=True,
            phone="title",
            cell=lambda row: rx.el.div(
                rx.el.span(row["title"]),
                rx.el.span(row["sku"], class_name="pp-soft pp-tiny pp-num"),
                class_name="pp-lines pp-whole-names",
            ),
        ),
        ui.Column(key="quantity", label=t("invoices.quantity"), align="right", phone="sub", cell=_quantity),
        ui.Column(key="price", label=t("invoices.price"), align="right"),
        ui.Column(key="vat", label=t("invoices.vat"), align="right", phone="subend", cell=_vat),
        ui.Column(key="total", label=t("invoices.total"), align="right", phone="end"),
    ]
    sums = rx.el.div(
        rx.foreach(
            State.sums,
            lambda one: ui.key_values((one["label"], rx.el.span(one["value"], class_name="pp-num"))),
        ),
        class_name="pp-sums",
    )
    preview = rx.el.iframe(
        src=State.invoice["pdf"] + "#navpanes=0&view=FitH",
        title=t("invoices.preview"),
        class_name="pp-paper",
        loading="lazy",
    )
    return rx.fragment(
        ui.card(
            t("invoices.lines"),
            ui.data_table(columns, State.lines, label=t("invoices.lines"), comfortable=True),
            sums,
        ),
        rx.el.div(ui.card(t("invoices.preview"), preview), class_name="pp-not-phone"),
        ui.card(t("invoices.timeline"), ui.timeline(State.events)),
    )


def _fact(key: str, label: str, shown: ui.Child | None = None) -> rx.Component:
    said = shown if shown is not None else rx.el.span(State.invoice[key], class_name="pp-num")
    return rx.cond(State.invoice[key] != "", ui.key_values((t(label), said)), rx.fragment())


def _right() -> rx.Component:
    order = ui.link(State.invoice["order"], href=f"{routes.ORDERS}/" + State.invoice["order_id"].to(str))
    related = ui.card(
        t("invoices.related"),
        rx.foreach(
            State.related,
            lambda one: rx.el.div(
                ui.link(one["label"], href=one["href"]),
                rx.el.span(one["status"], class_name="pp-soft pp-small"),
                class_name="pp-row",
            ),
        ),
    )
    settlement = ui.card(  # who sees payments has their card, which says the same and more
        t("invoices.settlement"),
        ui.badge(State.invoice["settlement"], State.invoice["settlement_tone"]),
        _fact("total", "invoices.payable"),
        _fact("paid", "invoices.paid"),
    )
    return rx.fragment(
        ui.card(
            t("invoices.facts"),
            _fact("number", "invoices.number", ui.copyable(State.invoice["number"])),
            _fact("at_full", "invoices.date"),
            _fact("order", "invoices.order", order),
            _fact("type", "invoices.type"),
            _fact("rate", "invoices.rate"),
            _fact("profile", "invoices.profile"),
            _fact("ettn", "invoices.ettn", ui.copyable(State.invoice["ettn"])),
            _fact("due_on", "invoices.due_on"),
            _fact("provider", "invoices.provider"),
            _fact("gib", "invoices.gib"),
            _fact("provider_word", "invoices.provider_word"),
            _fact("reported", "invoices.reported"),
            _fact("told_channel", "invoices.told_channel"),
            _fact("url", "invoices.link", ui.copyable(State.invoice["url"])),
        ),
        ui.card(
            t("invoices.buyer"),
            _fact("buyer", "invoices.buyer_name"),
            _fact("tax_number", "invoices.tax_number", ui.copyable(State.invoice["tax_number"])),
            _fact("place", "invoices.street", rx.el.span(State.invoice["place"])),
        ),
        rx.cond(may("payments.read"), rx.fragment(), settlement),
        rx.cond((State.shares.length() > 0) | (State.invoice["can_mail"] != ""), _shared(), rx.fragment()),
        take_payment.card(),
        rx.cond(State.related.length() > 0, related, rx.fragment()),
    )


def _shared() -> rx.Component:
    """Who was told of it: the channels that show it to the buyer, and the buyer by mail."""
    again = ui.button(t("invoices.share_again"), small=True, on_click=State.share_again)
    letter = ui.button(t("invoices.mail"), small=True, on_click=State.ask_mail(True))
    buttons = rx.el.div(
        rx.cond(State.can_share & (State.invoice["can_mail"] != ""), again, rx.fragment()),
        rx.cond(State.invoice["can_mail"] != "", letter, rx.fragment()),
        class_name="pp-row pp-row-wrap",
    )
    return ui.card(
        t("invoices.shared"),
        rx.foreach(State.shares, _share),
        _fact("told_buyer", "invoices.told_buyer"),
        rx.cond(
            State.invoice["told_buyer"] == "",
            rx.el.p(t("invoices.not_mailed"), class_name="pp-soft pp-small"),
            rx.fragment(),
        ),
        rx.cond(may("invoices.write"), buttons, rx.fragment()),
    )


def _share(one: ui.Rows) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            ui.channel_mark(one["connector"], name=one["channel"]),
            ui.badge(one["status"], one["tone"]),
            rx.el.span(one["at"], class_name="pp-soft pp-tiny pp-num"),
            class_name="pp-row",
        ),
        rx.cond(one["why"] != "", rx.el.p(one["why"], class_name="pp-soft pp-small"), rx.fragment()),
        class_name="pp-lines",
    )


def _fault() -> rx.Component:
    return rx.cond(
        State.fault != "", rx.el.p(State.fault, role="alert", class_name="pp-error"), rx.fragment()
    )


def _reason_dialog(
    name: str, is_open: rx.Var[bool], on_open: ui.Handler, on_submit: ui.Handler
) -> rx.Component:
    texts = {
        "cancel": t("invoices.cancel_text", number=State.invoice["number"]),
        "discard": t("invoices.discard_text"),
    }
    return ui.dialog(
        t(f"invoices.{name}"),
        rx.form(
            ui.text_input("reason", t("invoices.reason"), max_length=300),
            _fault(),
            rx.el.div(
                ui.button(t(f"invoices.{name}"), kind="danger", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=on_submit,
            class_name="pp-stack",
        ),
        is_open=is_open,
        on_open_change=on_open,
        text=texts[name],
    )


def _return_dialog() -> rx.Component:
    return ui.dialog(
        rx.cond(
            State.return_form == "credit_note", t("invoices.make_credit_note"), t("invoices.make_return")
        ),
        rx.form(
            rx.foreach(State.returnable, lambda one: units_row(one["id"], one)),
            _fault(),
            rx.el.div(
                ui.button(t("invoices.create_draft"), kind="primary", submit=True),
                class_name="pp-row pp-row-end",
            ),
            on_submit=State.give_back,
            class_name="pp-stack",
        ),
        text=t("invoices.return_text"),
        is_open=State.return_form != "",
        on_open_change=State.close_return,
    )


def _mail_dialog() -> rx.Component:
    return ui.dialog(
        t("invoices.mail"),
        rx.form(
            ui.text_input("to", t("invoices.mail_to"), default_value=State.invoice["email"], max_length=250),
            _fault(),
            rx.el.div(
                ui.button(t("invoices.mail"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.mail,
            class_name="pp-stack",
        ),
        text=t("invoices.mail_text"),
        is_open=State.mail_open,
        on_open_change=State.ask_mail,
    )


def _edit_dialog() -> rx.Component:
    scenarios = [
        ui.Choice(value="", label=t("invoices.scenario_usual")),
        *(
            ui.Choice(value=one, label=t(f"invoices.scenario_{one}"))
            for one in ("TEMELFATURA", "TICARIFATURA")
        ),
    ]
    rate = ui.text_input("rate", t("invoices.rate"), default_value=State.draft["rate"], numeric=True)
    return ui.dialog(
        t("invoices.edit"),
        rx.form(
            _typed("name", "invoices.buyer_name"),
            ui.text_input(
                "tax_id",
                t("invoices.buyer_tax_id"),
                help_text=t("invoices.buyer_tax_id_help"),
                default_value=State.draft["tax_id"],
                max_length=11,
            ),
            *(
                _typed(name, f"invoices.{name}")
                for name in ("tax_office", "street", "district", "city", "postcode")
            ),
            ui.textarea("notes", t("invoices.notes"), default_value=State.draft["notes"], rows=2),
            rx.cond(State.draft["currency"] != "", rate, rx.fragment()),
            ui.select(
                "exemption",
                t("invoices.exemption"),
                State.exemptions,
                default_value=State.draft["exemption"],
            ),
            ui.select(
                "withholding",
                t("invoices.withholding"),
                State.withholdings,
                default_value=State.draft["withholding"],
            ),
            ui.select("scenario", t("invoices.scenario"), scenarios, default_value=State.draft["scenario"]),
            _fault(),
            rx.el.div(
                ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.save,
            class_name="pp-stack",
        ),
        is_open=State.edit_open,
        on_open_change=State.ask_edit,
        wide=True,
    )


def _typed(name: str, label: str) -> rx.Component:
    return ui.text_input(name, t(label), default_value=State.draft[name], max_length=200)


PAGE = Page(
    route=routes.INVOICE,
    render=page,
    title="invoices.title",
    permission="invoices.read",
    on_load=[State.load, take_payment.LOAD],
    live={"invoices.changed": [State.news, take_payment.NEWS], "payments.changed": take_payment.NEWS},
)
