"""The people of the merchant."""

import reflex as rx

from prapazar import components as ui
from prapazar.components.shell import avatar
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may, preview
from prapazar.pages.page import Page
from prapazar.states.users import UsersState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("access.users_title"),
            count=State.count_label,
            actions=[
                ui.link_button(t("access.roles_title"), href=routes.ROLES),
                ui.link_button(t("access.features_title"), href=routes.FEATURES),
            ],
            primary=rx.cond(
                may("users.write"),
                ui.button(
                    t("access.invite"), kind="primary", icon_name="user-plus", on_click=State.ask_invite(True)
                ),
                rx.fragment(),
            ),
        ),
        _table(),
        _invite(),
        ui.confirm_dialog(
            t("access.suspend_title", name=State.suspend_name),
            t("access.suspend_text"),
            confirm=t("access.suspend"),
            is_open=State.suspend_open,
            on_open_change=State.close_suspend,
            on_confirm=State.suspend,
        ),
        _preview(),
        ui.confirm_dialog(
            t("access.act_title", name=State.act_name),
            t("access.act_text"),
            confirm=t("access.act"),
            is_open=State.act_open,
            on_open_change=State.close_act,
            on_confirm=State.act,
        ),
        ui.confirm_dialog(
            t("access.factor_take_away_title", name=State.act_name),
            t("access.factor_take_away_text"),
            confirm=t("access.factor_take_away"),
            is_open=State.factor_open,
            on_open_change=State.close_factor,
            on_confirm=State.take_away_factor,
        ),
        active=routes.USERS,
    )


def _table() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("access.person"), phone="title", grow=True, cell=_person),
        ui.Column(key="role", label=t("access.role"), phone="sub", cell=_job),
        ui.Column(
            key="state",
            label=t("access.state"),
            phone="subend",
            cell=lambda row: ui.badge(row["state_label"], row["tone"]),
        ),
        ui.Column(
            key="factor",
            label=t("access.factor_column"),
            cell=lambda row: rx.cond(
                row["factor"] == "1",
                ui.badge(row["factor_label"], "good"),
                rx.el.span(row["factor_label"], class_name="pp-faint"),
            ),
        ),
        ui.Column(key="last", label=t("access.last_login"), align="right"),
        ui.Column(key="more", label="", align="right", phone="end", cell=_actions),
    ]
    return ui.data_table(
        columns,
        State.rows,
        label=t("access.users_title"),
        loading=State.loading,
        comfortable=True,
        skeleton_rows=4,
        empty=ui.empty_state(t("access.nobody"), icon_name="users"),
    )


def _job(row: ui.Rows) -> rx.Component:
    """The role, and beneath it the supplier of those who work for one; a phone names it."""
    return rx.fragment(
        rx.el.span(_role(row), _supplier(row), class_name="pp-lines pp-not-phone"),
        rx.el.span(row["role"], " · ", row["email"], class_name="pp-only-phone"),
    )


def _role(row: ui.Rows) -> rx.Component:
    choice = rx.el.select(
        ui.options(State.roles),
        value=row["role_id"],
        on_change=lambda value: State.set_role(row["id"], value),
        aria_label=t("access.role"),
        class_name="pp-input pp-select pp-role-choice",
    )
    return rx.cond(
        may("users.write") & (row["own"] == "") & (State.roles.length() > 0),
        choice,
        rx.el.span(row["role"]),
    )


def _supplier(row: ui.Rows) -> rx.Component:
    """Asked of who works for one, and of nobody else."""
    choice = rx.el.select(
        ui.options(State.suppliers),
        value=row["supplier_id"],
        on_change=lambda value: State.set_supplier(row["id"], value),
        aria_label=t("access.supplier"),
        class_name="pp-input pp-select pp-role-choice",
    )
    chosen = rx.cond(may("users.write") & (row["own"] == ""), choice, rx.el.span(row["supplier"]))
    missing = rx.cond(row["unbound"] == "1", ui.badge(t("access.sees_nothing"), "wait"), rx.fragment())
    return rx.cond(
        row["of_supplier"] == "1", rx.el.span(chosen, missing, class_name="pp-row pp-tight"), rx.fragment()
    )


