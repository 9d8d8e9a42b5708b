"""Which carrier takes what: the rules, zones of the merchant's own, and who would take a package and why."""

import reflex as rx

from prapazar import components as ui
from prapazar.pages.layout import may
from prapazar.states.shipping_rules import ShippingRulesState as State

t = ui.t


def table() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("shipping.rule_name"), phone="title", cell=_rule_name),
        ui.Column(key="when", label=t("shipping.conditions"), grow=True, phone="sub", hint="when"),
        ui.Column(key="carrier", label=t("shipping.carrier"), phone="end"),
        ui.Column(key="do", label="", phone="subend", align="right", cell=_rule_steps),
    ]
    return rx.fragment(
        rx.el.p(t("shipping.rules_text"), class_name="pp-soft pp-small pp-card-lead"),
        ui.data_table(
            columns,
            State.rules,
            label=t("shipping.rules"),
            empty=ui.empty_state(t("shipping.rules_none"), icon_name="split"),
        ),
    )


def _rule_name(row: ui.Rows) -> rx.Component:
    return rx.fragment(
        row["name"].to(str),
        rx.cond(row["is_active"] == "", ui.tag(t("shipping.rule_off")), rx.fragment()),
    )


def _rule_steps(row: ui.Rows) -> rx.Component:
    key = row["id"].to(str)
    steps = rx.el.span(
        ui.icon_button("arrow-up", t("shipping.rule_up"), on_click=State.move(key, -1)),
        ui.icon_button("arrow-down", t("shipping.rule_down"), on_click=State.move(key, 1)),
        ui.more_menu(
            ui.MenuEntry(label=t("words.edit"), icon_name="pencil", on_click=State.edit(key)),
            ui.MenuEntry(
                label=rx.cond(row["is_active"] != "", t("words.pause"), t("words.resume")),
                on_click=State.switch(key, row["is_active"] == ""),
            ),
            ui.SEPARATOR,
            ui.MenuEntry(label=t("words.delete"), danger=True, on_click=State.ask_remove("rule", key)),
        ),
        class_name="pp-row pp-row-end",
    )
    return rx.cond(may("settings.write"), steps, rx.fragment())


def zones() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("shipping.zone_name"), phone="title"),
        ui.Column(key="places", label=t("shipping.zone_places"), grow=True, phone="sub", hint="places"),
        ui.Column(key="do", label="", phone="subend", align="right", cell=_zone_steps),
    ]
    return rx.fragment(
        rx.el.p(t("shipping.zones_text"), class_name="pp-soft pp-small pp-card-lead"),
        rx.cond(
            State.zones.length() > 0,
            ui.data_table(columns, State.zones, label=t("shipping.zones")),
            rx.fragment(),
        ),
    )


def new_zone() -> rx.Component:
    add = ui.button(t("shipping.zone_new"), small=True, icon_name="plus", on_click=State.edit_zone(""))
    return rx.cond(may("settings.write"), add, rx.fragment())


def _zone_steps(row: ui.Rows) -> rx.Component:
    key = row["id"].to(str)
    steps = ui.more_menu(
        ui.MenuEntry(label=t("words.edit"), icon_name="pencil", on_click=State.edit_zone(key)),
        ui.SEPARATOR,
        ui.MenuEntry(label=t("words.delete"), danger=True, on_click=State.ask_remove("zone", key)),
    )
    return rx.cond(may("settings.write"), steps, rx.fragment())


def try_out() -> rx.Component:
    """By an order's number, or by what a package is."""
    by_hand = rx.el.details(
        rx.el.summary(t("shipping.try_by_hand"), class_name="pp-small"),
        ui.select("try_channel", t("shipping.try_channel"), State.stores),
        rx.el.div(
            ui.text_input("try_province", t("shipping.sender_city"), optional=True),
            ui.text_input("try_district", t("shipping.sender_district"), optional=True),
            class_name="pp-row pp-row-wrap",
        ),
        rx.el.div(
            ui.text_input("try_desi", t("shipping.desi"), numeric=True, default_value="1"),
            ui.text_input("try_total", t("orders.total"), numeric=True, default_value="500", suffix="TL"),
            class_name="pp-row pp-row-wrap",
        ),
        ui.checkbox("try_cash", t("shipping.cash")),
        class_name="pp-form",
    )
    return rx.form(
        ui.text_input(
            "try_order", t("shipping.try_order"), help_text=t("shipping.try_order_help"), optional=True
        ),
        by_hand,
        rx.el.div(ui.button(t("shipping.try_run"), submit=True), class_name="pp-row"),
        rx.cond(
            State.problem != "",
            rx.el.p(State.problem, class_name="pp-small pp-bad", role="alert"),
            rx.fragment(),
        ),
        rx.el.div(rx.foreach(State.verdicts, _verdict), class_name="pp-stack", role="status"),
        on_submit=State.try_rules,
        class_name="pp-form",
    )


