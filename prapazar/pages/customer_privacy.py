"""On a customer's page: consents, a copy of the data, and the request to be forgotten."""

import reflex as rx

from prapazar import components as ui
from prapazar.pages.layout import may
from prapazar.states.customer_privacy import CustomerPrivacyState as State

t = ui.t
_STATES = ("granted", "refused", "blocked")
_WAYS = ("letter", "kep", "email", "phone", "in_person", "channel")
_CHECKS = ("document", "kep", "known_email", "called_back", "channel")


def privacy_card() -> rx.Component:
    return rx.fragment(
        ui.card(
            t("privacy.card"),
            rx.cond(may("messages.read"), _consents(), rx.fragment()),
            rx.cond(
                may("privacy.write"),
                rx.el.div(
                    ui.button(t("privacy.ask_export"), small=True, on_click=State.ask("export")),
                    ui.button(t("privacy.ask_erasure"), small=True, on_click=State.ask("erasure")),
                    class_name="pp-row pp-row-wrap",
                ),
                rx.fragment(),
            ),
        ),
        _form(),
    )


def _consents() -> rx.Component:
    return rx.cond(
        State.contacts.length() > 0,
        rx.el.div(
            rx.foreach(State.contacts, _contact),
            rx.cond(State.history.length() > 0, _history(), rx.fragment()),
            class_name="pp-stack",
        ),
        rx.el.p(t("privacy.consents_none"), class_name="pp-soft pp-small"),
    )


def _contact(row: ui.Rows) -> rx.Component:
    choices = [
        ui.Choice(value="unknown", label=t("privacy.consent_unknown")),
        *(ui.Choice(value=one, label=t(f"privacy.consent_{one}")) for one in _STATES),
    ]
    select = rx.el.select(
        ui.options(choices),
        value=row["state"].to(str),
        on_change=lambda state: State.set_consent(row["key"].to(str), state),
        aria_label=row["way"].to(str) + " " + row["address"].to(str),
        class_name="pp-input pp-select",
    )
    said = ui.badge(row["said"].to(str), row["tone"].to(str))
    return rx.el.div(
        rx.el.div(
            rx.el.span(row["way"].to(str), class_name="pp-strong pp-small"),
            rx.el.span(
                row["address"].to(str), title=row["address"].to(str), class_name="pp-soft pp-small pp-cut"
            ),
            class_name="pp-lines pp-grow",
        ),
        rx.cond(may("messages.write"), select, said),
        class_name="pp-consent",
    )


def _history() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("privacy.consent_history"), class_name="pp-soft pp-small"),
        rx.el.ol(
            rx.foreach(
                State.history,
                lambda row: rx.el.li(
                    rx.el.span(row["at"].to(str), class_name="pp-num pp-soft"),
                    rx.el.span(row["way"].to(str)),
                    ui.badge(row["said"].to(str), row["tone"].to(str)),
                    rx.el.span(row["by"].to(str), class_name="pp-soft"),
                    class_name="pp-row pp-row-wrap pp-small",
                ),
            ),
            class_name="pp-stack",
        ),
    )


def _form() -> rx.Component:
    is_erasure = State.asking == "erasure"
    return ui.dialog(
        rx.cond(is_erasure, t("privacy.ask_erasure_title"), t("privacy.ask_export_title")),
        _held(),
        rx.form(
            ui.select("way", t("privacy.way"), _choices("way", _WAYS)),
            ui.select("identity", t("privacy.identity"), _choices("identity", _CHECKS), error=State.fault),
            ui.textarea(
                "note", t("privacy.note"), help_text=t("privacy.note_help"), optional=True, max_length=500
            ),
            rx.el.div(
                ui.button(t("words.cancel"), on_click=State.close(False)),
                ui.button(t("privacy.ask_save"), kind="primary", submit=True),
                class_name="pp-row pp-row-end",
            ),
            on_submit=State.save,
            class_name="pp-form",
        ),
        is_open=State.asking != "",
        on_open_change=State.close,
        text=t("privacy.ask_text"),
    )


def _choices(subject: str, names: tuple[str, ...]) -> list[ui.Choice]:
    return [ui.Choice(value=one, label=t(f"privacy.{subject}_{one}")) for one in names]


def _held() -> rx.Component:
    row = rx.foreach(
        State.held,
        lambda one: rx.el.div(
            rx.el.span(one["place"].to(str), class_name="pp-grow"),
            rx.el.span(one["rows"].to(str), class_name="pp-num"),
            ui.badge(one["becomes"].to(str), one["tone"].to(str)),
            class_name="pp-row pp-small",
        ),
    )
    return rx.cond(
        State.held.length() > 0,
        rx.el.div(
            rx.el.h3(t("privacy.held"), class_name="pp-strong pp-small"),
            row,
            rx.el.p(t("privacy.and_traces"), class_name="pp-soft pp-small"),
            class_name="pp-stack",
        ),
        rx.fragment(),
    )
