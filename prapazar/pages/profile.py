"""One's own account."""

import reflex as rx

from prapazar import components as ui
from prapazar.components import theme
from prapazar.components.shell import THEMES, avatar, choices
from prapazar.foundation import routes
from prapazar.pages import profile_notifications
from prapazar.pages.layout import frame
from prapazar.pages.page import Page
from prapazar.states.locale import LocaleState
from prapazar.states.notification_choices import NotificationChoicesState
from prapazar.states.profile import ProfileState as State
from prapazar.states.session import SessionState

t = ui.t
UPLOAD = "own-photo"
MOST_BYTES = 5_000_000
"""As domain.access.photos takes at most; the server asks again."""


def page() -> rx.Component:
    return frame(
        ui.page_header(t("access.profile_title")),
        rx.el.div(
            _person(),
            rx.cond(
                State.is_acting,
                rx.fragment(),
                rx.fragment(
                    _photo(), _look(), profile_notifications.choices(), _factor(), _password(), _sessions()
                ),
            ),
            class_name="pp-narrow",
        ),
        active=routes.PROFILE,
    )


def _person() -> rx.Component:
    facts = ui.key_values(
        (t("access.email"), SessionState.email),
        (t("access.role"), SessionState.role),
    )
    return ui.card(
        None,
        facts,
        rx.cond(
            State.is_acting | State.loading,
            rx.fragment(),
            ui.edit_form(
                ui.text_input(
                    "name",
                    t("access.your_name"),
                    default_value=SessionState.name,
                    auto_complete="name",
                    error=State.faults["name"],
                    required=True,
                    max_length=120,
                ),
                ui.select(
                    "time_zone",
                    t("access.time_zone"),
                    State.zones,
                    default_value=SessionState.time_zone,
                    help_text=t("access.time_zone_help"),
                ),
                on_save=State.save,
                version=State.version,
            ),
        ),
    )


def _photo() -> rx.Component:
    zone = rx.upload(
        rx.el.div(
            ui.icon("upload", size=20),
            rx.el.strong(t("access.photo_choose")),
            rx.el.span(t("access.photo_help"), class_name="pp-soft pp-small"),
            class_name="pp-drop",
        ),
        id=UPLOAD,
        multiple=False,
        max_size=MOST_BYTES,
        accept={"image/png": [".png"], "image/jpeg": [".jpg", ".jpeg"], "image/webp": [".webp"]},
        on_drop=State.upload(rx.upload_files(upload_id=UPLOAD)),
        on_drop_rejected=lambda _files: State.refuse(),
        width="100%",
        border="0",
        padding="0",
    )
    # The input itself is hidden; whoever listens is told what it is for.
    chooser = next(child for child in zone.children[0].children if child.tag == "input")
    chooser.custom_attrs = {"aria-label": t("access.photo_choose")}
    return ui.card(
        t("access.photo"),
        rx.el.div(
            avatar(SessionState.name, SessionState.photo, large=True),
            rx.cond(
                SessionState.photo != "",
                ui.button(t("access.photo_remove"), kind="quiet", small=True, on_click=State.remove_photo),
                rx.fragment(),
            ),
            class_name="pp-row",
        ),
        zone,
    )


def _look() -> rx.Component:
    return ui.card(
        t("access.look"),
        rx.el.div(
            choices(
                t("frame.language"),
                (rx.el.span("Türkçe"), ui.LOCALE != "en", LocaleState.set_locale("tr"), "Türkçe"),
                (rx.el.span("English"), ui.LOCALE == "en", LocaleState.set_locale("en"), "English"),
            ),
            choices(
                t("frame.theme"),
                *(
                    (ui.icon(sign), theme.chosen(name), theme.choose(name), t(f"frame.{name}"))
                    for name, sign in THEMES
                ),
            ),
            class_name="pp-row pp-wrap",
        ),
    )


def _factor() -> rx.Component:
    return ui.card(
        t("access.factor"),
        rx.el.p(t("access.factor_help"), class_name="pp-soft"),
        rx.el.div(
            rx.cond(
                State.has_factor,
                ui.badge(t("access.factor_on"), "good"),
                ui.badge(t("access.factor_off"), "neutral"),
            ),
            ui.link_button(
                rx.cond(State.has_factor, t("access.factor_manage"), t("access.factor_set_up")),
                href=routes.FACTOR,
            ),
            class_name="pp-row",
        ),
    )


def _password() -> rx.Component:
    return ui.card(
        t("access.change_password"),
        rx.form(
            _secret("old", t("access.old_password"), "current-password"),
            _secret("new", t("access.new_password"), "new-password", t("login.password_help")),
            rx.el.div(
                ui.button(t("access.change_password"), kind="primary", submit=True), class_name="pp-row"
            ),
            on_submit=State.change_password,
            class_name="pp-stack",
        ),
    )


def _sessions() -> rx.Component:
    return ui.card(
        t("access.sessions"),
        rx.el.p(t("access.sessions_help"), class_name="pp-soft"),
        rx.el.ul(rx.foreach(State.sessions, _session), class_name="pp-todo"),
        rx.el.p(t("access.everywhere_help"), class_name="pp-soft"),
        rx.el.div(
            ui.button(t("access.everywhere"), kind="danger", on_click=SessionState.log_out_everywhere),
            class_name="pp-row",
        ),
    )


def _session(row: ui.Rows) -> rx.Component:
    seen = t("access.session_seen", at=row["seen"].to(str), ip=row["ip"].to(str))
    return rx.el.li(
        rx.el.div(
            rx.el.span(row["program"], class_name="pp-strong"),
            rx.el.span(seen, class_name="pp-soft pp-small"),
            class_name="pp-grow pp-stack pp-stack-tight",
        ),
        rx.cond(
            row["current"] == "1",
            ui.badge(t("access.session_this"), "good"),
            ui.button(
                t("access.session_end"),
                kind="quiet",
                small=True,
                on_click=State.end_session(row["id"].to(str)),
            ),
        ),
        class_name="pp-row",
    )


def _secret(name: str, label: rx.Var[str], hint: str, help_text: rx.Var[str] | None = None) -> rx.Component:
    return ui.text_input(
        name,
        label,
        type="password",
        auto_complete=hint,
        error=State.faults[name],
        help_text=help_text,
        required=True,
    )


PAGE = Page(
    route=routes.PROFILE,
    render=page,
    title="access.profile_title",
    permission="*",
    on_load=[State.load, NotificationChoicesState.load],
)