def _verdict(one: ui.Rows) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            one["title"].to(str),
            class_name=rx.cond(one["tone"] == "good", "pp-small pp-strong", "pp-small pp-bad"),
        ),
        rx.el.p(one["facts"].to(str), class_name="pp-soft pp-tiny"),
        rx.cond(
            one["cost"] != "",
            rx.el.p(one["cost"].to(str), class_name="pp-soft pp-tiny pp-num"),
            rx.fragment(),
        ),
        rx.el.ul(rx.foreach(one["tried"].to(list[dict[str, str]]), _tried), class_name="pp-todo"),
        class_name="pp-stack pp-stack-tight",
        key=one["facts"].to(str),
    )


def _tried(rule: ui.Rows) -> rx.Component:
    return rx.el.li(
        rx.el.span(rule["name"].to(str), class_name="pp-small pp-grow"),
        ui.badge(rule["why"].to(str), rule["tone"].to(str)),
        class_name="pp-row",
        key=rule["name"].to(str),
    )


def dialogs() -> rx.Component:
    def number(name: str) -> rx.Component:
        return ui.text_input(
            name,
            t(f"shipping.{name}"),
            numeric=True,
            optional=True,
            default_value=State.editing[name],
            error=State.faults[name],
        )

    carrier = ui.field(
        "connection_id",
        t("shipping.rule_carrier"),
        rx.el.select(
            rx.el.option(t("shipping.cheapest"), value=""),
            rx.foreach(
                State.accounts,
                lambda one: rx.el.option(one["label"], value=one["value"], key=one["value"]),
            ),
            id="f-connection_id",
            name="connection_id",
            default_value=State.editing["connection_id"],
            class_name="pp-input pp-select",
        ),
        error=State.faults["connection_id"],
    )
    form = ui.dialog(
        rx.cond(State.editing["id"] == "", t("shipping.rule_new"), t("shipping.rule_edit")),
        rx.form(
            ui.text_input(
                "name",
                t("shipping.rule_name"),
                help_text=t("shipping.rule_name_help"),
                default_value=State.editing["name"],
                error=State.faults["name"],
                max_length=80,
                auto_focus=True,
            ),
            carrier,
            ui.select(
                "payer",
                t("shipping.rule_payer"),
                [ui.Choice(value=one, label=t(f"shipping.payer_{one}")) for one in ("sender", "receiver")],
                default_value=State.editing["payer"],
            ),
            rx.el.div(number("least_desi"), number("most_desi"), class_name="pp-row pp-row-wrap"),
            rx.el.div(number("least_total"), number("most_total"), class_name="pp-row pp-row-wrap"),
            ui.text_input(
                "provinces",
                t("shipping.rule_provinces"),
                help_text=t("shipping.rule_provinces_help"),
                default_value=State.editing["provinces"],
                error=State.faults["provinces"],
                optional=True,
            ),
            ui.checkboxes(
                t("shipping.rule_zones"),
                State.places,
                State.chosen_zones,
                on_choose=State.choose_zone,
                help_text=t("shipping.rule_zones_help"),
            ),
            ui.select(
                "cash",
                t("shipping.rule_cash"),
                [
                    ui.Choice(value="", label=t("shipping.cash_any")),
                    ui.Choice(value="yes", label=t("shipping.cash_only")),
                    ui.Choice(value="no", label=t("shipping.cash_never")),
                ],
                default_value=State.editing["cash"],
            ),
            ui.checkboxes(
                t("shipping.rule_channels"),
                State.stores,
                State.chosen_stores,
                on_choose=State.choose_store,
                help_text=t("shipping.rule_channels_help"),
            ),
            rx.el.div(
                ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.save_rule,
            class_name="pp-form",
            key="rule-" + State.version.to_string(),
        ),
        is_open=State.is_editing,
        on_open_change=State.close_edit,
        wide=True,
    )
    return rx.fragment(form, _zone_dialog(), _remove_dialog())


def _zone_dialog() -> rx.Component:
    return ui.dialog(
        rx.cond(State.zone["id"] == "", t("shipping.zone_new"), t("shipping.zone_edit")),
        rx.form(
            ui.text_input(
                "zone_name",
                t("shipping.zone_name"),
                default_value=State.zone["name"],
                error=State.faults["zone_name"],
                max_length=80,
                auto_focus=True,
            ),
            ui.textarea(
                "zone_places",
                t("shipping.zone_places"),
                help_text=t("shipping.zone_places_help"),
                default_value=State.zone["places"],
                error=State.faults["zone_places"],
            ),
            rx.el.div(
                ui.button(t("words.save"), kind="primary", submit=True), class_name="pp-row pp-row-end"
            ),
            on_submit=State.save_zone,
            class_name="pp-form",
            key="zone-" + State.version.to_string(),
        ),
        is_open=State.is_zone_open,
        on_open_change=State.close_zone,
    )


def _remove_dialog() -> rx.Component:
    return ui.confirm_dialog(
        rx.cond(State.removing["kind"] == "zone", t("shipping.zone_remove"), t("shipping.rule_remove")),
        rx.cond(
            State.removing["kind"] == "zone",
            t("shipping.zone_remove_text", name=State.removing["name"]),
            t("shipping.remove_text", name=State.removing["name"]),
        ),
        confirm=t("words.delete"),
        is_open=State.removing["id"] != "",
        on_open_change=State.close_remove,
        on_confirm=State.remove,
    )
