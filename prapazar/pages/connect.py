"""The wizard that connects a store."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages import connect_grant
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.connect import CALLED
from prapazar.states.connect import ConnectState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            rx.match(
                State.kind,
                ("carrier", t("shipping.connect_carrier")),
                ("einvoice", t("invoices.provider_connect")),
                t("channels.connect"),
            ),
            back=(t("channels.title"), routes.CHANNELS),
        ),
        rx.el.div(
            rx.cond(
                (State.way == "page") | (State.step == connect_grant.STEP),
                ui.stepper(
                    [
                        t("channels.step_choose"),
                        t("channels.step_fill"),
                        t("connect.step_grant"),
                        t("channels.step_done"),
                    ],
                    current=State.step,
                ),
                ui.stepper(
                    [t("channels.step_choose"), t("channels.step_fill"), t("channels.step_done")],
                    current=rx.cond(State.step == connect_grant.DONE, 2, State.step),
                ),
            ),
            rx.match(State.step, (0, _choose()), (1, _fill()), (2, connect_grant.card()), _done()),
            class_name="pp-narrow",
        ),
        active=routes.CHANNELS,
    )


def _choose() -> rx.Component:
    return rx.fragment(
        connect_grant.problem(),
        ui.card(
            t("channels.choose"),
            ui.search_input(value=State.search, on_change=State.set_search, placeholder=t("connect.search")),
            ui.filter_bar(
                ui.filter_select(
                    t("connect.kind"), value=State.kind, choices=State.kinds, on_change=State.set_kind
                ),
                ui.filter_select(
                    t("connect.country"),
                    value=State.country,
                    choices=State.countries,
                    on_change=State.set_country,
                ),
                rx.el.span(State.count, class_name="pp-soft pp-small pp-num", role="status"),
            ),
            rx.cond(
                State.cards.length() == 0,
                ui.empty_state(t("connect.none_found"), icon_name="search-x"),
                rx.el.ul(rx.foreach(State.cards, _connector), class_name="pp-todo pp-pick-list"),
            ),
            rx.el.p(t("channels.evidence_help"), class_name="pp-help"),
        ),
    )


def _connector(card: ui.Rows) -> rx.Component:
    return rx.el.li(
        rx.cond(
            card["heading"] != "",
            rx.el.h3(card["heading"], class_name="pp-pick-kind"),
            rx.fragment(),
        ),
        rx.el.button(
            ui.channel_mark(card["slug"], large=True),
            rx.el.span(
                rx.el.span(card["name"], class_name="pp-strong"),
                rx.el.span(card["about"], class_name="pp-soft pp-tiny"),
                rx.el.span(card["can"], class_name="pp-faint pp-tiny"),
                class_name="pp-lines pp-grow",
            ),
            ui.icon("chevron-right"),
            type="button",
            class_name="pp-row pp-pick",
            on_click=State.choose(card["slug"].to(str)),
        ),
        key=card["slug"].to(str),
    )


def _fill() -> rx.Component:
    return ui.card(
        State.name,
        rx.cond(
            State.by_files,
            rx.el.p(State.where, class_name="pp-small"),
            rx.el.p(
                t("channels.where"),
                ": ",
                rx.el.span(State.where, class_name="pp-strong"),
                class_name="pp-soft pp-small",
            ),
        ),
        rx.cond(
            State.documentation != "",
            rx.el.div(
                ui.outside_link(t("channels.documentation"), href=State.documentation), class_name="pp-small"
            ),
            rx.fragment(),
        ),
        rx.form(
            ui.text_input(
                CALLED,
                t("channels.store_name"),
                help_text=t("channels.store_name_help"),
                default_value=State.store_name,
                key=State.slug + "-" + State.store_name,
                auto_focus=True,
            ),
            rx.cond(
                State.environments.length() > 1,
                ui.select(
                    "environment",
                    t("channels.environment"),
                    State.environments,
                    value=State.environment,
                    on_change=State.set_environment,
                ),
                rx.fragment(),
            ),
            connect_grant.ways(),
            connect_grant.way_back(),
            _pretend(),
            rx.foreach(State.fields, _field),
            rx.cond(
                State.test_failed != "",
                ui.banner(t("channels.not_connected"), State.test_failed, tone="bad"),
                rx.fragment(),
            ),
            rx.el.div(
                ui.button(t("words.back"), on_click=State.back),
                ui.button(
                    rx.cond(State.way == "page", t("connect.to_grant"), t("channels.save")),
                    kind="primary",
                    submit=True,
                    loading=State.testing,
                ),
                rx.cond(
                    State.testing, rx.el.span(t("channels.testing"), class_name="pp-soft"), rx.fragment()
                ),
                class_name="pp-row",
            ),
            on_submit=State.submit,
            class_name="pp-stack",
            key=State.slug,
        ),
    )


def _pretend() -> rx.Component:
    """The sandbox's own accounts: one click instead of keys that no channel's page would tell."""

    def account(one: ui.Rows) -> rx.Component:
        return rx.el.div(
            rx.el.span(
                rx.el.span(one["name"], class_name="pp-strong"),
                rx.el.span(one["id"], class_name="pp-mono pp-tiny pp-faint pp-cut"),
                class_name="pp-lines pp-grow",
            ),
            ui.button(t("connect.pretend_fill"), small=True, on_click=State.fill_in(one["id"].to(str))),
            class_name="pp-row",
            key=one["id"].to(str),
        )

    offered = rx.el.div(
        rx.el.p(t("connect.pretend"), class_name="pp-strong pp-small"),
        rx.el.p(t("connect.pretend_help"), class_name="pp-help"),
        rx.foreach(State.pretend, account),
        class_name="pp-stack pp-stack-tight pp-nested",
    )
    return rx.cond(
        State.environment == "sandbox",
        rx.cond(State.pretend_told != "", ui.banner(State.pretend_told, tone="wait"), offered),
        rx.fragment(),
    )


def _field(field: ui.Rows) -> rx.Component:
    """The input its manifest asks for."""
    name = field["name"].to(str)
    fault = State.faults[name]
    marks = {
        "id": "f-" + name,
        "name": name,
        "class_name": "pp-input",
        "auto_complete": "off",
        "aria_invalid": rx.cond(fault.to(bool), "true", "false"),
        "aria_describedby": "e-" + name,
    }
    control = rx.match(
        field["kind"],
        (
            "secret",
            rx.el.input(
                type="password",
                default_value=field["default"],
                placeholder=rx.cond(field["kept"] != "", t("forms.secret_kept"), ""),
                **marks,
            ),
        ),
        (
            "choice",
            rx.el.select(
                ui.options(State.choices[name]),
                default_value=field["default"],
                **{**marks, "class_name": "pp-input pp-select"},
            ),
        ),
        ("url", rx.el.input(type="url", placeholder="https://", default_value=field["default"], **marks)),
        rx.el.input(type="text", default_value=field["default"], **marks),
    )
    return rx.el.div(
        rx.el.label(
            field["label"],
            rx.cond(
                field["required"] == "",
                rx.el.span(t("words.optional"), class_name="pp-faint pp-tiny"),
                rx.fragment(),
            ),
            html_for="f-" + name,
        ),
        control,
        rx.cond(field["help"] != "", rx.el.p(field["help"], class_name="pp-help"), rx.fragment()),
        rx.cond(
            fault.to(bool),
            rx.el.p(
                ui.icon("circle-alert", size=14),
                rx.el.span(fault),
                id="e-" + name,
                role="alert",
                class_name="pp-error",
            ),
            rx.fragment(),
        ),
        class_name="pp-field",
        key=name + "-" + State.version.to_string(),
    )


def _done() -> rx.Component:
    return ui.card(
        None,
        ui.banner(State.done_text, State.test_ok, tone="good"),
        rx.el.div(
            ui.link_button(
                t("channels.to_store"),
                href=f"{routes.CHANNELS}/" + State.connection_id.to(str),
                kind="primary",
            ),
            rx.match(
                State.next_step,
                ("match", ui.link_button(t("channels.to_matching"), href=routes.MATCHING)),
                ("publish", ui.link_button(t("connect.to_products"), href=routes.PRODUCTS)),
                ("carry", ui.link_button(t("shipping.to_settings"), href=routes.SHIPPING)),
                rx.fragment(),
            ),
            class_name="pp-row",
        ),
    )


PAGE = Page(
    route=routes.NEW_CHANNEL,
    render=page,
    title="channels.connect",
    permission="channels.write",
    on_load=[State.load],
)
