"""The seller's data for documents."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.invoice_settings import InvoiceSettingsState as State

t = ui.t
_COMPANY = ("name", "first_name", "family_name")
_PLACE = ("city", "district", "street", "building", "postcode")
_MORE = ("website", "phone", "email", "mersis", "trade_registry", "iban", "bank")
_SHARED = {"tax_office", "city", "district", "street", "postcode"}
_OPTIONAL = {*_MORE, "building", "postcode", "first_name", "family_name"}


def page() -> rx.Component:
    return frame(
        ui.page_header(t("invoices.settings"), back=(t("invoices.title"), routes.INVOICES)),
        rx.cond(
            State.official,
            ui.banner(t("invoices.official_on"), tone="good"),
            ui.banner(t("invoices.official_off"), tone="wait"),
        ),
        rx.cond(State.loading, ui.skeleton_lines(8), rx.fragment(_form(), _rates())),
        active=routes.INVOICES,
    )


def _form() -> rx.Component:
    return ui.edit_form(
        _company(),
        _series(),
        _providers(),
        _behavior(),
        on_save=State.save,
        version=State.version,
        busy=~may("settings.write"),
    )


def _company() -> rx.Component:
    return ui.form_section(
        t("invoices.seller"),
        ui.text_input(
            "tax_id",
            t("invoices.seller_tax_id"),
            default_value=State.values["tax_id"],
            error=State.faults["tax_id"],
            max_length=11,
        ),
        *(
            rx.el.div(*(_field(name) for name in names), class_name="pp-fields")
            for names in ((*_COMPANY, "tax_office"), _PLACE, _MORE)
        ),
        ui.checkbox(
            "is_test",
            t("invoices.is_test"),
            help_text=t("invoices.is_test_help"),
            default_checked=State.values["is_test"] != "",
        ),
        help_text=t("invoices.seller_help"),
    )


def _field(name: str) -> rx.Component:
    label = t(f"invoices.{name}") if name in _SHARED else t(f"invoices.seller_{name}")
    return ui.text_input(
        name,
        label,
        default_value=State.values[name],
        error=State.faults[name],
        optional=name in _OPTIONAL,
        max_length=200,
    )


def _series() -> rx.Component:
    rows = [
        rx.el.div(
            ui.text_input(
                f"series_{kind}",
                t(f"invoices.series_{kind}"),
                default_value=State.values[f"series_{kind}"],
                error=State.faults[f"series_{kind}"],
                max_length=3,
            ),
            ui.text_input(
                f"first_{kind}",
                t("invoices.first_number"),
                default_value="",
                error=State.faults[f"first_{kind}"],
                optional=True,
                numeric=True,
            ),
            class_name="pp-row pp-row-wrap",
        )
        for kind in ("einvoice", "earchive", "despatch", "return")
    ]
    return ui.form_section(t("invoices.series_section"), *rows, help_text=t("invoices.series_help"))


def _providers() -> rx.Component:
    names = ("first", "second", "third")
    fields = [
        ui.select(
            f"provider_{place}",
            t(f"invoices.provider_{name}"),
            State.providers,
            default_value=State.values[f"provider_{place}"],
        )
        for place, name in enumerate(names, 1)
    ]
    return ui.form_section(
        t("invoices.providers"),
        *fields,
        ui.link(t("invoices.provider_connect"), href=routes.NEW_CHANNEL),
        help_text=t("invoices.providers_help"),
    )


def _behavior() -> rx.Component:
    automatic = [
        ui.Choice(value=one, label=t(f"invoices.automatic_{one}")) for one in ("off", "packed", "shipped")
    ]
    scenarios = [
        ui.Choice(value=one, label=t(f"invoices.scenario_{one}")) for one in ("TEMELFATURA", "TICARIFATURA")
    ]
    return ui.form_section(
        t("invoices.behavior"),
        ui.select(
            "automatic",
            t("invoices.automatic"),
            automatic,
            default_value=State.values["automatic"],
            error=State.faults["automatic"],
        ),
        ui.select("profile", t("invoices.scenario"), scenarios, default_value=State.values["profile"]),
        ui.select(
            "rate_day",
            t("invoices.rate_day"),
            [ui.Choice(value=one, label=t(f"invoices.rate_day_{one}")) for one in ("before", "same")],
            default_value=State.values["rate_day"],
        ),
        _number("due_days", "invoices.due_days"),
        _number("default_vat", "invoices.default_vat"),
        ui.textarea(
            "carriers",
            t("invoices.carriers"),
            default_value=State.values["carriers"],
            error=State.faults["carriers"],
            help_text=t("invoices.carriers_help"),
            optional=True,
        ),
    )


def _rates() -> rx.Component:
    fetch = ui.button(t("invoices.rates_fetch"), small=True, on_click=State.fetch_rates)
    fault = rx.el.p(State.rates_fault, class_name="pp-error")
    return ui.card(
        t("invoices.rates"),
        rx.el.p(State.rates_said, class_name="pp-soft pp-small"),
        rx.cond(State.rates_fault != "", fault, rx.fragment()),
        rx.el.div(
            rx.foreach(State.rates, lambda one: ui.figure(one["currency"], one["buying"])),
            class_name="pp-row pp-row-wrap",
        ),
        action=rx.cond(may("settings.write"), fetch, rx.fragment()),
    )


def _number(name: str, label: str) -> rx.Component:
    return ui.text_input(
        name,
        t(label),
        default_value=State.values[name],
        error=State.faults[name],
        numeric=True,
    )


PAGE = Page(
    route=routes.INVOICE_SETTINGS,
    render=page,
    title="invoices.settings",
    permission="settings.read",
    on_load=[State.load],
)