def _step(label: rx.Var[str], sign: str, event: rx.EventHandler, *, quiet: bool = False) -> rx.Component:
    """A phone has room for the sign alone."""
    said = ui.button(label, kind="quiet" if quiet else "secondary", small=True, on_click=event)
    return rx.fragment(
        rx.el.span(said, class_name="pp-not-phone"),
        rx.el.span(ui.icon_button(sign, label, on_click=event), class_name="pp-only-phone"),
    )


def _actions(row: ui.Rows) -> rx.Component:
    step = rx.match(
        row["state"],
        ("closed", _step(t("access.restore"), "user-check", State.restore(row["id"]))),
        ("waiting", _step(t("access.invite_again"), "send", State.invite_again(row["id"]))),
        _step(t("access.suspend"), "user-x", State.ask_suspend(row["id"], row["name"]), quiet=True),
    )
    return rx.el.div(
        rx.cond(may("users.write") & (row["own"] == ""), step, rx.fragment()),
        ui.icon_button("eye", t("access.preview"), on_click=State.preview(row["id"])),
        rx.cond(
            may("platform.manage") & (row["own"] == ""),
            rx.fragment(
                rx.cond(
                    row["actable"] == "1",
                    ui.icon_button(
                        "venetian-mask", t("access.act"), on_click=State.ask_act(row["id"], row["name"])
                    ),
                    rx.fragment(),
                ),
                rx.cond(
                    row["factor"] == "1",
                    ui.icon_button(
                        "shield-off",
                        t("access.factor_take_away"),
                        on_click=State.ask_factor(row["id"], row["name"]),
                    ),
                    rx.fragment(),
                ),
            ),
            rx.fragment(),
        ),
        class_name="pp-row pp-row-end pp-tight pp-person-steps",
    )


def _person(row: ui.Rows) -> rx.Component:
    return rx.el.span(
        avatar(row["name"].to(str), row["photo"].to(str)),
        rx.el.span(
            rx.el.span(row["name"], class_name="pp-strong pp-cut"),
            rx.el.span(row["email"], class_name="pp-soft pp-small pp-cut pp-not-phone"),
            class_name="pp-lines",
        ),
        class_name="pp-row pp-person",
    )


def _preview() -> rx.Component:
    return ui.sheet(
        t("access.preview_title", name=State.preview_name),
        ui.key_values(
            (t("access.role"), State.preview_role),
            (t("access.stores"), State.preview_stores),
            (t("access.masks"), State.preview_masks),
        ),
        rx.cond(
            State.preview_supplier != "",
            ui.key_values((t("access.supplier"), State.preview_supplier)),
            rx.fragment(),
        ),
        preview(State.preview_can),
        is_open=State.preview_open,
        on_open_change=State.close_preview,
    )


def _invite() -> rx.Component:
    return ui.dialog(
        t("access.invite"),
        rx.form(
            ui.text_input(
                "email",
                t("access.email"),
                type="email",
                auto_complete="off",
                error=State.faults["email"],
                required=True,
            ),
            ui.select(
                "role",
                t("access.role"),
                State.roles,
                error=State.faults["role"],
                on_change=State.choose_role,
            ),
            rx.cond(
                State.asks_supplier,
                ui.select(
                    "supplier",
                    t("access.supplier"),
                    State.suppliers,
                    help_text=t("access.supplier_help"),
                    error=State.faults["supplier"],
                ),
                rx.fragment(),
            ),
            rx.el.div(
                ui.button(t("access.send_invitation"), kind="primary", submit=True),
                class_name="pp-row pp-row-end",
            ),
            on_submit=State.invite,
            class_name="pp-stack",
        ),
        is_open=State.invite_open,
        on_open_change=State.ask_invite,
        text=t("access.invite_help"),
    )


PAGE = Page(
    route=routes.USERS,
    render=page,
    title="access.users_title",
    permission="users.read",
    on_load=[State.load],
    live={"access.changed": State.load},
)
