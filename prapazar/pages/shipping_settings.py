"""What is decided about carriers: rules, zones, terms, tariffs, the sender."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import shipping_carriers, shipping_rules, shipping_tariff
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.shipping_carriers import ShippingCarriersState
from prapazar.states.shipping_rules import ShippingRulesState
from prapazar.states.shipping_settings import ShippingSettingsState as State

t = ui.t


def page() -> rx.Component:
    new = ui.button(
        t("shipping.rule_new"), kind="primary", icon_name="plus", on_click=ShippingRulesState.edit("")
    )
    files = ui.link_button(t("billing.title"), href=routes.CARRIER_FILES, icon_name="file-spreadsheet")
    return frame(
        ui.page_header(
            t("shipping.settings_title"),
            back=(t("shipping.title"), routes.SHIPMENTS),
            actions=[rx.cond(may("fulfillment.read"), files, rx.fragment())],
            primary=rx.cond(may("settings.write"), new, rx.fragment()),
        ),
        rx.cond(State.loading, ui.skeleton_lines(8), _settings()),
        active=routes.SHIPMENTS,
    )


def _settings() -> rx.Component:
    no_sender = ui.banner(t("shipping.no_sender"), t("shipping.no_sender_text"), tone="wait")
    return rx.fragment(
        rx.cond(State.needs_default, no_sender, rx.fragment()),
        ui.two_columns(
            rx.fragment(
                ui.card(t("shipping.rules"), shipping_rules.table()),
                ui.card(t("shipping.zones"), shipping_rules.zones(), action=shipping_rules.new_zone()),
                ui.card(
                    t("shipping.carriers"), shipping_carriers.table(), action=shipping_carriers.connect()
                ),
                ui.card(t("shipping.sender"), _sender()),
            ),
            ui.card(t("shipping.try"), shipping_rules.try_out()),
        ),
        shipping_rules.dialogs(),
        shipping_carriers.dialog(),
        shipping_tariff.dialog(),
    )


def _sender() -> rx.Component:
    def box(name: str, *, optional: bool = False) -> rx.Component:
        return ui.text_input(
            f"sender_{name}",
            t(f"shipping.sender_{name}"),
            default_value=State.sender[name],
            error=State.faults[name],
            optional=optional,
            max_length=200,
        )

    optional = ("company", "postal_code", "tax_number", "tax_office")
    who = ("name", "company", "phone")
    where = ("district", "city", "postal_code", "tax_number", "tax_office")

    def several(names: tuple[str, ...]) -> rx.Component:
        return rx.el.div(*(box(name, optional=name in optional) for name in names), class_name="pp-fields")

    save = ui.button(t("words.save"), submit=True)
    place = ui.select(
        "sender_place",
        t("shipping.sender_place"),
        State.places,
        value=State.place,
        on_change=State.choose_place,
        help_text=t("shipping.sender_place_text"),
    )
    return rx.form(
        rx.el.p(t("shipping.sender_text"), class_name="pp-soft pp-small"),
        rx.cond(State.places.length() > 1, place, rx.fragment()),
        several(who),
        box("line"),
        several(where),
        rx.cond(may("settings.write"), rx.el.div(save, class_name="pp-row"), rx.fragment()),
        on_submit=State.save_sender,
        class_name="pp-form",
        key="sender-" + State.version.to_string(),
    )


PAGE = Page(
    route=routes.SHIPPING,
    render=page,
    title="shipping.settings_title",
    permission="settings.read",
    on_load=[State.load, ShippingRulesState.load, ShippingCarriersState.load],
    live={"shipping.settings": State.news},
)
