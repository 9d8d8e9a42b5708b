"""The people of the merchant."""

import reflex as rx

from prapazar import components as ui
from prapazar.foundation import routes
from prapazar.pages.layout import frame, may
from prapazar.pages.page import Page
from prapazar.states.users import UsersState as State

t = ui.t


def page() -> rx.Component:
    return frame(
        ui.page_header(
            t("access.users_title"),
            count=State.count_label,
            actions=[ui.link_button(t("access.roles_title"), href=routes.ROLES)],
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
        active=routes.USERS,
    )


def _table() -> rx.Component:
    columns = [
        ui.Column(key="name", label=t("access.person"), phone="title", grow=True),
        ui.Column(key="email", label=t("access.email"), phone="sub"),
        ui.Column(key="role", label=t("access.role"), cell=_role),
        ui.Column(
            key="state",
            label=t("access.state"),
            phone="subend",
            cell=lambda row: ui.badge(row["state_label"], row["tone"]),
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


def _role(row: ui.Rows) -> rx.Component:
    choice = rx.el.select(
        ui.options(State.roles),
        value=row["role_id"],
        on_change=lambda value: State.set_role(row["id"], value),
        aria_label=t("access.role"),
        class_name="pp-input pp-select",
    )
    return rx.cond(
        may("users.write") & (row["own"] == "") & (State.roles.length() > 0),
        choice,
        rx.el.span(row["role"]),
    )


def _actions(row: ui.Rows) -> rx.Component:
    step = rx.match(
        row["state"],
        ("closed", ui.button(t("access.restore"), small=True, on_click=State.restore(row["id"]))),
        ("waiting", ui.button(t("access.invite_again"), small=True, on_click=State.invite_again(row["id"]))),
        ui.button(
            t("access.suspend"), kind="quiet", small=True, on_click=State.ask_suspend(row["id"], row["name"])
        ),
    )
    return rx.cond(may("users.write") & (row["own"] == ""), step, rx.fragment())


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
            ui.select("role", t("access.role"), State.roles, error=State.faults["role"]),
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
